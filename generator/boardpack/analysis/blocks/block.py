"""What every kind of block answers for, so that none is signed blind, unmissed or unread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from boardpack.analysis.blocks.quotable import Quotable
from boardpack.analysis.blocks.row_keys import RowKey
from boardpack.analysis.measures import Measured
from boardpack.analysis.rag import Rating
from boardpack.analysis.variation import Variations
from boardpack.model.dataset import Contract
from boardpack.model.period import Period
from boardpack.model.series import Restatement


class Block(Protocol):
    """The figures of one dataset for one service and period.

    `signed_*` yield what a director signs of it, as lines that `analysis.lines` makes: rows,
    definitions and the figures shown. What stands on no line can change unseen.
    """

    @property
    def dataset_id(self) -> str:
        """The folder of the dataset."""

    @property
    def contract(self) -> Contract:
        """What the dataset promises."""

    @property
    def period(self) -> Period:
        """The period whose figures are shown: the last of the dataset's own that has ended."""

    @property
    def file_period(self) -> Period:
        """The period for which a file of such figures is named: the edition's, less any lag."""

    @property
    def path(self) -> str:
        """The file whose rows are shown; empty where there is none, or not one alone."""

    @property
    def is_there(self) -> bool:
        """Whether the data of the period has arrived."""

    @property
    def is_blank(self) -> bool:
        """Whether it shows no figure at all, so that there is nothing to print."""

    @property
    def is_counted(self) -> bool:
        """Whether its rows stand in one file, so that they can be counted against the source."""

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """How each of its figures that can be rated stands."""

    @property
    def measured(self) -> tuple[Measured, ...]:
        """Its measures over time; empty for kinds that have none."""

    @property
    def restatements(self) -> tuple[Restatement, ...]:
        """What later files said otherwise than earlier ones; empty for kinds that cannot tell."""

    def list_missing(self) -> Iterator[str]:
        """Yield what has not arrived, in words."""

    def summarise(self) -> Iterator[str]:
        """Yield its figures in words, a sentence each, for whoever is about to sign them."""

    def list_quotables(self) -> Iterator[Quotable]:
        """Yield the values that a narrative may quote."""

    def list_responsible(self) -> Iterator[str]:
        """Yield the ids of the people and roles that it names."""

    def list_named_measures(self) -> Iterator[str]:
        """Yield the ids of the measures, of whichever dataset, that its rows name."""

    def list_named_services(self) -> Iterator[str]:
        """Yield the ids of the services that its rows name."""

    def list_row_keys(self) -> Iterator[RowKey]:
        """Yield the keys of the rows that it shows, whether or not they are there."""

    def signed_rows(self) -> Iterator[str]:
        """Yield the rows that are signed."""

    def signed_definitions(self, service: str) -> Iterator[str]:
        """Yield what is signed of the contract, as it holds for a service."""

    def signed_figures(self, variations: Variations) -> Iterator[str]:
        """Yield the figures and ratings that are signed."""


class FiledBlock:
    """What blocks have in common whose rows stand in one file, each newer one in place of the last.

    Without measures over time, nothing in them can be restated.
    """

    __slots__ = ()

    @property
    def is_counted(self) -> bool:
        """All rows stand in the file that is shown."""
        return True

    @property
    def measured(self) -> tuple[Measured, ...]:
        """Nothing: there are no measures."""
        return ()

    @property
    def restatements(self) -> tuple[Restatement, ...]:
        """Nothing: a newer file takes the place of the older one whole, or stands for itself."""
        return ()

    def list_named_measures(self) -> Iterator[str]:
        """Yield nothing: no row names a measure."""
        return iter(())

    def list_named_services(self) -> Iterator[str]:
        """Yield nothing: no title of a service stands beside a row."""
        return iter(())


KindOfBlock = TypeVar("KindOfBlock", bound=Block)


def select_blocks(blocks: Iterable[Block], kind: type[KindOfBlock]) -> Iterator[KindOfBlock]:
    """Yield the blocks of one kind: for what is said of that kind alone."""
    return (block for block in blocks if isinstance(block, kind))
