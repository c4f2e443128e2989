"""Which files of a dataset may be shown for a period, and of which period the figures then are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from boardpack.model.dataset import Arrival
from boardpack.model.period import Period, parse_period
from boardpack.model.rows import DataFile, Dataset


def list_standing_files(dataset: Dataset, period: Period) -> list[DataFile]:
    """Return the files up to a period, oldest first; of a dataset with a limit none that is older.

    Ids of one cadence sort as text in the order of time.
    """
    contract = dataset.contract
    oldest = period.step_back(contract.within).id if contract.arrives is Arrival.LATEST else ""
    first = bisect_left(dataset.files, oldest, key=_get_period)
    return [*dataset.files[first : bisect_right(dataset.files, period.id, key=_get_period)]]


def _get_period(file: DataFile) -> str:
    return file.period


def find_file_period(dataset: Dataset, period: Period) -> Period:
    """Return the period itself; of a dataset whose latest file counts, that of this file."""
    if dataset.contract.arrives is not Arrival.LATEST:
        return period
    files = list_standing_files(dataset, period)
    return parse_period(files[-1].period) if files else period


def has_shown_file(dataset: Dataset, period: Period) -> bool:
    """Return whether there is a file whose figures are shown for an edition's period."""
    period_id = find_file_period(dataset, period).id
    return any(file.period == period_id for file in dataset.files)


def find_shown_period(dataset: Dataset, period: Period) -> Period:
    """Return the period, of the dataset's own, whose figures are shown for an edition's."""
    return dataset.contract.find_period(find_file_period(dataset, period))
