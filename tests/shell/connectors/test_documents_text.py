"""Text, Markdown and tables: decoded and otherwise untouched; what the head says is read beside it."""

import pytest

from probans.model.exhibit import MediaKind
from probans.model.outcome import Outcome
from tests.shell.connectors.reading import read

CYRILLIC = "Прокуратура Вэсмара сообщила, что Погибли девять человек. Среди раненых есть дети и женщины."
ARABIC = "قال مكتب المدعي العام إن تسعة أشخاص قتلوا في سوق كلمورا يوم الأحد وأصيب عشرات آخرون بجروح"
WESTERN = "Le marché a été touché dimanche à midi; les blessés ont été emmenés à l’hôpital déjà plein."
TURKISH = "Kelmora şehrinde pazar günü dokuz kişi öldürüldü, çoğu sivil olan yaralılar hastaneye kaldırıldı."


def test_plain_text_gives_back_its_bytes_and_its_head() -> None:
    octets = b" date 2031-03-04 By Ina Sorn\n\nThe Office of Vesmar said nine people died.\r\n"
    found = read(octets, "a.txt")
    assert found.text is not None
    assert found.text.encode() == octets
    assert found.published == ("2031-03-04", "2031-03-04")
    assert (found.record.published_basis, found.record.author) == ("header line", "Ina Sorn")
    assert (found.record.language, found.record.language_basis) == ("en", "detected")
    assert (found.outcome, found.codes) == (Outcome.PASSED, ())


@pytest.mark.parametrize(
    "text", ["cafe\u0301 in Hadrik\x0b\u2028end", "a\r\nb\rc\n", "\u200fنص", " \n\n", "\U0001f54a"]
)
def test_utf8_is_never_changed(text: str) -> None:
    assert read(text.encode(), "a.txt", kind=MediaKind.TEXT).text == text


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (b"\xef\xbb\xbf" + CYRILLIC.encode(), CYRILLIC),
        (b"\xff\xfe" + ARABIC.encode("utf-16-le"), ARABIC),
        (b"\xfe\xff" + ARABIC.encode("utf-16-be"), ARABIC),
        (b"\xff\xfe\x00\x00" + ARABIC.encode("utf-32-le"), ARABIC),
        (WESTERN.encode("utf-16-le"), WESTERN),
    ],
)
def test_marks_and_wide_encodings_are_read(octets: bytes, text: str) -> None:
    found = read(octets, "a.txt", kind=MediaKind.TEXT)
    assert (found.text, found.codes) == (text, ())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CYRILLIC, "cp1251"),
        (CYRILLIC, "koi8-r"),
        (ARABIC, "cp1256"),
        (WESTERN, "cp1252"),
        (TURKISH, "cp1254"),
        ("“Nine dead” – the office’s words", "cp1252"),
        ("caf\u00e9", "cp1252"),
    ],
)
def test_a_guessed_encoding_is_right_and_reported(text: str, encoding: str) -> None:
    found = read(text.encode(encoding), "a.txt", kind=MediaKind.TEXT)
    assert (found.text, found.codes) == (text, ("TEXT-ENCODING-GUESSED",))


def test_damaged_utf8_stays_utf8() -> None:
    found = read(CYRILLIC.encode()[:-1] + b"\xff end", "a.txt", kind=MediaKind.TEXT)
    assert found.text is not None
    assert found.text.startswith(CYRILLIC[:-2])
    assert found.codes == ("TEXT-ENCODING-DAMAGED",)


def test_utf16_cut_in_a_character_is_reported() -> None:
    found = read(b"\xff\xfe" + ARABIC.encode("utf-16-le")[:-1], "a.txt", kind=MediaKind.TEXT)
    assert found.codes == ("TEXT-ENCODING-DAMAGED",)


@pytest.mark.parametrize(
    ("head", "days", "author", "outlet", "title"),
    [
        ("Published: 7 January 2031\nBy Ina Sorn\n", ("2031-01-07", "2031-01-07"), "Ina Sorn", "", ""),
        (
            "Title: Nine dead in Hadrik\nOutlet: Kelmora Courier\nDate: January 7, 2031\n",
            ("2031-01-07", "2031-01-07"),
            "",
            "Kelmora Courier",
            "Nine dead in Hadrik",
        ),
        ("SOURCE: Red Lantern\nDATE: 03/04/2031\n", ("2031-03-04", "2031-04-03"), "", "Red Lantern", ""),
        ("Дата: 7 января 2031\nИсточник: Курьер\n", ("2031-01-07", "2031-01-07"), "", "Курьер", ""),
        ("التاريخ: ٧ يناير ٢٠٣١\n", ("2031-01-07", "2031-01-07"), "", "", ""),
        (
            "Nine dead in Hadrik\n\nBy Ina Sorn\nPublished: March 2031\n",
            ("2031-03-01", "2031-03-31"),
            "Ina Sorn",
            "",
            "",
        ),
        ("Published: yesterday\n", ("", ""), "", "", ""),
        ("Published: 31 February 2031\n", ("", ""), "", "", ""),
        ("By the time we came, all was over\n", ("", ""), "", "", ""),
        ("By Ina Sorn and Teodor van Hallic\n", ("", ""), "Ina Sorn and Teodor van Hallic", "", ""),
    ],
)
def test_header_lines(head: str, days: tuple[str, str], author: str, outlet: str, title: str) -> None:
    found = read(
        f"{head}\nNine people were killed in Hadrik, the office said.\n".encode(), "a.txt", kind=MediaKind.TEXT
    )
    assert found.published == days
    assert (found.record.author, found.record.outlet, found.record.title) == (author, outlet, title)
    assert found.record.published_basis == ("header line" if days[0] else "")


def test_a_sentence_with_a_colon_is_no_header() -> None:
    found = read(b"The office said this:\nwe know nothing. By noon all was over.\nSource: a witness\n", "a.txt")
    assert found.record.author == ""


def test_lines_deep_in_the_text_are_no_header() -> None:
    body = "\n".join(f"Line {n} of the report goes on with what people saw." for n in range(6))
    found = read(f"{body}\nPublished: 2031-01-07\n".encode(), "a.txt")
    assert found.published == ("", "")


def test_markdown_is_kept_and_its_front_matter_read() -> None:
    text = (
        '---\ntitle: "Nine dead"\nauthor: Ina Sorn\ndate: 2031-03-04\nsource: Kelmora Courier\n'
        "url: https://courier.example/9\nlang: en\n---\n\n# Nine dead in Hadrik\n\nText *here*.\n"
    )
    found = read(text.encode(), "a.md")
    assert (found.text, found.record.title, found.record.outlet) == (text, "Nine dead", "Kelmora Courier")
    assert (found.published, found.record.published_basis) == (("2031-03-04", "2031-03-04"), "front matter")
    assert (found.record.language, found.record.url) == ("en", "https://courier.example/9")


def test_the_first_heading_of_markdown_is_its_title() -> None:
    assert (
        read(b"# Nine dead in Hadrik\n\nPublished: 2031-03-04\n\nText.\n", "a.md").record.title == "Nine dead in Hadrik"
    )


def test_a_table_is_kept_as_written() -> None:
    octets = b'name;age;date\r\n"Osk,\nMaren";34;9.3.2031\r\n'
    found = read(octets, "list.csv")
    assert found.text is not None
    assert found.text.encode() == octets
    assert found.published == ("", "")


def test_an_empty_document_is_a_problem() -> None:
    found = read(b"", "a.txt", kind=MediaKind.TEXT)
    assert (found.outcome, found.text, found.codes, found.wheres) == (
        Outcome.FAILED,
        None,
        ("DOCUMENT-EMPTY",),
        ("EX-0001",),
    )


def test_a_kind_without_text_is_a_problem() -> None:
    assert read(b"\x00\x01", "a.bin").codes == ("DOCUMENT-KIND",)
