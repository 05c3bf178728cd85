"""``probans footage`` and ``probans sun``: compare, search and align recordings, place shadows; no case is needed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from probans.cli.options import AsJson
from probans.cli.show_progress import say, say_problems
from probans.model.errors import UsageError

footage = typer.Typer(help="Compare, search and align pictures, videos and sounds.", no_args_is_help=True)
sun = typer.Typer(help="The sun at a time and place, and what a shadow says of both.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]
Latitude = Annotated[float, typer.Option(min=-90, max=90, help="Degrees, north is positive.")]
Longitude = Annotated[float, typer.Option(min=-180, max=180, help="Degrees, east is positive.")]
When = Annotated[str, typer.Option("--time", help="An instant with its zone, as 2031-03-04T16:00+00:00.")]
Direction = Annotated[float | None, typer.Option(help="Direction from which the sun shines, degrees from north.")]


@footage.command("match")
def match(first: File, second: File, as_json: AsJson = False) -> None:
    """Say whether two files share pictures: which seconds, what was edited, and what that rests on."""
    from probans.wiring import footage as wired  # noqa: PLC0415

    _tell(wired.match_footage([first, second], wanted=None), as_json=as_json)


@footage.command("search")
def search(
    wanted: File,
    among: Annotated[list[Path], typer.Argument(exists=True, help="Files and folders to look through.")],
    as_json: AsJson = False,
) -> None:
    """Look for copies of one file among others."""
    from probans.wiring import footage as wired  # noqa: PLC0415

    _tell(wired.match_footage([wanted, *among], wanted=wanted), as_json=as_json)


@footage.command("sync")
def synchronise(files: Annotated[list[Path], typer.Argument(exists=True)], as_json: AsJson = False) -> None:
    """Put recordings on one clock by their sound, or say that it cannot be told."""
    from probans.wiring import footage as wired  # noqa: PLC0415

    found = wired.sync_footage(files)
    lines = []
    for item in found["offsets"]:
        if item["sure"]:
            lines.append(f"{item['second']} begins {item['second_begins_after_first_s']:+.4f} s after {item['first']}")
        else:
            lines.append(f"{item['second']} and {item['first']}: cannot tell")
    lines += [
        f"{item['second']} jumps against {item['first']} {len(item['stretches']) - 1} times: cuts"
        for item in found["stretches"]
        if len(item["stretches"]) > 1
    ]
    say(found, as_json=as_json, words="\n".join(lines))
    say_problems(found["problems"], as_json=as_json)


@sun.command("position")
def position(latitude: Latitude, longitude: Longitude, when: When, as_json: AsJson = False) -> None:
    """Elevation and azimuth of the sun."""
    from probans.analysis.footage import sun as positions  # noqa: PLC0415

    found = positions.position(positions.julian_day(_instant(when)), latitude, longitude)
    plain = {
        "elevation": round(float(found.elevation), 4),
        "apparent_elevation": round(float(found.apparent), 4),
        "azimuth": round(float(found.azimuth), 4),
    }
    words = (
        f"Elevation {plain['elevation']:.3f} degrees ({plain['apparent_elevation']:.3f} with refraction), "
        f"azimuth {plain['azimuth']:.3f} degrees from north."
    )
    say(plain, as_json=as_json, words=words)


@sun.command("times")
def times(
    latitude: Latitude,
    longitude: Longitude,
    day: Annotated[str, typer.Option(help="First day (UTC), as 2031-03-04.")],
    ratio: Annotated[float, typer.Option(help="Length of the shadow over the height of what casts it.")],
    days: Annotated[int, typer.Option(min=1, max=366)] = 1,
    error: Annotated[float, typer.Option(help="Relative error of the ratio, one standard deviation.")] = 0.02,
    azimuth: Direction = None,
    as_json: AsJson = False,
) -> None:
    """All spans of time (UTC) in which a shadow fits at a place; 95 per cent."""
    from probans.analysis.footage import shadow  # noqa: PLC0415

    first = _instant(f"{day}T00:00:00+00:00")
    seen = shadow.measured(shadow.Ruler(height=1.0, length=ratio, length_error=error), azimuth=azimuth)
    spans = shadow.times_at(seen, latitude, longitude, first, first + timedelta(days=days))
    plain = [{"first": span.first.isoformat(), "last": span.last.isoformat()} for span in spans]
    lines = [f"{item['first']} to {item['last']}" for item in plain]
    say({"spans": plain}, as_json=as_json, words="\n".join(lines) or "At no time on these days.")


@sun.command("places")
def places(
    when: When,
    ratio: Annotated[float, typer.Option(help="Length of the shadow over the height of what casts it.")],
    error: Annotated[float, typer.Option(help="Relative error of the ratio, one standard deviation.")] = 0.02,
    azimuth: Direction = None,
    clock: Annotated[float, typer.Option(help="Error of the time in seconds, one standard deviation.")] = 0.0,
    as_json: AsJson = False,
) -> None:
    """The ring of places at which a shadow fits at a time; with a direction, the one or two places."""
    from probans.analysis.footage import shadow  # noqa: PLC0415

    moment = _instant(when)
    ruler = shadow.Ruler(height=1.0, length=ratio, length_error=error)
    seen = shadow.measured(ruler, azimuth=azimuth, clock_error=clock)
    band = shadow.places_at(seen, moment)
    points = shadow.points_at(seen, moment) if azimuth is not None else ()
    plain: dict[str, Any] = {
        "under_the_sun": [round(band.latitude, 4), round(band.longitude, 4)],
        "radius_degrees": [round(part, 4) for part in (band.inner, band.radius, band.outer)],
        "points": [[round(part, 4) for part in point] for point in points],
    }
    lines = [
        (
            f"Between {band.inner:.2f} and {band.outer:.2f} degrees "
            f"({band.inner * 111.2:.0f} and {band.outer * 111.2:.0f} km) "
            f"from {band.latitude:.3f}, {band.longitude:.3f}."
        ),
        *(f"Best with the direction: {latitude:.2f}, {longitude:.2f}." for latitude, longitude in points),
    ]
    say(plain, as_json=as_json, words="\n".join(lines))


def _tell(found: dict[str, Any], *, as_json: bool) -> None:
    lines = [
        f"{item['first']} / {item['second']}: {item['verdict']}"
        + (f" ({', '.join(item['edits'])})" if item["edits"] else "")
        + f". {item['words']}"
        for item in found["copies"]
    ]
    looked = [f"{item['file']}: {item['looked_at'] or 'nothing could be decoded'}" for item in found["looked"]]
    say(found, as_json=as_json, words="\n".join(lines or ["No copy found. Looked at:", *looked]))
    say_problems(found["problems"], as_json=as_json)


def _instant(words: str) -> datetime:
    try:
        moment = datetime.fromisoformat(words)
    except ValueError as error:
        raise UsageError("TIME", f"{words} is not a time; write it as 2031-03-04T16:00+00:00.") from error
    if moment.tzinfo is None:
        raise UsageError("TIME-ZONE", f"{words} has no zone; end it with +00:00 for UTC. A zone is never assumed.")
    return moment.astimezone(UTC)
