"""What a page of the site may run and fetch, said at the beginning of each page.

Scripts come from the site itself, or stand in the theme's own templates, each known by its digest.
So that no text can make itself a script, those templates are rendered once with nothing in them:
what a page holds beyond what was there then is nobody's.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

_HEAD = "<head>"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_OWN_SCRIPTS = "script-src 'self'"
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; connect-src 'self'; font-src 'self'; "
    # Plotly and the theme set styles; pictures that charts make of themselves are data.
    "img-src 'self' data:; style-src 'self' 'unsafe-inline'; worker-src 'self';"
)


def list_scripts(html: str) -> frozenset[str]:
    """Return the scripts that stand in a page itself and would be run."""
    return frozenset(_SCRIPT.findall(html))


def add_policy(html: str, scripts: Iterable[str]) -> str:
    """Return a page that may run scripts of its site, and these of its own, and fetch from there.

    It comes first, since it holds for what stands after it.
    """
    digests = "".join(f" {_digest_script(script)}" for script in sorted(scripts))
    policy = (
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}{_OWN_SCRIPTS}{digests}">'
    )
    return html.replace(_HEAD, f"{_HEAD}\n    {policy}", 1)


def allow_scripts(html: str, scripts: Iterable[str]) -> str:
    """Return a page with a policy that may also run what was put into it later."""
    allowed = " ".join((_OWN_SCRIPTS, *map(_digest_script, scripts)))
    return html.replace(_OWN_SCRIPTS, allowed, 1)


def _digest_script(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
