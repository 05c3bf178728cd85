"""What police are said to have done, per sentence: killed, arrested, used force, failed to act, anything."""

import json
from collections import Counter

from bench.reading.texts import DATA, prf, read

LABELS = ("KILL", "ARREST", "FORCE", "FAIL", "ANY_ACTION")
_POLICE = {"police", "policemen", "policeman", "cops", "cop", "constable", "constables", "officers", "officer"}


def labels_of(text: str) -> set[str]:
    """Labels from our claims whose alleged doer is police."""
    found = set()
    for claim in read(text).claims:
        doers = {word.lower() for mention in claim.alleged_perpetrators for word in mention.name.split()}
        if not doers & _POLICE:
            continue
        found.add("ANY_ACTION")
        if claim.kind in {"killing", "prisoners.killing"} and any(
            count.outcome.value == "killed" for count in claim.counts
        ):
            found.add("KILL")
        if claim.kind == "arrest":
            found.add("ARREST")
        if claim.kind in {"attack", "attack.ground", "attack.shelling", "ill-treatment", "weapons.use", "killing"}:
            found.add("FORCE")
        if claim.kind == "failure-to-investigate":
            found.add("FAIL")
    return found


def measure(every: int = 1) -> dict[str, float]:
    """F1 per label."""
    counted: Counter[str] = Counter()
    for number, line in enumerate((DATA / "indiapolice" / "sents.jsonl").open(encoding="utf-8")):
        if number % every:
            continue
        row = json.loads(line)
        gold = set(row["sent_labels"])
        given = labels_of(row["sent_text"])
        for label in LABELS:
            counted[f"{label} given"] += label in given
            counted[f"{label} wanted"] += label in gold
            counted[f"{label} right"] += label in given and label in gold
    return {
        label: prf(counted[f"{label} right"], counted[f"{label} given"], counted[f"{label} wanted"])[2]
        for label in LABELS
    }
