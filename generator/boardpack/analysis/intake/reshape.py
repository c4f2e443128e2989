"""What stands side by side to one row for each figure, by pandas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boardpack.analysis.intake.table import SheetTable
from boardpack.model.grid import GridCell
from boardpack.model.intake import Aspect

Cells = Mapping[str, GridCell]
"""The cells of one row of the result, by column of the dataset; what is absent is not there."""
_ROW = "row of the sheet"


def melt_table(table: SheetTable, across: Aspect | None) -> Sequence[Cells]:
    """Return the cells of each figure of a sheet, in the sheet's order: down, then along.

    A blank cell under a heading is a cell that holds nothing, with its address.
    """
    if across is None:
        return [record.cells for record in table.records]
    if not table.records:
        return []
    import pandas as pd

    headings = table.header.across
    frame = pd.DataFrame(
        [
            {_ROW: record.row, "cells": record.cells}
            | {number: record.across.get(number) for number in headings}
            for record in table.records
        ],
        dtype=object,
    )
    # Objects all the way: no figure passes through a float.
    melted = frame.melt(
        id_vars=[_ROW, "cells"], value_vars=list(headings), var_name="column", value_name="value"
    ).sort_values([_ROW, "column"], kind="stable")
    title = table.grid.title
    return [
        {
            **entry["cells"],
            across.value: headings[entry["column"]],
            "value": entry["value"]
            if isinstance(entry["value"], GridCell)
            else GridCell(entry[_ROW], entry["column"], "", sheet=title),
        }
        for entry in melted.to_dict("records")
    ]
