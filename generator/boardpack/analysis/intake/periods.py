"""Periods and days as sources write them: `Dec-18`, real dates, `w/e 16/12/2018`, `Q2 2018/19`."""

from __future__ import annotations

import re
from datetime import date

from boardpack.analysis.period_words import find_month, read_period_words, read_year
from boardpack.model.dataset import Contract
from boardpack.model.grid import GridCell
from boardpack.model.intake import DateOrder
from boardpack.model.period import Cadence, find_week, is_period

_PREFIX = re.compile(
    r"(?:for |the )?(?:(?:week|month|quarter|year)[ -](?:ending|commencing|beginning|ended|of)"
    r"|w/?[ec]|m/?e|wk|period|month)[: ]+",
    re.IGNORECASE,
)
_ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_ANY_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})", re.ASCII)
_NAMED_DAY = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})[ ,'’-]+(\d{4}|\d{2})", re.ASCII
)
_IN_TITLE = re.compile(r"(?<![\d/] )(?<![\d/-])\b([A-Za-z]{3,9})[ '’-]+(\d{4})\b", re.ASCII)
_ISO_IN_NAME = re.compile(r"(?<!\d)(\d{4})-(W?\d{2})(?![\d-])", re.ASCII)
_MONTH_IN_NAME = re.compile(r"(?<![A-Za-z])([A-Za-z]{3,9})[ ,.'_-]*(\d{4}|\d{2})(?!\d)", re.ASCII)
TWO_DAYS = (
    "could be two days; say how the source writes them: dates: day-first, or month-first, "
    "under intake"
)


def read_period(cell: GridCell, contract: Contract, order: DateOrder | None) -> tuple[str, str]:
    """Return the id of the period that a cell names and `""`, or `""` and why there is none.

    Both are empty where the cell looks like no period at all.
    """
    period, fault = _find_period(cell, contract.cadence, order)
    if not period:
        return "", fault
    try:
        return contract.read_period(period).id, ""
    except ValueError as error:
        return "", f"is not a period of this dataset: {error}"


def read_day(cell: GridCell, order: DateOrder | None) -> tuple[date | None, str]:
    """Return the day that a cell names and `""`, or None and why there is none."""
    if isinstance(cell.value, date):
        return cell.value, ""
    text = cell.text
    try:
        if match := _ISO_DAY.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3])), ""
        if match := _ANY_DAY.fullmatch(text):
            if order is None:
                return None, TWO_DAYS
            day, month = int(match[1]), int(match[2])
            if order is DateOrder.MONTH_FIRST:
                day, month = month, day
            return date(read_year(match[3]), month, day), ""
        if (match := _NAMED_DAY.fullmatch(text)) and (month := find_month(match[2])):
            return date(read_year(match[3]), month, int(match[1])), ""
    except ValueError:
        return None, "is a day that does not exist, or its day and month stand the other way round"
    return None, ""


def find_title_periods(text: str) -> frozenset[str]:
    """Return the months that a title names, such as `Activity, November 2018`.

    Not those of a day: a report says when it was made, too.
    """
    return frozenset(
        f"{match[2]}-{month:02d}"
        for match in _IN_TITLE.finditer(text)
        if (month := find_month(match[1]))
    )


def find_period_in_name(name: str, contract: Contract) -> str:
    """Return the one month or week that a file's name says, such as `Activity Dec-18`; or none."""
    named = {f"{match[1]}-{match[2]}" for match in _ISO_IN_NAME.finditer(name)}
    named |= {
        f"{read_year(match[2])}-{month:02d}"
        for match in _MONTH_IN_NAME.finditer(name)
        if (month := find_month(match[1]))
    }
    periods = {period for period in named if is_period(period, contract.cadence.of_editions)}
    return periods.pop() if len(periods) == 1 else ""


def _find_period(cell: GridCell, cadence: Cadence, order: DateOrder | None) -> tuple[str, str]:
    if not isinstance(cell.value, date | str):
        return "", ""
    plain = (
        cell._replace(value=_PREFIX.sub("", cell.text, count=1))
        if isinstance(cell.value, str)
        else cell
    )
    day, fault = read_day(plain, order)
    if fault:
        return "", fault
    if day is not None:
        return (find_week(day).id if cadence is Cadence.WEEKLY else f"{day:%Y-%m}"), ""
    return read_period_words(plain.text), ""
