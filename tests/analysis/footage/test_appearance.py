"""First appearance: ordered by publication and receipt, with what it rests on, and what it cannot order."""

from probans.analysis.footage.appearance import against_incidents, first_appearance
from probans.analysis.footage.judging import SAME_RECORDING, SAME_SCENE
from probans.model.agents import Tool
from probans.model.exhibit import Arrival, Exhibit, MediaKind
from probans.model.incident import FootageCopy, Incident
from probans.model.outcome import Outcome
from probans.model.reading import FootageReading, Reading, TextExtraction
from probans.model.when import DateInterval

A, B, C, PAGE = "a" * 64, "b" * 64, "c" * 64, "d" * 64
TOOL = Tool(name="test", version="1")


def exhibit(digest: str, received: str, page: str = "") -> Exhibit:
    arrival = Arrival(log_index=0, received_at=f"{received}T10:00:00Z", path_raw="", path_nfc="", from_exhibit=page)
    return Exhibit(
        sha256=digest, number=digest[0].upper(), size=1, kind=MediaKind.VIDEO, media_type="", arrivals=(arrival,)
    )


def copy(first: str, second: str, verdict: str = SAME_RECORDING) -> FootageCopy:
    return FootageCopy(first=first, second=second, verdict=verdict, matches=())


def page(published: str) -> TextExtraction:
    reading = Reading(exhibit=PAGE, tool=TOOL, outcome=Outcome.PASSED)
    when = DateInterval(first=published, last=published)
    return TextExtraction(reading=reading, published=when, published_basis="meta tag", url="https://courier.example/7")


def footage(digest: str, captured: str) -> FootageReading:
    when = DateInterval(first=captured, last=captured)
    reading = Reading(exhibit=digest, tool=TOOL, outcome=Outcome.PASSED)
    return FootageReading(reading=reading, captured=when, captured_raw=captured)


def incident(day: str, *members: str, number: str = "INC-1") -> Incident:
    interval = DateInterval(first=day, last=day)
    return Incident(id=number, number=number, kind="killing", title="", interval=interval, place=None, footage=members)


def test_earlier_publication_comes_first() -> None:
    exhibits = [exhibit(A, "2031-05-01"), exhibit(B, "2031-05-02", PAGE), exhibit(C, "2031-05-03")]
    (lineage,) = first_appearance([copy(A, B), copy(B, C)], [], exhibits, [page("2031-03-09")])
    assert lineage.members == (A, B, C)
    assert lineage.first == B
    assert "https://courier.example/7" in lineage.words
    assert "2031-03-09" in lineage.words


def test_same_day_is_not_ordered() -> None:
    (lineage,) = first_appearance([copy(A, B)], [], [exhibit(A, "2031-05-01"), exhibit(B, "2031-05-01")])
    assert lineage.first == ""
    assert "do not place it before B" in lineage.words


def test_takes_of_one_scene_make_no_lineage() -> None:
    assert first_appearance([copy(A, B, SAME_SCENE)], [], [exhibit(A, "2031-05-01")]) == ()


def test_capture_claimed_after_publication_is_a_warning() -> None:
    exhibits = [exhibit(A, "2031-05-01", PAGE), exhibit(B, "2031-05-02")]
    (lineage,) = first_appearance([copy(A, B)], [footage(B, "2031-04-20")], exhibits, [page("2031-03-09")])
    assert lineage.first == A
    assert "B says that it was captured on 2031-04-20, but the recording existed by 2031-03-09" in lineage.warnings[0]


def test_older_than_the_incident_and_shown_for_two() -> None:
    exhibits = [exhibit(A, "2031-05-01", PAGE), exhibit(B, "2031-05-02")]
    lineages = first_appearance([copy(A, B)], [], exhibits, [page("2031-03-09")])
    incidents = [incident("2031-04-02", B), incident("2031-03-01", A, number="INC-2")]
    (lineage,) = against_incidents(lineages, incidents)
    assert len(lineage.warnings) == 2
    assert lineage.warnings[0].startswith("Older than incident INC-1")
    assert lineage.warnings[1] == "Shown for more than one incident: INC-1, INC-2."
