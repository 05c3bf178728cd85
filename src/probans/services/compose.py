"""Compose: the pure stages over all readings in their order, from claims to the matrix of elements."""

from dataclasses import replace

from probans.analysis.casualties import reckon
from probans.analysis.copies import find_text_copies
from probans.analysis.footage.appearance import against_incidents, first_appearance
from probans.analysis.footage.copies import find_copies
from probans.analysis.incidents.grouping import group_incidents
from probans.analysis.incidents.origins import trace_origins
from probans.casework.case import assemble_case
from probans.casework.law import lay_out
from probans.model.casefile import Analysis
from probans.model.casualty import Figure
from probans.model.claim import Claim
from probans.model.counts import Count
from probans.model.incident import Incident
from probans.services.analyse import Material


def compose(material: Material) -> Analysis:
    """Give the analysis of a case: a function of readings, settings and decisions alone."""
    claims = accepted_claims(material)
    text_copies = find_text_copies(material.texts, material.reports)
    footage_copies, problems = find_copies(material.footage, material.exhibits)
    origins, edges = trace_origins(claims, material.reports, text_copies, material.settings)
    grouped, apart = group_incidents(
        claims,
        material.reports,
        material.footage,
        footage_copies,
        origins,
        edges,
        material.decisions,
        material.settings,
        material.exhibits,
        material.texts,
    )
    casualties = reckon(claims, grouped, edges, material.tables, material.places, material.decisions, material.settings)
    incidents = tuple(_with_toll(incident, casualties.figures) for incident in grouped)
    lineages = first_appearance(footage_copies, material.footage, material.exhibits, material.extractions)
    return Analysis(
        claims=claims,
        text_copies=text_copies,
        footage_copies=footage_copies,
        lineages=against_incidents(lineages, incidents),
        origins=origins,
        origin_edges=edges,
        incidents=incidents,
        apart=apart,
        casualties=casualties,
        crimes=material.crimes,
        matrices=lay_out(incidents, claims, material.footage, material.crimes, material.settings),
        case=assemble_case(material.settings, claims, incidents),
        problems=(*material.problems, *problems),
    )


def accepted_claims(material: Material) -> tuple[Claim, ...]:
    """Claims of all reports in their order, without those that a person rejected."""
    superseded = {decision.supersedes for decision in material.decisions}
    rejected = {
        subject
        for decision in material.decisions
        if decision.act == "reject" and decision.id not in superseded
        for subject in decision.subjects
    }
    return tuple(claim for report in material.reports for claim in report.claims if claim.id not in rejected)


def _with_toll(incident: Incident, figures: tuple[Figure, ...]) -> Incident:
    return replace(
        incident,
        killed=_toll(incident.id, "killed", figures),
        injured=_toll(incident.id, "injured", figures),
    )


def _toll(incident: str, outcome: str, figures: tuple[Figure, ...]) -> Count | None:
    """The incident's figure over all people; else that of the one group that is reported."""
    mine = [item for item in figures if item.incident == incident and item.outcome == outcome]
    whole = [item for item in mine if not item.group] or (mine if len(mine) == 1 else [])
    return whole[0].count if whole else None
