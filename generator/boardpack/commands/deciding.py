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
from boardpack.commands.recording import next_in_chain, write_record
from boardpack.commands.signing import Gate, gate
from boardpack.errors import CannotRun, Exit
from boardpack.load.signoffs import FOLDER
from boardpack.model.directorate import WHOLE_DIRECTORATE, Appointment
from boardpack.model.signoff import Action, Evidence, Record, Register, Verdict
from boardpack.render.signing import difference_text, shown
from boardpack.signoff.authority import appointment, day_of
from boardpack.signoff.facts import facts
from boardpack.world import history, ssh
from boardpack.world.clock import now

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
    if action is Action.OBJECT and not args.sections:
        raise CannotRun("say to which sections you object, such as cannock-chase/access")
    gates = [_gate(at, one) for one in choose(at, args.pack, args.period).editions]
    refuse_unknown(args.sections, [verdict.subject for one in gates for verdict in one.verdicts])
    held = [one for each in gates for one in _held(each, args, register, day_of(time))]
    chosen = [one for one in held if _is_chosen(*one, args, action)]
    left_out = [] if args.sections else list(_left_out(held, args.person, action))
    _refuse_others(args.sections, [verdict for _, verdict, _ in chosen], args.person)
    if not chosen:
        role = "" if held else ", who holds no role that signs anything here today"
        print(f"Nothing waits for {register.people[args.person].name}{role}.", file=out)
        _print_each(left_out, out)
        return Exit.CLEAR
    key = _key(at, args)
    if not args.yes and not sys.stdin.isatty():
        raise CannotRun("nobody is there to be asked; add --yes to sign without being asked")
    print(_shown(at, chosen, args.person), file=out)
    if not (args.yes or _is_sure(f"{_asking(action, len(chosen))} [y/N] ", out)):
        print("Nothing was signed.", file=out)
        return Exit.GATE_SHUT
    for _, group in groupby(sorted(chosen, key=_capacity), key=_capacity):
        path = _write(at, list(group), args, action, key, time)
        print(f"{_DONE[action].capitalize()} in {path.relative_to(at.root).as_posix()}", file=out)
    _print_each(left_out, out)
    command = f"git add {FOLDER} && git commit && git push origin HEAD"
    print(f"Now commit and push it: {command}", file=out)
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


def _key(at: Opened, args: argparse.Namespace) -> Path:
    """Return the key to sign with; CannotRun where there is none, before anything is shown."""
    key: Path = args.key or ssh.usual_key(at.root)
    if not key.is_file():
        raise CannotRun(f"there is no key {key}")
    return key


def _gate(at: Opened, edition_id: EditionId) -> Gate:
    assert at.instance is not None
    return gate(at, analyse(at.instance, *edition_id), Asked())


def _held(
    opened: Gate, args: argparse.Namespace, register: Register, day: date
) -> Iterator[_Chosen]:
    """Yield the sections that are meant and that this person has the role for.

    A section that is named without a service is meant for those services that they sign for.
    """
    for verdict in opened.verdicts:
        held = appointment(register, args.person, verdict.role, verdict.subject.service, day)
        if held and is_meant(args.sections, verdict.subject):
            yield opened, verdict, held
        elif verdict.subject.name in args.sections:
            raise CannotRun(
                f"{verdict.subject.name} is signed off by the {_role(opened.edition, verdict)}, "
                f"which '{args.person}' is not today"
            )


def _role(edition: Edition, verdict: Verdict) -> str:
    """Return such as `service director of Cannock Chase`."""
    directorate, service = edition.instance.directorate, verdict.subject.service
    title = directorate.role_title(verdict.role)
    shouts = title[:2].isupper()
    within = title if shouts else f"{title[:1].lower()}{title[1:]}"
    if service == WHOLE_DIRECTORATE:
        return within
    return f"{within} of {directorate.service_title(service)}"


def _is_chosen(
    opened: Gate, verdict: Verdict, held: Appointment, args: argparse.Namespace, action: Action
) -> bool:
    """Return whether to decide on a section; what was named is refused where it cannot be."""
    if args.sections:
        _refuse(opened, verdict, args.person, action)
        return True
    return _waits(opened, verdict, args.person, action)


def _left_out(held: Sequence[_Chosen], person: str, action: Action) -> Iterator[str]:
    """Yield why sections are left out that this person has the role for and that nobody signed."""
    own = []
    for opened, verdict, _ in held:
        state = _entry(opened.edition, verdict).state
        if action is not Action.APPROVE or verdict.is_valid:
            continue
        if not state.is_complete:
            yield f"Left out: {verdict.subject.name} is not complete ({state})"
        elif _wrote(opened, verdict, person):
            own.append(verdict.subject.name)
    if own:
        yield f"Left out: {_own_words(person, own)}"


def _own_words(person: str, names: Sequence[str]) -> str:
    return (
        f"'{person}' wrote {', '.join(names)}; another holder of the role must sign "
        f"{'it' if len(names) == 1 else 'them'} off: "
        "a deputy can, with a row in data/appointments.csv"
    )


def _print_each(lines: Sequence[str], out: TextIO) -> None:
    for line in lines:
        print(line, file=out)


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
        raise CannotRun(_own_words(person, [name]))


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


def _shown(at: Opened, chosen: Sequence[_Chosen], person: str) -> str:
    searched = {
        opened.edition.id: Searched(Past(at.root, ""), opened.edition) for opened, _, _ in chosen
    }
    return "\n\n".join(
        _section(opened.edition, verdict, searched[opened.edition.id], person)
        for opened, verdict, _ in chosen
    )


def _section(edition: Edition, verdict: Verdict, past: Searched, person: str) -> str:
    """Return a section with what is not as it was when it was signed."""
    entry = _entry(edition, verdict)
    text = shown(edition, entry, facts(edition, entry), verdict, person)
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
    pack, period = opened.edition.pack_id, opened.edition.period.id
    past = Past(at.root, "")
    name, previous = next_in_chain(past, pack, period, args.person)
    record = Record(
        action=action,
        pack=pack,
        period=period,
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
    return write_record(past, key, name, record)
