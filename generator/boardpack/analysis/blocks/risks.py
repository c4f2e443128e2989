"""A risk register as the committee reads it: highest score first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from boardpack.analysis.blocks.block import FiledBlock
from boardpack.analysis.blocks.quotable import Quotable
from boardpack.analysis.blocks.row_keys import RowKey
from boardpack.analysis.figures.heat_map import HeatMap, build_heat_map
from boardpack.analysis.lines import list_contract_lines, to_line
from boardpack.analysis.rag import Rating
from boardpack.analysis.risk_history import (
    FormerRisk,
    RiskCourse,
    find_course,
    list_former_risks,
    list_registers,
    trace_courses,
)
from boardpack.analysis.risks import find_band_title, find_score, rate_risk_score
from boardpack.analysis.standing_files import list_standing_files
from boardpack.analysis.variation import Variations
from boardpack.model.dataset import Contract
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import Period
from boardpack.model.risk_scale import RegisterVersion
from boardpack.model.rows import (
    Dataset,
    Risk,
)


@dataclass(frozen=True, slots=True)
class RisksBlock(FiledBlock):
    """The risks of a service, or of the whole directorate, highest score first."""

    dataset_id: str
    contract: Contract
    period: Period
    file_period: Period
    path: str
    stakeholders: tuple[str, ...]
    """Names by which the register calls those whose risks these are."""
    risks: tuple[Risk, ...]
    courses: tuple[RiskCourse, ...] = ()
    """How each of the risks came to stand as it does, in their order."""
    former: tuple[FormerRisk, ...] = ()
    """Those that the register before had, and this one has not."""

    @property
    def version(self) -> RegisterVersion | None:
        """Which version of the register it is, where that is said."""
        return self.contract.versions.get(PurePosixPath(self.path).stem)

    @property
    def closures(self) -> tuple[Risk, ...]:
        """The risks that are recommended for closure."""
        return tuple(risk for risk in self.risks if risk.closure)

    @property
    def heat_map(self) -> HeatMap:
        """How likely and how grave the risks are."""
        return build_heat_map(self.contract, self.risks)

    @property
    def counts(self) -> tuple[tuple[int, str, int], ...]:
        """Score, band and number of risks that have it, highest score first."""
        scores = [find_score(self.contract, risk) for risk in self.risks]
        risks_by_score = Counter(score for score in scores if score is not None)
        return tuple(
            (score, find_band_title(self.contract, score), risks_by_score[score])
            for score in sorted(risks_by_score, reverse=True)
        )

    @property
    def unscored_count(self) -> int:
        """How many risks have no score of the kind that counts."""
        return sum(find_score(self.contract, risk) is None for risk in self.risks)

    @property
    def is_there(self) -> bool:
        """Whether there is a register; it may hold no risk of this service."""
        return bool(self.path)

    @property
    def is_blank(self) -> bool:
        """Whether there is no register, or no risk of this service in it."""
        return not self.risks

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """How each risk's score is rated."""
        scores = (find_score(self.contract, risk) for risk in self.risks)
        return tuple(rate_risk_score(self.contract, score) for score in scores)

    def list_missing(self) -> Iterator[str]:
        """Yield that there is no register yet."""
        if not self.path:
            yield f"no risk register up to {self.period.title}"

    def summarise(self) -> Iterator[str]:
        """Yield each risk with its score and band."""
        for risk in self.risks:
            score = find_score(self.contract, risk)
            score_words = "not scored" if score is None else f"{score}"
            band = find_band_title(self.contract, score)
            yield f"{risk.ref} {risk.title}: {score_words}, {band}"

    def list_quotables(self) -> Iterator[Quotable]:
        """Yield nothing: scores are too small to be told from other numbers."""
        return iter(())

    def list_responsible(self) -> Iterator[str]:
        """Yield the owner and the lead of each risk, and who made the version."""
        for risk in self.risks:
            yield from (risk.owner, risk.lead)
        if self.version is not None:
            yield self.version.author

    def list_named_measures(self) -> Iterator[str]:
        """Yield the measures that show how each risk stands."""
        return (name for risk in self.risks for name in risk.measures)

    def list_row_keys(self) -> Iterator[RowKey]:
        """Yield the keys of the stakeholders in the register that is shown."""
        for stakeholder in self.stakeholders:
            yield self.dataset_id, PurePosixPath(self.path).stem, stakeholder

    def signed_rows(self) -> Iterator[str]:
        """Yield each risk with all that the register says of it."""
        for risk in self.risks:
            yield f"{self.dataset_id} {to_line(risk)}"

    def signed_definitions(self, service: str) -> Iterator[str]:
        """Yield what the contract says, with the bands by which scores are rated."""
        for line in list_contract_lines(self.contract, service, self.period):
            yield f"{self.dataset_id} {line}"
        if self.version is not None:
            yield f"{self.dataset_id} version {to_line(self.version)}"

    def signed_figures(self, variations: Variations) -> Iterator[str]:
        """Yield each risk's score, band and colour."""
        for risk in self.risks:
            score = find_score(self.contract, risk)
            title = find_band_title(self.contract, score)
            rating = rate_risk_score(self.contract, score).value
            start = f"{self.dataset_id} {self.period.id} {risk.ref}"
            yield f"{start} score {to_line(score)}, {title}, {rating}"
        # What no register stands before is shown as its row has it.
        for risk, course in zip(self.risks, self.courses, strict=True):
            if len(course.points) > 1:
                start = (
                    f"{self.dataset_id} {self.period.id} {risk.ref} {to_line(risk.organisation)}"
                )
                yield f"{start} before {to_line(course.points[:-1])}, {course.trend}"
        for gone in self.former:
            yield f"{self.dataset_id} {self.period.id} no more {gone.risk.ref} {to_line(gone)}"


def build_risks_block(dataset: Dataset, service: str, title: str, period: Period) -> RisksBlock:
    """Return the register as it stood at a period: the newest file up to it.

    A service's risks are those that name its id or its title among the stakeholders.
    """
    files = list_standing_files(dataset, period)
    registers = list_registers(files)
    rows = registers[-1][1] if registers else ()
    is_directorate = service == WHOLE_DIRECTORATE
    stakeholders = (service,) if is_directorate else (service, title)

    def concerns(risk: Risk) -> bool:
        return is_directorate or bool(set(stakeholders) & set(risk.stakeholders))

    # By reference where scores are level, so that the order of a file's rows decides nothing.
    ordered = tuple(sorted(filter(concerns, rows), key=partial(_rank_risk, dataset.contract)))
    courses = trace_courses(dataset.contract, registers)
    path = files[-1].path if files else ""
    own_period = dataset.contract.find_period(period)
    return RisksBlock(
        dataset_id=dataset.id,
        contract=dataset.contract,
        period=own_period,
        file_period=period,
        path=path,
        stakeholders=stakeholders,
        risks=ordered,
        courses=tuple(find_course(courses, risk) for risk in ordered),
        former=tuple(gone for gone in list_former_risks(registers) if concerns(gone.risk)),
    )


def _rank_risk(contract: Contract, risk: Risk) -> tuple[bool, int, str, str]:
    """Return a key that puts risks that are not scored first, then the highest score."""
    score = find_score(contract, risk)
    return score is not None, -(score or 0), risk.ref, risk.organisation
