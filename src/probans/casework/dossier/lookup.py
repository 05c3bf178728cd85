"""The case file turned round: what belongs to which exhibit, text, claim, incident. Orders are those of the page."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from probans.model.casefile import CaseFile, TextBody
from probans.model.casualty import Report
from probans.model.claim import Claim
from probans.model.exhibit import Exhibit
from probans.model.incident import Apart, FootageCopy, FootageLineage, Incident, Origin, TextCopy
from probans.model.law import Crime, Matrix
from probans.model.outcome import Problem
from probans.model.reading import FootageReading, ReportReading

K = TypeVar("K")
V = TypeVar("V")


class Lookup:
    """Read-only answers about one case file."""

    def __init__(self, casefile: CaseFile) -> None:
        analysis = casefile.analysis
        self.exhibits: dict[str, Exhibit] = {exhibit.sha256: exhibit for exhibit in casefile.exhibits}
        self._order = {exhibit.sha256: place for place, exhibit in enumerate(casefile.exhibits)}
        self.claims: tuple[Claim, ...] = tuple(sorted(analysis.claims, key=self._claim_order))
        self.texts: dict[str, TextBody] = {body.sha256: body for body in casefile.texts}
        self.reports_read: dict[str, ReportReading] = {reading.text: reading for reading in casefile.reports}
        self.footage: dict[str, FootageReading] = {reading.reading.exhibit: reading for reading in casefile.footage}
        self.posters: dict[str, bytes] = dict(casefile.posters)
        self.origins: dict[str, Origin] = {origin.id: origin for origin in analysis.origins}
        self.crimes: dict[str, Crime] = {crime.id: crime for crime in analysis.crimes}
        self.reports: dict[str, Report] = {report.id: report for report in analysis.casualties.reports}
        self.claim: dict[str, Claim] = {claim.id: claim for claim in self.claims}
        self._place = {claim.id: place for place, claim in enumerate(self.claims)}
        self._by_text = _grouped((claim.text, claim) for claim in self.claims)
        self._incidents_of = _grouped(
            (member, incident) for incident in analysis.incidents for member in (*incident.claims, *incident.footage)
        )
        self._origins_of = _grouped((edge.claim, edge) for edge in analysis.origin_edges)
        self._claims_of = _grouped((edge.origin, edge) for edge in analysis.origin_edges)
        self._matrices_of = _grouped((matrix.incident, matrix) for matrix in analysis.matrices)
        self._apart = _grouped(
            (side, apart) for apart in analysis.apart for side in dict.fromkeys((apart.first, apart.second))
        )
        self._text_copies = _grouped(
            (side, copy) for copy in analysis.text_copies for side in (copy.first, copy.second)
        )
        self._footage_copies = _grouped(
            (side, copy) for copy in analysis.footage_copies for side in (copy.first, copy.second)
        )
        self._lineages = {member: lineage for lineage in analysis.lineages for member in lineage.members}
        self._children = _grouped((exhibit.parent, exhibit) for exhibit in casefile.exhibits if exhibit.parent)
        self.problems: tuple[Problem, ...] = _all_problems(casefile)
        self._problems_of = _grouped((problem.where, problem) for problem in self.problems)

    def in_order(self, ids: Iterable[str]) -> list[str]:
        """Ids of claims in the order of the page; what is no claim of it comes after, as given."""
        return sorted(ids, key=lambda one: self._place.get(one, len(self._place)))

    def claims_in(self, text: str) -> tuple[Claim, ...]:
        """Claims whose passage stands in a text, in the order of the text."""
        return self._by_text.get(text, ())

    def incidents_of(self, member: str) -> tuple[Incident, ...]:
        """Incidents that a claim or footage belongs to."""
        return self._incidents_of.get(member, ())

    def origins_of(self, claim: str) -> tuple[tuple[Origin, tuple[str, ...]], ...]:
        """Origins a claim goes home to, each with why."""
        edges = self._origins_of.get(claim, ())
        return tuple((self.origins[edge.origin], edge.because) for edge in edges if edge.origin in self.origins)

    def claims_of(self, origin: str) -> tuple[str, ...]:
        """Ids of the claims that go home to an origin."""
        found = {edge.claim for edge in self._claims_of.get(origin, ())}
        return (*(claim.id for claim in self.claims if claim.id in found), *sorted(found - set(self.claim)))

    def matrices_of(self, incident: str) -> tuple[Matrix, ...]:
        return self._matrices_of.get(incident, ())

    def incidents_with_matrices(self) -> set[str]:
        """Ids of the incidents that some crime's elements are laid out against; empty for the case as a whole."""
        return set(self._matrices_of)

    def apart_from(self, record: str) -> tuple[Apart, ...]:
        return self._apart.get(record, ())

    def text_copies_of(self, text: str) -> tuple[TextCopy, ...]:
        return self._text_copies.get(text, ())

    def footage_copies_of(self, exhibit: str) -> tuple[FootageCopy, ...]:
        return self._footage_copies.get(exhibit, ())

    def lineage_of(self, exhibit: str) -> FootageLineage | None:
        """The recording that footage is one of several copies of."""
        return self._lineages.get(exhibit)

    def children_of(self, exhibit: str) -> tuple[Exhibit, ...]:
        return self._children.get(exhibit, ())

    def problems_of(self, exhibit: Exhibit) -> tuple[Problem, ...]:
        """Problems that name the exhibit by digest, number or path."""
        names = {exhibit.sha256, exhibit.number, *(arrival.path_nfc for arrival in exhibit.arrivals)}
        return tuple(sorted(problem for name in names for problem in self._problems_of.get(name, ())))

    def texts_with_claims(self) -> tuple[tuple[str, tuple[Claim, ...]], ...]:
        """Texts in the order of their exhibits, each with its claims."""
        return tuple(self._by_text.items())

    def _claim_order(self, claim: Claim) -> tuple[int, str, int, int, str]:
        place = self._order.get(claim.exhibit, len(self._order))
        return place, claim.text, claim.passage.start, claim.passage.end, claim.id


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _all_problems(casefile: CaseFile) -> tuple[Problem, ...]:
    """Every problem once: of the case, of the analysis, of the register, of each reading."""
    readings = (
        *(one.reading for one in casefile.reports),
        *(one.reading for one in casefile.footage),
        *(one.reading for one in casefile.tables),
    )
    found = {
        *casefile.problems,
        *casefile.analysis.problems,
        *casefile.analysis.casualties.problems,
        *(p for one in readings for p in one.problems),
    }
    return tuple(sorted(found))
