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
from boardpack.commands.reviewed import Reviewed
from boardpack.commands.signing import with_proposals
from boardpack.errors import CannotRun, Exit
from boardpack.model.signoff import Testimony, Verdict
from boardpack.render.proposal import Judged, Said, judged, unknown
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
    """Judge one pull request, or all open ones; print it and, if asked, post it.

    CannotRun where something could not be read or posted, after all others were done.
    """
    whom = asked(args)
    if whom.provider != "github":
        raise CannotRun("--pull needs --provider github --repo OWNER/NAME")
    history.whole_history(at.root)
    with connected(whom.repository, instance_root(args.root) / "build" / ".github") as forge:
        desk = _Desk(at, whom, forge, args)
        found = [_shown(desk, number, out) for number in _numbers(desk)]
    faults = [fault for _, fault in found if fault]
    if faults:
        raise CannotRun("; ".join(faults))
    return Exit.CLEAR if all(is_clear for is_clear, _ in found) else Exit.GATE_SHUT


def _numbers(desk: _Desk) -> Sequence[int]:
    if desk.args.pull == "open":
        try:
            return [read_pull(one).number for one in desk.forge.open_pulls(desk.whom.main)]
        except Unreadable as error:
            raise CannotRun(f"nobody can tell which pull requests are open: {error}") from None
    if not (desk.args.pull.isascii() and desk.args.pull.isdecimal() and int(desk.args.pull)):
        raise CannotRun("--pull takes the number of a pull request, or 'open'")
    return [int(desk.args.pull)]


def _shown(desk: _Desk, number: int, out: TextIO) -> tuple[bool, str]:
    """Return whether a pull request is clear, and what could not be read or posted."""
    try:
        pull = read_pull(desk.forge.pull(number))
    except Unreadable as error:
        return False, f"nothing can be said of pull request {number}: {error}"
    said, why = _said(desk, pull)
    print(said.text, file=out)
    faults = [f"the sign-off of pull request {number} is not known: {why}"] if why else []
    if desk.args.post:
        faults += _posted(desk, pull, said)
    return said.state == "success", "; ".join(faults)


def _said(desk: _Desk, pull: PullRequest) -> tuple[Said, str]:
    """Return what there is to say, and why that is not known, or nothing."""
    errors: list[str] = []
    try:
        found = [one for one in _judged(desk, pull, errors) if one.verdicts]
    except (CannotRun, Unreadable) as error:
        return unknown(pull.number, str(error)), str(error)
    said, why = judged(pull.number, found), "".join(errors[:1])
    # What changes no section has no verdict to say that something could not be read.
    return (unknown(pull.number, why) if why and said.state != "error" else said), why


def _posted(desk: _Desk, pull: PullRequest, said: Said) -> Iterator[str]:
    """Post both the check and the comment; yield what of it did not come through."""
    try:
        desk.forge.set_status(pull.head, said.state, said.words, CONTEXT)
    except Unreadable as error:
        yield f"the check of pull request {pull.number} could not be set: {error}"
    try:
        desk.forge.upsert_comment(pull.number, MARK, said.comment)
    except Unreadable as error:
        yield f"the comment on pull request {pull.number} could not be written: {error}"


def _judged(desk: _Desk, pull: PullRequest, errors: list[str]) -> Iterator[Judged]:
    _fetch(desk, pull)
    at = opened(desk.at.root, *git.tree_at(desk.at.root, pull.head))
    if at.instance is None:
        raise Unreadable("it breaks files that everything rests on; see its other checks")
    for one in choose(at, desk.args.pack, desk.args.period).editions:
        edition = analyse(at.instance, *one)
        yield Judged(edition, _verdicts(desk, edition, pull, errors))


def _fetch(desk: _Desk, pull: PullRequest) -> None:
    if not history.has_commit(desk.at.root, pull.head):
        git.fetch(desk.at.root, f"refs/pull/{pull.number}/head")
    if not history.has_commit(desk.at.root, pull.head):
        raise Unreadable(
            f"its commits are not in this clone; run: git fetch origin refs/pull/{pull.number}/head"
        )


def _verdicts(
    desk: _Desk, edition: Edition, pull: PullRequest, errors: list[str]
) -> tuple[Verdict, ...]:
    """Return the verdicts on what the pull request changes; note what could not be read."""
    main = history.head(desk.at.root)
    past = Past(desk.at.root, main, pull.head)
    reviewed = Reviewed(past, edition, desk.forge, desk.whom.repository, desk.whom.main)
    testimony, faults = git_testimony(past, edition)
    before = main
    if faults:
        errors.append(f"{faults[0].place}: {faults[0].what}")
        testimony = replace(testimony, error=errors[-1])
    try:
        testimony, before = _heard(testimony, reviewed, pull, main)
    except Unreadable as error:
        testimony = replace(testimony, error=str(error))
        errors.append(str(error))
    changed = reviewed.affected(pull.head, before)
    found = verdicts(edition, subjects(edition), testimony)
    return tuple(v for v in found if (v.subject.service, v.subject.section) in changed)


def _heard(
    testimony: Testimony, reviewed: Reviewed, pull: PullRequest, main: str
) -> tuple[Testimony, str]:
    """Return the testimony with all reviews, and the main line without the pull request."""
    found = {one.pull.number: one for one in reviewed.merged(main)}
    if pull.number not in found:
        found[pull.number] = reviewed.proposal(pull.number, main)
    return with_proposals(testimony, reviewed, list(found.values())), found[pull.number].before
