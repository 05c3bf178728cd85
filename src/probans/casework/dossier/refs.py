"""Anchors and links: every record on the page has one id, and every reference leads there or says that it cannot.

A label is a reference that also reads in print: ``claim 12``, ``EX-0004``, ``EX-0006 line 3``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from probans.model.casefile import CaseFile
from probans.model.claim import Claim
from probans.model.law import Matrix

_NOT_IN_ANCHORS = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A link to a record: ``label`` for people, ``anchor`` its id on the page ('' when the record is not there)."""

    label: str
    anchor: str = ""

    @property
    def href(self) -> str:
        return f"#{self.anchor}" if self.anchor else ""


def matrix_key(matrix: Matrix) -> str:
    """What tells one element matrix from another: its incident and its crime."""
    return f"{matrix.incident} {matrix.crime}"


class Refs:
    """All anchors of one page. ``lost`` collects references to records that are not on it."""

    def __init__(self, casefile: CaseFile, claims: Iterable[Claim]) -> None:
        self.lost: set[tuple[str, str]] = set()
        self._refs: dict[tuple[str, str], Ref] = {}
        self._taken: set[str] = set()
        self._digests: dict[str, str] = {}
        self._add_exhibits(casefile)
        for number, claim in enumerate(claims, 1):
            self._add("claim", claim.id, f"claim {number}")
            self._add("passage", claim.id, f"passage of claim {number}")
        self._add_analysis(casefile)
        for number, decision in enumerate(casefile.decisions, 1):
            self._add("decision", decision.id, f"decision {number}")

    def to(self, kind: str, key: str) -> Ref:
        """Link to the record of ``kind`` with id ``key``."""
        found = self._refs.get((kind, key))
        if found is not None:
            return found
        self.lost.add((kind, key))
        return Ref(label=f"{kind} {key[:16]}")

    def has(self, kind: str, key: str) -> bool:
        """Whether the record stands on the page."""
        return (kind, key) in self._refs

    def material(self, key: str) -> Ref:
        """Link to what a record rests on: a claim id, an exhibit digest, or ``<digest>#<line>`` of a table."""
        for kind in ("claim", "exhibit", "row"):
            if (kind, key) in self._refs:
                return self._refs[kind, key]
        return self.to("material", key)

    def subject(self, key: str) -> Ref:
        """Link to whatever has the id ``key``; an exhibit also by its number or path."""
        key = self._digests.get(key, key)
        for kind in ("claim", "exhibit", "incident", "row", "person", "figure", "report", "origin", "decision"):
            if (kind, key) in self._refs:
                return self._refs[kind, key]
        return Ref(label=key)

    def _add_exhibits(self, casefile: CaseFile) -> None:
        numbers = {exhibit.sha256: exhibit.number for exhibit in casefile.exhibits}
        for exhibit in casefile.exhibits:
            self._add("exhibit", exhibit.sha256, exhibit.number, exhibit.number)
            for name in (exhibit.number, *(arrival.path_nfc for arrival in exhibit.arrivals)):
                self._digests.setdefault(name, exhibit.sha256)
        for body in casefile.texts:
            number = numbers.get(body.exhibit, body.sha256[:12])
            self._add("text", body.sha256, f"text of {number}", number)
        for reading in casefile.footage:
            number = numbers.get(reading.reading.exhibit, reading.reading.exhibit[:12])
            self._add("footage", reading.reading.exhibit, number, number)
        for table in casefile.tables:
            digest = table.reading.exhibit
            number = numbers.get(digest, digest[:12])
            self._add("table", digest, number, number)
            for line in (*(row.line for row in table.figures), *(row.line for row in table.victims)):
                self._add("row", f"{digest}#{line}", f"{number} line {line}", f"{number}-{line}")

    def _add_analysis(self, casefile: CaseFile) -> None:
        analysis = casefile.analysis
        for incident in analysis.incidents:
            self._add("incident", incident.id, incident.number, incident.number)
        for origin in analysis.origins:
            self._add("origin", origin.id, origin.name)
        for crime in analysis.crimes:
            self._add("crime", crime.id, f"{crime.instrument} {crime.article}".strip())
        for matrix in analysis.matrices:
            self._add("matrix", matrix_key(matrix), f"{matrix.crime} {matrix.incident}")
        for number, report in enumerate(analysis.casualties.reports, 1):
            self._add("report", report.id, f"report {number}")
        for figure in analysis.casualties.figures:
            self._add("figure", figure.id, figure.label)
        for number, person in enumerate(analysis.casualties.people, 1):
            self._add("person", person.id, f"person {number}")

    def _add(self, kind: str, key: str, label: str, slug: str = "") -> None:
        if (kind, key) not in self._refs:
            self._refs[kind, key] = Ref(label=label, anchor=self._anchor(kind, slug or key))

    def _anchor(self, kind: str, slug: str) -> str:
        stem = f"{kind}-{_NOT_IN_ANCHORS.sub('-', slug)}"
        anchor, again = stem, 1
        while anchor in self._taken:
            again += 1
            anchor = f"{stem}-{again}"
        self._taken.add(anchor)
        return anchor
