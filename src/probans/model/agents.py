"""Who or what acted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Tool:
    """A program at a version under settings; ``settings_digest`` is the SHA-256 of the canonical settings."""

    name: str
    version: str
    settings_digest: str = ""

    @property
    def id(self) -> str:
        return f"{self.name}/{self.version}/{self.settings_digest[:16]}"
