"""How each risk's scores moved from register to register, and which trend follows from that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from boardpack.analysis.risks import find_score
from boardpack.model.dataset import Contract
from boardpack.model.risk_scale import TrendFrom
from boardpack.model.rows import DataFile, Risk

RiskKey = tuple[str, str]
"""The reference of a risk, and the organisation whose scores it gives."""
Register = tuple[str, tuple[Risk, ...]]
"""The period of a register, and its risks."""


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """What one register scored a risk; `score` is the one that counts, None where not given."""

    period: str
    inherent: int
    residual: int | None
    target: int | None
    score: int | None


@dataclass(frozen=True, slots=True)
class RiskCourse:
    """How a risk came to stand as it does: `points` by register, the oldest first.

    `trend` is new, up, same or down, as its scores have it, and empty where nothing tells: of a
    first register, or without the scores that would be compared.
    """

    points: tuple[RiskPoint, ...]
    trend: str


@dataclass(frozen=True, slots=True)
class FormerRisk:
    """A risk of the register before that the newest one no longer has."""

    risk: Risk
    period: str


def list_registers(files: Iterable[DataFile]) -> tuple[Register, ...]:
    """Return the period and the risks of each register, oldest first."""
    return tuple(
        (file.period, tuple(row for row in file.rows if isinstance(row, Risk))) for file in files
    )


def trace_courses(
    contract: Contract, registers: Sequence[Register]
) -> Mapping[RiskKey, RiskCourse]:
    """Return the course of each risk of the newest register."""
    points: dict[RiskKey, list[RiskPoint]] = {}
    for period, risks in registers:
        for risk in risks:
            points.setdefault(_key(risk), []).append(_build_point(contract, period, risk))
    newest = registers[-1][1] if registers else ()
    return {
        key: RiskCourse(
            tuple(points[key]), _find_trend(contract, risk, points[key], len(registers) > 1)
        )
        for risk in newest
        for key in [_key(risk)]
    }


def list_former_risks(
    registers: Sequence[Register],
) -> tuple[FormerRisk, ...]:
    """Return what the register before the newest had, and the newest has not."""
    if len(registers) < 2:
        return ()
    (period, before), (_, newest) = registers[-2:]
    kept = {_key(risk) for risk in newest}
    return tuple(FormerRisk(risk, period) for risk in before if _key(risk) not in kept)


def find_course(courses: Mapping[RiskKey, RiskCourse], risk: Risk) -> RiskCourse:
    """Return the course of a risk."""
    return courses[_key(risk)]


def _key(risk: Risk) -> RiskKey:
    return risk.ref, risk.organisation


def _build_point(contract: Contract, period: str, risk: Risk) -> RiskPoint:
    return RiskPoint(
        period,
        risk.inherent_score,
        risk.residual_score,
        risk.target_score,
        find_score(contract, risk),
    )


def _find_trend(
    contract: Contract, risk: Risk, points: Sequence[RiskPoint], has_earlier_register: bool
) -> str:
    latest = points[-1]
    if len(points) < 2 and has_earlier_register:
        return "new"
    if contract.trend_from is TrendFrom.INHERENT:
        # A first register cannot show whether a risk that is said to be new is so.
        is_untold = latest.residual is None or (len(points) < 2 and risk.trend == "new")
        return "" if is_untold else _compare(latest.inherent, latest.residual)
    if len(points) < 2:
        return ""
    before = points[-2]
    # Like with like: a residual score is no fall from an inherent one of another register.
    if before.residual is not None and latest.residual is not None:
        return _compare(before.residual, latest.residual)
    return _compare(before.inherent, latest.inherent)


def _compare(before: int, now: int | None) -> str:
    if now is None:
        return ""
    if now == before:
        return "same"
    return "up" if now > before else "down"
