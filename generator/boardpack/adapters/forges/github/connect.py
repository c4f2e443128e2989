"""The way to GitHub, and the access to it that the environment gives."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from boardpack.adapters.forges.github.forge import GitHub, locate_repository
from boardpack.adapters.forges.github.live_answers import LiveAnswers
from boardpack.adapters.forges.github.noticeboard import Noticeboard
from boardpack.adapters.forges.github.wire import GitHubWire
from boardpack.errors import CannotRun
from boardpack.findings import escape_unprintable
from boardpack.signoff.forge import Unreadable

ADDRESS = "https://api.github.com"
# Neither part may be only dots: they go into a path, which ".." would lead elsewhere.
_REPOSITORY = re.compile(r"(?!\.+/)[\w.-]+/(?!\.+$)[\w.-]+", re.ASCII)


@contextmanager
def connect_to_github(repository: str, cache: Path) -> Iterator[GitHub]:
    """Yield GitHub as the environment says: GITHUB_TOKEN, and GITHUB_API_URL where it differs.

    CannotRun where the environment, or the name of the repository, is of no use.
    """
    token = os.environ.get("GITHUB_TOKEN", "")
    if not repository:
        raise CannotRun("say which repository: --repo OWNER/NAME")
    if not token:
        raise CannotRun("GITHUB_TOKEN is not set; reviews are read with a token of the repository")
    address = os.environ.get("GITHUB_API_URL") or ADDRESS
    with ExitStack() as stack:
        try:
            github = stack.enter_context(open_github(repository, token, cache, address=address))
        except Unreadable as error:
            raise CannotRun(str(error)) from None
        yield github


@contextmanager
def open_github(
    repository: str,
    token: str,
    cache: Path | None = None,
    address: str = ADDRESS,
    timeout: float = 20.0,
    wait: float = 2.0,
) -> Iterator[GitHub]:
    """Yield a repository at GitHub, to be asked and told.

    `token` goes to `address` and nowhere else. `cache` is a folder that nobody but us writes to:
    what GitHub says is unchanged is taken from there. `timeout` and `wait` (before another attempt)
    are in seconds. `Unreadable` where these cannot be used.
    """
    if not _REPOSITORY.fullmatch(repository):
        name = escape_unprintable(repository)
        raise Unreadable(f"'{name}' is not a repository at GitHub; write it as OWNER/NAME")
    base_path = locate_repository(repository)
    with closing(GitHubWire(address, token, cache, timeout, wait)) as wire:
        yield GitHub(repository, LiveAnswers(wire, base_path), Noticeboard(wire, base_path))
