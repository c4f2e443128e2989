"""`boardpack signoff status --pull N`: what stands of the sections that a pull request changes.

Code and registers are those that are checked out; the pull request's commits are only read.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TextIO

from boardpack.analysis.edition import Edition, analyse
from boardpack.commands.evidence import Past, git_testimony
from boardpack.commands.instance import Opened, choose, instance_root, opened
from boardpack.commands.provider import Asked, asked
from boardpack.commands.reviewed import Proposal, Reviewed
from boardpack.commands.signing import with_proposals
from boardpack.errors import CannotRun, Exit
from boardpack.model.signoff import Verdict
from boardpack.render.proposal import Judged, as_comment, as_text, summary
from boardpack.signoff.forge import Forge, Unreadable
from boardpack.signoff.reviews import PullRequest, read_pull
from boardpack.signoff.subject import subjects
from boardpack.signoff.verdict import verdicts
from boardpack.world import git, history
from boardpack.world.forge import connected
from boardpack.world.github import MARK

CONTEXT = "sign-off"


@dataclass(frozen=True, slots=True)
class _Desk:
    """From where proposals are judged: what is checked out, and the forge."""

    at: Opened
    whom: Asked
    forge: Forge
    args: argparse.Namespace


def show_proposals(args: argparse.Namespace, at: Opened, out: TextIO) -> int:
    """Judge one pull request, or all open ones; print it and, if asked, post it."""
    whom = asked(args)
    if whom.provider != "github":
        raise CannotRun("--pull needs --provider github --repo OWNER/NAME")
    history.whole_history(at.root)
    with connected(whom.repository, instance_root(args.root) / "build" / ".github") as forge:
        desk = _Desk(at, whom, forge, args)
        try:
            return max([_shown(desk, n, out) for n in _numbers(desk)], default=Exit.CLEAR)
        except Unreadable as error:
            raise CannotRun(f"nothing can be said of the sign-off: {error}") from None


def _numbers(desk: _Desk) -> Sequence[int]:
    if desk.args.pull == "open":
        return [read_pull(one).number for one in desk.forge.open_pulls(desk.whom.main)]
    if not desk.args.pull.isdecimal():
        raise CannotRun("--pull takes the number of a pull request, or 'open'")
    return [int(desk.args.pull)]


def _shown(desk: _Desk, number: int, out: TextIO) -> int:
    pull = read_pull(desk.forge.pull(number))
    head = _fetched(desk, pull)
    found = [one for one in _judged(desk, number, head) if one.verdicts]
    print(as_text(number, found), file=out)
    if desk.args.post:
        state, words = summary(found)
        desk.forge.set_status(pull.head, state, words, CONTEXT)
        desk.forge.upsert_comment(number, MARK, as_comment(found))
    is_clear = all(verdict.is_valid for one in found for verdict in one.verdicts)
    return Exit.CLEAR if is_clear else Exit.GATE_SHUT


def _fetched(desk: _Desk, pull: PullRequest) -> str:
    if not history.has_commit(desk.at.root, pull.head):
        git.fetch(desk.at.root, f"refs/pull/{pull.number}/head")
    if not history.has_commit(desk.at.root, pull.head):
        raise Unreadable(
            f"the commits of pull request {pull.number} are not in this clone; fetch them: "
            f"git fetch origin refs/pull/{pull.number}/head"
        )
    return pull.head


def _judged(desk: _Desk, number: int, head: str) -> Iterator[Judged]:
    at = opened(desk.at.root, *git.tree_at(desk.at.root, head))
    if at.instance is None:
        raise Unreadable("the pull request breaks files that everything rests on; see its checks")
    for one in choose(at, desk.args.pack, desk.args.period).editions:
        edition = analyse(at.instance, *one)
        yield Judged(edition, _verdicts(desk, edition, number, head))


def _verdicts(desk: _Desk, edition: Edition, number: int, head: str) -> tuple[Verdict, ...]:
    before = history.head(desk.at.root)
    past = Past(desk.at.root, before, head)
    reviewed = Reviewed(past, edition, desk.forge, desk.whom.repository, desk.whom.main)
    changed = reviewed.affected(head, before)
    testimony, faults = git_testimony(past, edition)
    if faults:
        testimony = replace(testimony, error=f"{faults[0].place}: {faults[0].what}")
    proposals: list[Proposal] = [reviewed.proposal(number, before), *reviewed.merged()]
    testimony = with_proposals(testimony, reviewed, proposals)
    found = verdicts(edition, subjects(edition), testimony)
    return tuple(v for v in found if (v.subject.service, v.subject.section) in changed)
