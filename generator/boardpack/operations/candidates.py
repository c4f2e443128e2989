"""The sections that somebody has the role to decide on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.errors import CannotRun
from boardpack.findings import Finding
from boardpack.model.directorate import WHOLE_DIRECTORATE, Appointment
from boardpack.model.signoff import Action, Register, SectionId, Subject, Verdict
from boardpack.operations.decision import DecisionRequest
from boardpack.operations.gate import GateReport
from boardpack.operations.select import is_meant
from boardpack.signoff.authority import find_appointment


@dataclass(frozen=True, slots=True)
class Candidate:
    """A section that somebody has a role for, and the appointment that gives it to them.

    `errors` are what the check has against it: with any, it cannot be published, signed or not.
    While the role that signs a section changes, both the former and the new one are asked.
    """

    gate_report: GateReport
    verdict: Verdict
    appointment: Appointment
    errors: tuple[Finding, ...]

    @property
    def name(self) -> str:
        """`cannock-chase/access`."""
        return self.verdict.subject.name

    @property
    def section_id(self) -> SectionId:
        """Service and section."""
        return self.verdict.subject.service, self.verdict.subject.section

    @property
    def entry(self) -> Entry:
        """The section as it is now."""
        subject = self.verdict.subject
        entry = self.gate_report.edition.find_entry(subject.service, subject.section)
        assert entry is not None
        return entry

    @property
    def writers(self) -> frozenset[str]:
        """The ids of those who wrote part of the section."""
        subject = self.verdict.subject
        authors = self.gate_report.testimony.authors.get((subject.service, subject.section))
        return authors.people if authors else frozenset()

    def is_by(self, person: str) -> bool:
        """Return whether a person wrote part of the section."""
        return person in self.writers

    def is_decided_by(self, person: str) -> bool:
        """Return whether a person's last decision on the section was not to take one back."""
        subject = self.verdict.subject
        own_actions = [
            decision.record.action
            for decision in self.gate_report.testimony.decisions
            if decision.record.actor == person
            and decision.record.find_subject(subject.service, subject.section)
        ]
        return bool(own_actions) and own_actions[-1] is not Action.WITHDRAW


def find_candidates(
    gate_reports: Sequence[GateReport],
    findings: Sequence[Finding],
    request: DecisionRequest,
    register: Register,
) -> tuple[Candidate, ...]:
    """Return the sections that are meant and that the person has the role for.

    `findings` are what the check says of the editions.

    A section that is named without a service is meant for those services that they sign for.
    CannotRun where one is named with its service, and somebody else signs for it.
    """
    return tuple(
        candidate
        for gate_report in gate_reports
        for candidate in _iterate_candidates(gate_report, findings, request, register)
    )


def _iterate_candidates(
    gate_report: GateReport,
    findings: Sequence[Finding],
    request: DecisionRequest,
    register: Register,
) -> Iterator[Candidate]:
    for verdict in gate_report.verdicts:
        subject = verdict.subject
        appointment = _find_signing_appointment(gate_report, verdict, request, register)
        if appointment and is_meant(request.sections, subject):
            errors = _list_errors(gate_report.edition, subject, findings)
            yield Candidate(gate_report, verdict, appointment, errors)
        elif subject.name in request.sections:
            raise CannotRun(
                f"{subject.name} is signed off by the "
                f"{_describe_role(gate_report.edition, verdict)}, "
                f"which '{request.person}' is not today"
            )


def _list_errors(
    edition: Edition, subject: Subject, findings: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Return the errors that name a section, that stand among its words, or in its figures."""
    entry = edition.find_entry(subject.service, subject.section)
    assert entry is not None
    return tuple(
        finding
        for finding in findings
        if finding.is_error and (_names(finding, subject) or _stands_in(finding, entry))
    )


def _names(finding: Finding, subject: Subject) -> bool:
    return (finding.service, finding.section) == (subject.service, subject.section)


def _stands_in(finding: Finding, entry: Entry) -> bool:
    """Return whether a finding that names nobody in particular is in an entry's words or data."""
    if finding.section or finding.service not in ("", entry.service):
        return False
    path, line = finding.place.path, finding.place.line
    if any(path.startswith(f"data/datasets/{name}/") for name in entry.section.datasets):
        return True
    if entry.submission and entry.submission.unread and path == entry.submission.path:
        return True
    narrative = entry.narrative
    if narrative is None or entry.submission is None or path != entry.submission.path:
        return False
    end = narrative.text_line + narrative.text.count("\n")
    return line is not None and narrative.line <= line <= end


def _find_signing_appointment(
    gate_report: GateReport, verdict: Verdict, request: DecisionRequest, register: Register
) -> Appointment | None:
    """Return the appointment by which somebody decides: to the role that is missing first."""
    subject, pack = verdict.subject, gate_report.edition.pack
    section = pack.find_section(subject.section)
    assert section is not None
    for role in dict.fromkeys((verdict.role, pack.find_signing_role(section))):
        appointment = find_appointment(register, request.person, role, subject.service, request.day)
        if appointment:
            return appointment
    return None


def _describe_role(edition: Edition, verdict: Verdict) -> str:
    """Return such as `service director of Cannock Chase`."""
    directorate, service = edition.instance.directorate, verdict.subject.service
    title = directorate.find_role_title(verdict.role)
    is_abbreviation = title[:2].isupper()
    title_in_sentence = title if is_abbreviation else f"{title[:1].lower()}{title[1:]}"
    if service == WHOLE_DIRECTORATE:
        return title_in_sentence
    return f"{title_in_sentence} of {directorate.find_service_title(service)}"
