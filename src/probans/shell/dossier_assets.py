"""Read the package data that the case file page is made with."""

from importlib.resources import files
from importlib.resources.abc import Traversable

from probans.casework.dossier import Assets


def load_assets() -> Assets:
    """Read templates, style sheet, script and world outline from the installed package."""
    folder = files("probans.casework.dossier") / "assets"
    templates = sorted((folder / "templates").iterdir(), key=_name)
    return Assets(
        templates=tuple((_name(template), template.read_text("utf-8")) for template in templates),
        style=(folder / "page.css").read_text("utf-8"),
        script=(folder / "page.js").read_text("utf-8"),
        world=(folder / "world.json").read_text("utf-8"),
    )


def _name(file: Traversable) -> str:
    return file.name
