"""Render the page: a function of the case file and the assets and nothing else; the same input gives the same bytes."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from probans.casework.dossier import words
from probans.casework.dossier.answers import Answers
from probans.casework.dossier.assets import Assets
from probans.casework.dossier.chart_map import MapChart, draw_map
from probans.casework.dossier.chart_time import draw_timeline
from probans.casework.dossier.figures import figure_lines, main_figures
from probans.casework.dossier.lookup import Lookup
from probans.casework.dossier.passages import matches
from probans.casework.dossier.policy import content_policy
from probans.casework.dossier.recipe import signature_recipe
from probans.casework.dossier.refs import Refs
from probans.casework.dossier.unseen import show_unseen
from probans.model.casefile import CaseFile
from probans.model.incident import Incident
from probans.model.law import Matrix
from probans.model.outcome import Check, Outcome, Problem

PARTS = (
    "summary",
    "incidents",
    "where",
    "when",
    "claims",
    "texts",
    "footage",
    "origins",
    "casualties",
    "people",
    "law",
    "case",
    "exhibits",
    "integrity",
)
MAIN_FIGURES = 6
SHORT_ROWS = 40
OPEN_CLAIMS = 60
EXHIBIT_ROWS = 100
OPEN_MATRICES = 8
FEW = 4  # pieces of material shown beside an element before the rest is folded
LONG_RULE = 140
LISTED_CHECKS = 200
MAP_KINDS = ("land", "country", "coast", "border", "river")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A line of the contents: where it leads, its title, how many records stand there (None: not counted)."""

    anchor: str
    title: str
    number: int | None = None


def render(casefile: CaseFile, assets: Assets) -> bytes:
    """Make the case file page, UTF-8 HTML."""
    look = Lookup(casefile)
    refs = Refs(casefile, look.claims)
    page, problems = _page(casefile, assets, look)
    environment = _environment(assets, page | {"refs": refs} | Answers(look, refs).for_templates())
    body = environment.get_template("body.html").render(parts=PARTS)
    # Problems come last: only now is it known which references lead nowhere.
    last = {"problems": problems, "lost": sorted(refs.lost)}
    sections = _sections(casefile, look, len(problems) + len(refs.lost))
    frame = environment.get_template("frame.html").render(
        body=_finished(body + environment.get_template("problems.html").render(last)),
        sections=sections,
        style=_finished(assets.style),
        script=_finished(assets.script),
        policy=content_policy(assets.style, assets.script),
    )
    return frame.encode("utf-8")


def _finished(text: str) -> Markup:
    """Text of our own that needs no escaping: rendered templates, the style sheet, the script. Never material."""
    return Markup(text)


def _environment(assets: Assets, names: dict[str, Any]) -> Environment:
    environment = Environment(
        loader=DictLoader(dict(assets.templates)),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=show_unseen,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(names)
    return environment


def _page(casefile: CaseFile, assets: Assets, look: Lookup) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Everything that templates see by name, and the problems with those that the page itself adds."""
    chart, problems = _map(casefile, assets)
    incidents = casefile.analysis.incidents
    settings = casefile.case.settings
    originals = [exhibit for exhibit in casefile.exhibits if exhibit.role == "original"]
    names = {
        "say": words,
        "file": casefile,
        "case": casefile.case,
        "settings": settings,
        "look": look,
        "chart": chart,
        "known_kinds": MAP_KINDS,
        "times": draw_timeline(
            incidents, casefile.reports, casefile.footage, (settings.period_first, settings.period_last)
        ),
        "by_date": sorted(incidents, key=_by_date),
        "figures": figure_lines(casefile.analysis.casualties),
        "main_figures": main_figures(casefile.analysis.casualties)[:MAIN_FIGURES],
        "long_rules": _long_rules(incidents),
        "matrices": _matrices(look, incidents),
        "holdings": _holdings(casefile, len(originals)),
        "short_rows": SHORT_ROWS,
        "open_claims": OPEN_CLAIMS,
        "exhibit_rows": EXHIBIT_ROWS,
        "open_matrices": OPEN_MATRICES,
        "few": FEW,
        "sample": originals[0].sha256 if originals else "0" * 64,
        "example": originals[-1].number if originals else "",
        "recipe": signature_recipe(),
    }
    return names | _checks(casefile.checks), tuple(sorted({*look.problems, *problems, *_unmatched(look)}))


def _unmatched(look: Lookup) -> tuple[Problem, ...]:
    """Claims whose passage is not what their text holds at those offsets."""
    return tuple(
        Problem(code="PASSAGE-MISMATCH", where=claim.exhibit, words=f"Claim {claim.id} does not match its text.")
        for claim in look.claims
        if (body := look.texts.get(claim.text)) is not None and not matches(body.text, claim.passage)
    )


def _map(casefile: CaseFile, assets: Assets) -> tuple[MapChart | None, tuple[Problem, ...]]:
    """The map; on a basemap that cannot be read, the outline of the world and a problem."""
    try:
        return draw_map(casefile.analysis.incidents, casefile.basemap, assets.world), ()
    except ValueError as error:
        where = casefile.case.settings.basemap or "basemap"
        problem = Problem(code="BASEMAP-UNREADABLE", where=where, words=f"The case's own map was not drawn: {error}")
        return draw_map(casefile.analysis.incidents, "", assets.world), (problem,)


def _matrices(look: Lookup, incidents: tuple[Incident, ...]) -> list[tuple[str, Incident | None, tuple[Matrix, ...]]]:
    """Element matrices by incident, in the order of the incidents; those of the case as a whole (no incident) last."""
    known = {incident.id: incident for incident in incidents}
    ids = sorted(look.incidents_with_matrices() - set(known), reverse=True)
    return [(one, known.get(one), found) for one in (*known, *ids) if (found := look.matrices_of(one))]


def _long_rules(incidents: tuple[Incident, ...]) -> dict[str, Section]:
    """Rules of grading that are too long to stand beside every grade, each with a name and a place of its own."""
    rules = dict.fromkeys(incident.grade_rule for incident in incidents if len(incident.grade_rule) > LONG_RULE)
    return {
        rule: Section(anchor=f"rule-{number}", title=name if len(name := rule.split(",")[0]) < 40 else f"rule {number}")
        for number, rule in enumerate(rules, 1)
    }


def _by_date(incident: Incident) -> tuple[str, str, str]:
    interval = incident.interval
    return (interval.first or interval.last if interval else "") or "~", incident.number, incident.id


def _holdings(casefile: CaseFile, originals: int) -> tuple[Section, ...]:
    analysis = casefile.analysis
    contradictions = len(analysis.casualties.contradictions)
    return (
        Section(anchor="exhibits", title="exhibits as received", number=originals),
        Section(anchor="texts", title="texts read", number=len(casefile.texts)),
        Section(anchor="footage", title="pieces of footage", number=len(casefile.footage)),
        Section(anchor="claims", title="claims", number=len(analysis.claims)),
        Section(anchor="origins", title="independent origins", number=len(analysis.origins)),
        Section(anchor="incidents", title="incidents", number=len(analysis.incidents)),
        Section(
            anchor="contradictions" if contradictions else "casualties", title="contradictions", number=contradictions
        ),
    )


def _sections(casefile: CaseFile, look: Lookup, problems: int) -> tuple[Section, ...]:
    analysis, case = casefile.analysis, casefile.case
    files = len(case.allegations) + len(case.measures) + len(case.referrals)
    return (
        Section(anchor="summary", title="Summary"),
        Section(anchor="incidents", title="Incidents", number=len(analysis.incidents)),
        Section(anchor="map", title="Map"),
        Section(anchor="timeline", title="Timeline"),
        Section(anchor="claims", title="Claims", number=len(look.claims)),
        Section(anchor="texts", title="Texts in full", number=len(casefile.texts)),
        Section(anchor="footage", title="Footage", number=len(casefile.footage)),
        Section(anchor="origins", title="Origins and copies", number=len(analysis.origins)),
        Section(anchor="casualties", title="Casualties", number=len(analysis.casualties.figures)),
        Section(anchor="people", title="Named people", number=len(analysis.casualties.people)),
        Section(anchor="law", title="Elements of crimes", number=len(analysis.matrices)),
        Section(anchor="case", title="Allegations, measures, referrals", number=files),
        Section(anchor="exhibits", title="Exhibits", number=len(casefile.exhibits)),
        Section(anchor="integrity", title="Integrity"),
        Section(anchor="problems", title="Problems", number=problems),
    )


def _checks(checks: tuple[Check, ...]) -> dict[str, Any]:
    """How many checks ended how, and which are listed: first what failed and what was not checked."""
    tally = Counter(check.outcome for check in checks)
    order = {Outcome.FAILED: 0, Outcome.NOT_CHECKED: 1, Outcome.PASSED: 2}
    ordered = sorted(checks, key=lambda check: order[check.outcome])
    noted = [check for check in ordered if check.outcome is not Outcome.PASSED]
    noted = ordered[: max(len(noted), LISTED_CHECKS)]
    return {
        "tally": [(outcome.value, tally[outcome]) for outcome in (Outcome.PASSED, Outcome.FAILED, Outcome.NOT_CHECKED)],
        "noted_checks": noted,
        "quiet_checks": len(checks) - len(noted),
    }
