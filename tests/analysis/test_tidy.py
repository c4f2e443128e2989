"""Every figure as one plain row."""

from __future__ import annotations

from decimal import Decimal

from boardpack.analysis.tidy import iterate_tidy_rows
from support.editions import edition_of
from support.instances import minimal


def test_every_row_of_the_window_is_there_once_with_its_source() -> None:
    edition = edition_of(minimal())
    rows = list(iterate_tidy_rows(edition))
    expected = sum(row is not None for e in edition.entries for m in e.measured for row in m.rows)
    assert len(rows) == expected > 0
    assert len({row.source for row in rows}) == expected


def test_a_row_says_what_it_is_and_keeps_its_digits() -> None:
    edition = edition_of(minimal())
    row = next(iterate_tidy_rows(edition))
    measured = next(m for entry in edition.entries for m in entry.measured)
    assert row.title == measured.measure.title
    assert isinstance(row.value, Decimal)
    assert row.source.startswith("data/datasets/")
