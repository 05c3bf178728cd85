"""The register: reports reconciled into figures and contradictions, and the people that lists name."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from probans.analysis.casualties.conflicts import certificate
from probans.analysis.casualties.entries import look_over
from probans.analysis.casualties.figures import Family, answer, families, make_family
from probans.analysis.casualties.layout import Context, context_of, lay_out
from probans.analysis.casualties.placing import place_people
from probans.analysis.casualties.reports import Material, make_reports
from probans.analysis.casualties.victims import link_victims
from probans.analysis.casualties.words import RULE, contradiction_words
from probans.model.case import CaseSettings
from probans.model.casualty import Casualties, Contradiction, Report
from probans.model.claim import Claim
from probans.model.decision import Decision
from probans.model.incident import Incident, OriginEdge
from probans.model.reading import TableReading
from probans.model.where import Place


def reckon(
    claims: Sequence[Claim],
    incidents: Sequence[Incident],
    edges: Sequence[OriginEdge],
    tables: Sequence[TableReading],
    places: Sequence[Place],
    decisions: Sequence[Decision],
    settings: CaseSettings,
) -> Casualties:
    """Make the register of a case. Same input in any order, same register."""
    material = Material(claims, incidents, edges, tables, places, decisions)
    reconciled = reconcile(make_reports(material), judged_apart(decisions), settings.title)
    links, people = link_victims(tables, decisions)
    return replace(reconciled, links=links, people=place_people(people, incidents), problems=look_over(tables))


def reconcile(
    reports: Sequence[Report], apart: frozenset[tuple[str, str]] = frozenset(), title: str = "The whole of the case"
) -> Casualties:
    """Reconcile reports: figures for every question, contradictions with their proofs."""
    context = context_of(reports, apart)
    made = [make_family(group, context, title) for group in families([one for one in reports if not one.superseded_by])]
    return Casualties(
        reports=tuple(sorted(reports, key=lambda report: report.id)),
        figures=tuple(figure for family in made for figure in answer(family)),
        contradictions=tuple(found for family in made for found in _contradictions(family, context)),
        rule=RULE,
    )


def judged_apart(decisions: Sequence[Decision]) -> frozenset[tuple[str, str]]:
    """Pairs that people judged different, by standing decisions."""
    void = {decision.supersedes for decision in decisions if decision.supersedes}
    return frozenset(
        pair
        for decision in decisions
        if decision.act == "judge-different" and decision.id not in void
        for pair in combinations(sorted(set(decision.subjects)), 2)
    )


def _contradictions(family: Family, context: Context) -> Iterable[Contradiction]:
    by_id = {report.id: report for report in family.reports}
    for conflict in family.conflicts.sets:
        involved = [by_id[report] for report in sorted(conflict)]
        rows = lay_out(involved, (), context).rows
        yield Contradiction(
            outcome=min(report.outcome for report in involved),
            reports=tuple(sorted(conflict)),
            words=contradiction_words(involved),
            multipliers=certificate(rows),
        )
