"""Reads a text of the invented conflict the way a case does."""

from probans.analysis.reading import Resources, read_report
from probans.model.agents import Tool
from probans.model.case import CaseSettings, Outlet, Party
from probans.model.claim import Claim
from probans.model.outcome import Outcome
from probans.model.reading import Reading, ReportReading, TextExtraction
from probans.model.when import DateInterval
from probans.model.where import Place
from probans.shell.resources_reading import load_resources

TOOL = Tool(name="probans.reading", version="1")
SETTINGS = CaseSettings(
    parties=(
        Party(id="vesmar", name="Vesmar", names=("Vesmar", "Vesmari", "Vesmaris", "Republic of Vesmar", "Orlesk")),
        Party(id="torrund", name="Torrund", names=("Torrund", "Torrundi", "Torrundis", "Kingdom of Torrund")),
    ),
    outlets=(Outlet(name="Orlesk Courier", match=("orlesk-courier",), party="vesmar"),),
)
PLACES = (
    Place(id="vesmar", name="Vesmar", country="Vesmar", level="country"),
    Place(id="torrund", name="Torrund", country="Torrund", level="country"),
    Place(id="kelmora", name="Kelmora", country="Vesmar", within=("vesmar",)),
    Place(id="orlesk", name="Orlesk", country="Vesmar", within=("vesmar",)),
    Place(id="tarngard", name="Tarngard", country="Torrund", within=("torrund",)),
    Place(id="braskholm", name="Braskholm", country="Torrund", within=("torrund",)),
)
PUBLISHED = DateInterval(first="2031-03-12", last="2031-03-12")
RESOURCES: Resources = load_resources(places=PLACES, settings=SETTINGS)


def read(text: str, name: str = "report.txt") -> ReportReading:
    """Read a text published on 12 March 2031, a Wednesday."""
    extraction = TextExtraction(
        reading=Reading(exhibit="e" * 64, tool=TOOL, outcome=Outcome.PASSED), text="a" * 64, published=PUBLISHED
    )
    return read_report(text, extraction, settings=SETTINGS, resources=RESOURCES, name=name, tool=TOOL)


def claims(text: str) -> tuple[Claim, ...]:
    """The claims of a text."""
    return read(text).claims


def claim(text: str, kind: str) -> Claim:
    """The only claim of a kind in a text."""
    found = [item for item in claims(text) if item.kind == kind]
    assert len(found) == 1, [item.kind for item in claims(text)]
    return found[0]
