"""The sign-off certificate in the words that readers see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from boardpack.analysis.edition import Entry
from boardpack.analysis.states import State
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import day_words
from boardpack.model.publication import Certificate
from boardpack.model.signoff import Record, Verdict
from boardpack.render.book import Book
from boardpack.render.fragments import waived_words

CERTIFICATE = "certificate.md"


@dataclass(frozen=True, slots=True)
class Signed:
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
class ServiceSigned:
    """The rows of one service."""

    service: str
    title: str
    rows: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class Shown:
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
    services: tuple[ServiceSigned, ...]


def shown_certificate(book: Book, service: str = "") -> Shown | None:
    """Return the certificate of an edition, or of one service's part of it."""
    given = book.certificate
    if given is None:
        return None
    verdicts = [v for v in given.verdicts if service in ("", v.subject.service)]
    signers = {record.actor or record.account for v in verdicts if (record := v.record)}
    return Shown(
        version=given.version,
        revision=given.revision,
        reason=given.reason,
        supersedes=given.supersedes,
        day=day_words(_moment(given.published).date()),
        moment=_moment_words(given.published),
        commit=given.commit[:12],
        people=f"{len(signers)} {'person' if len(signers) == 1 else 'people'}",
        assurance=given.assurance,
        services=tuple(_services(book, given, service)),
    )


def _services(book: Book, given: Certificate, only: str) -> Iterator[ServiceSigned]:
    verdicts = {(v.subject.service, v.subject.section): v for v in given.verdicts}
    for service, parts in book.by_service.items():
        rows = tuple(
            _signed(book, part.entry, verdict)
            for part in parts
            if (verdict := verdicts.get((service, part.entry.section.id)))
        )
        if rows and only in ("", service):
            yield ServiceSigned(service, book.service_title(service), rows)


def _signed(book: Book, entry: Entry, verdict: Verdict) -> Signed:
    record = verdict.record
    directorate = book.edition.instance.directorate
    return Signed(
        section=entry.section.id,
        title=entry.section.title,
        name=_signer(book, record) if record else f"Nobody: {verdict.reason}",
        role=directorate.role_title(record.role) if record else "",
        deputy_for=_person(book, record.deputy_for) if record else "",
        when=_moment_words(record.time) if record else "",
        clock=record.time_source if record else "",
        evidence=_evidence(record) if record else "",
        digest=verdict.subject.digest,
        waived=waived_words(book.edition, entry) if entry.state is State.WAIVED else "",
    )


def _signer(book: Book, record: Record) -> str:
    """Return who decided: by the person's id, else by the account's number."""
    if record.actor:
        return _person(book, record.actor)
    people = book.edition.instance.people.values()
    known = (one.name for one in people if record.account and one.forge_id == record.account)
    return next(known, f"account {record.account}")


def _person(book: Book, who: str) -> str:
    person = book.edition.instance.people.get(who)
    return person.name if person else who


def _evidence(record: Record) -> str:
    evidence = record.evidence
    if not evidence.review:
        return "SSH signature"
    where = f" in {evidence.repository}" if evidence.repository else ""
    return f"GitHub review {evidence.review} of pull request {evidence.pull}{where}"


def _moment(time: str) -> datetime:
    return datetime.fromisoformat(time)


def _moment_words(time: str) -> str:
    """Return `14 December 2018, 16:00 UTC`."""
    at = _moment(time)
    return f"{day_words(at.date())}, {at:%H:%M} UTC"


def service_of(document: str) -> str:
    """Return whose sections a document's certificate lists; the directorate's lists all."""
    return "" if document == WHOLE_DIRECTORATE else document
