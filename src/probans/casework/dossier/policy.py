"""The Content-Security-Policy of the page: nothing may be fetched, only our own style and script may act."""

import base64
import hashlib


def content_policy(style: str, script: str) -> str:
    """Policy that admits exactly this style sheet, this script and pictures inside the page."""
    directives = (
        "default-src 'none'",
        "img-src data:",
        f"style-src '{_source_hash(style)}'",
        f"script-src '{_source_hash(script)}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(directives)


def _source_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")
