"""Violence messages of 1989-90 in capitals (TST1 and TST2, dev side): incident types and dead per message.

Own scorers on the raw keys: F1 of incident types per message (attack or bombing, kidnapping); where a key gives a
number of dead as an integer, whether one of our ranges of killed equals it (exact) or holds it (covered).
"""

import re
from collections import Counter
from dataclasses import dataclass

from bench.reading.texts import DATA, prf, read
from probans.model.claim import Claim, PersonOutcome

_TYPES = {"ATTACK": "attack", "BOMBING": "attack", "KIDNAPPING": "kidnapping"}
_KINDS = {"hostage-taking": "kidnapping", "prisoners.taking": "kidnapping"}


@dataclass(frozen=True)
class Message:
    """A message with the types of its incidents and the numbers of dead its key gives."""

    text: str
    types: frozenset[str]
    dead: tuple[int, ...]


def messages() -> list[Message]:
    """The messages of both test sets on the dev side, irrelevant ones included."""
    found = []
    for name, series in (("tst1", "MUC3"), ("tst2", "MUC4")):
        folder = DATA / "muc4" / name
        keys = "\n".join(path.read_text("latin-1") for path in sorted(folder.glob("key-*")))
        text = (folder / f"{name}-{series.lower()}").read_text("latin-1")
        parts = re.split(rf"(?m)^(?={name.upper()}-{series}-\d{{4}})", text)
        for part in parts:
            number = re.match(r"TST\d-MUC\d-\d{4}", part)
            if number is not None:
                templates = re.findall(rf"(?s)MESSAGE: ID\s+{number.group()}.*?(?=\n0\.  MESSAGE: ID|\Z)", keys)
                found.append(_message(part[number.end() :].strip(), templates))
    return found


def _message(text: str, templates: list[str]) -> Message:
    types: set[str] = set()
    dead: list[int] = []
    for template in templates:
        kind = re.search(r"INCIDENT: TYPE\s+([A-Z]+)", template)
        if kind is not None and kind.group(1) in _TYPES:
            types.add(_TYPES[kind.group(1)])
        numbers = dict(re.findall(r'(?m)(\d+): "([^"]+)"', _slot(template, 21)))
        killed = set(re.findall(r'DEATH: "([^"]+)"', _slot(template, 23)))
        dead.extend(int(count) for count, who in numbers.items() if who in killed)
    return Message(text, frozenset(types), tuple(dead))


def _slot(template: str, number: int) -> str:
    match = re.search(rf"(?ms)^{number}\. .*?(?=^\d+\. |\Z)", template)
    return match.group() if match is not None else ""


def measure() -> dict[str, float]:
    """Scores over the 200 messages."""
    counted: Counter[str] = Counter()
    for message in messages():
        claims = [claim for claim in read(message.text).claims if claim.counts or claim.alleged_perpetrators]
        types = {kind for claim in claims if (kind := _type_of(claim))}
        counted["given"] += len(types)
        counted["wanted"] += len(message.types)
        counted["right"] += len(types & message.types)
        killed = [count.count for claim in claims for count in claim.counts if count.outcome is PersonOutcome.KILLED]
        for number in message.dead:
            counted["dead"] += 1
            counted["exact"] += any(count.is_exact and count.low == number for count in killed)
            counted["covered"] += any(
                count.low <= number and (count.high is None or number <= count.high) for count in killed
            )
    return {
        "types f1": prf(counted["right"], counted["given"], counted["wanted"])[2],
        "dead exact": counted["exact"] / max(1, counted["dead"]),
        "dead covered": counted["covered"] / max(1, counted["dead"]),
        "numbers of dead": counted["dead"],
    }


def _type_of(claim: Claim) -> str:
    if claim.kind in _KINDS:
        return _KINDS[claim.kind]
    strikes = ("attack", "killing", "medical", "cultural", "prisoners.killing", "weapons")
    return "attack" if claim.kind.startswith(strikes) else ""
