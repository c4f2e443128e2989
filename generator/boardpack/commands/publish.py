"""`boardpack publish`."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TextIO

from boardpack.analysis.edition import Edition
from boardpack.commands.build import add_jobs
from boardpack.commands.instance import Opened, choose, instance_root, open_instance
from boardpack.commands.provider import Asked, add_provider, asked
from boardpack.commands.publishing import Approvals, ApprovalsOf, add_pages, few
from boardpack.commands.signing import gate
from boardpack.errors import CannotRun, Exit
from boardpack.findings import Finding, shuts_gate
from boardpack.load.tree import Tree
from boardpack.model.signoff import Verdict
from boardpack.render.findings.report import plural
from boardpack.world import git, history, pages
from boardpack.world.clock import now
from boardpack.world.fonts import use_our_fonts
from boardpack.world.pages import Pages
from boardpack.world.workers import printers

HELP = "Publish a signed edition for good, as one version of the site, with its proof."
JUDGED = ("content", "data", "site_templates", "mkdocs.yml")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("pack", help="such as monthly")
    parser.add_argument("period", help="such as 2018-11")
    parser.add_argument(
        "--reason", default="", metavar="TEXT", help="why what is published must be corrected"
    )
    add_provider(parser)
    add_pages(parser)
    add_jobs(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Publish one edition."""
    if args.jobs < 1:
        raise CannotRun("--jobs takes 1 or more")
    root = instance_root(args.root)
    use_our_fonts(root / "build" / ".fonts")
    with printers(args.jobs) as pool:
        return publish(root, args, pool, out, partial(approvals, whom=asked(args)))


def approvals(at: Opened, edition: Edition, whom: Asked) -> Approvals:
    """Return what the gate says of an edition."""
    found = gate(at, edition, whom)
    return Approvals(found.verdicts, found.findings, found.testimony.responses)


def owns_latest(edition: Edition) -> bool:
    """Return whether the alias `latest` leads to an edition's pack: it says so, or is the only."""
    return edition.pack.latest or len(edition.instance.packs) == 1


def publish(
    root: Path, args: argparse.Namespace, pool: Executor, out: TextIO, approvals_of: ApprovalsOf
) -> int:
    """Publish with a pool that is already there; return the exit status."""
    from boardpack.commands.judging import judge_editions
    from boardpack.commands.press import press
    from boardpack.commands.publisher import Publisher

    to = pages.pages_of(root, args.branch, args.remote)
    at = open_instance(root)
    choice = choose(at, args.pack, args.period)
    if not choice.editions:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    judged = judge_editions(at, choice)
    edition = judged.editions[0]
    name = f"{args.pack} {args.period}"
    if shuts_gate(judged.findings):
        errors = plural(sum(finding.is_error for finding in judged.findings), "error")
        print(f"{name}: the gate is shut ({errors}), so nothing was published.", file=out)
        print(f"See what is missing with: boardpack check {name}", file=out)
        return Exit.GATE_SHUT
    approved = approvals_of(at, edition)
    lacking = [*_lacking(edition, approved.verdicts), *_ledger_faults(approved.findings)]
    if lacking or not approved.verdicts:
        print(f"{name}: the gate is shut, so nothing was published. Not signed off:", file=out)
        print("\n".join(f"  {words}" for words in lacking or ["no section is due"]), file=out)
        return Exit.GATE_SHUT
    own = root / "build" / ".publishing"
    with pages.alone(root):
        publisher = Publisher(
            at=at,
            edition=edition,
            findings=judged.findings,
            approvals=approved,
            commit=committed(at, to, args.main),
            is_latest=owns_latest(edition),
            reason=" ".join(args.reason.split()),
            when=now().replace(microsecond=0),
            press=replace(press(root, args.jobs, pool, out), root=own),
            to=to,
            out=out,
        )
        try:
            return publisher.publish()
        finally:
            shutil.rmtree(own, ignore_errors=True)


def _ledger_faults(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield what is wrong with the records themselves; the rest the verdicts say."""
    return (f"{f.place}: {f.what}" for f in findings if f.is_error and f.code.startswith("L"))


def _lacking(edition: Edition, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield what is not signed off, and who can."""
    directorate = edition.instance.directorate
    for one in verdicts:
        if not one.is_valid:
            entry = edition.entry(one.subject.service, one.subject.section)
            section = entry.section.title if entry else one.subject.section
            service = directorate.service_title(one.subject.service)
            role = directorate.role_title(one.role)
            yield f"{service}, {section}: {one.standing}: {one.reason} ({role})"


def committed(at: Opened, to: Pages, main: str) -> str:
    """Return the checked-out commit; CannotRun when it does not hold what was judged.

    Nor may it lie beside the main line, in whose order registers and records came in: there
    anybody could appoint themselves.
    """
    commit = pages.head(at.root)
    found = _uncommitted(at, commit)
    if found:
        raise CannotRun(
            f"what is published must be committed, and {few(found)} "
            f"{'differs' if len(found) == 1 else 'differ'} from the last commit; commit first"
        )
    pages.fetch_main(to, main)
    line = pages.main_line(to, main)
    where = f"{to.remote}/{main}" if to.remote else f"the branch {main}"
    if not line:
        raise CannotRun(f"there is no {where} to publish from; name your main branch with --main")
    if commit not in line:
        raise CannotRun(
            f"commit {commit[:12]} has not come into {where}, and only what has is published; "
            f"push it or merge it there, then check out {main}"
        )
    return commit


def _uncommitted(at: Opened, commit: str) -> list[str]:
    """Return the files that differ from a commit, those that Git ignores included."""
    tree, _ = git.tree_at(at.root, commit)
    read, kept = (_as_committed(one) for one in (at.tree, tree))
    differing = {path for path in read.keys() | kept.keys() if read.get(path) != kept.get(path)}
    return sorted(differing | set(history.unsaved(at.root, *JUDGED)))


def _as_committed(tree: Tree) -> dict[str, bytes]:
    """Return files with the line endings that Git keeps."""
    return {path: data.replace(b"\r\n", b"\n") for path, data in tree.items()}
