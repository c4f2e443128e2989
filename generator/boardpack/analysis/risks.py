"""A risk register as the committee reads it: highest score first, rated by the contract's bands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from boardpack.analysis.rag import Rating
from boardpack.model.dataset import Band, Dataset, Risk
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import Period


@dataclass(frozen=True, slots=True)
class RisksBlock:
    """The risks of a service, or of the whole directorate, highest score first."""

    dataset: Dataset
    period: Period
    risks: tuple[Risk, ...]

    @property
    def counts(self) -> tuple[tuple[int, str, int], ...]:
        """Score, band and number of risks that have it, highest score first."""
        found = Counter(risk.score for risk in self.risks)
        return tuple(
            (score, band_title(self.dataset, score), found[score])
            for score in sorted(found, reverse=True)
        )


def risks_block(dataset: Dataset, service: str, period: Period) -> RisksBlock:
    """Return the register as it stood at a period: the newest file up to it."""
    files = [file for file in dataset.files if file.period <= period.id]
    rows = [row for row in files[-1].rows if isinstance(row, Risk)] if files else []
    mine = [r for r in rows if service == WHOLE_DIRECTORATE or service in r.stakeholders]
    return RisksBlock(dataset, period, tuple(sorted(mine, key=lambda r: (-r.score, r.ref))))


def band(dataset: Dataset, score: int) -> Band | None:
    """Return the band that a score lies in."""
    return next((b for b in dataset.contract.bands if b.minimum <= score <= b.maximum), None)


def band_title(dataset: Dataset, score: int) -> str:
    """Return the word for a score."""
    found = band(dataset, score)
    return found.title if found else "not rated"


def band_rating(dataset: Dataset, score: int) -> Rating:
    """Return the colour of a score: the highest band is red, the lowest green, others amber."""
    found = band(dataset, score)
    if found is None:
        return Rating.UNRATED
    if found is dataset.contract.bands[-1]:
        return Rating.RED
    return Rating.GREEN if found is dataset.contract.bands[0] else Rating.AMBER
