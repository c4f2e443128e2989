"""Print HTML to a tagged, sealed, repeatable PDF, inside a process that may be ended.

Nothing is fetched: a document that asks for anything is refused, and so is one about which
WeasyPrint has anything to say, because it says so only in its log (a broken picture, a missing
glyph, a missing text alternative).
"""

from __future__ import annotations

import gc
import logging
import math
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from boardpack.adapters.pdf.drawings import draw_charts
from boardpack.adapters.pdf.fonts import FAMILIES
from boardpack.adapters.pdf.list_numbers import number_lists
from boardpack.adapters.pdf.overflow import describe_overflows
from boardpack.adapters.pdf.pdf_ua import repair_document
from boardpack.adapters.pdf.print_job import DEFAULT_LIMITS, PrintedPdf, PrintLimits
from boardpack.adapters.pdf.quick_compression import compress_quickly
from boardpack.adapters.pdf.quick_pages import lay_out_once
from boardpack.adapters.pdf.quick_print import print_quickly
from boardpack.adapters.pdf.table_fit import fit_tables

VARIANT = "pdf/ua-1"
_NOWHERE = "about:blank"
_GRACE = 20.0
"""How many seconds of a processor after its limit a process is ended that does not end itself."""
SVG = "{http://www.w3.org/2000/svg}"


class OutOfTime(BaseException):
    """Not an Exception, so that fewer handlers swallow it."""


class _NothingFetched(URLFetcher):  # type: ignore[misc]
    """Refuses every address and remembers it."""

    def __init__(self) -> None:
        super().__init__()
        self.refused_urls: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> Any:
        self.refused_urls.append(url[:200])
        raise ValueError("nothing is fetched")


class _MessageHandler(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def print_html(html: str, css: str, limits: PrintLimits = DEFAULT_LIMITS) -> PrintedPdf:
    """Return the PDF of a document; a refusal is a sentence, never an exception."""
    try:
        with _limit_resources(limits), _pause_collection():
            return _print_document(html, css, limits.pages)
    except OutOfTime:
        return PrintedPdf(b"", 0, f"it took more than {limits.seconds:g} seconds of a processor")
    except MemoryError:
        return PrintedPdf(b"", 0, f"it took more than {limits.megabytes} MiB of memory")
    except RecursionError:
        return PrintedPdf(b"", 0, "its elements are nested too deeply")


def _print_document(html: str, css: str, max_pages: int) -> PrintedPdf:
    fonts = _prepare_fonts()

    fetcher = _NothingFetched()
    drawn_html, charts = draw_charts(html, fonts)
    with _collect_messages() as lines:
        source = weasyprint.HTML(string=drawn_html, base_url=_NOWHERE, url_fetcher=fetcher)
        if missing := _describe_missing(source.etree_element):
            return PrintedPdf(b"", 0, missing)
        fit_tables(source.etree_element)
        number_lists(source.etree_element)
        document = source.render(
            font_config=fonts,
            stylesheets=[_parse_stylesheet(css)],
            cache=charts,
            pdf_variant=VARIANT,
        )
        if len(document.pages) > max_pages:
            return PrintedPdf(
                b"", 0, f"it has {len(document.pages)} pages; {max_pages} are allowed"
            )
        finisher = partial(repair_document, root=source.etree_element)
        pdf = document.write_pdf(pdf_variant=VARIANT, finisher=finisher)
    # fontconfig falls back on another font without a word (decision 5).
    foreign = {font.family for font in document.fonts.values()} - FAMILIES
    # Before what WeasyPrint says of the same, which names no address to look for.
    if fetcher.refused_urls:
        return PrintedPdf(b"", 0, f"it asks for {', '.join(fetcher.refused_urls[:3])}")
    if overflows := describe_overflows(document, charts.values()):
        return PrintedPdf(b"", 0, overflows)
    if lines:
        return PrintedPdf(b"", 0, "; ".join(lines[:3]))
    if foreign:
        return PrintedPdf(b"", 0, f"it needs a font that is not ours: {', '.join(sorted(foreign))}")
    return PrintedPdf(pdf, len(document.pages))


def warm_up() -> None:
    """Print one line, so that whatever is made at first use is there when a document comes."""
    print_html("<html lang=en><title>T</title><h1>T</h1><p>t <b>t</b><table><tr><td>t</table>", "")


def _describe_missing(root: Any) -> str:
    """Return what a reader who cannot see would miss, which WeasyPrint does not always say."""
    if not root.get("lang"):
        return "it does not say its language"
    alternatives = [element.get("alt") for element in root.iter("img")]
    alternatives += [element.findtext(f"{SVG}title") for element in root.iter(f"{SVG}svg")]
    return "" if all(map(_has_words, alternatives)) else "a picture has no words"


def _has_words(text: str | None) -> bool:
    return bool(text and text.strip())


@cache
def _prepare_fonts() -> FontConfiguration:
    """Return our fonts, looked for once a process; what is there by now lives to its end."""
    print_quickly()
    lay_out_once()
    compress_quickly()
    gc.collect()
    gc.freeze()
    return FontConfiguration()


@cache
def _parse_stylesheet(css: str) -> Any:
    return weasyprint.CSS(string=css, font_config=_prepare_fonts(), url_fetcher=_NothingFetched())


@contextmanager
def _collect_messages() -> Iterator[list[str]]:
    handler, logger = _MessageHandler(), logging.getLogger("weasyprint")
    previous = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [handler], False
    try:
        yield handler.lines
    finally:
        logger.handlers, logger.propagate = previous


@contextmanager
def _pause_collection() -> Iterator[None]:
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
def _limit_resources(limits: PrintLimits) -> Iterator[None]:
    def late(*_: object) -> None:
        raise OutOfTime

    # Ends even a process that never comes back to Python, which the signal below waits for.
    soft_time, hard_time = resource.getrlimit(resource.RLIMIT_CPU)
    deadline = math.ceil(time.process_time() + limits.seconds + _GRACE)
    resource.setrlimit(resource.RLIMIT_CPU, (_keep_within(deadline, hard_time), hard_time))
    # Of addresses, because Linux enforces no limit on the memory that is really used.
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    previous_handler = signal.signal(signal.SIGPROF, late)
    resource.setrlimit(resource.RLIMIT_AS, (_keep_within(limits.megabytes << 20, hard), hard))
    # Of the processor, because on a busy machine a good document waits for its turn. It repeats
    # because WeasyPrint's SVG code swallows whatever is raised inside it.
    signal.setitimer(signal.ITIMER_PROF, limits.seconds, 0.2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous_handler)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        resource.setrlimit(resource.RLIMIT_CPU, (soft_time, hard_time))


def _keep_within(wanted: int, hard: int) -> int:
    """Return a limit that may be set, whatever a cluster allows at most."""
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
