"""A cell as it came to the text of a tidy CSV; what cannot be read surely says why."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from boardpack.analysis.intake.periods import read_day
from boardpack.analysis.intake.vocabulary import Vocabulary
from boardpack.load.strict_csv import (
    MISSING_MARKS,
    SUPPRESSED_MARK,
    describe_spreadsheet_fault,
)
from boardpack.model.dataset import Field, FieldType, Unit
from boardpack.model.grid import GridCell
from boardpack.model.intake import Intake


class ChangeKind(StrEnum):
    """What is written otherwise than it came, in the plural."""

    NAME = "names"
    PERIOD = "periods"
    NUMBER = "numbers"
    SHARE = "percentages"
    SCALE = "numbers, multiplied"
    GAP = "gaps"
    DAY = "days"
    WORD = "words"


class Change(NamedTuple):
    """One cell that is written otherwise than it came."""

    kind: ChangeKind
    words: str
    cell: GridCell


_DASHES = frozenset({"-", "–", "—", "−"})
_NUMBER = re.compile(
    r"(?P<open>\()?(?P<minus>[-−–])? ?(?P<pound>£)? ?(?P<inner>[-−])?"
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})(?P<part>\.[0-9]{1,40})?"
    r" ?(?P<percent>%)?(?P<close>\))?",
    re.ASCII,
)
_FEW = re.compile(r"[<≤] ?[0-9]{1,2}|less than [0-9]{1,2}|fewer than [0-9]{1,2}", re.IGNORECASE)
_NO_NUMBER = "cannot be read surely as a number, such as 1234.5, 61,240, 43.2%, £5 or (5)"
_HUNDRED = Decimal(100)


class Reading(NamedTuple):
    """The text that a cell becomes, why it cannot be read, and what was done to it, in words."""

    text: str
    fault: str = ""
    change: str = ""
    kind: ChangeKind = ChangeKind.NUMBER


class NumberColumn(NamedTuple):
    """What a column or measure says of its numbers."""

    unit: Unit | None = None
    """None where anything may stand."""
    takes_marks: bool = False
    """Whether £ and % are merely dropped."""
    factor: Decimal | None = None
    is_whole: bool = False


def read_number(cell: GridCell, column: NumberColumn, intake: Intake) -> Reading:
    """Return the plain number, the mark of a gap, or why it is neither."""
    if cell.fault:
        return Reading("", cell.fault)
    match cell.value:
        case bool():
            return Reading("", "is true or false where a number is needed")
        case Decimal():
            return _scale(cell.value, cell, column)
        case date():
            return Reading(
                "", "is a date where a number is needed: a spreadsheet may have made it one"
            )
        case _:
            return _read_number_text(cell, column, intake)


def read_gap(text: str, intake: Intake) -> str | None:
    """Return the mark of the gap that a text stands for, or None."""
    if text in MISSING_MARKS | _DASHES or text.casefold() == "n/a" or text in intake.missing:
        return ""
    return SUPPRESSED_MARK if text == SUPPRESSED_MARK or text in intake.suppressed else None


def read_field(cell: GridCell, field: Field, intake: Intake, vocabulary: Vocabulary) -> Reading:
    """Return a cell of a column that is neither a name nor a figure of a measure."""
    if cell.fault:
        return Reading("", cell.fault)
    match field.type:
        case FieldType.NUMBER | FieldType.INTEGER:
            column = NumberColumn(
                takes_marks=not field.bareNumber,
                factor=intake.multiply.get(field.name),
                is_whole=field.type is FieldType.INTEGER,
            )
            return read_number(cell, column, intake)
        case FieldType.DATE:
            return _read_day_text(cell, intake)
        case FieldType.BOOLEAN | FieldType.STRING:
            return _read_words(cell, vocabulary)


def format_number(number: Decimal) -> str:
    """Return a number in plain digits, without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _read_number_text(cell: GridCell, column: NumberColumn, intake: Intake) -> Reading:
    text = cell.text
    gap = read_gap(text, intake)
    if gap is not None:
        is_plain = text in (*MISSING_MARKS, SUPPRESSED_MARK)
        change = "" if is_plain else f"'{text}' read as {_name_gap(gap)}"
        return Reading(gap, "", change, ChangeKind.GAP)
    if _FEW.fullmatch(text):
        return Reading(
            "",
            f"may stand for a suppressed value; if so, write suppressed: ['{text}'] under intake",
        )
    match = _NUMBER.fullmatch(text)
    if match is None:
        return Reading("", describe_spreadsheet_fault(text) or _NO_NUMBER)
    if bool(match["open"]) != bool(match["close"]) or _count_minus(match) > 1:
        return Reading("", "has a bracket without its other, or more than one sign for minus")
    if fault := _find_mark_fault(match, column):
        return Reading("", fault)
    digits = match["digits"].replace(",", "") + (match["part"] or "")
    number = -Decimal(digits) if _count_minus(match) else Decimal(digits)
    # As it was typed, with its zeros, unless it is worked out anew.
    plain = f"-{digits}" if _count_minus(match) else digits
    if column.factor is not None and not match["percent"]:
        return _scale(number, cell, column)
    return Reading(plain, "", _describe_change(text, plain))


def _find_mark_fault(match: re.Match[str], column: NumberColumn) -> str:
    if match["percent"] and column.unit is not Unit.PERCENT and not column.takes_marks:
        return "is a percentage where none is asked for"
    if match["pound"] and column.unit not in (None, Unit.GBP) and not column.takes_marks:
        return "is an amount of money where none is asked for"
    return ""


def _count_minus(match: re.Match[str]) -> int:
    return sum(bool(match[name]) for name in ("open", "minus", "inner"))


def _scale(number: Decimal, cell: GridCell, column: NumberColumn) -> Reading:
    if cell.is_percent:
        if column.unit is not Unit.PERCENT and not column.takes_marks:
            return Reading("", "is shown as a percentage where none is asked for")
        text = format_number(number * _HUNDRED)
        change = f"{format_number(number)}, shown as a percentage, read as {text}"
        return Reading(text, "", change, ChangeKind.SHARE)
    if column.factor is not None:
        text = format_number(number * column.factor)
        change = f"{format_number(number)} times {column.factor} is {text}"
        return Reading(text, "", "" if column.factor == 1 else change, ChangeKind.SCALE)
    return Reading(format_number(number))


def _describe_change(text: str, plain: str) -> str:
    return "" if text == plain else f"'{text}' read as {plain}"


def _name_gap(gap: str) -> str:
    return "suppressed" if gap else "missing"


def _read_day_text(cell: GridCell, intake: Intake) -> Reading:
    if read_gap(cell.text, intake) == "":
        return Reading("")
    day, fault = read_day(cell, intake.dates)
    if day is None:
        return Reading("", fault or "must be a day, such as 2018-11-30 or a real date")
    text = day.isoformat()
    return Reading(text, "", _describe_change(cell.text, text), ChangeKind.DAY)


def _read_words(cell: GridCell, vocabulary: Vocabulary) -> Reading:
    if isinstance(cell.value, date):
        return Reading("", "is a date where words are needed: a spreadsheet may have made it one")
    text = cell.text
    # Lists keep their order; each entry may have another name here.
    parts = [vocabulary.translate(part) for part in text.split("; ")]
    translated = "; ".join(part for part in parts if not vocabulary.is_passed_over(part))
    return Reading(translated, "", _describe_change(text, translated), ChangeKind.WORD)
