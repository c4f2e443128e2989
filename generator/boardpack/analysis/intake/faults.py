"""What is wrong with a file that arrives, and the rules that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from boardpack.findings import Finding, Place, Rule, Severity
from boardpack.model.grid import GridCell

UNREADABLE = Rule(
    "J101",
    "What arrives is a workbook or a CSV that can be opened",
    "Open it in the program that made it, save it as .xlsx or as CSV UTF-8, and take it in again.",
)
UNCLEAR = Rule(
    "J102",
    "It can be told what each column and row of what arrives is",
    "Mend the sheet, or say under intake in the dataset's dataset.yml what it is.",
)
UNSURE_CELL = Rule(
    "J103",
    "Every cell of what arrives can be read surely",
    "Mend the cell in the sheet and take it in again; whoever sent it can tell what is right.",
)
DOUBT = Rule(
    "J104",
    "Nothing about what arrives needs a person to look",
    "Look at it; if it is right, take it in again with --accept.",
    Severity.WARNING,
)
RULES = (UNREADABLE, UNCLEAR, UNSURE_CELL, DOUBT)
_MOST_ADDRESSES = 3


class SheetFault(Exception):  # noqa: N818  (it is what is wrong with a sheet, not with us)
    """It cannot be told how a sheet is to be read; the sentence says what is missing."""


class CellFault(NamedTuple):
    """Why one cell cannot be read: the column of the dataset, and a clause for people."""

    cell: GridCell
    column: str
    words: str


def report_cells(faults: Iterable[CellFault], place: Place, owner: str) -> Iterator[Finding]:
    """Yield a finding for each thing that is wrong with a column, with the first cells it is in."""
    groups: dict[tuple[str, str], list[GridCell]] = {}
    for fault in faults:
        groups.setdefault((fault.column, fault.words), []).append(fault.cell)
    for (column, words), (first, *more) in groups.items():
        quoted = f" '{first.text[:40]}'" if first.text else ""
        also = _list_addresses(more)
        line = first.row if not first.sheet and first.row else None
        yield UNSURE_CELL.make_finding(
            Place(place.path, line), f"{first.address}: {column}{quoted} {words}{also}", who=owner
        )


def _list_addresses(cells: list[GridCell]) -> str:
    if not cells:
        return ""
    names = ", ".join(cell.address for cell in cells[:_MOST_ADDRESSES])
    rest = len(cells) - _MOST_ADDRESSES
    return f"; the same in {names}" + (f" and {rest} more" if rest > 0 else "")
