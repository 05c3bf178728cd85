"""Tags of video and sound containers: raw beside normalised, the time of capture and the place they give."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import av
from av.container import InputContainer

from probans.model.reading import MetadataField
from probans.shell.connectors.footage.sight import MOST_FIELDS, plain_words
from probans.shell.connectors.footage.times import Moment, days, moment, point

TOOL = f"PyAV {av.__version__}"
_PLACES = ("location", "com.apple.quicktime.location.iso6709", "location-eng")
# A device's own clock with its zone comes before the container's, which the standard calls UTC.
_TIMES = ("com.apple.quicktime.creationdate", "creation_time", "date", "date_time_original", "icrd")
_CONTAINER_TIME = "creation_time"


def read_tags(container: InputContainer) -> tuple[MetadataField, ...]:
    """All tags of the container and of each stream, and what the video stream says of its colours."""
    fields = list(_tags("container", container.metadata))
    for stream in container.streams:
        kind = "sound" if stream.type == "audio" else stream.type
        fields += _tags(f"stream {stream.index} ({kind})", stream.metadata)
    return tuple(fields[:MOST_FIELDS])


def capture_facts(fields: Iterable[MetadataField]) -> dict[str, Any]:
    """Time and place of capture as facts of a reading; the zone stays unknown unless the file gives it."""
    found = {item.name.lower(): item.raw for item in reversed(list(fields))}
    facts: dict[str, Any] = {}
    for name in _TIMES:
        read = _moment(name, found.get(name, ""))
        if read is not None:
            facts["captured"] = days(read, found[name], container=name == _CONTAINER_TIME)
            facts["captured_raw"], facts["captured_zone"] = found[name], read.zone
            break
    for name in _PLACES:
        place = point(found.get(name, ""))
        if place is not None:
            facts["latitude"], facts["longitude"] = place
            break
    return facts


def _tags(group: str, tags: Mapping[str, str]) -> Iterator[MetadataField]:
    for name in sorted(tags):
        raw = plain_words(tags[name])
        read = _moment(name.lower(), raw)
        place = point(raw) if name.lower() in _PLACES else None
        normalised = f"{place[0]:.6f}, {place[1]:.6f}" if place else read.iso if read else ""
        note = "UTC by the standard, local time in many devices" if read and name == _CONTAINER_TIME else ""
        yield MetadataField(group=group, name=plain_words(name), raw=raw, normalised=normalised, note=note, tool=TOOL)


def _moment(name: str, raw: str) -> Moment | None:
    if name not in _TIMES:
        return None
    # The decoder adds the Z to a time that the file stores without any zone.
    return moment(raw.removesuffix("Z") if name == _CONTAINER_TIME else raw)
