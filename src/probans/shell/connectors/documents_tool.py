"""Who reads documents, light to import: the tool, and the versions of the libraries on which its readings depend."""

from collections.abc import Mapping
from importlib.metadata import version

import probans
from probans.model.agents import Tool

TOOL = Tool(name="probans.documents", version=probans.__version__)
TARGET = "probans.shell.connectors.documents:extract"
PRELOAD = ("probans.shell.connectors.documents",)
_LIBRARIES = ("htmldate", "lxml", "py3langid", "pypdfium2", "trafilatura", "warcio")


def settings() -> Mapping[str, Mapping[str, str]]:
    """Settings that go into the tool's digest: another version of a library may read another text."""
    return {"libraries": {name: version(name) for name in _LIBRARIES}}
