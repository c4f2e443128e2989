"""The rows of the files before a dataset's newest, which wait until somebody looks at one.

What they came to, and an example of whatever a rule may find odd, is known without them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from boardpack.model.observed import Figure, ObservedRows, Telling
from boardpack.model.rows import DataFile, Observation
from boardpack.model.series import Series


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """The files before a dataset's newest, in their order; each is read with all before it.

    `find_series` says what they came to, `read_rows` what each of them holds, by its path.
    """

    paths: tuple[str, ...]
    find_series: Callable[[], Series]
    read_rows: Callable[[], Mapping[str, ObservedRows]]


class PastRows(Sequence[Observation]):
    """The rows of one of those files.

    `examples` are some of its figures. Those of all files have each service with each measure, the
    last period of each file, each gap in each column, and of all numbers the largest.
    """

    def __init__(self, path: str, length: int, examples: Sequence[Figure], past: Past) -> None:
        self.path, self.examples, self.past = path, examples, past
        self._length = length

    @property
    def observed(self) -> ObservedRows:
        """The rows themselves."""
        return self.past.read_rows()[self.path]

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Observation]:
        return iter(self.observed)

    @overload
    def __getitem__(self, index: int) -> Observation: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Observation, ...]: ...
    def __getitem__(self, index: int | slice) -> Observation | tuple[Observation, ...]:
        return self.observed[index]


def find_observed(file: DataFile) -> ObservedRows | None:
    """Return the rows of a file whose figures are known apart from their places, if it is one."""
    if isinstance(file.rows, PastRows):
        return file.rows.observed
    return file.rows if isinstance(file.rows, ObservedRows) else None


def find_past(files: Sequence[DataFile]) -> Past | None:
    """Return the past of which files are a continuation, all of its own and no other among them."""
    first = files[0].rows if files else ()
    if not isinstance(first, PastRows):
        return None
    past = first.past
    count = len(past.paths)
    is_whole = [file.path for file in files[:count]] == list(past.paths)
    return None if not is_whole or _has_past_rows(files[count:]) else past


def iterate_distinct(files: Iterable[DataFile]) -> Iterator[Telling]:
    """Yield whatever is said by the rows of a dataset's files, from its first on, mostly once.

    To see that nothing is odd about any row this is enough, and does not take longer with each
    month; where something is, the rows themselves say where.
    """
    for file in files:
        if observed := find_observed(file):
            yield from observed.new
        else:
            yield from (row for row in file.rows if isinstance(row, Observation))


def iterate_examples(files: Iterable[DataFile]) -> Iterator[Telling]:
    """Yield as `iterate_distinct`, of past files only examples.

    They are enough for whoever asks for a service or measure, for a period after the file's own,
    for a gap, or for a number of some size whatever its sign; and for nothing else.
    """
    for file in files:
        rows = file.rows
        yield from rows.examples if isinstance(rows, PastRows) else iterate_distinct([file])


def _has_past_rows(files: Iterable[DataFile]) -> bool:
    return any(isinstance(file.rows, PastRows) for file in files)
