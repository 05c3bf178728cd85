"""Sense: whether the entries of a log, each sound by itself, agree with each other. Pure; fed in the order of the log.

A signed root says that entries were not changed since; this says that what was signed holds together: numbers and
digests are given once, parents come before parts, a decision's id is that of its content.
"""

from dataclasses import replace

from probans.evidence.codec import record_id, to_plain
from probans.model.custody import ArrivalAgain, CaseOpened, Decided, Entry, Intake, Reported, Stamped, ToolRun
from probans.model.errors import IntegrityError


class Sense:
    """Remembers what the log said so far; ``read`` raises IntegrityError at the first entry that contradicts it."""

    def __init__(self, verifier_key: str) -> None:
        self._verifier_key = verifier_key
        self._exhibits: set[str] = set()
        self._numbers: set[str] = set()
        self._decisions: set[str] = set()

    def read(self, entry: Entry) -> None:
        """Take the next entry."""
        done = entry.event
        if (entry.index == 0) != isinstance(done, CaseOpened):
            raise IntegrityError(
                "LOG-FIRST-ENTRY", "The log begins with the opening of the case, and has it only there."
            )
        if isinstance(done, CaseOpened):
            self._opened(done)
        elif isinstance(done, Intake):
            self._intake(entry, done)
        elif isinstance(done, ArrivalAgain):
            self._known(entry, done.sha256)
        elif isinstance(done, ToolRun):
            self._known(entry, done.exhibit)
        elif isinstance(done, Decided):
            self._decided(entry, done)
        elif isinstance(done, Reported | Stamped):
            size = done.checkpoint_size if isinstance(done, Reported) else done.size
            if size > entry.index:
                raise IntegrityError("LOG-FUTURE", f"Entry {entry.index} names a checkpoint of {size} entries.")

    def _opened(self, done: CaseOpened) -> None:
        if done.verifier_key != self._verifier_key:
            raise IntegrityError("LOG-FIRST-ENTRY", "The log was opened for another key than the one beside it.")

    def _intake(self, entry: Entry, done: Intake) -> None:
        if done.sha256 in self._exhibits or done.number in self._numbers:
            raise IntegrityError("LOG-TWICE", f"Entry {entry.index} registers {done.number} a second time.")
        if done.parent:
            self._known(entry, done.parent)
        self._exhibits.add(done.sha256)
        self._numbers.add(done.number)

    def _known(self, entry: Entry, sha256: str) -> None:
        if sha256 not in self._exhibits:
            raise IntegrityError("LOG-UNKNOWN-EXHIBIT", f"Entry {entry.index} names bytes that were not registered.")

    def _decided(self, entry: Entry, done: Decided) -> None:
        decision = done.decision
        content = replace(decision, id="", log_index=0)
        if decision.id != record_id("dec", "decision", to_plain(content)):
            raise IntegrityError("DECISION-ID", f"The decision in entry {entry.index} does not have its own id.")
        if decision.supersedes and decision.supersedes not in self._decisions:
            raise IntegrityError("DECISION-UNKNOWN", f"Entry {entry.index} supersedes a decision that was not made.")
        self._decisions.add(decision.id)
