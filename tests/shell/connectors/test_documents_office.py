"""Word processing and presentation files: their text in order, their pictures as parts, deleted words left out."""

from probans.model.outcome import Outcome
from tests.shell.connectors.reading import read
from tests.shell.connectors.test_documents_archive import make_zip

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
O = (  # noqa: E741  the prefix of OpenDocument's own namespaces
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
CORE = (
    '<cp:coreProperties xmlns:cp="urn:c" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="urn:t">'
    "<dc:title>Note 9</dc:title><dc:creator>Ina Sorn</dc:creator>"
    "<dcterms:created>2031-03-04T10:00:00Z</dcterms:created></cp:coreProperties>"
)


def make_word(body: str, **more: bytes) -> bytes:
    return make_zip(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>".encode(),
            "docProps/core.xml": CORE.encode(),
            **{name.replace("__", "/"): octets for name, octets in more.items()},
        }
    )


def test_a_word_document_gives_text_pictures_and_values() -> None:
    body = (
        "<w:p><w:r><w:t>Nine people</w:t></w:r><w:r><w:tab/><w:t xml:space='preserve'> died</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Hadrik</w:t><w:br/><w:t>9</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    found = read(make_word(body, word__media__image1="\xff\xd8".encode("latin-1")), "a.docx")
    assert found.text == "Nine people\t died\nHadrik\n9"
    assert found.names == ["word/media/image1"]
    assert (found.record.title, found.record.author) == ("Note 9", "Ina Sorn")
    assert (found.published, found.record.published_basis) == (("2031-03-04", "2031-03-04"), "document creation date")
    assert (found.outcome, found.codes) == (Outcome.PASSED, ())


def test_deleted_words_are_left_out_and_told() -> None:
    body = (
        "<w:p><w:r><w:t>Nine</w:t></w:r><w:del><w:r><w:delText>Ten</w:delText></w:r></w:del>"
        "<w:r><w:t> died</w:t></w:r></w:p>"
    )
    found = read(make_word(body), "a.docx")
    assert (found.text, found.codes) == ("Nine died", ("OFFICE-CHANGES",))


def test_slides_come_in_their_order() -> None:
    slides = {
        f"ppt/slides/slide{at}.xml": f"<s {A}><a:p><a:r><a:t>Slide {at}</a:t></a:r></a:p></s>".encode()
        for at in (10, 2, 1)
    }
    found = read(make_zip({"[Content_Types].xml": b"<Types/>", **slides}), "a.pptx")
    assert found.text == "Slide 1\n\f\nSlide 2\n\f\nSlide 10"


def test_an_open_document_gives_its_text() -> None:
    content = (
        f"<office:document-content {O}><office:body><office:text><text:tracked-changes><text:p>gone</text:p>"
        "</text:tracked-changes><text:h>Nine <text:span>dead</text:span> in Hadrik</text:h>"
        "<text:p>A<text:s/>B<text:tab/>C<text:line-break/>D</text:p></office:text></office:body></office:document-content>"
    )
    members = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()}
    found = read(make_zip(members, method=0), "a.odt")
    assert (found.text, found.codes) == ("Nine dead in Hadrik\nA B\tC\nD", ("OFFICE-CHANGES",))


def test_entities_are_not_resolved_and_broken_markup_is_told() -> None:
    entities = f'<!ENTITY a "{"x" * 1000}"><!ENTITY b "{"&a;" * 1000}">'
    bomb = f"<!DOCTYPE d [{entities}]><w:document {W}><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>"
    assert read(make_word(""), "a.docx").codes == ("DOCUMENT-NO-CONTENT",)
    members = {"[Content_Types].xml": b"<Types/>", "word/document.xml": bomb.encode()}
    assert len(read(make_zip(members), "a.docx").text or "") < 100
    members["word/document.xml"] = b"<w:document><cut"
    assert read(make_zip(members), "a.docx").codes == ("OFFICE-UNREADABLE",)


def test_a_sheet_is_told() -> None:
    members = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>", "xl/media/a.png": b"\x89PNG"}
    found = read(make_zip(members), "a.xlsx")
    assert (found.names, found.codes) == (["xl/media/a.png"], ("OFFICE-SHEET",))
