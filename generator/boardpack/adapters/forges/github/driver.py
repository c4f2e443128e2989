"""What the table of forges needs to know of GitHub."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from boardpack.adapters.forges.driver import ForgeDriver
from boardpack.adapters.forges.github.accounts import find_account_id
from boardpack.adapters.forges.github.forge import replay_github
from boardpack.signoff.forge import Forge


def _connect(repository: str, cache: Path) -> AbstractContextManager[Forge]:
    # The client of HTTP takes a tenth of a second to import, and most commands ask no forge.
    from boardpack.adapters.forges.github.connect import connect_to_github

    return connect_to_github(repository, cache)


GITHUB = ForgeDriver(
    connect=_connect,
    replay=replay_github,
    find_account_id=find_account_id,
    committer_address="noreply@github.com",
)
