"""Time-stamping authorities (RFC 3161): ask one over HTTP, and check its answer against pinned certificates.

Checking asks rfc3161-client first; what that cannot parse (DER that is not sorted) goes to ``openssl ts`` at
the time of the stamp, with ``openssl cms`` beside it so that only the pinned signer counts. Without it: not checked.
"""

import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import rfc3161_client
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from rfc3161_client.errors import VerificationError

from probans.model.errors import UsageError
from probans.model.outcome import Outcome
from probans.model.stamp import Authority, Token

ANSWER_BYTES = 1 << 20
TIMEOUT_S = 30


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An authority that sends us elsewhere is refused: only the host that was named is asked."""

    def redirect_request(self, *_arguments: Any, **_named: Any) -> None:
        return None


def ask(authority: Authority, message: bytes) -> bytes:
    """Have ``message`` stamped; the raw answer. Raises UsageError when the authority does not answer."""
    if urlsplit(authority.url).scheme not in ("http", "https"):
        raise UsageError("AUTHORITY-ADDRESS", f"{authority.url!r} is not an http or https address.")
    query = rfc3161_client.TimestampRequestBuilder().data(message).cert_request(cert_request=True).build().as_bytes()
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked
        authority.url, data=query, headers={"Content-Type": "application/timestamp-query"}, method="POST"
    )
    opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=TIMEOUT_S) as answer:
            octets: bytes = answer.read(ANSWER_BYTES)
    except (urllib.error.URLError, OSError) as error:
        raise UsageError("AUTHORITY-SILENT", f"{authority.url} did not answer: {error}.") from error
    return octets


def check_token(answer: bytes, message: bytes, certificates: bytes) -> Token:
    """Check an answer over ``message`` against PEM certificates: the signer's own, its chain and root."""
    try:
        pinned = x509.load_pem_x509_certificates(certificates)
    except ValueError:
        return Token(outcome=Outcome.NOT_CHECKED, words="No certificates of the authority are pinned.")
    signer = next((item for item in pinned if _stamps(item)), None)
    roots = [item for item in pinned if item.issuer == item.subject]
    if signer is None or not roots:
        words = "Among the pinned certificates there is no signer for time stamps, or no root."
        return Token(outcome=Outcome.NOT_CHECKED, words=words)
    try:
        response = rfc3161_client.decode_timestamp_response(answer)
    except ValueError:
        return _by_openssl(answer, message, pinned, signer, roots)
    return _by_client(response, message, pinned, signer, roots)


def _by_client(
    response: Any,
    message: bytes,
    pinned: Sequence[x509.Certificate],
    signer: x509.Certificate,
    roots: Sequence[x509.Certificate],
) -> Token:
    between = [item for item in pinned if item not in roots and item != signer]
    verifier = rfc3161_client.VerifierBuilder(tsa_certificate=signer, intermediates=between, roots=list(roots)).build()
    name = f"rfc3161-client {metadata.version('rfc3161-client')}"
    try:
        verifier.verify_message(response, message)
    except (VerificationError, ValueError) as error:
        return Token(outcome=Outcome.FAILED, checked_by=name, words=f"The stamp was refused: {error}.")
    return Token(outcome=Outcome.PASSED, time=_rfc3339(response.tst_info.gen_time), checked_by=name)


def _by_openssl(
    answer: bytes,
    message: bytes,
    pinned: Sequence[x509.Certificate],
    signer: x509.Certificate,
    roots: Sequence[x509.Certificate],
) -> Token:
    program = shutil.which("openssl")
    if program is None:
        return Token(outcome=Outcome.NOT_CHECKED, words="The answer needs OpenSSL to be read, which is not installed.")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "answer").write_bytes(answer)
        (folder / "message").write_bytes(message)
        (folder / "roots").write_bytes(b"".join(item.public_bytes(Encoding.PEM) for item in roots))
        (folder / "chain").write_bytes(b"".join(item.public_bytes(Encoding.PEM) for item in pinned))
        (folder / "signer").write_bytes(signer.public_bytes(Encoding.PEM))
        return _ask_openssl(program, folder)


def _ask_openssl(program: str, folder: Path) -> Token:
    def run(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run([program, *arguments], cwd=folder, capture_output=True, check=False, timeout=TIMEOUT_S)

    name = run("version").stdout.decode().strip()
    told = run("ts", "-reply", "-in", "answer", "-text").stdout.decode("utf-8", "replace")
    found = re.search(r"Time stamp: (.+) GMT", told)
    if not found:
        return Token(
            outcome=Outcome.NOT_CHECKED, checked_by=name, words="The answer could not be read as a time stamp."
        )
    at = datetime.strptime(found[1].strip().split(".")[0], "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    moment = str(int(at.timestamp()))
    trust = ("-CAfile", "roots", "-untrusted", "chain", "-attime", moment)
    verified = run("ts", "-verify", "-data", "message", "-in", "answer", *trust)
    run("ts", "-reply", "-in", "answer", "-token_out", "-out", "token")
    pinned = run(
        "cms", "-verify", "-inform", "DER", "-in", "token", "-nointern", "-certfile", "signer", "-CAfile", "roots",
        "-certfile", "chain", "-purpose", "timestampsign", "-attime", moment, "-out", "content",
    )  # fmt: skip
    if verified.returncode or pinned.returncode:
        words = (verified.stderr if verified.returncode else pinned.stderr).decode("utf-8", "replace").strip()
        reason = words.splitlines()[-1] if words else "no reason given"
        return Token(outcome=Outcome.FAILED, checked_by=name, words=f"The stamp was refused: {reason[:300]}.")
    return Token(outcome=Outcome.PASSED, time=_rfc3339(at), checked_by=name)


def _stamps(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return ExtendedKeyUsageOID.TIME_STAMPING in usage and certificate.issuer != certificate.subject


def _rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
