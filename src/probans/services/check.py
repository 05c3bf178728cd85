"""Check: re-hash everything, recompute the root, check the checkpoint's signature; three outcomes per item.

Code checks, people verify: nothing here says that a claim is true.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

from probans.evidence.custody.entries import read_entry
from probans.model.custody import Analysed, Cosigned, Entry, Intake, Reported, SettingsRead, Stamped, ToolRun
from probans.model.errors import IntegrityError
from probans.model.outcome import Check, Outcome
from probans.services.ports import CaseStore

Progress = Callable[[str, int, int], None]
WINDOW = 512
_GRAVITY = (Outcome.PASSED, Outcome.NOT_CHECKED, Outcome.FAILED)


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


def check(store: CaseStore, threads: Executor, progress: Progress = lambda _w, _d, _o: None) -> Checked:
    """Check the log first, then every blob that it names. Memory grows with the number of blobs only by their names."""
    named: dict[str, int] = {}
    log = _check_log(store, named)
    counts = dict.fromkeys(Outcome, 0)
    counts[log.outcome] += 1
    trouble = [] if log.outcome is Outcome.PASSED else [log]
    for done, result in enumerate(_check_blobs(store, named, threads), 1):
        counts[result.outcome] += 1
        if result.outcome is not Outcome.PASSED:
            trouble.append(result)
        progress("blobs", done, len(named))
    for result in _unnamed(store, named, log):
        counts[result.outcome] += 1
        trouble.append(result)
    return Checked(
        passed=counts[Outcome.PASSED],
        failed=counts[Outcome.FAILED],
        not_checked=counts[Outcome.NOT_CHECKED],
        trouble=tuple(trouble),
        log=log,
    )


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


def _check_log(store: CaseStore, named: dict[str, int]) -> Check:
    subject = "custody log"
    try:
        for first, entries in store.check_log():
            for offset, octets in enumerate(entries):
                for digest, size in blobs_named_by(read_entry(first + offset, octets)):
                    if named.get(digest, -1) < 0:
                        named[digest] = size
        head = store.head()
    except IntegrityError as error:
        return Check(subject=subject, check="log", outcome=Outcome.FAILED, words=error.words, code=error.code)
    words = f"{head.size} entries give the signed root {head.root}."
    return Check(subject=subject, check="log", outcome=Outcome.PASSED, words=words)


def _check_blobs(store: CaseStore, named: dict[str, int], threads: Executor) -> Iterator[Check]:
    items = list(named.items())
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
