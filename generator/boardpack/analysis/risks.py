"""How a risk's score is rated: by the bands of the contract."""

from __future__ import annotations

from boardpack.analysis.rag import Rating
from boardpack.model.dataset import Band, Contract


def find_band(contract: Contract, score: int) -> Band | None:
    """Return the band that a score lies in."""
    return next(
        (
            candidate
            for candidate in contract.bands
            if candidate.minimum <= score <= candidate.maximum
        ),
        None,
    )


def find_band_title(contract: Contract, score: int) -> str:
    """Return the word for a score."""
    score_band = find_band(contract, score)
    return score_band.title if score_band else "not rated"


def rate_risk_score(contract: Contract, score: int) -> Rating:
    """Return the colour of a score: the highest band is red, the lowest green, others amber."""
    score_band = find_band(contract, score)
    if score_band is None:
        return Rating.UNRATED
    if score_band is contract.bands[-1]:
        return Rating.RED
    return Rating.GREEN if score_band is contract.bands[0] else Rating.AMBER
