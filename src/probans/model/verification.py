"""Verification of footage or a report: people's assessment of source, place, time, content and technique.

The machine fills in measurements and leaves every judgement empty; only a named person's decision fills it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Aspect(StrEnum):
    """What is assessed, each for itself (Berkeley Protocol on Digital Open Source Investigations, chapter VI)."""

    SOURCE = "source"
    PLACE = "place"
    TIME = "time"
    CONTENT = "content"
    TECHNIQUE = "technique"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """Something measured or read: in words, with the tool and the exhibits it rests on. It judges nothing."""

    words: str
    tool: str = ""
    exhibits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's conclusion on one aspect, at a named standard, with what speaks for and against it.

    ``decision`` is the id of the decision that made it; ``alternatives`` are other explanations considered.
    """

    conclusion: str
    standard: str
    person: str
    made_at: str
    evidence_for: tuple[str, ...] = ()
    evidence_against: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    reason: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One aspect: what was measured, what was not checked, and the judgement once a person made one."""

    aspect: Aspect
    measurements: tuple[Measurement, ...] = ()
    not_checked: tuple[str, ...] = ()
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The record for one exhibit. ``assessments`` always hold all five aspects in their order."""

    exhibit: str
    assessments: tuple[Assessment, ...]

    @property
    def is_complete(self) -> bool:
        return all(item.judgement is not None for item in self.assessments)
