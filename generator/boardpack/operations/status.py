"""How far the editions have come, and who owes what by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from boardpack.adapters.git import history
from boardpack.adapters.workspace import Workspace, open_workspace
from boardpack.analysis.edition import Edition
from boardpack.analysis.outstanding import Duty, SignoffStanding
from boardpack.analysis.states import State
from boardpack.cycle.running import list_running_editions
from boardpack.cycle.runs import LastRun, list_last_runs
from boardpack.errors import CannotRun
from boardpack.load.signoffs import LEDGER_FOLDER
from boardpack.model.instance import EditionId, Instance
from boardpack.operations.evidence_source import (
    PLAIN_GIT,
    THIS_CLONE,
    EvidenceSource,
    settle_evidence_source,
)
from boardpack.operations.handover import open_handovers
from boardpack.operations.outgoing import OutgoingNet
from boardpack.operations.select import (
    UNREADABLE,
    analyse_selection,
    require_instance,
    select_readable_editions,
)
from boardpack.operations.sent_record import read_runs
from boardpack.render.status import EditionStatus, compile_status
from boardpack.signoff.states import apply_verdicts


@dataclass(frozen=True, slots=True)
class InstanceStatus:
    """The states of the editions that are meant; `has_faults` when some file is not in order.

    `unopened` are the editions under way of which nobody has made a file, where every period is
    meant. `last_runs` are those of the jobs that send messages. `unasked_repository` is where
    reviews are that count as sign-off and were not asked for; empty where there is none. `net`
    searches what is handed on of it.
    """

    editions: tuple[EditionStatus, ...]
    has_faults: bool
    net: OutgoingNet
    last_runs: tuple[LastRun, ...] = ()
    unasked_repository: str = ""
    unopened: tuple[EditionId, ...] = ()


def review_status(
    root: Path, pack: str | None, period: str | None, now: datetime
) -> InstanceStatus:
    """Return the states of the editions that are meant, by what is late at a moment.

    `now` is local time in London, without a zone. CannotRun where one of their packs cannot be
    read.
    """
    workspace = open_workspace(root)
    selection = select_readable_editions(workspace, pack, period)
    if selection.unreadable_packs:
        raise CannotRun(UNREADABLE)
    handovers = open_handovers(workspace)
    editions = analyse_selection(workspace, selection)
    edition_statuses = tuple(
        compile_status(
            edition,
            now,
            find_signoff_standing(workspace, edition),
            handovers.find((edition.pack_id, edition.period.id)),
        )
        for edition in editions
    )
    writers = [
        item.title
        for edition_status in edition_statuses
        for item in edition_status.outstanding
        if item.kind is Duty.ADDRESS
    ]
    last_runs = list_last_runs(read_runs(root))
    unasked_repository = settle_evidence_source(workspace, THIS_CLONE).repository
    return InstanceStatus(
        edition_statuses,
        bool(workspace.findings),
        OutgoingNet(require_instance(workspace), editions, writers),
        last_runs,
        unasked_repository,
        () if period else _list_unopened(require_instance(workspace), pack, now),
    )


def _list_unopened(instance: Instance, pack: str | None, now: datetime) -> tuple[EditionId, ...]:
    return tuple(
        edition_id
        for edition_id in list_running_editions(instance, now)
        if pack in (None, edition_id[0]) and edition_id not in instance.edition_ids
    )


def find_signoff_standing(
    workspace: Workspace, edition: Edition, evidence_source: EvidenceSource = THIS_CLONE
) -> SignoffStanding:
    """Return what is signed off of an edition, as soon as anybody could sign anything.

    CannotRun where a forge is to be asked and cannot be.
    """
    source = settle_evidence_source(workspace, evidence_source)
    ledger = workspace.root / LEDGER_FOLDER / edition.pack_id / edition.period.id
    is_asked = ledger.is_dir() or not (source.is_clone_alone or source.provider == PLAIN_GIT)
    if not is_asked and not _can_be_signed(workspace, edition):
        return SignoffStanding(edition)
    # Imported here, because most who ask for the status have nothing to sign yet.
    from boardpack.operations.gate import check_gate

    verdicts = check_gate(workspace, edition, source).verdicts
    return SignoffStanding(
        apply_verdicts(edition, verdicts),
        {
            (verdict.subject.service, verdict.subject.section): verdict.unknown_writers
            for verdict in verdicts
            if verdict.unknown_writers and not verdict.is_valid
        },
    )


def _can_be_signed(workspace: Workspace, edition: Edition) -> bool:
    """Return whether something is ready, in a clone whose history says who wrote it."""
    is_ready = any(entry.state is State.READY for entry in edition.entries)
    return is_ready and history.has_whole_history(workspace.root)
