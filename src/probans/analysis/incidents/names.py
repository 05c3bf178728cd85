"""Names of those who speak: one key for the many ways in which an office, an outlet or an organisation is written.

Takes names as read and the case settings; gives a ``Name``: the words that matter (sorted, without order, articles,
plural and the party's own name) and the party. *Prosecutor-General's Office of Vesmar* and *Vesmari General
Prosecutor's Office* have the same key and party.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from probans.model.case import CaseSettings, Outlet
from probans.model.where import Place

THIRD_PARTY = "third party"
UNKNOWN_PARTY = "unknown"


def listed(words: str) -> frozenset[str]:
    """Words separated by spaces, as a set."""
    return frozenset(words.split())


_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s?\b")
_IDLE = listed(
    "a an and at by for from in of on the to its his her their own mr mrs ms dr official officially "
    "spokesman spokeswoman spokesperson spokespeople spokesmen press statement representative"
)
_SPELLINGS = {"defense": "defence", "center": "centre", "labor": "labour", "organization": "organisation"}
_GENERIC = listed(
    "office ministry agency organisation group department command service army military force authority government "
    "prosecutor police minister investigator mission committee council source company channel newspaper outlet"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A speaker's name reduced to what tells it from others. ``party`` is a party id, or '' when the name has none.

    ``generic``: no more than *the office* or *officials*, which needs its text to be understood.
    """

    words: tuple[str, ...]
    party: str
    generic: bool


@dataclass(frozen=True, slots=True)
class Naming:
    """How this case names parties and outlets, prepared once."""

    party_names: tuple[tuple[tuple[str, ...], str], ...]  # words of a name or adjective, longest first -> party id
    outlets: tuple[tuple[tuple[str, ...], Outlet], ...]  # words of a name, or its initials -> outlet
    seats: Mapping[str, str]  # folded name of a place -> the party in whose country it lies

    def name(self, written: str) -> Name:
        """Reduce a name as written; *in* a place of a party's country is a way to name the party."""
        body, _, seat = written.rpartition(" in ")
        seated = self.seats.get(" ".join(seat.casefold().split()), "") if body else ""
        words, party = _take_out_party(_words(body if seated else written), self.party_names)
        party = party or seated
        kept = {word for word in words if word not in _IDLE}
        generic = kept <= _GENERIC and len(kept) <= 1
        if len(kept) > 1:
            kept -= {"office"}
        return Name(words=tuple(sorted(kept)), party=party, generic=generic)

    @property
    def party_words(self) -> frozenset[str]:
        """All words of the parties' names and adjectives, folded."""
        return frozenset(word for words, _ in self.party_names for word in words)

    def outlet(self, written: str) -> Outlet | None:
        """The known outlet, agency or organisation that a name means."""
        words = tuple(_words(written))
        return next((outlet for known, outlet in self.outlets if known == words), None)

    def office(self, name: Name) -> Outlet | None:
        """The known office or outlet whose own name reduces to the same words and party."""
        same = (outlet for _, outlet in self.outlets if outlet.party == name.party and not name.generic)
        return next((outlet for outlet in same if self.name(outlet.name).words == name.words), None)

    def parties_in(self, written: str) -> tuple[str, ...]:
        """Ids of all parties whose name or adjective stands in the words, sorted."""
        found: set[str] = set()
        words = _words(written)
        while True:
            rest, party = _take_out_party(words, self.party_names)
            if not party:
                return tuple(sorted(found))
            found.add(party)
            words = rest


def prepare_naming(settings: CaseSettings, places: Iterable[Place] = ()) -> Naming:
    """Make the names of a case ready for comparison; ``places`` are those its claims name."""
    parties = {
        (tuple(_words(name)), party.id)
        for party in settings.parties
        for name in (party.id, party.name, *party.names)
        if _words(name)
    }
    by_name = sorted(settings.outlets, key=lambda item: item.name)
    outlets = [(tuple(_words(outlet.name)), outlet) for outlet in by_name]
    initials = [(_initials(outlet.name), outlet) for outlet in by_name]
    alone = [item for item in initials if item[0] and sum(other == item[0] for other, _ in initials) == 1]
    countries = {name.casefold(): party.id for party in settings.parties for name in (party.name, *party.names)}
    seats = {
        place.name.casefold(): countries[key] for place in places if (key := place.country.casefold()) in countries
    }
    longest_first = tuple(sorted(parties, key=lambda item: (-len(item[0]), item)))
    return Naming(longest_first, (*outlets, *alone), dict(sorted(seats.items())))


def _initials(name: str) -> tuple[str, ...]:
    """*Candrey Press Bureau* as *cpb*, for names of three words or more."""
    letters = [word[0] for word in _WORD.findall(name) if word[0].isupper()]
    return ("".join(letters).casefold(),) if len(letters) >= 3 else ()


def _words(written: str) -> list[str]:
    plain = _POSSESSIVE.sub(" ", unicodedata.normalize("NFKC", written).casefold())
    return [_SPELLINGS.get(word, word) for word in map(_singular, _WORD.findall(plain))]


def _singular(word: str) -> str:
    if len(word) > 5 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _take_out_party(words: list[str], names: Iterable[tuple[tuple[str, ...], str]]) -> tuple[list[str], str]:
    for name, party in names:
        for start in range(len(words) - len(name) + 1):
            if tuple(words[start : start + len(name)]) == name:
                return words[:start] + words[start + len(name) :], party
    return words, ""
