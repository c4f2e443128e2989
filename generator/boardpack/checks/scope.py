"""What the rules on data look at: each dataset, file and block of an edition once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from operator import attrgetter
from pathlib import PurePosixPath
from typing import NamedTuple, TypeVar

from boardpack.analysis.blocks.block import Block
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.once import worked_out_once
from boardpack.analysis.states import State
from boardpack.model.dataset import Kind
from boardpack.model.past_rows import iterate_examples
from boardpack.model.rows import (
    AssuranceLine,
    DataFile,
    Dataset,
    Observation,
    PlanLine,
    Risk,
)
from boardpack.model.series import SeriesKey

T = TypeVar("T")
RowKind = TypeVar("RowKind", Risk, AssuranceLine, PlanLine)


def list_datasets(edition: Edition) -> list[Dataset]:
    """Return the datasets that the pack names and can use, each once."""
    named_datasets = (edition.instance.datasets[name] for name in edition.series)
    return [
        dataset
        for dataset in named_datasets
        if dataset.contract.cadence.of_editions is edition.pack.cadence
    ]


def iterate_files(edition: Edition) -> Iterator[tuple[Dataset, DataFile]]:
    """Yield every file up to the edition's period with its dataset."""
    for dataset in list_datasets(edition):
        for file in dataset.files:
            if file.period <= edition.period.id:
                yield dataset, file


class Told(NamedTuple):
    """Of what the rows of a file of measures are: each service with each measure, and the last
    period.
    """

    series: frozenset[SeriesKey]
    last_period: str


def iterate_odd_files(
    edition: Edition, is_odd: Callable[[Dataset, DataFile, Told], bool]
) -> Iterator[tuple[Dataset, DataFile]]:
    """Yield as `iterate_files`, without the datasets of measures that tell nothing odd.

    Whatever is odd is so by its service, its measure, or its period: years of it take no longer.
    """
    told_by_path = _list_told(edition)
    for dataset in list_datasets(edition):
        files = [file for file in dataset.files if file.period <= edition.period.id]
        if dataset.contract.kind is not Kind.MEASURES or any(
            is_odd(dataset, file, told_by_path[file.path]) for file in files
        ):
            yield from ((dataset, file) for file in files)


@worked_out_once
def _list_told(edition: Edition) -> Mapping[str, Told]:
    """Return by its path what each file of measures tells of."""
    get_series, get_period = attrgetter("service", "measure"), attrgetter("period")
    tellings_by_path = {
        file.path: list(iterate_examples([file]))
        for dataset, file in iterate_files(edition)
        if dataset.contract.kind is Kind.MEASURES
    }
    return {
        path: Told(frozenset(map(get_series, tellings)), max(map(get_period, tellings), default=""))
        for path, tellings in tellings_by_path.items()
    }


def list_observations(file: DataFile) -> list[Observation]:
    """Return the rows of a file that are observations."""
    return [row for row in file.rows if isinstance(row, Observation)]


def came_earlier(edition: Edition, dataset: Dataset, path: str) -> bool:
    """Return whether a file came with an earlier edition: nobody is asked to open it again."""
    section = edition.pack.find_section(find_section_of_dataset(edition, dataset.id))
    period = edition.period.step_back(section.lag if section else 0)
    return PurePosixPath(path).name.partition(".")[0] < period.id


def advise_on_unknown_services(edition: Edition, services: Iterable[str]) -> dict[str, str]:
    """Return, for those of some unknown services that earlier files know, what to do about them.

    They were there, so that their ids are no slips of the pen, and those files stay closed.
    """
    unknown = set(services)
    lost = unknown and {
        row.service
        for dataset, file in iterate_files(edition)
        if came_earlier(edition, dataset, file.path)
        for row in file.rows
        if row.service in unknown
    }
    return {
        service: f"Put '{service}' back among the services of data/directorate.yml, with `until:` "
        "its last month if it has closed; files of earlier months stay as they are."
        for service in lost
    }


def find_section_of_dataset(edition: Edition, dataset_id: str) -> str:
    """Return the first section that shows a dataset."""
    return next(
        (section.id for section in edition.pack.sections if dataset_id in section.datasets), ""
    )


@worked_out_once
def list_shown_blocks(edition: Edition) -> tuple[tuple[Entry, Block], ...]:
    """Return what due entries show, the same figures once even if two sections show them."""
    return tuple(_iterate_blocks(edition, (State.NOT_DUE,)))


@worked_out_once
def list_owed_blocks(edition: Edition) -> tuple[tuple[Entry, Block], ...]:
    """Return as `list_shown_blocks`, without what is waived or said not to apply."""
    return tuple(_iterate_blocks(edition, (State.NOT_DUE, State.WAIVED)))


def find_shown_file(edition: Edition, block: Block) -> DataFile | None:
    """Return the file that a block was made from, if there is one."""
    files_of_dataset = edition.instance.datasets[block.dataset_id].files
    return next((file for file in files_of_dataset if file.path == block.path), None)


def iterate_shown_rows(edition: Edition, kind: type[RowKind]) -> Iterator[tuple[Block, RowKind]]:
    """Yield the rows of a kind in the files that are shown, each once, with a block of its file."""
    for block in _list_blocks_of_files(edition):
        file = find_shown_file(edition, block)
        for row in file.rows if file else ():
            if isinstance(row, kind):
                yield block, row


@worked_out_once
def _list_blocks_of_files(edition: Edition) -> tuple[Block, ...]:
    """Return the last block that is shown of each file that stands for one."""
    blocks = {block.path: block for _, block in list_shown_blocks(edition) if block.path}
    return tuple(blocks.values())


def build_data_path(block: Block, ending: str = ".csv") -> str:
    """Return where the figures of a block belong that have not come yet."""
    return f"data/datasets/{block.dataset_id}/{block.file_period.id}{ending}"


def count_by_key(rows: Iterable[T], key: Callable[[T], Hashable]) -> list[tuple[T, int]]:
    """Return the first row of each key, and how many there are."""
    rows_by_key: dict[Hashable, list[T]] = {}
    for row in rows:
        rows_by_key.setdefault(key(row), []).append(row)
    return [(equal_rows[0], len(equal_rows)) for equal_rows in rows_by_key.values()]


def format_repeats(count: int) -> str:
    """Return what to add about further rows with the same fault."""
    if count < 2:
        return ""
    return f", here and in {count - 1} more {'row' if count == 2 else 'rows'}"


def _iterate_blocks(
    edition: Edition, excluded_states: tuple[State, ...]
) -> Iterator[tuple[Entry, Block]]:
    yielded_keys: set[tuple[str, str, str]] = set()
    for entry in edition.entries:
        if entry.state in excluded_states:
            continue
        for block in entry.blocks:
            key = (block.dataset_id, entry.service, block.file_period.id)
            # Another cadence is a fault by itself, and its figures cannot be judged by the period.
            is_of_pack = block.contract.cadence.of_editions is edition.pack.cadence
            if key not in yielded_keys and is_of_pack:
                yielded_keys.add(key)
                yield entry, block
