"""Certificates of editions, as if their directors had signed, and publications built with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from boardpack.adapters.workspace import (
    open_workspace,
)
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.states import State
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.publication import Certificate
from boardpack.model.signoff import Action, Evidence, Record, Standing, Subject, Verdict
from boardpack.operations.build import BuildReport, EditionBuilder
from boardpack.operations.build_settings import read_build_settings
from boardpack.operations.check import check_editions
from boardpack.operations.select import (
    Selection,
)
from boardpack.render.edition_view import EditionView
from support.printing import PlainPrinter

DIRECTORS = {
    "cannock-chase": "director-cannock",
    "seisdon": "director-seisdon",
    WHOLE_DIRECTORATE: "primary-care-director",
}
REASON = "A row of the appointments was wrong."


def certificate_of(edition: Edition) -> Certificate:
    """Return a certificate of all sections that are due, each signed by its director."""
    return Certificate(
        version="monthly-2018-11",
        revision=1,
        reason="",
        supersedes="",
        published="2018-12-14T16:00:00Z",
        commit="0123456789abcdef0123456789abcdef01234567",
        assurance=("The signing keys attest who signed.",),
        verdicts=tuple(_verdicts(edition)),
    )


def second(first: Certificate) -> Certificate:
    """Return the certificate of the revision that takes a publication's place."""
    return replace(
        first,
        version=f"{first.version}-r2",
        revision=2,
        reason=REASON,
        supersedes=first.version,
        published="2018-12-20T10:00:00Z",
    )


def _verdicts(edition: Edition) -> Iterator[Verdict]:
    for entry in edition.entries:
        if entry.state is not State.NOT_DUE:
            yield verdict_of(entry, DIRECTORS[entry.service])


def verdict_of(
    entry: Entry,
    actor: str,
    account: str = "",
    deputy_for: str = "",
    evidence: Evidence = Evidence("ssh"),  # noqa: B008
) -> Verdict:
    """Return that a section is signed off."""
    service, section = entry.service, entry.section.id
    whole = hashlib.sha256(f"{service}/{section}".encode()).hexdigest()
    subject = Subject(service, section, whole, "1" * 64, "2" * 64, "3" * 64, "4" * 64)
    role = "director-of-primary-care" if service == WHOLE_DIRECTORATE else "service-director"
    record = Record(
        action=Action.APPROVE,
        pack="monthly",
        period="2018-11",
        actor=actor,
        account=account,
        role=role,
        deputy_for=deputy_for,
        time="2018-12-12T09:30:00Z",
        time_source="the signer's clock",
        commit="c" * 40,
        covers=(subject,),
        words="",
        evidence=evidence,
        previous="",
    )
    return Verdict(subject, role, Standing.VALID, "signed off", record)


def published(book: EditionView, **changed: object) -> EditionView:
    """Return a book with a certificate; `changed` replaces fields of it."""
    certificate = certificate_of(book.edition)
    return replace(book, certificate=replace(certificate, **changed))  # type: ignore[arg-type]


def build_publication(
    root: Path, revised: bool = False, edition_id: tuple[str, str] = ("monthly", "2018-11")
) -> Path:
    """Build a publication of an instance on disk, with stand-ins for PDFs; return its site."""
    at = open_workspace(root)
    judged = check_editions(at, Selection((edition_id,)))
    edition = judged.editions[0]
    first = certificate_of(edition)
    certificate = second(first) if revised else first
    made = EditionBuilder(read_build_settings(root, root / "build"), PlainPrinter())
    assert made.build_edition(at, edition, judged.findings, (), False, certificate) == BuildReport()
    return made.locate_folder(edition) / "site"
