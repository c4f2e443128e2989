"""Rules on risk registers."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.blocks.block import Block
from boardpack.analysis.edition import Edition
from boardpack.analysis.risks import find_band
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_dataset_owner
from boardpack.checks.scope import find_section_of_dataset, iterate_shown_rows
from boardpack.findings import Fault, Severity
from boardpack.model.rows import Risk


@rule("R101", "Every risk has an owner and a lead", Severity.WARNING)
def find_risks_without_owner(edition: Edition) -> Iterator[Fault]:
    """Agree who owns the risk and who leads on it, and add both to the register."""
    for block, risk in iterate_shown_rows(edition, Risk):
        missing_fields = [
            field_name for field_name in ("owner", "lead") if not getattr(risk, field_name)
        ]
        if missing_fields:
            yield _build_fault(edition, block, risk, f"has no {' and no '.join(missing_fields)}")


@rule("R102", "Every score lies in a band")
def find_scores_without_band(edition: Edition) -> Iterator[Fault]:
    """Let the bands in the register's dataset.yml cover every score from 1 to 25."""
    for block, risk in iterate_shown_rows(edition, Risk):
        scores = {risk.inherent_score, risk.residual_score}
        for score in sorted(score for score in scores if score is not None):
            if find_band(block.contract, score) is None:
                yield _build_fault(edition, block, risk, f"scores {score}, which lies in no band")


@rule("R104", "No risk is updated before it is opened")
def find_risks_opened_too_late(edition: Edition) -> Iterator[Fault]:
    """Correct the day on which the risk was opened, or the one on which it was updated."""
    for block, risk in iterate_shown_rows(edition, Risk):
        if risk.updated is not None and risk.updated < risk.opened:
            words = f"was updated on {risk.updated}, before it was opened on {risk.opened}"
            yield _build_fault(edition, block, risk, words)


def _build_fault(edition: Edition, block: Block, risk: Risk, words: str) -> Fault:
    responsible = find_dataset_owner(edition, block.contract)
    section = find_section_of_dataset(edition, block.dataset_id)
    return Fault(risk.place, f"risk {risk.ref} {words}", responsible, section=section)
