"""`boardpack verify`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from boardpack.adapters.files import compute_engine_digest
from boardpack.adapters.git import history, pages_branch, plumbing
from boardpack.adapters.git.pages_branch import PagesBranch
from boardpack.adapters.pdf.attachments import attach_files
from boardpack.adapters.workspace import (
    find_instance_root,
    load_workspace,
)
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.commands.arguments import (
    add_pages_arguments,
)
from boardpack.errors import CannotRun, Exit
from boardpack.model.directorate import Person
from boardpack.model.instance import (
    EditionId,
)
from boardpack.model.signoff import Component, Record, SectionId, Subject, Verdict
from boardpack.operations.gate import rejudge_publication
from boardpack.operations.publications import (
    abbreviate_names,
    read_publications,
)
from boardpack.publish.assurance import list_trusted_claims
from boardpack.publish.evidence import EVIDENCE, parse_evidence_file
from boardpack.publish.manifest import MANIFEST, Manifest, is_pdf
from boardpack.publish.proof import (
    compare_subjects,
    list_chain_faults,
    list_entry_faults,
    list_file_faults,
    list_verdict_faults,
    read_manifest,
)
from boardpack.publish.versions import Publication
from boardpack.render.findings.report import format_count
from boardpack.signoff.kept_answers import find_record_fault
from boardpack.signoff.subject import build_subjects

HELP = "Prove what was published from the clone alone, and say what is taken on trust."

SubjectsReader = Callable[[Path, str, EditionId], Mapping[SectionId, Subject]]
"""What computes the subjects of an edition anew, as of a commit."""

EvidenceCheck = Callable[[Path, Manifest, Mapping[str, bytes]], Sequence[str]]
"""What looks at records and evidence again, as of a manifest's commit; says what is wrong."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "version", nargs="?", help="such as monthly-2018-11-r2; all publications when left out"
    )
    parser.add_argument(
        "--main", default="main", metavar="BRANCH", help="the branch that is published from"
    )
    add_pages_arguments(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Verify one publication, or all."""
    return verify_publications(
        find_instance_root(args.root), args, out, read_subjects_at, recheck_evidence
    )


def recheck_evidence(root: Path, manifest: Manifest, files: Mapping[str, bytes]) -> Sequence[str]:
    """Return which sections the evidence, judged again, does not bear out."""
    edition = read_edition_at(root, manifest.commit, (manifest.pack, manifest.period))
    kept_answers = parse_evidence_file(files[EVIDENCE]) if EVIDENCE in files else {}
    published_subjects = {
        (verdict.subject.service, verdict.subject.section): verdict.subject
        for verdict in manifest.sections
    }
    new_verdicts, faults = rejudge_publication(root, edition, manifest.commit, published_subjects)
    verdicts_by_section = {
        (verdict.subject.service, verdict.subject.section): verdict for verdict in new_verdicts
    }
    people = edition.instance.people
    complaints = [f"{finding.place}: {finding.what}" for finding in faults]
    for published_verdict in manifest.sections:
        section_id = published_verdict.subject.service, published_verdict.subject.section
        if published_verdict.record is not None and published_verdict.record.evidence.review:
            fault = _find_review_fault(published_verdict.record, people, kept_answers)
        else:
            fault = _find_record_fault(published_verdict, verdicts_by_section.get(section_id))
        complaints += [f"{', '.join(section_id)}: {fault}"] if fault else []
    return complaints


def _find_review_fault(
    record: Record, people: Mapping[str, Person], kept_answers: Mapping[str, bytes]
) -> str:
    """Return why the answers that were kept do not bear out a record; nothing when they do."""
    person = people.get(record.actor)
    if person is None or person.forge_id != record.account:
        return f"account {record.account} was not that of '{record.actor}'"
    return find_record_fault(record, kept_answers)


def _find_record_fault(published_verdict: Verdict, new_verdict: Verdict | None) -> str:
    """Return why the ledger, judged again, does not bear out a verdict; nothing when it does."""
    if new_verdict is None:
        return "it is no longer due"
    if not new_verdict.is_valid:
        return f"judged again, it is not signed off: {new_verdict.reason}"
    return (
        ""
        if new_verdict.record == published_verdict.record
        else "another record than the manifest's bears it out"
    )


def read_subjects_at(root: Path, commit: str, edition_id: EditionId) -> Mapping[SectionId, Subject]:
    """Return the subjects of an edition, read and analysed as of a commit."""
    return build_subjects(read_edition_at(root, commit, edition_id))


@lru_cache(maxsize=1)
def read_edition_at(root: Path, commit: str, edition_id: EditionId) -> Edition:
    """Return an edition as of a commit; CannotRun where it cannot be read.

    The last is remembered: what was signed and who signed it are asked of the same one.
    """
    workspace = load_workspace(root, *plumbing.read_tree_at(root, commit))
    if workspace.instance is None or edition_id not in workspace.instance.edition_ids:
        raise CannotRun(f"{' '.join(edition_id)} cannot be read as of commit {commit[:12]}")
    return analyse_edition(workspace.instance, *edition_id)


@dataclass(slots=True)
class VerificationReport:
    """What came of verifying one publication, in sentences."""

    proofs: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    open_questions: list[str] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)

    def add_result(self, faults: Sequence[str], proof: str) -> None:
        """Note faults, or what their absence proves."""
        self.faults.extend(faults)
        if not faults:
            self.proofs.append(proof)

    @property
    def status(self) -> Exit:
        """Clear only when all was proved; something that is wrong comes before what is open."""
        if self.faults:
            return Exit.GATE_SHUT
        return Exit.CANNOT_RUN if self.open_questions else Exit.CLEAR


def verify_publications(
    root: Path,
    args: argparse.Namespace,
    out: TextIO,
    subjects_reader: SubjectsReader,
    evidence_check: EvidenceCheck,
) -> int:
    """Verify what the clone knows of the pages branch; return the exit status."""
    branch = pages_branch.find_pages_branch(root, args.branch, args.remote)
    commit = pages_branch.find_known_commit(branch)
    publications = read_publications(branch, commit)
    chosen_publications = [
        publication for publication in publications if args.version in (None, publication.version)
    ]
    if not chosen_publications:
        versions = ", ".join(publication.version for publication in publications) or "nothing"
        raise CannotRun(
            f"'{args.version}' is not published here; there is {versions}"
            if args.version
            else f"nothing is published on {branch.location}, as far as this clone knows"
            f"{_advise_fetching(branch)}"
        )
    main_commits = pages_branch.list_main_line(branch, args.main)
    print(f"{branch.location} at commit {commit[:12]}, as far as this clone knows:", file=out)
    statuses, assumptions = [], dict[str, None]()
    for publication in chosen_publications:
        report = _verify_publication(
            branch,
            commit,
            publication,
            publications,
            main_commits,
            subjects_reader,
            evidence_check,
        )
        print(_render_report(publication, report), file=out)
        assumptions |= dict.fromkeys(report.assumptions)
        statuses.append(report.status)
    publication_folders = _find_publication_folders(branch, commit)
    for name in sorted(
        pages_branch.list_ever_published(branch, commit, MANIFEST) - publication_folders
    ):
        print(f"{name}: IT WAS PUBLISHED, and was taken away since", file=out)
        statuses.append(Exit.GATE_SHUT)
    for name in sorted(publication_folders - {publication.version for publication in publications}):
        print(
            f"{name}: it lies among the publications, but versions.json does not name it", file=out
        )
        statuses.append(Exit.GATE_SHUT)
    print(
        "\n".join(["Taken on trust:", *(f"- {assumption}" for assumption in assumptions)]), file=out
    )
    return next(
        status for status in (Exit.GATE_SHUT, Exit.CANNOT_RUN, Exit.CLEAR) if status in statuses
    )


def _advise_fetching(branch: PagesBranch) -> str:
    """Return how a clone comes to know the pages, even one that was told of one branch alone."""
    if not branch.remote:
        return ""
    refspec = f"+refs/heads/{branch.branch}:refs/remotes/{branch.remote}/{branch.branch}"
    return f"; fetch it first: git fetch {branch.remote} {refspec}"


def _verify_publication(
    branch: PagesBranch,
    commit: str,
    publication: Publication,
    publications: Sequence[Publication],
    main_commits: frozenset[str],
    subjects_reader: SubjectsReader,
    evidence_check: EvidenceCheck,
) -> VerificationReport:
    report = VerificationReport()
    try:
        files = pages_branch.read_folder_at(branch, commit, publication.version)
    except CannotRun as error:
        report.faults.append(str(error))
        return report
    manifest, fault = read_manifest(files)
    if manifest is None:
        report.faults.append(fault)
        return report
    _verify_files(report, files, manifest)
    faults = (
        *list_entry_faults(publication, files, manifest),
        *list_chain_faults(publication, publications),
    )
    report.add_result(faults, "versions.json says the same of it as its manifest.")
    _verify_history(report, branch, commit, publication)
    section_count = format_count(len(manifest.sections), "section")
    report.add_result(
        list_verdict_faults(manifest.sections),
        f"Each of its {section_count} has a record of an approval of exactly what was published.",
    )
    _verify_main_line(report, branch.folder, manifest, main_commits)
    _verify_source(report, branch.folder, files, manifest, subjects_reader, evidence_check)
    report.assumptions += list_trusted_claims(manifest, branch.location)
    return report


def _verify_files(
    report: VerificationReport, files: Mapping[str, bytes], manifest: Manifest
) -> None:
    documents = format_count(sum(map(is_pdf, files)), "PDF")
    report.add_result(
        list_file_faults(files, manifest, attach_files),
        f"Its {len(files)} files are the ones that were published, to the byte, none too many; "
        f"the manifest and the sums are attached to its {documents}.",
    )


def _verify_history(
    report: VerificationReport, branch: PagesBranch, commit: str, publication: Publication
) -> None:
    changing_commits = pages_branch.list_commits_changing(branch, commit, publication.version)
    faults = [
        f"it was altered after it was published, by commit {changing_commit[:12]}"
        for changing_commit in changing_commits[:-1]
    ]
    report.add_result(
        faults, f"Nothing in it changed since commit {changing_commits[-1][:12]} published it."
    )


def _find_publication_folders(branch: PagesBranch, commit: str) -> frozenset[str]:
    """Return the folders that hold a publication."""
    folder_names = pages_branch.list_folders_at(branch, commit)
    return frozenset(
        folder_name
        for folder_name in folder_names
        if pages_branch.read_file_at(branch, commit, f"{folder_name}/{MANIFEST}")
    )


def _verify_main_line(
    report: VerificationReport, root: Path, manifest: Manifest, main_commits: frozenset[str]
) -> None:
    source = manifest.commit[:12]
    if not main_commits:
        report.open_questions.append(
            "This clone knows no main branch to compare with; name it with --main."
        )
    elif manifest.commit in main_commits:
        report.proofs.append(f"Commit {source}, from which it was made, is on the main line.")
    elif history.is_whole(root):
        report.faults.append(f"commit {source}, from which it was made, never came into main")


def _verify_source(
    report: VerificationReport,
    root: Path,
    files: Mapping[str, bytes],
    manifest: Manifest,
    subjects_reader: SubjectsReader,
    evidence_check: EvidenceCheck,
) -> None:
    source = manifest.commit[:12]
    if not history.has_commit(root, manifest.commit):
        hint = "" if history.is_whole(root) else "; fetch the whole history (git fetch --unshallow)"
        report.open_questions.append(
            f"What was signed cannot be computed again: this clone lacks commit {source}{hint}."
        )
        return
    try:
        computed_subjects = subjects_reader(root, manifest.commit, (manifest.pack, manifest.period))
        differences = compare_subjects(manifest, computed_subjects)
    except CannotRun as error:
        report.open_questions.append(f"What was signed cannot be computed again: {error}.")
    else:
        _report_differences(report, manifest, source, differences)
    try:
        report.add_result(
            evidence_check(root, manifest, files),
            "The records of the approvals, and the evidence kept with them, hold.",
        )
    except CannotRun as error:
        report.open_questions.append(f"Records and signatures were not checked: {error}.")


def _report_differences(
    report: VerificationReport,
    manifest: Manifest,
    source: str,
    differences: Mapping[SectionId, Sequence[Component]],
) -> None:
    if not differences:
        report.proofs.append(f"What was signed comes out the same again from commit {source}.")
        return
    names = abbreviate_names(
        [_describe_difference(section_id, parts) for section_id, parts in differences.items()]
    )
    if manifest.generator.engine == compute_engine_digest():
        report.faults.append(f"from commit {source} something else comes out: {names}")
        return
    report.open_questions.append(
        f"This boardpack is not the one that published it ({manifest.generator.version}), and "
        f"computes otherwise: {names}. Only that version can tell whether something was altered."
    )


def _describe_difference(section_id: SectionId, parts: Sequence[Component]) -> str:
    return f"{', '.join(section_id)} ({', '.join(parts) or 'on one side only'})"


def _render_report(publication: Publication, report: VerificationReport) -> str:
    conclusions = {
        Exit.CLEAR: "it is what was published",
        Exit.GATE_SHUT: "IT IS NOT WHAT WAS PUBLISHED, or was never right",
        Exit.CANNOT_RUN: "not all of it could be proved",
    }
    lines = [f"{publication.version} ({publication.title}): {conclusions[report.status]}"]
    headed_sentences = (
        ("Wrong:", report.faults),
        ("Not proved:", report.open_questions),
        ("Proved:", report.proofs),
    )
    for title, sentences in headed_sentences:
        lines += [f"  {title}", *(f"  - {sentence}" for sentence in sentences)] if sentences else []
    return "\n".join(lines)
