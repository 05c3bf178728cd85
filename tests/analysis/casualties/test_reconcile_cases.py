"""The reconciliation cases with answers by exhaustive search, where the shared data is present."""

import json
from typing import Any

from probans.analysis.casualties.conflicts import certificate, find_conflicts, keep
from probans.analysis.casualties.program import Range, Row, range_of, terms_of
from tests.shared import shared_data


def test_all_cases_give_the_expected_answers() -> None:
    cases = json.loads((shared_data("statistics", "reconcile_cases") / "cases.json").read_text(encoding="utf-8"))

    assert len(cases) == 26
    assert [case["name"] for case in cases if not is_answered(case)] == []


def is_answered(case: dict[str, Any]) -> bool:
    cells = sorted({cell for box in [*(one["cells"] for one in case["reports"]), *case["queries"]] for cell in box})
    number = {cell: at for at, cell in enumerate(cells)}
    rows = [
        Row(one["id"], terms_of({number[cell] for cell in one["cells"]}), one["lo"], one["hi"], one["id"])
        for one in case["reports"]
    ]
    expected = case["expected"]
    conflicts = find_conflicts(rows)
    if expected["consistent"] != (not conflicts.sets) or not conflicts.complete:
        return False
    if sorted(map(sorted, expected.get("conflicts", []))) != sorted(map(sorted, conflicts.sets)):
        return False
    if not all(certificate(keep(rows, found)) for found in conflicts.sets):
        return False
    questions = [terms_of({number[cell] for cell in box}) for box in case["queries"]]
    return all(
        is_range(rows, question, answer) for question, answer in zip(questions, expected["answers"], strict=True)
    )


def is_range(rows: list[Row], question: tuple[tuple[int, int], ...], answer: dict[str, Any]) -> bool:
    if "bounds" in answer:
        return range_of(rows, question) == Range(*answer["bounds"])
    return all(
        range_of(keep(rows, world["accept"]), question) == Range(*world["bounds"]) for world in answer["by_subset"]
    )
