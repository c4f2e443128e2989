"""What a workbook is made of that readers take away: sheets of rows, below what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

FilledCell = bool | int | Decimal | date | str
"""A text is a text: whoever makes it sees to it that it is no formula."""
SheetCell = FilledCell | None
"""None is an empty cell."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table on a sheet of its own, called `name`; `notes` stand above it, its title first."""

    name: str
    notes: Sequence[str]
    header: Sequence[str]
    rows: Sequence[Sequence[SheetCell]]
