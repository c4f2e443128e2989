"""What became of editions outside their files: published, and sent to those who get them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boardpack.adapters.files import read_if_present
from boardpack.adapters.git import plumbing
from boardpack.adapters.git.pages_branch import BRANCH, find_known_commit, find_pages_branch
from boardpack.adapters.workspace import Workspace
from boardpack.analysis.outstanding import Handover
from boardpack.cycle.circulate import is_circular
from boardpack.load.sent import load_sent, locate_sent
from boardpack.model.instance import EditionId
from boardpack.model.message import Outcome
from boardpack.operations.publications import read_publications
from boardpack.operations.sent_record import SentWitness, find_sent_witness


@dataclass(frozen=True, slots=True)
class Handovers:
    """The newest version of each edition that is published, and where messages are recorded."""

    workspace: Workspace
    versions: Mapping[EditionId, str]
    witness: SentWitness

    def find(self, edition_id: EditionId) -> Handover:
        """Return what became of an edition."""
        pack, period = edition_id
        version = self.versions.get(edition_id, "")
        data = read_if_present(self.workspace.root / locate_sent(pack, period))
        messages, _ = load_sent(data, pack, period)
        sent = self.witness.judge_rows(data or b"", messages)
        return Handover(
            is_published=bool(version),
            is_circulated=any(
                message.outcome is Outcome.SENT and is_circular(message, version)
                for message in sent.rows
            ),
        )


def open_handovers(workspace: Workspace) -> Handovers:
    """Return what this clone knows of publications, without asking anybody; in no clone none."""
    if not plumbing.is_repository(workspace.root):
        return Handovers(workspace, {}, find_sent_witness(workspace.root))
    pages_branch = find_pages_branch(workspace.root, BRANCH, None)
    publications = read_publications(pages_branch, find_known_commit(pages_branch))
    return Handovers(
        workspace,
        {
            (publication.pack, publication.period): publication.version
            for publication in publications
            if not publication.superseded_by
        },
        find_sent_witness(workspace.root),
    )
