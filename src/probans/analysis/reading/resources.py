"""What reading knows beforehand: places, countries with their adjectives, the parties and outlets of the case.

Built by the shell from package data and the case's own gazetteer and settings, then handed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from probans.model.case import Outlet, Party
from probans.model.where import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """Places and names.

    ``names`` gives, for a name in lower case, the indexes of the places that bear it, the most probable first.
    ``weights`` holds the logarithm of the population for each place. ``own`` are the indexes of the case's own places.
    ``states`` gives the state or party meant by a name in lower case, ``adjectives`` the same for adjectives and the
    names of a people (*Vesmari*), ``capitals`` for the names that stand for a state where it speaks (*Orlesk denied*).
    """

    places: tuple[Place, ...] = ()
    names: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    weights: tuple[float, ...] = ()
    own: frozenset[int] = frozenset()
    states: Mapping[str, str] = field(default_factory=dict)
    adjectives: Mapping[str, str] = field(default_factory=dict)
    capitals: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[Party, ...] = ()
    outlets: tuple[Outlet, ...] = ()

    def party_of(self, state: str) -> str:
        """The id of the party that a state's name stands for, else the name itself."""
        return next((party.id for party in self.parties if party.name == state), state)
