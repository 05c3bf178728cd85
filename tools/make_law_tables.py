"""Write the tables of features and of crimes and rules into ``docs/law.md`` from the data.

``PYTHONPATH=src python tools/make_law_tables.py``; a test compares the page with what this gives.
"""

import re
from pathlib import Path

from probans.casework.law.features import FEATURES
from probans.shell.law_data import load_crimes

PAGE = Path(__file__).resolve().parent.parent / "docs" / "law.md"


def main() -> None:
    """Rewrite the page."""
    PAGE.write_text(with_tables(PAGE.read_text("utf-8")), "utf-8")


def with_tables(page: str) -> str:
    """The page with both tables made anew."""
    page = _replaced(
        page, "| feature | a passage speaks of |", [f"| `{item.name}` | {item.means} |" for item in FEATURES]
    )
    rows = [
        f"| `{crime.id}` | {crime.article} | {crime.title} | {crime.conflict} | {_coded(crime.conduct_kinds)} | "
        f"{_coded(crime.needs) or '–'} |"
        for crime in load_crimes()
    ]
    return _replaced(page, "| id | article | title | conflict | kinds | needs one of |", rows)


def _replaced(page: str, head: str, rows: list[str]) -> str:
    pattern = re.compile(rf"({re.escape(head)}\n\|[ -|]+\|\n)(?:\|.*\n)*")
    return pattern.sub(lambda found: found.group(1) + "".join(f"{row}\n" for row in rows), page)


def _coded(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    main()
