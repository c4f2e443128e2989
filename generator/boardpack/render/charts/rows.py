"""What charts with a row for each group share: the size, the names, amounts in words."""

from __future__ import annotations

from decimal import Decimal
from html import escape

WIDTH, ROW, TOP = 640, 27, 6
LEFT, RIGHT = 214, 148
_LONGEST = 30


def calculate_height(rows: int, extra: int = 0) -> int:
    """Return the height of a chart of so many rows."""
    return TOP + ROW * rows + extra


def calculate_middle(row: int) -> int:
    """Return the middle of a row, from the top."""
    return TOP + ROW * row + ROW // 2


def draw_name(title: str, row: int, is_bold: bool = False) -> str:
    """Return the name to the left of a row, cut when it is long; the table has it whole."""
    cut = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1].rstrip()}…"
    weight = ' font-weight="600"' if is_bold else ""
    return f'<text x="0" y="{calculate_middle(row) + 5}"{weight}>{escape(cut)}</text>'


def draw_words_beside(words: str, row: int, is_bold: bool = False) -> str:
    """Return the words to the right of a row."""
    weight = ' font-weight="600"' if is_bold else ""
    return f'<text x="{WIDTH - RIGHT + 10}" y="{calculate_middle(row) + 5}"{weight}>{words}</text>'


def format_money(value: Decimal, signed: bool = False) -> str:
    """Return an amount with separated thousands and a true minus sign."""
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{abs(value):,}"


def format_over_under(variance: Decimal) -> str:
    """Return a variance of spending as words: `12 over`, `5 under`, `level`."""
    if variance == 0:
        return "level"
    return f"{format_money(abs(variance))} {'over' if variance > 0 else 'under'}"
