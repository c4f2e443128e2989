"""The forges that there are, by the name of their provider: a folder each, and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from boardpack.adapters.forges.driver import ForgeDriver
from boardpack.adapters.forges.github.driver import GITHUB
from boardpack.signoff.forge import Forge, Unreadable

FORGES: Mapping[str, ForgeDriver] = {"github": GITHUB}


def replay_forge(name: str, repository: str, kept_answers: Mapping[str, bytes]) -> Forge:
    """Return a forge as it was when its answers were kept; `Unreadable` for an unknown one."""
    if name not in FORGES:
        raise Unreadable(f"nobody can read what was kept of the forge '{name}'")
    return FORGES[name].replay(repository, kept_answers)


def find_account_id(email: str) -> str:
    """Return the account for which a forge made up an address; empty for any other address."""
    return next(filter(None, (driver.find_account_id(email) for driver in FORGES.values())), "")


def is_forge_committer(email: str) -> bool:
    """Return whether a forge names this committer for what people do on its own pages."""
    return any(email == driver.committer_address for driver in FORGES.values())
