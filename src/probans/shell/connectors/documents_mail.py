"""E-mail to the text of its body; attachments and forwarded messages become parts. Nothing remote is fetched.

Header values are decoded for people; the message itself stays as it is. A mailbox gives each message as a part.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from probans.model.outcome import Problem
from probans.model.when import DateInterval
from probans.shell.connectors.documents_content import Content, Document, Taken, sound, unreadable
from probans.shell.connectors.documents_encoding import Decoded, decode
from probans.shell.connectors.documents_html import decode_html, visible_text

PARTS = 2000
_SEPARATOR = re.compile(rb"^From .*\r?\n", re.MULTILINE)


def read_mail(document: Document) -> Content:
    """Read one message: the plain body, else what the HTML body shows."""
    try:
        message = message_from_bytes(document.octets, policy=policy.default)
        return _content(document, message)
    except RecursionError:
        return unreadable(document.problem("MAIL-NESTED", "The message holds messages nested too deeply to be read."))


def read_mailbox(document: Document) -> Content:
    """Take the messages out of an mbox file."""
    starts = [match.span() for match in _SEPARATOR.finditer(document.octets) if _begins(document.octets, match.start())]
    ends = [start for start, _ in starts[1:]] + [len(document.octets)]
    messages = [document.octets[start:end] for (_, start), end in zip(starts, ends, strict=True)]
    parts = tuple(Taken(name=f"message {at}.eml", octets=octets) for at, octets in enumerate(messages[:PARTS], 1))
    problems = []
    if len(messages) > PARTS:
        words = f"The mailbox holds {len(messages)} messages; those after {PARTS} were not taken out."
        problems.append(document.problem("MAIL-PARTS", words))
    return Content(parts=parts, problems=tuple(problems))


def _begins(octets: bytes, at: int) -> bool:
    """A separator stands at the top or after an empty line; other lines that begin so belong to a message."""
    return at == 0 or octets[max(0, at - 4) : at].endswith((b"\n\n", b"\r\n\r\n"))


def _content(document: Document, message: EmailMessage) -> Content:
    problems: list[Problem] = []
    text, body = _body(document, message, problems)
    sent = _sent(_header(message, "Date"))
    if sent is None:
        problems.append(document.problem("MAIL-NO-DATE", "The message has no Date header that the calendar allows."))
    return Content(
        text=text or None,
        title=_header(message, "Subject"),
        author=_header(message, "From"),
        published=sent,
        published_basis="mail Date header" if sent else "",
        parts=tuple(_attachments(document, message, body, problems)),
        problems=tuple(problems),
    )


def _body(document: Document, message: EmailMessage, problems: list[Problem]) -> tuple[str, EmailMessage | None]:
    """The text of the body and the part that gave it."""
    if message.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
        problems.append(document.problem("MAIL-ENCRYPTED", "The message is encrypted or sealed; it was not opened."))
        return "", None
    body = _body_part(message)
    if body is None:
        problems.append(document.problem("MAIL-NO-BODY", "The message has no body of text."))
        return "", None
    octets = _octets(body)
    page = body.get_content_type() == "text/html"
    decoded = _declared(body, octets, page=page)
    if decoded.code:
        problems.append(document.problem(decoded.code, decoded.words, member="body"))
    return (visible_text(decoded.text) if page else decoded.text), body


def _body_part(message: EmailMessage) -> EmailMessage | None:
    """The first text part meant to be read: plain before HTML, attachments last."""
    leaves = [part for part in _leaves(message) if part.get_content_maintype() == "text"]
    inline = [part for part in leaves if not part.is_attachment() and not part.get_filename()]
    for subtype in ("plain", "html", ""):
        for part in inline:
            if part.get_content_subtype() == subtype or (not subtype and part.get_content_subtype() != "calendar"):
                return part
    return None


def _declared(body: EmailMessage, octets: bytes, *, page: bool) -> Decoded:
    charset = body.get_param("charset")
    declared = charset if isinstance(charset, str) else ""
    return decode_html(octets) if page and not declared else decode(octets, declared)


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """Parts in order, without going into forwarded messages."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting += reversed(_inner(part))
        else:
            yield part


def _inner(part: EmailMessage) -> list[EmailMessage]:
    payload = part.get_payload()
    return [item for item in payload if isinstance(item, EmailMessage)] if isinstance(payload, list) else []


def _attachments(
    document: Document, message: EmailMessage, body: EmailMessage | None, problems: list[Problem]
) -> Iterator[Taken]:
    others = [part for part in _leaves(message) if part is not body]
    for position, part in enumerate(others[:PARTS], 1):
        name = _name(part) or f"part {position}{_ending(part)}"
        octets = _octets(part)
        if octets or _name(part):
            yield Taken(name=name, octets=octets)
        for defect in part.defects:
            words = f"The part is damaged ({type(defect).__name__}); what could be read was taken out."
            problems.append(document.problem("MAIL-DAMAGED", words, member=name))
    if len(others) > PARTS:
        words = f"The message holds {len(others)} parts; those after {PARTS} were not taken out."
        problems.append(document.problem("MAIL-PARTS", words))


def _octets(part: EmailMessage) -> bytes:
    """The bytes of a part, decoded for transport only; a forwarded message as it was written."""
    if part.is_multipart():
        kept = policy.default.clone(refold_source="none")
        return b"".join(inner.as_bytes(policy=kept) for inner in _inner(part))
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _name(part: EmailMessage) -> str:
    try:
        return sound(part.get_filename() or "")
    except (ValueError, LookupError, TypeError):
        return ""


def _ending(part: EmailMessage) -> str:
    if part.get_content_maintype() == "message":
        return ".eml"
    return {"text/plain": ".txt", "text/html": ".html", "text/csv": ".csv"}.get(part.get_content_type(), "")


def _header(message: EmailMessage, name: str) -> str:
    """A header's value in one line; damaged ones as far as they can be read."""
    try:
        value = message[name]
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
