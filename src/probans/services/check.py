"""Check: re-hash everything, recompute the root, check signatures; three outcomes per item.

Code checks, people verify: nothing here says that a claim is true. A full check can be stopped and goes on where it
was; a sample or the newest part can be checked alone.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field

from probans.evidence.custody.entries import read_entry
from probans.evidence.custody.sense import Sense
from probans.model.custody import (
    Analysed,
    Cosigned,
    Entry,
    FixityChecked,
    Intake,
    Reported,
    SettingsRead,
    Stamped,
    ToolRun,
)
from probans.model.errors import IntegrityError
from probans.model.outcome import Check, Outcome
from probans.services.ports import CaseStore

Progress = Callable[[str, int, int], None]
WINDOW = 512
FIRST_FAILURES = 20
_GRAVITY = (Outcome.PASSED, Outcome.NOT_CHECKED, Outcome.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which blobs to re-hash.

    ``one_in`` takes every n-th by digest, beginning at ``offset``; ``since`` (RFC 3339) only those that an entry from
    then on names; ``after`` leaves out digests up to it: a full check that goes on.
    """

    one_in: int = 1
    offset: int = 0
    since: str = ""
    after: str = ""

    @property
    def is_whole(self) -> bool:
        return self.one_in == 1 and not self.since

    def takes(self, position: int, digest: str) -> bool:
        """Whether the blob at this place in the order of digests is to be checked."""
        return position % self.one_in == self.offset % self.one_in and digest > self.after


WHOLE = Plan()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Totals, and every check that did not pass. ``sound`` only when every single one passed."""

    passed: int
    failed: int
    not_checked: int
    trouble: tuple[Check, ...]
    log: Check

    @property
    def sound(self) -> bool:
        return self.failed == 0 and self.not_checked == 0


@dataclass(slots=True, kw_only=True)
class _Tally:
    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    trouble: list[Check] = field(default_factory=list)

    def add(self, result: Check) -> None:
        self.counts[result.outcome] += 1
        if result.outcome is not Outcome.PASSED:
            self.trouble.append(result)


def check(
    store: CaseStore,
    threads: Executor,
    progress: Progress = lambda _w, _d, _o: None,
    *,
    plan: Plan = WHOLE,
    besides: Iterable[Check] = (),
    reached: Callable[[str], None] = lambda _digest: None,
) -> Checked:
    """Check the log first, then the blobs that it names, then ``besides`` (signatures, stamps).

    Memory grows with the number of blobs only by their names. ``reached`` is told how far a full check came.
    """
    named: dict[str, int] = {}
    tally = _Tally()
    log = _check_log(store, named, plan.since)
    tally.add(log)
    chosen = [item for place, item in enumerate(sorted(named.items())) if plan.takes(place, item[0])]
    for done, result in enumerate(_check_blobs(store, chosen, threads), 1):
        tally.add(result)
        progress("check", done, len(chosen))
        if done % WINDOW == 0:
            reached(chosen[done - 1][0])
    if log.outcome is Outcome.PASSED:
        # A broken log cannot say which checkpoints and decisions are its own.
        for result in besides:
            tally.add(result)
    if plan.is_whole:
        for result in _unnamed(store, named, log):
            tally.add(result)
    return Checked(
        passed=tally.counts[Outcome.PASSED],
        failed=tally.counts[Outcome.FAILED],
        not_checked=tally.counts[Outcome.NOT_CHECKED],
        trouble=tuple(tally.trouble),
        log=log,
    )


def record_check(store: CaseStore, checked: Checked, *, by: str) -> None:
    """Log that a check was run, and what came of it."""
    failures = tuple(item.subject for item in checked.trouble if item.outcome is Outcome.FAILED)
    event = FixityChecked(
        passed=checked.passed,
        failed=checked.failed,
        not_checked=checked.not_checked,
        first_failures=failures[:FIRST_FAILURES],
    )
    store.record([event], by=by)


def summary(checked: Checked) -> tuple[Check, ...]:
    """The log's check, one line over all preserved bytes, and whatever did not pass."""
    others = tuple(item for item in checked.trouble if item is not checked.log)
    passed = checked.passed - (checked.log.outcome is Outcome.PASSED)
    outcome = Outcome.PASSED if not others else max((item.outcome for item in others), key=_GRAVITY.index)
    words = f"{passed} items re-hashed to their names; {len(others)} did not pass."
    return (checked.log, Check(subject="preserved bytes", check="digest", outcome=outcome, words=words), *others)


def blobs_named_by(entry: Entry) -> Iterator[tuple[str, int]]:
    """(digest, size or -1 when the entry does not say) of every blob that an entry vouches for."""
    done = entry.event
    if isinstance(done, Intake):
        yield done.sha256, int(done.size)
    elif isinstance(done, ToolRun):
        yield from ((digest, -1) for digest in (*done.outputs, *((done.output,) if done.output else ())))
    elif isinstance(done, Analysed):
        yield done.output, -1
    elif isinstance(done, Reported):
        yield done.sha256, -1
    elif isinstance(done, Stamped):
        yield from ((digest, -1) for digest in (done.note, done.response, done.certificates) if digest)
    elif isinstance(done, Cosigned):
        yield done.note, -1
    elif isinstance(done, SettingsRead):
        yield from ((digest, -1) for _name, digest in done.files)


def _check_log(store: CaseStore, named: dict[str, int], since: str) -> Check:
    subject = "custody log"
    try:
        sense = Sense(store.verifier_key())
        for first, entries in store.check_log():
            for offset, octets in enumerate(entries):
                entry = read_entry(first + offset, octets)
                sense.read(entry)
                for digest, size in blobs_named_by(entry) if entry.at >= since else ():
                    if named.get(digest, -1) < 0:
                        named[digest] = size
        head = store.head()
        if not head.size:
            raise IntegrityError("LOG-FIRST-ENTRY", "The log is empty; its first entry must open the case.")
    except IntegrityError as error:
        return Check(subject=subject, check="log", outcome=Outcome.FAILED, words=error.words, code=error.code)
    words = f"{head.size} entries give the signed root {head.root}."
    return Check(subject=subject, check="log", outcome=Outcome.PASSED, words=words)


def _check_blobs(store: CaseStore, items: list[tuple[str, int]], threads: Executor) -> Iterator[Check]:
    for at in range(0, len(items), WINDOW):
        yield from threads.map(lambda item: store.check_blob(*item), items[at : at + WINDOW])


def _unnamed(store: CaseStore, named: dict[str, int], log: Check) -> Iterable[Check]:
    # When the log itself is broken, not every blob can be named, so an unnamed one proves nothing.
    if log.outcome is not Outcome.PASSED:
        return
    for digest in store.blob_digests():
        if digest not in named:
            words = "No log entry names these bytes: left by an interrupted command, or slipped in."
            yield Check(
                subject=digest, check="named by the log", outcome=Outcome.NOT_CHECKED, words=words, code="BLOB-UNNAMED"
            )
