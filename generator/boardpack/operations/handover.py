"""What became of editions outside their files: published, and sent to those who get them."""

from __future__ import annotations

from dataclasses import dataclass

from boardpack.adapters.files import read_if_present
from boardpack.adapters.git import plumbing
from boardpack.adapters.git.pages_branch import BRANCH, find_known_commit, find_pages_branch
from boardpack.adapters.workspace import Workspace
from boardpack.analysis.outstanding import Handover
from boardpack.load.sent import load_sent, locate_sent
from boardpack.model.instance import EditionId
from boardpack.operations.publications import read_publications

CIRCULATING = "circulate/"
"""How the keys of messages begin with which an edition is circulated."""


@dataclass(frozen=True, slots=True)
class Handovers:
    """The editions of which a publication is known, and where the records of messages are."""

    workspace: Workspace
    published_ids: frozenset[EditionId]

    def find(self, edition_id: EditionId) -> Handover:
        """Return what became of an edition."""
        pack, period = edition_id
        data = read_if_present(self.workspace.root / locate_sent(pack, period))
        messages, _ = load_sent(data, pack, period)
        return Handover(
            is_published=edition_id in self.published_ids,
            is_circulated=any(
                message.is_settled and message.key.startswith(CIRCULATING) for message in messages
            ),
        )


def open_handovers(workspace: Workspace) -> Handovers:
    """Return what this clone knows of publications, without asking anybody; in no clone none."""
    if not plumbing.is_repository(workspace.root):
        return Handovers(workspace, frozenset())
    pages_branch = find_pages_branch(workspace.root, BRANCH, None)
    publications = read_publications(pages_branch, find_known_commit(pages_branch))
    return Handovers(
        workspace, frozenset((publication.pack, publication.period) for publication in publications)
    )
