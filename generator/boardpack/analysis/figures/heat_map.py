"""The heat map of a risk register: how many risks are how likely, and how grave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boardpack.analysis.rag import Rating
from boardpack.analysis.risks import find_band_title, find_parts, rate_risk_score
from boardpack.model.dataset import Contract
from boardpack.model.rows import Risk

STEPS = 5
"""Likelihood and consequence are scored from 1 to this."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One likelihood with one consequence: its score, how that is rated, and the risks there."""

    consequence: int
    score: int
    band: str
    rating: Rating
    risks: tuple[Risk, ...]


@dataclass(frozen=True, slots=True)
class HeatRow:
    """The cells of one likelihood, by rising consequence."""

    likelihood: int
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Rows by falling likelihood, so that the gravest stands top right.

    `unplaced` are risks without the scores that count.
    """

    rows: tuple[HeatRow, ...]
    unplaced: tuple[Risk, ...]


def build_heat_map(contract: Contract, risks: Sequence[Risk]) -> HeatMap:
    """Return the heat map of some risks, each placed by the score that counts."""
    placed: dict[tuple[int, int], list[Risk]] = {}
    unplaced = []
    for risk in risks:
        parts = find_parts(contract, risk)
        if parts is None:
            unplaced.append(risk)
        else:
            placed.setdefault(parts, []).append(risk)
    return HeatMap(
        tuple(
            HeatRow(
                likelihood,
                tuple(
                    _build_cell(contract, consequence, likelihood * consequence, placed_risks)
                    for consequence in range(1, STEPS + 1)
                    for placed_risks in [placed.get((likelihood, consequence), [])]
                ),
            )
            for likelihood in range(STEPS, 0, -1)
        ),
        tuple(unplaced),
    )


def _build_cell(
    contract: Contract, consequence: int, score: int, risks: Sequence[Risk]
) -> HeatCell:
    band, rating = find_band_title(contract, score), rate_risk_score(contract, score)
    return HeatCell(consequence, score, band, rating, tuple(risks))
