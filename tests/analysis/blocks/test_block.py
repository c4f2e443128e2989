from __future__ import annotations

from inspect import getmembers

import pytest

from boardpack.analysis.blocks.block import Block, select_blocks
from boardpack.analysis.blocks.measures import MeasuresBlock
from boardpack.model.dataset import Kind
from support.editions import edition_of
from support.instances import with_assurance, with_plans

ASKED = [name for name, _ in getmembers(Block) if not name.startswith("_")]
BLOCKS = {
    block.contract.kind: block
    for entry in edition_of(with_assurance(with_plans())).entries
    for block in entry.blocks
}

WITHOUT_FIGURES = {Kind.TABLE, Kind.ASSURANCE}


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_answers_all_that_is_asked_of_a_block(kind: Kind) -> None:
    silent = [name for name in ASKED if not hasattr(BLOCKS[kind], name)]
    assert silent == []


@pytest.mark.parametrize("kind", Kind)
def test_rows_definitions_and_figures_of_every_kind_are_signed(kind: Kind) -> None:
    edition, block = edition_of(with_assurance(with_plans())), BLOCKS[kind]
    assert list(block.signed_rows())
    assert list(block.signed_definitions("cannock-chase"))
    assert list(block.signed_figures(edition.variations)) or kind in WITHOUT_FIGURES


def test_blocks_of_one_kind_can_be_selected() -> None:
    assert list(select_blocks(BLOCKS.values(), MeasuresBlock)) == [BLOCKS[Kind.MEASURES]]
