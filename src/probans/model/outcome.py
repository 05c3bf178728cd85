"""Outcomes of checks and problems in material. A check has three outcomes; a bool would hide the third."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """Result of a check: what was not looked at is never reported as passed."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """Trouble found in material: it is shown, and the rest goes on.

    ``code`` is stable and documented in docs/problems.md, ``where`` names the exhibit, file or record,
    ``words`` is one plain sentence.
    """

    code: str
    where: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was checked: its subject, the outcome, and a sentence on why."""

    subject: str
    check: str
    outcome: Outcome
    words: str = ""
    code: str = ""
