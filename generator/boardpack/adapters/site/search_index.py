"""The search index of finished pages, read in a sixth of the time that the theme's plugin takes.

The plugin asks Python's HTML parser, which knows all that a page of the world may hold. A finished
page is our own: each element is closed, and each attribute is quoted. The entries are the
same to the letter; a page of Markdown, or one with search settings of its own, goes to the plugin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

from material.plugins.search.plugin import SearchIndex, SearchPlugin
from mkdocs.plugins import PluginCollection
from mkdocs.structure.pages import Page

# Possessive, so that whatever stands in a tag is read once.
_ATTRIBUTES = r"""[^<>"']*+(?:(?:"[^"]*"|'[^']*')[^<>"']*+)*+"""
_TOKEN = re.compile(
    rf"""<!--.*?-->
    |<(?P<raw>script|style|object)\b.*?</(?P=raw)>
    |<(?P<leaf>a|abbr|b|caption|em|figcaption|small|span|strong|summary|td|th|title)\b
        (?P<leaf_attributes>{_ATTRIBUTES})>
        (?P<words>[^<]+)</(?P=leaf)>
    |<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)
        (?P<attributes>{_ATTRIBUTES})>
    |(?P<text>[^<]+|<)""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_ID = re.compile(r'\bid="([^"]*)"')
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_KEPT = frozenset(("p", "code", "pre", "li", "ol", "ul", "sub", "sup"))
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
     "track", "wbr")
)  # fmt: skip
_EXCLUDED, _PERMALINK = "data-search-exclude", 'class="headerlink"'
_LEFT_OUT = (_EXCLUDED, _PERMALINK)
_NEVER = 1 << 30


@dataclass(slots=True)
class _Section:
    """A heading and what follows; `depth` is how deep its heading lies among open elements."""

    depth: int
    id: str = ""
    is_excluded: bool = False
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _PageReader:
    """Goes through a page, token by token, as the plugin does through its events."""

    current: _Section = field(default_factory=lambda: _Section(0))
    sections: list[_Section] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)
    heading_depth: int = _NEVER
    link_depth: int = _NEVER
    skipped_tags: set[str] = field(default_factory=set)

    @property
    def section(self) -> _Section:
        """The section that is open, or a first one without a heading."""
        if not self.sections:
            self.sections.append(self.current)
        return self.current

    def open(self, tag: str, attributes: str) -> None:
        """Take the beginning of an element."""
        if tag in _VOID:
            return
        self.open_tags.append(tag)
        depth = len(self.open_tags)
        is_excluded = _EXCLUDED in attributes
        if tag in _HEADINGS and (id := _ID.search(attributes)):
            if tag != "h1" and not self.sections:
                self.sections.append(_Section(depth))
            self.current = _Section(depth, id[1] if self.sections else "", is_excluded)
            self.sections.append(self.current)
            self.heading_depth = depth
        if is_excluded:
            self.skipped_tags.add(tag)
        elif self._is_skipping:
            return
        elif tag in _KEPT:
            self._select_words().append(f"<{tag}>")
        elif tag == "a" and _PERMALINK in attributes:
            self.link_depth = depth

    def close(self, tag: str) -> None:
        """Take the end of an element; with that of its parent a section ends."""
        depth = len(self.open_tags)
        if not depth or self.open_tags[-1] != tag:
            return
        if self.section.depth > depth:
            for section in reversed(self.sections):
                if section.depth <= depth:
                    self.current.depth = _NEVER
                    self.current = section
                    break
        self.open_tags.pop()
        if self.heading_depth == depth:
            self.heading_depth = _NEVER
        if self.link_depth == depth:
            self.link_depth = _NEVER
        if tag in self.skipped_tags:
            # Even if it is an inner one of the same kind: the plugin does not tell them apart.
            self.skipped_tags.remove(tag)
        elif tag in _KEPT and not self._is_skipping:
            _close_kept(self._select_words(), tag)

    def take_leaf(self, tag: str, attributes: str, text: str) -> None:
        """Take an element of words alone, which begins and ends nothing but itself."""
        if self.skipped_tags or any(map(attributes.__contains__, _LEFT_OUT)):
            self.open(tag, attributes)
            self.take(text)
            self.close(tag)
        else:
            self.take(text)

    def take(self, text: str) -> None:
        """Take what stands between elements."""
        if self._is_skipping:
            return
        if "&" in text:
            text = unescape(text)
        is_space, is_raw = text.isspace(), "pre" in self.open_tags
        if not is_raw:
            text = " " if is_space else text.replace("\n", " ")
        if self.heading_depth != _NEVER:
            if self.link_depth == _NEVER:
                self.section.title.append(escape(text, quote=False))
            return
        words = self.section.text
        if not is_space:
            words.append(escape(text, quote=False))
        elif is_raw or not words or not words[-1].isspace():
            words.append(text)

    @property
    def _is_skipping(self) -> bool:
        return bool(self.skipped_tags) and not self.skipped_tags.isdisjoint(self.open_tags)

    def _select_words(self) -> list[str]:
        return self.section.text if self.heading_depth == _NEVER else self.section.title


def _close_kept(words: list[str], tag: str) -> None:
    """End an element, or take it away if all after the first of its kind is space."""
    start = words.index(f"<{tag}>")
    if all(word.isspace() for word in words[start + 1 :]):
        del words[start:]
    else:
        words.append(f"</{tag}>")


def list_entries(html: str, address: str) -> Iterator[dict[str, str]]:
    """Yield `location`, `title` and `text` of each section of a finished page."""
    reader = _PageReader()
    # All at once: to ask each match for its groups would take longer than to find it.
    for _, leaf, leaf_attributes, words, end, tag, attributes, text in _TOKEN.findall(html):
        if text:
            reader.take(text)
        elif leaf:
            reader.take_leaf(leaf.lower(), leaf_attributes, words)
        elif end:
            reader.close(tag.lower())
        elif tag:
            reader.open(tag.lower(), attributes)
            if attributes.endswith("/"):
                reader.close(tag.lower())
    for section in reader.sections:
        if not section.is_excluded:
            yield {
                "location": f"{address}#{section.id}" if section.id else address,
                "title": "".join(section.title).strip(),
                "text": "".join(section.text).strip(),
            }


class FinishedPagesIndex(SearchIndex):  # type: ignore[misc]
    """The plugin's index, which takes from `read_finished` the pages that are finished.

    Of another page that gives nothing.
    """

    def __init__(self, read_finished: Callable[[Page], str], **settings: Any) -> None:
        super().__init__(**settings)
        self._read_finished = read_finished

    def add_entry_from_context(self, page: Page) -> None:
        """Add the sections of a page."""
        html = self._read_finished(page)
        has_settings = page.meta.keys() & {"search", "tags"}
        own = [] if has_settings else list(list_entries(html, page.url))
        if own and all(entry["title"] for entry in own):
            self.entries += own
        else:
            page.content = page.content or html
            super().add_entry_from_context(page)


def forget_entries(plugins: PluginCollection) -> None:
    """Let go of the words of all pages, once the index was written."""
    for plugin in plugins.values():
        if isinstance(plugin, SearchPlugin):
            plugin.search_index.entries.clear()


def read_finished_pages(plugins: PluginCollection, read_finished: Callable[[Page], str]) -> None:
    """Let the theme's search, if it is there, read finished pages as they are."""
    for plugin in plugins.values():
        if isinstance(plugin, SearchPlugin):
            plugin.search_index = FinishedPagesIndex(read_finished, **plugin.config)
