"""Fill the elements of one crime for one incident: what supports, what contradicts, what is missing, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from probans.casework.law.features import MEANS, contradicts, speaks_for
from probans.casework.law.parties import account
from probans.model.claim import Claim
from probans.model.incident import Incident
from probans.model.law import Bearing, Bears, Cell, Crime, Element, ElementState
from probans.model.reading import FootageReading

SLACK_DAYS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A claim with its features. ``accused``: it comes from a side on which others lay the conduct; ``blames``: that
    side says another did it; ``background``: it speaks of the conflict as a whole and bears on the context only."""

    claim: Claim
    party: str
    accused: bool
    features: Mapping[str, str]
    blames: str = ""
    background: bool = False


def fill(
    crime: Crime, incident: Incident | None, pieces: tuple[Piece, ...], films: Mapping[str, FootageReading]
) -> tuple[Cell, ...]:
    """One cell per element, in the crime's order."""
    return tuple(_cell(element, incident, pieces, films) for element in crime.elements)


def _cell(
    element: Element, incident: Incident | None, pieces: tuple[Piece, ...], films: Mapping[str, FootageReading]
) -> Cell:
    if not element.looks_for and not element.looks_against and element.sort != "conduct":
        words = "Nothing in texts or footage is looked at for this by machine; people must."
        return Cell(element=element.id, state=ElementState.NOT_LOOKED_FOR, missing=words)
    usable = [piece for piece in pieces if not piece.background or element.sort == "context"]
    supports = [bears for piece in usable if (bears := _support(element, piece))]
    against = [bears for piece in usable if (bears := _against(element, piece))]
    if incident is not None and element.sort == "conduct":
        supports += _shown(element, incident, films)
        against += _recorded_elsewhere(incident, films)
    return Cell(
        element=element.id,
        state=_state(bool(supports), bool(against)),
        supports=_ordered(supports),
        contradicts=_ordered(against),
        missing=_missing(element, incident, usable, supports=bool(supports), against=bool(against)),
    )


def _support(element: Element, piece: Piece) -> Bears | None:
    """A claim that says, as real, something that the element looks for."""
    if not speaks_for(piece.claim):
        return None
    found = [name for name in element.looks_for if name in piece.features]
    if not found:
        return None
    admits = " The side on which the conduct is laid says so itself." if piece.accused and "act" in found else ""
    reason = f"{account(piece.claim)}: the passage speaks of {_said(found, piece)}.{admits}"
    return Bears(material=piece.claim.id, bearing=Bearing.INCRIMINATING, reason=reason)


def _against(element: Element, piece: Piece) -> Bears | None:
    """A claim that speaks against the element; denials and other accounts always count against the conduct."""
    reasons = []
    found = [name for name in element.looks_against if name in piece.features]
    if found:
        reasons.append(f"{account(piece.claim)}: the passage speaks of {_said(found, piece)}.")
    if element.sort == "conduct" and not piece.background:
        reasons += _other_account(piece)
    if not reasons:
        return None
    return Bears(material=piece.claim.id, bearing=Bearing.EXCULPATORY, reason=" ".join(reasons))


def _other_account(piece: Piece) -> list[str]:
    if contradicts(piece.claim):
        whose = ", the side on which the conduct is laid" if piece.accused else ""
        return [f"{account(piece.claim)}{whose}: “{piece.claim.passage.words}”."]
    if piece.accused and "accident" in piece.features:
        return [f"{account(piece.claim)}: it speaks of {MEANS['accident']} (“{piece.features['accident']}”)."]
    if piece.blames:
        return [f"{account(piece.claim)}: it lays the conduct on others ({piece.blames})."]
    return []


def _shown(element: Element, incident: Incident, films: Mapping[str, FootageReading]) -> list[Bears]:
    if "act" not in element.looks_for:
        return []
    because = {item.member: "; ".join(item.reasons) for item in incident.members}
    return [
        Bears(
            material=digest,
            bearing=Bearing.INCRIMINATING,
            reason="Footage placed with this incident"
            f"{_in_brackets(because.get(digest, ''))}. What it shows, and where and when, is for people to verify.",
        )
        for digest in incident.footage
        if not _elsewhere(incident, films.get(digest))
    ]


def _recorded_elsewhere(incident: Incident, films: Mapping[str, FootageReading]) -> list[Bears]:
    found = []
    for digest in incident.footage:
        film = films.get(digest)
        if film is not None and film.captured is not None and _elsewhere(incident, film):
            reason = f"The file says that it was recorded on {film.captured.first}, outside the days of this incident."
            found.append(Bears(material=digest, bearing=Bearing.EXCULPATORY, reason=reason))
    return found


def _elsewhere(incident: Incident, film: FootageReading | None) -> bool:
    if film is None or film.captured is None or incident.interval is None:
        return False
    return not film.captured.overlaps(incident.interval, SLACK_DAYS)


def _state(supports: bool, against: bool) -> ElementState:  # noqa: FBT001 - two halves of one pair
    if supports and against:
        return ElementState.CONTESTED
    return ElementState.SOME if supports or against else ElementState.NOTHING_FOUND


def _missing(element: Element, incident: Incident | None, pieces: list[Piece], *, supports: bool, against: bool) -> str:
    seen = {name for piece in pieces if speaks_for(piece.claim) for name in piece.features}
    unseen = [MEANS[name] for name in element.looks_for if name not in seen]
    words = []
    if against and not supports:
        words.append("There is only material against it.")
    if unseen and not supports:
        words.append(f"Looked for and not found: {'; '.join(unseen)}.")
    elif unseen:
        words.append(f"Not seen: {'; '.join(unseen)}.")
    if not element.looks_for and element.looks_against:
        also = "" if against else f" and found nothing ({'; '.join(MEANS[name] for name in element.looks_against)})"
        words.append(
            f"Machines looked only for what speaks against it{also}; what speaks for it must come from people."
        )
    if element.sort == "conduct" and incident is not None and incident.disagreements:
        about = dict.fromkeys(item.about for item in incident.disagreements)
        words.append(f"Sources disagree about: {', '.join(about)}.")
    return " ".join(words)


def _said(names: list[str], piece: Piece) -> str:
    return "; ".join(f"{MEANS[name]} (“{piece.features[name]}”)" for name in names)


def _in_brackets(words: str) -> str:
    return f" ({words})" if words else ""


def _ordered(found: list[Bears]) -> tuple[Bears, ...]:
    return tuple(sorted(found, key=lambda bears: bears.material))
