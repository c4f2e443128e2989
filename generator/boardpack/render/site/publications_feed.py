"""The Atom feed of what is published, so that readers learn of it without asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import NAMESPACE_OID, uuid5

from boardpack.model.publication import Publication
from boardpack.render.page import create_environment, render_page

_MOST_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A publication, and the name by which programs that read feeds know it for good."""

    id: str
    publication: Publication


@dataclass(frozen=True, slots=True)
class FeedPage:
    """The feed, the newest publication first."""

    template: ClassVar[str] = "archive/feed.atom.jinja"
    id: str
    title: str
    entries: Sequence[FeedEntry]


def render_feed(
    publications: Sequence[Publication], title: str, templates: Mapping[str, str]
) -> str:
    """Return the feed of some publications, of which there is at least one."""
    newest_first = sorted(
        publications, key=lambda each: (each.published, each.version), reverse=True
    )
    page = FeedPage(
        # Nobody knows the address of the site; the first publication never changes.
        id=_name(f"feed since {newest_first[-1].manifest}"),
        title=title,
        entries=[FeedEntry(_name(each.manifest), each) for each in newest_first[:_MOST_ENTRIES]],
    )
    return render_page(create_environment(templates), page)


def _name(text: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_OID, text)}"
