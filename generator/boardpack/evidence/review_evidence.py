"""One repository on a forge and its clone, as far as they concern one edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        self._subjects_by_tree: dict[tuple[str, bool], Mapping[SectionId, Subject]] = {}
        self._pulls_by_commit: dict[str, frozenset[int]] = {}
        self._replayed_trees: dict[tuple[str, str], str] = {}

    def find_pulls(self, commit: str) -> frozenset[int]:
        """Return the numbers of the pull requests that a commit belongs to."""
        if commit not in self._pulls_by_commit:
            pulls = self.forge.list_pulls_of_commit(commit)
            self._pulls_by_commit[commit] = frozenset(pull.number for pull in pulls)
        return self._pulls_by_commit[commit]

    def list_pull_numbers(self) -> Sequence[int]:
        """Return the numbers of all pull requests that the forge knows, or kept answers of."""
        if self.forge.kept_pulls is not None:
            return self.forge.kept_pulls
        before, _, after = self.forge.head_references.partition("*")
        try:
            references = plumbing.list_remote_references(
                self.signoff_history.root, self.forge.head_references
            )
        except CannotRun as error:
            raise Unreadable(f"nobody can tell which pull requests there are: {error}") from None
        numbers = (name.removeprefix(before).removesuffix(after) for name in references)
        return sorted(int(number) for number in numbers if number.isascii() and number.isdecimal())

    def read_subjects(self, tree: str, is_opened: bool = True) -> Mapping[SectionId, Subject]:
        """Return what the edition's subjects were at a commit or in a tree.

        None where it had not been opened then, unless that is not asked for.
        """
        key = tree, is_opened
        if key not in self._subjects_by_tree:
            subjects = attempt(
                partial(self.signoff_history.compute_subjects, tree, self.edition, is_opened),
                (CannotRun, Unreadable),
            )
            if isinstance(subjects, Failure):
                raise Unreadable(f"{tree[:12]} cannot be judged: {subjects.reason}")
            self._subjects_by_tree[key] = subjects
        return self._subjects_by_tree[key]

    def replay_merge(self, base_commit: str, head: str) -> str:
        """Return the tree that Git alone makes of two commits."""
        key = base_commit, head
        if key not in self._replayed_trees:
            self._replayed_trees[key], _ = history.replay_merge(self.signoff_history.root, *key)
        return self._replayed_trees[key]

    def find_affected_sections(
        self, commit: str, main_commit: str, is_opened: bool = True
    ) -> Mapping[SectionId, Subject]:
        """Return the sections that a proposal changes, as they are in a commit of it."""
        base_commit = (
            self.signoff_history.ask_once(plumbing.find_merge_base, main_commit, commit)
            if main_commit
            else ""
        )
        base_subjects = self.read_subjects(base_commit, is_opened) if base_commit else {}
        return {
            section_id: subject
            for section_id, subject in self.read_subjects(commit, is_opened).items()
            if section_id not in base_subjects or base_subjects[section_id].digest != subject.digest
        }

    def find_sections_that_came_in(
        self, commit: str, base_commit: str
    ) -> Mapping[SectionId, Subject]:
        """Return the sections of a proposal whose changes are in what is judged, however they came.

        Each is as it is in the proposal's commit; what else was changed in it since is left open.
        """
        base_subjects = self.read_subjects(base_commit, is_opened=False) if base_commit else {}
        current_subjects = self.read_subjects(self.signoff_history.head)
        affected_sections = self.find_affected_sections(commit, base_commit, is_opened=False)
        return {
            section_id: subject
            for section_id, subject in affected_sections.items()
            if section_id in base_subjects
            and section_id in current_subjects
            and not set(base_subjects[section_id].list_differing_components(subject)).intersection(
                subject.list_differing_components(current_subjects[section_id])
            )
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
