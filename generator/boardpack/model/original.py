"""What was taken in: the file as it came, and the cell that each cell of the data came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from boardpack.findings import Place


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the cells of one data file came from: by line of the file, addresses by column."""

    columns: tuple[str, ...]
    cells: Mapping[int, tuple[str, ...]]

    def find_cell(self, line: int | None, column: str) -> str:
        """Return the address of the cell that one came from; empty where no cell said it.

        Without a column it is that of the first in the row.
        """
        if line is None or line not in self.cells:
            return ""
        addresses = dict(zip(self.columns, self.cells[line], strict=True))
        return addresses.get(column, "") if column else next(filter(None, addresses.values()), "")


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it came, kept at `path`. `name` is what its sender called it."""

    path: str
    name: str
    traces: Mapping[str, Trace] = field(default_factory=dict)
    """By path of the data file; of one that was edited since there is none."""

    def find_cell(self, place: Place, column: str) -> str:
        """Return `path, cell` of the original for a cell of the data; empty where none is known."""
        trace = self.traces.get(place.path)
        address = trace.find_cell(place.line, column) if trace else ""
        return f"{self.path} {address}" if address else ""
