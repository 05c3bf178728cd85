"""The index over a case: rows derived from log entries, in SQLite (WAL). Rebuilt from the log at will.

``apply`` is the only writer; it takes entries in log order and the records found in their output blobs.
"""

import contextlib
import errno
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, insert, inspect, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool

from probans.evidence.codec import canonical, from_plain
from probans.evidence.custody.entries import KINDS, kind_of
from probans.model.custody import (
    Analysed,
    ArrivalAgain,
    ArrivalNote,
    CaseOpened,
    Decided,
    Entry,
    Event,
    Intake,
    NotTaken,
    Reported,
    ToolRun,
)
from probans.model.decision import Decision
from probans.model.errors import CaseBusy, IntegrityError
from probans.model.exhibit import Arrival, Exhibit
from probans.model.outcome import Problem
from probans.shell.store import schema
from probans.shell.store.durable import storage_errors

# Everything else is rare and kept whole.
_ROWS_ELSEWHERE = (CaseOpened, Intake, ArrivalAgain, ToolRun, Decided)

Row = dict[str, Any]
Rows = list[tuple[Any, Row]]  # (table, row)
MANY = 500
_SQLITE_ERRORS = (("is full", errno.ENOSPC), ("readonly", errno.EROFS))


class IndexFile:
    """The index of a case in one SQLite file, or in memory when ``path`` is None."""

    def __init__(self, path: Path | None) -> None:
        self.in_memory = path is None
        self._engine = _engine(path)
        with _index_errors():
            _migrate(self._engine)

    def close(self) -> None:
        self._engine.dispose()

    def applied(self) -> int:
        """Number of log entries that the index knows."""
        with self._engine.connect() as connection:
            found = connection.execute(select(schema.state.c.value).where(schema.state.c.name == "applied")).scalar()
        return int(found or 0)

    def apply(self, entries: Iterable[Entry], derive: Callable[[Entry], list[Row]]) -> None:
        """Add the rows of new entries in one transaction. ``derive`` gives record rows out of an entry's output."""
        with _index_errors(), self._engine.begin() as connection:
            applied = int(_state(connection, "applied") or 0)
            rows: dict[Any, list[Row]] = {}
            for item in entries:
                if item.index != applied:
                    raise IntegrityError("INDEX-ORDER", f"The index expected entry {applied}, got {item.index}.")
                for table, row in _rows(item):
                    rows.setdefault(table, []).append(row)
                _replace_records(connection, item.event, derive(item))
                applied += 1
            for table, many in rows.items():
                connection.execute(insert(table), many)
            _set_state(connection, "applied", str(applied))

    def exhibits(self) -> Iterator[Exhibit]:
        """All exhibits in the order of their registration, with their arrivals."""
        with self._engine.connect() as connection:
            arrivals: dict[str, list[Arrival]] = {}
            for sha256, text in connection.execute(
                select(schema.arrival.c.sha256, schema.arrival.c.record).order_by(schema.arrival.c.log_index)
            ):
                arrivals.setdefault(sha256, []).append(from_plain(Arrival, json.loads(text)))
            for (text,) in connection.execute(select(schema.exhibit.c.record).order_by(schema.exhibit.c.log_index)):
                yield _with_arrivals(json.loads(text), arrivals)

    def child_count(self, sha256: str) -> int:
        """Number of exhibits that came out of one; of originals when ``sha256`` is empty."""
        query = select(func.count()).select_from(schema.exhibit).where(schema.exhibit.c.parent == sha256)
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar() or 0)

    def known(self, digests: Sequence[str]) -> set[str]:
        """Those of ``digests`` that are exhibits."""
        found: set[str] = set()
        with self._engine.connect() as connection:
            for at in range(0, len(digests), MANY):
                query = select(schema.exhibit.c.sha256).where(schema.exhibit.c.sha256.in_(digests[at : at + MANY]))
                found |= set(connection.execute(query).scalars())
        return found

    def seen(self, source: str) -> dict[str, tuple[str, str, str]]:
        """Arrivals from one source: path (hex) to (size, modified, digest), the latest one."""
        columns = schema.arrival.c
        query = select(columns.path_raw, columns.size, columns.modified_ns, columns.sha256)
        with self._engine.connect() as connection:
            rows = connection.execute(query.where(columns.source == source).order_by(columns.log_index))
            return {row[0]: (row[1], row[2], row[3]) for row in rows}

    def not_taken(self, source: str) -> set[tuple[str, str]]:
        """(path hex, problem code) already recorded as not taken from one source."""
        found = set()
        for item in self.events("not taken"):
            if isinstance(item.event, NotTaken) and item.event.source == source:
                found.add((item.event.path_raw, item.event.problem.code))
        return found

    def runs(self) -> Iterator[tuple[int, ToolRun]]:
        """All tool runs in log order."""
        with self._engine.connect() as connection:
            query = select(schema.run.c.log_index, schema.run.c.record).order_by(schema.run.c.log_index)
            for index, text in connection.execute(query):
                yield index, from_plain(ToolRun, json.loads(text))

    def decisions(self) -> tuple[Decision, ...]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(schema.decision.c.record).order_by(schema.decision.c.log_index))
            return tuple(from_plain(Decision, json.loads(text)) for (text,) in rows)

    def problems(self) -> tuple[Problem, ...]:
        """Problems in log order, but for those of runs that a later run of the same stage replaced."""
        columns, old, new = schema.problem.c, schema.run.alias(), schema.run.alias()
        same = (old.c.exhibit == new.c.exhibit) & (old.c.stage == new.c.stage) & (old.c.log_index < new.c.log_index)
        replaced = select(old.c.log_index).where(same)
        with self._engine.connect() as connection:
            query = select(columns.code, columns.where, columns.words).where(columns.log_index.not_in(replaced))
            query = query.order_by(columns.log_index, columns.position)
            return tuple(Problem(code=row[0], where=row[1], words=row[2]) for row in connection.execute(query))

    def events(self, kind: str) -> tuple[Entry, ...]:
        """Entries of a kind that the index keeps whole (see ``_ROWS_ELSEWHERE``), in log order."""
        with self._engine.connect() as connection:
            query = select(schema.state.c.value).where(schema.state.c.name.like(f"event:{kind}:%"))
            entries = [_entry_from(json.loads(text)) for (text,) in connection.execute(query)]
        return tuple(sorted(entries, key=lambda item: item.index))

    def find(self, identifier: str) -> list[Row]:
        """Records whose id is, or begins with, ``identifier``."""
        columns = schema.record.c
        pattern = identifier.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(schema.record).where(columns.id.like(pattern, escape="\\")).order_by(columns.id).limit(20)
            )
            return [dict(row._mapping) for row in rows]

    def entries_about(self, subject: str) -> list[Row]:
        """Log entries that concern one exhibit or record."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(schema.entry).where(schema.entry.c.subject == subject).order_by(schema.entry.c.log_index)
            )
            return [dict(row._mapping) for row in rows]

    def dump(self) -> dict[str, list[Row]]:
        """Every row of every table, in a fixed order: two indexes with equal dumps have the same content."""
        with self._engine.connect() as connection:
            return {
                table.name: sorted(
                    (dict(row._mapping) for row in connection.execute(select(table))),
                    key=lambda row: json.dumps(row, sort_keys=True),
                )
                for table in schema.metadata.sorted_tables
            }


@contextlib.contextmanager
def _index_errors() -> Iterator[None]:
    """SQLite's trouble with the disk in the words of the rest. The log is ahead then, and the index catches up."""
    try:
        yield
    except OperationalError as error:
        words = str(error.orig)
        if "locked" in words:
            raise CaseBusy("CASE-BUSY", "Another process is working on this case; wait for it or stop it.") from error
        kind = next((number for sign, number in _SQLITE_ERRORS if sign in words), errno.EIO)
        with storage_errors("index"):
            raise OSError(kind, words) from error


def _engine(path: Path | None) -> Engine:
    if path is None:
        return create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    engine = create_engine(URL.create("sqlite", database=str(path)))

    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    event.listen(engine, "connect", prepare)
    return engine


def _migrate(engine: Engine) -> None:
    with engine.begin() as connection:
        if inspect(connection).has_table("alembic_version"):
            version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            if version == schema.REVISION:
                return
        _run_migrations(connection)


def _run_migrations(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - only a new or old index needs it
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "probans.shell.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _state(connection: Connection, name: str) -> str | None:
    return connection.execute(select(schema.state.c.value).where(schema.state.c.name == name)).scalar()


def _set_state(connection: Connection, name: str, value: str) -> None:
    connection.execute(schema.state.delete().where(schema.state.c.name == name))
    connection.execute(insert(schema.state), [{"name": name, "value": value}])


def _replace_records(connection: Connection, done: Event, rows: list[Row]) -> None:
    if isinstance(done, Analysed):
        connection.execute(schema.record.delete().where(schema.record.c.type.like("analysis.%")))
    for row in rows:
        connection.execute(schema.record.delete().where(schema.record.c.id == row["id"]))
    if rows:
        connection.execute(insert(schema.record), rows)


def _rows(item: Entry) -> Rows:
    done = item.event
    rows: Rows = [(schema.entry, _entry_row(item))]
    if isinstance(done, Intake):
        rows += _intake_rows(item, done)
    elif isinstance(done, ArrivalAgain):
        rows.append(_arrival_row(item, done.sha256, done.arrival))
        rows += _problem_rows(item, done.problems)
    elif isinstance(done, ToolRun):
        rows.append((schema.run, _run_row(item, done)))
        rows += _problem_rows(item, done.problems)
    elif isinstance(done, Decided):
        rows.append((schema.decision, _decision_row(item, done.decision)))
    elif isinstance(done, NotTaken):
        rows += _problem_rows(item, (done.problem,))
    if not isinstance(done, _ROWS_ELSEWHERE):
        name = f"event:{kind_of(done)}:{item.index}"
        rows.append((schema.state, {"name": name, "value": _whole_entry(item)}))
    return rows


def _entry_row(item: Entry) -> Row:
    return {
        "log_index": item.index,
        "kind": kind_of(item.event),
        "at": item.at,
        "by": item.by,
        "subject": _subject(item),
    }


def _subject(item: Entry) -> str:
    done = item.event
    if isinstance(done, Intake | ArrivalAgain | Reported):
        return done.sha256
    if isinstance(done, ToolRun):
        return done.exhibit
    if isinstance(done, Decided):
        return done.decision.id
    return ""


def _intake_rows(item: Entry, done: Intake) -> Rows:
    exhibit = Exhibit(
        sha256=done.sha256,
        number=done.number,
        size=int(done.size),
        kind=done.kind,
        media_type=done.media_type,
        identified_by=done.identified_by,
        parent=done.parent,
        role=done.role,
        tool=done.tool,
        log_index=item.index,
    )
    row = {
        "sha256": done.sha256,
        "number": done.number,
        "log_index": item.index,
        "kind": done.kind.value,
        "parent": done.parent,
        "record": _text(exhibit),
    }
    rows: Rows = [(schema.exhibit, row)]
    if done.arrival:
        rows.append(_arrival_row(item, done.sha256, done.arrival))
    return rows + _problem_rows(item, done.problems)


def _arrival_row(item: Entry, sha256: str, note: ArrivalNote) -> tuple[Any, Row]:
    arrival = Arrival(
        log_index=item.index,
        received_at=item.at,
        received_by=item.by,
        path_raw=note.path_raw,
        path_nfc=note.path_nfc,
        modified_ns=note.modified_ns,
        from_exhibit=note.from_exhibit,
    )
    return schema.arrival, {
        "log_index": item.index,
        "sha256": sha256,
        "path_raw": note.path_raw,
        "source": note.source,
        "size": note.size,
        "modified_ns": note.modified_ns,
        "record": _text(arrival),
    }


def _run_row(item: Entry, done: ToolRun) -> Row:
    return {
        "log_index": item.index,
        "exhibit": done.exhibit,
        "stage": done.stage,
        "tool": done.tool.id,
        "outcome": done.outcome.value,
        "output": done.output,
        "record": _text(done),
    }


def _decision_row(item: Entry, decision: Decision) -> Row:
    plain = json.loads(canonical(decision)) | {"log_index": item.index}
    return {"log_index": item.index, "id": decision.id, "record": canonical(plain).decode()}


def _problem_rows(item: Entry, problems: tuple[Problem, ...]) -> Rows:
    return [
        (
            schema.problem,
            {
                "log_index": item.index,
                "position": position,
                "code": problem.code,
                "where": problem.where,
                "words": problem.words,
            },
        )
        for position, problem in enumerate(problems)
    ]


def _with_arrivals(plain: Row, arrivals: dict[str, list[Arrival]]) -> Exhibit:
    exhibit = from_plain(Exhibit, plain)
    return Exhibit(
        **{name: getattr(exhibit, name) for name in Exhibit.__slots__ if name != "arrivals"},
        arrivals=tuple(arrivals.get(exhibit.sha256, ())),
    )


def _text(record: object) -> str:
    return canonical(record).decode()


def _entry_from(plain: Row) -> Entry:
    done: Event = from_plain(KINDS[plain["kind"]], plain["event"])
    return Entry(index=plain["index"], at=plain["at"], by=plain["by"], event=done, salt=plain["salt"])


def _whole_entry(item: Entry) -> str:
    plain = {"index": item.index, "at": item.at, "by": item.by, "salt": item.salt, "kind": kind_of(item.event)}
    return canonical(plain | {"event": json.loads(canonical(item.event))}).decode()
