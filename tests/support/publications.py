"""Editions that everybody approved, and repositories into which they are published."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from boardpack.adapters.files import write_atomically
from boardpack.adapters.pdf.print_job import PrintedPdf
from boardpack.adapters.pdf.workers import DocumentPrinter
from boardpack.adapters.workspace import (
    Workspace,
)
from boardpack.analysis.edition import Edition
from boardpack.commands import publish, verify
from boardpack.commands.arguments import parse_pages_options
from boardpack.errors import CannotRun
from boardpack.findings import Finding, Rule
from boardpack.model.canonical import compute_digest, to_canonical_json
from boardpack.model.publication import Certificate
from boardpack.model.signoff import Action, Evidence, Record, Standing, Subject, Verdict
from boardpack.operations.build import BuildReport, EditionBuilder
from boardpack.operations.publications import Approvals
from boardpack.operations.publish import publish_edition
from boardpack.operations.recompute import EvidenceCheck, SubjectsReader
from boardpack.operations.verify import verify_publications
from boardpack.publish.manifest import Generator, Manifest, SpcMethod, digest_files
from boardpack.publish.verification import Remark
from boardpack.signoff.subject import build_subjects, find_signing_role
from support.instances import Files
from support.printing import small_pdf
from support.running import Ran, git, repository

EDITION = ("monthly", "2018-11")
VERSION = "monthly-2018-11"


class NoPrinter:
    """Nothing is printed with it."""

    def print_documents(
        self, html_by_name: Mapping[str, str], css: str
    ) -> Iterator[tuple[str, PrintedPdf]]:
        raise AssertionError("a document was sent to the printers")


def record(*covers: Subject, actor: str = "director-cannock") -> Record:
    """Return an approval of some sections of November."""
    return Record(
        action=Action.APPROVE,
        pack="monthly",
        period="2018-11",
        actor=actor,
        account="",
        role="service-director",
        deputy_for="",
        time="2018-12-12T09:30:00Z",
        time_source="the clock of whoever signed",
        commit="",
        covers=covers,
        words="",
        evidence=Evidence("ssh"),
        previous="",
    )


def verdict(subject: Subject, role: str = "service-director") -> Verdict:
    """Return the verdict on a section that was approved."""
    return Verdict(subject, role, Standing.VALID, "approved", record(subject))


SITE = {"index.html": b"<h1>One</h1>", "pdf/a.pdf": b"%PDF-1.7 one"}
SUBJECT = Subject("seisdon", "access", "d", "n", "t", "e", "f")
MANIFEST = Manifest(
    version="monthly-2018-11",
    title="Monthly pack, November 2018",
    pack="monthly",
    period="2018-11",
    revision=1,
    reason="",
    supersedes="",
    published="2018-12-14T16:00:00Z",
    commit="c" * 40,
    generator=Generator("boardpack", "1.0", "e" * 64),
    assurance=("Who attests what – in words.",),
    sections=(verdict(SUBJECT),),
    files=digest_files(SITE),
    spc=SpcMethod("plotthedots", "2025-09", 7),
)


def tied(pdf: bytes, files: Mapping[str, bytes]) -> bytes:
    """Attach files so that a test can see them."""
    return pdf + b"".join(files[name] for name in sorted(files))


def approved(at: Workspace, edition: Edition) -> Approvals:
    """Judge every section as approved."""
    roles = {(e.service, e.section.id): find_signing_role(edition, e) for e in edition.entries}
    return Approvals(
        tuple(verdict(one, roles[key]) for key, one in build_subjects(edition).items())
    )


def published(
    root: Path,
    *words: str,
    approvals_of: Callable[[Workspace, Edition], Approvals] = approved,
    printer: DocumentPrinter = NoPrinter(),  # noqa: B008
) -> Ran:
    """Publish November as the command does."""
    out = StringIO()
    args = _parsed(publish.add_arguments, [*EDITION, *words])
    request = publish.parse_request(args)
    try:
        outcome = publish_edition(
            root,
            request,
            printer,
            args.clock,
            approval_judge=lambda at, edition, _: approvals_of(at, edition),
        )
    except CannotRun as reason:
        return Ran(2, out.getvalue(), str(reason))
    return Ran(int(publish.show_outcome(request, outcome, out)), out.getvalue(), "")


def believed(
    root: Path, edition: Edition, manifest: Manifest, files: Mapping[str, bytes], main: str
) -> Sequence[Remark]:
    """Find nothing wrong with any record."""
    return ()


def verified(
    root: Path,
    *words: str,
    check: EvidenceCheck = believed,
    then: SubjectsReader = build_subjects,
) -> Ran:
    """Verify as the command does."""
    out = StringIO()
    args = _parsed(verify.add_arguments, words)
    try:
        verification = verify_publications(
            root, args.version, parse_pages_options(args), then, check
        )
    except CannotRun as reason:
        return Ran(2, out.getvalue(), str(reason))
    return Ran(int(verify.show_verification(verification, out)), out.getvalue(), "")


def _parsed(add: Callable[[argparse.ArgumentParser], None], words: Sequence[str]) -> Any:
    parser = argparse.ArgumentParser()
    add(parser)
    return parser.parse_args(words)


def clone(tree: Files, folder: Path) -> Path:
    """Return a repository with an instance, known to Git, and a bare remote beside it."""
    root = repository({**tree, ".gitignore": b"/build/\n"}, folder / "clone")
    introduce(root)
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
    git(root, "remote", "add", "origin", "../remote.git")
    git(root, "push", "--quiet", "origin", "main")
    return root


def introduce(root: Path) -> None:
    """Let Git know who publishes from a repository."""
    git(root, "config", "user.name", "A. Publisher")
    git(root, "config", "user.email", "publisher@example.org")


def quick_make(
    press: EditionBuilder,
    at: Workspace,
    edition: Edition,
    findings: Sequence[Finding],
    rules: Sequence[Rule],
    draft: bool,
    certificate: Certificate | None = None,
) -> BuildReport:
    """Make a site of three pages and one PDF that depends on every file of the instance."""
    site = press.locate_folder(edition) / "site"
    facts = compute_digest({path: data.decode("latin-1") for path, data in at.tree.items()})
    write_atomically(site / "index.html", f"<h1>{edition.title}</h1>{facts}\n".encode())
    write_atomically(site / "certificate.html", to_canonical_json(certificate))
    write_atomically(site / "services/seisdon.html", b"<h1>Seisdon</h1>\n")
    write_atomically(site / "pdf/seisdon.pdf", small_pdf(facts))
    return BuildReport()
