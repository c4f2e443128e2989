"""The pages of the guide, made as narratives are, with the draft banner below their titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from boardpack.model.guide import GuidePage, GuidePart
from boardpack.render.edition_view import EditionView
from boardpack.render.narrative import render_narrative
from boardpack.render.output import Output
from boardpack.render.site.links import to_link
from boardpack.render.site.site_page import SitePage, plan_quick_page

_ODD = re.compile(r"[^a-z0-9]+")
_PAGE_ADDRESS = re.compile(r'(?<=<a href=")([A-Za-z0-9_./-]+\.md)(?=[#"])')


@dataclass(frozen=True, slots=True)
class GuidePartView:
    """A part of a page: its heading, which may be empty, with an id of its own, and its words."""

    heading: str
    id: str
    html: Markup


@dataclass(frozen=True)
class GuidePageView(SitePage):
    """A page of the guide."""

    template: ClassVar[str] = "pages/guide.md.jinja"
    title: str
    parts: Sequence[GuidePartView]


def plan_guide_page(edition_view: EditionView, page: GuidePage) -> Output:
    """Return a page of the guide."""
    view = GuidePageView(
        edition=edition_view.edition,
        banner=edition_view.render_banner(edition_view.describe_missing()),
        title=page.title,
        parts=tuple(_list_parts(page.parts)),
    )
    return plan_quick_page(edition_view, locate_guide_page(page), view)


def locate_guide_page(page: GuidePage) -> str:
    """Return the path of a page of the guide."""
    return f"guide/{page.name}"


def _list_parts(parts: Sequence[GuidePart]) -> Iterator[GuidePartView]:
    ids: set[str] = set()
    for number, part in enumerate(parts):
        part_id = _ODD.sub("-", part.heading.lower()).strip("-")
        if part_id in ids or not part_id:
            part_id = f"{part_id}--{number}"
        ids.add(part_id)
        yield GuidePartView(part.heading, part_id, _render_part(part))


def _render_part(part: GuidePart) -> Markup:
    html = render_narrative(part.text, {}).html
    # After the cleaning, so that nothing is let through here that it would stop.
    return Markup(_PAGE_ADDRESS.sub(lambda match: to_link(match[1]), str(html)))
