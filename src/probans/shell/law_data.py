"""Crimes and rules from the package's data files, parsed strictly: wrong law is worse than none (docs/law.md)."""

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from probans.model.errors import UsageError
from probans.model.law import Crime, Element

SORTS = ("conduct", "circumstance", "consequence", "mental", "context")
CONFLICTS = ("international", "non-international", "both")
_FILE = {"instrument", "conflict", "source", "shared", "crimes"}
_CRIME = {"id", "article", "title", "conflict", "conduct_kinds", "needs", "shared", "elements", "note"}
_ELEMENT = {"id", "words", "sort", "looks_for", "looks_against", "note"}


def load_crimes() -> tuple[Crime, ...]:
    """All crimes and rules in the order of the files. Raises UsageError (LAW-DATA) at the first mistake."""
    folder = resources.files("probans.casework.law") / "data"
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name)
    crimes = [crime for item in files for crime in parse_crimes(item.read_text("utf-8"), item.name)]
    ids = [crime.id for crime in crimes]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise _wrong("law data", f"the id {twice[0]!r} is given twice")
    return tuple(crimes)


def parse_crimes(text: str, name: str) -> tuple[Crime, ...]:
    """Crimes of one file; element ids become ``<crime>.<element>``."""
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _wrong(name, f"not valid TOML: {error}") from error
    _require_keys(plain, _FILE, name)
    shared = {_text(item, "id", name): item for item in plain.get("shared", ())}
    return tuple(_crime(item, plain, shared, name) for item in plain.get("crimes", ()))


def _crime(item: Mapping[str, Any], file: Mapping[str, Any], shared: Mapping[str, Any], name: str) -> Crime:
    where = f"{name}, {_text(item, 'id', name)}"
    _require_keys(item, _CRIME, where)
    elements = [*item.get("elements", ()), *(_shared(key, shared, where) for key in _texts(item, "shared", where))]
    parsed = tuple(_element(element, item["id"], where) for element in elements)
    ids = [element.id for element in parsed]
    if len(ids) != len(set(ids)) or not ids:
        raise _wrong(where, "its elements are missing or an element id is given twice")
    return Crime(
        id=item["id"],
        instrument=_text(file, "instrument", where),
        article=_text(item, "article", where),
        title=_text(item, "title", where),
        conflict=_one_of({**file, **item}, "conflict", CONFLICTS, where),
        elements=parsed,
        conduct_kinds=_texts(item, "conduct_kinds", where),
        needs=_texts(item, "needs", where),
        source=_text(file, "source", where),
        note=_text(item, "note", where, needed=False),
    )


def _element(item: Mapping[str, Any], crime: str, where: str) -> Element:
    _require_keys(item, _ELEMENT, where)
    return Element(
        id=f"{crime}.{_text(item, 'id', where)}",
        words=_text(item, "words", where),
        sort=_one_of(item, "sort", SORTS, where),
        looks_for=_texts(item, "looks_for", where),
        looks_against=_texts(item, "looks_against", where),
        note=_text(item, "note", where, needed=False),
    )


def _shared(key: str, shared: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    if key not in shared:
        raise _wrong(where, f"no shared element {key!r} in this file")
    found: Mapping[str, Any] = shared[key]
    return found


def _require_keys(item: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(item) - known)
    if unknown:
        raise _wrong(where, f"unknown key {unknown[0]!r}")


def _text(item: Mapping[str, Any], key: str, where: str, *, needed: bool = True) -> str:
    value = item.get(key, "")
    if not isinstance(value, str) or (needed and not value):
        raise _wrong(where, f"{key!r} must be text")
    return value


def _texts(item: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = item.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
        raise _wrong(where, f"{key!r} must be a list of texts")
    return tuple(value)


def _one_of(item: Mapping[str, Any], key: str, allowed: tuple[str, ...], where: str) -> str:
    value = _text(item, key, where)
    if value not in allowed:
        raise _wrong(where, f"{key!r} must be one of {', '.join(allowed)}")
    return value


def _wrong(where: str, words: str) -> UsageError:
    return UsageError("LAW-DATA", f"The law data cannot be used ({where}): {words}.")
