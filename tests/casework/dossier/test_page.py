"""The page as a whole: well-formed, closed to the outside, every link arrives, the same bytes every time."""

import base64
import hashlib
import re
import time
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from probans.casework.dossier import render
from probans.model.case import CaseRecord, CaseSettings
from probans.model.casefile import Analysis, CaseFile
from probans.model.custody import Checkpoint
from probans.shell.dossier_assets import load_assets
from tests.casework.dossier import halvern
from tests.casework.dossier.html import Page, read_page


def empty_case() -> CaseFile:
    return CaseFile(
        case=CaseRecord(settings=CaseSettings()),
        exhibits=(),
        reports=(),
        footage=(),
        tables=(),
        texts=(),
        analysis=Analysis(),
        decisions=(),
        checkpoint=Checkpoint(origin="probans.example/empty", size=1, root="00" * 32),
        checks=(),
        problems=(),
    )


@cache
def page_of(kind: str) -> Page:
    cases = {
        "empty": empty_case(),
        "halvern": halvern.case_file(),
        "large": halvern.large_case(20, 100),
        "without map": replace(halvern.case_file(), basemap=""),
    }
    return read_page(render(cases[kind], load_assets()))


KINDS = pytest.mark.parametrize("kind", ["empty", "halvern", "large", "without map"])


@KINDS
def test_it_is_well_formed(kind: str) -> None:
    page = page_of(kind)
    assert page.faults == []
    assert len(page.all("main")) == len(page.all("nav")) == 1
    assert page.all("html")[0].attributes["lang"] == "en"


@KINDS
def test_every_id_stands_once_and_every_link_arrives(kind: str) -> None:
    page = page_of(kind)
    assert len(page.ids) == len(set(page.ids))
    targets = [link.attributes["href"] for link in page.all("a")]
    assert targets
    assert [target for target in targets if target[0] != "#" or target[1:] not in set(page.ids)] == []


@KINDS
def test_labels_point_to_ids(kind: str) -> None:
    page = page_of(kind)
    named = [
        element.attributes["aria-labelledby"] for element in page.elements if "aria-labelledby" in element.attributes
    ]
    assert set(named) <= set(page.ids)


@KINDS
def test_nothing_is_fetched_from_outside(kind: str) -> None:
    page = page_of(kind)
    for element in page.elements:
        assert element.tag not in {"link", "iframe", "object", "embed", "base", "video", "audio", "source", "use"}
        for name in ("src", "srcset", "action", "data", "poster", "background", "xlink:href", "style", "formaction"):
            value = element.attributes.get(name, "")
            assert value == "" or (
                element.tag == "img" and name == "src" and value.startswith("data:image/jpeg;base64,")
            )
        assert not [name for name in element.attributes if name.startswith("on")]
    style = page.all("style")[0].text
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_admits_exactly_our_style_and_script() -> None:
    page = page_of("halvern")
    policy = next(meta.attributes["content"] for meta in page.all("meta") if "http-equiv" in meta.attributes)
    assert policy.startswith("default-src 'none'; img-src data:; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (element,) = page.all(tag)
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_the_script_makes_no_markup_and_no_request() -> None:
    script = load_assets().script
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "fetch(",
        "XMLHttp",
    ):
        assert word not in script


@KINDS
def test_headings_go_down_one_step_at_a_time(kind: str) -> None:
    levels = [int(element.tag[1]) for element in page_of(kind).elements if re.fullmatch("h[1-6]", element.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


@KINDS
def test_tables_say_what_their_headers_are_for(kind: str) -> None:
    page = page_of(kind)
    assert [head.text for head in page.all("th") if head.attributes.get("scope") not in {"row", "col"}] == []
    assert [image for image in page.all("img") if not image.attributes.get("alt")] == []


def test_the_same_case_gives_the_same_bytes() -> None:
    assert render(halvern.case_file(), load_assets()) == render(halvern.case_file(), load_assets())


def test_an_empty_case_says_that_nothing_is_there() -> None:
    main = page_of("empty").all("main")[0].text
    for words in ("No incident was made out", "No claim was read", "The case holds no exhibit", "No check was run"):
        assert words in main


def test_the_title_block_says_what_the_file_is() -> None:
    title = page_of("halvern").by_id("top").text
    for words in ("IIP-2031-07", "Independent Inquiry Panel on Halvern", "11 March 2031", "Proposals, not findings"):
        assert words in title
    assert "presumed innocent" in title
    assert "fictional" in title
    assert "fictional" not in page_of("empty").by_id("top").text


@pytest.mark.slow
def test_a_large_case_renders_in_seconds() -> None:
    """2,000 exhibits with their texts and 5,000 claims; the bound is wide, for a busy machine."""
    case, assets = halvern.large_case(2000, 5000), load_assets()
    start = time.perf_counter()
    page = render(case, assets)
    assert time.perf_counter() - start < 30
    assert len(page) < 20_000_000
    assert page.count(b'class="card claim"') == 5000
