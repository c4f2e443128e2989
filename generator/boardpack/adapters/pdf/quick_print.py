"""Print the same bytes in a fifth less time: what WeasyPrint works out again is remembered.

- A line of text is laid out when a column is measured, again when it is set, and once more for each
  page that repeats a table's heading. Nine of ten lines were laid out before.
- pydyf writes the list of all pages anew for each element of the tagged tree: pages times elements.
- pydyf asks of each value that it writes what it is, the least likely answer first.

With versions that were not looked at, nothing is done, and all works as it does without.
"""

from __future__ import annotations

from copy import copy
from typing import Any

import pydyf
import weasyprint
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break

LOOKED_AT = {"weasyprint": ("70.0",), "pydyf": ("0.13.0",)}
_MOST_LINES = 100_000
"""Some 60 MiB; from there on it is forgotten, and begun again."""
_STYLE = (
    "line_height", "white_space", "letter_spacing", "word_spacing", "overflow_wrap", "word_break",
    "hyphens", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphenate_character", "direction",
    "tab_size", "text_decoration_line", "font_kerning",
)  # fmt: skip
"""What of a style decides about a line, beside its font."""


class LineMemory:
    """Remembers how lines were laid out, by their text, width and look."""

    def __init__(self) -> None:
        self._lay_out = line_break.split_first_line
        self._lines: dict[Any, Any] = {}
        self._looks: dict[Any, int] = {}

    def split_first_line(
        self,
        text: str,
        style: Any,
        context: Any,
        max_width: Any,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> tuple[Any, ...]:
        """Return what WeasyPrint's function of this name does."""
        # A style may get another size after it was seen first.
        look = self._number_look(style), style["font_size"]
        key = look, text, max_width, justification_spacing, is_line_start, minimum
        line = self._lines.get(key)
        if line is None:
            if len(self._lines) >= _MOST_LINES:
                self._lines.clear()
            line = self._lines[key] = self._lay_out(
                text, style, context, max_width, justification_spacing, is_line_start, minimum
            )
        # Each box has a layout of its own, which it opens again to be drawn.
        return copy(line[0]), *line[1:]

    def _number_look(self, style: Any) -> int:
        number: int | None = getattr(style, "look_number", None)
        if number is None:
            font = line_break._font_style_cache_key(style)
            key = style.font_config, font, str([style[name] for name in _STYLE])
            number = style.look_number = self._looks.setdefault(key, len(self._looks))
        return number


class PdfWithPages(pydyf.PDF):  # type: ignore[misc]
    """A PDF that writes the list of its pages once for each number of pages."""

    _page_references: tuple[bytes, ...] = ()

    @property
    def page_references(self) -> tuple[bytes, ...]:
        """The reference of each page."""
        kids = self.pages["Kids"]
        if len(self._page_references) * 3 != len(kids):
            self._page_references = tuple(f"{number} 0 R".encode() for number in kids[::3])
        return self._page_references


_write_any = pydyf._to_bytes


def write_bytes(item: Any) -> bytes:
    """Return what pydyf writes for a value."""
    kind = type(item)
    if kind is str:
        return bytes(item, "ascii")
    if kind is bytes:
        return bytes(item)
    if kind is int:
        return b"%d" % item
    return bytes(_write_any(item))


def print_quickly() -> None:
    """Let WeasyPrint and pydyf remember, if they are versions that were looked at."""
    if (
        weasyprint.__version__ in LOOKED_AT["weasyprint"]
        and pydyf.__version__ in LOOKED_AT["pydyf"]
        and pydyf.PDF is not PdfWithPages
    ):
        memory = LineMemory()
        for module in (line_break, inline, preferred):
            module.split_first_line = memory.split_first_line
        pydyf.PDF = PdfWithPages
        pydyf._to_bytes = write_bytes
