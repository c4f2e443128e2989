"""The page of a section: all services beside each other, then what each says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from markupsafe import Markup

from boardpack.analysis.entry import Entry
from boardpack.model.canonical import compute_digest
from boardpack.render.edition_view import EditionView
from boardpack.render.entry_view import EntryView
from boardpack.render.output import Output
from boardpack.render.page import render_page
from boardpack.render.site.comparison_tables import ComparisonTable, build_comparison_tables
from boardpack.render.site.links import link_to_entry, locate_section_page
from boardpack.render.site.site_page import SitePage


@dataclass(frozen=True, slots=True)
class SectionPart:
    """The section of one service, whose id is its anchor; `link` leads to it in full."""

    id: str
    title: str
    entry: Entry
    narrative: Markup
    link: str


@dataclass(frozen=True)
class SectionPage(SitePage):
    """A section of every service. `source` is the section's own; `data_url` leads to the data."""

    template: ClassVar[str] = "pages/section.md.jinja"
    title: str
    source: str
    data_url: str
    tables: Sequence[ComparisonTable]
    parts: Sequence[SectionPart]


def plan_section_page(edition_view: EditionView, section_id: str) -> Output:
    """Return the page of a section, made only when that of one service changed."""
    key = compute_digest(
        (
            edition_view.engine,
            [entry_view.key for entry_view in _list_entry_views(edition_view, section_id)],
            edition_view.describe_missing(section=section_id),
            edition_view.edition.title,
        )
    )
    return Output(
        locate_section_page(section_id),
        key,
        partial(_render_section_page, edition_view, section_id),
    )


def _render_section_page(edition_view: EditionView, section_id: str) -> str:
    entry_views = _list_entry_views(edition_view, section_id)
    section = entry_views[0].entry.section
    page = SectionPage(
        edition=edition_view.edition,
        banner=edition_view.render_banner(edition_view.describe_missing(section=section_id)),
        title=section.title,
        source=section.source,
        data_url="../data",
        tables=build_comparison_tables(edition_view, entry_views),
        parts=[_build_part(edition_view, entry_view) for entry_view in entry_views],
    )
    return render_page(edition_view.env, page)


def _list_entry_views(edition_view: EditionView, section_id: str) -> list[EntryView]:
    return [view for view in edition_view.entry_views if view.entry.section.id == section_id]


def _build_part(edition_view: EditionView, entry_view: EntryView) -> SectionPart:
    entry = entry_view.entry
    return SectionPart(
        id=entry.service,
        title=edition_view.name_service(entry.service),
        entry=entry,
        narrative=entry_view.narrative,
        link=link_to_entry(entry, "../"),
    )
