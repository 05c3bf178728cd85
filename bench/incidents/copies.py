"""Copies of text measured: labelled reuse, false alarms on different stories, recall on generated edits.

Beside ours, MinHash alone. The generated edits are ours and stated as such: real articles cut to a part, with sentences
reordered, with every sixth word replaced, or put inside another article.
"""

import csv
import random
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bench.incidents.gva import Material
from probans.analysis.copies import find_text_copies
from probans.evidence.codec import sha256_hex
from probans.model.casefile import TextBody
from probans.model.reading import ReportReading

EDITED = 400
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"\w+")
Pairs = Callable[[Sequence[TextBody], Sequence[ReportReading]], set[tuple[str, str]]]


def body(name: str, text: str) -> TextBody:
    """A text with the name as its digest, so that pairs can be looked up."""
    return TextBody(sha256=name, exhibit=sha256_hex(name.encode()), title="", text=text)


def ours(texts: Sequence[TextBody], reports: Sequence[ReportReading]) -> set[tuple[str, str]]:
    """Pairs by find_text_copies."""
    return {(copy.first, copy.second) for copy in find_text_copies(texts, reports)}


def minhash(texts: Sequence[TextBody], _: Sequence[ReportReading]) -> set[tuple[str, str]]:
    """Pairs by datasketch alone: MinHash of five-word shingles, 128 permutations, LSH at Jaccard 0.5."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found]  # noqa: PLC0415 - a peer, not ours

    index = MinHashLSH(threshold=0.5, num_perm=128)
    hashes = {}
    for text in texts:
        words = [word.casefold() for word in _WORD.findall(text.text)]
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[place : place + 5]).encode() for place in range(max(1, len(words) - 4))])
        hashes[text.sha256] = sketch
        index.insert(text.sha256, sketch)
    found = ((name, other) for name, sketch in hashes.items() for other in index.query(sketch))
    return {(min(pair), max(pair)) for pair in found if pair[0] != pair[1]}


def short_answers(folder: Path, find: Pairs, tasks: str = "ab") -> dict[str, float]:
    """Accuracy of reused or not, answers against the source of their task (development tasks a and b)."""
    right = total = 0
    with (folder / "file_information.csv").open(encoding="utf-8-sig") as lines:
        rows = [row for row in csv.DictReader(lines) if row["Task"] in tasks and row["Category"] != "orig"]
    for row in rows:
        answer = (folder / row["File"]).read_text("utf-8", "replace")
        source = (folder / f"orig_task{row['Task']}.txt").read_text("utf-8", "replace")
        found = bool(find([body("a", answer), body("b", source)], []))
        right += found == (row["Category"] != "non")
        total += 1
    return {"answers": total, "accuracy": right / total}


def false_alarms(
    texts: Sequence[TextBody], reports: Sequence[ReportReading], incident: Mapping[str, str], find: Pairs
) -> dict[str, float]:
    """Pairs called copies though the articles tell of different incidents."""
    begin = time.process_time()
    found = find(texts, reports)
    seconds = time.process_time() - begin
    different = [pair for pair in found if incident[pair[0]] != incident[pair[1]]]
    return {"texts": len(texts), "copies": len(found), "of different incidents": len(different), "seconds": seconds}


def edits(texts: Sequence[TextBody], find: Pairs, seed: int = 3) -> dict[str, float]:
    """Recall on generated edits of articles of at least 150 words, by kind of edit."""
    dice = random.Random(seed)
    long_enough = [text for text in texts if len(_WORD.findall(text.text)) >= 150][: EDITED + 1]
    result = {}
    for name, edit in _EDITS.items():
        edited = [body(f"~{text.sha256}", edit(text.text, long_enough[-1].text, dice)) for text in long_enough[:EDITED]]
        found = find([*long_enough[:EDITED], *edited], [])
        wanted = {(text.sha256, f"~{text.sha256}") for text in long_enough[:EDITED]}
        result[name] = len(wanted & found) / len(wanted)
    return result


def _cut(text: str, _: str, dice: random.Random) -> str:
    sentences = _SENTENCE.split(text)
    length = max(2, len(sentences) * 2 // 5)
    start = dice.randrange(len(sentences) - length + 1)
    return " ".join(sentences[start : start + length])


def _reorder(text: str, _: str, dice: random.Random) -> str:
    sentences = _SENTENCE.split(text)
    dice.shuffle(sentences)
    return " ".join(sentences)


def _replace_words(text: str, _: str, dice: random.Random) -> str:
    words = text.split(" ")
    return " ".join(f"other{dice.randrange(1000)}" if place % 6 == 5 else word for place, word in enumerate(words))


def _put_inside(text: str, other: str, dice: random.Random) -> str:
    sentences = _SENTENCE.split(text)
    start = dice.randrange(max(1, len(sentences) - 3))
    middle = len(other) // 2
    return f"{other[:middle]} {' '.join(sentences[start : start + 4])} {other[middle:]}"


_EDITS: dict[str, Callable[[str, str, random.Random], str]] = {
    "cut to two fifths": _cut,
    "sentences reordered": _reorder,
    "every sixth word replaced": _replace_words,
    "four sentences inside another": _put_inside,
}


def run(material: Material, answers: Path, finders: Iterable[str]) -> dict[str, object]:
    """All measures for each finder."""
    known: dict[str, Pairs] = {"ours": ours, "minhash": minhash}
    texts = list({text.sha256: text for text in material.texts}.values())
    incident = {claim.text: material.incident[claim.id] for claim in material.claims}
    return {
        name: {
            "short answers": short_answers(answers, known[name]),
            "false alarms": false_alarms(texts, material.reports, incident, known[name]),
            "edits": edits(texts, known[name]),
        }
        for name in finders
    }
