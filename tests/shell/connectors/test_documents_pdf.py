"""PDF: text page by page; pages without text, broken and locked files are problems."""

import hashlib
from pathlib import Path

import pypdfium2
import pytest

from probans.model.outcome import Outcome
from tests.shell.connectors.reading import read


def make_pdf(pages: list[str], information: str = "") -> bytes:
    """A small PDF written by hand: one Helvetica line per line of each page."""
    count = len(pages)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{4 + 2 * at} 0 R' for at in range(count))}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, page in enumerate(pages):
        lines = "".join(f"({line}) Tj T* " for line in page.split("\n") if line)
        drawn = f"BT /F1 11 Tf 14 TL 72 720 Td {lines}ET".encode("cp1252")
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * at} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        ]
    objects.append(f"<< {information} >>".encode("cp1252"))
    return _written(objects)


def _written(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def test_pages_are_read_in_order_with_a_form_feed_between() -> None:
    found = read(make_pdf(["Nine people died\nin Hadrik.", "The office denied it."]), "a.pdf")
    assert found.text == "Nine people died\nin Hadrik.\n\f\nThe office denied it."
    assert (found.outcome, found.codes, found.record.language) == (Outcome.PASSED, (), "en")


def test_values_of_the_file_are_read_and_the_head_of_the_text_goes_first() -> None:
    about = "/Title (Report 9) /Author (Ina Sorn) /CreationDate (D:20310304120000Z)"
    found = read(make_pdf(["Nine people died in Hadrik on Sunday."], about), "a.pdf")
    assert (found.record.title, found.record.author) == ("Report 9", "Ina Sorn")
    assert (found.published, found.record.published_basis) == (("2031-03-04", "2031-03-04"), "pdf creation date")
    headed = read(make_pdf(["Published: 2031-03-01\nNine people died."], about), "a.pdf")
    assert (headed.published, headed.record.published_basis) == (("2031-03-01", "2031-03-01"), "header line")


def test_words_parted_at_the_end_of_a_line_are_joined() -> None:
    found = read(make_pdf(["Nine peo-\nple died. Twenty-\nsix of Al-\nHadrik were well-known."]), "a.pdf")
    assert found.text == "Nine people died. Twenty-six of Al-Hadrik were well-known."


def test_a_page_without_text_is_a_problem() -> None:
    found = read(make_pdf(["One", "", "Three"]), "a.pdf")
    assert found.codes == ("PDF-NO-TEXT",)
    assert found.text == "One\n\f\n\n\f\nThree"


def test_a_document_without_any_text_has_no_text() -> None:
    found = read(make_pdf(["", ""]), "a.pdf")
    assert (found.text, found.codes) == (None, ("PDF-NO-TEXT",))


def test_attached_files_become_parts(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(make_pdf(["One"])) as opened:
        opened.new_attachment("list of names.csv").set_data(b"name,age\nMaren Osk,34\n")
        opened.save(tmp_path / "a.pdf")
    found = read((tmp_path / "a.pdf").read_bytes(), "a.pdf")
    assert found.parts == (("list of names.csv", b"name,age\nMaren Osk,34\n"),)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_truncated_file_is_read_or_reported(share: float) -> None:
    whole = make_pdf(["Nine people died."] * 3)
    found = read(whole[: int(len(whole) * share)], "a.pdf")
    assert found.text is not None or set(found.codes) & {"PDF-UNREADABLE", "PDF-NO-TEXT"}


def test_a_locked_file_is_a_problem() -> None:
    whole = make_pdf(["One"])
    lock = (
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + hashlib.sha256(b"o").hexdigest().encode() + b"> /U <"
        + hashlib.sha256(b"u").hexdigest().encode() + b"> >>"
    )  # fmt: skip
    mark = b"/Root 1 0 R"
    locked = whole.replace(mark, mark + b" /Encrypt " + lock + b" /ID [<00> <00>]")
    found = read(locked, "a.pdf")
    assert (found.outcome, found.codes) == (Outcome.FAILED, ("PDF-ENCRYPTED",))


def test_text_in_many_pages_is_read() -> None:
    found = read(make_pdf([f"Page {at}" for at in range(300)]), "a.pdf")
    assert found.text is not None
    assert found.text.split("\n\f\n")[299] == "Page 299"
