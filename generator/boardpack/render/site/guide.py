"""The pages of the guide: the instance's own Markdown with the draft banner below its heading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from boardpack.render.edition_view import EditionView
from boardpack.render.narrative import render_guide_text
from boardpack.render.output import Output
from boardpack.render.site.site_page import SitePage, plan_quick_page


@dataclass(frozen=True)
class GuideSitePage(SitePage):
    """A page of the guide."""

    template: ClassVar[str] = "pages/guide.md.jinja"
    title: str
    text: Markup


def plan_guide_pages(edition_view: EditionView) -> Iterator[Output]:
    """Yield each page of the guide."""
    banner = edition_view.render_banner(edition_view.describe_missing())
    for page in edition_view.edition.instance.guide:
        site_page = GuideSitePage(
            edition_view.edition, banner, page.title, render_guide_text(page.text)
        )
        yield plan_quick_page(edition_view, f"guide/{page.name}", site_page)
