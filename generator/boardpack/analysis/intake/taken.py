"""Rows that were taken out of a book: texts, and the cells that they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from boardpack.load.strict_csv import parse_number
from boardpack.model.grid import GridCell


@dataclass(frozen=True, slots=True)
class TakenRow:
    """One row by column; `sources` has no cell for what was said once for all rows."""

    texts: Mapping[str, str]
    sources: Mapping[str, GridCell]

    def has_number(self, column: str) -> bool:
        """Return whether there is a number in a column, and no gap."""
        return isinstance(parse_number(self.texts[column]), Decimal)

    def get_number(self, column: str) -> Decimal:
        """Return the number in a column; ValueError for a gap."""
        number = parse_number(self.texts[column])
        if not isinstance(number, Decimal):
            raise ValueError(f"{column} holds no number")
        return number


@dataclass(frozen=True, slots=True)
class TakenTable:
    """What becomes one CSV file."""

    columns: tuple[str, ...]
    rows: tuple[TakenRow, ...]
