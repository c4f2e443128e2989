"""Who is chased and who is told, at a moment, of all that is owed to the editions under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from boardpack.adapters.workspace import Workspace, open_workspace
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.analysis.outstanding import Duty, list_outstanding_items
from boardpack.cycle.chase import plan_notices
from boardpack.cycle.owed import Owed
from boardpack.cycle.running import list_running_editions
from boardpack.load.directorate import APPOINTMENTS_FILE, DIRECTORATE_FILE, PEOPLE_FILE
from boardpack.model.instance import EditionId
from boardpack.model.message import Message
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.handover import Handovers, open_handovers
from boardpack.operations.outgoing import OutgoingNet
from boardpack.operations.select import require_whole_registers
from boardpack.operations.sent_record import SentRecord, read_sent
from boardpack.operations.status import find_signoff_standing
from boardpack.render.chase import compose_notice


@dataclass(frozen=True, slots=True)
class ChasePlan:
    """The messages that are due at a moment, what was sent before, and the editions under way."""

    editions: tuple[str, ...]
    messages: tuple[Message, ...]
    sent: SentRecord
    mail_from: str


def plan_chase(root: Path, now: datetime, evidence_source: EvidenceSource) -> ChasePlan:
    """Return whom to tell what at a moment, local time in London without a zone.

    CannotRun where a register or a record cannot be read whole: somebody would be told too little,
    or twice.
    """
    workspace = open_workspace(root)
    registers = (DIRECTORATE_FILE, PEOPLE_FILE, APPOINTMENTS_FILE, "data/packs/")
    instance = require_whole_registers(workspace, registers, "some who are to be told")
    handovers = open_handovers(workspace)
    editions = [
        analyse_edition(instance, *edition_id)
        for edition_id in list_running_editions(instance, now)
    ]
    owed = [
        duty
        for edition in editions
        for duty in _list_owed(workspace, edition, now, handovers, evidence_source)
    ]
    sent = read_sent(root)
    writers = [duty.item.title for duty in owed if duty.item.kind is Duty.ADDRESS]
    net = OutgoingNet(instance, editions, writers)
    notices = plan_notices(instance, owed, sent.rows, now)
    return ChasePlan(
        tuple(edition.title for edition in editions),
        tuple(net.withhold_message(compose_notice(instance, notice)) for notice in notices),
        sent,
        instance.directorate.mail_from,
    )


def _list_owed(
    workspace: Workspace,
    edition: Edition,
    now: datetime,
    handovers: Handovers,
    evidence_source: EvidenceSource,
) -> list[Owed]:
    edition_id: EditionId = (edition.pack_id, edition.period.id)
    standing = find_signoff_standing(workspace, edition, evidence_source)
    items = list_outstanding_items(edition, now, standing, handovers.find(edition_id))
    return [Owed(edition, item) for item in items]
