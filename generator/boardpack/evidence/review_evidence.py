"""One repository on a forge and its clone, as far as they concern one edition."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from boardpack.adapters.git import history, plumbing
from boardpack.analysis.edition import Edition
from boardpack.errors import CannotRun, Failure, attempt
from boardpack.evidence.history import SignoffHistory
from boardpack.model.signoff import SectionId, Subject
from boardpack.signoff.forge import Forge, PullRequest, Unreadable


class ReviewEvidence:
    """What the reviews of a repository can be read from; it remembers what was asked.

    `main` is the branch from which editions are published. Whatever reads it raises `Unreadable`
    where anything is in doubt.

    The forge is asked once for each commit of the main line since the edition was opened that
    brought text or data, three times for each pull request, and once for each commit with an
    address that the register does not know. A month of fifty services that came by 60 pull requests
    took 241 requests; the second time all were answered as unchanged, which GitHub does not
    count. It allows 1,000 an hour.
    """

    def __init__(
        self,
        signoff_history: SignoffHistory,
        edition: Edition,
        forge: Forge,
        repository: str,
        main: str,
    ) -> None:
        self.signoff_history = signoff_history
        self.edition = edition
        self.forge = forge
        self.repository = repository
        self.main = main
        self._subjects_by_tree: dict[str, Mapping[SectionId, Subject]] = {}
        self._pulls_by_commit: dict[str, frozenset[int]] = {}
        self._replayed_trees: dict[tuple[str, str], str] = {}

    def find_pulls(self, commit: str) -> frozenset[int]:
        """Return the numbers of the pull requests that a commit belongs to."""
        if commit not in self._pulls_by_commit:
            pulls = self.forge.list_pulls_of_commit(commit)
            self._pulls_by_commit[commit] = frozenset(pull.number for pull in pulls)
        return self._pulls_by_commit[commit]

    def read_subjects(self, tree: str) -> Mapping[SectionId, Subject]:
        """Return what the edition's subjects were at a commit or in a tree."""
        if tree not in self._subjects_by_tree:
            subjects = attempt(
                partial(self.signoff_history.compute_subjects, tree, self.edition),
                (CannotRun, Unreadable),
            )
            if isinstance(subjects, Failure):
                raise Unreadable(f"{tree[:12]} cannot be judged: {subjects.reason}")
            self._subjects_by_tree[tree] = subjects
        return self._subjects_by_tree[tree]

    def replay_merge(self, base_commit: str, head: str) -> str:
        """Return the tree that Git alone makes of two commits."""
        key = base_commit, head
        if key not in self._replayed_trees:
            self._replayed_trees[key], _ = history.replay_merge(self.signoff_history.root, *key)
        return self._replayed_trees[key]

    def find_affected_sections(self, commit: str, main_commit: str) -> Mapping[SectionId, Subject]:
        """Return the sections that a proposal changes, as they are in a commit of it."""
        base_commit = (
            plumbing.find_merge_base(self.signoff_history.root, main_commit, commit)
            if main_commit
            else ""
        )
        base_subjects = self.read_subjects(base_commit) if base_commit else {}
        return {
            section_id: subject
            for section_id, subject in self.read_subjects(commit).items()
            if section_id not in base_subjects or base_subjects[section_id].digest != subject.digest
        }

    def fetch_commit(self, commit: str, pull: PullRequest) -> None:
        """Have a commit of a pull request in the clone."""
        if self.signoff_history.has_commit(commit):
            return
        plumbing.fetch_reference(self.signoff_history.root, pull.head_reference)
        if not self.signoff_history.has_commit(commit):
            raise Unreadable(
                f"commit {commit[:12]} of pull request {pull.number} is not in this clone and "
                "cannot be fetched, so nobody can tell what was reviewed; approve again"
            )
