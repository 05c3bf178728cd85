"""What the page is made with besides the case: templates, style sheet, script, outline of the world."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """Package data as text, read by the shell. ``templates`` are (name, source); ``world`` is the compact outline
    that tools/make_world.py writes, drawn when the case brings no map of its own."""

    templates: tuple[tuple[str, str], ...]
    style: str
    script: str
    world: str
