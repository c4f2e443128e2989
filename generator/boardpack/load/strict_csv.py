"""CSV without surprises: UTF-8, commas, one header, even rows; each row with its line number."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, partial
from typing import Annotated, NamedTuple

from pydantic import StringConstraints, TypeAdapter, ValidationError
from pydantic_core import SchemaError

from boardpack.findings import Finding, Place, Rule, suggest_word
from boardpack.load.tree import decode_text
from boardpack.model.dataset import Cell, Field, FieldType, Gap

NOT_COMMAS = Rule(
    "C101",
    "CSV columns are separated by commas",
    "Save the file again as 'CSV UTF-8 (comma delimited)'.",
)
BROKEN_CSV = Rule(
    "C102",
    "CSV files can be read to the end",
    "Open the line that is named and close its quotation mark, or remove the odd character.",
)
BAD_HEADER = Rule(
    "C103",
    "CSV headers name each column once, and all that are needed",
    "Correct the first line of the file.",
)
RAGGED_ROW = Rule(
    "C104",
    "Every CSV row has as many cells as the header",
    "Add or remove commas; put text that holds a comma between quotation marks.",
)
BAD_CELL = Rule(
    "C105",
    "Every cell is what its column asks for",
    "Write the cell as the message says; leave it blank when there is no value.",
)

MAX_CELL = 20_000
MISSING_MARKS = frozenset({"", "-", "n/a", "N/A"})
SUPPRESSED_MARK = "*"
PLAIN_NUMBER = "no commas, spaces, £ or %, and no sign but a hyphen for minus"
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
# Bounded, so that no figure is too long to be added up and shown exactly.
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,40})?")
_SMALLEST_PART = Decimal(1).scaleb(-12)
"""Spreadsheets write more places than they know; what lies beyond the twelfth is rounded."""
_FORMULA_ERROR = re.compile(r"#[A-Z/0?!]{2,12}[!?]?")
_SHORTENED = re.compile(r"-?[0-9](\.[0-9]+)?[eE][-+]?[0-9]{1,3}|#{2,}")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class CsvLine(NamedTuple):
    """One row: the line of the file that it begins in, and its cells in the header's order."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A readable CSV file."""

    path: str
    columns: tuple[str, ...]
    lines: tuple[CsvLine, ...]

    def pick_columns(self, names: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        """Yield each row's line number and its cells by name; absent columns are blank."""
        order = [self.columns.index(name) if name in self.columns else -1 for name in names]
        for number, cells in self.lines:
            yield number, [cells[i].strip() if i >= 0 else "" for i in order]


def read_csv(
    data: bytes, path: str, required: Sequence[str], optional: Sequence[str] = ()
) -> tuple[Sheet | None, list[Finding]]:
    """Return the sheet; None when the header cannot be trusted. Uneven rows are left out."""
    text, findings = decode_text(data, path)
    if text is None:
        return None, findings
    rows, row_findings = _parse_rows(text, path)
    if row_findings:
        return None, [*findings, *row_findings]
    if not rows:
        return None, [*findings, BAD_HEADER.make_finding(Place(path, 1), "the file is empty")]
    header = [name.strip() for name in rows[0].cells]
    header, rows = _trim_rows(header, rows)
    if header_findings := list(find_header_faults(header, text, path, required, optional)):
        return None, [*findings, *header_findings]
    width = len(header)
    even_rows = tuple(row for row in rows[1:] if len(row.cells) == width)
    uneven_rows = (row for row in rows[1:] if len(row.cells) != width)
    return Sheet(path, tuple(header), even_rows), [
        *findings,
        *(_report_ragged_row(row, width, path) for row in uneven_rows),
    ]


def read_cell(text: str, field: Field, may_be_suppressed: bool = False) -> tuple[Cell, str]:
    """Return the typed value and `""`, or a gap and what is wrong with the text."""
    if text in MISSING_MARKS:
        return Gap.MISSING, "needs a value" if field.constraints.required else ""
    # In a column of text a star is a star.
    if text == SUPPRESSED_MARK and field.type is not FieldType.STRING:
        fault = "" if may_be_suppressed else "stands for a suppressed value, which cannot be here"
        return Gap.SUPPRESSED, fault
    value, fault = _parse_cell(text, field)
    return value, fault or _find_broken_constraint(value, text, field)


def report_cell(name: str, text: str, fault: str, place: Place, who: str = "") -> Finding:
    """Return the finding for a cell; the text is shown when there is any, and cut when long."""
    quoted_text = f"'{text[:40]}' " if text else ""
    return BAD_CELL.make_finding(place, f"{name} {quoted_text}{fault}", who=who)


def _parse_cell(text: str, field: Field) -> tuple[Cell, str]:
    match field.type:
        case FieldType.STRING:
            return text, ""
        case FieldType.DATE:
            return _parse_day_cell(text)
        case FieldType.BOOLEAN:
            boolean = {"yes": True, "no": False, "true": True, "false": False}.get(text.lower())
            return (Gap.MISSING, "must be yes or no") if boolean is None else (boolean, "")
        case FieldType.INTEGER | FieldType.NUMBER:
            return _parse_number_cell(text, field)


def parse_number(text: str) -> Decimal | Gap | None:
    """Return a plain number, the gap that the text stands for, or None for anything else."""
    if text in MISSING_MARKS:
        return Gap.MISSING
    if text == SUPPRESSED_MARK:
        return Gap.SUPPRESSED
    # Decimal alone would also read 1e5, NaN, Infinity, 1_000 and digits of other scripts.
    return _read_decimal(text) if _NUMBER.fullmatch(text) and text.isascii() else None


def _read_decimal(text: str) -> Decimal:
    number = Decimal(text)
    if len(text.partition(".")[2]) <= 12:
        return number
    return number.quantize(_SMALLEST_PART, ROUND_HALF_UP)


def describe_number_fault(text: str, example: str = "a plain number such as 1234.5") -> str:
    """Return why a text is not read as a number, and what made it so where that can be told."""
    return describe_spreadsheet_fault(text) or f"must be {example}; {PLAIN_NUMBER}"


def describe_spreadsheet_fault(text: str) -> str:
    """Return what a spreadsheet did to a number that shows so; nothing where it did nothing."""
    if _FORMULA_ERROR.fullmatch(text):
        return "is what a spreadsheet shows for a formula that failed; mend the formula"
    if _SHORTENED.fullmatch(text):
        return "is a number that a spreadsheet shortened; format its column as a number"
    return ""


def _parse_number_cell(text: str, field: Field) -> tuple[Cell, str]:
    bare_text = text
    if not field.bareNumber:
        bare_text = bare_text.removeprefix("£").removesuffix("%").strip()
    if field.groupChar and _has_digit_groups(bare_text, field.groupChar):
        bare_text = bare_text.replace(field.groupChar, "")
    pattern, example = (
        (_INTEGER, "a whole number such as 12")
        if field.type is FieldType.INTEGER
        else (_NUMBER, "a plain number such as 1234.5")
    )
    if not (bare_text.isascii() and pattern.fullmatch(bare_text)):
        return Gap.MISSING, describe_number_fault(bare_text, example)
    is_whole = field.type is FieldType.INTEGER
    return (int(bare_text) if is_whole else _read_decimal(bare_text)), ""


def _has_digit_groups(text: str, group_char: str) -> bool:
    return bool(
        re.fullmatch(rf"-?[0-9]{{1,3}}({re.escape(group_char)}[0-9]{{3}})+(\.[0-9]+)?", text)
    )


def _parse_day_cell(text: str) -> tuple[Cell, str]:
    # fromisoformat also takes 20181130 and 2018-W48-5.
    if not (_DAY.fullmatch(text) and text.isascii()):
        return Gap.MISSING, "must be a day written as 2018-11-30 (03/04/2018 could be two days)"
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return Gap.MISSING, "is a day that does not exist"


def _find_broken_constraint(value: Cell, text: str, field: Field) -> str:
    constraints = field.constraints
    if constraints.enum and text not in constraints.enum:
        return f"must be one of {', '.join(constraints.enum)}"
    if constraints.pattern and not _is_match(constraints.pattern, text):
        return f"must match {constraints.pattern}"
    if constraints.maxLength is not None and len(text) > constraints.maxLength:
        return f"is longer than {constraints.maxLength} characters"
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        if constraints.minimum is not None and value < constraints.minimum:
            return f"is below {constraints.minimum}"
        if constraints.maximum is not None and value > constraints.maximum:
            return f"is above {constraints.maximum}"
    return ""


def _is_match(pattern: str, text: str) -> bool:
    matches = compile_pattern(pattern)
    return matches is None or matches(text)


@cache
def compile_pattern(pattern: str) -> Callable[[str], bool] | None:
    """Return whether a whole text matches, as a function, or None when it is no expression.

    pydantic matches with Rust's engine, in time that is linear in the text whatever the pattern is:
    contracts are written by those whose proposals are judged.
    """
    try:
        adapter = TypeAdapter(Annotated[str, StringConstraints(pattern=f"^(?:{pattern})$")])
    except SchemaError:
        return None
    return partial(_fits, adapter)


def _fits(adapter: TypeAdapter[str], text: str) -> bool:
    try:
        adapter.validate_python(text)
    except ValidationError:
        return False
    return True


def _parse_rows(text: str, path: str) -> tuple[list[CsvLine], list[Finding]]:
    # newline="" lets cells keep their line ends; strict, as csv would else mend quotation marks.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[CsvLine] = []
    first_line = 1
    try:
        for cells in reader:
            if cells:
                # A row's own first line: `line_num` is the last one when a cell holds line ends.
                rows.append(CsvLine(first_line, cells))
            first_line = reader.line_num + 1
    except csv.Error as error:
        return [], [BROKEN_CSV.make_finding(Place(path, first_line), _describe_csv_error(error))]
    # csv's own limit is larger and holds for the whole process, so ours is looked for afterwards.
    return rows, list(_find_long_cells(rows, path)) if len(text) > MAX_CELL else []


def _trim_rows(header: list[str], rows: list[CsvLine]) -> tuple[list[str], list[CsvLine]]:
    """Return header and rows without the empty rows and columns that spreadsheets add.

    A row of nothing but empty cells is as good as a blank line. The last columns go where they have
    no name and nothing stands in them; a row with more cells than the header keeps them all, lest
    `1,234` becomes 1.
    """
    filled_rows = [row for row in rows if any(cell.strip() for cell in row.cells)]
    width = len(header)
    while width > 1 and not header[width - 1]:
        width -= 1
    if any(any(cell.strip() for cell in row.cells[width:]) for row in filled_rows):
        return header, filled_rows
    whole = len(header)
    return header[:width], [
        CsvLine(row.number, row.cells[:width]) if len(row.cells) == whole else row
        for row in filled_rows
    ]


def _report_ragged_row(row: CsvLine, width: int, path: str) -> Finding:
    cells = "1 cell" if len(row.cells) == 1 else f"{len(row.cells)} cells"
    return RAGGED_ROW.make_finding(Place(path, row.number), f"{cells} where the header has {width}")


def _describe_csv_error(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "a quotation mark is opened here and never closed"
    if "field larger" in str(error):
        return f"a cell is longer than {MAX_CELL:,} characters"
    return "a quotation mark stands inside a cell"


def _find_long_cells(rows: list[CsvLine], path: str) -> Iterator[Finding]:
    for row in rows:
        if max(map(len, row.cells)) > MAX_CELL:
            yield BROKEN_CSV.make_finding(
                Place(path, row.number), f"a cell is longer than {MAX_CELL:,} characters"
            )


def find_header_faults(
    header: list[str], text: str, path: str, required: Sequence[str], optional: Sequence[str]
) -> Iterator[Finding]:
    """Yield what is wrong with the names of the columns of a text."""
    place = Place(path, 1)
    if words := _find_separator_fault(header, text):
        yield NOT_COMMAS.make_finding(place, words)
        return
    known = (*required, *optional)
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        yield BAD_HEADER.make_finding(place, f"column '{name[:40]}' stands twice")
    for name in required:
        if name not in header:
            yield BAD_HEADER.make_finding(place, f"column '{name}' is missing")
    for number, name in enumerate(header, start=1):
        if not name:
            yield BAD_HEADER.make_finding(place, f"column {number} has no name")
        elif name not in known:
            yield BAD_HEADER.make_finding(place, _describe_unknown_column(name, known))


def _find_separator_fault(header: list[str], text: str) -> str:
    # Excel understands this line and hides it, and so nobody sees that it is there.
    if text[:4].lower() == "sep=":
        return "the first line is a note to Excel, 'sep=', and not the names of the columns"
    separator = next((char for char in _SEPARATORS if char in header[0]), "")
    return (
        f"columns are separated by {_SEPARATORS[separator]}"
        if separator and len(header) == 1
        else ""
    )


def _describe_unknown_column(name: str, known: Iterable[str]) -> str:
    hint = suggest_word(name, known)
    return f"unknown column '{name[:40]}'{hint}"
