"""All files of an instance to one value, and everything that is wrong with them at once."""

from __future__ import annotations

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
from boardpack.load.tree import Tree, check_names
from boardpack.model.instance import Instance


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
        edition_ids=_editions(tree),
    ), findings


def _editions(tree: Tree) -> tuple[tuple[str, str], ...]:
    folders = {tuple(path.split("/")[1:3]) for path in tree if path.startswith("content/")}
    return tuple(sorted((f[0], f[1]) for f in folders if len(f) == 2 and "." not in f[1]))
