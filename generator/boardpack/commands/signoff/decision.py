"""What approving, objecting and withdrawing have in common: they show, ask, sign and say where."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TextIO

from boardpack.adapters.workspace import find_instance_root, open_workspace
from boardpack.commands.arguments import (
    add_clock,
    add_signer_arguments,
)
from boardpack.commands.signoff.arguments import (
    add_edition_and_sections,
    print_unasked_forge,
)
from boardpack.errors import CannotRun, Exit
from boardpack.findings import escape_unprintable
from boardpack.load.signoffs import LEDGER_FOLDER
from boardpack.model.signoff import Action
from boardpack.operations.decide import (
    list_uncounted,
    prepare_decision,
    sign_decision,
)
from boardpack.operations.decision import (
    DecisionRequest,
    NothingToDecide,
    Omission,
    PreparedDecision,
    SectionToDecide,
)
from boardpack.render.signoff.signing import (
    render_difference,
    render_every_line,
    render_for_signing,
)
from boardpack.signoff.signed_lines import list_signed_lines

_LINES_SHOWN = 12
"""So many lines of each component are shown of what changed; more are in `signoff diff`."""

_PREVIEW_HINT = "To see it as it would be published, beside last month's: boardpack signoff preview"
_CHOICES = "[y/N, l: every line that you sign, q: leave the rest]"


@dataclass(frozen=True, slots=True)
class DecisionWords:
    """An action in words: `question` is asked of each section, `outcome` said of what was done."""

    action: Action
    question: str
    outcome: str


def add_decision_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that every decision takes."""
    add_edition_and_sections(parser, "all that wait for you when left out")
    add_signer_arguments(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask again before signing")
    add_clock(parser)


def add_reason_argument(parser: argparse.ArgumentParser) -> None:
    """Add why somebody decides so, where they must say it."""
    parser.add_argument("--why", required=True, metavar="TEXT", help="the reason, for all to read")


def run_decision(args: argparse.Namespace, words: DecisionWords, reason: str, out: TextIO) -> int:
    """Show what would be signed, ask, sign it, and say where the records are."""
    workspace = open_workspace(find_instance_root(args.root))
    decision = prepare_decision(workspace, _build_request(args, words.action, reason))
    if isinstance(decision, NothingToDecide):
        _print_nothing(decision, out)
        return Exit.CLEAR
    if not (args.yes or sys.stdin.isatty()):
        raise CannotRun("nobody is there to be asked; add --yes to sign without being asked")
    print(_PREVIEW_HINT, file=out)
    print_unasked_forge(workspace, out)
    if args.yes:
        print(f"\n{_render_sections(decision)}\n", file=out)
    else:
        decision = replace(decision, sections=tuple(_ask_for_each(words, decision, out)))
    if not decision.sections:
        print("Nothing was signed.", file=out)
        return Exit.GATE_SHUT
    for signed in sign_decision(workspace, decision):
        path = signed.path.relative_to(workspace.root).as_posix()
        print(f"{words.outcome} in {path}", file=out)
        if signed.weakness:
            print(f"It stands, but {signed.weakness}", file=out)
    for uncounted in list_uncounted(workspace, decision):
        print(f"It does not count yet for {escape_unprintable(uncounted)}", file=out)
    _print_omissions(decision.omissions, out)
    command = f"git add {LEDGER_FOLDER} && git commit && git push origin HEAD"
    refused = "git pull --rebase && git push origin HEAD"
    print(f"Now commit and push it: {command}", file=out)
    print(f"If the push is refused, somebody was faster: {refused}", file=out)
    return Exit.CLEAR


def _build_request(args: argparse.Namespace, action: Action, reason: str) -> DecisionRequest:
    return DecisionRequest(
        action=action,
        person=args.person,
        moment=args.clock(),
        sections=tuple(args.sections),
        pack=args.pack,
        period=args.period,
        reason=reason,
        key=args.key,
    )


def _print_nothing(decision: NothingToDecide, out: TextIO) -> None:
    explanation = "" if decision.has_role else ", who holds no role that signs anything here today"
    print(f"Nothing waits for {decision.name}{explanation}.", file=out)
    _print_omissions(decision.omissions, out)


def _print_omissions(omissions: Iterable[Omission], out: TextIO) -> None:
    for omission in omissions:
        print(f"Left out: {omission.explanation}", file=out)


def _render_sections(decision: PreparedDecision) -> str:
    person = decision.request.person
    return "\n\n".join(_render_section(section, person) for section in decision.sections)


def _render_section(section: SectionToDecide, person: str) -> str:
    """Return a section with what is not as it was when it was signed."""
    edition, entry = section.edition, section.entry
    signed_lines = list_signed_lines(edition, entry)
    text = render_for_signing(
        edition, entry, signed_lines, section.verdict, person, section.writers
    )
    difference = render_difference(dict(section.difference), _LINES_SHOWN)
    return f"{text}\n  Since it was signed:\n{difference}" if difference else text


def _ask_for_each(
    words: DecisionWords, decision: PreparedDecision, out: TextIO
) -> Iterator[SectionToDecide]:
    """Show one section after the other, and yield those that the person says yes to.

    Asked once for all, they would answer for what has scrolled past.
    """
    count = len(decision.sections)
    for index, section in enumerate(decision.sections, start=1):
        print(f"\n{_render_section(section, decision.request.person)}", file=out)
        number = f" ({index} of {count})" if count > 1 else ""
        answer = _ask(f"{words.question}{number}? {_CHOICES} ", section, out)
        if answer in ("y", "yes"):
            yield section
        elif answer in ("q", "quit"):
            return


def _ask(question: str, section: SectionToDecide, out: TextIO) -> str:
    """Ask until there is an answer; whoever wants to see every line first is shown it.

    Where nobody answers any more, the rest is left.
    """
    while True:
        print(f"\n{question}", end="", file=out, flush=True)
        line = sys.stdin.readline()
        answer = line.strip().casefold()
        if answer not in ("l", "lines"):
            return answer if line else "q"
        lines = list_signed_lines(section.edition, section.entry)
        print(render_every_line(section.edition, section.entry, lines), file=out)
