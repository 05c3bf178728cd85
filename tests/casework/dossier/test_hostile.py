"""Material that tries to break out of the page, hide in it or reorder it stays text and is seen."""

from dataclasses import replace

import pytest

from probans.casework.dossier import render
from probans.casework.dossier.unseen import show_unseen
from probans.model.casefile import TextBody
from probans.model.claim import Mention, Span, Speaker, SpeakerRole
from probans.model.incident import Incident
from probans.model.outcome import Problem
from probans.model.reading import MetadataField
from probans.shell.dossier_assets import load_assets
from tests.casework.dossier import halvern
from tests.casework.dossier.html import Page, read_page

BREAKOUT = (
    """</script></style></title><script>alert(1)</script>"'><img src=x onerror=alert(2)>&lt;b&gt;{{ 7 * 7 }}{% x %}"""
)
OVERRIDE = "gpj.\u202ereport\u202c.exe"
ZERO_WIDTH = "Kel\u200bmora\ufeff"
EVIL = f"{BREAKOUT} {OVERRIDE} {ZERO_WIDTH} \x00\x1b[31m \ud800 \u2066isolated\u2069"


def poisoned() -> Page:
    """The small case with hostile words in every kind of field that material can reach."""
    case = halvern.case_file()
    text = f"before {EVIL} after"
    claim = replace(
        halvern.C1,
        id=f"c-{BREAKOUT}",
        passage=Span(start=7, end=7 + len(EVIL), words=EVIL),
        kind=EVIL,
        chain=(Speaker(name=EVIL, role=SpeakerRole.OUTLET, medium=EVIL),),
        counts=(),
        weapons=(Mention(name=EVIL, span=Span(start=0, end=1, words="b"), code=EVIL),),
        explanation=(EVIL,),
        reader=EVIL,
    )
    body = TextBody(sha256=claim.text, exhibit=claim.exhibit, title=EVIL, text=text)
    incident: Incident = replace(
        halvern.MARKET_INCIDENT,
        number=EVIL,
        title=EVIL,
        place=replace(halvern.MARKET, name=EVIL, alternates=(EVIL,)),
        place_name=EVIL,
        claims=(claim.id,),
        grade=EVIL,
    )
    exhibit = halvern.EXHIBITS[0]
    arrival = replace(exhibit.arrivals[0], path_nfc=EVIL, received_by=EVIL)
    clip = replace(
        halvern.FOOTAGE[0],
        captured_raw=EVIL,
        captured_zone=EVIL,
        fields=(MetadataField(group=EVIL, name=EVIL, raw=EVIL, normalised=EVIL, note=EVIL, tool=EVIL),),
    )
    return read_page(
        render(
            replace(
                case,
                case=replace(case.case, settings=replace(halvern.SETTINGS, title=EVIL, summary=EVIL, number=EVIL)),
                exhibits=(replace(exhibit, arrivals=(arrival,), media_type=EVIL), *halvern.EXHIBITS[1:]),
                texts=(body, *case.texts[1:]),
                reports=(replace(case.reports[0], outlet=EVIL, title=EVIL, language=EVIL), *case.reports[1:]),
                footage=(clip, *case.footage[1:]),
                analysis=replace(
                    case.analysis, claims=(claim, *halvern.CLAIMS[1:]), incidents=(incident, halvern.HOSPITAL_INCIDENT)
                ),
                problems=(Problem(code=EVIL, where=EVIL, words=EVIL),),
                posters=((halvern.POSTERS[0][0], f'"><script>{EVIL}'.encode("utf-8", "surrogatepass")),),
                software=EVIL,
                verifier_key=EVIL,
            ),
            load_assets(),
        )
    )


@pytest.fixture(scope="module")
def page() -> Page:
    return poisoned()


def test_no_element_or_attribute_is_born_from_material(page: Page) -> None:
    clean = read_page(render(halvern.case_file(), load_assets()))
    assert page.faults == []
    assert {element.tag for element in page.elements} <= {element.tag for element in clean.elements}
    names = {name for element in page.elements for name in element.attributes}
    assert names <= {"title", *(name for element in clean.elements for name in element.attributes)}
    assert len(page.all("script")) == len(page.all("style")) == 1


def test_material_is_not_taken_for_a_template(page: Page) -> None:
    assert "{{ 7 * 7 }}" in page.all("h1")[0].text


def test_links_still_arrive(page: Page) -> None:
    ids = set(page.ids)
    assert len(ids) == len(page.ids)
    assert [link.attributes["href"] for link in page.all("a") if link.attributes["href"][1:] not in ids] == []
    assert [name for name in page.ids if not name.isascii() or " " in name or "<" in name] == []


def test_unseen_characters_are_shown(page: Page) -> None:
    everything = page.all("html")[0].text + "".join(v for element in page.elements for v in element.attributes.values())
    for character in "\u202e\u202c\u200b\ufeff\x00\x1b\u2066\u2069":
        assert character not in everything
    title = page.all("h1")[0].text
    assert "gpj.⟨U+202E⟩report⟨U+202C⟩.exe" in title
    assert "Kel⟨U+200B⟩mora⟨U+FEFF⟩" in title
    assert "⟨U+D800⟩" in title


def test_material_is_isolated_from_the_words_around_it(page: Page) -> None:
    for element in page.all("h1") + page.all("h3"):
        if EVIL[:9] in element.text:
            assert any(inner.tag == "bdi" and element.text.find(inner.text) >= 0 for inner in page.elements)


def test_a_language_tag_that_is_none_is_left_out(page: Page) -> None:
    tags = {element.attributes["lang"] for element in page.elements if "lang" in element.attributes}
    assert tags == {"en", "ar", ""}


def test_a_poster_that_is_no_jpeg_is_not_shown(page: Page) -> None:
    assert all(image.attributes["src"].startswith("data:image/jpeg;base64,/9j/") for image in page.all("img"))


def test_joiners_stay_where_a_script_needs_them() -> None:
    persian = "می\u200cخواهم"
    assert show_unseen(persian) == persian
    assert show_unseen("a\u200cb") == "a⟨U+200C⟩b"


def test_a_record_that_refers_to_nothing_is_said_to() -> None:
    case = halvern.case_file()
    lonely = replace(halvern.MARKET_INCIDENT, claims=("c-gone",), denials=("c-gone-too",))
    page = read_page(render(replace(case, analysis=replace(case.analysis, incidents=(lonely,))), load_assets()))
    rows = [row.text for row in page.all("tr") if "PAGE-REFERENCE" in row.text]
    assert any("c-gone" in row for row in rows)
    assert any("c-gone-too" in row for row in rows)
