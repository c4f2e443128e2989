"""A rule on variances that are large enough to need an explanation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.finance import FinanceBlock
from boardpack.analysis.finance_judgement import MaterialVariance, material_variances
from boardpack.checks.reach import owed
from boardpack.checks.registry import rule
from boardpack.checks.who import data_keeper
from boardpack.findings import Fault, Place


@rule("B104", "Material variances are explained")
def material_variance_is_explained(edition: Edition) -> Iterator[Fault]:
    """Name the budget line in the section's narrative or an exception report, and say why."""
    for entry, block in owed(edition):
        if isinstance(block, FinanceBlock) and not edition.is_unread(entry.service):
            said = _said(entry)
            for one in _once_a_line(material_variances(block)):
                if not _names(said, one.line):
                    yield Fault(
                        one.place,
                        f"{one.words} ({one.span}), and nothing explains it",
                        data_keeper(edition, entry),
                        entry.service,
                        entry.section.id,
                    )


def _once_a_line(found: tuple[MaterialVariance, ...]) -> list[MaterialVariance]:
    """Return the first variance of each line: to date before the forecast's."""
    lines: dict[Place, MaterialVariance] = {}
    for one in found:
        lines.setdefault(one.place, one)
    return list(lines.values())


def _said(entry: Entry) -> str:
    """Return all words of the section, folded so that case and spacing do not matter."""
    parts = [entry.narrative.text] if entry.narrative else []
    parts += [f"{one.issue} {one.cause} {one.action}" for one in entry.exceptions]
    return _folded(" ".join(parts))


def _names(said: str, title: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(_folded(title))}(?!\w)", said))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
