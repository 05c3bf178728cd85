"""Time stamps: third-party tokens are judged as their source says; a local authority stamps and ours checks."""

from pathlib import Path

import pytest

from probans.model.outcome import Outcome
from probans.model.stamp import Authority
from probans.shell.connectors.timestamp import ask, check_token
from tests.authority import LocalAuthority, needs_openssl
from tests.shared import shared_data

PASSED, FAILED, NOT_CHECKED = Outcome.PASSED, Outcome.FAILED, Outcome.NOT_CHECKED


@pytest.mark.parametrize(
    ("token", "chain", "message", "expected"),
    [
        ("sigstage/response-sha256.tsr", "sigstage", b"hello", PASSED),
        ("sigstage/response-sha384.tsr", "sigstage", b"hello", PASSED),
        ("sigstage/response-sha512.tsr", "sigstage", b"hello", PASSED),
        ("sigstage/response-no-embedded-cert.tsr", "sigstage", b"hello", PASSED),
        ("sigstage/response-invalid-signature.tsr", "sigstage", b"hello", FAILED),
        ("sigstage/response-sha256.tsr", "sigstage", b"hallo", FAILED),
        ("sigstage/response-sha256.tsr", "test_tsa", b"hello", FAILED),
        ("test_tsa/response.tsr", "test_tsa", b"hello", PASSED),
        ("test_tsa/other_response.tsr", "test_tsa", b"hello", FAILED),
    ],
)
def test_published_tokens(token: str, chain: str, message: bytes, expected: Outcome) -> None:
    folder = shared_data("conformance/rfc3161") / "rfc3161-client"
    certificates = (folder / chain / "ts_chain.pem").read_bytes()
    assert check_token((folder / token).read_bytes(), message, certificates).outcome is expected


def test_a_token_whose_chain_has_expired_is_judged_at_its_own_time() -> None:
    folder = shared_data("conformance/rfc3161") / "rfc3161-client" / "sigstore.mock"
    message, chain = (folder / "payload").read_bytes(), (folder / "ts_chain.pem").read_bytes()
    assert check_token((folder / "response-expired.tsr").read_bytes(), message, chain).outcome is PASSED


def test_without_pinned_certificates_nothing_is_claimed() -> None:
    folder = shared_data("conformance/rfc3161") / "rfc3161-client" / "sigstage"
    assert check_token((folder / "response-sha256.tsr").read_bytes(), b"hello", b"").outcome is NOT_CHECKED


@needs_openssl
@pytest.mark.parametrize("with_chain", [False, True])
def test_a_local_authority_stamps_and_another_is_refused(tmp_path: Path, with_chain: bool) -> None:
    """With its chain embedded the client cannot parse OpenSSL's answer, and OpenSSL itself checks it."""
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    with LocalAuthority(tmp_path / "one", embed_chain=with_chain) as authority:
        answer = ask(Authority(url=authority.url, certificates=authority.certificates), b"checkpoint")
        other = LocalAuthority(tmp_path / "other", embed_chain=False)
        good = check_token(answer, b"checkpoint", authority.certificates)
        assert good.outcome is PASSED, good.words
        assert good.time.endswith("Z")
        assert check_token(answer, b"another", authority.certificates).outcome is FAILED
        assert check_token(answer, b"checkpoint", other.certificates).outcome is FAILED
        assert check_token(answer[:-7], b"checkpoint", authority.certificates).outcome is not PASSED
