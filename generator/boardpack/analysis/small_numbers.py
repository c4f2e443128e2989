"""Counts so small that a person could be known by them, and all that would tell such a count.

A contract chooses under which number its counts of people are suppressed. Such a row shows nothing:
neither its value nor what that was worked out from. A total with a suppressed part is suppressed
too, in place of a second part, because the choice of that part would tell something. So what is
left depends on *which* counts are small, and never on how small they are.

It is done once, before anything is analysed: rules, pages, documents, downloads and what is signed
know no other rows than those that are safe.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from boardpack.analysis.small_counts import (
    SHARES,
    complete_counts,
    counts_people,
    find_measure,
    is_any_small,
    iterate_cells,
    iterate_counts,
    list_count_columns,
    list_derived_columns,
    tells_small_share,
)
from boardpack.analysis.suppressed_measures import is_suppressed, protect_measures
from boardpack.analysis.suppressed_tables import protect_table
from boardpack.findings import Place
from boardpack.model.dataset import FieldType, Gap, Kind
from boardpack.model.observed import Telling
from boardpack.model.past_rows import iterate_distinct, iterate_examples
from boardpack.model.rows import DataFile, Dataset, Observation, TableRow

_EMPTY = ("", Gap.MISSING)
_NUMBER = re.compile(r"[0-9][0-9,]*|\*", re.ASCII)


def protect_dataset(dataset: Dataset, period: str) -> Dataset:
    """Return a dataset as an edition of a period may show it: the same, where all may be shown.

    Of a later file it then shows nothing.
    """
    contract = dataset.contract
    has_choice = contract.suppress_below is not None or contract.round_to is not None
    match contract.kind:
        case Kind.MEASURES:
            is_changed = has_choice or any(map(is_suppressed, iterate_examples(dataset.files)))
            return protect_measures(dataset, period) if is_changed else dataset
        case Kind.TABLE if has_choice:
            files = (
                replace(file, rows=protect_table(_list_table_rows(file), contract))
                for file in dataset.files
            )
            return replace(dataset, files=tuple(files))
        # Money, scores and plans are no counts of people.
        case Kind.TABLE | Kind.FINANCE | Kind.RISKS | Kind.ASSURANCE | Kind.PLANS:
            return dataset


def find_small_row(dataset: Dataset, below: int) -> Place | None:
    """Return the first row with a count under a number, but for 0; None where there is none."""
    contract = dataset.contract

    def is_small(telling: Telling) -> bool:
        unit = find_measure(contract, telling.measure).unit
        return is_any_small(iterate_counts(telling, unit), below)

    if place := _find_first_row(dataset, is_small):
        return place
    names = list_count_columns(contract)
    for table_row in (row for file in dataset.files for row in _list_table_rows(file)):
        if is_any_small(iterate_cells(table_row, names), below):
            return table_row.place
    return None


def find_counts_as_text(dataset: Dataset) -> tuple[str, Place] | None:
    """Return the first column of text that holds nothing but whole numbers, and its first row."""
    contract = dataset.contract
    rows = [row for file in dataset.files for row in _list_table_rows(file)]
    for field in contract.fields:
        if field.type is FieldType.STRING and counts_people(contract, field.name):
            filled = [row for row in rows if row.cells.get(field.name, "") not in _EMPTY]
            if filled and all(_NUMBER.fullmatch(str(row.cells[field.name])) for row in filled):
                return field.name, filled[0].place
    return None


def find_uncounted_share(dataset: Dataset) -> Place | None:
    """Return the first share without counts: nobody can tell whether it is one of few people."""

    def is_uncounted(telling: Telling) -> bool:
        unit = find_measure(dataset.contract, telling.measure).unit
        return (
            unit in SHARES
            and Gap.MISSING in complete_counts(telling, unit)
            and isinstance(telling.value, Decimal)
            and counts_people(dataset.contract, telling.measure)
        )

    return _find_first_row(dataset, is_uncounted) or _find_small_share(dataset)


def _find_small_share(dataset: Dataset) -> Place | None:
    """Return the first row of a table with what may be a share of few people, as a percentage."""
    contract = dataset.contract
    below = contract.suppress_below
    counts, numbers = list_count_columns(contract), list_derived_columns(contract)
    for row in (row for file in dataset.files for row in _list_table_rows(file)):
        shares = list(iterate_cells(row, numbers))
        for count in iterate_cells(row, counts):
            if any(tells_small_share(share, count, below) for share in shares):
                return row.place
    return None


def _find_first_row(dataset: Dataset, is_odd: Callable[[Telling], bool]) -> Place | None:
    if not any(map(is_odd, iterate_distinct(dataset.files))):
        return None
    rows = (row for file in dataset.files for row in file.rows if isinstance(row, Observation))
    return next((row.place for row in rows if is_odd(row)), None)


def _list_table_rows(file: DataFile) -> list[TableRow]:
    return [row for row in file.rows if isinstance(row, TableRow)]
