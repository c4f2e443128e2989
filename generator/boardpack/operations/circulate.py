"""A publication to those who get it: only one that verifies, and nobody gets it twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from boardpack.adapters.git import pages_branch
from boardpack.adapters.git.pages_branch import PagesBranch
from boardpack.adapters.workspace import open_workspace
from boardpack.analysis.asks import list_asks
from boardpack.analysis.attention import find_escalated_items
from boardpack.analysis.edition import Edition
from boardpack.cycle.circulate import Recipient, choose_recipients, format_circular_key
from boardpack.errors import CannotRun
from boardpack.load.directorate import APPOINTMENTS_FILE, DIRECTORATE_FILE, PEOPLE_FILE
from boardpack.model.instance import Instance
from boardpack.model.message import Attachment, Message
from boardpack.model.pack import Circulation
from boardpack.model.publication import Publication
from boardpack.model.signoff import Component
from boardpack.operations.outgoing import OutgoingNet
from boardpack.operations.pages_options import PagesOptions
from boardpack.operations.publications import read_publications
from boardpack.operations.recompute import read_edition_at
from boardpack.operations.select import require_pack, require_whole_registers
from boardpack.operations.sent_record import SentRecord, read_sent
from boardpack.operations.verify import verify_publications
from boardpack.publish.manifest import MANIFEST, parse_manifest
from boardpack.publish.proof import compare_subjects
from boardpack.publish.verification import Certainty, PagesVerification
from boardpack.render.circular import (
    Circular,
    Correction,
    Enclosure,
    render_circular,
    render_subject,
)
from boardpack.signoff.authority import to_london_day
from boardpack.signoff.subject import build_subjects

Verify = Callable[[Path, str, PagesOptions], PagesVerification]
"""What proves a version from the clone."""

CATCH_UP_DAYS = 14
"""How long after it was published a version is still sent by itself to whoever has not had it.

For ever would send the whole archive to everybody on the day on which somebody begins to circulate.
"""
_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class CirculationPlan:
    """The messages by which a publication is circulated, and what was sent before."""

    publication: Publication
    messages: tuple[Message, ...]
    sent: SentRecord
    mail_from: str


@dataclass(frozen=True, slots=True)
class NotProved:
    """What is to be circulated could not be proved to be what was published."""

    verification: PagesVerification


def list_recent_versions(root: Path, options: PagesOptions, day: date) -> tuple[str, ...]:
    """Return the versions of the last days that are circulated and stand uncorrected, oldest first.

    `day` is in London. CannotRun where nobody can tell which are to be circulated.
    """
    packs = _read_registers(root).packs
    branch = pages_branch.find_pages_branch(root, options.branch, options.remote)
    publications = read_publications(branch, pages_branch.find_known_commit(branch))
    first_day = day - timedelta(days=CATCH_UP_DAYS)
    recent = (
        publication
        for publication in publications
        if not publication.superseded_by
        and publication.pack in packs
        and packs[publication.pack].circulation.to
        and first_day <= to_london_day(publication.published) <= day
    )
    ordered = sorted(recent, key=lambda publication: publication.published)
    return tuple(publication.version for publication in ordered)


def plan_circulation(
    root: Path,
    version: str,
    options: PagesOptions,
    day: date,
    verify: Verify = verify_publications,
) -> CirculationPlan | NotProved:
    """Return who is to be sent a publication and what it says, by the registers of today.

    Whoever holds a role on the day is sent it. CannotRun where the version is not there, or was
    corrected since, or nobody can tell who gets it.
    """
    instance = _read_registers(root)
    verification = verify(root, version, options)
    if verification.certainty is not Certainty.PROVED or not verification.reports:
        return NotProved(verification)
    publication = verification.reports[0].publication
    if publication.superseded_by:
        raise CannotRun(f"{version} was corrected: circulate {publication.superseded_by} instead")
    published_day = to_london_day(publication.published)
    if day < published_day:
        # A record of it would not be believed, and everybody would be sent it again.
        raise CannotRun(
            f"{version} was published on {published_day}, later than today: put the clock right"
        )
    # What was proved is what is circulated, whatever comes onto the branch meanwhile.
    pages = _Pages(
        pages_branch.find_pages_branch(root, options.branch, options.remote), verification.commit
    )
    circulation = require_pack(instance, publication.pack).circulation
    edition = read_edition_at(root, publication.commit, (publication.pack, publication.period))
    attachment, enclosure = _choose_enclosure(pages, publication, circulation)
    circular = Circular(
        publication,
        edition,
        find_escalated_items(edition),
        list_asks(edition),
        instance.directorate.site_url,
        enclosure,
    )
    sent = read_sent(root)
    recipients = choose_recipients(instance, publication, sent.rows, day)
    if not recipients:
        raise CannotRun(
            f"nobody is to be sent it: data/packs/{publication.pack}.yml names no role under "
            "circulation, to, that somebody holds"
        )
    corrections = _describe_corrections(pages, circular, recipients)
    messages = (
        _compose_message(circular, recipient, corrections, attachment) for recipient in recipients
    )
    return CirculationPlan(
        publication,
        tuple(map(OutgoingNet(instance, (edition,)).withhold_message, messages)),
        sent,
        instance.directorate.mail_from,
    )


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages branch as of a commit."""

    branch: PagesBranch
    commit: str

    def read_file(self, path: str) -> bytes:
        """Return a file; CannotRun where it is not there."""
        data = pages_branch.read_file_at(self.branch, self.commit, path)
        if data is None:
            raise CannotRun(f"there is no {path} on {self.branch.location}")
        return data


def _read_registers(root: Path) -> Instance:
    registers = (DIRECTORATE_FILE, PEOPLE_FILE, APPOINTMENTS_FILE, "data/packs/")
    return require_whole_registers(open_workspace(root), registers, "some who are to be sent it")


def _choose_enclosure(
    pages: _Pages, publication: Publication, circulation: Circulation
) -> tuple[Attachment | None, Enclosure | None]:
    """Return the PDF if it goes along, and how the message speaks of it."""
    path = f"pdf/{circulation.document}.pdf"
    if circulation.largest_kilobytes == 0:
        return None, None
    content = pages.read_file(f"{publication.version}/{path}")
    is_attached = len(content) <= circulation.largest_kilobytes * 1000
    name = f"{publication.version}-{circulation.document}.pdf"
    attachment = Attachment(name, _PDF, content) if is_attached else None
    return attachment, Enclosure(path, len(content), is_attached)


def _describe_corrections(
    pages: _Pages, circular: Circular, recipients: Sequence[Recipient]
) -> Mapping[str, Correction]:
    """Return by earlier version what the new one corrects of it, for all that people have."""
    supersedes = circular.publication.supersedes
    if not supersedes:
        return {}
    had = {supersedes, *(version for recipient in recipients for version in _list_had(recipient))}
    revisions = _list_revisions(read_publications(pages.branch, pages.commit), circular.publication)
    return {
        old.version: Correction(
            old.version,
            tuple(publication.reason for publication in revisions[index + 1 :]),
            _list_changes(pages, circular.edition, old.version),
        )
        # What a record says of any other version, or of the new one itself, is not believed.
        for index, old in enumerate(revisions)
        if old.version in had and old.revision < circular.publication.revision
    }


def _list_had(recipient: Recipient) -> tuple[str, ...]:
    """Return the versions that somebody was sent before, as the record has them."""
    return recipient.earlier.about if recipient.earlier else ()


def _list_revisions(publications: Sequence[Publication], new: Publication) -> Sequence[Publication]:
    """Return the revisions of a publication's edition up to itself, the oldest first."""
    revisions = (
        publication
        for publication in publications
        if (publication.pack, publication.period) == (new.pack, new.period)
        and publication.revision <= new.revision
    )
    return sorted(revisions, key=lambda publication: publication.revision)


def _list_changes(
    pages: _Pages, edition: Edition, version: str
) -> dict[tuple[str, str], tuple[Component, ...]]:
    manifest = parse_manifest(pages.read_file(f"{version}/{MANIFEST}"))
    return compare_subjects(manifest, build_subjects(edition))


def _compose_message(
    circular: Circular,
    recipient: Recipient,
    corrections: Mapping[str, Correction],
    attachment: Attachment | None,
) -> Message:
    publication = circular.publication
    had = (version for version in _list_had(recipient) if version in corrections)
    correction = corrections.get(next(had, publication.supersedes))
    return Message(
        key=format_circular_key(publication.version, recipient.addressee.person),
        pack=publication.pack,
        period=publication.period,
        recipient=recipient.addressee,
        subject=render_subject(circular),
        text=render_circular(circular, recipient, correction),
        attachments=(attachment,) if attachment else (),
        about=(publication.version,),
    )
