"""Decide: a person confirms, rejects, links or judges; a log entry with a reason, superseded and never edited.

A decision can be signed with an enrolled SSH key (SSHSIG over its canonical bytes); keys are enrolled and revoked in
the log, so that every signature is judged by what stood there when it was made.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from probans.evidence.codec import canonical, record_id, to_plain
from probans.evidence.custody.entries import read_entry
from probans.evidence.custody.sshsig import DECISIONS, PublicKey, check_signature, parse_public_key
from probans.model.custody import Decided, KeyEnrolled, KeyRevoked
from probans.model.decision import Decision
from probans.model.errors import IntegrityError, UsageError
from probans.model.outcome import Check, Outcome
from probans.services.ports import CaseStore

ACTS = (
    "confirm",
    "correct",
    "reject",
    "link",
    "unlink",
    "name",
    "determine",
    "judge-same",
    "judge-different",
)
Sign = Callable[[bytes], str]  # message -> armoured SSHSIG


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asks to be recorded."""

    act: str
    subjects: tuple[str, ...]
    reason: str
    value: str = ""
    supersedes: str = ""


def decide(store: CaseStore, wish: Wish, *, person: str, at: str, sign: Sign | None = None) -> Decision:
    """Record a decision. Raises UsageError for an unknown act, subject, or a missing reason; IntegrityError for a
    signature that is not by a key enrolled for this person."""
    _require(store, wish, person)
    content = Decision(
        id="",
        act=wish.act,
        subjects=wish.subjects,
        person=person,
        reason=wish.reason,
        made_at=at,
        value=wish.value,
        supersedes=wish.supersedes,
    )
    decision = replace(content, id=record_id("dec", "decision", to_plain(content)))
    signature = sign(canonical(decision)) if sign else ""
    if signature:
        _require_enrolled(list(keys_of(store, person)), decision, signature)
    store.record([Decided(decision=decision, signature=signature)], by=person)
    return decision


def enrol(store: CaseStore, person: str, public_key: str) -> PublicKey:
    """Enrol a person's public key. Raises IntegrityError for an unsound key, UsageError when it is enrolled already."""
    key = parse_public_key(public_key)
    if any(key.fingerprint == event.fingerprint for event in _enrolled(store)):
        raise UsageError("KEY-ENROLLED", f"The key {key.fingerprint} is enrolled already.")
    store.record([KeyEnrolled(person=person, public_key=str(key), fingerprint=key.fingerprint)], by=person)
    return key


def revoke(store: CaseStore, fingerprint: str, reason: str, *, by: str) -> None:
    """Revoke a key from now on; what it signed before stays signed. Raises UsageError for an unknown key."""
    found = [event for event in _enrolled(store) if event.fingerprint == fingerprint]
    if not found:
        raise UsageError("KEY-UNKNOWN", f"No key {fingerprint} is enrolled.")
    store.record([KeyRevoked(person=found[0].person, fingerprint=fingerprint, reason=reason)], by=by)


def keys_of(store: CaseStore, person: str) -> Iterator[PublicKey]:
    """Keys that sign for a person now."""
    revoked = {entry.event.fingerprint for entry in store.events("key revoked") if isinstance(entry.event, KeyRevoked)}
    for event in _enrolled(store):
        if event.person == person and event.fingerprint not in revoked:
            yield parse_public_key(event.public_key)


def check_decisions(store: CaseStore) -> Iterator[Check]:
    """One check per signed decision, against the keys enrolled and not revoked at its place in the log."""
    keys: dict[str, tuple[str, PublicKey]] = {}
    for index, octets in store.entries():
        done = read_entry(index, octets).event
        if isinstance(done, KeyEnrolled):
            key = parse_public_key(done.public_key)
            keys[key.fingerprint] = (done.person, key)
        elif isinstance(done, KeyRevoked):
            keys.pop(done.fingerprint, None)
        elif isinstance(done, Decided) and done.signature:
            mine = [key for person, key in keys.values() if person == done.decision.person]
            yield _check(done, mine)


def _check(done: Decided, keys: list[PublicKey]) -> Check:
    subject = done.decision.id
    try:
        _require_enrolled(keys, done.decision, done.signature)
    except IntegrityError as error:
        return Check(subject=subject, check="signature", outcome=Outcome.FAILED, words=error.words, code=error.code)
    return Check(subject=subject, check="signature", outcome=Outcome.PASSED, words=f"Signed by {done.decision.person}.")


def _require_enrolled(keys: list[PublicKey], decision: Decision, signature: str) -> None:
    last = IntegrityError("DECISION-KEY", f"No key is enrolled for {decision.person}.")
    for key in keys:
        try:
            check_signature(signature, canonical(decision), key, DECISIONS)
        except IntegrityError as error:
            last = error
        else:
            return
    raise last


def _require(store: CaseStore, wish: Wish, person: str) -> None:
    if wish.act not in ACTS:
        raise UsageError("DECISION-ACT", f"{wish.act!r} is not one of {', '.join(ACTS)}.")
    if not wish.reason.strip():
        raise UsageError("DECISION-REASON", "A decision needs a reason.")
    if not person.strip():
        raise UsageError("DECISION-PERSON", "A decision needs a person's name.")
    made = {item.id for item in store.decisions()}
    if wish.supersedes and wish.supersedes not in made:
        raise UsageError("DECISION-UNKNOWN", f"There is no decision {wish.supersedes} to supersede.")
    exhibits = {item.sha256 for item in store.exhibits()}
    for subject in wish.subjects:
        name = subject.partition("#")[0]
        if name not in exhibits and name not in made and not any(row["id"] == name for row in store.find(name)):
            raise UsageError("ID-UNKNOWN", f"Nothing in this case has the id {subject!r}.")


def _enrolled(store: CaseStore) -> list[KeyEnrolled]:
    return [entry.event for entry in store.events("key enrolled") if isinstance(entry.event, KeyEnrolled)]
