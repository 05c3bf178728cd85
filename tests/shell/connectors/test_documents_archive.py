"""ZIP, WARC and WACZ: members become parts within limits; what cannot come out is a problem and the rest comes."""

import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from probans.model.exhibit import MediaKind
from probans.model.outcome import Outcome
from probans.shell.connectors.documents_archive import Bounds, read_zip
from probans.shell.connectors.documents_content import Document
from probans.shell.connectors.documents_web_archive import read_warc
from tests.shell.connectors.reading import read


def make_zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, octets in members.items():
            archive.writestr(zipfile.ZipInfo(name), octets, compress_type=method)
    return out.getvalue()


def document(folder: Path, octets: bytes, media_type: str = "application/zip") -> Document:
    (folder / "a").write_bytes(octets)
    return Document(path=folder / "a", number="EX-0001", media_type=media_type, name="a")


def test_members_become_parts_under_their_names() -> None:
    members = {"b/Базар.txt": b"Nine died.", "../a.txt": b"x", "empty.txt": b"", "folder/": b""}
    found = read(make_zip(members), "a.zip")
    assert found.parts == (("b/Базар.txt", b"Nine died."), ("../a.txt", b"x"), ("empty.txt", b""))
    assert (found.text, found.outcome, found.codes) == (None, Outcome.PASSED, ())


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_of_compression(method: int) -> None:
    assert read(make_zip({"a.txt": b"Nine died." * 99}, method), "a.zip").parts == (("a.txt", b"Nine died." * 99),)


def test_a_name_in_utf8_without_its_flag_is_read() -> None:
    octets = make_zip({"Базар.txt": b"x"})
    plain = octets.replace(struct.pack("<HH", 20, 0x800), struct.pack("<HH", 20, 0))
    assert plain != octets
    assert read(plain, "a.zip").names == ["Базар.txt"]


def test_a_bomb_is_reported_and_the_rest_comes_out() -> None:
    octets = make_zip({"a.txt": b"Nine died.", "bomb": bytes(64 << 20), "b.txt": b"The end."})
    assert len(octets) < 100_000
    found = read(octets, "a.zip")
    assert found.names == ["a.txt", "b.txt"]
    assert (found.codes, found.wheres) == (("ARCHIVE-BOMB",), ("EX-0001: bomb",))


def test_a_directory_that_lies_about_sizes_gains_nothing() -> None:
    octets = make_zip({"bomb": bytes(64 << 20)})
    lying = octets.replace(struct.pack("<I", 64 << 20), struct.pack("<I", 10))
    assert lying != octets
    assert read(lying, "a.zip").parts in ((), (("bomb", bytes(10)),))


@pytest.mark.parametrize(
    ("bounds", "names"),
    [
        (Bounds(members=2), ["a", "b"]),
        (Bounds(total_bytes=25), ["a", "b", "d"]),
        (Bounds(member_bytes=9), ["d"]),
        (Bounds(ratio=0, ratio_from=12), ["a"]),
    ],
)
def test_each_bound_holds(tmp_path: Path, bounds: Bounds, names: list[str]) -> None:
    members = {"a": b"0123456789", "b": b"0123456789", "c": b"0123456789", "d": b"0123"}
    found = read_zip(document(tmp_path, make_zip(members, zipfile.ZIP_STORED)), bounds)
    assert [part.name for part in found.parts] == names
    assert {problem.code for problem in found.problems} == {"ARCHIVE-BOMB"}


def test_an_archive_within_too_many_others_is_not_opened() -> None:
    octets = make_zip({"a.txt": b"x"})
    assert read(octets, "a.zip", number="EX-0001.P1.P1.P1").names == ["a.txt"]
    found = read(octets, "a.zip", number="EX-0001" + ".P1" * 6)
    assert (found.outcome, found.codes) == (Outcome.FAILED, ("ARCHIVE-BOMB",))


def test_a_locked_member_is_a_problem() -> None:
    octets = bytearray(make_zip({"a.txt": b"x", "b.txt": b"y"}, zipfile.ZIP_STORED))
    octets[octets.index(b"PK\x03\x04") + 6] |= 1
    octets[octets.index(b"PK\x01\x02") + 8] |= 1
    found = read(bytes(octets), "a.zip")
    assert (found.names, found.codes) == (["b.txt"], ("ARCHIVE-ENCRYPTED",))


def test_an_archive_without_members_says_so() -> None:
    assert read(make_zip({}), "a.zip").codes == ("DOCUMENT-NO-CONTENT",)


def test_many_problems_are_summed_up() -> None:
    octets = make_zip({f"{at}.txt": b"Nine" for at in range(150)}, zipfile.ZIP_STORED).replace(b"Nine", b"Five")
    found = read(octets, "a.zip")
    assert (len(found.codes), found.codes[-1]) == (101, "DOCUMENT-MORE")


def test_a_damaged_member_is_a_problem_and_the_rest_comes_out() -> None:
    octets = make_zip({"a.txt": b"Nine died.", "b.txt": b"The end."}, zipfile.ZIP_STORED)
    found = read(octets.replace(b"Nine", b"Five"), "a.zip")
    assert (found.names, found.codes) == (["b.txt"], ("ARCHIVE-MEMBER",))


@pytest.mark.parametrize("keep", [4, 40, 120, -30, -1])
def test_a_truncated_archive_is_a_problem(keep: int) -> None:
    found = read(make_zip({"a.txt": b"Nine died.", "b.txt": b"x"})[:keep], "a.zip", kind=MediaKind.CONTAINER)
    assert (found.outcome, found.codes) == (Outcome.FAILED, ("ARCHIVE-UNREADABLE",))


def make_warc(answers: list[tuple[str, str, str, bytes]], *, packed: bool = True) -> bytes:
    """A WARC with one response per (address, status, content type, body)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed, warc_version="1.0")
    about = writer.create_warcinfo_record("a.warc", {"software": "test"})
    writer.write_record(about)
    about.raw_stream.close()
    for address, status, media_type, body in answers:
        headers = StatusAndHeaders(status, [("Content-Type", media_type)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            address,
            "response",
            payload=io.BytesIO(body),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2031-03-04T10:00:00Z"},
        )
        writer.write_record(record)
        record.raw_stream.close()
    return out.getvalue()


PAGE = ("https://courier.example/9", "200 OK", "text/html; charset=utf-8", b"<html><body>Nine died</body></html>")
PHOTO = ("https://courier.example/9.jpg", "200 OK", "image/jpeg", b"\xff\xd8\xff\xe0x")
GONE = ("https://courier.example/8", "404 Not Found", "text/html", b"gone")
STYLE = ("https://courier.example/s.css", "200 OK", "text/css", b"p {}")


@pytest.mark.parametrize("packed", [True, False])
def test_pages_and_media_come_out_of_a_warc(packed: bool) -> None:
    found = read(make_warc([PAGE, GONE, STYLE, PHOTO], packed=packed), "a.warc.gz" if packed else "a.warc")
    assert found.parts == ((PAGE[0], PAGE[3]), (PHOTO[0], PHOTO[3]))
    assert found.codes == ("WARC-LEFT",)
    assert found.record.reading.problems[0].words == "Records left in the archive: 1 answers 404, 1 text/css."


def test_a_warc_packed_as_a_whole_is_read() -> None:
    assert read(gzip.compress(make_warc([PAGE, PHOTO], packed=False)), "a.warc.gz").names == [PAGE[0], PHOTO[0]]


def test_a_changed_record_is_told_by_the_digest_of_the_archive() -> None:
    octets = make_warc([PAGE], packed=False).replace(b"Nine died", b"Five died")
    found = read(octets, "a.warc")
    assert (found.names, found.codes) == ([PAGE[0]], ("WARC-DIGEST",))


@pytest.mark.parametrize("packed", [True, False])
def test_what_comes_before_a_cut_comes_out(packed: bool) -> None:
    whole = make_warc([PAGE, PHOTO], packed=packed)
    found = read(whole[: len(whole) - 40], "a.warc.gz" if packed else "a.warc")
    assert found.names[0] == PAGE[0]
    assert set(found.codes) & {"WARC-DAMAGED", "WARC-DIGEST"}


def test_a_warc_that_is_none_is_a_problem() -> None:
    assert read(b"WARC/1.0\r\nnothing", "a.warc").codes == ("WARC-EMPTY",)
    found = read(gzip.compress(b"WARC/")[:-9], "a.warc.gz")
    assert (found.outcome, found.codes[0]) == (Outcome.FAILED, "WARC-UNREADABLE")


def test_a_bomb_in_a_warc_is_reported() -> None:
    octets = make_warc([PAGE, ("https://courier.example/b", "200 OK", "text/html", bytes(64 << 20)), PHOTO])
    found = read(octets, "a.warc.gz")
    assert found.names[0] == PAGE[0]
    assert "ARCHIVE-BOMB" in found.codes


def test_what_is_only_passed_over_is_bounded_too(tmp_path: Path) -> None:
    octets = make_warc([PAGE, ("https://courier.example/b", "200 OK", "text/css", bytes(64 << 20)), PHOTO])
    found = read_warc(document(tmp_path, octets, "application/warc+gzip"))
    assert [part.name for part in found.parts] == [PAGE[0]]
    assert {problem.code for problem in found.problems} == {"ARCHIVE-BOMB", "WARC-LEFT"}


def test_a_wacz_gives_the_records_of_its_archives() -> None:
    members = {
        "archive/one.warc.gz": make_warc([PAGE]),
        "archive/two.warc.gz": make_warc([PHOTO]),
        "datapackage.json": b'{"profile": "data-package"}',
        "pages/pages.jsonl": b"{}",
    }
    found = read(make_zip(members, zipfile.ZIP_STORED), "a.wacz")
    assert (found.names, found.codes) == ([PAGE[0], PHOTO[0]], ())


def test_a_page_out_of_an_archive_knows_its_address() -> None:
    assert read(PAGE[3], PAGE[0], kind=MediaKind.HTML).record.url == PAGE[0]
