"""`boardpack signoff approve`, `object` and `withdraw`: look, decide, sign, write the record."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TextIO

from boardpack.analysis.edition import Edition, Entry, analyse
from boardpack.commands.evidence import ledger_files
from boardpack.commands.instance import EditionId, Opened, choose, instance_root, open_instance
from boardpack.commands.provider import Asked
from boardpack.commands.signing import Gate, gate
from boardpack.errors import CannotRun, Exit
from boardpack.load.signoffs import (
    FOLDER,
    load_ledger,
    next_record,
    record_bytes,
    record_name,
)
from boardpack.model.directorate import Appointment
from boardpack.model.signoff import Action, Evidence, Record, Register, Verdict
from boardpack.render.signing import shown
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
_CLOCK = "the signer's clock"


def decide(args: argparse.Namespace, action: Action, out: TextIO) -> int:
    """Show the sections, ask, and write a signed record for each edition and role."""
    at = open_instance(instance_root(args.root))
    history.whole_history(at.root)
    _everything_is_committed(at.root)
    key = args.key or ssh.usual_key(at.root)
    time = now().strftime("%Y-%m-%dT%H:%M:%SZ")
    register = _register(at, args.person)
    chosen = [
        one
        for edition_id in choose(at, args.pack, args.period).editions
        for opened in (_gate(at, edition_id),)
        for one in _chosen(opened, args, action, register, day_of(time))
    ]
    _all_named_were_found(args.sections, [verdict for _, verdict, _ in chosen], args.person)
    if not chosen:
        print(f"Nothing waits for {register.people[args.person].name}.", file=out)
        return Exit.CLEAR
    print(_shown(chosen), file=out)
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
    """Yield the sections that are meant and that this person may decide on."""
    for verdict in opened.verdicts:
        subject, entry = verdict.subject, _entry(opened.edition, verdict)
        held = appointment(register, args.person, verdict.role, subject.service, day)
        if not _is_meant(args.sections, verdict):
            continue
        if args.sections:
            _refuse(opened, verdict, entry, held, args.person, action)
        elif held is None or not _waits(opened, verdict, entry, args.person, action):
            continue
        assert held is not None
        yield opened, verdict, held


def _entry(edition: Edition, verdict: Verdict) -> Entry:
    entry = edition.entry(verdict.subject.service, verdict.subject.section)
    assert entry is not None
    return entry


def _is_meant(sections: Sequence[str], verdict: Verdict) -> bool:
    subject = verdict.subject
    names = {subject.section, f"{subject.service}/{subject.section}"}
    return not sections or bool(names & set(sections))


def _waits(opened: Gate, verdict: Verdict, entry: Entry, person: str, action: Action) -> bool:
    if action is not Action.APPROVE:
        return any(one.record.actor == person for one in opened.testimony.decisions)
    return not verdict.is_valid and entry.state.is_complete and not _wrote(opened, verdict, person)


def _refuse(
    opened: Gate,
    verdict: Verdict,
    entry: Entry,
    held: Appointment | None,
    person: str,
    action: Action,
) -> None:
    """Raise CannotRun where a section that was named cannot be decided on."""
    name = f"{verdict.subject.service}/{verdict.subject.section}"
    if held is None:
        raise CannotRun(f"{name} is signed off by a {verdict.role}; '{person}' is none today")
    if action is not Action.APPROVE:
        return
    if not entry.state.is_complete:
        raise CannotRun(f"{name} is not complete ({entry.state}); only what is ready can be signed")
    if _wrote(opened, verdict, person):
        raise CannotRun(f"'{person}' wrote {name}; somebody else with the role must sign it off")


def _wrote(opened: Gate, verdict: Verdict, person: str) -> bool:
    authors = opened.testimony.authors.get((verdict.subject.service, verdict.subject.section))
    return authors is not None and person in authors.people


def _all_named_were_found(sections: Sequence[str], found: Sequence[Verdict], person: str) -> None:
    for name in sections:
        if not any(_is_meant([name], verdict) for verdict in found):
            raise CannotRun(
                f"no section that is due is called '{name}'; see them with: boardpack signoff "
                f"status, or leave the name out to sign all that waits for '{person}'"
            )


def _shown(chosen: Sequence[_Chosen]) -> str:
    return "\n\n".join(
        shown(opened.edition, entry, facts(opened.edition, entry), verdict)
        for opened, verdict, _ in chosen
        for entry in (_entry(opened.edition, verdict),)
    )


def _asking(action: Action, count: int) -> str:
    sections = "this section" if count == 1 else f"these {count} sections"
    match action:
        case Action.APPROVE:
            return f"Sign off {sections}?"
        case Action.OBJECT:
            return f"Object to {sections}?"
        case Action.WITHDRAW:
            return f"Take back what you decided on {sections}?"


def _is_sure(question: str, out: TextIO, ask: Callable[[], str] = sys.stdin.readline) -> bool:
    if not sys.stdin.isatty():
        raise CannotRun("nobody is there to be asked; add --yes to sign what was shown")
    print(f"\n{question}", end="", file=out, flush=True)
    return ask().strip().casefold() in ("y", "yes")


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
    filed, faults = load_ledger(ledger_files(at.root), edition.pack_id, edition.period.id)
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
    write_atomically(path.with_name(f"{name}.sig"), signature)
    write_atomically(path, data)
    return path
