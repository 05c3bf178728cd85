"""Rows of victim lists that may be one person: proposals with reasons, and the people they make.

Names decide little alone: a pair of rows is compared by name (across scripts, spellings and orders), age, sex, place
and date, and the weight of each agreement is learnt from the lists themselves (fellegi.py). What people judged is
truth: rows judged the same are one person, rows judged different never are. Rows of one list are two people unless
their name and all that is known agrees, or a person says otherwise. Every source's value is kept.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from probans.analysis.casualties.entries import Entry, compare, explain, read_entries
from probans.analysis.casualties.fellegi import Agreement, Floats, Levels, learn, prior, probability
from probans.evidence.codec import record_id
from probans.model.casualty import CasualtyRecord, VictimLink
from probans.model.decision import Decision
from probans.model.reading import TableReading

PROPOSE = 0.5  # below this chance two rows are not put together
MENTION = 0.2  # below this chance a pair is not shown
SAME_LIST = 0.9
_NAME_ALONE = 0.49  # a pair of which nothing but the name can be compared is shown, never put together

# Chances of each level before any list is seen, in the order of entries.FIELDS; worth PRIOR_PAIRS pairs.
_START_M = (
    (0.03, 0.05, 0.12, 0.25, 0.55),
    (0.08, 0.07, 0.15, 0.70),
    (0.02, 0.98),
    (0.15, 0.85),
    (0.1, 0.1, 0.15, 0.65),
)
_START_U = (
    (0.985, 0.01, 0.003, 0.0015, 0.0005),
    (0.75, 0.12, 0.08, 0.05),
    (0.5, 0.5),
    (0.8, 0.2),
    (0.85, 0.09, 0.03, 0.03),
)
_PRIOR_PAIRS = 30.0
_SAMPLE = 200_000
_BIG_BLOCK = 60
_MAX_BLOCK = 3_000
_ONE_WORD = frozenset({"rare", "day", "place", "age"})
_ALIKE = 0.8

Pairs = NDArray[np.int64]  # two columns of entry numbers, first < second


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs of rows that people judged, by standing decisions."""

    same: frozenset[tuple[str, str]]
    different: frozenset[tuple[str, str]]


def link_victims(
    tables: Sequence[TableReading], decisions: Sequence[Decision] = ()
) -> tuple[tuple[VictimLink, ...], tuple[CasualtyRecord, ...]]:
    """Propose which rows are one person, and list the people. Same rows in any order, same answer."""
    entries = read_entries(tables)
    judged = read_judgements(decisions)
    pairs = candidate_pairs(entries, judged)
    chances = score(entries, pairs)
    links = _links(entries, pairs, chances, judged)
    groups = cluster([entry.row for entry in entries], {entry.row: entry.list_name for entry in entries}, links)
    by_row = {entry.row: entry for entry in entries}
    return tuple(links), tuple(_person([by_row[row] for row in group], links) for group in groups)


def read_judgements(decisions: Sequence[Decision]) -> Judged:
    """Read judge-same and judge-different; a later decision on a pair replaces an earlier one."""
    void = {decision.supersedes for decision in decisions if decision.supersedes}
    said: dict[tuple[str, str], str] = {}
    for decision in sorted(decisions, key=lambda one: (one.log_index, one.made_at, one.id)):
        if decision.id not in void and decision.act in ("judge-same", "judge-different"):
            for first, second in combinations(sorted(set(decision.subjects)), 2):
                said[first, second] = decision.act
    return Judged(
        frozenset(pair for pair, act in said.items() if act == "judge-same"),
        frozenset(pair for pair, act in said.items() if act == "judge-different"),
    )


def candidate_pairs(entries: Sequence[Entry], judged: Judged) -> Pairs:
    """Pairs worth comparing: they share two words of the name, or one word and a day, a place or a rare word."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for key in _keys(entry):
            blocks[key].append(number)
    spelled = np.array([" ".join(sorted(entry.name.words)) for entry in entries], dtype=object)
    found = [
        _alike(_block_pairs(block, key), spelled) if key[0] in _ONE_WORD else _block_pairs(block, key)
        for key, block in sorted(blocks.items())
        if len(block) > 1
    ]
    number_of = {entry.row: number for number, entry in enumerate(entries)}
    asked = [
        (number_of[a], number_of[b]) for a, b in judged.same | judged.different if a in number_of and b in number_of
    ]
    found.append(np.array(sorted((min(pair), max(pair)) for pair in asked), dtype=np.int64).reshape(-1, 2))
    together = np.concatenate(found)
    codes = np.unique(together[:, 0] * len(entries) + together[:, 1])
    return np.stack(np.divmod(codes, max(len(entries), 1)), axis=1)


def _alike(pairs: Pairs, spelled: NDArray[np.object_]) -> Pairs:
    """Pairs that share one word only must also be spelled alike as wholes."""
    if not len(pairs):
        return pairs
    first, second = spelled[pairs[:, 0]].tolist(), spelled[pairs[:, 1]].tolist()
    return pairs[cpdist(first, second, scorer=JaroWinkler.normalized_similarity) >= _ALIKE]


def score(entries: Sequence[Entry], pairs: Pairs) -> Floats:
    """Chance that each pair is one person, learnt from these entries."""
    if not len(pairs):
        return np.zeros(0)
    patterns = compare_all(entries, pairs)
    sample = _sample(len(entries))
    background = compare_all(entries, sample)
    background = background[background[:, 0] == 0]
    everything = len(entries) * (len(entries) - 1) / 2
    scale = max(everything - len(pairs), 1.0) / max(len(background), 1)
    counts = np.concatenate([np.ones(len(patterns)), np.full(len(background), scale)])
    model = learn(np.concatenate([patterns, background]), counts, _start(entries), _PRIOR_PAIRS)
    chances = probability(model, patterns, _rarity(entries, pairs, patterns))
    name_alone = (patterns[:, 1:] < 0).all(axis=1)
    return np.where(name_alone, np.minimum(chances, _NAME_ALONE), chances)


def compare_all(entries: Sequence[Entry], pairs: Pairs) -> Levels:
    """Levels of agreement of pairs, one row each."""
    levels = [compare(entries[first], entries[second]) for first, second in pairs.tolist()]
    return np.array(levels, dtype=np.int8).reshape(len(pairs), -1) if levels else np.zeros((0, 5), dtype=np.int8)


def _start(entries: Sequence[Entry]) -> Agreement:
    """Before looking: three in ten of the rows of the smaller lists also stand in another list."""
    sizes = sorted(Counter(entry.list_name for entry in entries).values())
    expected = 0.3 * sum(sizes[:-1]) + 1.0
    return prior(_START_M, _START_U, min(0.5, expected / (len(entries) * (len(entries) - 1) / 2 + 1)))


def _sample(size: int) -> Pairs:
    """Pairs spread evenly over all pairs of entries, the same for the same number of entries."""
    total = size * (size - 1) // 2
    picks = np.unique(np.linspace(0, total - 1, num=min(total, _SAMPLE // 10)).astype(np.int64))
    first = ((np.sqrt(8.0 * picks + 1) + 1) // 2).astype(np.int64)
    second = picks - first * (first - 1) // 2
    kept = (second >= 0) & (second < first)
    return np.stack([second[kept], first[kept]], axis=1)


def _rarity(entries: Sequence[Entry], pairs: Pairs, patterns: Levels) -> Floats:
    """Agreement in a rare name weighs more than in a common one: log2 of how much rarer than usual, at most 6."""
    often = Counter(entry.name.skeletons for entry in entries)
    usual = sum(count * count for count in often.values()) / len(entries)
    rows = np.array([often[entry.name.skeletons] for entry in entries], dtype=float)
    weight = np.log2(usual / np.maximum(rows[pairs[:, 0]], rows[pairs[:, 1]]))
    return np.where(patterns[:, 0] >= 3, np.clip(weight, -6.0, 6.0), 0.0)


def _keys(entry: Entry) -> Iterable[tuple[str, ...]]:
    words = sorted(set(entry.name.skeletons))
    yield from combinations(words, 2)
    for word in words:
        yield ("rare", word)
        if entry.days:
            yield ("day", word, entry.days[0].isoformat())
        if entry.place:
            yield ("place", word, entry.place)
        if entry.ages:
            yield ("age", word, str(entry.ages[0]))


def _block_pairs(block: Sequence[int], key: tuple[str, ...]) -> Pairs:
    """All pairs of a block. A block of a common word alone, or one too big to mean anything, gives none."""
    limit = _BIG_BLOCK if key[0] == "rare" else _MAX_BLOCK
    if len(block) > limit:
        return np.zeros((0, 2), dtype=np.int64)
    members = np.array(block, dtype=np.int64)
    first, second = np.triu_indices(len(members), 1)
    return np.stack([members[first], members[second]], axis=1)


def _links(entries: Sequence[Entry], pairs: Pairs, chances: Floats, judged: Judged) -> list[VictimLink]:
    links = []
    for (one, other), chance in zip(pairs.tolist(), chances.tolist(), strict=True):
        first, second = sorted((entries[one], entries[other]), key=lambda entry: entry.row)
        key = (first.row, second.row)
        judgement = "same" if key in judged.same else "different" if key in judged.different else ""
        same_list = first.list_name == second.list_name
        if judgement or chance >= (SAME_LIST if same_list else MENTION):
            reasons = explain(first, second)
            reasons = (f"twice in one list, {first.list_name}", *reasons) if same_list else reasons
            links.append(
                VictimLink(first=key[0], second=key[1], score=round(chance, 4), reasons=reasons, judgement=judgement)
            )
    return sorted(links, key=lambda link: (link.first, link.second))


def cluster(rows: Sequence[str], list_of: Mapping[str, str], links: Sequence[VictimLink]) -> list[tuple[str, ...]]:
    """Put rows together by judgements first, then by the strongest proposals that break no judgement.

    Two rows of one list come together only when a link says they stand in it twice. Where judgements contradict each
    other through a third row, the ones that say *different* hold and the rows stay apart.
    """
    group: dict[str, int] = {row: at for at, row in enumerate(rows)}
    members: dict[int, list[str]] = {at: [row] for at, row in enumerate(rows)}
    apart = {frozenset((link.first, link.second)) for link in links if link.judgement == "different"}
    twice = {frozenset((link.first, link.second)) for link in links if link.judgement != "different"}
    strongest = [link for link in links if link.judgement == "same" or (not link.judgement and link.score >= PROPOSE)]
    for link in sorted(strongest, key=lambda link: (link.judgement != "same", -link.score, link.first, link.second)):
        one, other = group[link.first], group[link.second]
        if one != other and _may_join(members[one], members[other], apart, twice, list_of, link):
            for row in members[other]:
                group[row] = one
            members[one] += members.pop(other)
    return sorted(tuple(sorted(rows)) for rows in members.values())


def _may_join(
    one: Sequence[str],
    other: Sequence[str],
    apart: set[frozenset[str]],
    twice: set[frozenset[str]],
    list_of: Mapping[str, str],
    link: VictimLink,
) -> bool:
    crossing = [frozenset((a, b)) for a in one for b in other]
    if any(pair in apart for pair in crossing):
        return False
    if link.judgement == "same":
        return True
    return all(pair in twice for pair in crossing if len({list_of[row] for row in pair}) == 1)


def _person(group: Sequence[Entry], links: Sequence[VictimLink]) -> CasualtyRecord:
    rows = tuple(entry.row for entry in group)
    judged = {(link.first, link.second) for link in links if link.judgement == "same"}
    settled = len(rows) == 1 or all(any(row in pair for pair in judged) for row in rows)
    return CasualtyRecord(
        id=record_id("person", "CasualtyRecord", list(rows)),
        names=_values(entry.name.written for entry in group),
        ages=_values(entry.written.age for entry in group),
        places=_values(entry.written.place for entry in group),
        dates=_values(entry.written.date for entry in group),
        fate=_values(entry.written.fate for entry in group),
        rows=rows,
        lists=_values(entry.list_name for entry in group),
        proposed=not settled,
    )


def _values(values: Iterable[str]) -> tuple[str, ...]:
    """Every different value as written, in order of the alphabet."""
    return tuple(sorted({value for value in values if value}))
