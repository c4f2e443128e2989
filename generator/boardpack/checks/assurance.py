"""Rules on the assurance framework."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.blocks.block import Block
from boardpack.analysis.edition import Edition
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_dataset_owner
from boardpack.checks.risks import list_measure_ids
from boardpack.checks.scope import find_section_of_dataset, iterate_shown_rows
from boardpack.findings import Fault, Severity, suggest_word
from boardpack.model.rows import AssuranceLine, Risk


@rule("R110", "Risks and measures of the assurance framework are there")
def find_unknown_references(edition: Edition) -> Iterator[Fault]:
    """Correct the reference, or put the risk into the register first."""
    refs = {risk.ref for _, risk in iterate_shown_rows(edition, Risk)}
    measures = list_measure_ids(edition)
    for block, line in iterate_shown_rows(edition, AssuranceLine):
        for ref in line.risks:
            if ref not in refs:
                words = f"names a risk '{ref}', which is in no register{suggest_word(ref, refs)}"
                yield _build_fault(edition, block, line, words)
        for name in line.measures:
            if name not in measures:
                hint = suggest_word(name, measures)
                words = f"names a measure '{name}', which is not there{hint}"
                yield _build_fault(edition, block, line, words)


@rule("R111", "Every objective is controlled, and somebody gives assurance", Severity.WARNING)
def find_unassured_objectives(edition: Edition) -> Iterator[Fault]:
    """Write what controls its risks, and who within or outside says that it works."""
    for block, line in iterate_shown_rows(edition, AssuranceLine):
        if not line.risks:
            yield _build_fault(edition, block, line, "names no risk")
        if not line.controls:
            yield _build_fault(edition, block, line, "has no control")
        if not line.internal_assurance and not line.external_assurance:
            yield _build_fault(edition, block, line, "has no assurance, within or outside")


@rule("R112", "Gaps in assurance lead to an action", Severity.WARNING)
def find_gaps_without_action(edition: Edition) -> Iterator[Fault]:
    """Agree what is done about the gap, by whom and by when, and write it as an action."""
    for block, line in iterate_shown_rows(edition, AssuranceLine):
        if line.gaps and not line.actions:
            yield _build_fault(edition, block, line, f"has a gap and no action: {line.gaps[0]}")


def _build_fault(edition: Edition, block: Block, line: AssuranceLine, words: str) -> Fault:
    responsible = find_dataset_owner(edition, block.contract)
    section = find_section_of_dataset(edition, block.dataset_id)
    return Fault(line.place, f"objective {line.id} {words}", responsible, section=section)
