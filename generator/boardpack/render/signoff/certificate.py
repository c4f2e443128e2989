"""The sign-off certificate in the words that readers see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from boardpack.analysis.entry import Entry
from boardpack.analysis.states import State
from boardpack.model.period import format_day
from boardpack.model.signoff import Record, Verdict
from boardpack.render.edition_view import EditionView
from boardpack.render.entry_view import describe_waiver
from boardpack.render.words import format_moment

CERTIFICATE = "certificate.md"


@dataclass(frozen=True, slots=True)
class SignedSection:
    """A row: a section, who signed it off, when, by whose clock, on what evidence."""

    section: str
    title: str
    name: str
    role: str
    deputy_for: str
    when: str
    clock: str
    evidence: str
    digest: str
    waived: str


@dataclass(frozen=True, slots=True)
class ServiceSignoffs:
    """The rows of one service."""

    service: str
    title: str
    rows: tuple[SignedSection, ...]


@dataclass(frozen=True, slots=True)
class CertificateView:
    """What a page or a document shows of a certificate, and nothing else of it."""

    version: str
    revision: int
    reason: str
    supersedes: str
    day: str
    moment: str
    commit: str
    people: str
    assurance: tuple[str, ...]
    services: tuple[ServiceSignoffs, ...]


def build_certificate_view(
    edition_view: EditionView, services: tuple[str, ...] = ()
) -> CertificateView | None:
    """Return the certificate of an edition, or of the part of it that some services have."""
    certificate = edition_view.certificate
    if certificate is None:
        return None
    verdicts = {
        (verdict.subject.service, verdict.subject.section): verdict
        for verdict in certificate.verdicts
        if not services or verdict.subject.service in services
    }
    records = (verdict.record for verdict in verdicts.values())
    signers = {record.actor or record.account for record in records if record}
    return CertificateView(
        version=certificate.version,
        revision=certificate.revision,
        reason=certificate.reason,
        supersedes=certificate.supersedes,
        day=format_day(datetime.fromisoformat(certificate.published).date()),
        moment=format_moment(certificate.published),
        commit=certificate.commit[:12],
        people=f"{len(signers)} {'person' if len(signers) == 1 else 'people'}",
        assurance=certificate.assurance,
        services=tuple(_iterate_service_signoffs(edition_view, verdicts)),
    )


def _iterate_service_signoffs(
    edition_view: EditionView, verdicts: Mapping[tuple[str, str], Verdict]
) -> Iterator[ServiceSignoffs]:
    for service, entry_views in edition_view.views_by_service.items():
        rows = tuple(
            _build_signed_section(edition_view, entry_view.entry, verdict)
            for entry_view in entry_views
            if (verdict := verdicts.get((service, entry_view.entry.section.id)))
        )
        if rows:
            yield ServiceSignoffs(service, edition_view.name_service(service), rows)


def _build_signed_section(
    edition_view: EditionView, entry: Entry, verdict: Verdict
) -> SignedSection:
    record = verdict.record
    directorate = edition_view.edition.instance.directorate
    return SignedSection(
        section=entry.section.id,
        title=entry.section.title,
        name=_name_signer(edition_view, record) if record else f"Nobody: {verdict.reason}",
        role=directorate.find_role_title(record.role) if record else "",
        deputy_for=_name_person(edition_view, record.deputy_for) if record else "",
        when=format_moment(record.time) if record else "",
        clock=record.time_source if record else "",
        evidence=_describe_evidence(record) if record else "",
        digest=verdict.subject.digest,
        waived=describe_waiver(edition_view.edition, entry) if entry.state is State.WAIVED else "",
    )


def _name_signer(edition_view: EditionView, record: Record) -> str:
    """Return who decided: by the person's id, else by the account's number."""
    if record.actor:
        return _name_person(edition_view, record.actor)
    people = edition_view.edition.instance.people.values()
    names = (
        person.name for person in people if record.account and person.forge_id == record.account
    )
    return next(names, f"account {record.account}")


def _name_person(edition_view: EditionView, person_id: str) -> str:
    person = edition_view.edition.instance.people.get(person_id)
    return person.name if person else person_id


def _describe_evidence(record: Record) -> str:
    evidence = record.evidence
    if not evidence.review:
        return "SSH signature"
    repository = f" in {evidence.repository}" if evidence.repository else ""
    return f"GitHub review {evidence.review} of pull request {evidence.pull}{repository}"
