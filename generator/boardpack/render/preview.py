"""One page with the sections that changed, as they would be published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import DictLoader, Environment

from boardpack.analysis.edition import Edition, Entry
from boardpack.model.signoff import Component, Subject
from boardpack.render.entry_view import EntryView
from boardpack.render.environment import build_environment
from boardpack.render.signing import render_difference, render_heading

_CSS = "theme/assets/boardpack.css"


@dataclass(frozen=True, slots=True)
class ChangedSection:
    """A section that is not as it was, and the lines that went and came, by component."""

    edition: Edition
    entry: Entry
    subject: Subject
    lines: Mapping[Component, list[str]]
    words: str


def render_preview_page(
    changed_sections: Sequence[ChangedSection], since: str, templates: Mapping[str, str]
) -> str:
    """Return the page as HTML that needs no other file."""
    env = Environment(
        loader=DictLoader(templates), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    template = env.get_template("pages/preview.html.jinja")
    parts = [
        {
            "title": f"{render_heading(section.edition, section.entry)}, {section.edition.title}",
            "words": section.words,
            "digest": section.subject.digest,
            "html": _build_entry_view(section, templates).html,
            "difference": render_difference(dict(section.lines)),
        }
        for section in changed_sections
    ]
    return template.render(parts=parts, since=since, css=templates[_CSS])


def _build_entry_view(section: ChangedSection, templates: Mapping[str, str]) -> EntryView:
    env = build_environment(templates, section.edition)
    meanings = {term.acronym: term.meaning for term in section.edition.instance.glossary}
    return EntryView(section.entry, section.edition, env, meanings, "")
