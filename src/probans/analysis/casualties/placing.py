"""Which incident a named person belongs to, when the lists' places and days leave only one."""

from collections.abc import Sequence
from dataclasses import replace

from probans.analysis.casualties.entries import read_days
from probans.analysis.casualties.names import to_latin
from probans.model.casualty import CasualtyRecord
from probans.model.incident import Incident
from probans.model.when import DateInterval


def place_people(people: Sequence[CasualtyRecord], incidents: Sequence[Incident]) -> tuple[CasualtyRecord, ...]:
    """Name the incident of each person whose places and days fit exactly one; a proposal like the record itself."""
    return tuple(_placed(person, incidents) for person in people)


def _placed(person: CasualtyRecord, incidents: Sequence[Incident]) -> CasualtyRecord:
    places = {to_latin(place) for place in person.places}
    days = [found for found in map(read_days, person.dates) if found]
    known = [DateInterval(first=first.isoformat(), last=last.isoformat()) for first, last in days]
    fits = [one.id for one in incidents if places & _names(one) and _on_its_days(one, known)]
    return replace(person, incident=fits[0]) if len(fits) == 1 else person


def _names(incident: Incident) -> set[str]:
    place = incident.place
    named = (incident.place_name, place.name, *place.alternates) if place else (incident.place_name,)
    return {to_latin(name) for name in named if name}


def _on_its_days(incident: Incident, days: Sequence[DateInterval]) -> bool:
    """Whether every day that the lists give lies in the incident's days; no day given fits none."""
    return bool(days) and incident.interval is not None and all(incident.interval.contains(day) for day in days)
