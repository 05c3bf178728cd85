"""Read one picture, video or sound: choose the decoder, collect fields, make posters and key frames.

``read_footage`` runs in the sandboxed child. It takes the stage's request and one path; it gives ``{"reading": ...}``
and the bytes of the poster and the key frames, whose digests the reading names.
"""

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from probans.evidence.codec import sha256_hex, to_plain
from probans.model.agents import Tool
from probans.model.exhibit import MediaKind
from probans.model.outcome import Outcome
from probans.model.reading import FootageReading, Reading
from probans.shell.connectors.footage import moving, stills
from probans.shell.connectors.footage.exiftool import run_exiftool
from probans.shell.connectors.footage.pictures import jpeg, poster
from probans.shell.connectors.footage.sight import Sight


def read_footage(request: Mapping[str, Any], inputs: Sequence[Path]) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    """Read the exhibit at ``inputs[0]``; what cannot be read is a problem in the reading, never an exception."""
    path, name = inputs[0], str(request.get("name") or request["number"])
    with warnings.catch_warnings():
        # Pillow warns of broken metadata; what is missing of it shows in the fields.
        warnings.simplefilter("ignore")
        sight = _look(path, name, str(request["kind"]))
    fields, absent = run_exiftool(path, name)
    blobs: dict[str, bytes] = {}
    keep = _Keeper(blobs)
    poster_digest = keep(poster(sight.poster)) if sight.poster is not None else ""
    reading = FootageReading(
        reading=Reading(
            exhibit=str(request["exhibit"]),
            tool=Tool(**request["tool"]),
            outcome=Outcome.PASSED if sight.seen else Outcome.FAILED,
            problems=(*sight.problems, *absent),
        ),
        fields=(*sight.fields, *fields),
        fingerprints=sight.fingerprints,
        poster=poster_digest,
        key_frames=tuple((time, keep(jpeg(picture))) for time, picture in sight.frames),
        **sight.facts,
    )
    return {"reading": to_plain(reading)}, tuple(blobs.values())


def _look(path: Path, name: str, kind: str) -> Sight:
    if kind == MediaKind.IMAGE:
        still = stills.look(path, name)
        if still is not None:
            return still
    return moving.look(path, name)


class _Keeper:
    """Keeps bytes once each, in the order of their first use, and gives their digest."""

    def __init__(self, blobs: dict[str, bytes]) -> None:
        self._blobs = blobs

    def __call__(self, octets: bytes) -> str:
        digest = sha256_hex(octets)
        self._blobs.setdefault(digest, octets)
        return digest
