"""Where claims go home to: the chain as a report gives it, the origin expected beside it."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probans.analysis.copies import find_text_copies
from probans.analysis.incidents.names import prepare_naming
from probans.analysis.incidents.origins import trace_origins
from probans.model.casefile import TextBody
from probans.model.claim import Claim
from probans.model.incident import Origin, OriginEdge, TextCopy
from probans.model.reading import ReportReading
from tests.analysis.incidents.records import SETTINGS, claim, report, text_digest


def homes(
    claims: Sequence[Claim], reports: Sequence[ReportReading] = (), copies: Sequence[TextCopy] = ()
) -> tuple[list[Origin], list[OriginEdge]]:
    origins, edges = trace_origins(claims, reports, copies, SETTINGS)
    by_id = {origin.id: origin for origin in origins}
    by_claim = {edge.claim: edge for edge in edges}
    ordered = [by_claim[item.id] for item in claims]
    assert all(edge.because and all(edge.because) for edge in edges)
    return [by_id[edge.origin] for edge in ordered], ordered


@pytest.mark.parametrize(
    ("said", "name", "kind", "party"),
    [
        (("=Halvern Courier",), "Halvern Courier", "outlet", "third party"),
        (("=Vesmar Today",), "Vesmar Today", "outlet", "vesmar"),
        (("=Halvern Courier", "@Halvern Wire"), "Halvern Wire", "agency", "third party"),
        (
            ("=Halvern Courier", "@Halvern Wire", "#the Vesmari Defence Ministry"),
            "Vesmari Defence Ministry",
            "office",
            "vesmar",
        ),
        (("=Halvern Courier", "#Torrundish army", "!Ilva Marn"), "Torrundish army", "office", "torrund"),
        (("=Halvern Courier", "?a source"), "Halvern Courier", "outlet", "third party"),
        (("=Halvern Courier", "~Oda Brenn"), "Oda Brenn", "witness", "unknown"),
        (("=Halvern Courier", "~residents"), "Residents, to Halvern Courier", "witness", "unknown"),
        (("=Unheard Gazette",), "Unheard Gazette", "outlet", "unknown"),
        ((), "", "unknown", "unknown"),
    ],
)
def test_a_claim_goes_home_to_the_innermost_speaker_with_a_name(
    said: tuple[str, ...], name: str, kind: str, party: str
) -> None:
    (origin,), _ = homes([claim("Shells fell on Ostrey.", said=said)])
    assert (origin.kind, origin.party) == (kind, party)
    assert origin.name == name or not name


@pytest.mark.parametrize(
    "written",
    [
        "the Prosecutor-General's Office of Vesmar",
        "Vesmari Prosecutor General’s Office",
        "VESMAR'S GENERAL PROSECUTOR'S OFFICE",
        "Prosecutor-General of Vesmar",
    ],
)
def test_one_office_written_in_many_ways_is_one_origin(written: str) -> None:
    first = claim("One.", said=("=Halvern Courier", "#Prosecutor-General's Office of Vesmar"))
    second = claim("Two.", said=("=Torrund Voice", f"#{written}"))
    (one, two), _ = homes([first, second])
    assert one == two


def test_the_office_means_the_office_named_in_the_same_text() -> None:
    text = "The Military Prosecutor's Office of Torrund spoke. The office added that ten were hurt."
    named = claim("spoke", text, said=("=Halvern Courier", "#Military Prosecutor's Office of Torrund"))
    short = claim("ten were hurt", text, start=71, said=("=Halvern Courier", "#the office"))
    (one, two), edges = homes([named, short])
    assert one == two
    assert any("same text" in reason for reason in edges[1].because)


def test_an_office_without_a_party_is_that_of_the_outlets_side() -> None:
    (origin,), edges = homes([claim("Shells fell.", said=("=Torrund Voice", "#the Defence Ministry"))])
    assert origin.party == "torrund"
    assert any("side" in reason for reason in edges[0].because)


def test_two_offices_of_one_party_stay_two_origins() -> None:
    first = claim("One.", said=("=Halvern Courier", "#Vesmari Defence Ministry"))
    second = claim("Two.", said=("=Halvern Courier", "#Vesmari Prosecutor-General's Office"))
    (one, two), _ = homes([first, second])
    assert one.id != two.id
    assert one.party == two.party == "vesmar"


STORY = (
    "Shells fell on the market of Ostrey shortly after nine on Tuesday morning, when most of the stalls were open and "
    "the street behind the old customs house was full. At least 26 people were killed."
)


def copied() -> tuple[list[Claim], list[ReportReading], tuple[TextCopy, ...]]:
    again = "From our correspondent. " + STORY
    claims = [
        claim(STORY, STORY, said=("=Halvern Courier",)),
        claim(STORY, again, start=24, said=("=Torrund Voice",)),
    ]
    reports = [report(STORY, "Halvern Courier", "2031-03-04"), report(again, "Torrund Voice", "2031-03-05")]
    texts = [TextBody(sha256=text_digest(text), exhibit=text, title="", text=text) for text in (STORY, again)]
    return claims, reports, find_text_copies(texts, reports)


def test_a_copied_claim_goes_home_to_the_origin_of_the_copied_text() -> None:
    (one, two), edges = homes(*copied())
    assert one == two
    assert one.name == "Halvern Courier"
    assert any("copied from the text of Halvern Courier of 2031-03-04" in reason for reason in edges[1].because)


def test_an_office_quoted_in_a_copied_text_is_still_the_office() -> None:
    claims, reports, copies = copied()
    claims[0] = claim(STORY, STORY, said=("=Halvern Courier", "#Vesmari Defence Ministry"))
    (one, two), _ = homes(claims, reports, copies)
    assert one == two
    assert one.name == "Vesmari Defence Ministry"


def test_an_agency_in_the_credit_line_is_the_origin() -> None:
    (origin,), edges = homes(
        [claim("Shells fell.", "t", said=("=Halvern Courier",))], [report("t", "Halvern Courier", hint="Halvern Wire")]
    )
    assert origin.name == "Halvern Wire"
    assert "credit line" in edges[0].because[0]


def test_a_cited_outlet_is_followed_to_its_own_report() -> None:
    own = claim("Shells fell on Ostrey.", "own", said=("=Halvern Courier", "#Vesmari Defence Ministry"))
    citing = claim("Ostrey was shelled, the Courier says.", "citing", said=("=Torrund Voice", "=Halvern Courier"))
    (one, two), edges = homes([own, citing], [report("own", "Halvern Courier", "2031-03-04")])
    assert one == two
    assert edges[1].because[0] == "It cites Halvern Courier, whose own text is Halvern Courier of 2031-03-04."


def test_outlets_that_cite_each_other_in_a_circle_are_one_origin() -> None:
    first = claim("Shells fell on Ostrey.", "one", said=("=Halvern Courier", "=Torrund Voice"))
    second = claim("Ostrey was shelled.", "two", said=("=Torrund Voice", "=Vesmar Today"))
    third = claim("Ostrey came under fire.", "three", said=("=Vesmar Today", "=Halvern Courier"))
    reports = [
        report("one", "Halvern Courier", "2031-03-06"),
        report("two", "Torrund Voice", "2031-03-04"),
        report("three", "Vesmar Today", "2031-03-05"),
    ]
    outside = claim("Ostrey was hit, it is said.", "four", said=("=Open Halvern Watch", "=Halvern Courier"))
    reports.append(report("four", "Open Halvern Watch", "2031-03-01"))
    found, edges = homes([first, second, third, outside], reports)
    assert {origin.name for origin in found} == {"Torrund Voice"}
    assert all("in a circle" in edge.because[-1] for edge in edges)


def test_names_of_both_parties_are_found_in_one_phrase() -> None:
    assert prepare_naming(SETTINGS).parties_in("Torrundish shelling of Vesmar") == ("torrund", "vesmar")


SAID = [
    ("=Halvern Courier", "#the office"),
    ("=Halvern Courier", "#Vesmari Prosecutor's Office"),
    ("=Torrund Voice", "#Prosecutor's Office"),
    ("=Halvern Wire",),
    ("=Torrund Voice", "~residents"),
    ("=Vesmar Today", "?officials"),
]
MANY = [claim(f"Passage {place}.", f"text {place % 3}", start=place * 20, said=said) for place, said in enumerate(SAID)]


@settings(max_examples=30, deadline=None)
@given(st.permutations(MANY))
def test_the_order_of_claims_changes_nothing(claims: Sequence[Claim]) -> None:
    assert trace_origins(claims, (), (), SETTINGS) == trace_origins(MANY, (), (), SETTINGS)
