"""What was signed, computed again from the commit that was published, and judged again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from boardpack.adapters.files import compute_engine_digest
from boardpack.adapters.forges.table import replay_forge
from boardpack.adapters.git import history, plumbing
from boardpack.adapters.workspace import load_workspace
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.errors import CannotRun
from boardpack.model.directorate import Person
from boardpack.model.instance import EditionId
from boardpack.model.signoff import Component, Record, SectionId, Subject, Verdict
from boardpack.operations.gate import rejudge_publication
from boardpack.operations.publications import abbreviate_names
from boardpack.publish.evidence import EVIDENCE, parse_evidence_file
from boardpack.publish.manifest import Generator, Manifest
from boardpack.publish.proof import compare_subjects, format_section
from boardpack.publish.verification import Certainty, Remark
from boardpack.signoff.corroboration import find_record_fault
from boardpack.signoff.forge import Unreadable

SubjectsReader = Callable[[Edition], Mapping[SectionId, Subject]]
"""What computes the subjects of an edition anew."""

EvidenceCheck = Callable[[Path, Edition, Manifest, Mapping[str, bytes], str], Sequence[Remark]]
"""What looks at the records and the evidence of a publication again; says what is not proved.

It gets the repository, the edition as of the manifest's commit, the published files, and the name
of the branch that is published from.
"""


_EVIDENCE_HOLDS = Remark(
    Certainty.PROVED, "The records of the approvals, and the evidence kept with them, hold."
)


def recompute_publication(
    root: Path,
    files: Mapping[str, bytes],
    manifest: Manifest,
    subjects_reader: SubjectsReader,
    evidence_check: EvidenceCheck,
    main: str,
) -> Iterator[Remark]:
    """Yield whether what was signed, and who signed it, come out the same again.

    `main` is the branch that is published from.
    """
    source = manifest.commit[:12]
    if not history.has_commit(root, manifest.commit):
        hint = "" if history.is_whole(root) else "; fetch the whole history (git fetch --unshallow)"
        yield Remark(
            Certainty.OPEN,
            f"What was signed cannot be computed again: this clone lacks commit {source}{hint}.",
        )
        return
    try:
        edition = read_edition_at(root, manifest.commit, (manifest.pack, manifest.period))
    except CannotRun as error:
        yield Remark(Certainty.OPEN, f"What was signed cannot be computed again: {error}.")
        yield Remark(Certainty.OPEN, f"Records and signatures were not checked: {error}.")
        return
    yield _remark_on_differences(manifest, compare_subjects(manifest, subjects_reader(edition)))
    try:
        yield from evidence_check(root, edition, manifest, files, main) or [_EVIDENCE_HOLDS]
    except CannotRun as error:
        yield Remark(Certainty.OPEN, f"Records and signatures were not checked: {error}.")


def read_edition_at(root: Path, commit: str, edition_id: EditionId) -> Edition:
    """Return an edition as of a commit; CannotRun where it cannot be read."""
    workspace = load_workspace(root, *plumbing.read_tree_at(root, commit))
    if workspace.instance is None or edition_id not in workspace.instance.edition_ids:
        raise CannotRun(f"{' '.join(edition_id)} cannot be read as of commit {commit[:12]}")
    return analyse_edition(workspace.instance, *edition_id)


def recheck_evidence(
    root: Path, edition: Edition, manifest: Manifest, files: Mapping[str, bytes], main: str
) -> Sequence[Remark]:
    """Return what the evidence, judged again, does not bear out of each section."""
    kept_answers = parse_evidence_file(files[EVIDENCE]) if EVIDENCE in files else {}
    people = edition.instance.people
    review_faults = [
        Remark(Certainty.WRONG, f"{format_section(verdict.subject)}: {fault}")
        for verdict in manifest.sections
        if verdict.record is not None
        and verdict.record.evidence.review
        and (fault := _find_review_fault(verdict.record, people, kept_answers))
    ]
    if review_faults:
        return review_faults
    try:
        new_verdicts, faults = rejudge_publication(root, edition, manifest, kept_answers, main)
    except Unreadable as error:
        return [Remark(Certainty.OPEN, f"The reviews were not judged again: {error}.")]
    verdicts_by_section = {format_section(verdict.subject): verdict for verdict in new_verdicts}
    remarks = [Remark(Certainty.WRONG, f"{finding.place}: {finding.what}") for finding in faults]
    for published_verdict in manifest.sections:
        name = format_section(published_verdict.subject)
        new_verdict = verdicts_by_section.get(name)
        remark = _remark_on_verdict(manifest.generator, published_verdict, new_verdict)
        if remark is not None:
            remarks.append(remark._replace(sentence=f"{name}: {remark.sentence}"))
    return remarks


def _find_review_fault(
    record: Record, people: Mapping[str, Person], kept_answers: Mapping[str, bytes]
) -> str:
    """Return why the answers that were kept do not bear out a record; nothing when they do."""
    person = people.get(record.actor)
    if person is None or person.forge_id != record.account:
        return f"account {record.account} was not that of '{record.actor}'"
    evidence = record.evidence
    try:
        forge = replay_forge(evidence.kind, evidence.repository, kept_answers)
    except Unreadable as error:
        return str(error)
    return find_record_fault(record, forge)


def _remark_on_verdict(
    generator: Generator, published_verdict: Verdict, new_verdict: Verdict | None
) -> Remark | None:
    """Return why what was decided, judged again, does not bear out a verdict; else nothing."""
    if new_verdict is None:
        return Remark(Certainty.WRONG, "it is no longer due")
    if new_verdict.is_valid:
        if new_verdict.record == published_verdict.record:
            return None
        return Remark(Certainty.WRONG, "another record than the manifest's bears it out")
    reason = f"judged again, it is not signed off: {new_verdict.reason}"
    if generator.engine == compute_engine_digest():
        return Remark(Certainty.WRONG, reason)
    # The rules that it was published by may have been others; they are not ours to guess.
    return Remark(
        Certainty.OPEN,
        f"{reason}; those are today's rules, and only boardpack {generator.version}, which "
        "published it, can tell whether it was signed off by the rules of its day",
    )


def _remark_on_differences(
    manifest: Manifest, differences: Mapping[SectionId, Sequence[Component]]
) -> Remark:
    source = manifest.commit[:12]
    if not differences:
        return Remark(
            Certainty.PROVED, f"What was signed comes out the same again from commit {source}."
        )
    names = abbreviate_names(
        [_describe_difference(section_id, parts) for section_id, parts in differences.items()]
    )
    if manifest.generator.engine == compute_engine_digest():
        return Remark(Certainty.WRONG, f"from commit {source} something else comes out: {names}")
    return Remark(
        Certainty.OPEN,
        f"This boardpack is not the one that published it ({manifest.generator.version}), and "
        f"computes otherwise: {names}. Only that version can tell whether something was altered.",
    )


def _describe_difference(section_id: SectionId, parts: Sequence[Component]) -> str:
    return f"{', '.join(section_id)} ({', '.join(parts) or 'on one side only'})"
