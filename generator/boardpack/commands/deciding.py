"""`boardpack signoff approve`, `object` and `withdraw`: look, decide, sign, write the record."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TextIO

from boardpack.analysis.edition import Edition, Entry, analyse
from boardpack.commands.differing import Searched, is_meant, refuse_unknown, since_signed
from boardpack.commands.evidence import Past
from boardpack.commands.instance import EditionId, Opened, choose, instance_root, open_instance
from boardpack.commands.provider import Asked
from boardpack.commands.signing import Gate, gate
from boardpack.errors import CannotRun, Exit
from boardpack.load.signoffs import (
    ALLOWED,
    FOLDER,
    REVOKED,
    load_ledger,
    next_record,
    record_bytes,
    record_name,
)
from boardpack.model.directorate import Appointment
from boardpack.model.signoff import Action, Evidence, Record, Register, Verdict
from boardpack.render.signing import difference_text, shown
from boardpack.signoff.authority import appointment, day_of
from boardpack.signoff.facts import facts
from boardpack.world import history, ssh
from boardpack.world.clock import now
from boardpack.world.disk import write_atomically

_DONE = {
    Action.APPROVE: "signed off",
    Action.OBJECT: "objected to",
    Action.WITHDRAW: "taken back",
}
_FEW = 12
"""So many lines of each component are shown of what changed; more are in `signoff diff`."""
_CLOCK = "the signer's clock"


def decide(args: argparse.Namespace, action: Action, out: TextIO) -> int:
    """Show the sections, ask, and write a signed record for each edition and role."""
    at = open_instance(instance_root(args.root))
    history.whole_history(at.root)
    _everything_is_committed(at.root)
    time = now().strftime("%Y-%m-%dT%H:%M:%SZ")
    register = _register(at, args.person)
    key = args.key or ssh.usual_key(at.root)
    if action is Action.OBJECT and not args.sections:
        raise CannotRun("say to which sections you object, such as cannock-chase/access")
    gates = [_gate(at, one) for one in choose(at, args.pack, args.period).editions]
    refuse_unknown(args.sections, [verdict.subject for one in gates for verdict in one.verdicts])
    day = day_of(time)
    chosen = [one for each in gates for one in _chosen(each, args, action, register, day)]
    _refuse_others(args.sections, [verdict for _, verdict, _ in chosen], args.person)
    if not chosen:
        print(f"Nothing waits for {register.people[args.person].name}.", file=out)
        return Exit.CLEAR
    print(_shown(at, chosen), file=out)
    if not (args.yes or _is_sure(f"{_asking(action, len(chosen))} [y/N] ", out)):
        print("Nothing was signed.", file=out)
        return Exit.GATE_SHUT
    for _, group in groupby(sorted(chosen, key=_capacity), key=_capacity):
        path = _write(at, list(group), args, action, key, time)
        print(f"{_DONE[action].capitalize()} in {path.relative_to(at.root).as_posix()}", file=out)
    print(f"Now commit and push it: git add {FOLDER} && git commit && git push", file=out)
    return Exit.CLEAR


_Chosen = tuple[Gate, Verdict, Appointment]


def _capacity(one: _Chosen) -> tuple[str, str, str]:
    """Return the edition, the role and for whom: one record is signed in one capacity."""
    opened, verdict, held = one
    return opened.edition.id, verdict.role, held.deputy_for


def _everything_is_committed(root: Path) -> None:
    loose = [p for p in history.unsaved(root, "content", "data") if not p.startswith(FOLDER)]
    if loose:
        raise CannotRun(
            f"{loose[0]} is not as it was committed, so that nobody else could see what you sign; "
            "commit it, or put it back: git restore"
        )


def _register(at: Opened, person: str) -> Register:
    if at.instance is None:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    if person not in at.instance.people:
        raise CannotRun(f"there is no '{person}' in data/people.csv")
    return Register(at.instance.people, at.instance.appointments)


def _gate(at: Opened, edition_id: EditionId) -> Gate:
    assert at.instance is not None
    return gate(at, analyse(at.instance, *edition_id), Asked())


def _chosen(
    opened: Gate, args: argparse.Namespace, action: Action, register: Register, day: date
) -> Iterator[_Chosen]:
    """Yield the sections that are meant and that this person may decide on.

    A section that is named without a service is meant for those services that they sign for.
    """
    for verdict in opened.verdicts:
        held = appointment(register, args.person, verdict.role, verdict.subject.service, day)
        if not is_meant(args.sections, verdict.subject):
            continue
        if held is None:
            _refuse_role(args, verdict)
        elif args.sections:
            _refuse(opened, verdict, args.person, action)
            yield opened, verdict, held
        elif _waits(opened, verdict, args.person, action):
            yield opened, verdict, held


def _refuse_role(args: argparse.Namespace, verdict: Verdict) -> None:
    if verdict.subject.name in args.sections:
        raise CannotRun(
            f"{verdict.subject.name} is signed off by a {verdict.role}; "
            f"'{args.person}' is none today"
        )


def _entry(edition: Edition, verdict: Verdict) -> Entry:
    entry = edition.entry(verdict.subject.service, verdict.subject.section)
    assert entry is not None
    return entry


def _waits(opened: Gate, verdict: Verdict, person: str, action: Action) -> bool:
    if action is Action.WITHDRAW:
        return _stands(opened, verdict, person)
    complete = _entry(opened.edition, verdict).state.is_complete
    return complete and not verdict.is_valid and not _wrote(opened, verdict, person)


def _refuse(opened: Gate, verdict: Verdict, person: str, action: Action) -> None:
    """Raise CannotRun where a section that was named cannot be decided on."""
    name, state = verdict.subject.name, _entry(opened.edition, verdict).state
    if action is Action.WITHDRAW and not _stands(opened, verdict, person):
        raise CannotRun(f"'{person}' has decided nothing on {name} that could be taken back")
    if action is not Action.APPROVE:
        return
    if not state.is_complete:
        raise CannotRun(f"{name} is not complete ({state}); only what is ready can be signed")
    if _wrote(opened, verdict, person):
        raise CannotRun(f"'{person}' wrote {name}; somebody else with the role must sign it off")


def _stands(opened: Gate, verdict: Verdict, person: str) -> bool:
    """Return whether the person's last decision on a section was not to take one back."""
    place = verdict.subject.service, verdict.subject.section
    theirs = [
        one.record.action
        for one in opened.testimony.decisions
        if one.record.actor == person and one.record.on(*place)
    ]
    return bool(theirs) and theirs[-1] is not Action.WITHDRAW


def _wrote(opened: Gate, verdict: Verdict, person: str) -> bool:
    authors = opened.testimony.authors.get((verdict.subject.service, verdict.subject.section))
    return authors is not None and person in authors.people


def _refuse_others(sections: Sequence[str], found: Sequence[Verdict], person: str) -> None:
    for name in sections:
        if not any(is_meant([name], verdict.subject) for verdict in found):
            raise CannotRun(f"'{person}' signs off no section that is called '{name}'")


def _shown(at: Opened, chosen: Sequence[_Chosen]) -> str:
    searched = {
        opened.edition.id: Searched(Past(at.root, ""), opened.edition) for opened, _, _ in chosen
    }
    return "\n\n".join(
        _section(opened.edition, verdict, searched[opened.edition.id])
        for opened, verdict, _ in chosen
    )


def _section(edition: Edition, verdict: Verdict, past: Searched) -> str:
    """Return a section with what is not as it was when it was signed."""
    entry = _entry(edition, verdict)
    text = shown(edition, entry, facts(edition, entry), verdict)
    lines = since_signed(edition, verdict, past).lines if verdict.changed else {}
    news = difference_text(dict(lines), _FEW)
    return f"{text}\n  Since it was signed:\n{news}" if news else text


def _asking(action: Action, count: int) -> str:
    sections = "this section" if count == 1 else f"these {count} sections"
    match action:
        case Action.APPROVE:
            return f"Sign off {sections}?"
        case Action.OBJECT:
            return f"Object to {sections}?"
        case Action.WITHDRAW:
            return f"Take back what you decided on {sections}?"


def _is_sure(question: str, out: TextIO) -> bool:
    if not sys.stdin.isatty():
        raise CannotRun("nobody is there to be asked; add --yes to sign what was shown")
    print(f"\n{question}", end="", file=out, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def _write(
    at: Opened,
    group: Sequence[_Chosen],
    args: argparse.Namespace,
    action: Action,
    key: Path,
    time: str,
) -> Path:
    opened, first, held = group[0]
    edition = opened.edition
    filed, faults = load_ledger(Past(at.root, "").ledger(), edition.pack_id, edition.period.id)
    if faults:
        raise CannotRun(f"{faults[0].place}: {faults[0].what}; {faults[0].advice}")
    chain = [one for one in filed if one.record.actor == args.person]
    number, previous = next_record(chain)
    record = Record(
        action=action,
        pack=edition.pack_id,
        period=edition.period.id,
        actor=args.person,
        account="",
        role=first.role,
        deputy_for=held.deputy_for,
        time=time,
        time_source=_CLOCK,
        commit=history.head(at.root),
        covers=tuple(verdict.subject for _, verdict, _ in group),
        words="" if action is Action.APPROVE else args.why,
        evidence=Evidence("ssh"),
        previous=previous,
    )
    data = record_bytes(record)
    name = record_name(number)
    path: Path = at.root / FOLDER / edition.pack_id / edition.period.id / args.person / name
    signature = ssh.sign(key, data)
    _refuse_key(at, key, record, data, signature)
    write_atomically(path.with_name(f"{name}.sig"), signature)
    write_atomically(path, data)
    return path


def _refuse_key(at: Opened, key: Path, record: Record, data: bytes, signature: bytes) -> None:
    """Raise CannotRun where nobody would believe the signature, before it is written."""
    past = Past(at.root, "")
    allowed, revoked = past.register(past.head)[1], past.ledger().get(REVOKED, b"")
    fault = ssh.fault_of(data, signature, record.actor, record.time, allowed, revoked)
    if fault:
        raise CannotRun(
            f"nothing was signed with {key}, for nobody would believe it: {fault}; "
            f"commit your public key to {ALLOWED} first"
        )
