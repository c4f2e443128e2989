"""What a site builder is asked: to turn staged Markdown into a site. Each builder is an adapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from boardpack.adapters.files import to_staging_path

PAGES = "pages"
THEME = "theme"
SITE = "site"
ASSETS = "assets"
"""Within a site, what comes with the theme and not from whoever writes."""


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What a site is called, its navigation, and what every page says of its finality.

    `navigation` is a list of `{title: path}`, or `{title: [...]}` for a part. `version` is that
    of a publication, else empty. A part of the navigation that begins with one of `listing_pages`
    has too many pages to name on each of them: a page names that first one and itself.
    """

    title: str
    description: str
    navigation: Sequence[Mapping[str, Any]]
    is_for_review: bool
    version: str = ""
    listing_pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteJob:
    """A site to build from a folder that holds `pages/` and `theme/`; it can be pickled.

    `base_settings` is the instance's `mkdocs.yml`, the look of its site. `build_date`, in UTC,
    dates what is written. `changed_pages` names staged files, relative to `pages/`, that were
    added, altered or removed since the site beside them was built; None builds everything, as it
    must when settings, theme or a version changed.
    """

    folder: Path
    settings: SiteSettings
    base_settings: Path
    build_date: datetime
    changed_pages: frozenset[str] | None = None

    @property
    def pages_folder(self) -> Path:
        """Return where the staged Markdown and the other files of the site are."""
        return self.folder / PAGES

    @property
    def last_site(self) -> Path:
        """Return the site as the last build left it, which may be absent; it is not altered."""
        return self.folder / SITE

    @property
    def new_site(self) -> Path:
        """Return where the site is to be made."""
        return to_staging_path(self.last_site)


class SiteBuilder(Protocol):
    """Whatever turns a job into a site."""

    def build_site(self, job: SiteJob) -> tuple[str, ...]:
        """Make `job.new_site` anew; return what is wrong with the pages, and then it is no use."""
