"""CSV without surprises: UTF-8, commas, one header, even rows; each row with its line number."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from boardpack.findings import Finding, Place, declare
from boardpack.load.tree import decode
from boardpack.model.dataset import Cell, Field, FieldType, Gap

NOT_COMMAS = declare(
    "C101",
    "CSV columns are separated by commas",
    "Save the file again as 'CSV UTF-8 (comma delimited)'.",
)
BROKEN_CSV = declare(
    "C102",
    "CSV files can be read to the end",
    "Open the line that is named and close its quotation mark, or remove the odd character.",
)
BAD_HEADER = declare(
    "C103",
    "CSV headers name each column once, and all that are needed",
    "Correct the first line of the file.",
)
RAGGED = declare(
    "C104",
    "Every CSV row has as many cells as the header",
    "Add or remove commas; put text that holds a comma between quotation marks.",
)
BAD_CELL = declare(
    "C105",
    "Every cell is what its column asks for",
    "Write the cell as the message says; leave it blank when there is no value.",
)

MAX_CELL = 20_000
MISSING = frozenset({"", "-", "n/a", "N/A"})
SUPPRESSED = "*"
PLAIN_NUMBER = "no commas, spaces, £ or %, and no sign but a hyphen for minus"
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,12})?")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Line(NamedTuple):
    """One row: the line of the file that it begins in, and its cells in the header's order."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A readable CSV file."""

    path: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    def picked(self, names: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        """Yield each row's line number and its cells by name; absent columns are blank."""
        order = [self.columns.index(n) if n in self.columns else -1 for n in names]
        for number, cells in self.lines:
            yield number, [cells[i].strip() if i >= 0 else "" for i in order]


def read_csv(
    data: bytes, path: str, required: Sequence[str], optional: Sequence[str] = ()
) -> tuple[Sheet | None, list[Finding]]:
    """Return the sheet; None when the header cannot be trusted. Uneven rows are left out."""
    text, findings = decode(data, path)
    if findings:
        return None, findings
    rows, broken = _rows(text, path)
    if broken:
        return None, broken
    if not rows:
        return None, [BAD_HEADER.at(Place(path, 1), "the file is empty")]
    header = [name.strip() for name in rows[0].cells]
    if wrong := list(_header_faults(header, text, path, required, optional)):
        return None, wrong
    width = len(header)
    even = tuple(row for row in rows[1:] if len(row.cells) == width)
    uneven = (row for row in rows[1:] if len(row.cells) != width)
    return Sheet(path, tuple(header), even), [_ragged(row, width, path) for row in uneven]


def read_cell(text: str, field: Field, may_be_suppressed: bool = False) -> tuple[Cell, str]:
    """Return the typed value and `""`, or a gap and what is wrong with the text."""
    if text in MISSING:
        return Gap.MISSING, "needs a value" if field.constraints.required else ""
    if text == SUPPRESSED and field.type is not FieldType.STRING:
        wrong = "" if may_be_suppressed else "stands for a suppressed value, which cannot be here"
        return Gap.SUPPRESSED, wrong
    value, wrong = _typed(text, field)
    return value, wrong or _broken_constraint(value, text, field)


def cell_finding(name: str, text: str, fault: str, place: Place, who: str = "") -> Finding:
    """Return the finding for a cell; the text is shown when there is any, and cut when long."""
    shown = f"'{text[:40]}' " if text else ""
    return BAD_CELL.at(place, f"{name} {shown}{fault}", who=who)


def _typed(text: str, field: Field) -> tuple[Cell, str]:
    match field.type:
        case FieldType.STRING:
            return text, ""
        case FieldType.DATE:
            return _day(text)
        case FieldType.BOOLEAN:
            truth = {"yes": True, "no": False, "true": True, "false": False}.get(text.lower())
            return (Gap.MISSING, "must be yes or no") if truth is None else (truth, "")
        case FieldType.INTEGER | FieldType.NUMBER:
            return _number(text, field)


def number(text: str) -> Decimal | Gap | None:
    """Return a plain number, the gap that the text stands for, or None for anything else."""
    if text in MISSING:
        return Gap.MISSING
    if text == SUPPRESSED:
        return Gap.SUPPRESSED
    return Decimal(text) if _NUMBER.fullmatch(text) and text.isascii() else None


def _number(text: str, field: Field) -> tuple[Cell, str]:
    bare = text
    if not field.bareNumber:
        bare = bare.removeprefix("£").removesuffix("%").strip()
    if field.groupChar and _grouped(bare, field.groupChar):
        bare = bare.replace(field.groupChar, "")
    pattern, example = (
        (_INTEGER, "a whole number such as 12")
        if field.type is FieldType.INTEGER
        else (_NUMBER, "a plain number such as 1234.5")
    )
    if not (bare.isascii() and pattern.fullmatch(bare)):
        return Gap.MISSING, f"must be {example}; {PLAIN_NUMBER}"
    return (int(bare) if field.type is FieldType.INTEGER else Decimal(bare)), ""


def _grouped(text: str, char: str) -> bool:
    return bool(re.fullmatch(rf"-?[0-9]{{1,3}}({re.escape(char)}[0-9]{{3}})+(\.[0-9]+)?", text))


def _day(text: str) -> tuple[Cell, str]:
    if not (_DAY.fullmatch(text) and text.isascii()):
        return Gap.MISSING, "must be a day written as 2018-11-30 (03/04/2018 could be two days)"
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return Gap.MISSING, "is a day that does not exist"


def _broken_constraint(value: Cell, text: str, field: Field) -> str:
    rules = field.constraints
    if rules.enum and text not in rules.enum:
        return f"must be one of {', '.join(rules.enum)}"
    if rules.pattern and not _matches(rules.pattern, text):
        return f"must match {rules.pattern}"
    if rules.maxLength is not None and len(text) > rules.maxLength:
        return f"is longer than {rules.maxLength} characters"
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        if rules.minimum is not None and value < rules.minimum:
            return f"is below {rules.minimum}"
        if rules.maximum is not None and value > rules.maximum:
            return f"is above {rules.maximum}"
    return ""


def _matches(pattern: str, text: str) -> bool:
    compiled = compiled_pattern(pattern)
    return compiled is None or compiled.fullmatch(text) is not None


@cache
def compiled_pattern(pattern: str) -> re.Pattern[str] | None:
    """Return the regular expression, or None when it is not one; the contract's rule says so."""
    try:
        return re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return None


def _rows(text: str, path: str) -> tuple[list[Line], list[Finding]]:
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return [], [BROKEN_CSV.at(Place(path, line), "a NUL character")]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Line] = []
    begins = 1
    try:
        for cells in reader:
            if cells:
                rows.append(Line(begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        return [], [BROKEN_CSV.at(Place(path, begins), _csv_words(error))]
    return rows, list(_long_cells(rows, path)) if len(text) > MAX_CELL else []


def _ragged(row: Line, width: int, path: str) -> Finding:
    cells = "1 cell" if len(row.cells) == 1 else f"{len(row.cells)} cells"
    return RAGGED.at(Place(path, row.number), f"{cells} where the header has {width}")


def _csv_words(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "a quotation mark is opened here and never closed"
    if "field larger" in str(error):
        return f"a cell is longer than {MAX_CELL:,} characters"
    return "a quotation mark stands inside a cell"


def _long_cells(rows: list[Line], path: str) -> Iterator[Finding]:
    for row in rows:
        if max(map(len, row.cells)) > MAX_CELL:
            yield BROKEN_CSV.at(
                Place(path, row.number), f"a cell is longer than {MAX_CELL:,} characters"
            )


def _header_faults(
    header: list[str], text: str, path: str, required: Sequence[str], optional: Sequence[str]
) -> Iterator[Finding]:
    place = Place(path, 1)
    if words := _separator_fault(header, text):
        yield NOT_COMMAS.at(place, words)
        return
    known = (*required, *optional)
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        yield BAD_HEADER.at(place, f"column '{name[:40]}' stands twice")
    for name in required:
        if name not in header:
            yield BAD_HEADER.at(place, f"column '{name}' is missing")
    for name in header:
        if name not in known:
            yield BAD_HEADER.at(place, _unknown_column(name, known))


def _separator_fault(header: list[str], text: str) -> str:
    if text[:4].lower() == "sep=":
        return "the first line is a note to Excel, 'sep=', and not the names of the columns"
    odd = next((char for char in _SEPARATORS if char in header[0]), "")
    return f"columns are separated by {_SEPARATORS[odd]}" if odd and len(header) == 1 else ""


def _unknown_column(name: str, known: Iterable[str]) -> str:
    if not name:
        return "there is a column without a name"
    near = get_close_matches(name.lower(), known, 1)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    return f"unknown column '{name[:40]}'{hint}"
