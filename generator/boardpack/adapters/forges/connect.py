"""The forge that the environment gives access to."""

from __future__ import annotations

import os
from pathlib import Path

from boardpack.adapters.forges.github.forge import ADDRESS, GitHub
from boardpack.errors import CannotRun
from boardpack.signoff.forge import Unreadable


def connect_to_forge(repository: str, cache: Path) -> GitHub:
    """Return GitHub as the environment says: GITHUB_TOKEN, and GITHUB_API_URL where it differs."""
    token = os.environ.get("GITHUB_TOKEN", "")
    if not repository:
        raise CannotRun("say which repository: --repo OWNER/NAME")
    if not token:
        raise CannotRun("GITHUB_TOKEN is not set; reviews are read with a token of the repository")
    address = os.environ.get("GITHUB_API_URL") or ADDRESS
    try:
        return GitHub(repository, token, cache, address=address)
    except Unreadable as error:
        raise CannotRun(str(error)) from None
