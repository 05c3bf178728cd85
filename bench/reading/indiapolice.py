"""What police are said to have done, per sentence: killed, arrested, used force, failed to act, anything."""

import json
from collections import Counter

from bench.reading.texts import DATA, prf, read
from probans.model.claim import Claim, PersonOutcome

LABELS = ("KILL", "ARREST", "FORCE", "FAIL", "ANY_ACTION")
_POLICE = {"police", "policemen", "policeman", "cops", "cop", "constable", "constables", "officers", "officer"}


def labels_of(text: str) -> set[str]:
    """Labels from our claims whose alleged doer is police; an arrest without a doer is by authorities (taxonomy)."""
    found: set[str] = set()
    for claim in read(text).claims:
        doers = {word.lower() for mention in claim.alleged_perpetrators for word in mention.name.split()}
        if claim.kind == "arrest" and (not doers or doers & _POLICE):
            found |= {"ANY_ACTION", "ARREST"}
        if doers & _POLICE:
            found |= {"ANY_ACTION", *_labels_of_claim(claim)}
    return found


def _labels_of_claim(claim: Claim) -> set[str]:
    killed = any(count.outcome is PersonOutcome.KILLED and count.count.low for count in claim.counts)
    labels = {"KILL"} if killed else set()
    if claim.kind.startswith(("attack", "killing", "ill-treatment", "weapons")):
        labels.add("FORCE")
    return labels | ({"FAIL"} if claim.kind == "failure-to-investigate" else set())


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
