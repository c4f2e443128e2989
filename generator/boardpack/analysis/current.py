"""Many files to one table: the newest row wins, and what it replaced is reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardpack.model.dataset import Kind
from boardpack.model.observed import iterate_telling_rows
from boardpack.model.past_rows import find_observed, find_past
from boardpack.model.rows import DataFile, Dataset, Observation
from boardpack.model.series import Series, collect_rows


def collect_series(dataset: Dataset, period: str) -> Series:
    """Return the series of a `measures` dataset, from the files up to and including a period."""
    if dataset.contract.kind is not Kind.MEASURES:
        return Series({})
    files = [file for file in dataset.files if file.period <= period]
    if past := find_past(files):
        new_files = files[len(past.paths) :]
        return collect_rows(_iterate_observations(new_files), past.find_series())
    observed = [rows for file in files if (rows := find_observed(file)) is not None]
    if len(observed) < len(files) or any(rows.has_repeats for rows in observed):
        return collect_rows(_iterate_observations(files))
    return collect_rows(iterate_telling_rows(observed))


def _iterate_observations(files: Sequence[DataFile]) -> Iterator[Observation]:
    return (row for file in files for row in file.rows)  # type: ignore[misc]
