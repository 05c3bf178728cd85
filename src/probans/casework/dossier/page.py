"""Render the page: a function of the case file and the assets and nothing else; the same input gives the same bytes."""

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from probans.casework.dossier import words
from probans.casework.dossier.assets import Assets
from probans.casework.dossier.policy import content_policy
from probans.casework.dossier.refs import Refs
from probans.casework.dossier.unseen import show_unseen
from probans.model.casefile import CaseFile


def render(casefile: CaseFile, assets: Assets) -> bytes:
    """Make the case file page, UTF-8 HTML."""
    environment = _environment(assets)
    page = {"file": casefile, "refs": Refs(casefile, casefile.analysis.claims), "case": casefile.case}
    body = environment.get_template("body.html").render(page)
    frame = environment.get_template("frame.html").render(
        page
        | {
            "body": Markup(body),
            "style": Markup(assets.style),
            "script": Markup(assets.script),
            "policy": content_policy(assets.style, assets.script),
        }
    )
    return frame.encode("utf-8")


def _environment(assets: Assets) -> Environment:
    environment = Environment(
        loader=DictLoader(dict(assets.templates)),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=show_unseen,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["say"] = words
    return environment
