"""Whether a spreadsheet shows a number as what it is: its format may show another, or none.

Source: ECMA-376 part 1, 18.8.31: up to four sections, for positive numbers, negative ones, nought
and text, or for what a condition such as `[<5]` names; a comma behind the digits drops thousands.
"""

from __future__ import annotations

import operator
import re
from decimal import Decimal

# What is shown as it stands: quoted and escaped letters, what pads and fills, colours and places.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![<>=])[^\[\]]*\]')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)\]")
_HOLDS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_SHOWS_NUMBER = re.compile(r"[0#?]|general", re.IGNORECASE)
_DROPS_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")


def find_mask(number_format: str, value: Decimal) -> str:
    """Return how a format hides or changes a number, in words that follow the cell; else nothing.

    Nought may be shown as a dash: it is nought all the same.
    """
    section = _choose_section(_LITERAL.sub("", number_format).split(";"), value)
    if not value or not number_format or section is None:
        return ""
    if not _SHOWS_NUMBER.search(section):
        return (
            "shows something else than the number that it holds, by its number format; type what "
            "is meant"
        )
    if _DROPS_THOUSANDS.search(section):
        return "shows thousands or millions, and holds the whole number; say which is meant"
    return ""


def _choose_section(sections: list[str], value: Decimal) -> str | None:
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _HOLDS[condition[1]](value, Decimal(condition[2])):
                return _CONDITION.sub("", section)
        return None
    return sections[1] if value < 0 and len(sections) > 1 else sections[0]
