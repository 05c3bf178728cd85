"""Video and sound by PyAV: container facts, tags, sampled frames, and every decoding error counted with its place.

Only formats that stand alone are opened, from an open file and with no protocol at all: a script that names another
file (a 49-byte text called ``.mp4``) never pulls in that file's pictures. The decoder's own brightness plane is used.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from probans.analysis.footage import regions
from probans.model.outcome import Problem
from probans.shell.connectors.footage.pictures import small
from probans.shell.connectors.footage.sampling import Sampler
from probans.shell.connectors.footage.sight import MOST_PIXELS, Sight, words_of
from probans.shell.connectors.footage.tags import capture_facts, read_tags

FORMATS = ("mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska", "webm", "avi", "mpegts", "mpeg", "mpegvideo", "flv",
           "asf", "ogg", "gif", "wav", "mp3", "aac", "ac3", "eac3", "flac", "amr", "amrnb", "amrwb", "aiff", "caf",
           "rm", "mxf", "dv", "h264", "hevc", "m4v", "av1", "obu", "ivf", "w64", "ape", "wv", "tta", "oma", "dsf",
           "swf", "wtv", "nut", "png_pipe", "jpeg_pipe", "webp_pipe", "bmp_pipe", "tiff_pipe", "jpegxl_pipe",
           "j2k_pipe", "apng", "jpegxl_anim")  # fmt: skip
SAMPLE_MS = 200
MOST_SAMPLES = 600
FULL_DECODE_PIXELS = 12_000_000_000  # about twenty seconds of one core
_SCOUTS = 8
_FULL_RANGE = 2
_MOST_ERRORS = 50
_EIGHT_BIT_LUMA = {"yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "yuv411p", "yuv410p", "yuv440p",
                   "nv12", "nv21", "nv16", "gray", "yuva420p", "yuva444p"}  # fmt: skip
_AV_ERRORS = (av.FFmpegError, ValueError, IndexError, UnicodeError, EOFError, OSError, ArithmeticError)


@dataclass(slots=True, kw_only=True)
class Tally:
    """Packets seen, frames decoded, errors with their time."""

    packets: int = 0
    decoded: int = 0
    errors: list[str] = field(default_factory=list)
    failed: int = 0

    def failure(self, place: str, error: Exception) -> None:
        self.failed += 1
        if len(self.errors) < _MOST_ERRORS:
            self.errors.append(f"{place}: {words_of(error)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A first walk through the packets, nothing decoded: how many frames, the times of key frames from the first on.

    ``length_ms`` is how long the pictures last, ``end_ms`` the time of the last packet of any stream.
    """

    packets: int = 0
    key_times: tuple[int, ...] = ()
    length_ms: int = 0
    end_ms: int = 0
    broken: str = ""


def look(path: Path, name: str) -> Sight:
    """Read a video or a sound."""
    try:
        with path.open("rb") as stream, open_container(stream) as container:
            tags = read_tags(container)
            facts = {**_facts(container), **capture_facts(tags)}
            video = _picture_stream(container)
        sight = _sound(path, name, facts) if video is None else _video(path, name, facts)
    except _AV_ERRORS as error:
        words = f"No whitelisted decoder can open it ({words_of(error)})."
        problem = Problem(code="FOOTAGE-UNREADABLE", where=name, words=words)
        return Sight(problems=(problem,), seen=False)
    return Sight(
        facts=sight.facts,
        fields=(*tags, *sight.fields),
        fingerprints=sight.fingerprints,
        frames=sight.frames,
        poster=sight.poster,
        problems=sight.problems,
        seen=sight.seen,
    )


def open_container(stream: Any) -> InputContainer:
    """Open a file that stands alone: formats of the list only, no protocol, no reference to another file."""
    options = {"format_whitelist": ",".join(FORMATS), "protocol_whitelist": "", "enable_drefs": "0"}
    container = av.open(stream, mode="r", options=options, metadata_errors="replace")
    if not isinstance(container, InputContainer):
        raise ValueError("not an input")
    return container


def _picture_stream(container: InputContainer) -> VideoStream | None:
    """The first video stream that is not a cover picture."""
    streams = [item for item in container.streams.video if item.codec_context is not None]
    moving = [item for item in streams if not int(getattr(item.disposition, "value", 0)) & 0x400]
    return moving[0] if moving else None


def _facts(container: InputContainer) -> dict[str, Any]:
    video, sounds = _picture_stream(container), container.streams.audio
    facts: dict[str, Any] = {
        "container": container.format.name,
        "duration_ms": max(0, round((container.duration or 0) / 1000)),
        "audio_codec": sounds[0].codec_context.name if sounds and sounds[0].codec_context else "",
    }
    if video is not None:
        facts |= {
            "width": video.codec_context.width,
            "height": video.codec_context.height,
            "video_codec": video.codec_context.name,
            "frame_rate": str(video.average_rate or ""),
        }
    return facts


def _video(path: Path, name: str, facts: dict[str, Any]) -> Sight:
    width, height = int(facts["width"]), int(facts["height"])
    if width * height > MOST_PIXELS:
        words = f"Frames of {width} x {height} pixels; more than {MOST_PIXELS} are not decoded."
        return Sight(facts=facts, problems=(Problem(code="FOOTAGE-TOO-LARGE", where=name, words=words),), seen=False)
    with path.open("rb") as stream, open_container(stream) as container:
        survey = _survey(container)
        declared = int(_required(container).frames)
    length = max(int(facts["duration_ms"]), survey.length_ms)
    every = survey.packets * width * height <= FULL_DECODE_PIXELS or len(survey.key_times) < _SCOUTS
    scouts = _scout(path, survey)
    turns = scouts.turns
    sampler = Sampler(
        boxes=regions.content_boxes(scouts.planes),
        limited=scouts.limited,
        every_ms=max(min(SAMPLE_MS, length // 25), length // MOST_SAMPLES, 1),
        quarter_turns=turns,
        length_ms=length,
    )
    tally = _decode(path, sampler, every=every)
    expected = max(survey.packets, declared) if every else len(survey.key_times)
    seen = {
        "duration_ms": length,
        "rotation": (-90 * turns) % 360,
        "sampling": _sampling_words(sampler, tally, every=every),
        "decoded": tally.decoded,
        "frames_seen": max(expected, tally.decoded),
        "shots": tuple(sampler.shots),
        "motion": tuple(sampler.motion),
    }
    return Sight(
        facts=facts | seen,
        fingerprints=tuple(sampler.fingerprints),
        frames=sampler.key_frames(),
        poster=sampler.poster(),
        problems=(*_trouble(name, tally, survey, expected), *_missing_end(name, facts, survey)),
        seen=tally.decoded > 0,
    )


def _survey(container: InputContainer) -> Survey:
    video = _required(container)
    times: list[tuple[int, bool]] = []
    end, broken = 0, ""
    try:
        for packet in container.demux():
            if packet.size == 0:
                continue
            end = max(end, _packet_ms(packet))
            if packet.stream_index == video.index:
                times.append((_packet_ms(packet), packet.is_keyframe))
    except _AV_ERRORS as error:
        broken = words_of(error)
    begin = min((time for time, _key in times), default=0)
    return Survey(
        packets=len(times),
        key_times=tuple(time - begin for time, key in times if key),
        length_ms=max((time - begin for time, _key in times), default=0),
        end_ms=end,
        broken=broken,
    )


@dataclass(slots=True, kw_only=True)
class Scouts:
    """A few planes from all over a video, its quarter turns counter-clockwise for display, and its range of grey."""

    planes: list[regions.Plane] = field(default_factory=list)
    turns: int = 0
    limited: bool = False


def _scout(path: Path, survey: Survey) -> Scouts:
    """Look at a few frames before the pass; trouble met here is met again there."""
    scouts = Scouts()
    wanted = _evenly(survey.key_times, _SCOUTS)
    with contextlib.suppress(*_AV_ERRORS), path.open("rb") as stream, open_container(stream) as container:
        for frame in _key_frames(container, wanted or None, Tally()):
            plane = luma(frame)
            if not scouts.planes or plane.shape == scouts.planes[0].shape:
                scouts.planes.append(plane.copy())
            scouts.turns, scouts.limited = round(int(frame.rotation) / 90) % 4, is_limited(frame)
            if len(scouts.planes) >= _SCOUTS:
                break
    return scouts


def _evenly(times: Sequence[int], most: int) -> frozenset[int]:
    if len(times) <= most:
        return frozenset(times)
    return frozenset(times[round(place)] for place in np.linspace(0, len(times) - 1, most))


def _decode(path: Path, sampler: Sampler, *, every: bool) -> Tally:
    tally = Tally()
    first: int | None = None
    with path.open("rb") as stream, open_container(stream) as container:
        frames = _all_frames(container, tally) if every else _key_frames(container, None, tally)
        for frame in frames:
            tally.decoded += 1
            stamp = _frame_ms(frame, tally)
            first = stamp if first is None else first
            _look_at(sampler, frame, max(0, stamp - first))
    return tally


def _look_at(sampler: Sampler, frame: VideoFrame, time_ms: int) -> None:
    plane, turns = luma(frame), sampler.quarter_turns

    def picture() -> Image.Image:
        drawn = small(frame.to_image())  # type: ignore[no-untyped-call]
        return drawn.rotate(90 * turns, expand=True) if turns else drawn

    sampler.glance(time_ms, plane)
    if sampler.wants(time_ms) and sampler.samples < 2 * MOST_SAMPLES:
        sampler.take(time_ms, plane, picture)


def luma(frame: VideoFrame) -> regions.Plane:
    """The brightness of a frame as the decoder holds it; good as long as the frame."""
    grey = frame if frame.format.name in _EIGHT_BIT_LUMA else frame.reformat(format="gray")
    first = grey.planes[0]
    rows = np.frombuffer(memoryview(first), dtype=np.uint8).reshape(-1, first.line_size)
    return rows[: grey.height, : grey.width]


def is_limited(frame: VideoFrame) -> bool:
    """Whether black is 16 and white 235, as in most video."""
    return frame.format.name in _EIGHT_BIT_LUMA - {"gray"} and int(frame.color_range or 0) != _FULL_RANGE


def _all_frames(container: InputContainer, tally: Tally) -> Iterator[VideoFrame]:
    video = _required(container)
    for packet in _packets(container, video, tally):
        yield from _frames_of(video, packet, tally)


def _key_frames(container: InputContainer, wanted: frozenset[int] | None, tally: Tally) -> Iterator[VideoFrame]:
    """Frames of key packets only, chosen before decoding (some decoders ignore the request to skip).

    ``wanted`` are times in ms from the first packet; None takes all.
    """
    video = _required(container)
    first: int | None = None
    for packet in _packets(container, video, tally):
        if packet.size == 0:
            yield from _frames_of(video, packet, tally)
            continue
        first = _packet_ms(packet) if first is None else first
        if packet.is_keyframe and (wanted is None or _packet_ms(packet) - first in wanted):
            yield from _frames_of(video, packet, tally)


def _packets(container: InputContainer, video: VideoStream, tally: Tally) -> Iterator["Packet[Any]"]:
    try:
        for packet in container.demux(video):
            tally.packets += packet.size > 0
            yield packet
    except _AV_ERRORS as error:
        tally.failure(f"after packet {tally.packets}", error)


def _frames_of(video: VideoStream, packet: "Packet[Any]", tally: Tally) -> Iterator[VideoFrame]:
    try:
        for frame in packet.decode():
            if isinstance(frame, VideoFrame) and frame.width * frame.height <= MOST_PIXELS:
                yield frame
    except _AV_ERRORS as error:
        tally.failure(f"{_packet_ms(packet) / 1000:.3f} s", error)
        if video.codec_context.is_open is False:
            raise


def _required(container: InputContainer) -> VideoStream:
    video = _picture_stream(container)
    if video is None:
        raise ValueError("no video stream")
    video.codec_context.thread_count = 1
    return video


def _packet_ms(packet: "Packet[Any]") -> int:
    stamp = packet.pts if packet.pts is not None else packet.dts
    return round(stamp * packet.time_base * 1000) if stamp is not None and packet.time_base else 0


def _frame_ms(frame: VideoFrame, tally: Tally) -> int:
    # Streams without timestamps are given 25 frames a second, which the sampling words do not hide.
    return round(frame.time * 1000) if frame.time is not None else tally.decoded * 40


def _sampling_words(sampler: Sampler, tally: Tally, *, every: bool) -> str:
    how = "every frame decoded" if every else "key frames only"
    kept = len({item.time_ms for item in sampler.fingerprints})
    return (
        f"{how}: {tally.decoded} decoded, {sampler.samples} sampled at least {sampler.every_ms} ms apart, {kept} kept "
        "(near repeats within a second are left out)"
    )


def _missing_end(name: str, facts: dict[str, Any], survey: Survey) -> Iterator[Problem]:
    announced = int(facts["duration_ms"])
    if announced - survey.end_ms > max(1000, announced // 20):
        words = f"The file ends at {survey.end_ms / 1000:.1f} s of the {announced / 1000:.1f} s that it announces."
        yield Problem(code="FOOTAGE-TRUNCATED", where=name, words=words)


def _trouble(name: str, tally: Tally, survey: Survey, expected: int) -> Iterator[Problem]:
    if tally.failed or survey.broken:
        first = tally.errors[0] if tally.errors else survey.broken
        words = f"Decoded {tally.decoded} of {expected} frames; {tally.failed} errors, the first at {first}."
        yield Problem(code="FOOTAGE-DAMAGED", where=name, words=words)
    if tally.decoded == 0:
        yield Problem(code="FOOTAGE-UNREADABLE", where=name, words="No frame could be decoded.")
    elif tally.decoded < expected and not tally.failed:
        words = f"Decoded {tally.decoded} of {expected} frames that the file announces; the rest is missing."
        yield Problem(code="FOOTAGE-TRUNCATED", where=name, words=words)


def _sound(path: Path, name: str, facts: dict[str, Any]) -> Sight:
    tally = Tally()
    last = 0
    with path.open("rb") as stream, open_container(stream) as container:
        if not container.streams.audio:
            words = "It holds neither pictures nor sound that can be decoded."
            return Sight(facts=facts, problems=(Problem(code="FOOTAGE-EMPTY", where=name, words=words),), seen=False)
        for frame in sound_frames(container, tally):
            tally.decoded += 1
            last = max(last, round((frame.time or 0) * 1000))
    problems = tuple(_trouble(name, tally, Survey(), tally.packets if tally.failed else tally.decoded))
    seen = {"decoded": tally.decoded, "frames_seen": max(tally.decoded, tally.packets), "sampling": "sound only"}
    length = {"duration_ms": max(int(facts["duration_ms"]), last)}
    return Sight(facts=facts | seen | length, problems=problems, seen=tally.decoded > 0)


def sound_frames(container: InputContainer, tally: Tally) -> Iterator[AudioFrame]:
    """Frames of the first sound stream, errors counted."""
    sound = container.streams.audio[0]
    sound.codec_context.thread_count = 1
    try:
        for packet in container.demux(sound):
            tally.packets += packet.size > 0
            try:
                yield from packet.decode()
            except _AV_ERRORS as error:
                tally.failure(f"{_packet_ms(packet) / 1000:.3f} s", error)
    except _AV_ERRORS as error:
        tally.failure(f"after packet {tally.packets}", error)
