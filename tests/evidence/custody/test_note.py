"""Signed notes against Go's vectors, and checkpoints."""

import json

import pytest

from probans.evidence.custody.note import (
    SignerKey,
    open_checkpoint,
    open_note,
    parse_signer_key,
    parse_verifier_key,
    sign_checkpoint,
    sign_note,
)
from probans.model.errors import IntegrityError
from tests.shared import shared_data

SIGNER = SignerKey(name="case/HLV", seed=bytes(range(32)))


def test_go_vectors() -> None:
    vectors = json.loads(shared_data("conformance", "signed-note", "vectors.json").read_text())
    signer = parse_signer_key(vectors["signer_key"])
    assert sign_note(vectors["text"], [signer]) == vectors["expected_signed_note"]
    for key in vectors["verifier_keys"]:
        assert open_note(vectors["two_signature_note"], [parse_verifier_key(key)]) == vectors["text"]
    for key in vectors["invalid_verifier_keys"]:
        with pytest.raises(IntegrityError):
            parse_verifier_key(key)


def test_tessera_checkpoints() -> None:
    folder = shared_data("conformance", "tlog-tiles")
    key = parse_verifier_key((folder / "verifier-key.txt").read_text().strip().splitlines()[-1])
    note = next(folder.rglob("checkpoint")).read_text()
    assert open_checkpoint(note, [key]).size > 0


def test_keys_survive_their_text_form() -> None:
    assert parse_signer_key(SIGNER.text()) == SIGNER
    assert parse_verifier_key(str(SIGNER.verifier)) == SIGNER.verifier


def test_a_checkpoint_says_what_was_signed() -> None:
    checkpoint = sign_checkpoint("case/HLV", 3, b"\x07" * 32, SIGNER)
    assert open_checkpoint(checkpoint.note, [SIGNER.verifier]) == checkpoint


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("\n3\n", "\n4\n", "NOTE-SIGNATURE"),
        ("case/HLV\n", "case/HLW\n", "NOTE-SIGNATURE"),
        ("\u2014 case/HLV", "\u2014 someone", "NOTE-UNSIGNED"),
        ("\n\n", "\n", "NOTE-FORMAT"),
    ],
)
def test_a_changed_checkpoint_is_refused(old: str, new: str, code: str) -> None:
    note = sign_checkpoint("case/HLV", 3, b"\x07" * 32, SIGNER).note
    with pytest.raises(IntegrityError) as caught:
        open_checkpoint(note.replace(old, new, 1), [SIGNER.verifier])
    assert caught.value.code == code
