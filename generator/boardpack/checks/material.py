"""A rule on variances that are large enough to need an explanation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardpack.analysis.blocks.block import select_blocks
from boardpack.analysis.blocks.finance import FinanceBlock
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.finance_judgement import MaterialVariance, find_material_variances
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_data_keeper
from boardpack.checks.scope import list_owed_blocks
from boardpack.findings import Fault, Place


@rule("B104", "Material variances are explained")
def find_unexplained_variances(edition: Edition) -> Iterator[Fault]:
    """Name the budget line in the section's narrative or an exception report, and say why."""
    for entry, owed_block in list_owed_blocks(edition):
        # What the file explains is not known until it can be read, which another rule says.
        if edition.is_unread(edition.name_submission(entry)) or entry.is_misspelt:
            continue
        section_text = _collect_section_text(entry)
        for block in select_blocks([owed_block], FinanceBlock):
            for variance in _keep_first_of_each_line(find_material_variances(block)):
                if not _is_named(section_text, variance.line):
                    yield Fault(
                        variance.place,
                        f"{variance.words} ({variance.span}), and nothing explains it",
                        find_data_keeper(edition, entry),
                        entry.service,
                        entry.section.id,
                    )


def _keep_first_of_each_line(variances: tuple[MaterialVariance, ...]) -> list[MaterialVariance]:
    """Return the first variance of each line: to date before the forecast's."""
    variances_by_place: dict[Place, MaterialVariance] = {}
    for variance in variances:
        variances_by_place.setdefault(variance.place, variance)
    return list(variances_by_place.values())


def _collect_section_text(entry: Entry) -> str:
    """Return all words of the section, folded so that case and spacing do not matter."""
    parts = [entry.narrative.text] if entry.narrative else []
    parts += [f"{report.issue} {report.cause} {report.action}" for report in entry.exceptions]
    return _fold_text(" ".join(parts))


def _is_named(section_text: str, title: str) -> bool:
    # As whole words, so that "Pay" is not found in "Payments"; \b fails beside punctuation.
    return bool(re.search(rf"(?<!\w){re.escape(_fold_text(title))}(?!\w)", section_text))


def _fold_text(text: str) -> str:
    return " ".join(text.casefold().split())
