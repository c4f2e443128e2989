"""Words of a laid-out document that stand outside their cell or their page.

A word over another, or half of a figure, is worse than no document, and WeasyPrint says nothing of
either. `table_fit.py` and print.css see to it that whatever people write fits; a style sheet or a
template of an instance may spoil that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from weasyprint.formatting_structure.boxes import (
    LineBox,
    MarginBox,
    ReplacedBox,
    TableCellBox,
    TextBox,
)

_TOLERANCE = 1.0
"""In pixels, of which 96 are an inch, for rounding."""
_MOST_NAMED = 3
_MOST_LETTERS = 80
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class _Area(NamedTuple):
    """Where words must stand, in pixels from the corner of the page."""

    left: float
    top: float
    right: float
    bottom: float

    def spans(self, box: Any) -> bool:
        """Return whether a box keeps between the sides."""
        left, right = box.position_x + _TOLERANCE, box.position_x + box.width - _TOLERANCE
        return bool(self.left <= left and right <= self.right)

    def reaches(self, box: Any) -> bool:
        """Return whether a box keeps between top and bottom."""
        top, bottom = box.position_y + _TOLERANCE, box.position_y + box.height - _TOLERANCE
        return bool(self.top <= top and bottom <= self.bottom)


class _Overflow(NamedTuple):
    """Words that do not fit, and where they stand."""

    words: str
    place: str


def describe_overflows(document: Any, pictures: Iterable[Any]) -> str:
    """Return which words do not fit and who can mend it; empty when all do.

    `document` is what WeasyPrint laid out, `pictures` what `drawings.py` drew in it.
    """
    found = list(dict.fromkeys((*_find_overflows(document), *_find_cut_labels(pictures))))
    if not found:
        return ""
    named = [f"“{one.words}” ({one.place})" for one in found[:_MOST_NAMED]]
    more = [f"{len(found) - _MOST_NAMED} more"] if len(found) > _MOST_NAMED else []
    return (
        f"words do not fit into their place: {'; '.join(named + more)}. Who wrote them can shorten "
        "them or use fewer columns; where they are short, who keeps site_templates/ can make room"
    )


def _find_cut_labels(pictures: Iterable[Any]) -> Iterator[_Overflow]:
    for picture in pictures:
        for label in picture.cut_labels:
            yield _Overflow(label, f"chart “{picture.title}”")


def _find_overflows(document: Any) -> Iterator[_Overflow]:
    heading = ""
    for number, page in enumerate(document.pages, 1):
        pending = [(page._page_box, _measure_inside(page._page_box), "")]
        while pending:
            box, area, part = pending.pop()
            place = f"page {number}{part or heading}"
            if isinstance(box, TextBox | ReplacedBox):
                if not area.spans(box):
                    yield _Overflow(_join_words(box) or "a picture", place)
                continue
            if isinstance(box, LineBox):
                if not area.reaches(box):
                    yield _Overflow(_join_words(box), place)
            elif isinstance(box, TableCellBox):
                area = _measure_border(box)
            elif isinstance(box, MarginBox):
                area, part = _Area(0, 0, page.width, page.height), ", its head or foot"
            elif box.is_table_wrapper:
                part = f", table “{_find_caption(box)}”{heading}"
            elif box.element_tag in _HEADINGS:
                heading = f", under “{_join_words(box)}”"
            pending += [(child, area, part) for child in reversed(box.children)]


def _measure_inside(box: Any) -> _Area:
    left, top = box.content_box_x(), box.content_box_y()
    return _Area(left, top, left + box.width, top + box.height)


def _measure_border(box: Any) -> _Area:
    left, top = box.border_box_x(), box.border_box_y()
    return _Area(left, top, left + box.border_width(), top + box.border_height())


def _join_words(box: Any) -> str:
    words = " ".join(part.text.strip() for part in box.descendants() if isinstance(part, TextBox))
    return words if len(words) <= _MOST_LETTERS else f"{words[:_MOST_LETTERS]}…"


def _find_caption(table: Any) -> str:
    """Return the title of a table, which only its first page shows."""
    caption = table.element.find("caption")
    return "without a title" if caption is None else " ".join("".join(caption.itertext()).split())
