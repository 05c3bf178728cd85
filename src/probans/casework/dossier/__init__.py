"""The case file page: one self-contained HTML file made from one frozen record. See docs/case-file.md."""

from probans.casework.dossier.assets import Assets
from probans.casework.dossier.page import render

__all__ = ["Assets", "render"]
