"""An edition ready to be shown, without mkdocs, WeasyPrint or a disk."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache

from boardpack.adapters.files import find_shipped, read_texts
from boardpack.analysis.edition import analyse_edition
from boardpack.checks.run import apply_rules
from boardpack.findings import Finding
from boardpack.load.instance import load_instance
from boardpack.operations.rules import ALL_RULES
from boardpack.render.edition_view import EditionView
from boardpack.render.entry_view import EntryView
from boardpack.render.environment import build_environment
from boardpack.render.page import TemplateSandbox
from boardpack.render.site.plan import plan_pages
from support.instances import Files

ROOT = Path(__file__).parents[2]


@cache
def templates() -> Mapping[str, str]:
    """Return the shipped templates."""
    return read_texts(find_shipped("site_templates"))


@cache
def demo() -> Files:
    """Return the files of the living example."""
    files = (path for top in ("content", "data") for path in (ROOT / top).rglob("*"))
    return {f.relative_to(ROOT).as_posix(): f.read_bytes() for f in files if f.is_file()}


def keep_compiled(patched: pytest.MonkeyPatch, folder: Path) -> None:
    """Keep compiled templates where nobody asks for it, too: each book would compile its own."""
    kept = FileSystemBytecodeCache(str(folder))

    def create(bytecode_cache: BytecodeCache | None, **settings: Any) -> Environment:
        return TemplateSandbox(bytecode_cache=bytecode_cache or kept, **settings)

    patched.setattr("boardpack.render.page.TemplateSandbox", create)


def book_of(
    tree: Files, pack: str = "monthly", period: str = "2018-11", draft: bool = False
) -> EditionView:
    """Return the book of an edition of a tree that can be read."""
    instance, findings = load_instance(tree)
    assert instance is not None, "the instance cannot be read"
    edition = analyse_edition(instance, pack, period)
    found: tuple[Finding, ...] = (*findings, *apply_rules(edition))
    rules = tuple(ALL_RULES[code] for code in sorted(ALL_RULES))
    return EditionView(
        edition, found, rules, build_environment(templates(), edition), "engine", draft
    )


@cache
def demo_book(pack: str = "monthly", period: str = "2018-11") -> EditionView:
    """Return the book of an edition of the living example."""
    return book_of(demo(), pack, period)


def fragment(book: EditionView, service: str, section: str) -> EntryView:
    """Return the fragment of a section of a service."""
    return next(one for one in book.views_by_service[service] if one.entry.section.id == section)


def staged(book: EditionView) -> dict[str, str]:
    """Return every page as it is handed to the site builder."""
    return {output.path: output.make() for output in plan_pages(book)}


def converted(page: str) -> str:
    """Return a staged page without what it says to the site builder."""
    return page.partition("---\n")[2].partition("\n---\n")[2]


class Parsed(HTMLParser):
    """What a browser would find in HTML: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(str(html))  # Markup would escape what is added to it.
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, tag: str, name: str) -> list[str]:
        """Return the values of an attribute of all elements of a tag."""
        return [a[name] or "" for t, a in self.elements if t == tag and name in a]
