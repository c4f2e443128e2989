"""`boardpack verify`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from boardpack.analysis.edition import Edition, analyse
from boardpack.commands.instance import EditionId, instance_root, opened
from boardpack.commands.publishing import add_pages, few, publications_at
from boardpack.commands.signing import judged_again
from boardpack.errors import CannotRun, Exit
from boardpack.model.directorate import Person
from boardpack.model.signoff import Component, Record, SectionId, Subject, Verdict
from boardpack.publish.assurance import taken_on_trust
from boardpack.publish.evidence import EVIDENCE, responses
from boardpack.publish.manifest import MANIFEST, Manifest, is_document
from boardpack.publish.proof import (
    chain_faults,
    entry_faults,
    file_faults,
    manifest_of,
    subject_differences,
    verdict_faults,
)
from boardpack.publish.versions import Publication
from boardpack.render.findings.report import plural
from boardpack.signoff.frozen import fault_of
from boardpack.signoff.subject import subjects
from boardpack.world import git, history, pages
from boardpack.world.attachments import attach
from boardpack.world.disk import engine_digest
from boardpack.world.pages import Pages

HELP = "Prove what was published from the clone alone, and say what is taken on trust."

SubjectsAt = Callable[[Path, str, EditionId], Mapping[SectionId, Subject]]
"""What computes the subjects of an edition anew, as of a commit."""

Recheck = Callable[[Path, Manifest, Mapping[str, bytes]], Sequence[str]]
"""What looks at records and evidence again, as of a manifest's commit; says what is wrong."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "version", nargs="?", help="such as monthly-2018-11-r2; all publications when left out"
    )
    parser.add_argument(
        "--main", default="main", metavar="BRANCH", help="the branch that is published from"
    )
    add_pages(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Verify one publication, or all."""
    return verify(instance_root(args.root), args, out, subjects_at, recheck)


def recheck(root: Path, manifest: Manifest, files: Mapping[str, bytes]) -> Sequence[str]:
    """Return which sections the evidence, judged again, does not bear out."""
    edition = edition_at(root, manifest.commit, (manifest.pack, manifest.period))
    kept = responses(files[EVIDENCE]) if EVIDENCE in files else {}
    published = {(s.subject.service, s.subject.section): s.subject for s in manifest.sections}
    found, faults = judged_again(root, edition, manifest.commit, published)
    now = {(one.subject.service, one.subject.section): one for one in found}
    people = edition.instance.people
    wrong = [f"{one.place}: {one.what}" for one in faults]
    for said in manifest.sections:
        place = said.subject.service, said.subject.section
        if said.record is not None and said.record.evidence.review:
            why = _review_fault(said.record, people, kept)
        else:
            why = _record_fault(said, now.get(place))
        wrong += [f"{', '.join(place)}: {why}"] if why else []
    return wrong


def _review_fault(record: Record, people: Mapping[str, Person], kept: Mapping[str, bytes]) -> str:
    """Return why the answers that were kept do not bear out a record; nothing when they do."""
    known = people.get(record.actor)
    if known is None or known.forge_id != record.account:
        return f"account {record.account} was not that of '{record.actor}'"
    return fault_of(record, kept)


def _record_fault(said: Verdict, again: Verdict | None) -> str:
    """Return why the ledger, judged again, does not bear out a verdict; nothing when it does."""
    if again is None:
        return "it is no longer due"
    if not again.is_valid:
        return f"judged again, it is not signed off: {again.reason}"
    return "" if again.record == said.record else "another record than the manifest's bears it out"


def subjects_at(root: Path, commit: str, edition: EditionId) -> Mapping[SectionId, Subject]:
    """Return the subjects of an edition, read and analysed as of a commit."""
    return subjects(edition_at(root, commit, edition))


@lru_cache(maxsize=1)
def edition_at(root: Path, commit: str, edition: EditionId) -> Edition:
    """Return an edition as of a commit; CannotRun where it cannot be read.

    The last is remembered: what was signed and who signed it are asked of the same one.
    """
    at = opened(root, *git.tree_at(root, commit))
    if at.instance is None or edition not in at.instance.edition_ids:
        raise CannotRun(f"{' '.join(edition)} cannot be read as of commit {commit[:12]}")
    return analyse(at.instance, *edition)


@dataclass(slots=True)
class Outcome:
    """What came of verifying one publication, in sentences."""

    proved: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    trusted: list[str] = field(default_factory=list)

    def add(self, faults: Sequence[str], proved: str) -> None:
        """Note faults, or what their absence proves."""
        self.wrong.extend(faults)
        if not faults:
            self.proved.append(proved)

    @property
    def status(self) -> Exit:
        """Clear only when all was proved; something that is wrong comes before what is open."""
        if self.wrong:
            return Exit.GATE_SHUT
        return Exit.CANNOT_RUN if self.open else Exit.CLEAR


def verify(
    root: Path, args: argparse.Namespace, out: TextIO, subjects_then: SubjectsAt, check: Recheck
) -> int:
    """Verify what the clone knows of the pages branch; return the exit status."""
    where = pages.pages_of(root, args.branch, args.remote)
    commit = pages.known(where)
    published = publications_at(where, commit)
    chosen = [one for one in published if args.version in (None, one.version)]
    if not chosen:
        there = ", ".join(one.version for one in published) or "nothing"
        raise CannotRun(
            f"'{args.version}' is not published here; there is {there}"
            if args.version
            else f"nothing is published on {where.where}, as far as this clone knows"
            f"{_fetching(where)}"
        )
    line = pages.main_line(where, args.main)
    print(f"{where.where} at commit {commit[:12]}, as far as this clone knows:", file=out)
    statuses, trusted = [], dict[str, None]()
    for one in chosen:
        outcome = _verified(where, commit, one, published, line, subjects_then, check)
        print(_words(one, outcome), file=out)
        trusted |= dict.fromkeys(outcome.trusted)
        statuses.append(outcome.status)
    held = _there(where, commit)
    for name in sorted(pages.ever_published(where, commit, MANIFEST) - held):
        print(f"{name}: IT WAS PUBLISHED, and was taken away since", file=out)
        statuses.append(Exit.GATE_SHUT)
    for name in sorted(held - {one.version for one in published}):
        print(
            f"{name}: it lies among the publications, but versions.json does not name it", file=out
        )
        statuses.append(Exit.GATE_SHUT)
    print("\n".join(["Taken on trust:", *(f"- {words}" for words in trusted)]), file=out)
    return next(s for s in (Exit.GATE_SHUT, Exit.CANNOT_RUN, Exit.CLEAR) if s in statuses)


def _fetching(where: Pages) -> str:
    """Return how a clone comes to know the pages, even one that was told of one branch alone."""
    if not where.remote:
        return ""
    branch = f"+refs/heads/{where.branch}:refs/remotes/{where.remote}/{where.branch}"
    return f"; fetch it first: git fetch {where.remote} {branch}"


def _verified(
    where: Pages,
    commit: str,
    one: Publication,
    published: Sequence[Publication],
    line: frozenset[str],
    subjects_then: SubjectsAt,
    check: Recheck,
) -> Outcome:
    outcome = Outcome()
    try:
        files = pages.files_at(where, commit, one.version)
    except CannotRun as reason:
        outcome.wrong.append(str(reason))
        return outcome
    manifest, why = manifest_of(files)
    if manifest is None:
        outcome.wrong.append(why)
        return outcome
    _verify_files(outcome, files, manifest)
    faults = (*entry_faults(one, files, manifest), *chain_faults(one, published))
    outcome.add(faults, "versions.json says the same of it as its manifest.")
    _verify_history(outcome, where, commit, one)
    outcome.add(
        verdict_faults(manifest.sections),
        f"Each of its {plural(len(manifest.sections), 'section')} has a record of an approval of "
        "exactly what was published.",
    )
    _verify_line(outcome, where.folder, manifest, line)
    _verify_source(outcome, where.folder, files, manifest, subjects_then, check)
    outcome.trusted += taken_on_trust(manifest, where.where)
    return outcome


def _verify_files(outcome: Outcome, files: Mapping[str, bytes], manifest: Manifest) -> None:
    documents = plural(sum(map(is_document, files)), "PDF")
    outcome.add(
        file_faults(files, manifest, attach),
        f"Its {len(files)} files are the ones that were published, to the byte, none too many; "
        f"the manifest and the sums are attached to its {documents}.",
    )


def _verify_history(outcome: Outcome, where: Pages, commit: str, one: Publication) -> None:
    changes = pages.changed_in(where, commit, one.version)
    faults = [f"it was altered after it was published, by commit {c[:12]}" for c in changes[:-1]]
    outcome.add(faults, f"Nothing in it changed since commit {changes[-1][:12]} published it.")


def _there(where: Pages, commit: str) -> frozenset[str]:
    """Return the folders that hold a publication."""
    names = pages.folders_at(where, commit)
    return frozenset(n for n in names if pages.file_at(where, commit, f"{n}/{MANIFEST}"))


def _verify_line(outcome: Outcome, root: Path, manifest: Manifest, line: frozenset[str]) -> None:
    source = manifest.commit[:12]
    if not line:
        outcome.open.append("This clone knows no main branch to compare with; name it with --main.")
    elif manifest.commit in line:
        outcome.proved.append(f"Commit {source}, from which it was made, is on the main line.")
    elif history.is_whole(root):
        outcome.wrong.append(f"commit {source}, from which it was made, never came into main")


def _verify_source(
    outcome: Outcome,
    root: Path,
    files: Mapping[str, bytes],
    manifest: Manifest,
    subjects_then: SubjectsAt,
    check: Recheck,
) -> None:
    source = manifest.commit[:12]
    if not history.has_commit(root, manifest.commit):
        hint = "" if history.is_whole(root) else "; fetch the whole history (git fetch --unshallow)"
        outcome.open.append(
            f"What was signed cannot be computed again: this clone lacks commit {source}{hint}."
        )
        return
    try:
        now = subjects_then(root, manifest.commit, (manifest.pack, manifest.period))
        differing = subject_differences(manifest, now)
    except CannotRun as reason:
        outcome.open.append(f"What was signed cannot be computed again: {reason}.")
    else:
        _compare(outcome, manifest, source, differing)
    try:
        outcome.add(
            check(root, manifest, files),
            "The records of the approvals, and the evidence kept with them, hold.",
        )
    except CannotRun as reason:
        outcome.open.append(f"Records and signatures were not checked: {reason}.")


def _compare(
    outcome: Outcome,
    manifest: Manifest,
    source: str,
    differing: Mapping[SectionId, Sequence[Component]],
) -> None:
    if not differing:
        outcome.proved.append(f"What was signed comes out the same again from commit {source}.")
        return
    names = few([_difference(key, parts) for key, parts in differing.items()])
    if manifest.generator.engine == engine_digest():
        outcome.wrong.append(f"from commit {source} something else comes out: {names}")
        return
    outcome.open.append(
        f"This boardpack is not the one that published it ({manifest.generator.version}), and "
        f"computes otherwise: {names}. Only that version can tell whether something was altered."
    )


def _difference(key: SectionId, parts: Sequence[Component]) -> str:
    return f"{', '.join(key)} ({', '.join(parts) or 'on one side only'})"


def _words(one: Publication, outcome: Outcome) -> str:
    ends = {
        Exit.CLEAR: "it is what was published",
        Exit.GATE_SHUT: "IT IS NOT WHAT WAS PUBLISHED, or was never right",
        Exit.CANNOT_RUN: "not all of it could be proved",
    }
    lines = [f"{one.version} ({one.title}): {ends[outcome.status]}"]
    parts = (
        ("Wrong:", outcome.wrong),
        ("Not proved:", outcome.open),
        ("Proved:", outcome.proved),
    )
    for title, sentences in parts:
        lines += [f"  {title}", *(f"  - {words}" for words in sentences)] if sentences else []
    return "\n".join(lines)
