"""Make the example's binary documents from the texts in ``tools/example_documents``: a PDF, an e-mail, a web archive.

Run as ``python tools/make_example_documents.py EXAMPLE`` with the example's folder, whose ``media`` must be there
already (the e-mail carries a still of it). Dates, identifiers and boundaries are fixed, so the same bytes come out each
time; only the compression of the web archive depends on the version of zlib.
"""

import base64
import gzip
import hashlib
import sys
import textwrap
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

SOURCES = Path(__file__).parent / "example_documents"
STILL = "gravel-pit-still.jpg"

_NOTE = "remnants-survey-2031-04-02-note-3"
_ARCHIVE = "pages-2031-03-29.warc.gz"
_PAGES = (
    ("page-check-2031-03-27.html", "https://harbourgazette.example/checked/orlesk-depot", "2031-03-29T08:14:02Z"),
    ("page-brine-2031-03-22.html", "https://eveningpost.example/2031/03/22/lower-brine", "2031-03-29T08:15:40Z"),
)
_LINES_ON_A_PAGE = 36
_ABOUT = (
    b"<< /Title (Technical note 3: Remnants found in Hadrik and Mirovash) /Author (Halvern Remnants Survey)"
    b" /CreationDate (D:20310402091500-01'00') >>"
)


def documents(still: bytes) -> dict[str, bytes]:
    """Give file name and bytes of each document; ``still`` is the picture attached to the e-mail."""
    return {
        f"{_NOTE}.pdf": _pdf(_source(f"{_NOTE}.txt")),
        "email-2031-03-20-statement-w17.eml": _email(still),
        _ARCHIVE: _web_archive(),
    }


def _source(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")


# --- PDF (ISO 32000-1, 7.5), text in the standard fonts ---------------------------------------------------------------


def _pdf(text: str) -> bytes:
    lines = _set_lines(text)
    sheets = [lines[start : start + _LINES_ON_A_PAGE] for start in range(0, len(lines), _LINES_ON_A_PAGE)]
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(sheets)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode("ascii"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        _ABOUT,
    ]
    for number, sheet in enumerate(sheets):
        objects += [_page(7 + 2 * number), _content(sheet)]
    return _pdf_file(objects)


def _set_lines(text: str) -> list[tuple[bool, str]]:
    """Lines to set, each with whether it is a heading."""
    lines: list[tuple[bool, str]] = []
    for paragraph in text.strip().split("\n"):
        heading = paragraph.isupper() or paragraph[:2] in {"1.", "2.", "3."} or paragraph.startswith("Remnants found")
        lines += [(heading, line) for line in textwrap.wrap(paragraph, 88) or [""]]
    return lines


def _page(content: int) -> bytes:
    return (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R"
        " /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
    ).encode("ascii")


def _content(lines: list[tuple[bool, str]]) -> bytes:
    shown = "\n".join(f"/{'F2' if heading else 'F1'} 10.5 Tf ({_escaped(line)}) Tj T*" for heading, line in lines)
    stream = f"BT\n19 TL\n68 774 Td\n{shown}\nET".encode("cp1252")
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _pdf_file(objects: list[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(out)


# --- e-mail and web archive ------------------------------------------------------------------------------------------


def _email(still: bytes) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["Date"] = "Thu, 20 Mar 2031 17:26:11 -0100"
    message["From"] = "Dessa Lorrimay <lorrimay@advocates-orlesk.example>"
    message["To"] = "Intake, Independent Inquiry Panel on Halvern <intake@panel-halvern.example>"
    message["Subject"] = "Note of a conversation with W17, and a still"
    message["Message-ID"] = "<20310320.172611.w17@advocates-orlesk.example>"
    message.set_content(_source("email-2031-03-20-body.txt"))
    message.add_attachment(_source("statement-w17.txt"), filename="statement-w17.txt")
    message.add_attachment(still, maintype="image", subtype="jpeg", filename=STILL)
    message.set_boundary("=_halvern-20310320")
    return message.as_bytes()


def _web_archive() -> bytes:
    """One gzip member for each record (ISO 28500, annex on compression)."""
    info = b"software: example of the invented conflict of Vesmar and Torrund\r\nformat: WARC File Format 1.0\r\n"
    head = {"WARC-Type": "warcinfo", "WARC-Filename": _ARCHIVE, "WARC-Date": _PAGES[0][2]}
    records = [_record(0, {**head, "Content-Type": "application/warc-fields"}, info)]
    for number, (name, address, moment) in enumerate(_PAGES, 1):
        page = _source(name).encode("utf-8")
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(page)
        head = {"WARC-Type": "response", "WARC-Target-URI": address, "WARC-Date": moment}
        head |= {"WARC-Payload-Digest": _sha1(page), "Content-Type": "application/http; msgtype=response"}
        records.append(_record(number, head, answer + page))
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def _record(number: int, head: dict[str, str], block: bytes) -> bytes:
    fields = head | {
        "WARC-Record-ID": _record_id(number),
        "WARC-Block-Digest": _sha1(block),
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return b"WARC/1.0\r\n" + lines.encode("ascii") + b"\r\n" + block + b"\r\n\r\n"


def _sha1(octets: bytes) -> str:
    """A digest as WARC writes it; it finds bit rot here and protects nothing."""
    return "sha1:" + base64.b32encode(hashlib.sha1(octets, usedforsecurity=False).digest()).decode("ascii")


def _record_id(number: int) -> str:
    return f"<urn:uuid:20310329-0000-4000-8000-{number:012d}>"


def main() -> None:
    """Write the documents into the example's ``reports``."""
    example = Path(sys.argv[1])
    for name, octets in documents((example / "media" / STILL).read_bytes()).items():
        (example / "reports" / name).write_bytes(octets)


if __name__ == "__main__":
    main()
