"""Rules on risk registers."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.analysis.risks import RisksBlock, band
from boardpack.checks.reach import section_of, shown, shown_file
from boardpack.checks.registry import rule
from boardpack.checks.who import owner
from boardpack.findings import Fault, Severity
from boardpack.model.dataset import Dataset, Risk


@rule("R101", "Every risk has an owner and a lead", Severity.WARNING)
def risk_has_owner(edition: Edition) -> Iterator[Fault]:
    """Agree who owns the risk and who leads on it, and add both to the register."""
    for dataset, risk in registered(edition):
        lacking = [name for name in ("owner", "lead") if not getattr(risk, name)]
        if lacking:
            yield _fault(edition, dataset, risk, f"has no {' and no '.join(lacking)}")


@rule("R102", "Every score lies in a band")
def score_has_band(edition: Edition) -> Iterator[Fault]:
    """Let the bands in the register's dataset.yml cover every score from 1 to 25."""
    for dataset, risk in registered(edition):
        for score in sorted({risk.inherent_score, risk.score}):
            if band(dataset.contract, score) is None:
                yield _fault(edition, dataset, risk, f"scores {score}, which lies in no band")


@rule("R104", "No risk is updated before it is opened")
def risk_is_opened_first(edition: Edition) -> Iterator[Fault]:
    """Correct the day on which the risk was opened, or the one on which it was updated."""
    for dataset, risk in registered(edition):
        if risk.updated is not None and risk.updated < risk.opened:
            words = f"was updated on {risk.updated}, before it was opened on {risk.opened}"
            yield _fault(edition, dataset, risk, words)


def registered(edition: Edition) -> Iterator[tuple[Dataset, Risk]]:
    """Yield the risks of the registers that the edition shows, each once."""
    registers = {b.dataset_id: b for _, b in shown(edition) if isinstance(b, RisksBlock)}
    for name, block in registers.items():
        file = shown_file(edition, block)
        for row in file.rows if file else ():
            if isinstance(row, Risk):
                yield edition.instance.datasets[name], row


def _fault(edition: Edition, dataset: Dataset, risk: Risk, words: str) -> Fault:
    who, section = owner(edition, dataset.contract), section_of(edition, dataset.id)
    return Fault(risk.place, f"risk {risk.ref} {words}", who, section=section)
