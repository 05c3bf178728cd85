"""Answers that templates ask for: who is said to have done it, the text of an element, a picture as a data address."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from probans.casework.dossier.lookup import Lookup
from probans.casework.dossier.passages import Passage, Piece, in_context, whole
from probans.casework.dossier.refs import Ref, Refs, matrix_key
from probans.casework.dossier.words import thousands
from probans.model.casefile import TextBody
from probans.model.casualty import Report
from probans.model.claim import Claim
from probans.model.incident import Incident
from probans.model.law import Cell, Element, Matrix

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_IDENTIFIER = re.compile(r"([A-Za-z]+-[0-9A-Za-z-]*[0-9A-Za-z])")
_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Words for an alleged perpetrator, the stance of the claim that has them, who says so, and the claim."""

    words: str
    stance: str
    by: str
    claim: str


class Answers:
    """Answers about one case file."""

    def __init__(self, look: Lookup, refs: Refs) -> None:
        self._look = look
        self._refs = refs

    def for_templates(self) -> dict[str, Callable[..., Any]]:
        """Each answer by the name that templates call."""
        return {
            "authors_of": self.authors_of,
            "bound": self.bound,
            "constraint": self.constraint,
            "crime_ref": self.crime_ref,
            "element_of": self.element_of,
            "figure_claims": figure_claims,
            "in_context": self.in_context,
            "lang_of": self.lang_of,
            "law_of": self.law_of,
            "matrix_anchor": self.matrix_anchor,
            "report_source": self.report_source,
            "whole_text": self.whole_text,
            "picture": picture,
        }

    def authors_of(self, incident: Incident) -> tuple[Author, ...]:
        """Who the claims of an incident name as author of the conduct, in the sources' words."""
        claims = [self._look.claim[claim] for claim in incident.claims if claim in self._look.claim]
        return tuple(
            Author(
                words=mention.name,
                stance=claim.stance.value,
                by=claim.chain[-1].name if claim.chain else "an unnamed source",
                claim=claim.id,
            )
            for claim in claims
            for mention in claim.alleged_perpetrators
        )

    def crime_ref(self, key: str) -> Ref:
        """Link to a crime by id or by article; a crime that was not laid out is plain words."""
        by_article = (crime.id for crime in self._look.crimes.values() if crime.article == key)
        found = key if key in self._look.crimes else next(by_article, "")
        return self._refs.to("crime", found) if found else Ref(label=key)

    def element_of(self, matrix: Matrix, cell: Cell) -> Element | None:
        """The element that a cell of a matrix is about."""
        crime = self._look.crimes.get(matrix.crime)
        elements = crime.elements if crime else ()
        return next((element for element in elements if element.id == cell.element), None)

    def in_context(self, claim: Claim) -> Passage:
        """A claim's passage between the words around it."""
        body = self._look.texts.get(claim.text)
        return in_context(body.text if body else None, claim)

    def whole_text(self, body: TextBody) -> tuple[Piece, ...]:
        """A text cut at its passages."""
        return whole(body.text, self._look.claims_in(body.sha256))

    def lang_of(self, text: str) -> str:
        """Language tag of a text; empty (unknown) when none was recognised."""
        report = self._look.reports_read.get(text)
        language = report.language if report else ""
        return language if _LANGUAGE.fullmatch(language) else ""

    def law_of(self, incident: Incident) -> tuple[tuple[str, tuple[Ref, ...]], ...]:
        """For each instrument, links by article to what is laid out against an incident."""
        articles: dict[str, list[Ref]] = {}
        for matrix in self._look.matrices_of(incident.id):
            crime = self._look.crimes.get(matrix.crime)
            instrument, article = (crime.instrument, crime.article) if crime else ("Other", matrix.crime)
            articles.setdefault(instrument, []).append(Ref(label=article, anchor=self.matrix_anchor(matrix)))
        return tuple((instrument, tuple(found)) for instrument, found in articles.items())

    def matrix_anchor(self, matrix: Matrix) -> str:
        """Where a matrix stands on the page."""
        return self._refs.to("matrix", matrix_key(matrix)).anchor

    def report_source(self, report: Report) -> Ref:
        """Who a report goes home to: an origin, else the words that the source gives for itself."""
        if self._refs.has("origin", report.origin):
            return self._refs.to("origin", report.origin)
        return Ref(label=report.source or report.origin or "an unknown origin")

    def constraint(self, name: str) -> tuple[Ref, ...]:
        """The name of a constraint with the reports and incidents in it as links."""
        return tuple(
            self._refs.subject(piece) if _IDENTIFIER.fullmatch(piece) else Ref(label=piece)
            for piece in _IDENTIFIER.split(name)
            if piece
        )

    def bound(self, name: str) -> str:
        """What a report's constraint says in numbers; empty for constraints of other kinds."""
        report = self._look.reports.get(name.removesuffix(" at least").removesuffix(" at most"))
        if report is None:
            return ""
        if name.endswith(" at most"):
            return "" if report.count.high is None else f"≤ {thousands(report.count.high)}"
        return f"≥ {thousands(report.count.low)}"


def figure_claims(incident: Incident, outcome: str) -> tuple[str, ...]:
    """The claims that an incident's figures of one outcome rest on, each once, in order."""
    claims = (claim for figure in incident.figures if figure.outcome == outcome for claim in figure.claims)
    return tuple(dict.fromkeys(claims))


def picture(octets: bytes) -> str:
    """A JPEG as a data address; empty for anything else."""
    if not octets.startswith(_JPEG):
        return ""
    return "data:image/jpeg;base64," + base64.b64encode(octets).decode("ascii")
