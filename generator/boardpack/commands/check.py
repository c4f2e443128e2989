"""`boardpack check`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from boardpack.commands.changes import RULE, changed_files, own_findings
from boardpack.commands.instance import (
    Choice,
    Opened,
    add_edition,
    choose,
    instance_root,
    open_instance,
    opened,
)
from boardpack.commands.judging import Judgement, judge_editions
from boardpack.commands.provider import add_provider
from boardpack.errors import CannotRun, Exit
from boardpack.findings import RULES, in_order, shuts_gate
from boardpack.load.tree import Tree
from boardpack.render.findings import github, json, junit, summary, text
from boardpack.render.findings.report import Report
from boardpack.world import git, terminal

HELP = "Say what is missing or wrong, where, and who can mend it; shut the gate if need be."
FORMATS = ("text", "json", "github", "junit", "summary")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_edition(parser)
    parser.add_argument(
        "--changed-since",
        metavar="REV",
        help=f"judge only what was changed since this Git revision, committed or not. {RULE}",
    )
    parser.add_argument(
        "--publishable",
        action="store_true",
        help="ask for the sign-offs too: is every due section complete and signed off?",
    )
    add_provider(parser)
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to say it")


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Print what is wrong with the chosen editions."""
    at = open_instance(instance_root(args.root))
    report = _report(at, args)
    print(_shown(report, args.format, at.root, out), file=out)
    if not report.is_readable:
        return Exit.CANNOT_RUN
    return Exit.GATE_SHUT if shuts_gate(report.findings) else Exit.CLEAR


def _report(at: Opened, args: argparse.Namespace) -> Report:
    choice = choose(at, args.pack, args.period)
    if args.publishable:
        return _publishable(at, judge_editions(at, choice), args)
    if not args.changed_since:
        return _whole(judge_editions(at, choice))
    base = git.merge_base(at.root, args.changed_since)
    tree, unread = git.tree_at(at.root, base)
    if args.pack is None:
        choice = _with_touched(choice, at, tree)
    judged = judge_editions(at, choice)
    report = _whole(judged)
    if not judged.is_readable:
        return report
    before = opened(at.root, tree, unread)
    earlier = judge_editions(before, _known_before(choice, before))
    own, others = own_findings(judged.findings, earlier.findings, tree, at.tree)
    return replace(report, findings=own, others=len(others), since=args.changed_since)


def _publishable(at: Opened, judged: Judgement, args: argparse.Namespace) -> Report:
    """Return the report with what keeps the gate shut for want of a sign-off."""
    from boardpack.commands.provider import asked
    from boardpack.commands.signing import gate

    if args.changed_since:
        raise CannotRun("--publishable judges whole editions; leave --changed-since out")
    whole = _whole(judged)
    if not judged.is_readable:
        return whole
    unsigned = [f for one in judged.editions for f in gate(at, one, asked(args)).findings]
    findings = in_order((*whole.findings, *unsigned))
    return replace(whole, findings=findings, publishable=True)


def _whole(judged: Judgement) -> Report:
    return Report(
        findings=judged.findings,
        editions=tuple(f"{edition.pack_id} {edition.period.id}" for edition in judged.editions),
        is_readable=judged.is_readable,
        elsewhere=len(judged.elsewhere),
    )


def _with_touched(choice: Choice, at: Opened, before: Tree) -> Choice:
    """Return the choice with every older edition that a change touches."""
    known = at.instance.edition_ids if at.instance else ()
    touched = {tuple(path.split("/")[1:3]) for path in changed_files(before, at.tree)}
    more = [one for one in known if one in touched and one not in choice.editions]
    return Choice((*choice.editions, *more), choice.unreadable)


def _known_before(choice: Choice, before: Opened) -> Choice:
    known = before.instance.edition_ids if before.instance else ()
    return Choice(tuple(one for one in choice.editions if one in known))


def _shown(report: Report, style: str, root: Path, out: TextIO) -> str:
    match style:
        case "json":
            return json.render(report)
        case "junit":
            return junit.render(report, RULES)
        case "summary":
            return summary.render(report)
        case "github":
            return github.render(report, _folder(root))
        case _:
            return text.render(report, terminal.has_colour(out))


def _folder(root: Path) -> str:
    """Return where the instance lies in the repository, as GitHub counts paths from its top."""
    top = terminal.workspace()
    if not top or not root.resolve().is_relative_to(Path(top).resolve()):
        return ""
    return root.resolve().relative_to(Path(top).resolve()).as_posix().removeprefix(".")
