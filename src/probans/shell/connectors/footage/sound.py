"""Sound of a video or sound file as samples for alignment: mono, 8000 a second."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from av.audio.resampler import AudioResampler

from probans.analysis.footage import sync
from probans.shell.connectors.footage import moving


def read_sound(path: Path, *, most_seconds: int = sync.LONGEST_SECONDS) -> sync.Samples:
    """Decode the first sound stream; empty when there is none. Raises av.FFmpegError when it cannot be opened.

    Gaps in the timestamps are filled with silence, so that an offset in samples is one in time.
    """
    parts: list[sync.Samples] = []
    with path.open("rb") as stream, moving.open_container(stream) as container:
        if not container.streams.audio:
            return sync.silence()
        begin = (container.start_time or 0) / 1e6
        resampler = AudioResampler(format="flt", layout="mono", rate=sync.RATE)
        have = 0
        for frame in moving.sound_frames(container, moving.Tally()):
            for made in resampler.resample(frame):
                samples = made.to_ndarray().reshape(-1).astype(np.float32)
                due = round(((made.time or 0.0) - begin) * sync.RATE)
                if due - have > sync.RATE // 50 and due <= most_seconds * sync.RATE:
                    parts.append(np.zeros(due - have, dtype=np.float32))
                    have = due
                parts.append(samples)
                have += len(samples)
            if have >= most_seconds * sync.RATE:
                break
    return np.concatenate(parts)[: most_seconds * sync.RATE] if parts else sync.silence()


def sound_of(_request: Mapping[str, Any], inputs: Sequence[Path]) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    """The sound of ``inputs[0]`` as 32-bit little-endian floats, in the sandboxed child."""
    samples = read_sound(inputs[0])
    return {"rate": sync.RATE, "samples": len(samples)}, (samples.astype("<f4").tobytes(),)
