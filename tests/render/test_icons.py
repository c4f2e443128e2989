"""Each icon has a word, a picture of its own, and a shape that does not need its colour."""

from __future__ import annotations

import re

from boardpack.analysis.spc_result import Assurance, Movement, VariationIcon
from boardpack.render import icons


def _grey(svg: str) -> str:
    return re.sub("#(?!fff)[0-9a-f]{6}", "grey", svg)


def test_every_variation_assurance_and_movement_has_its_word() -> None:
    assert set(icons.VARIATION_WORDS) == set(VariationIcon)
    assert set(icons.ASSURANCE_WORDS) == set(Assurance)
    assert set(icons.MOVEMENT_WORDS) == set(Movement)


def test_a_concern_differs_from_an_improvement_without_colour() -> None:
    for side in ("HIGH", "LOW"):
        concern = icons.draw_variation_icon(VariationIcon[f"CONCERN_{side}"])
        improved = icons.draw_variation_icon(VariationIcon[f"IMPROVEMENT_{side}"])
        assert _grey(concern) != _grey(improved)


def test_assurances_differ_without_colour() -> None:
    assert len({_grey(icons.draw_assurance_icon(one)) for one in Assurance}) == 3
