"""How a risk's score is rated: by the bands of the contract."""

from __future__ import annotations

from boardpack.analysis.rag import Rating
from boardpack.model.dataset import Contract
from boardpack.model.risk_scale import Band, Basis
from boardpack.model.rows import Risk

BASIS_WORDS = {
    Basis.INHERENT: "by inherent score, before anything was done",
    Basis.RESIDUAL: "by residual score, after what has been done",
}


def find_score(contract: Contract, risk: Risk) -> int | None:
    """Return the score that counts, or None where the register does not give it.

    One basis holds for all risks of a register: a total of both counts nothing.
    """
    match contract.counts:
        case Basis.INHERENT:
            return risk.inherent_score
        case Basis.RESIDUAL:
            return risk.residual_score


def find_parts(contract: Contract, risk: Risk) -> tuple[int, int] | None:
    """Return the likelihood and the consequence of the score that counts, or None without both."""
    match contract.counts:
        case Basis.INHERENT:
            return risk.inherent_likelihood, risk.inherent_consequence
        case Basis.RESIDUAL:
            likelihood, consequence = risk.residual_likelihood, risk.residual_consequence
    return None if likelihood is None or consequence is None else (likelihood, consequence)


def is_for_committee(contract: Contract, risk: Risk) -> bool:
    """Return whether the committee sees a risk; one that is not scored may be a high one."""
    score = find_score(contract, risk)
    return score is None or score >= contract.shown_from


def find_band(contract: Contract, score: int | None) -> Band | None:
    """Return the band that a score lies in."""
    if score is None:
        return None
    return next(
        (
            candidate
            for candidate in contract.bands
            if candidate.minimum <= score <= candidate.maximum
        ),
        None,
    )


def find_band_title(contract: Contract, score: int | None) -> str:
    """Return the word for a score."""
    score_band = find_band(contract, score)
    return score_band.title if score_band else "not rated"


def rate_risk_score(contract: Contract, score: int | None) -> Rating:
    """Return the colour of a score: the highest band is red, the lowest green, others amber."""
    score_band = find_band(contract, score)
    if score_band is None:
        return Rating.UNRATED
    if score_band is contract.bands[-1]:
        return Rating.RED
    return Rating.GREEN if score_band is contract.bands[0] else Rating.AMBER
