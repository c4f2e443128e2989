"""`boardpack signoff diff` and `preview`: what changed since it was signed, or since a revision."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TextIO

from boardpack.adapters.files import write_atomically
from boardpack.adapters.git import history, plumbing
from boardpack.adapters.workspace import (
    Workspace,
    find_instance_root,
    load_workspace,
    open_workspace,
)
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.errors import CannotRun, Exit
from boardpack.evidence.ledger import SignoffHistory
from boardpack.findings import escape_unprintable
from boardpack.model.signoff import SectionId, Subject, Verdict
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.gate import check_gate
from boardpack.operations.select import (
    select_editions,
)
from boardpack.operations.templates import load_templates
from boardpack.render.findings.report import format_count
from boardpack.render.preview import ChangedSection, render_preview_page
from boardpack.render.signing import compare_signed_lines as lines_that_differ
from boardpack.render.signing import render_difference, render_heading
from boardpack.signoff.signed_lines import SignedLines, list_signed_lines
from boardpack.signoff.subject import build_subject, build_subjects, list_due_entries

_COMMITS_SEARCHED = 100
"""So many commits are searched for what was signed, where a squash took the commit away."""
_NO_SIGNED_LINES = SignedLines((), (), (), ())


def print_differences(args: argparse.Namespace, out: TextIO) -> int:
    """Print what changed in each section since it was signed, or since a revision."""
    workspace = open_workspace(find_instance_root(args.root))
    due_subjects = [
        due_subject
        for edition in _iterate_editions(workspace, args)
        for due_subject in build_subjects(edition).values()
    ]
    refuse_unknown_sections(args.sections, due_subjects)
    changed_sections, unsigned_subjects = _find_changes(workspace, args)
    meant_sections = [
        change for change in changed_sections if is_meant(args.sections, change.subject)
    ]
    for change in meant_sections:
        text = (
            render_difference(dict(change.lines))
            or "  (what was signed is no longer in this clone)"
        )
        heading = render_heading(change.edition, change.entry)
        print(f"{heading}: {escape_unprintable(change.words)}\n{text}\n", file=out)
    if not meant_sections:
        since = f"since {args.since}" if args.since else "since it was signed"
        print(f"Nothing changed {since}.", file=out)
    count = sum(is_meant(args.sections, unsigned_subject) for unsigned_subject in unsigned_subjects)
    if count:
        auxiliary = "is" if count == 1 else "are"
        section_count = format_count(count, "section")
        print(f"{section_count} {auxiliary} not signed off yet: boardpack signoff status", file=out)
    return Exit.CLEAR


def refuse_unknown_sections(sections: Sequence[str], due_subjects: Sequence[Subject]) -> None:
    """Raise CannotRun where a name is that of no section that is due."""
    for name in sections:
        if not any(is_meant([name], due_subject) for due_subject in due_subjects):
            raise CannotRun(
                f"no section that is due is called '{name}'; "
                "see them with: boardpack signoff status"
            )


def find_changes_since_revision(
    workspace: Workspace, args: argparse.Namespace
) -> Iterator[ChangedSection]:
    """Yield the sections whose subject differs from the one where the histories parted."""
    base_commit = plumbing.find_merge_base(workspace.root, args.since)
    base_workspace = load_workspace(
        workspace.root, *plumbing.read_tree_at(workspace.root, base_commit)
    )
    for edition in _iterate_editions(workspace, args):
        base_edition = _find_edition(base_workspace, edition)
        base_subjects = build_subjects(base_edition) if base_edition else {}
        for entry in list_due_entries(edition):
            current_subject, section_id = (
                build_subject(edition, entry),
                (entry.service, entry.section.id),
            )
            if (
                section_id not in base_subjects
                or base_subjects[section_id].digest != current_subject.digest
            ):
                lines = lines_that_differ(
                    _list_signed_lines(base_edition, section_id), list_signed_lines(edition, entry)
                )
                parts = ", ".join(lines) or "another edition's"
                yield ChangedSection(
                    edition, entry, current_subject, lines, f"changed since {args.since} ({parts})"
                )


def _find_changes(
    workspace: Workspace, args: argparse.Namespace
) -> tuple[list[ChangedSection], list[Subject]]:
    """Return what changed, and what is not signed off though nothing is known to have changed."""
    if args.since:
        return list(find_changes_since_revision(workspace, args)), []
    changed_sections, unsigned_subjects = [], []
    for edition in _iterate_editions(workspace, args):
        signed_versions = SignedVersions(SignoffHistory(workspace.root, ""), edition)
        for verdict in check_gate(workspace, edition, EvidenceSource()).verdicts:
            if verdict.changed:
                changed_sections.append(compare_with_signed(edition, verdict, signed_versions))
            elif not verdict.is_valid:
                unsigned_subjects.append(verdict.subject)
    return changed_sections, unsigned_subjects


def compare_with_signed(
    edition: Edition, verdict: Verdict, signed_versions: SignedVersions
) -> ChangedSection:
    """Return what changed in a section since the decision on which its verdict rests."""
    current_subject = verdict.subject
    entry = edition.find_entry(current_subject.service, current_subject.section)
    assert entry is not None
    assert verdict.record is not None
    signed_subject = verdict.record.find_subject(current_subject.service, current_subject.section)
    assert signed_subject is not None
    signed_lines = signed_versions.find_signed_lines(signed_subject, verdict.record.commit)
    lines = (
        lines_that_differ(signed_lines, list_signed_lines(edition, entry)) if signed_lines else {}
    )
    return ChangedSection(
        edition, entry, current_subject, lines, f"{verdict.standing}: {verdict.reason}"
    )


class SignedVersions:
    """What an edition was at earlier commits, each looked at once."""

    def __init__(self, signoff_history: SignoffHistory, edition: Edition) -> None:
        self._signoff_history, self._edition = signoff_history, edition
        self._editions_by_commit: dict[str, Edition | None] = {}

    def find_signed_lines(self, signed_subject: Subject, commit: str) -> SignedLines | None:
        """Return the facts that have a digest: as of the commit signed, else of one like it."""
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
            workspace = load_workspace(
                self._signoff_history.root,
                *plumbing.read_tree_at(self._signoff_history.root, commit),
            )
            self._editions_by_commit[commit] = _find_edition(workspace, self._edition)
        return self._editions_by_commit[commit]


def _iterate_editions(workspace: Workspace, args: argparse.Namespace) -> Iterator[Edition]:
    if workspace.instance is None:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    for edition_id in select_editions(workspace, args.pack, args.period).editions:
        yield analyse_edition(workspace.instance, *edition_id)


def _find_edition(workspace: Workspace, edition: Edition) -> Edition | None:
    edition_id = edition.pack_id, edition.period.id
    if workspace.instance is None or edition_id not in workspace.instance.edition_ids:
        return None
    return analyse_edition(workspace.instance, *edition_id)


def _list_signed_lines(edition: Edition | None, section_id: SectionId) -> SignedLines:
    entry = edition.find_entry(*section_id) if edition else None
    return list_signed_lines(edition, entry) if edition and entry else _NO_SIGNED_LINES


def is_meant(sections: Sequence[str], candidate: Subject) -> bool:
    """Return whether a section is named, with its service or without, or none is named."""
    return not sections or bool({candidate.section, candidate.name} & set(sections))


def write_preview(args: argparse.Namespace, out: TextIO) -> int:
    """Write one page with exactly the sections that changed, as they would look."""
    workspace = open_workspace(find_instance_root(args.root))
    changed_sections = list(find_changes_since_revision(workspace, args))
    templates = load_templates(workspace.root)
    page = args.output / "index.html"
    write_atomically(page, render_preview_page(changed_sections, args.since, templates).encode())
    print(f"{format_count(len(changed_sections), 'section')} changed: {page}", file=out)
    return Exit.CLEAR
