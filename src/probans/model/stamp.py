"""Time stamps: who is asked, and what checking an answer gave."""

from dataclasses import dataclass

from probans.model.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A time-stamping authority: its address and its certificates (PEM: signer, chain, root), pinned."""

    url: str
    certificates: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What checking an answer gave: time (RFC 3339) when passed, which program checked, and why not."""

    outcome: Outcome
    time: str = ""
    checked_by: str = ""
    words: str = ""
