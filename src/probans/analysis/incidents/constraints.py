"""People's decisions as constraints on grouping: their word stays, whatever the machine would propose.

``link`` says that the incidents in which its subjects stand are one; ``unlink`` that its first subject does not belong
with the others; ``reject`` takes a claim or footage out, or discounts an incident; ``confirm`` and ``name`` mark it.
Subjects are claim ids, exhibit digests or incident ids; an incident stands for its members as grouped without people's
word. A superseded decision counts no more. Decisions that contradict each other are shown and not obeyed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from probans.model.decision import Decision
from probans.model.incident import Apart

GROUPING_ACTS = frozenset({"link", "unlink", "reject", "confirm", "name"})

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Constraints:
    """What people decided. ``links`` and ``unlinks`` are pairs of members with the decisions behind them."""

    links: Mapping[Pair, tuple[Decision, ...]]
    unlinks: Mapping[Pair, tuple[Decision, ...]]
    rejected: Mapping[str, Decision]
    marks: tuple[Decision, ...]  # confirm, name, and reject of incidents
    trouble: tuple[Apart, ...]

    def apart(self, first: str, second: str) -> bool:
        """Whether people said that two members do not belong together."""
        return ordered(first, second) in self.unlinks


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions about grouping that no later decision supersedes, in the order of the log."""
    known = {decision.id: decision for decision in decisions}
    superseded = {decision.supersedes for decision in known.values()}
    standing = (item for item in known.values() if item.id not in superseded and item.act in GROUPING_ACTS)
    return tuple(sorted(standing, key=lambda item: (item.log_index, item.made_at, item.id)))


def constrain(decisions: Sequence[Decision], members: Mapping[str, tuple[str, ...]]) -> Constraints:
    """Turn decisions in force into constraints; ``members`` says what each incident id and member id stands for."""
    links: dict[Pair, list[Decision]] = {}
    unlinks: dict[Pair, list[Decision]] = {}
    rejected: dict[str, Decision] = {}
    marks: list[Decision] = []
    trouble: list[Apart] = []
    for decision in decisions:
        unknown = [subject for subject in decision.subjects if subject not in members]
        trouble += [_unknown(decision, subject) for subject in unknown]
        known = [members[subject] for subject in decision.subjects if subject in members]
        if decision.act == "link":
            for one, other in combinations(known, 2):
                links.setdefault(ordered(one[0], other[0]), []).append(decision)
        elif decision.act == "unlink" and known:
            for pair in (ordered(one, other) for one in known[0] for rest in known[1:] for other in rest):
                unlinks.setdefault(pair, []).append(decision)
        elif (
            decision.act == "reject"
            and known
            and all(found == (name,) for found, name in zip(known, decision.subjects, strict=False))
        ):
            rejected |= dict.fromkeys(decision.subjects, decision)
        else:
            marks.append(decision)
    unlinks = {pair: found for pair, found in unlinks.items() if pair[0] != pair[1]}
    contradictory = sorted(set(links) & set(unlinks))
    trouble += [_contradiction(pair, links.pop(pair), unlinks.pop(pair)) for pair in contradictory]
    return Constraints(
        {pair: tuple(found) for pair, found in sorted(links.items()) if pair[0] != pair[1]},
        {pair: tuple(found) for pair, found in sorted(unlinks.items())},
        rejected,
        tuple(marks),
        tuple(trouble),
    )


def ordered(first: str, second: str) -> Pair:
    """The pair of two ids in the order of the ids."""
    return (first, second) if first <= second else (second, first)


def by_whom(decision: Decision) -> str:
    """Who decided and why, in words."""
    return f"{decision.person}: {decision.reason}" if decision.reason else decision.person


def _unknown(decision: Decision, subject: str) -> Apart:
    words = f"The decision to {decision.act} ({by_whom(decision)}) names {subject}, which is nothing in this case now."
    return Apart(first=decision.id, second=subject, reasons=(words,))


def _contradiction(pair: Pair, links: Sequence[Decision], unlinks: Sequence[Decision]) -> Apart:
    together = "; ".join(by_whom(decision) for decision in links)
    apart = "; ".join(by_whom(decision) for decision in unlinks)
    words = (
        f"People disagree: linked by {together}; unlinked by {apart}. Neither is obeyed until one supersedes the other."
    )
    return Apart(first=pair[0], second=pair[1], reasons=(words,))
