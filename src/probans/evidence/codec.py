"""Records to canonical bytes and back, and ids framed by what they name.

Takes frozen records of ``probans.model`` and plain JSON values; gives RFC 8785 (JCS) bytes. A field that equals its
default is left out, so that adding a field with a default changes no digest of older records.
"""

import hashlib
import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import rfc8785

T = TypeVar("T")
Plain = Any  # None, bool, int, float, str, list, dict of these

FORMAT = 1
_LARGEST = 2**53 - 1
_encode_simple = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode


def canonical(value: object) -> bytes:
    """Encode a record or plain value as RFC 8785 bytes.

    Raises ValueError for what JSON cannot carry exactly: integers beyond 2**53, NaN, lone surrogates.
    """
    plain = to_plain(value)
    try:
        if _is_simple(plain):
            # For these values the compiled encoder writes the same bytes, many times faster (a property test compares).
            return _encode_simple(plain).encode("utf-8")
        return rfc8785.dumps(plain)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise ValueError(f"cannot be encoded canonically: {error}") from error


def _is_simple(plain: Plain) -> bool:
    """Whether a value holds no float, no large integer and only ASCII keys."""
    kind = type(plain)
    if kind is str or kind is bool or plain is None:
        return True
    if kind is list:
        return all(map(_is_simple, plain))
    if kind is dict:
        return all(key.isascii() for key in plain) and all(map(_is_simple, plain.values()))
    return kind is int and -_LARGEST <= plain <= _LARGEST


def record_id(prefix: str, type_name: str, content: object) -> str:
    """Derive an id from content, framed with the type and the format version so that two types never collide."""
    framed = canonical({"content": to_plain(content), "format": FORMAT, "type": type_name})
    return f"{prefix}-{hashlib.sha256(framed).hexdigest()[:20]}"


def sha256_hex(octets: bytes) -> str:
    """Digest of bytes as lower-case hexadecimal."""
    return hashlib.sha256(octets).hexdigest()


def to_plain(value: object) -> Plain:
    """Turn a record into plain JSON values; fields that equal their default are left out."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _record_to_plain(value)
    raise ValueError(f"no plain form for {type(value).__name__}")


def from_plain(kind: type[T], plain: Plain) -> T:
    """Build a record of type ``kind`` from plain values. Raises ValueError on unknown, missing or wrong fields."""
    built: T = _build(kind, plain)
    return built


def _record_to_plain(record: Any) -> dict[str, Plain]:
    pairs = ((field, getattr(record, field.name)) for field in _fields(type(record)))  # type: ignore[arg-type]
    return {field.name: to_plain(value) for field, value in pairs if not _is_default(field, value)}


def _is_default(field: "Field[Any]", value: object) -> bool:
    return field.default is not MISSING and type(value) is type(field.default) and value == field.default


@cache
def _fields(kind: Any) -> "tuple[Field[Any], ...]":
    return fields(kind)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(hint: Any, plain: Plain) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _build_optional(get_args(hint), plain)
    if origin is tuple:
        return _build_tuple(get_args(hint), plain)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(plain)
    if is_dataclass(hint):
        return _build_record(hint, plain)
    return _build_scalar(hint, plain)


def _build_optional(options: tuple[Any, ...], plain: Plain) -> Any:
    if plain is None and type(None) in options:
        return None
    chosen = [option for option in options if option is not type(None)]
    if len(chosen) != 1:
        raise ValueError(f"only optional unions are supported, not {options}")
    return _build(chosen[0], plain)


def _build_tuple(parts: tuple[Any, ...], plain: Plain) -> tuple[Any, ...]:
    if not isinstance(plain, list | tuple):
        raise ValueError(f"expected a list, found {type(plain).__name__}")
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(_build(parts[0], item) for item in plain)
    if len(parts) != len(plain):
        raise ValueError(f"expected {len(parts)} items, found {len(plain)}")
    return tuple(_build(part, item) for part, item in zip(parts, plain, strict=True))


def _build_record(kind: Any, plain: Plain) -> Any:
    if not isinstance(plain, Mapping):
        raise ValueError(f"expected the fields of {kind.__name__}, found {type(plain).__name__}")
    hints = _hints(kind)
    unknown = sorted(set(plain) - set(hints))
    if unknown:
        raise ValueError(f"{kind.__name__} has no field {unknown[0]!r}")
    try:
        return kind(**{name: _build(hints[name], item) for name, item in plain.items()})
    except TypeError as error:
        raise ValueError(f"{kind.__name__}: {error}") from error


def _build_scalar(hint: Any, plain: Plain) -> Any:
    if hint is float and isinstance(plain, int) and not isinstance(plain, bool):
        return float(plain)
    if hint is Any or (isinstance(plain, hint) and not (hint is int and isinstance(plain, bool))):
        return plain
    raise ValueError(f"expected {hint.__name__}, found {type(plain).__name__}")
