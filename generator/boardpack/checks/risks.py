"""Rules on risk registers."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.blocks.block import select_blocks
from boardpack.analysis.blocks.risks import RisksBlock
from boardpack.analysis.edition import Edition
from boardpack.analysis.risks import find_band
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_dataset_owner
from boardpack.checks.scope import (
    find_section_of_dataset,
    find_shown_file,
    iterate_shown_blocks,
)
from boardpack.findings import Fault, Severity
from boardpack.model.rows import (
    Dataset,
    Risk,
)


@rule("R101", "Every risk has an owner and a lead", Severity.WARNING)
def find_risks_without_owner(edition: Edition) -> Iterator[Fault]:
    """Agree who owns the risk and who leads on it, and add both to the register."""
    for dataset, risk in iterate_registered_risks(edition):
        missing_fields = [
            field_name for field_name in ("owner", "lead") if not getattr(risk, field_name)
        ]
        if missing_fields:
            yield _build_fault(edition, dataset, risk, f"has no {' and no '.join(missing_fields)}")


@rule("R102", "Every score lies in a band")
def find_scores_without_band(edition: Edition) -> Iterator[Fault]:
    """Let the bands in the register's dataset.yml cover every score from 1 to 25."""
    for dataset, risk in iterate_registered_risks(edition):
        scores = {risk.inherent_score, risk.residual_score}
        for score in sorted(score for score in scores if score is not None):
            if find_band(dataset.contract, score) is None:
                yield _build_fault(edition, dataset, risk, f"scores {score}, which lies in no band")


@rule("R104", "No risk is updated before it is opened")
def find_risks_opened_too_late(edition: Edition) -> Iterator[Fault]:
    """Correct the day on which the risk was opened, or the one on which it was updated."""
    for dataset, risk in iterate_registered_risks(edition):
        if risk.updated is not None and risk.updated < risk.opened:
            words = f"was updated on {risk.updated}, before it was opened on {risk.opened}"
            yield _build_fault(edition, dataset, risk, words)


def iterate_registered_risks(edition: Edition) -> Iterator[tuple[Dataset, Risk]]:
    """Yield the risks of the registers that the edition shows, each once."""
    registers = {
        block.dataset_id: block
        for block in select_blocks(
            (block for _, block in iterate_shown_blocks(edition)), RisksBlock
        )
    }
    for dataset_id, block in registers.items():
        file = find_shown_file(edition, block)
        for row in file.rows if file else ():
            if isinstance(row, Risk):
                yield edition.instance.datasets[dataset_id], row


def _build_fault(edition: Edition, dataset: Dataset, risk: Risk, words: str) -> Fault:
    responsible, section = (
        find_dataset_owner(edition, dataset.contract),
        find_section_of_dataset(edition, dataset.id),
    )
    return Fault(risk.place, f"risk {risk.ref} {words}", responsible, section=section)
