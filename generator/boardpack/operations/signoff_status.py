"""What stands of the sign-off of each edition that is meant."""

from __future__ import annotations

from dataclasses import dataclass

from boardpack.adapters.workspace import Workspace
from boardpack.analysis.edition import Edition
from boardpack.errors import CannotRun
from boardpack.evidence.history import SignoffHistory
from boardpack.findings import has_errors
from boardpack.load.signoffs import LEDGER_FOLDER
from boardpack.operations.evidence_source import EvidenceSource, settle_evidence_source
from boardpack.operations.gate import GateReport, check_gate
from boardpack.operations.select import UNREADABLE, analyse_selection, select_editions


@dataclass(frozen=True, slots=True)
class SignoffStatus:
    """What stands of an edition's sign-off.

    `uncommitted_count` is how many of its records are in no commit yet, so that nobody else has
    them.
    """

    gate_report: GateReport
    uncommitted_count: int

    @property
    def is_clear(self) -> bool:
        """Whether every due section is signed off, by a ledger in which nothing is wrong."""
        return not has_errors(self.gate_report.findings)


def find_signoff_statuses(
    workspace: Workspace, pack: str | None, period: str | None, evidence_source: EvidenceSource
) -> tuple[SignoffStatus, ...]:
    """Return what stands of each edition; CannotRun where one cannot be read or has no history."""
    selection = select_editions(workspace, pack, period)
    if selection.unreadable_packs or not selection.editions:
        raise CannotRun(UNREADABLE)
    settled_source = settle_evidence_source(workspace, evidence_source)
    gate_reports = [
        check_gate(workspace, edition, settled_source)
        for edition in analyse_selection(workspace, selection)
    ]
    unsaved_paths = SignoffHistory(workspace.root, "").unsaved_paths
    return tuple(
        SignoffStatus(gate_report, _count_records(gate_report.edition, unsaved_paths))
        for gate_report in gate_reports
    )


def _count_records(edition: Edition, paths: list[str]) -> int:
    folder = f"{LEDGER_FOLDER}/{edition.pack_id}/{edition.period.id}/"
    return sum(path.startswith(folder) and path.endswith(".json") for path in paths)
