"""Decide on sections: prepare what would be signed, then sign it and write the records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from boardpack.adapters import ssh
from boardpack.adapters.git import history, plumbing
from boardpack.adapters.ssh import SigningKey
from boardpack.adapters.workspace import Workspace
from boardpack.checks.run import apply_rules
from boardpack.errors import CannotRun
from boardpack.evidence.history import SignoffHistory
from boardpack.findings import Finding, sort_findings
from boardpack.load.signoffs import LEDGER_FOLDER
from boardpack.model.signoff import Action, Evidence, Record, Register
from boardpack.operations.candidates import Candidate, find_candidates
from boardpack.operations.choose import choose_candidates, list_omissions
from boardpack.operations.committed import advise_on_uncommitted, list_uncommitted_paths
from boardpack.operations.decision import (
    DecisionRequest,
    NothingToDecide,
    PreparedDecision,
    SectionToDecide,
    SignedRecord,
)
from boardpack.operations.evidence_source import THIS_CLONE
from boardpack.operations.gate import GateReport, check_gate
from boardpack.operations.record import locate_next_record, refuse_unknown_key, write_record
from boardpack.operations.select import (
    analyse_selection,
    refuse_unknown_sections,
    require_instance,
    select_editions,
)
from boardpack.operations.signatories import require_person
from boardpack.operations.signed_versions import SignedVersions

_CLOCK = "the signer's clock"


def prepare_decision(
    workspace: Workspace, request: DecisionRequest
) -> PreparedDecision | NothingToDecide:
    """Return what would be signed, for the person to look at first; nothing is written.

    CannotRun where a section that is named cannot be decided on, and where the clone, the files,
    the person or the key do not allow a signature that others could check.
    """
    history.require_whole_history(workspace.root)
    _require_committed_files(workspace)
    register = _build_register(workspace, request)
    if request.action is Action.OBJECT and not request.sections:
        raise CannotRun("say to which sections you object, such as cannock-chase/access")
    gate_reports = _check_gates(workspace, request)
    findings = _check_content(workspace, gate_reports)
    candidates = find_candidates(gate_reports, findings, request, register)
    chosen = choose_candidates(candidates, request)
    omissions = list_omissions(candidates, request)
    if not chosen:
        name = register.people[request.person].name
        return NothingToDecide(name, bool(candidates), omissions)
    signing_key = _find_signing_key(workspace, request)
    # An objection can shut the gate whoever signed it, and against what is newest too.
    if request.action is Action.APPROVE:
        _require_newest_words(workspace, chosen)
        refuse_unknown_key(SignoffHistory(workspace.root, ""), signing_key, request.person)
    sections = tuple(_iterate_sections(workspace, chosen))
    return PreparedDecision(request, signing_key, sections, omissions)


def sign_decision(workspace: Workspace, decision: PreparedDecision) -> Iterator[SignedRecord]:
    """Sign a record in each capacity; yield each as soon as it is written.

    CannotRun where the gate would not count it, or where the ledger is not in order; records
    that were yielded before stay.
    """
    get_capacity = attrgetter("capacity")
    for _, sections in groupby(sorted(decision.sections, key=get_capacity), key=get_capacity):
        yield _sign_record(workspace, decision, list(sections))


def list_uncounted(workspace: Workspace, decision: PreparedDecision) -> list[str]:
    """Return the sections that stay unsigned though they were just signed off, and why.

    What this clone knows is judged as the gate judges it.
    """
    if decision.request.action is not Action.APPROVE:
        return []
    names = {section.verdict.subject.name for section in decision.sections}
    editions = {section.edition.id: section.edition for section in decision.sections}
    return [
        f"{verdict.subject.name}: {verdict.reason}"
        for edition in editions.values()
        for verdict in check_gate(workspace, edition, THIS_CLONE).verdicts
        if verdict.subject.name in names and not verdict.is_valid
    ]


def _require_newest_words(workspace: Workspace, chosen: Sequence[Candidate]) -> None:
    """Raise CannotRun where this clone itself knows that main says otherwise by now."""
    root = workspace.root
    tip = history.find_commit(root, "refs/remotes/origin/main")
    head = history.resolve_head(root)
    if not tip or history.has_ancestor(root, head, tip):
        return
    signoff_history, fork = SignoffHistory(root, ""), plumbing.find_merge_base(root, tip)
    for edition in {one.gate_report.edition.id: one.gate_report.edition for one in chosen}.values():
        theirs, common = (
            signoff_history.compute_subjects(commit, edition) for commit in (tip, fork)
        )
        changed_names = [
            candidate.name
            for candidate in chosen
            if candidate.gate_report.edition is edition
            and theirs.get(candidate.section_id) != common.get(candidate.section_id)
        ]
        if changed_names:
            raise CannotRun(
                f"{changed_names[0]} is another one on origin/main by now; bring this clone up to "
                "date (git pull --rebase), look again, then decide"
            )


def _require_committed_files(workspace: Workspace) -> None:
    paths = [
        path
        for path in list_uncommitted_paths(workspace, history.resolve_head(workspace.root))
        if not path.startswith(LEDGER_FOLDER)
    ]
    if paths:
        raise CannotRun(
            f"{paths[0]} is not as it was committed, so that nobody else could see what you sign; "
            f"{advise_on_uncommitted(workspace.root, paths[0])}"
        )


def _build_register(workspace: Workspace, request: DecisionRequest) -> Register:
    instance = require_instance(workspace)
    require_person(instance, request.person, request.moment.date())
    return Register(instance.people, instance.appointments)


def _check_gates(workspace: Workspace, request: DecisionRequest) -> list[GateReport]:
    selection = select_editions(workspace, request.pack, request.period)
    gate_reports = [
        check_gate(workspace, edition, THIS_CLONE)
        for edition in analyse_selection(workspace, selection)
    ]
    due_subjects = [
        verdict.subject for gate_report in gate_reports for verdict in gate_report.verdicts
    ]
    refuse_unknown_sections(request.sections, due_subjects)
    return gate_reports


def _check_content(workspace: Workspace, gate_reports: Sequence[GateReport]) -> tuple[Finding, ...]:
    """Return what the check says of the files and of the editions themselves."""
    editions = (gate_report.edition for gate_report in gate_reports)
    own_findings = (finding for edition in editions for finding in apply_rules(edition))
    return sort_findings((*workspace.findings, *own_findings))


def _find_signing_key(workspace: Workspace, request: DecisionRequest) -> SigningKey:
    """Return the key to sign with; CannotRun where there is none, before anything is shown."""
    if request.key is None:
        return ssh.find_usual_key(workspace.root)
    if not request.key.is_file():
        raise CannotRun(f"there is no key {request.key}")
    return SigningKey(request.key)


def _iterate_sections(
    workspace: Workspace, chosen: Sequence[Candidate]
) -> Iterator[SectionToDecide]:
    versions_by_edition = {
        edition.id: SignedVersions(SignoffHistory(workspace.root, ""), edition)
        for edition in (candidate.gate_report.edition for candidate in chosen)
    }
    for candidate in chosen:
        edition, verdict = candidate.gate_report.edition, candidate.verdict
        difference = (
            versions_by_edition[edition.id].compare_section(verdict).lines
            if verdict.changed
            else {}
        )
        yield SectionToDecide(
            edition,
            candidate.entry,
            verdict,
            candidate.appointment,
            difference,
            candidate.writers,
        )


def _sign_record(
    workspace: Workspace, decision: PreparedDecision, sections: Sequence[SectionToDecide]
) -> SignedRecord:
    request, first_section = decision.request, sections[0]
    pack, period = first_section.edition.pack_id, first_section.edition.period.id
    signoff_history = SignoffHistory(workspace.root, "")
    file_name, previous = locate_next_record(signoff_history, pack, period, request.person)
    record = Record(
        action=request.action,
        pack=pack,
        period=period,
        actor=request.person,
        account="",
        role=first_section.appointment.role,
        deputy_for=first_section.appointment.deputy_for,
        time=request.time,
        time_source=_CLOCK,
        commit=history.resolve_head(workspace.root),
        covers=tuple(section.verdict.subject for section in sections),
        words=request.reason,
        evidence=Evidence("ssh"),
        previous=previous,
    )
    path, weakness = write_record(signoff_history, decision.signing_key, file_name, record)
    return SignedRecord(path, record, weakness)
