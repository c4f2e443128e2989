"""What changed in the sections of editions: since each was signed, or since a revision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from boardpack.adapters.files import write_atomically
from boardpack.adapters.git import plumbing
from boardpack.adapters.workspace import Workspace, load_workspace
from boardpack.analysis.edition import Edition
from boardpack.evidence.history import SignoffHistory
from boardpack.model.signoff import SectionId, Subject
from boardpack.operations.evidence_source import THIS_CLONE
from boardpack.operations.gate import check_gate
from boardpack.operations.outgoing import OutgoingNet
from boardpack.operations.select import (
    analyse_selection,
    is_meant,
    refuse_unknown_sections,
    require_instance,
    select_editions,
)
from boardpack.operations.signed_versions import SignedVersions, find_edition
from boardpack.operations.templates import load_templates
from boardpack.publish.passages import list_html_passages
from boardpack.render.signoff.preview import ChangedSection, render_preview_page
from boardpack.render.signoff.signing import compare_signed_lines
from boardpack.signoff.signed_lines import SignedLines, list_signed_lines
from boardpack.signoff.subject import build_subject, build_subjects, list_due_entries

PREVIEW_NAME = "preview.html"
"""A forge that keeps the page calls it by this name alone."""
_NO_SIGNED_LINES = SignedLines((), (), (), ())


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sections that changed since they were signed; of those `unsigned` nothing was signed."""

    changed: tuple[ChangedSection, ...]
    unsigned: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """A page that shows the sections that changed, and which those are."""

    page: Path
    sections: tuple[ChangedSection, ...]


def compare_with_signed(
    workspace: Workspace, pack: str | None, period: str | None, sections: Sequence[str] = ()
) -> Comparison:
    """Return what changed in each section since it was signed; of all sections if none is named."""
    changed_sections, unsigned_subjects = [], []
    for edition in _analyse_editions_with(workspace, pack, period, sections):
        signed_versions = SignedVersions(SignoffHistory(workspace.root, ""), edition)
        for verdict in check_gate(workspace, edition, THIS_CLONE).verdicts:
            if not is_meant(sections, verdict.subject):
                continue
            if verdict.changed:
                changed_sections.append(signed_versions.compare_section(verdict))
            elif not verdict.is_valid:
                unsigned_subjects.append(verdict.subject)
    return Comparison(tuple(changed_sections), tuple(unsigned_subjects))


def compare_with_revision(
    workspace: Workspace,
    pack: str | None,
    period: str | None,
    revision: str,
    sections: Sequence[str] = (),
) -> tuple[ChangedSection, ...]:
    """Return the sections whose subject differs from the one where the histories parted.

    CannotRun where Git does not know the revision.
    """
    editions = _analyse_editions_with(workspace, pack, period, sections)
    base_commit = plumbing.find_merge_base(workspace.root, revision)
    base_workspace = load_workspace(
        workspace.root, *plumbing.read_tree_at(workspace.root, base_commit)
    )
    return tuple(
        changed_section
        for edition in editions
        for changed_section in _iterate_changes(
            edition, find_edition(base_workspace, edition), f"changed since {revision}"
        )
        if is_meant(sections, changed_section.subject)
    )


def write_preview(
    workspace: Workspace, pack: str | None, period: str | None, revision: str, folder: Path
) -> Preview:
    """Write a page for each service, all in one file: its sections against the last edition's.

    Those that changed since a revision; all that are due where none is named. CannotRun where it
    would point to a person: it is a file that is handed on.
    """
    changed_sections = (
        compare_with_revision(workspace, pack, period, revision)
        if revision
        else _list_due_sections(workspace, pack, period)
    )
    html = render_preview_page(changed_sections, revision, load_templates(workspace.root))
    page = folder / PREVIEW_NAME
    editions = {section.edition.id: section.edition for section in changed_sections}
    net = OutgoingNet(require_instance(workspace), tuple(editions.values()))
    net.refuse("the preview", list_html_passages(html))
    write_atomically(page, html.encode())
    return Preview(page, changed_sections)


def _list_due_sections(
    workspace: Workspace, pack: str | None, period: str | None
) -> tuple[ChangedSection, ...]:
    return tuple(
        ChangedSection(edition, entry, build_subject(edition, entry), {}, "")
        for edition in _analyse_editions_with(workspace, pack, period, ())
        for entry in list_due_entries(edition)
    )


def _analyse_editions_with(
    workspace: Workspace, pack: str | None, period: str | None, sections: Sequence[str]
) -> tuple[Edition, ...]:
    """Return the editions that are meant; CannotRun where a section that is named is in none."""
    editions = analyse_selection(workspace, select_editions(workspace, pack, period))
    refuse_unknown_sections(
        sections, [subject for edition in editions for subject in build_subjects(edition).values()]
    )
    return editions


def _iterate_changes(
    edition: Edition, base_edition: Edition | None, words: str
) -> Iterator[ChangedSection]:
    base_subjects = build_subjects(base_edition) if base_edition else {}
    for entry in list_due_entries(edition):
        subject, section_id = build_subject(edition, entry), (entry.service, entry.section.id)
        if section_id in base_subjects and base_subjects[section_id].digest == subject.digest:
            continue
        lines = compare_signed_lines(
            _list_signed_lines(base_edition, section_id), list_signed_lines(edition, entry)
        )
        parts = ", ".join(lines) or "another edition's"
        yield ChangedSection(edition, entry, subject, lines, f"{words} ({parts})")


def _list_signed_lines(edition: Edition | None, section_id: SectionId) -> SignedLines:
    entry = edition.find_entry(*section_id) if edition else None
    return list_signed_lines(edition, entry) if edition and entry else _NO_SIGNED_LINES
