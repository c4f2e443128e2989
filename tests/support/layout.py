"""Where the words of a printed document stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from weasyprint.formatting_structure.boxes import ReplacedBox, TextBox

from boardpack.adapters.pdf import printer
from boardpack.adapters.pdf.overflow import describe_overflows
from boardpack.adapters.pdf.print_job import PrintedPdf

PICTURE = "(picture)"
_HEAD = '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>T</title></head>'


@dataclass(frozen=True, slots=True)
class PlacedWords:
    """Words of one line, or a picture; in pixels from the corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: PlacedWords) -> bool:
        """Return whether something stands over something else, more than by rounding."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.5 and down > 0.5


@dataclass(frozen=True, slots=True)
class LaidOutPage:
    """A page, its size, and what stands on it in the order of reading; `margins` apart."""

    width: float
    height: float
    words: tuple[PlacedWords, ...]
    margins: tuple[PlacedWords, ...]

    def find_collisions(self) -> Iterator[tuple[str, ...]]:
        """Yield what stands over something else, or reaches over the edge of the paper."""
        # Only neighbours from top to bottom can stand over each other.
        downwards = sorted((*self.words, *self.margins), key=lambda placed: placed.top)
        for index, one in enumerate(downwards):
            for other in downwards[index + 1 :]:
                if other.top >= one.bottom:
                    break
                if one.overlaps(other):
                    yield one.text, other.text
            if min(one.left, one.top) < 0 or one.right > self.width or one.bottom > self.height:
                yield (one.text,)


def print_body(body: str, css: str) -> tuple[PrintedPdf, tuple[LaidOutPage, ...]]:
    """Print the body of a document; return what came of it, and its pages."""
    return print_document_html(f"{_HEAD}<body>{body}</body></html>", css)


def print_document_html(html: str, css: str) -> tuple[PrintedPdf, tuple[LaidOutPage, ...]]:
    """Print a document; return what came of it, and its pages."""
    laid_out: list[Any] = []

    def watch(document: Any, pictures: Any) -> str:
        laid_out.append(document)
        return describe_overflows(document, pictures)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(printer, "describe_overflows", watch)
        printed = printer.print_html(html, css)
    [document] = laid_out
    return printed, tuple(map(_read_page, document.pages))


def _read_page(page: Any) -> LaidOutPage:
    body, *margins = page._page_box.children
    return LaidOutPage(
        width=page.width,
        height=page.height,
        words=tuple(_place_words(body)),
        margins=tuple(words for margin in margins for words in _place_words(margin)),
    )


def _place_words(parent: Any) -> Iterator[PlacedWords]:
    for box in parent.descendants():
        if (isinstance(box, TextBox) and box.text.strip()) or isinstance(box, ReplacedBox):
            yield PlacedWords(
                text=box.text.strip() if isinstance(box, TextBox) else PICTURE,
                left=box.position_x,
                top=box.position_y,
                right=box.position_x + box.width,
                # A line may be lower than its letters' box, which has room for accents.
                bottom=box.position_y + box.height * 0.8,
            )
