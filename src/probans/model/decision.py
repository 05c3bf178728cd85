"""Decisions: what a person decided, when and why. Superseded, never edited."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A human decision. ``act``: confirm, correct, reject, link, unlink, name, determine, judge-same, judge-different.

    ``subjects`` are record ids; ``value`` the new value where the act needs one; ``supersedes`` an earlier decision.
    """

    id: str
    act: str
    subjects: tuple[str, ...]
    person: str
    reason: str
    made_at: str
    value: str = ""
    supersedes: str = ""
    log_index: int = 0
