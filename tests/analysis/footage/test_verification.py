"""The verification record: measurements are filled in, judgements are a named person's or absent."""

import json

from probans.analysis.footage.verification import Known, decided, prepare
from probans.model.agents import Tool
from probans.model.decision import Decision
from probans.model.exhibit import Arrival, Exhibit, MediaKind
from probans.model.incident import Appearance, FootageLineage
from probans.model.outcome import Outcome
from probans.model.reading import FootageReading, MetadataField, Reading
from probans.model.verification import Aspect
from probans.model.when import DateInterval

A, B = "a" * 64, "b" * 64
DAY = DateInterval(first="2031-03-04", last="2031-03-05")


def known() -> Known:
    reading = FootageReading(
        reading=Reading(exhibit=A, tool=Tool(name="footage", version="1"), outcome=Outcome.PASSED),
        container="mov",
        captured=DAY,
        captured_raw="2031-03-04T23:30:00Z",
        latitude=-31.5,
        longitude=-12.26,
        fields=(MetadataField(group="container", name="encoder", raw="Lavf60", tool="PyAV 18"),),
        sampling="every frame decoded",
    )
    arrival = Arrival(log_index=1, received_at="2031-05-01T10:00:00Z", path_raw="", path_nfc="square.mp4")
    exhibit = Exhibit(sha256=A, number="TST-1", size=1, kind=MediaKind.VIDEO, media_type="", arrivals=(arrival,))
    sign = Appearance(exhibit=B, basis="published", when=DAY, words="published with https://courier.example/7")
    lineage = FootageLineage(
        id="L", members=(A, B), appearances=(sign,), first=B, words="TST-2 first.", warnings=("Old.",)
    )
    return Known(reading=reading, exhibit=exhibit, lineage=lineage, numbers={A: "TST-1", B: "TST-2"})


def decision(
    aspect: str, value: object, *, name: str = "D1", supersedes: str = "", person: str = "Ana Idris"
) -> Decision:
    return Decision(
        id=name,
        act="determine",
        subjects=(A, aspect),
        person=person,
        reason="Compared with the map.",
        made_at="2031-06-01T09:00:00Z",
        value=json.dumps(value),
        supersedes=supersedes,
    )


def test_machine_measures_and_judges_nothing() -> None:
    record = prepare(known())
    assert [item.aspect for item in record.assessments] == list(Aspect)
    assert all(item.judgement is None for item in record.assessments)
    assert not record.is_complete
    words = {item.aspect: " ".join(part.words for part in item.measurements) for item in record.assessments}
    assert "square.mp4" in words[Aspect.SOURCE]
    assert "TST-2 first." in words[Aspect.SOURCE]
    assert "-31.500000, -12.260000" in words[Aspect.PLACE]
    assert "without a zone" not in words[Aspect.PLACE]
    assert "between 2031-03-04 and 2031-03-05" in words[Aspect.TIME]
    assert "Warning: Old." in words[Aspect.TIME]
    assert "encoder: Lavf60" in words[Aspect.TECHNIQUE]
    assert all(item.not_checked for item in record.assessments)


def test_named_person_judges_one_aspect() -> None:
    value = {"conclusion": "Filmed on the square", "standard": "reasonable grounds", "evidence_for": ["fountain"],
             "alternatives": ["another square"]}  # fmt: skip
    record, problems = decided(prepare(known()), [decision("place", value)])
    assert problems == ()
    judged = {item.aspect: item.judgement for item in record.assessments if item.judgement}
    assert list(judged) == [Aspect.PLACE]
    assert judged[Aspect.PLACE].person == "Ana Idris"
    assert judged[Aspect.PLACE].alternatives == ("another square",)
    assert judged[Aspect.PLACE].decision == "D1"


def test_later_decision_supersedes() -> None:
    first = decision("place", {"conclusion": "Here", "standard": "reasonable grounds"})
    second = decision("place", {"conclusion": "There", "standard": "probable"}, name="D2", supersedes="D1")
    record, _ = decided(prepare(known()), [second, first])
    assert [item.judgement.conclusion for item in record.assessments if item.judgement] == ["There"]


def test_decision_without_standard_or_person_is_a_problem() -> None:
    lacking = [
        decision("place", {"conclusion": "Here"}),
        decision("mood", {"conclusion": "Here", "standard": "probable"}, name="D2"),
        decision("time", {"conclusion": "Then", "standard": "probable"}, name="D3", person=""),
        decision("time", ["not a record"], name="D4"),
    ]
    record, problems = decided(prepare(known()), lacking)
    assert [item.code for item in problems] == ["VERIFICATION-INCOMPLETE"] * 4
    assert all(item.judgement is None for item in record.assessments)
