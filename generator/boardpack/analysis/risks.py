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
        found = Counter(risk.score for risk in self.risks)
        return tuple(
            (score, band_title(self.contract, score), found[score])
            for score in sorted(found, reverse=True)
        )


def risks_block(dataset: Dataset, service: str, title: str, period: Period) -> RisksBlock:
    """Return the register as it stood at a period: the newest file up to it.

    A service's risks are those that name its id or its title among the stakeholders.
    """
    files = [file for file in dataset.files if file.period <= period.id]
    rows = [row for row in files[-1].rows if isinstance(row, Risk)] if files else []
    all_of_them = service == WHOLE_DIRECTORATE
    mine = [r for r in rows if all_of_them or {service, title} & set(r.stakeholders)]
    ordered = tuple(sorted(mine, key=lambda r: (-r.score, r.ref)))
    path = files[-1].path if files else ""
    return RisksBlock(dataset.id, dataset.contract, period, path, ordered)


def band(contract: Contract, score: int) -> Band | None:
    """Return the band that a score lies in."""
    return next((b for b in contract.bands if b.minimum <= score <= b.maximum), None)


def band_title(contract: Contract, score: int) -> str:
    """Return the word for a score."""
    found = band(contract, score)
    return found.title if found else "not rated"


def band_rating(contract: Contract, score: int) -> Rating:
    """Return the colour of a score: the highest band is red, the lowest green, others amber."""
    found = band(contract, score)
    if found is None:
        return Rating.UNRATED
    if found is contract.bands[-1]:
        return Rating.RED
    return Rating.GREEN if found is contract.bands[0] else Rating.AMBER
