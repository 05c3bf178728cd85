"""The custody log's records. Bytes and promises: docs/format/custody-log.md.

An ``Event`` says what was done; an ``Entry`` is an event with time, person and salt at its place in the log.
"""

from dataclasses import dataclass

from probans.model.agents import Tool
from probans.model.decision import Decision
from probans.model.exhibit import MediaKind
from probans.model.outcome import Outcome, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A tree head: origin line, number of entries, root hash (hex), and the signed note as it stands on disk."""

    origin: str
    size: int
    root: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    """First entry of every log: which case, which key signs, which format."""

    case_id: str
    prefix: str
    origin: str
    verifier_key: str
    software: str = ""
    log_format: str = "probans-custody-log/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalNote:
    """How bytes came in. ``path_raw`` hexadecimal of the path's bytes; ``path_nfc`` for people; from a person's folder
    (``source``) or out of another exhibit (``from_exhibit``, its digest)."""

    path_raw: str
    path_nfc: str
    source: str = ""
    modified_ns: str = ""
    size: str = ""
    from_exhibit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """An exhibit is registered: its bytes are kept under ``sha256``. ``size`` is decimal (no 2**53 limit)."""

    sha256: str
    size: str
    number: str
    kind: MediaKind
    media_type: str
    identified_by: tuple[str, ...] = ()
    role: str = "original"  # original | part | working copy
    parent: str = ""
    tool: Tool | None = None
    arrival: ArrivalNote | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalAgain:
    """Bytes that are an exhibit already came in once more."""

    sha256: str
    arrival: ArrivalNote
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """Something could not be taken in; said so that nothing is silently lost."""

    path_raw: str
    path_nfc: str
    problem: Problem
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolRun:
    """A tool read one exhibit. ``output`` is the digest of its reading (canonical JSON); ``outputs`` of what it
    made besides (posters, key frames). ``sandbox`` is the level reached."""

    exhibit: str
    stage: str
    tool: Tool
    outcome: Outcome
    output: str = ""
    outputs: tuple[str, ...] = ()
    sandbox: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A person decided something; ``signature`` is an armoured SSHSIG over the canonical decision, or empty."""

    decision: Decision
    signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsRead:
    """The case settings as they stood when work was done: digest of the preserved ``case.toml`` and companions."""

    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """The pure stages over all readings: ``inputs`` digest over what went in, ``output`` the analysis (a blob)."""

    tool: Tool
    inputs: str
    output: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A case file was made: its digest, and the checkpoint it shows."""

    sha256: str
    name: str
    analysis: str
    checkpoint_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FixityChecked:
    """A check was run over the store: how many items, how many failed."""

    passed: int
    failed: int
    not_checked: int
    first_failures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A time-stamping authority stamped a checkpoint. The raw answer is kept whatever came of checking it.

    ``note``, ``response`` and ``certificates`` are digests of preserved bytes; ``time`` is the token's (RFC 3339) or
    empty when it was not read; ``checked_by`` names the program that checked, ``words`` why it failed or was not.
    """

    size: int
    root: str
    note: str
    authority: str
    response: str
    certificates: str = ""
    kind: str = "rfc3161"
    time: str = ""
    outcome: Outcome = Outcome.NOT_CHECKED
    checked_by: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosigned:
    """A partner countersigned a checkpoint: ``note`` is the digest of the note with the partner's line."""

    size: int
    root: str
    note: str
    partner: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEnrolled:
    """A person's public key (OpenSSH text) from now on signs in that person's name."""

    person: str
    public_key: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRevoked:
    """A person's key no longer counts from this entry on."""

    person: str
    fingerprint: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """A package left the house: digest of its tag manifest, what it holds, to whom, what was withheld."""

    package: str
    to: str
    exhibits: int
    withheld: int
    checkpoint_size: int
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """Damaged or missing bytes were restored from a second copy; ``found`` is what stood there (digest, or missing)."""

    sha256: str
    found: str
    source: str


Event = (
    CaseOpened
    | Intake
    | ArrivalAgain
    | NotTaken
    | ToolRun
    | Decided
    | SettingsRead
    | Analysed
    | Reported
    | FixityChecked
    | Stamped
    | Cosigned
    | KeyEnrolled
    | KeyRevoked
    | Disclosed
    | Repaired
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event at its place in the log. ``at`` is UTC, RFC 3339 with microseconds; ``by`` who acted."""

    index: int
    at: str
    by: str
    event: Event
    salt: str = ""
