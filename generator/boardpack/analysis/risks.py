"""A risk register as the committee reads it: highest score first, rated by the contract's bands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from boardpack.analysis.rag import Rating
from boardpack.model.dataset import Band, Contract, Dataset, Risk
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import Period


@dataclass(frozen=True, slots=True)
class RisksBlock:
    """The risks of a service, or of the whole directorate, highest score first."""

    dataset_id: str
    contract: Contract
    period: Period
    path: str
    risks: tuple[Risk, ...]

    @property
    def counts(self) -> tuple[tuple[int, str, int], ...]:
        """Score, band and number of risks that have it, highest score first."""
        risks_by_score = Counter(risk.score for risk in self.risks)
        return tuple(
            (score, find_band_title(self.contract, score), risks_by_score[score])
            for score in sorted(risks_by_score, reverse=True)
        )


def build_risks_block(dataset: Dataset, service: str, title: str, period: Period) -> RisksBlock:
    """Return the register as it stood at a period: the newest file up to it.

    A service's risks are those that name its id or its title among the stakeholders.
    """
    files = [file for file in dataset.files if file.period <= period.id]
    rows = [row for row in files[-1].rows if isinstance(row, Risk)] if files else []
    is_directorate = service == WHOLE_DIRECTORATE
    service_risks = [
        risk for risk in rows if is_directorate or {service, title} & set(risk.stakeholders)
    ]
    ordered = tuple(sorted(service_risks, key=lambda risk: (-risk.score, risk.ref)))
    path = files[-1].path if files else ""
    return RisksBlock(dataset.id, dataset.contract, period, path, ordered)


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
