"""Which moments of moving pictures are kept: fingerprints of sampled frames, shot boundaries, key frames.

One pass, no second decode: each sampled frame becomes 64 x 64 tents, and all that is kept comes from them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from probans.analysis.footage import motion, pdq, regions
from probans.model.reading import FrameFingerprint

KEY_FRAMES = 12
SAME_BITS = 6
LONGEST_GAP_MS = 1000
CUT_MS = 1000
MOTION_MS = 80
MOST_MOTION = 3000
_CUT_STEP = 24.0  # mean change of grey between samples at a cut
_CUT_RATIO = 3.0  # how far it stands out of the change just before
_MOST_CUTS = 400


@dataclass(slots=True, kw_only=True)
class Sampler:
    """Collects samples in order of time. ``every_ms`` between samples, ``quarter_turns`` counter-clockwise for display;
    ``limited`` when black is 16 and white 235.

    ``length_ms`` spreads the evenly placed key frames; 0 keeps the first only.
    """

    boxes: Sequence[regions.Box]
    every_ms: int
    limited: bool = False
    quarter_turns: int = 0
    length_ms: int = 0
    fingerprints: list[FrameFingerprint] = field(default_factory=list)
    shots: list[int] = field(default_factory=list)
    motion: list[tuple[int, str]] = field(default_factory=list)
    samples: int = 0
    _pictures: dict[int, Image.Image] = field(default_factory=dict)
    _due: int = 0
    _last: pdq.Floats | None = None
    _change: float = 0.0
    _kept: tuple[int, int] | None = None  # time and bits of the last fingerprint kept
    _cut_due: int = 0
    _motion_due: int = 0

    def wants(self, time_ms: int) -> bool:
        """Whether a frame at this time is to be sampled."""
        return self.samples == 0 or time_ms >= self._due

    def glance(self, time_ms: int, plane: regions.Plane) -> None:
        """Keep the movement of a frame, whether it is sampled or not."""
        if self.motion and (time_ms < self._motion_due or len(self.motion) >= MOST_MOTION):
            return
        self._motion_due = time_ms + MOTION_MS * 9 // 10
        grids = [self._upright(motion.grid(box.cut(plane))) for box in (regions.Box(), *self.boxes)]
        self.motion.append((time_ms, b"".join(grids).hex()))

    def _upright(self, grid: pdq.Floats) -> bytes:
        turned = np.rot90(self._full_range(grid), self.quarter_turns)
        return np.rint(turned).astype(np.uint8).tobytes()

    def take(self, time_ms: int, plane: regions.Plane, picture: Callable[[], Image.Image]) -> None:
        """Sample one frame. ``picture`` draws it small and upright; it is called for few frames."""
        parts = regions.variants(self.boxes)
        if time_ms >= self._cut_due:
            # What is cut off the middle is looked for once a second: the other side of a comparison has every sample.
            self._cut_due = time_ms + CUT_MS
            parts += regions.cuts(self.boxes, plane.shape)
        tents = np.rot90(self._full_range(regions.tents(plane, parts)), self.quarter_turns, axes=(1, 2))
        self._due = max(self._due + self.every_ms, time_ms + self.every_ms // 2)
        cut = self._is_cut(tents[0])
        if cut and len(self.shots) < _MOST_CUTS:
            self.shots.append(time_ms)
        if self._show(time_ms, cut=cut):
            self._pictures[time_ms] = picture()
        self._keep(time_ms, parts, tents)
        self.samples += 1

    def _full_range(self, grey: pdq.Floats) -> pdq.Floats:
        if not self.limited:
            return grey
        wide: pdq.Floats = np.clip((grey - 16) * np.float32(255 / 219), 0, 255)
        return wide

    def key_frames(self) -> tuple[tuple[int, Image.Image], ...]:
        """At most 12 pictures: cuts first, then evenly placed ones, in order of time."""
        cuts = [time for time in self.shots if time in self._pictures]
        others = [time for time in self._pictures if time not in set(cuts)]
        chosen = (_spread(cuts, KEY_FRAMES * 2 // 3) + _spread(others, KEY_FRAMES))[:KEY_FRAMES]
        return tuple((time, self._pictures[time]) for time in sorted(chosen))

    def poster(self) -> Image.Image | None:
        """The picture to blur: the first key frame in which much happens."""
        best = {item.time_ms: item.quality for item in self.fingerprints if item.variant == "full"}
        frames = self.key_frames()
        rich = [picture for time, picture in frames if best.get(time, 0) >= pdq.LEAST_QUALITY]
        return rich[0] if rich else frames[0][1] if frames else None

    def _show(self, time_ms: int, *, cut: bool) -> bool:
        if not self._pictures:
            return True
        evenly = time_ms - max(self._pictures) >= self.length_ms / KEY_FRAMES if self.length_ms else False
        return (cut and len(self._pictures) < 4 * KEY_FRAMES) or evenly

    def _is_cut(self, thumb: pdq.Floats) -> bool:
        before, self._last = self._last, thumb
        if before is None:
            return False
        change, calm = float(np.abs(thumb - before).mean()), self._change
        self._change = change
        return change > _CUT_STEP and change > _CUT_RATIO * calm

    def _keep(self, time_ms: int, parts: Sequence[tuple[str, regions.Box]], tents: pdq.Floats) -> None:
        codes = pdq.codes(pdq.coefficients(np.ascontiguousarray(tents)))
        whole = int.from_bytes(codes[0].tobytes(), "big")
        if self._kept is not None:
            near = (whole ^ self._kept[1]).bit_count() <= SAME_BITS
            if near and time_ms - self._kept[0] < LONGEST_GAP_MS:
                return
        self._kept = (time_ms, whole)
        for (name, _box), thumb, code in zip(parts, tents, codes, strict=True):
            print_ = FrameFingerprint(
                time_ms=time_ms, pdq=code.tobytes().hex(), quality=pdq.quality(thumb), variant=name
            )
            self.fingerprints.append(print_)


def _spread(times: list[int], most: int) -> list[int]:
    if len(times) <= most:
        return times
    return [times[round(place)] for place in np.linspace(0, len(times) - 1, most)]
