"""Rules on risk registers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardpack.analysis.blocks.block import Block, select_blocks
from boardpack.analysis.blocks.risks import RisksBlock
from boardpack.analysis.edition import Edition
from boardpack.analysis.risk_history import (
    Register,
    RiskCourse,
    find_course,
    list_former_risks,
    list_registers,
    trace_courses,
)
from boardpack.analysis.risks import find_band
from boardpack.analysis.standing_files import list_standing_files
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_dataset_owner
from boardpack.checks.scope import (
    find_section_of_dataset,
    iterate_shown_rows,
    list_shown_blocks,
)
from boardpack.findings import Fault, Severity, suggest_word
from boardpack.model.dataset import Contract
from boardpack.model.risk_scale import TrendFrom
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


@rule("R105", "The trend of a risk is that of its scores", Severity.WARNING)
def find_contradicted_trends(edition: Edition) -> Iterator[Fault]:
    """Correct the trend or the score; new is only what no register before had."""
    for block, registers in _iterate_registers(edition):
        courses = trace_courses(block.contract, registers)
        for risk in registers[-1][1]:
            course = find_course(courses, risk)
            if course.trend not in ("", risk.trend):
                words = _describe_course(block.contract, course)
                yield _build_fault(edition, block, risk, f"is called '{risk.trend}', and {words}")


@rule("R106", "Risks are looked at again in time", Severity.WARNING)
def find_stale_risks(edition: Edition) -> Iterator[Fault]:
    """Ask the owner how the risk stands, and write the day of the answer as `updated`."""
    longest = edition.pack.risk_review_days
    for block, risk in iterate_shown_rows(edition, Risk):
        seen = risk.updated or risk.opened
        days = (edition.due_day - seen).days
        if longest and days > longest:
            verb = "was last updated" if risk.updated else "was never updated since it was opened"
            words = f"{verb} on {seen}, {days} days before the edition is due"
            yield _build_fault(edition, block, risk, words)


@rule("R107", "A register is dated no earlier than its newest entry", Severity.WARNING)
def find_entries_after_register(edition: Edition) -> Iterator[Fault]:
    """Give the register the day on which it was last changed, under `versions` in dataset.yml."""
    for block, registers in _iterate_registers(edition):
        if block.version is None:
            continue
        version = f"version {block.version.number} of {block.version.dated}"
        for risk in registers[-1][1]:
            newest = max(risk.opened, risk.updated or risk.opened)
            if newest > block.version.dated:
                verb = "opened" if newest == risk.opened else "updated"
                words = f"was {verb} on {newest}, and the register is {version}"
                yield _build_fault(edition, block, risk, words)


@rule("R108", "No risk leaves the register unsaid", Severity.WARNING)
def find_vanished_risks(edition: Edition) -> Iterator[Fault]:
    """Put it back and recommend it for closure, or name it under `transferred` of the version."""
    for block, registers in _iterate_registers(edition):
        transferred = block.version.transferred if block.version else ()
        for gone in list_former_risks(registers):
            if not gone.risk.closure and gone.risk.ref not in transferred:
                words = f"stood in the register of {gone.period}, and nobody said it would close"
                yield _build_fault(edition, block, gone.risk, words)


@rule("R109", "Measures that a risk names are there")
def find_unknown_measures(edition: Edition) -> Iterator[Fault]:
    """Correct the id, or take it out of `measures`."""
    known = list_measure_ids(edition)
    for block, risk in iterate_shown_rows(edition, Risk):
        for name in risk.measures:
            if name not in known:
                words = f"names a measure '{name}', which is not there{suggest_word(name, known)}"
                yield _build_fault(edition, block, risk, words)


def list_measure_ids(edition: Edition) -> frozenset[str]:
    """Return the ids of all measures of the instance."""
    return frozenset(edition.instance.measure_titles)


def _iterate_registers(edition: Edition) -> Iterator[tuple[RisksBlock, Sequence[Register]]]:
    """Yield each register that is shown once, by a block of it, with those before it."""
    shown_blocks = (block for _, block in list_shown_blocks(edition))
    blocks = {block.path: block for block in select_blocks(shown_blocks, RisksBlock) if block.path}
    for block in blocks.values():
        dataset = edition.instance.datasets[block.dataset_id]
        yield block, list_registers(list_standing_files(dataset, block.file_period))


def _describe_course(contract: Contract, course: RiskCourse) -> str:
    latest = course.points[-1]
    if course.trend == "new":
        return "no register before has it: 'new'"
    if contract.trend_from is TrendFrom.INHERENT:
        scores = f"its inherent score is {latest.inherent}, its residual one {latest.residual}"
        return f"{scores}: '{course.trend}'"
    before = course.points[-2]
    kind, old, new = "residual", before.residual, latest.residual
    if old is None or new is None:
        kind, old, new = "inherent", before.inherent, latest.inherent
    return f"its {kind} score was {old} in {before.period}, and is {new}: '{course.trend}'"


def _build_fault(edition: Edition, block: Block, risk: Risk, words: str) -> Fault:
    responsible = find_dataset_owner(edition, block.contract)
    section = find_section_of_dataset(edition, block.dataset_id)
    return Fault(risk.place, f"risk {risk.ref} {words}", responsible, section=section)
