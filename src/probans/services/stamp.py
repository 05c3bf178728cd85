"""Stamp: have time-stamping authorities (RFC 3161) stamp the checkpoint, and partners countersign it.

The raw answer is kept and logged whatever came of checking it. Without any authority nothing is claimed: *not checked*.
"""

from collections.abc import Callable, Iterator, Sequence

from probans.evidence.codec import sha256_hex
from probans.evidence.custody.entries import read_entry
from probans.evidence.custody.note import COSIGNATURE, VerifierKey, open_checkpoint, open_note, parse_verifier_key
from probans.evidence.custody.tree import range_root
from probans.model.custody import Checkpoint, Cosigned, Event, Stamped
from probans.model.errors import IntegrityError, UsageError
from probans.model.outcome import Check, Outcome
from probans.model.stamp import Authority, Token
from probans.services.ports import CaseStore

Ask = Callable[[Authority, bytes], bytes]  # authority, message -> raw answer
CheckToken = Callable[[bytes, bytes, bytes], Token]  # answer, message, certificates


def stamp(
    store: CaseStore, authorities: Sequence[Authority], *, ask: Ask, check_token: CheckToken, by: str
) -> tuple[Stamped, ...]:
    """Have each authority stamp the present checkpoint. Raises UsageError when one does not answer."""
    head = store.head()
    message = head.note.encode()
    events = []
    for authority in authorities:
        answer = ask(authority, message)
        token = check_token(answer, message, authority.certificates)
        event = Stamped(
            size=head.size,
            root=head.root,
            note=store.put_bytes(message).sha256,
            authority=authority.url,
            response=store.put_bytes(answer).sha256,
            certificates=store.put_bytes(authority.certificates).sha256,
            time=token.time,
            outcome=token.outcome,
            checked_by=token.checked_by,
            words=token.words,
        )
        store.record([event], by=by)
        events.append(event)
    return tuple(events)


def check_stamps(store: CaseStore, check_token: CheckToken) -> Iterator[Check]:
    """Check each kept stamp again, and that what it stamped is a beginning of this log."""
    for done in _logged(store, "time stamp"):
        if not isinstance(done, Stamped):
            continue
        subject = f"time stamp {done.authority} over {done.size} entries"
        try:
            message = _stamped_note(store, done)
            answer, certificates = store.read(done.response), store.read(done.certificates)
        except IntegrityError as error:
            yield Check(subject=subject, check="stamp", outcome=Outcome.FAILED, words=error.words, code=error.code)
            continue
        token = check_token(answer, message, certificates)
        code = {Outcome.FAILED: "STAMP-WRONG", Outcome.NOT_CHECKED: "STAMP-NOT-CHECKED"}.get(token.outcome, "")
        words = token.words or f"The checkpoint existed at {token.time} ({token.checked_by})."
        yield Check(subject=subject, check="stamp", outcome=token.outcome, words=words, code=code)


def countersign(store: CaseStore, note: str, partner: str, *, by: str) -> Cosigned:
    """Take in a checkpoint that a partner countersigned. Raises IntegrityError when a signature or root is wrong."""
    key = parse_verifier_key(partner)
    if key.algorithm != COSIGNATURE:
        raise UsageError("COSIGNER-KEY", "A partner's key is a cosignature key (C2SP tlog-cosignature).")
    checkpoint = _own_checkpoint(store, note)
    open_note(note, [key])
    event = Cosigned(
        size=checkpoint.size,
        root=checkpoint.root,
        note=store.put_bytes(note.encode()).sha256,
        partner=key.name,
        key=str(key),
    )
    store.record([event], by=by)
    return event


def check_cosignatures(store: CaseStore) -> Iterator[Check]:
    """Check each partner's line again."""
    for done in _logged(store, "cosignature"):
        if not isinstance(done, Cosigned):
            continue
        subject = f"cosignature of {done.partner} over {done.size} entries"
        try:
            note = _text(store.read(done.note))
            checkpoint = _own_checkpoint(store, note)
            if (checkpoint.size, checkpoint.root) != (done.size, done.root):
                raise IntegrityError("ANCHOR-CHECKPOINT", "The note is of another checkpoint than the entry says.")
            open_note(note, [parse_verifier_key(done.key)])
        except IntegrityError as error:
            yield Check(
                subject=subject, check="cosignature", outcome=Outcome.FAILED, words=error.words, code=error.code
            )
        else:
            yield Check(subject=subject, check="cosignature", outcome=Outcome.PASSED)


def _logged(store: CaseStore, kind: str) -> Iterator[Event]:
    """Events of one kind from the log itself: an index may be altered, or be older than the log."""
    marker = f'"kind":"{kind}"'.encode()
    for index, octets in store.entries():
        if marker in octets:
            yield read_entry(index, octets).event


def _text(note: bytes) -> str:
    try:
        return note.decode("utf-8")
    except UnicodeDecodeError as error:
        raise IntegrityError("NOTE-FORMAT", "The note is not valid UTF-8.") from error


def _stamped_note(store: CaseStore, done: Stamped) -> bytes:
    message = store.read(done.note)
    checkpoint = _own_checkpoint(store, _text(message))
    if (checkpoint.size, checkpoint.root) != (done.size, done.root) or sha256_hex(message) != done.note:
        raise IntegrityError("STAMP-CHECKPOINT", "The stamped checkpoint is not the one that the entry names.")
    return message


def _own_checkpoint(store: CaseStore, note: str) -> Checkpoint:
    own: VerifierKey = parse_verifier_key(store.verifier_key())
    checkpoint = open_checkpoint(note, [own])
    head = store.head()
    if not 0 < checkpoint.size <= head.size:
        raise IntegrityError("CHECKPOINT-AHEAD", "The checkpoint is of a longer log than this one.")
    if range_root(0, checkpoint.size, store.nodes()).hex() != checkpoint.root:
        raise IntegrityError("CHECKPOINT-FORKED", "The checkpoint is not a beginning of this log: there are two logs.")
    return checkpoint
