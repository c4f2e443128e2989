"""Where publications are kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PagesOptions:
    """The branch of the pages, its remote, and the branch that is published from.

    Without a remote it is `origin` where there is one, else the clone itself.
    """

    branch: str
    remote: str | None = None
    main: str = "main"
