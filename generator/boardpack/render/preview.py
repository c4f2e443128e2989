"""One page with the sections that changed, as they would be published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import DictLoader, Environment

from boardpack.analysis.edition import Edition, Entry
from boardpack.model.signoff import Component, Subject
from boardpack.render.environment import environment
from boardpack.render.fragments import Fragment
from boardpack.render.signing import difference_text, heading

_CSS = "theme/assets/boardpack.css"


@dataclass(frozen=True, slots=True)
class Changed:
    """A section that is not as it was, and the lines that went and came, by component."""

    edition: Edition
    entry: Entry
    subject: Subject
    lines: Mapping[Component, list[str]]
    words: str


def preview_page(changed: Sequence[Changed], since: str, templates: Mapping[str, str]) -> str:
    """Return the page as HTML that needs no other file."""
    env = Environment(
        loader=DictLoader(templates), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    template = env.get_template("pages/preview.html.jinja")
    parts = [
        {
            "title": f"{heading(one.edition, one.entry)}, {one.edition.title}",
            "words": one.words,
            "digest": one.subject.digest,
            "html": _fragment(one, templates).html,
            "difference": difference_text(dict(one.lines)),
        }
        for one in changed
    ]
    return template.render(parts=parts, since=since, css=templates[_CSS])


def _fragment(one: Changed, templates: Mapping[str, str]) -> Fragment:
    env = environment(templates, one.edition)
    terms = {term.acronym: term.meaning for term in one.edition.instance.glossary}
    return Fragment(one.entry, one.edition, env, terms, "")
