"""Print HTML to a tagged, sealed, repeatable PDF, inside a process that may be ended.

Nothing is fetched: a document that asks for anything is refused, and so is one about which
WeasyPrint has anything to say, because it says so only in its log (a broken picture, a missing
glyph, a missing text alternative).
"""

from __future__ import annotations

import gc
import logging
import re
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import weasyprint
from cssselect2 import ElementWrapper
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from boardpack.world.drawings import pictures
from boardpack.world.fonts import FAMILIES
from boardpack.world.pdf_ua import repair
from boardpack.world.printed import Printed

VARIANT = "pdf/ua-1"
SECONDS = 120.0
MEGABYTES = 4096
MAX_PAGES = 1500
_NOWHERE = "about:blank"
SVG = "{http://www.w3.org/2000/svg}"
_MATCH_EVERYTHING = re.compile(r"::(footnote|note|marker)")


class OutOfTime(BaseException):
    """Not an Exception, so that fewer handlers swallow it."""


class _NothingFetched(URLFetcher):  # type: ignore[misc]
    """Refuses every address and remembers it."""

    def __init__(self) -> None:
        self._fail_on_errors = False
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> Any:
        self.refused.append(url[:200])
        raise ValueError("nothing is fetched")


class _Document(weasyprint.HTML):  # type: ignore[misc]
    """A document that is read as XML where it can be, which takes a tenth of the time."""

    def __init__(self, html: str, fetcher: URLFetcher, defaults: Any) -> None:
        self._defaults = defaults
        root = None if "<svg" in html else _xml(html)
        if root is None:
            super().__init__(string=html, base_url=_NOWHERE, url_fetcher=fetcher)
            return
        self.base_url, self.url_fetcher, self.media_type = _NOWHERE, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = root

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [self._defaults]


def _xml(html: str) -> ElementTree.Element | None:
    try:
        return ElementTree.fromstring(html)
    except ElementTree.ParseError:
        return None


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def print_html(
    html: str,
    css: str,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
    pages: int = MAX_PAGES,
) -> Printed:
    """Return the PDF of a document; a refusal is a sentence, never an exception."""
    try:
        with _limits(seconds, megabytes), _no_collection():
            return _print(html, css, pages)
    except OutOfTime:
        return Printed(b"", 0, f"it took more than {seconds:g} seconds")
    except MemoryError:
        return Printed(b"", 0, f"it took more than {megabytes} MiB of memory")
    except RecursionError:
        return Printed(b"", 0, "its elements are nested too deeply")


def _print(html: str, css: str, most: int) -> Printed:
    fonts, defaults = _warm()

    fetcher = _NothingFetched()
    shown, charts = pictures(html, fonts)
    with _heard() as lines:
        given = _Document(shown, fetcher, defaults)
        if lacking := _lacks(given.etree_element):
            return Printed(b"", 0, lacking)
        document = given.render(
            font_config=fonts, stylesheets=[_sheet(css)], cache=charts, pdf_variant=VARIANT
        )
        if len(document.pages) > most:
            return Printed(b"", 0, f"it has {len(document.pages)} pages; {most} are allowed")
        pdf = document.write_pdf(pdf_variant=VARIANT, finisher=repair)
    foreign = {font.family for font in document.fonts.values()} - FAMILIES
    if fetcher.refused:
        return Printed(b"", 0, f"it asks for {', '.join(fetcher.refused[:3])}")
    if lines:
        return Printed(b"", 0, "; ".join(lines[:3]))
    if foreign:
        return Printed(b"", 0, f"it needs a font that is not ours: {', '.join(sorted(foreign))}")
    return Printed(pdf, len(document.pages))


def warm_up() -> None:
    """Print one line, so that whatever is made at first use is there when a document comes."""
    print_html("<html lang=en><title>T</title><h1>T</h1><p>t <b>t</b><table><tr><td>t</table>", "")


def _lacks(root: Any) -> str:
    """Return what a reader who cannot see would miss, which WeasyPrint does not always say."""
    if not root.get("lang"):
        return "it does not say its language"
    pictures = [one.get("alt") for one in root.iter("img")]
    pictures += [one.findtext(f"{SVG}title") for one in root.iter(f"{SVG}svg")]
    return "" if all(map(_says_something, pictures)) else "a picture has no words"


def _says_something(words: str | None) -> bool:
    return bool(words and words.strip())


@cache
def _warm() -> tuple[Any, Any]:
    """Return fonts and WeasyPrint's own stylesheet, made once a process."""
    defaults = weasyprint.CSS(string=_lean_defaults())
    gc.collect()
    gc.freeze()
    return FontConfiguration(), defaults


@cache
def _sheet(css: str) -> Any:
    return weasyprint.CSS(string=css, font_config=_warm()[0], url_fetcher=_NothingFetched())


def _lean_defaults() -> str:
    """Return WeasyPrint's stylesheet without pseudo-elements that match every element we print."""
    path = Path(weasyprint.__file__).parent / "css" / "html5_ua.css"
    lines = path.read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if not _MATCH_EVERYTHING.match(line))


@contextmanager
def _heard() -> Iterator[list[str]]:
    handler, logger = _Heard(), logging.getLogger("weasyprint")
    before = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [handler], False
    try:
        yield handler.lines
    finally:
        logger.handlers, logger.propagate = before


@contextmanager
def _no_collection() -> Iterator[None]:
    """A render makes a million objects that live to its end; looking for garbage finds none.

    What the render before it left is taken away first, when nobody waits for that one any more.
    """
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _limits(seconds: float, megabytes: int) -> Iterator[None]:
    def late(*_: object) -> None:
        raise OutOfTime

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGALRM, late)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, hard))
    # It repeats because WeasyPrint's SVG code swallows whatever is raised inside it.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
