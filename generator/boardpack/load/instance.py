"""All files of an instance to one value, and everything that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from boardpack.findings import Finding
from boardpack.load.datasets import load_datasets
from boardpack.load.directorate import (
    load_appointments,
    load_directorate,
    load_glossary,
    load_people,
    load_waivers,
)
from boardpack.load.packs import load_packs
from boardpack.load.submissions import load_submissions
from boardpack.load.tree import Tree, check_names, under
from boardpack.model.instance import Instance
from boardpack.model.pack import Pack
from boardpack.model.period import is_period
from boardpack.model.submission import Submission


def load_instance(tree: Tree) -> tuple[Instance | None, list[Finding]]:
    """Return the instance, or None when there is no telling what the directorate is."""
    findings = list(check_names(tree))
    directorate, wrong = load_directorate(tree)
    findings += wrong
    if directorate is None:
        return None, findings
    people, wrong = load_people(tree)
    findings += wrong
    appointments, wrong = load_appointments(tree)
    findings += wrong
    waivers, wrong = load_waivers(tree)
    findings += wrong
    glossary, wrong = load_glossary(tree)
    findings += wrong
    packs, wrong = load_packs(tree)
    findings += wrong
    datasets, wrong = load_datasets(tree)
    findings += wrong
    submissions, wrong = load_submissions(tree, directorate, packs)
    findings += wrong
    return Instance(
        directorate=directorate,
        people=people,
        appointments=appointments,
        waivers=waivers,
        glossary=glossary,
        packs=packs,
        datasets=datasets,
        submissions=submissions,
        unread=_unread(tree, submissions.values()),
        edition_ids=_editions(tree, packs),
    ), findings


def _unread(tree: Tree, submissions: Iterable[Submission]) -> frozenset[str]:
    read = {submission.path for submission in submissions}
    return frozenset(path for path in tree if path.startswith("content/") and path not in read)


def _editions(tree: Tree, packs: Mapping[str, Pack]) -> tuple[tuple[str, str], ...]:
    parts = (path.split("/") for path, _ in under(tree, "content"))
    folders = {(part[1], part[2]) for part in parts if len(part) > 3 and part[1] in packs}
    return tuple(sorted(one for one in folders if is_period(one[1], packs[one[0]].cadence)))
