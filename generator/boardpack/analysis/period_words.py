"""Months, weeks and quarters as people and sources write them, without a day."""

from __future__ import annotations

import re

from boardpack.model.period import MONTHS

_ISO_PERIOD = re.compile(r"(\d{4})[-/ ]?(W?\d{2})", re.ASCII | re.IGNORECASE)
_MONTH_AND_YEAR = re.compile(r"(0?[1-9]|1[0-2])[-/.](\d{4})", re.ASCII)
_NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})[ ,.'’/_-]*(\d{4}|\d{2})", re.ASCII)
_WEEK = re.compile(r"(?:week|wk|w) ?(\d{1,2})[ ,/-]+(?:of )?(\d{4})", re.ASCII | re.IGNORECASE)
_QUARTER = re.compile(r"q(?:uarter)? ?([1-4])[ ,-]*(\d{4})[-/](\d{2}|\d{4})", re.IGNORECASE)


def read_period_words(text: str) -> str:
    """Return the id that `Nov 2018`, `11/2018`, `week 50 of 2018` or `Q2 2018/19` names, or `""`.

    A quarter is called by its last month. Whether there is such a month or week is not asked here.
    """
    if match := _ISO_PERIOD.fullmatch(text):
        return f"{match[1]}-{match[2].upper()}"
    if match := _MONTH_AND_YEAR.fullmatch(text):
        return f"{match[2]}-{int(match[1]):02d}"
    if (match := _NAMED_MONTH.fullmatch(text)) and (month := find_month(match[1])):
        return f"{read_year(match[2])}-{month:02d}"
    if match := _WEEK.fullmatch(text):
        return f"{match[2]}-W{int(match[1]):02d}"
    # Of the financial year, whose first quarter ends in June and whose last one in March.
    if (match := _QUARTER.fullmatch(text)) and int(match[3]) % 100 == (int(match[2]) + 1) % 100:
        quarter, year = int(match[1]), int(match[2])
        return f"{year + quarter // 4}-{quarter * 3 % 12 + 3:02d}"
    return ""


def find_month(word: str) -> int:
    """Return the number of a month by its English name, or by its first letters; else 0."""
    lowered = word.casefold()
    for number, name in enumerate(MONTHS, start=1):
        if lowered in (name.casefold(), name[:3].casefold()) or (number, lowered) == (9, "sept"):
            return number
    return 0


def read_year(text: str) -> int:
    """Return the year of four digits, or of two, which are of this century."""
    return int(text) if len(text) == 4 else 2000 + int(text)
