"""From an opened instance to everything that can be said about some of its editions."""

from __future__ import annotations

from dataclasses import dataclass

from boardpack.adapters.workspace import (
    Workspace,
)
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.checks.responsible import name_responsible, name_writers
from boardpack.checks.run import apply_rules
from boardpack.findings import Finding, sort_findings
from boardpack.load.agendas import is_agenda_path
from boardpack.model.instance import (
    EditionId,
)
from boardpack.operations.select import (
    Selection,
)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The editions with their figures, and all findings that concern them.

    `elsewhere` are findings in the submissions of editions that were not asked for. Nothing may
    be published, and no gate is open, unless `is_readable`.
    """

    editions: tuple[Edition, ...]
    findings: tuple[Finding, ...]
    elsewhere: tuple[Finding, ...]
    is_readable: bool


def check_editions(workspace: Workspace, selection: Selection) -> CheckReport:
    """Analyse and judge the chosen editions."""
    instance = workspace.instance
    known_ids = set(instance.edition_ids) if instance else set()
    editions = (
        tuple(analyse_edition(instance, *edition_id) for edition_id in selection.editions)
        if instance
        else ()
    )
    findings = [
        *workspace.findings,
        *(finding for edition in editions for finding in apply_rules(edition)),
    ]
    for edition in editions:
        findings = name_writers(edition, findings)
    if instance:
        findings = list(name_responsible(instance, findings))
    other_ids = known_ids - set(selection.editions)
    return CheckReport(
        editions=editions,
        findings=sort_findings(
            finding for finding in findings if _identify_edition(finding) not in other_ids
        ),
        elsewhere=sort_findings(
            finding for finding in findings if _identify_edition(finding) in other_ids
        ),
        is_readable=bool(editions) and not selection.unreadable_packs,
    )


def _identify_edition(finding: Finding) -> EditionId | None:
    parts = finding.place.path.split("/")
    if is_agenda_path(finding.place.path):
        return parts[2], parts[3].removesuffix(".yml")
    return (parts[1], parts[2]) if len(parts) > 3 and parts[0] == "content" else None
