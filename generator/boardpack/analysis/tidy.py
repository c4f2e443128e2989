"""Every observed figure of an edition as one plain row, for people who analyse elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from boardpack.analysis.edition import Edition
from boardpack.analysis.rag import Rating, rate_measure
from boardpack.model.dataset import Value


class TidyRow(NamedTuple):
    """One measure of one service in one period, and the row that it comes from."""

    pack: str
    edition: str
    section: str
    service: str
    dataset: str
    measure: str
    title: str
    unit: str
    period: str
    value: Value
    numerator: Value
    denominator: Value
    target: Value
    benchmark: Value
    rating: Rating
    illustrative: bool
    source: str
    original: str
    """The cell of what was taken in, where that is known: file, sheet and cell."""


def iterate_tidy_rows(edition: Edition) -> Iterator[TidyRow]:
    """Yield the rows of every measure in its window, in the order of the pages, oldest first."""
    datasets = edition.instance.datasets
    for entry in edition.entries:
        for measured in entry.measured:
            for row in measured.rows:
                if row is not None:
                    yield TidyRow(
                        pack=edition.pack_id,
                        edition=edition.period.id,
                        section=entry.section.id,
                        service=row.service,
                        dataset=measured.dataset_id,
                        measure=row.measure,
                        title=measured.measure.title,
                        unit=measured.measure.unit,
                        period=row.period,
                        value=row.value,
                        numerator=row.numerator,
                        denominator=row.denominator,
                        target=row.target,
                        benchmark=row.benchmark,
                        rating=rate_measure(measured.measure, row.value),
                        illustrative=datasets[measured.dataset_id].contract.illustrative,
                        source=str(row.place),
                        original=datasets[measured.dataset_id].find_original_cell(
                            row.place, "value"
                        ),
                    )
