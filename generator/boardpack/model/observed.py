"""The rows of a file of measures: figures that files share, and where each stands in this one.

Most sources send two years again with each month, so that of a thousand rows some forty are new.
A figure is one value however many files repeat it, and becomes a row where somebody looks at it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count
from typing import NamedTuple, overload

from boardpack.model.dataset import Value
from boardpack.model.rows import Observation

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
        # Of one piece, as a call of `place_figure` for each would take twice as long.
        make, path = Observation._make, self.path
        lines = enumerate(self.figures, _FIRST_LINE)
        return (make((*figure, path, line)) for line, figure in lines)

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
        return Observation._make((*figure, self.path, index + _FIRST_LINE))


def iterate_telling_rows(observed: Sequence[ObservedRows]) -> Iterator[Observation]:
    """Yield every row of the figures that were told in two ways, of the others the last.

    Each in the place of its first, so that series stand in the order of the files.
    """
    if len(observed) == 1 and len(observed[0].new) == len(observed[0]):
        # Nothing was told before or twice, and nothing is looked up.
        yield from observed[0]
        return
    figures = [figure for rows in observed for figure in rows.new]
    keys = [figure.key for figure in figures]
    tellings = Counter(keys)
    rivals = {figure for figure, key in zip(figures, keys, strict=True) if tellings[key] > 1}
    last_rows: dict[Figure, int] = {}
    starts = list(accumulate(map(len, observed), initial=0))
    for start, rows in zip(starts, observed, strict=False):
        last_rows.update(zip(rows.figures, count(start)))
    for rows in observed:
        if rivals.isdisjoint(rows.figures):
            telling: Iterable[tuple[int, Figure]] = enumerate(rows.new)
        else:
            watched = rivals.union(rows.new)
            telling = ((n, figure) for n, figure in enumerate(rows.figures) if figure in watched)
        for index, figure in telling:
            if figure in rivals:
                yield rows[index]
            else:
                number = bisect_right(starts, last_rows[figure]) - 1
                yield observed[number].place_figure(last_rows[figure] - starts[number], figure)
