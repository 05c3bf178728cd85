"""Signatures by people: made by ``ssh-keygen``, checked by ours and the reverse of every defect."""

import base64
import shutil
import subprocess
from pathlib import Path

import pytest

from probans.evidence.custody.sshsig import check_signature, parse_public_key
from probans.model.errors import IntegrityError

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not on this machine")
MESSAGE = b"a decision, in canonical bytes"


def made_key(folder: Path, kind: str) -> tuple[Path, str]:
    path = folder / kind
    bits = ["-b", "3072"] if kind == "rsa" else []
    subprocess.run(["ssh-keygen", "-q", "-t", kind, *bits, "-N", "", "-C", "x", "-f", str(path)], check=True)
    return path, path.with_name(path.name + ".pub").read_text()


def signed(key: Path, message: bytes, namespace: str) -> str:
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", namespace]
    return subprocess.run(command, input=message, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_a_signature_by_ssh_keygen_is_checked(tmp_path: Path, kind: str) -> None:
    path, line = made_key(tmp_path, kind)
    key = parse_public_key(line)
    told = subprocess.run(["ssh-keygen", "-l", "-f", str(path)], capture_output=True, check=True, text=True).stdout
    assert key.fingerprint in told
    check_signature(signed(path, MESSAGE, "probans-decision"), MESSAGE, key, "probans-decision")


def test_each_defect_is_named(tmp_path: Path) -> None:
    path, line = made_key(tmp_path, "ed25519")
    key = parse_public_key(line)
    (tmp_path / "second").mkdir()
    other = parse_public_key(made_key(tmp_path / "second", "ed25519")[1])
    signature = signed(path, MESSAGE, "probans-decision")
    cases = {
        "SSHSIG-WRONG": (signature, MESSAGE + b"!", key, "probans-decision"),
        "SSHSIG-KEY": (signature, MESSAGE, other, "probans-decision"),
        "SSHSIG-NAMESPACE": (signature, MESSAGE, key, "file"),
        "SSHSIG-FORMAT": (signature.replace("BEGIN", "BEGUN"), MESSAGE, key, "probans-decision"),
    }
    for code, arguments in cases.items():
        with pytest.raises(IntegrityError) as caught:
            check_signature(*arguments)
        assert caught.value.code == code


def test_a_key_of_low_order_is_not_enrolled() -> None:
    blob = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20" + bytes(32)
    with pytest.raises(IntegrityError, match="KEY-LOW-ORDER"):
        parse_public_key("ssh-ed25519 " + base64.b64encode(blob).decode())
