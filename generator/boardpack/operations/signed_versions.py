"""What an edition was at earlier commits, and what changed in its sections since."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.adapters.git import history, plumbing
from boardpack.adapters.workspace import Workspace, load_workspace
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.evidence.history import SignoffHistory
from boardpack.model.signoff import Subject, Verdict
from boardpack.render.signoff.preview import ChangedSection
from boardpack.render.signoff.signing import compare_signed_lines
from boardpack.signoff.signed_lines import SignedLines, list_signed_lines
from boardpack.signoff.subject import build_subject

_COMMITS_SEARCHED = 100
"""So many commits are searched for what was signed, where a squash took the commit away."""


class SignedVersions:
    """What an edition was at earlier commits, each looked at once."""

    def __init__(self, signoff_history: SignoffHistory, edition: Edition) -> None:
        self._signoff_history, self._edition = signoff_history, edition
        self._editions_by_commit: dict[str, Edition | None] = {}

    def compare_section(self, verdict: Verdict) -> ChangedSection:
        """Return what changed in a section since the decision on which its verdict rests.

        No lines differ where what was signed is no longer in the clone.
        """
        edition, subject = self._edition, verdict.subject
        entry = edition.find_entry(subject.service, subject.section)
        assert entry is not None
        assert verdict.record is not None
        signed_subject = verdict.record.find_subject(subject.service, subject.section)
        assert signed_subject is not None
        signed_lines = self.find_signed_lines(signed_subject, verdict.record.commit)
        current_lines = list_signed_lines(edition, entry)
        lines = compare_signed_lines(signed_lines, current_lines) if signed_lines else {}
        return ChangedSection(
            edition, entry, subject, lines, f"{verdict.standing}: {verdict.reason}"
        )

    def find_signed_lines(self, signed_subject: Subject, commit: str) -> SignedLines | None:
        """Return the lines that have a digest: as of the commit signed, else of one like it."""
        section_id = signed_subject.service, signed_subject.section
        for candidate_commit in self._iterate_candidate_commits(commit):
            edition = self._read_edition_at(candidate_commit)
            entry = edition.find_entry(*section_id) if edition else None
            if edition and entry and build_subject(edition, entry).digest == signed_subject.digest:
                return list_signed_lines(edition, entry)
        return None

    def _iterate_candidate_commits(self, commit: str) -> Iterator[str]:
        root = self._signoff_history.root
        if history.has_commit(root, commit):
            yield commit
        changes = history.list_file_changes(root, self._signoff_history.head, "content", "data")
        yield from list(dict.fromkeys(change.commit.id for change in changes))[:_COMMITS_SEARCHED]

    def _read_edition_at(self, commit: str) -> Edition | None:
        if commit not in self._editions_by_commit:
            root = self._signoff_history.root
            workspace = load_workspace(root, *plumbing.read_tree_at(root, commit))
            self._editions_by_commit[commit] = find_edition(workspace, self._edition)
        return self._editions_by_commit[commit]


def find_edition(workspace: Workspace, edition: Edition) -> Edition | None:
    """Return an edition as it is in another workspace, or None where it is not or is unreadable."""
    edition_id = edition.pack_id, edition.period.id
    if workspace.instance is None or edition_id not in workspace.instance.edition_ids:
        return None
    return analyse_edition(workspace.instance, *edition_id)
