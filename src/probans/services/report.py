"""Report: put everything on one page. The page is a function of exhibits, readings, decisions and checkpoint.

The case file is itself preserved and logged, with the digest of the analysis and the checkpoint that it shows.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from probans.model.case import CaseRecord
from probans.model.casefile import Analysis, CaseFile
from probans.model.custody import Reported
from probans.model.outcome import Check
from probans.model.where import Place
from probans.services.analyse import Material, latest
from probans.services.ports import CaseStore

PAGE = "case-file.html"

Render = Callable[[CaseFile], bytes]


def report(
    store: CaseStore,
    material: Material,
    analysis: Analysis,
    *,
    render: Render,
    run_checks: Callable[[], Sequence[Check]],
    software: str,
    basemap: str,
    by: str,
) -> Path:
    """Write the case file and log it; when nothing has happened since the last one, give that one again."""
    standing = _standing(store)
    if standing is not None:
        return standing
    casefile = assemble(store, material, analysis, checks=tuple(run_checks()), software=software, basemap=basemap)
    page = render(casefile)
    sha256 = store.put_bytes(page).sha256
    made_from = latest(store)
    done = Reported(
        sha256=sha256,
        name=PAGE,
        analysis=made_from.output if made_from else "",
        checkpoint_size=casefile.checkpoint.size,
    )
    store.record([done], by=by)
    return store.write_output(PAGE, page)


def assemble(
    store: CaseStore,
    material: Material,
    analysis: Analysis,
    *,
    checks: tuple[Check, ...],
    software: str,
    basemap: str,
) -> CaseFile:
    """All that the page shows, as one record."""
    return CaseFile(
        case=analysis.case or CaseRecord(settings=material.settings),
        exhibits=material.exhibits,
        reports=material.reports,
        footage=material.footage,
        tables=material.tables,
        texts=material.texts,
        analysis=analysis,
        decisions=material.decisions,
        checkpoint=store.head(),
        checks=checks,
        problems=(*store.problems(), *analysis.problems),
        places=_places(material, analysis),
        posters=tuple((item.poster, store.read(item.poster)) for item in material.footage if item.poster),
        basemap=basemap,
        verifier_key=store.verifier_key(),
        software=software,
    )


def _standing(store: CaseStore) -> Path | None:
    """The case file as it stands, when its report is the last thing that happened and its copy is unharmed."""
    reports = store.events("report")
    if not reports or reports[-1].index != store.head().size - 1 or not isinstance(reports[-1].event, Reported):
        return None
    page = store.read(reports[-1].event.sha256)
    path = store.folder / "out" / PAGE
    if path.is_file() and path.read_bytes() == page:
        return path
    return store.write_output(PAGE, page)


def _places(material: Material, analysis: Analysis) -> tuple[Place, ...]:
    named = {place.id: place for place in material.places}
    for claim in analysis.claims:
        named |= {mention.place.id: mention.place for mention in claim.places if mention.place}
    return tuple(named[key] for key in sorted(named))
