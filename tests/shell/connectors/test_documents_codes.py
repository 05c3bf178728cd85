"""The documentation names every code that documents and tables use, and no code twice."""

import re
from collections import Counter

from tests.shared import ROOT

CODE = re.compile(r'"((?:DOCUMENT|TEXT|HTML|PDF|MAIL|PARTS|ARCHIVE|WARC|OFFICE|TABLE)-[A-Z-]+)"')


def test_every_code_is_documented_once() -> None:
    sources = [*(ROOT / "src/probans/shell/connectors").glob("documents*.py"), ROOT / "src/probans/analysis/tables.py"]
    used = {code for source in sources for code in CODE.findall(source.read_text("utf-8"))}
    listed = Counter(
        re.findall(r"^\| ([A-Z]+-[A-Z-]+) \|", (ROOT / "docs/problems.md").read_text("utf-8"), re.MULTILINE)
    )
    assert used - set(listed) == set()
    assert [code for code in sorted(used) if listed[code] > 1] == []
