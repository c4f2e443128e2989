"""Who does what for each section of the pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from boardpack.analysis.responsibilities import Responsibility, list_responsibilities
from boardpack.render.edition_view import EditionView
from boardpack.render.output import Output
from boardpack.render.site.links import RESPONSIBILITIES
from boardpack.render.site.site_page import SitePage, plan_quick_page


@dataclass(frozen=True)
class ResponsibilitiesPage(SitePage):
    """The responsibility matrix: a row for each section, also for those that are not due."""

    template: ClassVar[str] = "pages/responsibilities.md.jinja"
    rows: Sequence[Responsibility]


def plan_responsibilities_page(edition_view: EditionView) -> Output:
    """Return the page."""
    edition = edition_view.edition
    page = ResponsibilitiesPage(
        edition=edition,
        banner=edition_view.render_banner(edition_view.describe_missing()),
        rows=list_responsibilities(edition.instance.directorate, edition.pack),
    )
    return plan_quick_page(edition_view, RESPONSIBILITIES, page)
