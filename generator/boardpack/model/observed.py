"""The rows of a file of measures: figures that files share, and where each stands in this one.

Most sources send two years again with each month, so that of a thousand rows some forty are new.
A figure is one value however many files repeat it, and becomes a row where somebody looks at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple, overload

from boardpack.model.dataset import Value
from boardpack.model.rows import DataFile, Observation

_FIRST_LINE = 2
"""Of the rows: the header stands above them."""


class _FigureCells(NamedTuple):
    """What an observation says, without the place where it stands."""

    period: str
    service: str
    measure: str
    value: Value
    numerator: Value
    denominator: Value
    target: Value
    benchmark: Value


class Figure(_FigureCells):
    """What a row says. Equal only to itself: sets of them are fast, as no number is compared."""

    __slots__ = ()
    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __hash__ = object.__hash__

    @property
    def key(self) -> tuple[str, str, str]:
        """Its period, service and measure, which a later file may give another value."""
        return self[:3]


Telling = Figure | Observation
"""What tells a figure; in a row it also says where."""


@dataclass(frozen=True, slots=True)
class ObservedRows(Sequence[Observation]):
    """The rows of one file, each in a line of its own from the second on.

    `new` are the figures that no earlier file of the dataset has, in their order. With
    `has_repeats` a line stands twice in the file.
    """

    path: str
    figures: Sequence[Figure]
    new: Sequence[Figure]
    has_repeats: bool

    def __len__(self) -> int:
        return len(self.figures)

    def __iter__(self) -> Iterator[Observation]:
        return starmap(self.place_figure, enumerate(self.figures))

    @overload
    def __getitem__(self, index: int) -> Observation: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Observation, ...]: ...
    def __getitem__(self, index: int | slice) -> Observation | tuple[Observation, ...]:
        if isinstance(index, slice):
            return tuple(self)[index]
        return self.place_figure(range(len(self.figures))[index], self.figures[index])

    def place_figure(self, index: int, figure: Figure) -> Observation:
        """Return one of the figures, whose number is known, as the row that it stands in."""
        return Observation(*figure, self.path, index + _FIRST_LINE)


def iterate_distinct(files: Iterable[DataFile]) -> Iterator[Telling]:
    """Yield whatever is said by the rows of a dataset's files, from its first on, mostly once.

    To see that nothing is odd about any row this is enough, and does not take longer with each
    month; where something is, the rows themselves say where.
    """
    for file in files:
        if isinstance(file.rows, ObservedRows):
            yield from file.rows.new
        else:
            yield from (row for row in file.rows if isinstance(row, Observation))
