"""What the rules on data look at: each dataset, file and block of an edition once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from difflib import get_close_matches
from typing import TypeVar

from boardpack.analysis.edition import Block, Edition, Entry
from boardpack.analysis.finance import FinanceBlock
from boardpack.analysis.risks import RisksBlock
from boardpack.analysis.states import State
from boardpack.analysis.tables import TableBlock
from boardpack.model.dataset import DataFile, Dataset, Observation

T = TypeVar("T")


def datasets(edition: Edition) -> list[Dataset]:
    """Return the datasets that the pack names and can use, each once."""
    found = (edition.instance.datasets[name] for name in edition.series)
    return [one for one in found if one.contract.cadence is edition.pack.cadence]


def files(edition: Edition) -> Iterator[tuple[Dataset, DataFile]]:
    """Yield every file up to the edition's period with its dataset."""
    for dataset in datasets(edition):
        for file in dataset.files:
            if file.period <= edition.period.id:
                yield dataset, file


def observations(file: DataFile) -> list[Observation]:
    """Return the rows of a file that are observations."""
    return [row for row in file.rows if isinstance(row, Observation)]


def section_of(edition: Edition, dataset_id: str) -> str:
    """Return the first section that shows a dataset."""
    return next((s.id for s in edition.pack.sections if dataset_id in s.datasets), "")


def shown(edition: Edition) -> Iterator[tuple[Entry, Block]]:
    """Yield what due entries show, the same figures once even if two sections show them."""
    return _blocks(edition, (State.NOT_DUE,))


def owed(edition: Edition) -> Iterator[tuple[Entry, Block]]:
    """Yield as `shown`, without what is waived or said not to apply."""
    return _blocks(edition, (State.NOT_DUE, State.WAIVED))


def shown_file(edition: Edition, block: FinanceBlock | RisksBlock | TableBlock) -> DataFile | None:
    """Return the file that a block was made from, if there is one."""
    found = edition.instance.datasets[block.dataset_id].files
    return next((file for file in found if file.path == block.path), None)


def path_of(block: Block, ending: str = ".csv") -> str:
    """Return where the figures of a block's period belong."""
    return f"data/datasets/{block.dataset_id}/{block.period.id}{ending}"


def first_of_each(rows: Iterable[T], key: Callable[[T], Hashable]) -> list[tuple[T, int]]:
    """Return the first row of each key, and how many there are."""
    seen: dict[Hashable, list[T]] = {}
    for row in rows:
        seen.setdefault(key(row), []).append(row)
    return [(same[0], len(same)) for same in seen.values()]


def times(count: int) -> str:
    """Return what to add about further rows with the same fault."""
    return f", here and in {count - 1} more rows" if count > 1 else ""


def hint(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'flu'?` where a known word is near."""
    near = get_close_matches(word, list(known), 1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _blocks(edition: Edition, without: tuple[State, ...]) -> Iterator[tuple[Entry, Block]]:
    seen: set[tuple[str, str, str]] = set()
    for entry in edition.entries:
        if entry.state in without:
            continue
        for block in entry.blocks:
            key = (block.dataset_id, entry.service, block.period.id)
            if key not in seen and block.contract.cadence is edition.pack.cadence:
                seen.add(key)
                yield entry, block
