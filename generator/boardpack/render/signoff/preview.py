"""One page with the sections that changed, as they would be published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from boardpack.analysis.edition import Edition, Entry
from boardpack.model.signoff import Component, Subject
from boardpack.render.entry_view import EntryView
from boardpack.render.environment import build_environment
from boardpack.render.page import create_environment, render_page
from boardpack.render.signoff.signing import render_difference, render_heading

_CSS = "theme/assets/boardpack.css"


@dataclass(frozen=True, slots=True)
class ChangedSection:
    """A section that is not as it was, and the lines that went and came, by component."""

    edition: Edition
    entry: Entry
    subject: Subject
    lines: Mapping[Component, list[str]]
    words: str


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """A section as it would be published, and its difference line by line."""

    title: str
    words: str
    digest: str
    html: Markup
    difference: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """The sections that are not as they were at a revision, on a page that needs no other file."""

    template: ClassVar[str] = "pages/preview.html.jinja"
    parts: tuple[PreviewPart, ...]
    since: str
    css: str


def render_preview_page(
    changed_sections: Sequence[ChangedSection], since: str, templates: Mapping[str, str]
) -> str:
    """Return the page as HTML that needs no other file."""
    parts = tuple(_build_part(section, templates) for section in changed_sections)
    page = PreviewPage(parts, since, templates[_CSS])
    return render_page(create_environment(templates), page)


def _build_part(section: ChangedSection, templates: Mapping[str, str]) -> PreviewPart:
    return PreviewPart(
        title=f"{render_heading(section.edition, section.entry)}, {section.edition.title}",
        words=section.words,
        digest=section.subject.digest,
        html=_build_entry_view(section, templates).html,
        difference=render_difference(dict(section.lines)),
    )


def _build_entry_view(section: ChangedSection, templates: Mapping[str, str]) -> EntryView:
    env = build_environment(templates, section.edition)
    meanings = {term.acronym: term.meaning for term in section.edition.instance.glossary}
    return EntryView(section.entry, section.edition, env, meanings, "")
