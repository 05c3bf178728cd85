"""E-mail: body, headers, attachments; forwarded messages and mailboxes become parts."""

import time
from email.message import EmailMessage

import pytest

from probans.model.exhibit import MediaKind
from probans.model.outcome import Outcome
from tests.shell.connectors.reading import read

HEADERS = (
    b"From: =?utf-8?B?0JjQvdCwINCh0L7RgNC9?= <ina@courier.example>\r\nTo: desk@courier.example\r\n"
    b"Subject: =?utf-8?Q?Nine_dead_=E2=80=93_Hadrik?=\r\nDate: Tue, 04 Mar 2031 23:30:00 -0500\r\n"
    b"Message-ID: <1@courier.example>\r\nMIME-Version: 1.0\r\n"
)


def message() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ina Sorn <ina@courier.example>", "desk@courier.example", "Nine dead"
    mail["Date"], mail["Message-ID"] = "Tue, 04 Mar 2031 10:00:00 +0000", "<2@courier.example>"
    mail.set_content("Nine people were killed in Hadrik.\n")
    return mail


def test_a_plain_message() -> None:
    found = read(
        HEADERS + b"Content-Type: text/plain; charset=utf-8\r\n\r\nNine people died \xe2\x80\x93 Hadrik.\r\n", "a.eml"
    )
    assert found.text == "Nine people died – Hadrik.\r\n"
    assert (found.record.title, found.record.author) == ("Nine dead – Hadrik", "Ина Сорн <ina@courier.example>")
    assert (found.published, found.record.published_basis) == (("2031-03-04", "2031-03-04"), "mail Date header")
    assert (found.outcome, found.codes, found.parts) == (Outcome.PASSED, (), ())


def test_attachments_become_parts_and_plain_goes_before_html() -> None:
    mail = message()
    mail.add_alternative("<p>Nine <b>people</b></p>", subtype="html")
    mail.add_attachment(b"\xff\xd8\xff\xe0rest", maintype="image", subtype="jpeg", filename="Базар 1.jpg")
    mail.add_attachment("name,age\n", subtype="csv", filename="../list.csv")
    found = read(mail.as_bytes(), "a.eml")
    assert found.text == "Nine people were killed in Hadrik.\n"
    assert found.names == ["Базар 1.jpg", "../list.csv"]
    assert found.parts[0][1] == b"\xff\xd8\xff\xe0rest"


def test_an_html_body_gives_what_it_shows() -> None:
    mail = message()
    mail.set_content("<html><body><p>Nine people</p><script>x()</script><p>died.</p></body></html>", subtype="html")
    assert read(mail.as_bytes(), "a.eml").text == "Nine people\ndied."


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "iso-8859-5", "utf-16"])
def test_the_charset_of_the_body_is_used(charset: str) -> None:
    body = "Погибли девять человек.".encode(charset)
    head = HEADERS + f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
    assert read(head + body, "a.eml", kind=MediaKind.EMAIL).text == "Погибли девять человек."


def test_a_forwarded_message_is_a_part_as_it_was_written() -> None:
    inner = HEADERS.replace(b"<1@", b"<9@") + b"X-Odd:   two  spaces\r\n\r\nAt least 26 died.\r\n"
    outer = (
        HEADERS + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nSee below.\r\n'
        b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b--\r\n"
    )
    found = read(outer, "a.eml")
    assert found.text == "See below."
    assert found.names == ["part 1.eml"]
    assert found.parts[0][1] == inner


def test_a_mailbox_gives_each_message() -> None:
    one = HEADERS.replace(b"\r\n", b"\n") + b"\nOne\nFrom here it went on.\n"
    box = (
        b"From ina@courier.example Tue Mar  4 10:00:00 2031\n" + one + b"\nFrom ina@courier.example Tue Mar  4\n" + one
    )
    found = read(box, "a.mbox")
    assert found.names == ["message 1.eml", "message 2.eml"]
    assert found.parts[0][1].strip() == one.strip()
    assert read(found.parts[0][1], "message 1.eml").text == "One\nFrom here it went on.\n\n"


def test_sealed_and_empty_messages_are_problems() -> None:
    sealed = HEADERS + b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\nAAAA\r\n"
    assert read(sealed, "a.eml").codes == ("MAIL-ENCRYPTED",)
    assert read(HEADERS + b"Content-Type: image/png\r\n\r\nx\r\n", "a.eml").codes == ("MAIL-NO-BODY",)


@pytest.mark.parametrize("date", [b"", b"Date: yesterday\r\n", b"Date: Tue, 99 Mar 2031 10:00:00 +0000\r\n"])
def test_no_date_is_a_problem(date: bytes) -> None:
    octets = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n" + date + b"\r\nNine died.\r\n"
    found = read(octets, "a.eml")
    assert (found.codes, found.published) == (("MAIL-NO-DATE",), ("", ""))


@pytest.mark.parametrize("depth", [100, 3000])
def test_deeply_nested_messages_come_out_one_by_one(depth: int) -> None:
    found = read(HEADERS + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"\r\nAt the bottom\r\n", "a.eml")
    assert found.names == ["part 1.eml"]
    assert len(found.parts[0][1]) < len(HEADERS) + depth * 32


@pytest.mark.parametrize("depth", [20, 100, 3000])
def test_deeply_nested_multiparts_are_read_in_steps(depth: int) -> None:
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (at, at) for at in range(depth)
    )
    octets, steps = HEADERS + nested + b"Content-Type: text/plain\r\n\r\nAt the bottom", 0
    found = read(octets, "a.eml")
    while found.text is None and steps < 10:
        assert found.codes[:1] == ("MAIL-NO-BODY",)
        assert "MAIL-NESTED" in found.codes
        found, steps = read(found.parts[0][1], "part 1.eml", kind=MediaKind.EMAIL), steps + 1
    assert found.text == "At the bottom" or depth == 3000


@pytest.mark.parametrize(
    "rest",
    [
        b"Content-Type: text/plain; charset=no-such\r\n\r\nNine died.",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!not base64",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\ncut',
        b'Content-Type: text/plain; charset="\xff\xfe"\r\nX: \xff\xff\r\n\r\n\xff\xfe\x00',
        b"Content-Disposition: attachment; filename*=utf-8''%FF%FE.txt\r\n\r\nx",
        b"Content-Type: text/html; charset=utf-16\r\n\r\n<p>x",
        b"Content-Type: ;;;=\r\n\r\nx",
        b"\x00\x00",
    ],
)
def test_broken_messages_are_read_as_far_as_they_go(rest: bytes) -> None:
    assert read(HEADERS + rest, "a.eml", kind=MediaKind.EMAIL).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "header",
    [
        b"From: " + b"(" * 100_000 + b"\r\n",
        b"From: " + b'"' * 100_000 + b"\r\n",
        b"Content-Type: text/plain" + b"; a=b" * 50_000 + b"\r\n",
        b"Content-Type: text/plain; " + b"(" * 8000 + b"\r\n",
        b"X: y\r\n" * 100_000,
        b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n",
    ],
)
def test_hostile_headers_end_in_time(header: bytes) -> None:
    began = time.process_time()
    assert read(header + b"To: a@b.example\r\n\r\nNine died.\r\n", "a.eml", kind=MediaKind.EMAIL).record
    assert time.process_time() - began < 5


def test_parts_of_what_lies_very_deep_stay_in() -> None:
    mail = message()
    mail.add_attachment(b"x", maintype="image", subtype="jpeg", filename="a.jpg")
    found = read(mail.as_bytes(), "a.eml", number="EX-0001" + ".P1" * 20)
    assert (found.parts, found.codes) == ((), ("PARTS-NESTED",))
    assert found.text == "Nine people were killed in Hadrik.\n"
