"""What a build tells mkdocs while it runs, by the events that mkdocs offers to plugins."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from copy import copy
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.commands.build import get_context
from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from boardpack.adapters.site.policy import add_policy, list_scripts

_LOG = logging.getLogger("mkdocs.boardpack")

_FINISHED = "<h1 "
_HEADING = re.compile(r'<h([12]) id="([^"]*)">(.*?)(?:<a class="headerlink"|</h\1>)')


class BuildPlugin(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]
    """Dates what is built, passes on finished pages, and keeps the theme's compiled templates.

    mkdocs alone would ask the environment for the date, which is one for a whole process.
    """

    _env: Environment

    def __init__(self, build_date: datetime, bytecode_folder: Path) -> None:
        self._build_date = build_date
        self._bytecode_folder = bytecode_folder
        self._finished = ""
        self._base = ""
        self._theme_scripts: dict[tuple[str, str], frozenset[str]] = {}

    def on_env(self, env: Environment, *, files: Files, **_: object) -> Environment:
        """Take over what mkdocs would compile again in each process, and date every page."""
        self._env = env
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
        """Date a page that the theme adds, and note where it lies."""
        self._base = context["base_url"]
        context["build_date_utc"] = self._build_date
        return context

    def on_page_context(self, context: Any, **_: object) -> Any:
        """Date a page of the report, and note where it lies."""
        return self.on_template_context(context)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Say what a page that the theme adds may run."""
        if not template_name.endswith(".html"):
            return output
        return self._limit_page(output, template_name, lambda: _make_empty_context(config))

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Say what a page of the report may run."""
        return self._limit_page(output, "main.html", lambda: _make_empty_context(config, page))

    def _limit_page(
        self, output: str, template_name: str, make_empty_context: Callable[[], Any]
    ) -> str:
        """Return a page with its policy; complain of a script that the theme does not bring.

        The theme's are those that it makes in a context in which nothing is anybody's words.
        """
        key = template_name, self._base
        if key not in self._theme_scripts:
            context = {**make_empty_context(), "base_url": self._base}
            html = self._env.get_template(template_name).render(context)
            self._theme_scripts[key] = list_scripts(html)
        scripts = self._theme_scripts[key]
        if list_scripts(output) - scripts:
            _LOG.warning("a page holds a script that is not the theme's")
        return add_policy(output, scripts)


def _make_empty_context(config: MkDocsConfig, page: Page | None = None) -> Any:
    """Return what a template is given for a page at the same place with nothing on it."""
    nameless = copy(config)
    nameless.update(site_name="", site_description="")
    empty_page = None
    if page is not None:
        empty_page = Page("", File.generated(nameless, page.file.src_uri, content=""), nameless)
        empty_page.content, empty_page.toc = "", TableOfContents([])
    return get_context(Navigation([], []), Files([]), nameless, empty_page)


def _list_headings(html: str) -> TableOfContents:
    """Return a page's title and, below it, its headings."""
    links = [AnchorLink(title, id, int(level)) for level, id, title in _HEADING.findall(html)]
    for link in links[1:]:
        links[0].children.append(link)
    return TableOfContents(links[:1])
