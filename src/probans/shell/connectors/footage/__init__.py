"""Footage: the bytes of a picture, video or sound to a ``FootageReading``, in the sandboxed child."""

from probans.shell.connectors.footage.read import read_footage
from probans.shell.connectors.footage.sound import sound_of

__all__ = ["read_footage", "sound_of"]
