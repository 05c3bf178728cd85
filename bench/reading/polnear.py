"""Who says what: exact and overlap F1 of cue, source and content spans; the alphabetically first annotator."""

import json
from collections import Counter

from bench.reading.texts import DATA, prf
from probans.analysis.reading.attribution import Attribution, find_attributions
from probans.analysis.reading.passage import Sentence, is_mostly_capitals
from probans.analysis.reading.quotes import find_quotes, quote_at
from probans.analysis.reading.sentences import split_paragraphs, split_sentences
from probans.analysis.reading.tokens import tokenise

KINDS = ("Source", "Cue", "Content")
Marked = tuple[int, int]


def gold(row: dict[str, dict[str, str]]) -> dict[str, set[Marked]]:
    """Spans per kind of the alphabetically first annotator; a span in pieces counts from first to last."""
    annotations = row["annotations"]
    found: dict[str, set[Marked]] = {kind: set() for kind in KINDS}
    for line in annotations[min(annotations)].splitlines():
        parts = line.split("\t")
        if not line.startswith("T") or len(parts) < 2:
            continue
        kind, _, places = parts[1].partition(" ")
        kind = kind.split("-")[0]
        numbers = [int(number) for piece in places.split(";") for number in piece.split()]
        if kind in found:
            found[kind].add((min(numbers), max(numbers)))
    return found


def ours(text: str) -> dict[str, set[Marked]]:
    """Our spans per kind."""
    found: dict[str, set[Marked]] = {kind: set() for kind in KINDS}
    quotes = find_quotes(text, split_paragraphs(text))
    for index, part in enumerate(split_sentences(text)):
        tokens = tokenise(text, part.start, part.end)
        sentence = Sentence(text, part.start, part.end, part.paragraph, index, tokens, is_mostly_capitals(tokens))
        for item in find_attributions(sentence):
            for kind, (first, last) in _as_marked(sentence, item):
                if last > first:
                    found[kind].add(_whole(kind, (tokens[first].start, tokens[last - 1].end), quotes))
    return found


def _whole(kind: str, span: Marked, quotes: tuple[Marked, ...]) -> Marked:
    """Widen content that begins or ends inside a quotation to the whole quotation."""
    if kind != "Content":
        return span
    first, last = quote_at(quotes, span[0]), quote_at(quotes, span[1] - 1)
    begins = first[0] if first is not None else span[0]
    return min(begins, span[0]), max(last[1] if last is not None else span[1], span[1])


_AUXILIARIES = {"has", "have", "had", "also", "is", "was", "were", "are", "be", "been", "did", "not"}


def _as_marked(sentence: Sentence, item: Attribution) -> list[tuple[str, Marked]]:
    """Our ranges by the set's rules: *that* and closing marks belong to the content, auxiliaries to the cue."""
    first, last = min(part[0] for part in item.content), max(part[1] for part in item.content)
    if sentence.low(first - 1) == "that":
        first -= 1
    if item.kind == "directed":
        first = item.addressee[1]
    while sentence.low(last) in {"”", '"', ",", "."} and (
        sentence.low(last) in {"”", '"'} or sentence.low(last + 1) in {"”", '"'}
    ):
        last += 1
    cue, cue_end = item.cue
    cue_end += sentence.low(cue_end) == ":"
    source = item.source
    if sentence.low(source[1]) == "," and "," in {token.low for token in sentence.tokens[slice(*source)]}:
        source = source[0], source[1] + 1
    while sentence.low(cue - 1) in _AUXILIARIES and cue - 1 >= item.source[1]:
        cue -= 1
    return [("Source", source), ("Cue", (cue, cue_end)), ("Content", (first, last))]


def measure(name: str = "dev") -> dict[str, float]:
    """Exact and overlap F1 per kind."""
    counted: Counter[str] = Counter()
    for line in (DATA / "polnear" / f"{name}.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        one, two = ours(row["text"]), gold(row)
        for kind in KINDS:
            counted[f"{kind} given"] += len(one[kind])
            counted[f"{kind} wanted"] += len(two[kind])
            counted[f"{kind} exact"] += len(one[kind] & two[kind])
            counted[f"{kind} overlap given"] += sum(any(_meet(a, b) for b in two[kind]) for a in one[kind])
            counted[f"{kind} overlap wanted"] += sum(any(_meet(a, b) for b in one[kind]) for a in two[kind])
    scores = {}
    for kind in KINDS:
        given, wanted = counted[f"{kind} given"], counted[f"{kind} wanted"]
        scores[f"{kind.lower()} exact"] = prf(counted[f"{kind} exact"], given, wanted)[2]
        precision, recall = counted[f"{kind} overlap given"] / given, counted[f"{kind} overlap wanted"] / wanted
        scores[f"{kind.lower()} overlap"] = 2 * precision * recall / (precision + recall)
    return scores


def _meet(a: Marked, b: Marked) -> bool:
    return a[0] < b[1] and b[0] < a[1]
