"""What a build tells mkdocs while it runs, by the events that mkdocs offers to plugins."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection
from copy import copy
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.commands.build import get_context
from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.meta import get_data

from boardpack.adapters.site.policy import add_policy, list_scripts
from boardpack.adapters.site.search_index import forget_entries, read_finished_pages
from boardpack.adapters.site.theme_files import hide_icons

_LOG = logging.getLogger("mkdocs.boardpack")

_FINISHED = "<h1 "
_HEADING = re.compile(r'<h([12]) id="([^"]*)">(.*?)(?:<a class="headerlink"|</h\1>)')


class BuildPlugin(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]
    """Dates what is built, passes on finished pages, and keeps the theme's compiled templates.

    mkdocs alone would ask the environment for the date, which is one for a whole process.
    """

    _env: Environment

    def __init__(
        self, build_date: datetime, bytecode_folder: Path, listing_pages: Collection[str]
    ) -> None:
        self._build_date = build_date
        self._bytecode_folder = bytecode_folder
        self._listing_pages = listing_pages
        self._finished_addresses: set[str] = set()
        self._base = ""
        self._theme_scripts: dict[tuple[str, str], frozenset[str]] = {}

    def on_config(self, config: MkDocsConfig) -> None:
        """Let the theme's search, which has its settings by now, read finished pages quickly.

        Its icons, of which pages hold some, are none of the files that a site is made of.
        """
        read_finished_pages(config.plugins, self._read_finished)
        hide_icons(config.theme)

    def on_env(self, env: Environment, *, files: Files, **_: object) -> Environment:
        """Take over what mkdocs would compile again in each process, and date every page."""
        self._env = env
        self._bytecode_folder.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(self._bytecode_folder))
        for file in files.documentation_pages():
            if file.page is not None:
                file.page.update_date = f"{self._build_date:%Y-%m-%d}"
        return env

    def on_page_read_source(self, *, page: Page, **_: object) -> str:
        """Withhold a page that is HTML already: there is no Markdown to be found in it.

        mkdocs reads all pages before it builds the first; a finished one is read when it is built.
        """
        source = page.file.content_string
        text = _read_text(source)
        if not text.startswith(_FINISHED):
            return source
        self._finished_addresses.add(page.url)
        return source.removesuffix(text)

    def on_template_context(self, context: Any, **_: object) -> Any:
        """Date a page that the theme adds, and note where it lies."""
        self._base = context["base_url"]
        context["build_date_utc"] = self._build_date
        return context

    # After the search, which would look through all of a page for settings of its own.
    @event_priority(-50)
    def on_page_context(self, context: Any, *, page: Page, nav: Navigation, **_: object) -> Any:
        """Put what was withheld on a page, with its headings, date it, and shorten its sidebar."""
        if page.url in self._finished_addresses:
            page.content = page.content or self._read_finished(page)
            page.toc = _list_headings(page.content)
        context["nav"] = _shorten_navigation(nav, page, self._listing_pages)
        return self.on_template_context(context)

    def _read_finished(self, page: Page) -> str:
        """Return the text of a page that is finished, and nothing of another."""
        if page.url not in self._finished_addresses:
            return ""
        return _read_text(page.file.content_string)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Say what a page that the theme adds may run."""
        if not template_name.endswith(".html"):
            return output
        return self._limit_page(output, template_name, lambda: _make_empty_context(config))

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Say what a page of the report may run; the page itself is needed no more."""
        page.content, page.toc = "", TableOfContents([])
        return self._limit_page(output, "main.html", lambda: _make_empty_context(config, page))

    # After the search.
    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Let go of what the index of the search was written from."""
        forget_entries(config.plugins)

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


def _read_text(source: str) -> str:
    """Return a page without what it says to the site builder."""
    text: str = get_data(source)[0]
    return text


def _shorten_navigation(
    navigation: Navigation, page: Page, listing_pages: Collection[str]
) -> Navigation:
    """Return the navigation with parts of many pages as their list and the page that is shown.

    A part of a thousand pages would else stand whole on each of them.
    """
    if not listing_pages:
        return navigation
    items = [_shorten_section(item, page, listing_pages) for item in navigation.items]
    short = Navigation(items, [])
    short.homepage = navigation.homepage
    return short


def _shorten_section(item: Any, page: Page, listing_pages: Collection[str]) -> Any:
    first = item.children[0] if item.children else None
    if not isinstance(first, Page) or first.file.src_uri not in listing_pages:
        return item
    is_here = page.parent is item
    section = Section(item.title, [first, page] if is_here and page is not first else [first])
    section.active = is_here
    return section


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
