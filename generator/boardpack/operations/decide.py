"""`boardpack signoff approve`, `object` and `withdraw`: look, decide, sign, write the record."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TextIO

from boardpack.adapters import ssh
from boardpack.adapters.clock import read_clock
from boardpack.adapters.git import history
from boardpack.adapters.workspace import (
    Workspace,
    find_instance_root,
    open_workspace,
)
from boardpack.analysis.edition import Edition, Entry, analyse_edition
from boardpack.errors import CannotRun, Exit
from boardpack.evidence.ledger import SignoffHistory
from boardpack.load.signoffs import LEDGER_FOLDER
from boardpack.model.directorate import WHOLE_DIRECTORATE, Appointment
from boardpack.model.instance import (
    EditionId,
)
from boardpack.model.signoff import Action, Evidence, Record, Register, Verdict
from boardpack.operations.compare import (
    SignedVersions,
    compare_with_signed,
    is_meant,
    refuse_unknown_sections,
)
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.gate import GateReport, check_gate
from boardpack.operations.record import locate_next_record, write_record
from boardpack.operations.select import (
    select_editions,
)
from boardpack.render.signing import render_difference, render_for_signing
from boardpack.signoff.authority import find_appointment, to_london_day
from boardpack.signoff.signed_lines import list_signed_lines

_OUTCOMES = {
    Action.APPROVE: "signed off",
    Action.OBJECT: "objected to",
    Action.WITHDRAW: "taken back",
}
_LINES_SHOWN = 12
"""So many lines of each component are shown of what changed; more are in `signoff diff`."""
_CLOCK = "the signer's clock"


def decide_on_sections(args: argparse.Namespace, action: Action, out: TextIO) -> int:
    """Show the sections, ask, and write a signed record for each edition and role."""
    workspace = open_workspace(find_instance_root(args.root))
    history.require_whole_history(workspace.root)
    _require_committed_files(workspace.root)
    time = read_clock().strftime("%Y-%m-%dT%H:%M:%SZ")
    register = _build_register(workspace, args.person)
    if action is Action.OBJECT and not args.sections:
        raise CannotRun("say to which sections you object, such as cannock-chase/access")
    gate_reports = [
        _check_edition_gate(workspace, edition_id)
        for edition_id in select_editions(workspace, args.pack, args.period).editions
    ]
    refuse_unknown_sections(
        args.sections,
        [verdict.subject for gate_report in gate_reports for verdict in gate_report.verdicts],
    )
    candidates = [
        candidate
        for gate_report in gate_reports
        for candidate in _find_candidates(gate_report, args, register, to_london_day(time))
    ]
    chosen = [candidate for candidate in candidates if _is_chosen(*candidate, args, action)]
    omissions = [] if args.sections else list(_explain_omissions(candidates, args.person, action))
    _refuse_unassigned_sections(args.sections, [verdict for _, verdict, _ in chosen], args.person)
    if not chosen:
        explanation = "" if candidates else ", who holds no role that signs anything here today"
        print(f"Nothing waits for {register.people[args.person].name}{explanation}.", file=out)
        _print_lines(omissions, out)
        return Exit.CLEAR
    signing_key = _find_signing_key(workspace, args)
    if not args.yes and not sys.stdin.isatty():
        raise CannotRun("nobody is there to be asked; add --yes to sign without being asked")
    print(_render_candidates(workspace, chosen, args.person), file=out)
    if not (
        args.yes or _ask_for_confirmation(f"{_phrase_question(action, len(chosen))} [y/N] ", out)
    ):
        print("Nothing was signed.", file=out)
        return Exit.GATE_SHUT
    for _, group in groupby(sorted(chosen, key=_determine_capacity), key=_determine_capacity):
        path = _write_decision(workspace, list(group), args, action, signing_key, time)
        print(
            f"{_OUTCOMES[action].capitalize()} in {path.relative_to(workspace.root).as_posix()}",
            file=out,
        )
    _print_lines(omissions, out)
    command = f"git add {LEDGER_FOLDER} && git commit && git push origin HEAD"
    print(f"Now commit and push it: {command}", file=out)
    return Exit.CLEAR


_Candidate = tuple[GateReport, Verdict, Appointment]


def _determine_capacity(candidate: _Candidate) -> tuple[str, str, str]:
    """Return the edition, the role and for whom: one record is signed in one capacity."""
    gate_report, verdict, held_appointment = candidate
    return gate_report.edition.id, verdict.role, held_appointment.deputy_for


def _require_committed_files(root: Path) -> None:
    paths = [
        path
        for path in history.list_unsaved_files(root, "content", "data")
        if not path.startswith(LEDGER_FOLDER)
    ]
    if paths:
        raise CannotRun(
            f"{paths[0]} is not as it was committed, so that nobody else could see what you sign; "
            "commit it, or put it back: git restore"
        )


def _build_register(workspace: Workspace, person: str) -> Register:
    if workspace.instance is None:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    if person not in workspace.instance.people:
        raise CannotRun(f"there is no '{person}' in data/people.csv")
    return Register(workspace.instance.people, workspace.instance.appointments)


def _find_signing_key(workspace: Workspace, args: argparse.Namespace) -> Path:
    """Return the key to sign with; CannotRun where there is none, before anything is shown."""
    key: Path = args.key or ssh.find_usual_key(workspace.root)
    if not key.is_file():
        raise CannotRun(f"there is no key {key}")
    return key


def _check_edition_gate(workspace: Workspace, edition_id: EditionId) -> GateReport:
    assert workspace.instance is not None
    return check_gate(workspace, analyse_edition(workspace.instance, *edition_id), EvidenceSource())


def _find_candidates(
    gate_report: GateReport, args: argparse.Namespace, register: Register, day: date
) -> Iterator[_Candidate]:
    """Yield the sections that are meant and that this person has the role for.

    A section that is named without a service is meant for those services that they sign for.
    """
    for verdict in gate_report.verdicts:
        held_appointment = find_appointment(
            register, args.person, verdict.role, verdict.subject.service, day
        )
        if held_appointment and is_meant(args.sections, verdict.subject):
            yield gate_report, verdict, held_appointment
        elif verdict.subject.name in args.sections:
            role_words = _describe_role(gate_report.edition, verdict)
            raise CannotRun(
                f"{verdict.subject.name} is signed off by the {role_words}, "
                f"which '{args.person}' is not today"
            )


def _describe_role(edition: Edition, verdict: Verdict) -> str:
    """Return such as `service director of Cannock Chase`."""
    directorate, service = edition.instance.directorate, verdict.subject.service
    title = directorate.find_role_title(verdict.role)
    is_abbreviation = title[:2].isupper()
    title_in_sentence = title if is_abbreviation else f"{title[:1].lower()}{title[1:]}"
    if service == WHOLE_DIRECTORATE:
        return title_in_sentence
    return f"{title_in_sentence} of {directorate.find_service_title(service)}"


def _is_chosen(
    gate_report: GateReport,
    verdict: Verdict,
    held_appointment: Appointment,
    args: argparse.Namespace,
    action: Action,
) -> bool:
    """Return whether to decide on a section; what was named is refused where it cannot be."""
    if args.sections:
        _refuse_undecidable(gate_report, verdict, args.person, action)
        return True
    return _needs_decision(gate_report, verdict, args.person, action)


def _explain_omissions(
    candidates: Sequence[_Candidate], person: str, action: Action
) -> Iterator[str]:
    """Yield why sections are left out that this person has the role for and that nobody signed."""
    own_sections = []
    for gate_report, verdict, _ in candidates:
        state = _get_entry(gate_report.edition, verdict).state
        if action is not Action.APPROVE or verdict.is_valid:
            continue
        if not state.is_complete:
            yield f"Left out: {verdict.subject.name} is not complete ({state})"
        elif _is_author(gate_report, verdict, person):
            own_sections.append(verdict.subject.name)
    if own_sections:
        yield f"Left out: {_describe_own_work(person, own_sections)}"


def _describe_own_work(person: str, section_names: Sequence[str]) -> str:
    return (
        f"'{person}' wrote {', '.join(section_names)}; another holder of the role must sign "
        f"{'it' if len(section_names) == 1 else 'them'} off: "
        "a deputy can, with a row in data/appointments.csv"
    )


def _print_lines(lines: Sequence[str], out: TextIO) -> None:
    for line in lines:
        print(line, file=out)


def _get_entry(edition: Edition, verdict: Verdict) -> Entry:
    entry = edition.find_entry(verdict.subject.service, verdict.subject.section)
    assert entry is not None
    return entry


def _needs_decision(gate_report: GateReport, verdict: Verdict, person: str, action: Action) -> bool:
    if action is Action.WITHDRAW:
        return _has_standing_decision(gate_report, verdict, person)
    is_complete = _get_entry(gate_report.edition, verdict).state.is_complete
    return is_complete and not verdict.is_valid and not _is_author(gate_report, verdict, person)


def _refuse_undecidable(
    gate_report: GateReport, verdict: Verdict, person: str, action: Action
) -> None:
    """Raise CannotRun where a section that was named cannot be decided on."""
    name, state = verdict.subject.name, _get_entry(gate_report.edition, verdict).state
    if action is Action.WITHDRAW and not _has_standing_decision(gate_report, verdict, person):
        raise CannotRun(f"'{person}' has decided nothing on {name} that could be taken back")
    if action is not Action.APPROVE:
        return
    if not state.is_complete:
        raise CannotRun(f"{name} is not complete ({state}); only what is ready can be signed")
    if _is_author(gate_report, verdict, person):
        raise CannotRun(_describe_own_work(person, [name]))


def _has_standing_decision(gate_report: GateReport, verdict: Verdict, person: str) -> bool:
    """Return whether the person's last decision on a section was not to take one back."""
    section_id = verdict.subject.service, verdict.subject.section
    own_actions = [
        decision.record.action
        for decision in gate_report.testimony.decisions
        if decision.record.actor == person and decision.record.find_subject(*section_id)
    ]
    return bool(own_actions) and own_actions[-1] is not Action.WITHDRAW


def _is_author(gate_report: GateReport, verdict: Verdict, person: str) -> bool:
    authors = gate_report.testimony.authors.get((verdict.subject.service, verdict.subject.section))
    return authors is not None and person in authors.people


def _refuse_unassigned_sections(
    sections: Sequence[str], chosen_verdicts: Sequence[Verdict], person: str
) -> None:
    for name in sections:
        if not any(is_meant([name], verdict.subject) for verdict in chosen_verdicts):
            raise CannotRun(f"'{person}' signs off no section that is called '{name}'")


def _render_candidates(workspace: Workspace, chosen: Sequence[_Candidate], person: str) -> str:
    versions_by_edition = {
        gate_report.edition.id: SignedVersions(
            SignoffHistory(workspace.root, ""), gate_report.edition
        )
        for gate_report, _, _ in chosen
    }
    return "\n\n".join(
        _render_section(
            gate_report.edition, verdict, versions_by_edition[gate_report.edition.id], person
        )
        for gate_report, verdict, _ in chosen
    )


def _render_section(
    edition: Edition, verdict: Verdict, signed_versions: SignedVersions, person: str
) -> str:
    """Return a section with what is not as it was when it was signed."""
    entry = _get_entry(edition, verdict)
    text = render_for_signing(edition, entry, list_signed_lines(edition, entry), verdict, person)
    lines = compare_with_signed(edition, verdict, signed_versions).lines if verdict.changed else {}
    differences = render_difference(dict(lines), _LINES_SHOWN)
    return f"{text}\n  Since it was signed:\n{differences}" if differences else text


def _phrase_question(action: Action, count: int) -> str:
    sections = "this section" if count == 1 else f"these {count} sections"
    match action:
        case Action.APPROVE:
            return f"Sign off {sections}?"
        case Action.OBJECT:
            return f"Object to {sections}?"
        case Action.WITHDRAW:
            return f"Take back what you decided on {sections}?"


def _ask_for_confirmation(question: str, out: TextIO) -> bool:
    print(f"\n{question}", end="", file=out, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def _write_decision(
    workspace: Workspace,
    group: Sequence[_Candidate],
    args: argparse.Namespace,
    action: Action,
    signing_key: Path,
    time: str,
) -> Path:
    gate_report, first_verdict, held_appointment = group[0]
    pack, period = gate_report.edition.pack_id, gate_report.edition.period.id
    signoff_history = SignoffHistory(workspace.root, "")
    file_name, previous = locate_next_record(signoff_history, pack, period, args.person)
    record = Record(
        action=action,
        pack=pack,
        period=period,
        actor=args.person,
        account="",
        role=first_verdict.role,
        deputy_for=held_appointment.deputy_for,
        time=time,
        time_source=_CLOCK,
        commit=history.resolve_head(workspace.root),
        covers=tuple(verdict.subject for _, verdict, _ in group),
        words="" if action is Action.APPROVE else args.why,
        evidence=Evidence("ssh"),
        previous=previous,
    )
    return write_record(signoff_history, signing_key, file_name, record)
