"""The parts of an e-mail message by RFC 2046, as exact bytes.

The standard library's parser would write forwarded messages anew and recurse as deep as a message nests; here a part is
a stretch of the message's own bytes, and the library reads only header fields.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

DEPTH = 30
# A header ends at an empty line, or before the first line that cannot be in one.
_FIELDS = re.compile(rb"(?:(?:From |[!-9;-~]*:|[\t ])[^\r\n]*(?:\r\n|\r|\n|\Z))*")
_FIELD = re.compile(rb"[^\r\n]+(?:(?:\r\n|\r|\n)[\t ][^\r\n]*)*")
_FIELD_BYTES, _FIELD_COUNT = 4096, 2000
_MARK_END = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")
_BLANK = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part that holds no others: its header fields, and all its bytes with (``whole``) and without the header.

    ``alternative``: it stands beside others that say the same. ``cut``: what it holds nests too deep to be split.
    """

    header: EmailMessage
    body: bytes
    whole: bytes
    alternative: bool = False
    cut: bool = False

    @property
    def media_type(self) -> str:
        return self.header.get_content_type()

    @property
    def file_name(self) -> str:
        """The name as the message gives it; '' when there is none that can be read."""
        try:
            return self.header.get_filename() or ""
        except (ValueError, LookupError, TypeError, AttributeError, IndexError):
            return ""

    @property
    def is_attachment(self) -> bool:
        return bool(self.file_name) or str(self.header.get("content-disposition", "")).lower().startswith("attachment")

    @property
    def octets(self) -> bytes:
        """The bytes that the part carries, decoded for transport."""
        self.header.set_payload(self.body.decode("ascii", "surrogateescape"))
        decoded = self.header.get_payload(decode=True)
        return decoded if isinstance(decoded, bytes) else self.body


def read_part(octets: bytes, *, alternative: bool = False, digest: bool = False) -> Part:
    """Read the header of a message or a part; ``digest``: a part without a type is a message there."""
    fields = _FIELDS.match(octets)
    end = fields.end() if fields else 0
    header = BytesParser(policy=policy.default).parsebytes(_bounded(octets[:end]), headersonly=True)
    blank = _BLANK.match(octets, end)
    body = octets[blank.end() if blank else end :]
    if digest and "content-type" not in header:
        header["Content-Type"] = "message/rfc822"
    return Part(header=header, body=body, whole=octets, alternative=alternative)


def _bounded(fields: bytes) -> bytes:
    """Header fields, each cut at a length at which reading it stays quick."""
    if len(fields) <= _FIELD_BYTES:
        return fields
    return b"".join(field[:_FIELD_BYTES].rstrip(b"\r\n") + b"\r\n" for field in _FIELD.findall(fields)[:_FIELD_COUNT])


def leaves(message: Part) -> Iterator[Part]:
    """Parts without parts in them, in order; forwarded messages are not gone into."""
    waiting = [iter((message,))]
    while waiting:
        part = next(waiting[-1], None)
        if part is None:
            waiting.pop()
            continue
        boundary = _boundary(part.header) if part.header.get_content_maintype() == "multipart" else b""
        if not boundary or not _has_mark(part.body, b"--" + boundary):
            yield part
        elif len(waiting) > DEPTH:
            yield Part(header=part.header, body=part.body, whole=part.whole, cut=True)
        else:
            waiting.append(_inner(part, boundary))


def _has_mark(body: bytes, mark: bytes) -> bool:
    return next(_stretches(body, mark), None) is not None


def _inner(part: Part, boundary: bytes) -> Iterator[Part]:
    kind = part.header.get_content_subtype()
    beside = part.alternative or kind == "alternative"
    for octets in _stretches(part.body, b"--" + boundary):
        yield read_part(octets, alternative=beside, digest=kind == "digest")


def _stretches(body: bytes, mark: bytes) -> Iterator[bytes]:
    """What stands between lines of ``mark``; the line end before each belongs to the mark."""
    start, at = -1, body.find(mark)
    while at >= 0:
        line = _MARK_END.match(body, at + len(mark))
        if line is None or (at and body[at - 1 : at] != b"\n"):
            at = body.find(mark, at + 1)
            continue
        if start >= 0:
            yield body[start : max(start, at - (2 if body[at - 2 : at] == b"\r\n" else 1))]
        if line[1]:
            return
        start, at = line.end(), body.find(mark, line.end())
    if start >= 0:
        yield body[start:]


def _boundary(header: EmailMessage) -> bytes:
    try:
        boundary = header.get_boundary()
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return b""
    return boundary.encode("utf-8", "surrogateescape") if boundary and len(boundary) <= 200 else b""
