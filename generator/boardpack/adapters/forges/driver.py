"""What one kind of forge must bring to be chosen by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from boardpack.signoff.forge import Forge


@dataclass(frozen=True, slots=True)
class ForgeDriver:
    """How to ask a kind of forge, and by what Git's commits show that they passed through it."""

    connect: Callable[[str, Path], AbstractContextManager[Forge]]
    """Opens a repository, with a folder to keep unchanged answers in; CannotRun if it cannot."""
    replay: Callable[[str, Mapping[str, bytes]], Forge]
    """Makes a repository of the answers that were kept of it; nobody is asked."""
    find_account_id: Callable[[str], str]
    """Returns the account for which the forge made up an address; empty for any other address."""
    committer_address: str
    """The committer of what is done on the forge's own pages; its author is the person."""
