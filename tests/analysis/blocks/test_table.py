from __future__ import annotations

from boardpack.analysis.blocks.table import (
    TableBlock,
    build_table_block,
)
from boardpack.load.instance import load_instance
from boardpack.model.period import parse_period
from support.instances import Files, minimal


def block(tree: Files, service: str, period: str = "2018-11") -> TableBlock:
    instance, _ = load_instance(tree)
    assert instance is not None
    return build_table_block(instance.datasets["extra-shifts"], service, parse_period(period))


def test_a_service_sees_its_own_rows_without_the_service_column() -> None:
    found = block(minimal(), "cannock-chase")
    assert [field.name for field in found.fields] == ["day", "shifts"]
    assert [row.cells["day"] for row in found.rows] == ["Monday", "Friday"]


def test_the_directorate_sees_every_row() -> None:
    assert len(block(minimal(), "directorate").rows) == 3


def test_a_table_of_a_later_period_is_not_known_yet() -> None:
    found = block(minimal(), "cannock-chase", "2018-10")
    assert (found.rows, found.path) == ((), "")
