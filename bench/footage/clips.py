"""The clips that footage is measured on, and their readings, made once per run in a scratch folder."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av

from bench.footage import edits
from bench.machine import ROOT
from probans.evidence.codec import from_plain
from probans.model.exhibit import Exhibit, MediaKind
from probans.model.reading import FootageReading
from probans.shell.connectors.footage import read_footage

SHARED = Path(os.environ.get("PROBANS_SHARED_DATA", ROOT.parent / "shared" / "data")) / "media"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A clip: ``recording`` is the same for copies, ``scene`` for takes of one place; ``edit`` names what was done.

    ``start`` and ``speed``: the copy's second 0 is the source's ``start``; it runs ``speed`` times as fast.
    """

    name: str
    path: Path
    recording: str
    scene: str
    edit: str = "source"
    start: float = 0.0
    speed: float = 1.0


def sources() -> list[Clip]:
    """The real clips. Two videos of the same vPDQ group are one recording edited by people."""
    takes = sorted((SHARED / "clips" / "asl_gestures").glob("*.mkv"))
    alone = sorted((SHARED / "clips").glob("*.mp4"))
    groups = sorted((SHARED / "vpdq" / "sample-videos").glob("*.mp4"))
    phones = [SHARED / "metadata" / name for name in ("mov/with-gps.mov", "mov/xmp480qt.mov", "mp4/sample_mpeg4.mp4")]
    return [
        *(_source(path, path.stem, "asl gestures") for path in takes),
        *(_source(path, path.stem, path.stem) for path in (*alone, *phones)),
        *(_source(path, path.stem.split("-")[0], path.stem.split("-")[0]) for path in groups),
    ]


def _source(path: Path, recording: str, scene: str) -> Clip:
    return Clip(name=path.stem, path=path, recording=recording, scene=scene)


def copies(clips: Sequence[Clip], folder: Path) -> list[Clip]:
    """Every edit of every clip, written to ``folder`` unless it is there already."""
    made = []
    for clip in clips:
        for number, (name, (edit, span, speed)) in enumerate(edits.EDITS.items()):
            target = folder / f"{clip.name}-{number:02d}.mp4"
            if not target.exists():
                edits.write(clip.path, target, edit, span=span, speed=speed)
            start = span[0] * _length(clip.path)
            made.append(Clip(name=target.stem, path=target, recording=clip.recording, scene=clip.scene, edit=name,
                             start=start, speed=speed))  # fmt: skip
    return made


def read(clip: Clip, number: int) -> tuple[FootageReading, Exhibit]:
    """The reading of a clip as the product makes it, without ExifTool, and an exhibit for it."""
    digest = f"{number:064x}"
    tool = {"name": "footage", "version": "bench", "settings_digest": ""}
    request = {"exhibit": digest, "number": clip.name, "kind": "video", "name": clip.name, "tool": tool}
    value, _ = read_footage(request, [clip.path])
    exhibit = Exhibit(sha256=digest, number=clip.name, size=0, kind=MediaKind.VIDEO, media_type="video/mp4")
    return from_plain(FootageReading, value["reading"]), exhibit


def _length(path: Path) -> float:
    with av.open(str(path)) as container:
        return min(edits.LONGEST, float(container.duration or 0) / 1e6)
