"""Say what a file is from its bytes; its name is a second voice that can disagree but never decides alone.

Takes the first bytes (4 KiB or more serve best), the last bytes, the size and the name; gives an ``Identification``.
The name decides only between readings of the same plain text (Markdown, a table). Pure: no file is opened here.
"""

import csv
import io
import re
import zlib
from dataclasses import dataclass

from probans.model.exhibit import MediaKind
from probans.model.outcome import Problem

_K = MediaKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """The kind that chooses the stages, the media type, the voices heard (``content: ...``), and what was odd."""

    kind: MediaKind
    media_type: str
    voices: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


_Type = tuple[MediaKind, str]

# (offset, bytes, kind, media type); the first that fits wins. From the formats' own specifications.
_MAGIC: tuple[tuple[int, bytes, MediaKind, str], ...] = (
    (0, b"\xff\xd8\xff", _K.IMAGE, "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", _K.IMAGE, "image/png"),
    (0, b"GIF87a", _K.IMAGE, "image/gif"),
    (0, b"GIF89a", _K.IMAGE, "image/gif"),
    (8, b"WEBP", _K.IMAGE, "image/webp"),
    (0, b"II*\x00", _K.IMAGE, "image/tiff"),
    (0, b"MM\x00*", _K.IMAGE, "image/tiff"),
    (0, b"8BPS", _K.IMAGE, "image/vnd.adobe.photoshop"),
    (0, b"\x00\x00\x00\x0cJXL \r\n\x87\n", _K.IMAGE, "image/jxl"),
    (0, b"\xff\x0a", _K.IMAGE, "image/jxl"),
    (0, b"\x00\x00\x00\x0cjP  \r\n\x87\n", _K.IMAGE, "image/jp2"),
    (8, b"AVI ", _K.VIDEO, "video/x-msvideo"),
    (8, b"WAVE", _K.AUDIO, "audio/wav"),
    (0, b"\x00\x00\x01\xba", _K.VIDEO, "video/mpeg"),
    (0, b"\x00\x00\x01\xb3", _K.VIDEO, "video/mpeg"),
    (0, b"FLV\x01", _K.VIDEO, "video/x-flv"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", _K.VIDEO, "video/x-ms-asf"),
    (0, b".RMF", _K.VIDEO, "application/vnd.rn-realmedia"),
    (0, b"ID3", _K.AUDIO, "audio/mpeg"),
    (0, b"fLaC", _K.AUDIO, "audio/flac"),
    (0, b"#!AMR", _K.AUDIO, "audio/amr"),
    (0, b"FORM", _K.AUDIO, "audio/aiff"),
    (0, b"%PDF-", _K.PDF, "application/pdf"),
    (0, b"WARC/", _K.WEB_ARCHIVE, "application/warc"),
    (0, b"filedesc://", _K.WEB_ARCHIVE, "application/x-arc"),
    (0, b"{\\rtf", _K.OPAQUE, "application/rtf"),
    (0, b"%!PS", _K.OPAQUE, "application/postscript"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _K.OPAQUE, "application/x-ole-storage"),
    (0, b"7z\xbc\xaf\x27\x1c", _K.OPAQUE, "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", _K.OPAQUE, "application/vnd.rar"),
    (0, b"\x28\xb5\x2f\xfd", _K.OPAQUE, "application/zstd"),
    (0, b"BZh", _K.OPAQUE, "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", _K.OPAQUE, "application/x-xz"),
    (257, b"ustar", _K.OPAQUE, "application/x-tar"),
    (0, b"\x7fELF", _K.OPAQUE, "application/x-elf"),
    (0, b"MZ", _K.OPAQUE, "application/vnd.microsoft.portable-executable"),
    (0, b"SQLite format 3\x00", _K.OPAQUE, "application/vnd.sqlite3"),
)
_RIFF_ONLY = {b"WEBP", b"AVI ", b"WAVE"}

_FTYP_IMAGES = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif", b"msf1": "image/heif",
                b"hevc": "image/heic", b"avif": "image/avif", b"avis": "image/avif"}  # fmt: skip
_FTYP_AUDIO = {b"M4A ", b"M4B ", b"F4A "}
_FTYP_STILL = {b"crx ": "image/x-canon-cr3"}
_MOV_BOXES = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}

# Media types that a name's ending says; endings that say nothing reliable are left out.
_ENDINGS: dict[str, _Type] = {
    **dict.fromkeys(("txt", "text", "log"), (_K.TEXT, "text/plain")),
    **dict.fromkeys(("md", "markdown"), (_K.MARKDOWN, "text/markdown")),
    **dict.fromkeys(("html", "htm", "xhtml"), (_K.HTML, "text/html")),
    "csv": (_K.TABLE, "text/csv"),
    "tsv": (_K.TABLE, "text/tab-separated-values"),
    "pdf": (_K.PDF, "application/pdf"),
    "eml": (_K.EMAIL, "message/rfc822"),
    "mbox": (_K.EMAIL, "application/mbox"),
    **dict.fromkeys(("jpg", "jpeg", "jpe"), (_K.IMAGE, "image/jpeg")),
    **{name: (_K.IMAGE, f"image/{name}") for name in ("png", "gif", "webp", "heic", "avif", "bmp", "jxl", "jp2")},
    **dict.fromkeys(("tif", "tiff"), (_K.IMAGE, "image/tiff")),
    **dict.fromkeys(("mp4", "m4v"), (_K.VIDEO, "video/mp4")),
    "mov": (_K.VIDEO, "video/quicktime"),
    "3gp": (_K.VIDEO, "video/3gpp"),
    "mkv": (_K.VIDEO, "video/x-matroska"),
    "webm": (_K.VIDEO, "video/webm"),
    "avi": (_K.VIDEO, "video/x-msvideo"),
    **dict.fromkeys(("mpg", "mpeg"), (_K.VIDEO, "video/mpeg")),
    **dict.fromkeys(("mts", "m2ts"), (_K.VIDEO, "video/mp2t")),
    "flv": (_K.VIDEO, "video/x-flv"),
    **dict.fromkeys(("wmv", "asf"), (_K.VIDEO, "video/x-ms-asf")),
    "mp3": (_K.AUDIO, "audio/mpeg"),
    "wav": (_K.AUDIO, "audio/wav"),
    "flac": (_K.AUDIO, "audio/flac"),
    **dict.fromkeys(("ogg", "oga", "opus"), (_K.AUDIO, "audio/ogg")),
    "m4a": (_K.AUDIO, "audio/mp4"),
    "warc": (_K.WEB_ARCHIVE, "application/warc"),
    "warc.gz": (_K.WEB_ARCHIVE, "application/warc+gzip"),
    "wacz": (_K.WEB_ARCHIVE, "application/wacz"),
    "zip": (_K.CONTAINER, "application/zip"),
    "gz": (_K.OPAQUE, "application/gzip"),
    **dict.fromkeys(("json", "geojson"), (_K.OPAQUE, "application/json")),
    "toml": (_K.OPAQUE, "application/toml"),
    "docx": (_K.CONTAINER, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (_K.CONTAINER, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": (_K.CONTAINER, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
# Endings used for each other in practice: the same container under several names.
_SAME_FAMILY = (
    {"video/mp4", "video/quicktime", "video/3gpp", "audio/mp4"},
    {"video/x-matroska", "video/webm"},
    {"image/heic", "image/heif", "image/avif"},
    {"audio/ogg", "video/ogg"},
    {"application/warc", "application/warc+gzip", "application/x-arc", "application/gzip"},
    {"application/zip", "application/wacz"},
    {"text/plain", "text/markdown"},
    {"text/csv", "text/tab-separated-values"},
    {"message/rfc822", "application/mbox"},
)
_MAIL_FIELDS = {"from", "to", "subject", "date", "message-id", "received", "mime-version", "return-path", "cc",
                "delivered-to", "content-type", "reply-to", "x-mailer", "dkim-signature"}  # fmt: skip
_MAIL_MARKS = {"message-id", "received", "return-path", "mime-version", "delivered-to"}
_HTML_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(rb"<(?:p|div|a|span|br|h[1-6]|table|ul|article|title|meta)\b[^<>]{0,500}>", re.IGNORECASE)


def identify(head: bytes, tail: bytes, size: int, name: str) -> Identification:
    """Identify a file; an empty one is opaque with the problem TYPE-EMPTY."""
    if size == 0 or not head:
        problem = Problem(code="TYPE-EMPTY", where=name, words="The file holds no bytes.")
        return Identification(kind=_K.OPAQUE, media_type="application/x-empty", problems=(problem,))
    said = _by_name(name)
    kind, media = _by_content(head, tail, size, said)
    voices = [f"content: {media}"]
    problems = []
    if said is not None:
        voices.append(f"name: {said[1]}")
        if not _agree((kind, media), said):
            words = f"The bytes are {media}, the name says {said[1]}; the bytes decide."
            problems.append(Problem(code="TYPE-DISAGREES", where=name, words=words))
    return Identification(kind=kind, media_type=media, voices=tuple(voices), problems=tuple(problems))


def _by_content(head: bytes, tail: bytes, size: int, said: _Type | None) -> _Type:
    return (
        _by_magic(head)
        or _by_structure(head)
        or _by_archive(head, tail)
        or (_by_text(head, said, whole=len(head) >= size) if looks_like_text(head) else None)
        or (_K.OPAQUE, "application/octet-stream")
    )


def _by_magic(head: bytes) -> _Type | None:
    for offset, mark, kind, media in _MAGIC:
        if head.startswith(mark, offset):
            if mark in _RIFF_ONLY and not head.startswith((b"RIFF", b"RF64")):
                continue
            if mark in (b"FORM", b"MZ", b"BZh", b"\xff\x0a") and not _rare_mark(head, mark):
                continue
            return kind, media
    # Readers of PDF accept the mark anywhere in the first kilobyte.
    return (_K.PDF, "application/pdf") if b"%PDF-" in head[:1024] and b"\x00" in head else None


def _rare_mark(head: bytes, mark: bytes) -> bool:
    """Marks short enough to begin ordinary text need a second look."""
    if mark == b"FORM":
        return head[8:12] in (b"AIFF", b"AIFC")
    if mark == b"BZh":
        return head[4:10] == b"1AY&SY"
    return not looks_like_text(head)


def _by_structure(head: bytes) -> _Type | None:
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12], head[16:64])
    if head[4:8] in _MOV_BOXES and head[:1] == b"\x00":
        return _K.VIDEO, "video/quicktime"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return _K.VIDEO, "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head.startswith(b"OggS"):
        return (_K.VIDEO, "video/ogg") if b"theora" in head[:512] else (_K.AUDIO, "audio/ogg")
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in (12, 40, 52, 56, 64, 108, 124):
        return _K.IMAGE, "image/bmp"
    return (_K.VIDEO, "video/mp2t") if _is_transport_stream(head) else _by_audio_sync(head)


def _by_brand(brand: bytes, others: bytes) -> _Type:
    if brand in _FTYP_IMAGES:
        return _K.IMAGE, _FTYP_IMAGES[brand]
    if brand in _FTYP_STILL:
        return _K.IMAGE, _FTYP_STILL[brand]
    if brand in _FTYP_AUDIO:
        return _K.AUDIO, "audio/mp4"
    if brand == b"qt  ":
        return _K.VIDEO, "video/quicktime"
    if b"heic" in others:
        return _K.IMAGE, "image/heic"
    return _K.VIDEO, "video/3gpp" if brand.startswith(b"3g") else "video/mp4"


def _is_transport_stream(head: bytes) -> bool:
    for step, start in ((188, 0), (192, 4)):
        marks = head[start : start + step * 5 : step]
        if len(marks) >= 3 and set(marks) == {0x47} and b"\x00" in head[:step]:
            return True
    return False


def _by_audio_sync(head: bytes) -> _Type | None:
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or head[:2] == b"\xff\xfe":
        return None
    if head[1] & 0xF6 == 0xF0:
        return _K.AUDIO, "audio/aac"
    layer, rate, frequency = head[1] >> 1 & 3, head[2] >> 4, head[2] >> 2 & 3
    fits = layer != 0 and rate not in (0, 15) and frequency != 3 and head[1] >> 3 & 3 != 1
    return (_K.AUDIO, "audio/mpeg") if fits else None


def _by_archive(head: bytes, tail: bytes) -> _Type | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _by_zip_names(head + tail)
    if head.startswith(b"\x1f\x8b"):
        start = _gunzip_start(head)
        if start.startswith((b"WARC/", b"filedesc://")):
            return _K.WEB_ARCHIVE, "application/warc+gzip"
        return _K.OPAQUE, "application/gzip"
    return None


def _by_zip_names(names: bytes) -> _Type:
    if b"datapackage.json" in names and b"archive/" in names:
        return _K.WEB_ARCHIVE, "application/wacz"
    for mark, ending in ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx")):
        if b"[Content_Types].xml" in names and mark in names:
            return _ENDINGS[ending]
    declared = re.search(rb"mimetype(application/[a-z0-9.+-]{1,80})PK", names)
    if declared:
        return _K.CONTAINER, declared[1].decode("ascii")
    return _K.CONTAINER, "application/zip"


def _gunzip_start(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 64)
    except zlib.error:
        return b""


def looks_like_text(head: bytes) -> bool:
    """Whether these bytes read as text in some encoding: no control codes but white space and escape."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", head)


def _by_text(head: bytes, said: _Type | None, *, whole: bool) -> _Type:
    said_kind = said[0] if said else None
    if _HTML_START.match(head) or (said_kind is _K.HTML and _HTML_TAG.search(head)):
        return _K.HTML, "text/html"
    if _is_mail(head, named=said_kind is _K.EMAIL):
        return _K.EMAIL, "application/mbox" if head.startswith(b"From ") else "message/rfc822"
    if said is not None and (said_kind in (_K.MARKDOWN, _K.TABLE) or _is_data(head, said)):
        return said
    delimiter = _delimiter_of(head, whole=whole)
    if delimiter and (said is None or said_kind is _K.TEXT):
        return _K.TABLE, "text/tab-separated-values" if delimiter == "\t" else "text/csv"
    return _K.TEXT, "text/plain"


def _is_data(head: bytes, said: _Type) -> bool:
    """Data for programs is kept, not read as a report: what it quotes would count as said a second time."""
    return said == _ENDINGS["toml"] or (said == _ENDINGS["json"] and head.lstrip()[:1] in (b"{", b"["))


def _is_mail(head: bytes, *, named: bool) -> bool:
    text = head.decode("latin-1").replace("\r\n", "\n").removeprefix("\ufeff")
    block = text.partition("\n\n")[0]
    lines = block.split("\n")
    mailbox = lines[0].startswith("From ")
    fields = {m[1].lower() for line in lines[mailbox:] if (m := re.match(r"([!-9;-~]{1,60}):", line))}
    known = fields & _MAIL_FIELDS
    if not re.match(r"[!-9;-~]{1,60}:", lines[mailbox] if len(lines) > mailbox else ""):
        return False
    return len(known) >= (1 if named else 3) and (
        named or mailbox or bool(known & _MAIL_MARKS) or {"from", "to"} <= known
    )


def _delimiter_of(head: bytes, *, whole: bool) -> str:
    """Give the delimiter when every row has the same number of short cells under a row of short names; else ''."""
    lines = head.decode("utf-8", "replace").splitlines(keepends=True)
    lines = lines if whole else lines[:-1]
    for delimiter, least in (("\t", 2), (";", 2), (",", 3)):
        try:
            rows = [row for row in csv.reader(io.StringIO("".join(lines)), delimiter=delimiter, strict=True) if row]
        except csv.Error:
            continue
        widths = {len(row) for row in rows}
        if len(rows) >= 3 and len(widths) == 1 and min(widths) >= least and max(map(len, rows[0])) <= 40:
            return delimiter
    return ""


def _by_name(name: str) -> _Type | None:
    lowered = name.lower()
    if lowered.endswith(".warc.gz"):
        return _ENDINGS["warc.gz"]
    return _ENDINGS.get(lowered.rpartition(".")[2]) if "." in lowered else None


def _agree(found: _Type, said: _Type) -> bool:
    if found[1] == said[1]:
        return True
    if found[0] is _K.TABLE and said[0] is _K.TEXT:
        return True
    return any(found[1] in family and said[1] in family for family in _SAME_FAMILY)
