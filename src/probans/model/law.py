"""Instruments, crimes and elements as data; the matrix of what shows each element. No score, no verdict."""

from dataclasses import dataclass
from enum import StrEnum


class Bearing(StrEnum):
    """How a piece cuts (Rome Statute art. 67(2))."""

    INCRIMINATING = "incriminating"
    EXCULPATORY = "exculpatory"
    NEUTRAL = "neutral"


class ElementState(StrEnum):
    """Honest states of an element. ``NOT_LOOKED_FOR`` is not the same as ``NOTHING_FOUND``."""

    NOT_LOOKED_FOR = "not looked for"
    NOTHING_FOUND = "looked for, nothing found"
    SOME = "some material"
    CONTESTED = "material on both sides"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One thing that must be shown, in our own words. ``sort``: conduct, circumstance, consequence, mental, context."""

    id: str
    words: str
    sort: str
    looks_for: tuple[str, ...] = ()  # what material would bear on it, named features of claims
    looks_against: tuple[str, ...] = ()  # features that would speak against it
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crime:
    """A crime or rule. ``article`` as cited (``8(2)(b)(xxi)``), ``conflict``: international,
    non-international, both."""

    id: str
    instrument: str
    article: str
    title: str
    conflict: str
    elements: tuple[Element, ...]
    conduct_kinds: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  # features of which one at least must be seen before it is proposed
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bears:
    """A claim or footage laid against an element, as a proposal with its reason. ``decision`` once a person decided."""

    material: str
    bearing: Bearing
    reason: str
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One element against one incident."""

    element: str
    state: ElementState
    supports: tuple[Bears, ...] = ()
    contradicts: tuple[Bears, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A crime's elements against one incident: a proposal. ``incident`` empty: claims of the case as a whole."""

    crime: str
    incident: str
    cells: tuple[Cell, ...]
    why_proposed: str = ""
