"""Pages: main text, what the markup says, and never a script."""

import pytest

from probans.model.exhibit import MediaKind
from probans.model.outcome import Outcome
from probans.shell.connectors.documents_html import MAIN_TEXT_BYTES, visible_text
from tests.shell.connectors.reading import read

ARTICLE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Shells hit market</title>
<meta name="author" content="Ina Sorn"><meta property="og:site_name" content="Kelmora Courier">
<meta property="article:published_time" content="2031-03-09T22:15:00+01:00">
<link rel="canonical" href="https://courier.example/market">
<style>p {color: red}</style></head>
<body><nav><a href="/">Home</a> <a href="/war">War</a></nav><article><h1>Shells hit market</h1>
<p>At least 21 people were killed and 64 injured when shells fell on Lantern Market in Kelmora on Sunday morning,
the city hall said. Cafe\u0301 owners nearby sheltered dozens of people.</p>
<script>document.body.innerHTML = "<p>nothing happened</p>"</script>
<p>The Ministry of Defence of Torrund denied that its forces had fired on the market and said that the shells had come
from positions held by the army of Vesmar north of the river.</p>
<p>Streets around the market were closed for several hours after the attack, and the hospital asked for blood.</p>
</article><footer>All rights reserved</footer></body></html>"""


def test_an_article_gives_its_main_text_and_what_the_markup_says() -> None:
    found = read(ARTICLE.encode(), "a.html")
    assert found.text is not None
    assert "At least 21 people were killed" in found.text
    assert "Cafe\u0301 owners" in found.text
    assert "nothing happened" not in found.text
    assert "Home" not in found.text
    record = found.record
    assert (record.title, record.author, record.outlet) == ("Shells hit market", "Ina Sorn", "Kelmora Courier")
    assert (record.url, record.language, record.language_basis) == ("https://courier.example/market", "en", "html lang")
    assert (found.published, record.published_basis) == (("2031-03-09", "2031-03-09"), "html metadata")
    assert found.codes == ()


def test_a_page_without_main_text_gives_all_that_is_shown() -> None:
    page = "<html><head><title>t</title><script>evil()</script></head><body><footer>Nine<br>dead</footer></body></html>"
    found = read(page.encode(), "a.html")
    assert found.text == "Nine\ndead"
    assert found.codes == ("HTML-WHOLE-TEXT",)


@pytest.mark.parametrize("declared", ["windows-1251", "koi8-r", "utf-8"])
def test_the_declared_encoding_is_used(declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>Погибли девять человек</p></body></html>'
    assert read(page.encode(declared), "a.html").text == "Погибли девять человек"


def test_a_wrong_declaration_yields_to_valid_utf8() -> None:
    page = '<html><head><meta charset="windows-1252"></head><body><p>Погибли девять человек</p></body></html>'
    assert read(page.encode(), "a.html").text == "Погибли девять человек"


def test_no_date_in_the_markup_leaves_it_open() -> None:
    page = ARTICLE.replace("2031-03-09T22:15:00+01:00", "")
    found = read(page.encode(), "a.html")
    assert (found.published, found.record.published_basis) == (("", ""), "")


def test_a_large_page_gives_all_visible_text() -> None:
    page = "<html><body>" + "<p>Nine people were killed in Hadrik.</p>" * (MAIN_TEXT_BYTES // 36) + "</body></html>"
    found = read(page.encode(), "a.html")
    assert found.codes == ("HTML-WHOLE-TEXT",)
    assert found.text is not None
    assert found.text.count("Hadrik") == MAIN_TEXT_BYTES // 36


def test_text_under_very_deep_markup_is_kept() -> None:
    page = "<html><body>" + "<div>" * 5000 + "Nine dead" + "</div>" * 5000 + "<p>The end</p></body></html>"
    found = read(page.encode(), "a.html")
    assert found.text is not None
    assert "Nine dead" in found.text
    assert "The end" in found.text


@pytest.mark.parametrize(
    "page",
    [
        "<html>",
        "<html></html>",
        "<html><body></body></html>",
        "<!doctype html>",
        "<html><body><p>cut in a ta",
        "<html><head><script>never closed <p>x",
        "<?xml version='1.0' encoding='utf-8'?><html><body>\x00zero\x0b</body></html>",
        "<html><body>&#xD800;&#0;&#x110000;&nosuch;</body></html>",
        "<html><frameset><frame src='http://courier.example/'></frameset></html>",
    ],
)
def test_broken_pages_are_read_as_far_as_they_go(page: str) -> None:
    found = read(page.encode(), "a.html", kind=MediaKind.HTML)
    assert found.outcome is Outcome.PASSED


def test_what_is_hidden_is_not_shown() -> None:
    shown = visible_text("<body><template>a</template>b<style>c</style><table><tr><td>d<td>e</table><p>f <b>g</b>")
    assert shown == "b\nd\te\nf g"
