"""Damaged documents of every kind: each is read as far as it goes or is a coded problem; nothing raises."""

import random

import pytest

from probans.model.exhibit import MediaKind
from tests.shell.connectors.reading import read
from tests.shell.connectors.test_documents_archive import GONE, PAGE, PHOTO, make_warc, make_zip
from tests.shell.connectors.test_documents_html import ARTICLE
from tests.shell.connectors.test_documents_mail import HEADERS, message
from tests.shell.connectors.test_documents_pdf import make_pdf

SEEDS = {
    "a.pdf": (make_pdf(["Nine died", "in Hadrik"], "/Title (x) /CreationDate (D:20310101)"), MediaKind.PDF),
    "a.eml": (
        HEADERS + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n',
        MediaKind.EMAIL,
    ),
    "b.eml": (message().as_bytes(), MediaKind.EMAIL),
    "a.zip": (make_zip({"a.txt": b"x" * 100, "Базар.txt": b"y"}), MediaKind.CONTAINER),
    "a.warc": (make_warc([PAGE, PHOTO, GONE], packed=False), MediaKind.WEB_ARCHIVE),
    "a.warc.gz": (make_warc([PAGE, PHOTO, GONE]), MediaKind.WEB_ARCHIVE),
    "a.wacz": (make_zip({"archive/a.warc.gz": make_warc([PAGE]), "datapackage.json": b"{}"}), MediaKind.WEB_ARCHIVE),
    "a.html": (ARTICLE.encode(), MediaKind.HTML),
    "a.md": ("---\ntitle: x\ndate: 2031-01-01\n---\nИсточник: Курьер\n".encode(), MediaKind.MARKDOWN),
    "a.txt": ("Date: 2031-01-01 By X\nИсточник: Курьер\n".encode("utf-16"), MediaKind.TEXT),
}


def damaged(octets: bytes, chance: random.Random) -> bytes:
    """Change, cut, insert and repeat stretches of bytes, one to ten times."""
    broken = bytearray(octets)
    for _ in range(chance.randint(1, 10)):
        at, other = chance.randrange(len(broken) + 1), chance.randrange(len(broken) + 1)
        match chance.randrange(4):
            case 0:
                broken[at : at + 1] = chance.randbytes(1)
            case 1:
                del broken[at : at + chance.randrange(40)]
            case 2:
                broken[at:at] = chance.randbytes(8)
            case _:
                broken[at:at] = broken[other : other + 100]
    return bytes(broken)


@pytest.mark.parametrize("name", SEEDS)
def test_damage_never_raises(name: str) -> None:
    octets, kind = SEEDS[name]
    chance = random.Random(name)
    for _ in range(60):
        found = read(damaged(octets, chance), name, kind=kind)
        assert found.text or found.parts or found.codes, "an answer without content says why"


@pytest.mark.parametrize("name", ["a.pdf", "a.zip", "a.warc", "a.warc.gz", "a.wacz", "a.eml"])
def test_every_cut_is_read_or_reported(name: str) -> None:
    octets, kind = SEEDS[name]
    for keep in range(0, len(octets), max(1, len(octets) // 40)):
        found = read(octets[:keep], name, kind=kind)
        assert found.text or found.parts or found.codes


def test_a_boundary_beyond_ascii_is_read() -> None:
    octets = HEADERS + 'Content-Type: multipart/mixed; boundary="é"\r\n\r\n--é\r\n\r\nx\r\n--é--\r\n'.encode()
    assert read(octets, "a.eml", kind=MediaKind.EMAIL).outcome in ("passed", "failed")
