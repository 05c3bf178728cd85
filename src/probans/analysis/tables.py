"""Tables of reported figures and lists of victims, by the words in their first row. Pure.

Takes the text of a CSV, TSV or semicolon table; gives a ``TableReading``: rows as figures (a column of killed and one
of injured become a row each) or as victims, values as written, each with the line where its row begins in the file. A
row that does not fit is a problem and the rest goes on. A table that is neither is left alone. docs/format/tables.md.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from probans.analysis.table_columns import Columns, plain_name, read_columns, read_outcome
from probans.analysis.table_figures import Figure, read_figure
from probans.analysis.written_dates import DateOrder, date_order, read_dates
from probans.model.agents import Tool
from probans.model.claim import PersonOutcome
from probans.model.outcome import Outcome, Problem
from probans.model.reading import FigureRow, Reading, TableReading, VictimRow
from probans.model.when import DateInterval

NAME = "probans-tables"
VERSION = "1"

_DELIMITERS = ",;\t|"
_HEAD_ROWS = 15
_COLUMNS = 500
_PROBLEMS = 100
_TOTALS = {"total", "totals", "sum", "subtotal", "grand total", "overall", "all", "итого", "всего", "усього", "разом",
           "المجموع", "الإجمالي", "toplam", "cəmi", "gesamt", "summe", "somme", "suma"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells of one row and the line where it begins (1-based); ``odd`` says why it could not be read whole."""

    line: int
    cells: tuple[str, ...]
    odd: str = ""


@dataclass(kw_only=True)
class _Table:
    """A table under reading: its columns, what is said above them, the order of days and months, and problems."""

    exhibit: str
    name: str
    columns: Columns
    title: str = ""
    orders: Mapping[int, DateOrder] = field(default_factory=dict)
    days: dict[tuple[str, DateOrder], DateInterval | None] = field(default_factory=dict)  # cells read before
    problems: list[Problem] = field(default_factory=list)
    more_problems: int = 0

    def problem(self, code: str, words: str, line: int) -> None:
        if len(self.problems) >= _PROBLEMS:
            self.more_problems += 1
            return
        self.problems.append(Problem(code=code, where=f"{self.name}, line {line}", words=words))

    def cell(self, row: _Row, role: str) -> str:
        at = self.columns.roles.get(role, -1)
        return row.cells[at].strip() if 0 <= at < len(row.cells) else ""


def read_table(text: str, *, exhibit: str, name: str, tool: Tool) -> TableReading:
    """Read a table. ``exhibit`` is the digest of its bytes, ``name`` its file name for problems and for the list."""
    rows, head = _recognised(text)
    if head is None:
        problem = Problem(
            code="TABLE-UNKNOWN-COLUMNS",
            where=name,
            words="The first rows name neither columns of reported figures nor of victims; no row was read.",
        )
        reading = Reading(exhibit=exhibit, tool=tool, outcome=Outcome.PASSED, problems=(problem,))
        return TableReading(reading=reading, columns=_first_cells(rows))
    columns = read_columns(rows[head].cells)
    title = next((cell for row in rows[:head] for cell in row.cells if cell.strip()), "").strip("# ")
    table = _Table(exhibit=exhibit, name=name, columns=columns, title=title)
    return _reading(table, list(_body(table, rows, head)), tool)


def _recognised(text: str) -> tuple[list[_Row], int | None]:
    """Rows under the delimiter that makes most columns known, and which row names them (None: no row does)."""
    lines = io.StringIO(text, newline="").readlines()
    best: tuple[int, str, int] | None = None
    for delimiter in _DELIMITERS:
        for at, row in enumerate(_rows(lines[: 4 * _HEAD_ROWS], delimiter)):
            columns = read_columns(row.cells) if at < _HEAD_ROWS and 1 < len(row.cells) <= _COLUMNS else None
            if columns and columns.purpose != "unknown" and (best is None or columns.known > best[0]):
                best = (columns.known, delimiter, at)
    if best is None:
        return list(_rows(lines[:_HEAD_ROWS], _commonest(lines[:_HEAD_ROWS]))), None
    return list(_rows(lines, best[1])), best[2]


def _commonest(lines: Sequence[str]) -> str:
    return max(_DELIMITERS, key="".join(lines).count)


def _first_cells(rows: Sequence[_Row]) -> tuple[str, ...]:
    return next((row.cells[:_COLUMNS] for row in rows if len(row.cells) > 1), ())


def _rows(lines: Sequence[str], delimiter: str) -> Iterator[_Row]:
    """Rows with the line where each begins; after a row with broken quotes reading goes on with the next line."""
    at = 0
    while at < len(lines):
        begin = start = at
        reader = csv.reader((lines[i] for i in range(begin, len(lines))), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                yield _Row(start + 1, tuple(cells))
                start = begin + reader.line_num
        except csv.Error as error:
            plain = tuple(lines[start].rstrip("\r\n").split(delimiter))
            yield _Row(start + 1, plain, f"The quotes in this row are broken ({error}).")
        at = start + 1 if reader.line_num and start < len(lines) else len(lines)


def _body(table: _Table, rows: Sequence[_Row], head: int) -> Iterator[_Row]:
    """Rows under the head that hold something and have as many cells as there are columns."""
    width = len(rows[head].cells)
    for row in rows[head + 1 :]:
        filled = [cell for cell in row.cells if cell.strip()]
        if not filled or row.cells == rows[head].cells or (len(filled) == 1 and filled[0].startswith("#")):
            continue
        if row.odd:
            table.problem("TABLE-ROW", row.odd, row.line)
        if any(cell.strip() for cell in row.cells[width:]) or (row.odd and len(row.cells) != width):
            words = f"The row has {len(row.cells)} cells for {width} columns and was not read."
            table.problem("TABLE-ROW", words, row.line)
            continue
        if len(row.cells) < width:
            words = f"The row has {len(row.cells)} cells for {width} columns; the last columns were taken as empty."
            table.problem("TABLE-ROW", words, row.line)
        yield row


def _reading(table: _Table, rows: Sequence[_Row], tool: Tool) -> TableReading:
    purpose = table.columns.purpose
    table.orders = _orders(table, rows)
    figures = tuple(_figures(table, rows)) if purpose == "figures" else ()
    victims = tuple(_victim(table, row) for row in rows) if purpose == "victims" else ()
    if table.more_problems:
        words = f"{table.more_problems} more rows of this table have problems."
        table.problems.append(Problem(code="TABLE-MORE", where=table.name, words=words))
    problems = tuple(table.problems)
    return TableReading(
        reading=Reading(exhibit=table.exhibit, tool=tool, outcome=Outcome.PASSED, problems=problems),
        purpose=purpose,
        columns=table.columns.names,
        list_name=table.title or _one_source(table, rows) or re.sub(r"\.\w{1,5}$", "", table.name.rpartition("/")[2]),
        figures=figures,
        victims=victims,
    )


def _one_source(table: _Table, rows: Sequence[_Row]) -> str:
    """The source that all rows name, if it is one."""
    sources = {table.cell(row, "source") for row in rows}
    return next(iter(sources)) if len(sources) == 1 else ""


def _orders(table: _Table, rows: Sequence[_Row]) -> dict[int, DateOrder]:
    """The order of day and month in each column of dates, as its values allow."""
    columns = {table.columns.roles[role] for role in ("date", "first", "last", "as of") if role in table.columns.roles}
    return {at: date_order(row.cells[at] for row in rows if at < len(row.cells)) for at in sorted(columns)}


def _figures(table: _Table, rows: Sequence[_Row]) -> Iterator[FigureRow]:
    for row in rows:
        if any(plain_name(table.cell(row, role)) in _TOTALS for role in ("source", "place", "date", "first")):
            table.problem("TABLE-TOTAL", "The row sums up others; it was not read as a figure of its own.", row.line)
            continue
        first, last = _period(table, row)
        base = FigureRow(
            line=row.line,
            source=table.cell(row, "source"),
            place=table.cell(row, "place"),
            first=first,
            last=last,
            outcome="",
            group=table.cell(row, "group"),
            low=None,
            high=None,
            wording="",
            as_of=_day(table, row, "as of", end=True),
        )
        yield from _counted(table, row, base)


def _counted(table: _Table, row: _Row, base: FigureRow) -> Iterator[FigureRow]:
    """A row of the reading for each outcome and group that this row counts."""
    cells: dict[tuple[PersonOutcome, str], dict[str, str]] = {}
    for column in table.columns.figures:
        if column.at < len(row.cells):
            cells.setdefault((column.outcome, column.group), {})[column.bound] = row.cells[column.at].strip()
    general = {bound: table.cell(row, role) for bound, role in (("", "count"), ("low", "low"), ("high", "high"))}
    if any(general.values()) and (outcome := _outcome(table, row)):
        cells.setdefault((outcome, ""), general)
    for (outcome, group), written in cells.items():
        figure = _figure(table, row, written)
        if figure is not None:
            words = _wording(written, table.cell(row, "wording") if len(cells) == 1 else "")
            found = replace(base, outcome=outcome.value, group=group or base.group)
            yield replace(found, low=figure.low, high=figure.high, wording=words)


def _outcome(table: _Table, row: _Row) -> PersonOutcome | None:
    """What the row counts: its own column, else the title over the table or its name."""
    written = table.cell(row, "outcome") or table.cell(row, "fate")
    found = read_outcome(written) if written else read_outcome(table.title) or read_outcome(table.name)
    if found is None:
        what = f"by {written[:40]!r} " if written else ""
        words = f"What is counted {what}is not known (killed, injured, missing, ...); the figure was not read."
        table.problem("TABLE-OUTCOME", words, row.line)
    return found


def _figure(table: _Table, row: _Row, written: Mapping[str, str]) -> Figure | None:
    try:
        ends = {bound: read_figure(cell) for bound, cell in written.items()}
        return _joined(ends.get(""), ends.get("low"), ends.get("high"))
    except ValueError as error:
        table.problem("TABLE-FIGURE", f"The figure cannot be read: {error}.", row.line)
        return None


def _joined(best: Figure | None, low: Figure | None, high: Figure | None) -> Figure | None:
    """One range from a figure, its low end and its high end. Raises ValueError when they do not fit."""
    if low is None and high is None:
        return best
    bottom, top = (low.low if low else None), (high.high if high else None)
    if bottom is not None and top is not None and bottom > top:
        raise ValueError(f"its low end {bottom} is above its high end {top}")
    number = best.low if best is not None else None
    if number is not None and not (bottom or 0) <= number <= (number if top is None else top):
        raise ValueError(f"{number} is not between its low end and its high end")
    return Figure(low=bottom if bottom is not None or top is None else 0, high=top)


def _wording(written: Mapping[str, str], quoted: str) -> str:
    """The cells as written: ``26``, ``20–30`` or ``26 (20–30)``; the source's own words where a column quotes them."""
    low, high = written.get("low", ""), written.get("high", "")
    ends = f"{low}–{high}" if low or high else ""
    best = written.get("", "")
    cells = f"{best} ({ends})" if best and ends else best or ends
    return quoted or cells


def _period(table: _Table, row: _Row) -> tuple[str, str]:
    """First and last day as ISO dates; '' where none is written or it cannot be read."""
    first, last = _day(table, row, "first", end=False), _day(table, row, "last", end=True)
    if first and not last and "last" not in table.columns.roles:
        last = _day(table, row, "first", end=True)
    if not first and not last:
        first, last = _day(table, row, "date", end=False), _day(table, row, "date", end=True, tell=False)
    if first and last and first > last:
        table.problem("TABLE-DATE", f"The period ends ({last}) before it begins ({first}).", row.line)
        return "", ""
    return first, last


def _day(table: _Table, row: _Row, role: str, *, end: bool, tell: bool = True) -> str:
    """The first or last day of a cell's date."""
    written = table.cell(row, role)
    if not written or plain_name(written) in ("", "unknown", "n a", "na"):
        return ""
    key = (written, table.orders.get(table.columns.roles[role], DateOrder.UNKNOWN))
    if key not in table.days:
        table.days[key] = read_dates(*key)
    interval = table.days[key]
    if interval is None:
        if tell:
            table.problem("TABLE-DATE", f"The date {written[:40]!r} cannot be read.", row.line)
        return ""
    return interval.last if end else interval.first


def _victim(table: _Table, row: _Row) -> VictimRow:
    whole = table.cell(row, "name")
    name = whole or " ".join(filter(None, (table.cell(row, "given name"), table.cell(row, "family name"))))
    shown = ("age", "sex", "place", "date", "fate")
    taken = {table.columns.roles[role] for role in shown if role in table.columns.roles}
    taken |= {table.columns.roles["name"]} if whole else set()
    return VictimRow(
        line=row.line,
        name=name,
        **{role: table.cell(row, role) for role in shown},
        other=tuple(
            (column.strip(), cell.strip())
            for at, (column, cell) in enumerate(zip(table.columns.names, row.cells, strict=False))
            if at not in taken and cell.strip()
        ),
    )
