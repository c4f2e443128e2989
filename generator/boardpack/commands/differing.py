"""`boardpack signoff diff` and `preview`: what changed since it was signed, or since a revision."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TextIO

from boardpack.analysis.edition import Edition, analyse
from boardpack.commands.evidence import Past
from boardpack.commands.instance import (
    Opened,
    choose,
    instance_root,
    open_instance,
    opened,
)
from boardpack.commands.provider import Asked
from boardpack.commands.signing import gate
from boardpack.commands.templates import templates_of
from boardpack.errors import CannotRun, Exit
from boardpack.findings import printable
from boardpack.model.signoff import SectionId, Subject, Verdict
from boardpack.render.findings.report import plural
from boardpack.render.preview import Changed, preview_page
from boardpack.render.signing import difference as lines_that_differ
from boardpack.render.signing import difference_text, heading
from boardpack.signoff.facts import Facts, facts
from boardpack.signoff.subject import due_entries, subject, subjects
from boardpack.world import git, history
from boardpack.world.disk import write_atomically

_FURTHEST = 100
"""So many commits are searched for what was signed, where a squash took the commit away."""
_NOTHING = Facts((), (), (), ())


def difference(args: argparse.Namespace, out: TextIO) -> int:
    """Print what changed in each section since it was signed, or since a revision."""
    at = open_instance(instance_root(args.root))
    due = [one for edition in _editions(at, args) for one in subjects(edition).values()]
    refuse_unknown(args.sections, due)
    changed, unsigned = _since(at, args)
    found = [one for one in changed if is_meant(args.sections, one.subject)]
    for one in found:
        text = difference_text(dict(one.lines)) or "  (what was signed is no longer in this clone)"
        print(f"{heading(one.edition, one.entry)}: {printable(one.words)}\n{text}\n", file=out)
    if not found:
        since = f"since {args.since}" if args.since else "since it was signed"
        print(f"Nothing changed {since}.", file=out)
    count = sum(is_meant(args.sections, one) for one in unsigned)
    if count:
        be = "is" if count == 1 else "are"
        sections = plural(count, "section")
        print(f"{sections} {be} not signed off yet: boardpack signoff status", file=out)
    return Exit.CLEAR


def refuse_unknown(sections: Sequence[str], due: Sequence[Subject]) -> None:
    """Raise CannotRun where a name is that of no section that is due."""
    for name in sections:
        if not any(is_meant([name], one) for one in due):
            raise CannotRun(
                f"no section that is due is called '{name}'; "
                "see them with: boardpack signoff status"
            )


def since_revision(at: Opened, args: argparse.Namespace) -> Iterator[Changed]:
    """Yield the sections whose subject differs from the one where the histories parted."""
    base = git.merge_base(at.root, args.since)
    before = opened(at.root, *git.tree_at(at.root, base))
    for edition in _editions(at, args):
        earlier = _edition_of(before, edition)
        was = subjects(earlier) if earlier else {}
        for entry in due_entries(edition):
            now, place = subject(edition, entry), (entry.service, entry.section.id)
            if place not in was or was[place].digest != now.digest:
                lines = lines_that_differ(_facts(earlier, place), facts(edition, entry))
                parts = ", ".join(lines) or "another edition's"
                yield Changed(edition, entry, now, lines, f"changed since {args.since} ({parts})")


def _since(at: Opened, args: argparse.Namespace) -> tuple[list[Changed], list[Subject]]:
    """Return what changed, and what is not signed off though nothing is known to have changed."""
    if args.since:
        return list(since_revision(at, args)), []
    changed, unsigned = [], []
    for edition in _editions(at, args):
        past = Searched(Past(at.root, ""), edition)
        for verdict in gate(at, edition, Asked()).verdicts:
            if verdict.changed:
                changed.append(since_signed(edition, verdict, past))
            elif not verdict.is_valid:
                unsigned.append(verdict.subject)
    return changed, unsigned


def since_signed(edition: Edition, verdict: Verdict, past: Searched) -> Changed:
    """Return what changed in a section since the decision on which its verdict rests."""
    now = verdict.subject
    entry = edition.entry(now.service, now.section)
    assert entry is not None
    assert verdict.record is not None
    signed = verdict.record.on(now.service, now.section)
    assert signed is not None
    was = past.facts_of(signed, verdict.record.commit)
    lines = lines_that_differ(was, facts(edition, entry)) if was else {}
    return Changed(edition, entry, now, lines, f"{verdict.standing}: {verdict.reason}")


class Searched:
    """What an edition was at earlier commits, each looked at once."""

    def __init__(self, past: Past, edition: Edition) -> None:
        self._past, self._edition = past, edition
        self._seen: dict[str, Edition | None] = {}

    def facts_of(self, signed: Subject, commit: str) -> Facts | None:
        """Return the facts that have a digest: as of the commit signed, else of one like it."""
        place = signed.service, signed.section
        for one in self._candidates(commit):
            edition = self._at(one)
            entry = edition.entry(*place) if edition else None
            if edition and entry and subject(edition, entry).digest == signed.digest:
                return facts(edition, entry)
        return None

    def _candidates(self, commit: str) -> Iterator[str]:
        root = self._past.root
        if history.has_commit(root, commit):
            yield commit
        touched = history.changes(root, self._past.head, "content", "data")
        yield from list(dict.fromkeys(one.commit.id for one in touched))[:_FURTHEST]

    def _at(self, commit: str) -> Edition | None:
        if commit not in self._seen:
            at = opened(self._past.root, *git.tree_at(self._past.root, commit))
            self._seen[commit] = _edition_of(at, self._edition)
        return self._seen[commit]


def _editions(at: Opened, args: argparse.Namespace) -> Iterator[Edition]:
    if at.instance is None:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    for one in choose(at, args.pack, args.period).editions:
        yield analyse(at.instance, *one)


def _edition_of(at: Opened, like: Edition) -> Edition | None:
    edition_id = like.pack_id, like.period.id
    if at.instance is None or edition_id not in at.instance.edition_ids:
        return None
    return analyse(at.instance, *edition_id)


def _facts(edition: Edition | None, place: SectionId) -> Facts:
    entry = edition.entry(*place) if edition else None
    return facts(edition, entry) if edition and entry else _NOTHING


def is_meant(sections: Sequence[str], one: Subject) -> bool:
    """Return whether a section is named, with its service or without, or none is named."""
    return not sections or bool({one.section, one.name} & set(sections))


def preview(args: argparse.Namespace, out: TextIO) -> int:
    """Write one page with exactly the sections that changed, as they would look."""
    at = open_instance(instance_root(args.root))
    changed = list(since_revision(at, args))
    templates = templates_of(at.root)
    page = args.output / "index.html"
    write_atomically(page, preview_page(changed, args.since, templates).encode())
    print(f"{plural(len(changed), 'section')} changed: {page}", file=out)
    return Exit.CLEAR
