"""From an opened instance to everything that can be said about some of its editions."""

from __future__ import annotations

from dataclasses import dataclass

from boardpack.analysis.edition import Edition, analyse
from boardpack.checks.run import judge
from boardpack.commands.instance import Choice, EditionId, Opened
from boardpack.findings import Finding, in_order


@dataclass(frozen=True, slots=True)
class Judgement:
    """The editions with their figures, and all findings that concern them.

    `elsewhere` are findings in the submissions of editions that were not asked for. Nothing may
    be published, and no gate is open, unless `is_readable`.
    """

    editions: tuple[Edition, ...]
    findings: tuple[Finding, ...]
    elsewhere: tuple[Finding, ...]
    is_readable: bool


def judge_editions(at: Opened, choice: Choice) -> Judgement:
    """Analyse and judge the chosen editions."""
    instance = at.instance
    known = set(instance.edition_ids) if instance else set()
    editions = tuple(analyse(instance, *one) for one in choice.editions) if instance else ()
    found = [*at.findings, *(finding for edition in editions for finding in judge(edition))]
    others = known - set(choice.editions)
    return Judgement(
        editions=editions,
        findings=in_order(f for f in found if _edition_of(f) not in others),
        elsewhere=in_order(f for f in found if _edition_of(f) in others),
        is_readable=bool(editions) and not choice.unreadable,
    )


def _edition_of(finding: Finding) -> EditionId | None:
    parts = finding.place.path.split("/")
    return (parts[1], parts[2]) if len(parts) > 3 and parts[0] == "content" else None
