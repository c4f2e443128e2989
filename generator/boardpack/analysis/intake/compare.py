"""What arrives beside what is there: what is new, what is as it was, what is restated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from boardpack.analysis.intake.faults import CellFault, SheetFault
from boardpack.analysis.intake.reading import BookReading
from boardpack.analysis.intake.taken import TakenRow, TakenTable
from boardpack.load.strict_csv import parse_number
from boardpack.model.dataset import Contract, Gap, Kind, Value
from boardpack.model.grid import GridCell
from boardpack.model.period import Period
from boardpack.model.rows import Dataset, Observation

_PARTS = ("value", "numerator", "denominator", "target", "benchmark")
FigureKey = tuple[str, str, str]
"""Period, service and measure."""


class Restated(NamedTuple):
    """An earlier figure that arrives with another value; `old` and `new` as texts."""

    key: FigureKey
    old: str
    new: str
    cell: GridCell


@dataclass(slots=True)
class Comparison:
    """The rows to be written, and how they stand to those that are there."""

    kept: TakenTable
    unchanged: int = 0
    earlier: int = 0
    """Figures of earlier periods that were not there yet."""
    restated: list[Restated] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)


def compare_taken(
    reading: BookReading, contract: Contract, dataset: Dataset | None, period: Period
) -> Comparison:
    """Return what of the rows is to be written for a period; SheetFault where nothing is of it.

    Of a reading with faults nobody can tell what it is of.
    """
    taken = reading.taken
    if contract.kind is not Kind.MEASURES:
        if not (taken.rows or reading.faults):
            raise SheetFault("below the headings stands no row")
        return Comparison(taken)
    due = contract.find_period(period).id
    known = _list_known(dataset, period.id)
    comparison = Comparison(taken)
    rows: list[TakenRow] = []
    seen: dict[FigureKey, TakenRow] = {}
    for row in taken.rows:
        key = (row.texts["period"], row.texts["service"], row.texts["measure"])
        if not all(key):
            continue
        if key in seen:
            comparison.faults.append(_build_duplicate(row, seen[key], key))
        seen[key] = row
        if _is_kept(row, key, due, known, comparison):
            rows.append(row)
    if all(row.texts["period"] != due for row in rows) and not (
        comparison.faults or reading.faults
    ):
        raise SheetFault(_describe_absence(seen, due))
    comparison.kept = TakenTable(taken.columns, _sort_rows(rows))
    return comparison


def _is_kept(
    row: TakenRow,
    key: FigureKey,
    due: str,
    known: Mapping[FigureKey, Observation],
    comparison: Comparison,
) -> bool:
    period = key[0]
    is_blank = not any(row.texts[name] for name in _PARTS)
    if period == due:
        return True
    if is_blank:
        return False
    cell = row.sources.get("value", GridCell(0, 0, ""))
    if period > due:
        comparison.faults.append(
            CellFault(cell, "value", f"is of {period}, which lies after {due}")
        )
        return False
    old = known.get(key)
    if old is None:
        comparison.earlier += 1
        return True
    if _is_same(row, old):
        comparison.unchanged += 1
        return False
    new_value = parse_number(row.texts["value"])
    restated = Restated(key, _format_value(old.value), _format_value(new_value), cell)
    comparison.restated.append(restated)
    return True


def _list_known(dataset: Dataset | None, period: str) -> dict[FigureKey, Observation]:
    """Return the newest figures of earlier files; the period's own is about to be replaced."""
    files = dataset.files if dataset is not None else ()
    return {
        (row.period, row.service, row.measure): row
        for file in sorted(files, key=lambda file: file.period)
        if file.period < period
        for row in file.rows
        if isinstance(row, Observation)
    }


def _is_same(row: TakenRow, old: Observation) -> bool:
    """Return whether a figure is the one that is there; parts that were not sent say nothing."""
    return all(
        parse_number(row.texts[name]) == getattr(old, name)
        for name in _PARTS
        if name == "value" or row.texts[name]
    )


def _format_value(value: Value | None) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "suppressed" if value is Gap.SUPPRESSED else "missing"


def _build_duplicate(row: TakenRow, first: TakenRow, key: FigureKey) -> CellFault:
    cell = row.sources.get("value", GridCell(0, 0, ""))
    other = first.sources.get("value", GridCell(0, 0, ""))
    words = f"is a second figure of {key[2]} of {key[1]} for {key[0]}; the first is {other.address}"
    return CellFault(cell, "value", words)


def _describe_absence(seen: Mapping[FigureKey, TakenRow], due: str) -> str:
    periods = sorted({key[0] for key in seen})
    if not periods:
        return "below the headings stands no figure"
    span = periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    return f"no figure is of {due}; those that there are, are of {span}"


def _sort_rows(rows: list[TakenRow]) -> tuple[TakenRow, ...]:
    """Return rows in the order of time; within a period as they came, which is the source's."""
    return tuple(sorted(rows, key=lambda row: row.texts["period"]))
