"""What a build tells mkdocs while it runs, by the events that mkdocs offers to plugins."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.base import LegacyConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

_FINISHED = "<h1 "
_HEADING = re.compile(r'<h([12]) id="([^"]*)">(.*?)(?:<a class="headerlink"|</h\1>)')


class BuildPlugin(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]
    """Dates what is built, passes on finished pages, and keeps the theme's compiled templates.

    mkdocs alone would ask the environment for the date, which is one for a whole process.
    """

    def __init__(self, build_date: datetime, bytecode_folder: Path) -> None:
        self._build_date = build_date
        self._bytecode_folder = bytecode_folder
        self._finished = ""

    def on_env(self, env: Environment, *, files: Files, **_: object) -> Environment:
        """Take over what mkdocs would compile again in each process, and date every page."""
        self._bytecode_folder.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(self._bytecode_folder))
        for file in files.documentation_pages():
            if file.page is not None:
                file.page.update_date = f"{self._build_date:%Y-%m-%d}"
        return env

    def on_page_markdown(self, markdown: str, *, page: Page, **_: object) -> str:
        """Withhold a page that is HTML already: there is no Markdown to be found in it."""
        self._finished = markdown if markdown.startswith(_FINISHED) else ""
        return "" if self._finished else markdown

    def on_page_content(self, html: str, *, page: Page, **_: object) -> str:
        """Return the page that was withheld, and tell its headings to the theme."""
        if not self._finished:
            return html
        page.toc = _list_headings(self._finished)
        return self._finished

    def on_template_context(self, context: Any, **_: object) -> Any:
        """Date a page that the theme adds."""
        context["build_date_utc"] = self._build_date
        return context

    def on_page_context(self, context: Any, **_: object) -> Any:
        """Date a page of the report."""
        context["build_date_utc"] = self._build_date
        return context


def _list_headings(html: str) -> TableOfContents:
    """Return a page's title and, below it, its headings."""
    links = [AnchorLink(title, id, int(level)) for level, id, title in _HEADING.findall(html)]
    for link in links[1:]:
        links[0].children.append(link)
    return TableOfContents(links[:1])
