"""Time stamps in the stand-alone verifier: third parties' tokens, a local authority's, forged ones, broken ones."""

import hashlib
import json
import random
import shutil
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from probans.model.stamp import Authority
from probans.services.export_bag import Companions, Recipient, export_bag
from probans.services.stamp import stamp
from probans.shell.bag import BagFolder
from probans.shell.connectors.timestamp import ask, check_token
from tests.authority import LocalAuthority, needs_openssl
from tests.cases import open_case
from tests.forgeries.base import Log, make_base, write_file
from tests.shared import shared_data
from verifier import probans_verify as verify


def judged(response: bytes, message: bytes, certificates: bytes) -> str:
    """``passed``, ``not checked``, or the code."""
    try:
        return verify.PASSED if verify.verify_stamp(response, message, certificates)[1] else verify.NOT_CHECKED
    except verify.Broken as broken:
        return broken.code


@pytest.mark.parametrize(
    ("token", "chain", "message", "expected"),
    [
        ("sigstage/response-sha256.tsr", "sigstage", b"hello", "passed"),
        ("sigstage/response-sha384.tsr", "sigstage", b"hello", "passed"),
        ("sigstage/response-sha512.tsr", "sigstage", b"hello", "passed"),
        ("sigstage/response-no-embedded-cert.tsr", "sigstage", b"hello", "passed"),
        ("sigstage/response-invalid-signature.tsr", "sigstage", b"hello", "STAMP-WRONG"),
        ("sigstage/response-sha256.tsr", "sigstage", b"hallo", "STAMP-DIGEST"),
        ("sigstage/response-sha256.tsr", "test_tsa", b"hello", "STAMP-WRONG"),
        ("test_tsa/response.tsr", "test_tsa", b"hello", "passed"),
        ("test_tsa/response-injected-certs.tsr", "test_tsa", b"hello", "passed"),
        ("test_tsa/other_response.tsr", "test_tsa", b"hello", "STAMP-WRONG"),
    ],
)
def test_published_tokens(token: str, chain: str, message: bytes, expected: str) -> None:
    folder = shared_data("conformance", "rfc3161") / "rfc3161-client"
    certificates = (folder / chain / "ts_chain.pem").read_bytes()
    assert judged((folder / token).read_bytes(), message, certificates) == expected


def test_a_token_whose_chain_has_expired_since_is_judged_at_its_own_time() -> None:
    folder = shared_data("conformance", "rfc3161") / "rfc3161-client" / "sigstore.mock"
    message, chain = (folder / "payload").read_bytes(), (folder / "ts_chain.pem").read_bytes()
    assert judged((folder / "response-expired.tsr").read_bytes(), message, chain) == verify.PASSED


@pytest.mark.parametrize("curve", sorted(verify.CURVES.values()))
def test_the_base_points_lie_on_their_curves_and_have_their_order(curve: verify.Curve) -> None:
    assert verify._on_curve(curve, (curve.x, curve.y))
    assert verify._times(curve, curve.order - 1, (curve.x, curve.y)) == (curve.x, curve.prime - curve.y)


@needs_openssl
@pytest.mark.parametrize("options", [["rsa:2048"], ["rsa:3072"], ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"]])
def test_signers_of_other_kinds(tmp_path: Path, options: list[str]) -> None:
    authority = LocalAuthority(tmp_path, embed_chain=False)
    new = ["req", "-new", "-newkey", *options, "-nodes", "-keyout", "signer.key", "-out", "signer.csr", "-config",
           "config", "-subj", "/CN=Signer"]  # fmt: skip
    sign = ["x509", "-req", "-in", "signer.csr", "-CA", "root.pem", "-CAkey", "root.key", "-set_serial", "78",
            "-extfile", "config", "-extensions", "signer", "-out", "signer.pem"]  # fmt: skip
    query = ["ts", "-query", "-data", "message", "-sha512", "-out", "query"]
    reply = ["ts", "-reply", "-config", "config", "-queryfile", "query", "-out", "answer"]
    (tmp_path / "message").write_bytes(b"checkpoint")
    for arguments in (new, sign, query, reply):
        subprocess.run(["openssl", *arguments], cwd=tmp_path, check=True, capture_output=True)
    answer, signer = (tmp_path / "answer").read_bytes(), (tmp_path / "signer.pem").read_bytes()
    assert judged(answer, b"checkpoint", signer) == verify.PASSED
    assert judged(answer, b"checkpoint", authority.certificates) in {verify.NOT_CHECKED, "STAMP-WRONG"}
    assert judged(answer, b"checkpoint", (tmp_path / "root.pem").read_bytes()) == "STAMP-SIGNER"


@needs_openssl
def test_a_stamped_case_and_its_package(tmp_path: Path) -> None:
    base = make_base(tmp_path / "case", entries=20)
    (tmp_path / "authority").mkdir()
    with (
        LocalAuthority(tmp_path / "authority", embed_chain=True) as authority,
        closing(open_case(base.folder)) as store,
    ):
        pinned = Authority(url=authority.url, certificates=authority.certificates)
        stamp(store, [pinned], ask=ask, check_token=check_token, by="clerk")
        companions = Companions(verifier=b"", how_to="", software="test", fictional=True)
        for name, numbers in (("whole", ()), ("selected", ("TST-000001",))):
            export_bag(store, BagFolder(tmp_path / name), companions, Recipient(name="x"), numbers=numbers, by="clerk")
    for name in ("case", "whole", "selected"):
        assert troubles(tmp_path / name, base.key, authority.certificates) == []
        assert troubles(tmp_path / name, base.key, None) == ["STAMP-UNPINNED"]
    _forge(tmp_path, base.key, authority.certificates)


def troubles(folder: Path, key: str, authority: bytes | None) -> list[str]:
    asked = verify.Asked(key=verify.parse_key(key), authority=authority)
    return [item.code for item in verify.check(folder, asked) if item.outcome != verify.PASSED]


def _forge(folder: Path, key: str, certificates: bytes) -> None:
    """What the owner of the key could do to a stamp."""
    (folder / "other").mkdir()
    other = LocalAuthority(folder / "other", embed_chain=False)
    assert troubles(folder / "case", key, other.certificates) == ["STAMP-WRONG"]
    assert troubles(folder / "case", key, expired(certificates)) == ["STAMP-EXPIRED"]
    for field, value, code in (
        ("time", '"2030-01-01T00:00:00Z"', "STAMP-TIME"),
        ("size", "9", "ANCHOR-CHECKPOINT"),
        ("root", f'"{"0" * 64}"', "ANCHOR-CHECKPOINT"),
        ("response", f'"{hashlib.sha256(b"no answer").hexdigest()}"', "STAMP-FORMAT"),
    ):
        case = Path(shutil.copytree(folder / "case", folder / f"forged-{field}"))
        digest = hashlib.sha256(b"no answer").hexdigest()
        log = Log(case)
        number = next(at for at in range(len(log.entries)) if log.event(at)["kind"] == "time stamp")
        entry = json.loads(log.entries[number])
        entry["event"][field] = json.loads(value)
        log.put(number, entry)
        log.write()
        log.sign()
        write_file(case / "blobs" / digest[:2] / digest, b"no answer")
        assert code in troubles(case, key, certificates)


def expired(certificates: bytes) -> bytes:
    """The signer's certificate with the same key and a time of validity long past."""
    signer = x509.load_pem_x509_certificates(certificates)[0]
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Signer")])
    key = signer.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    builder = x509.CertificateBuilder(
        name, name, key, 7, datetime(2001, 1, 1, tzinfo=UTC), datetime(2002, 1, 1, tzinfo=UTC)
    )
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256()).public_bytes(Encoding.PEM)


def test_whatever_is_changed_in_a_token_gives_a_code_and_nothing_else() -> None:
    folder = shared_data("conformance", "rfc3161") / "rfc3161-client" / "sigstage"
    token, chain = (folder / "response-no-embedded-cert.tsr").read_bytes(), (folder / "ts_chain.pem").read_bytes()
    dice = random.Random(1)
    for _ in range(100):
        at = dice.randrange(len(token))
        changed = token[:at] + bytes([token[at] ^ dice.randrange(1, 256)]) + token[at + 1 :]
        outcome = judged(changed, b"hello", chain)
        assert outcome.startswith("STAMP-") or outcome in {verify.PASSED, verify.NOT_CHECKED}
    for length in range(0, len(token), 29):
        assert judged(token[:length], b"hello", chain).startswith("STAMP-")
