from __future__ import annotations

import pytest

from boardpack.analysis.blocks.block import select_blocks
from boardpack.analysis.blocks.risks import RisksBlock
from boardpack.analysis.figures.heat_map import HeatMap
from boardpack.analysis.rag import Rating
from support.books import Parsed, demo_book, fragment
from support.editions import edition_of
from support.instances import RISK_ROWS, edited, minimal


def heat_map_of(tree: dict[str, bytes]) -> HeatMap:
    entry = edition_of(tree).find_entry("directorate", "risks")
    assert entry is not None
    [block] = select_blocks(entry.blocks, RisksBlock)
    return block.heat_map


def held(heat_map: HeatMap) -> dict[tuple[int, int], list[str]]:
    return {
        (row.likelihood, cell.consequence): [risk.ref for risk in cell.risks]
        for row in heat_map.rows
        for cell in row.cells
        if cell.risks
    }


def test_a_risk_stands_where_the_score_that_counts_puts_it() -> None:
    # Residual: 4 x 3 and 2 x 3.
    heat_map = heat_map_of(minimal())
    assert held(heat_map) == {(4, 3): ["R1"], (2, 3): ["R2"]}
    assert heat_map.unplaced == ()


def test_a_risk_without_the_score_that_counts_stands_beside_the_map() -> None:
    heat_map = heat_map_of(edited(minimal(), RISK_ROWS, "4,4,2,3,4,3", "4,4,2,3,4,"))
    assert held(heat_map) == {(2, 3): ["R2"]}
    assert [risk.ref for risk in heat_map.unplaced] == ["R1"]


def test_the_map_has_every_score_with_its_band_the_gravest_top_right() -> None:
    heat_map = heat_map_of(minimal())
    assert [[cell.score for cell in row.cells] for row in heat_map.rows] == [
        [5, 10, 15, 20, 25],
        [4, 8, 12, 16, 20],
        [3, 6, 9, 12, 15],
        [2, 4, 6, 8, 10],
        [1, 2, 3, 4, 5],
    ]
    gravest = heat_map.rows[0].cells[-1]
    assert (gravest.band, gravest.rating) == ("High", Rating.RED)


@pytest.mark.rotating
def test_the_map_of_the_example_says_in_words_what_it_shows_by_colour() -> None:
    html = str(fragment(demo_book(), "directorate", "risk-register").html)
    words = " ".join(Parsed(html).text.split())
    assert "8 Medium12 High16 High A1.54 A1.56 A1.58 A1.61 A1.66" in words
