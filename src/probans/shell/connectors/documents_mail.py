"""E-mail to the text of its body; attachments and forwarded messages become parts. Nothing remote is fetched.

Header values are decoded for people; the message itself stays as it is. A mailbox gives each message as a part.
"""

from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime
from itertools import islice

from probans.model.outcome import Problem
from probans.model.when import DateInterval
from probans.shell.connectors.documents_content import Content, Document, Taken, sound, unreadable
from probans.shell.connectors.documents_encoding import Decoded, decode
from probans.shell.connectors.documents_html import decode_html, visible_text
from probans.shell.connectors.documents_mime import DEPTH, Part, leaves, read_part

PARTS = 2000
MESSAGES = 10_000
_SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}


def read_mail(document: Document) -> Content:
    """Read one message: the plain body, else what the HTML body shows."""
    try:
        return _read(document)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        # The standard library's header parser raises any of these on headers that break its grammar.
        words = f"A header of the message breaks the rules so that it cannot be read ({type(error).__name__})."
        return unreadable(document.problem("MAIL-DAMAGED", words))


def read_mailbox(document: Document) -> Content:
    """Take the messages out of an mbox file."""
    messages = list(islice(_messages(document.read()), MESSAGES + 1))
    parts = [Taken(name=f"message {at}.eml", octets=octets) for at, octets in enumerate(messages[:MESSAGES], 1)]
    problems = []
    if len(messages) > MESSAGES:
        words = f"The mailbox holds more than {MESSAGES} messages; the rest was not taken out."
        problems.append(document.problem("MAIL-PARTS", words))
    return Content(parts=tuple(parts), problems=tuple(problems))


def _messages(octets: bytes) -> Iterator[bytes]:
    """What follows each line ``From ...`` that stands at the top or after an empty line."""
    start = octets.find(b"\n") + 1
    at = octets.find(b"\nFrom ", start)
    while at >= 0:
        if octets[max(0, at - 2) : at].endswith((b"\n", b"\n\r")):
            yield octets[start : at + 1]
            start = octets.find(b"\n", at + 1) + 1 or len(octets)
        at = octets.find(b"\nFrom ", at + 1)
    yield octets[start:]


def _read(document: Document) -> Content:
    message = read_part(document.read())
    parts = list(islice(leaves(message), PARTS + 1))
    problems: list[Problem] = []
    if len(parts) > PARTS:
        words = f"The message holds more than {PARTS} parts; the rest was not taken out."
        problems.append(document.problem("MAIL-PARTS", words))
    text, body = _body(document, parts[:PARTS], problems)
    sent = _sent(_header(message, "Date"))
    if sent is None:
        problems.append(document.problem("MAIL-NO-DATE", "The message has no Date header that the calendar allows."))
    return Content(
        text=text or None,
        title=_header(message, "Subject"),
        author=_header(message, "From"),
        published=sent,
        published_basis="mail Date header" if sent else "",
        parts=tuple(_attachments(document, parts[:PARTS], body, problems)),
        problems=tuple(problems),
    )


def _body(document: Document, parts: Sequence[Part], problems: list[Problem]) -> tuple[str, Part | None]:
    """The text of the body and the part that gave it."""
    sealed = any(part.media_type in _SEALED for part in parts)
    if sealed:
        problems.append(document.problem("MAIL-ENCRYPTED", "The message is encrypted or sealed; it was not opened."))
    body = _body_part(parts)
    if body is None:
        if not sealed:
            problems.append(document.problem("MAIL-NO-BODY", "The message has no body of text."))
        return "", None
    page = body.media_type == "text/html"
    decoded = _decoded(body, page=page)
    if decoded.code:
        problems.append(document.problem(decoded.code, decoded.words, member="body"))
    return (visible_text(decoded.text) if page else decoded.text), body


def _body_part(parts: Sequence[Part]) -> Part | None:
    """The first text part meant to be read: plain before HTML before other text."""
    texts = [part for part in parts if part.media_type.startswith("text/") and not part.is_attachment and not part.cut]
    for media_type in ("text/plain", "text/html", ""):
        for part in texts:
            if media_type in ("", part.media_type) and part.media_type != "text/calendar":
                return part
    return None


def _decoded(body: Part, *, page: bool) -> Decoded:
    charset = body.header.get_param("charset")
    declared = charset if isinstance(charset, str) else ""
    return decode_html(body.octets) if page and not declared else decode(body.octets, declared)


def _attachments(
    document: Document, parts: Sequence[Part], body: Part | None, problems: list[Problem]
) -> Iterator[Taken]:
    """All parts but the body and the page that says the same as a plain body."""
    others = [part for part in parts if part is not body and not _same_page(part, body)]
    for position, part in enumerate(others, 1):
        name = sound(part.file_name) or f"part {position}{_ending(part)}"
        if part.cut:
            words = f"Parts nest deeper than {DEPTH} levels; the rest was taken out as a message of its own."
            problems.append(document.problem("MAIL-NESTED", words, member=name))
        octets = part.whole if part.cut else part.octets
        if octets or part.file_name:
            yield Taken(name=name, octets=octets)
        for defect in part.header.defects:
            words = f"The part is damaged ({type(defect).__name__}); what could be read was taken out."
            problems.append(document.problem("MAIL-DAMAGED", words, member=name))


def _same_page(part: Part, body: Part | None) -> bool:
    twins = body is not None and body.alternative and body.media_type == "text/plain"
    return twins and part.alternative and part.media_type == "text/html" and not part.is_attachment


def _ending(part: Part) -> str:
    if part.cut or part.media_type.startswith("message/"):
        return ".eml"
    return {"text/plain": ".txt", "text/html": ".html", "text/csv": ".csv"}.get(part.media_type, "")


def _header(message: Part, name: str) -> str:
    """A header's value in one line; damaged ones as far as they can be read."""
    try:
        value = message.header[name]
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return ""
    return " ".join(sound(str(value)).split()) if value else ""


def _sent(value: str) -> DateInterval | None:
    """The day in the sender's own zone."""
    try:
        day = parsedate_to_datetime(value).date().isoformat()
        return DateInterval(first=day, last=day, wording=value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
