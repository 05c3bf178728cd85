"""Entries of the custody log: canonical JSON of an event with time, person and salt (docs/format/custody-log.md).

The salt keeps a leaf hash that travels outside (in a proof for another entry) from being guessed back to its text.
"""

import json
import re

from probans.evidence.codec import canonical, from_plain, to_plain
from probans.evidence.custody.tiles import MAX_ENTRY
from probans.model.custody import (
    Analysed,
    ArrivalAgain,
    CaseOpened,
    Cosigned,
    Decided,
    Disclosed,
    Entry,
    Event,
    FixityChecked,
    Intake,
    KeyEnrolled,
    KeyRevoked,
    NotTaken,
    Repaired,
    Reported,
    SettingsRead,
    Stamped,
    ToolRun,
)
from probans.model.errors import IntegrityError, UsageError

FORMAT = 1
KINDS: dict[str, type] = {
    "case opened": CaseOpened,
    "ingestion": Intake,
    "arrival": ArrivalAgain,
    "not taken": NotTaken,
    "tool run": ToolRun,
    "decision": Decided,
    "settings": SettingsRead,
    "analysis": Analysed,
    "report": Reported,
    "fixity check": FixityChecked,
    "time stamp": Stamped,
    "cosignature": Cosigned,
    "key enrolled": KeyEnrolled,
    "key revoked": KeyRevoked,
    "disclosure": Disclosed,
    "repair": Repaired,
}
_NAMES = {kind: name for name, kind in KINDS.items()}
_SALT = re.compile(r"[0-9a-f]{32}")
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


def write_entry(entry: Entry) -> bytes:
    """Canonical bytes of an entry; its index is its place and not written.

    Raises UsageError when it exceeds 65,535 bytes, the limit of a C2SP bundle.
    """
    octets = canonical(
        {
            "at": entry.at,
            "by": entry.by,
            "event": to_plain(entry.event),
            "format": FORMAT,
            "kind": _NAMES[type(entry.event)],
            "salt": entry.salt,
        }
    )
    if len(octets) > MAX_ENTRY:
        raise UsageError("LOG-ENTRY-SIZE", f"A log entry of {len(octets)} bytes exceeds the limit of {MAX_ENTRY}.")
    return octets


def read_entry(index: int, octets: bytes) -> Entry:
    """Parse an entry. Raises IntegrityError unless it is exactly the canonical form of a known kind."""
    try:
        plain = json.loads(octets)
        event: Event = from_plain(KINDS[plain["kind"]], plain["event"])
        entry = Entry(index=index, at=plain["at"], by=plain["by"], event=event, salt=plain["salt"])
        rewritten = write_entry(entry)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise IntegrityError("LOG-ENTRY", f"Entry {index} of the log cannot be read: {error}.") from error
    # Written anew from the record, so that an unknown field, another format or a spelt-out default shows.
    if rewritten != octets or not _SALT.fullmatch(entry.salt) or not _AT.fullmatch(entry.at):
        raise IntegrityError("LOG-ENTRY", f"Entry {index} of the log is not in its canonical form.")
    return entry


def kind_of(event: Event) -> str:
    """Name of the event's kind as the log spells it."""
    return _NAMES[type(event)]
