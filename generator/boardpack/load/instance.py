"""All files of an instance to one value, and everything that is wrong with them at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import TypeVar

from boardpack.findings import Finding
from boardpack.load.agendas import load_agendas
from boardpack.load.datasets import load_datasets
from boardpack.load.directorate import (
    MISSING_FILE,
    REGISTER_FILES,
    load_appointments,
    load_clearances,
    load_directorate,
    load_glossary,
    load_people,
    load_waivers,
)
from boardpack.load.guide import load_guide
from boardpack.load.kept_notes import KeptNotes, Memory
from boardpack.load.meetings import load_meetings
from boardpack.load.old_editions import SubmissionKey
from boardpack.load.packs import load_packs
from boardpack.load.personal_paths import find_personal_paths
from boardpack.load.refused_files import search_comments, search_refused_files
from boardpack.load.reported_actions import list_reported_actions
from boardpack.load.strict_csv import (
    BAD_CELL,
    BAD_HEADER,
    BROKEN_CSV,
    NOT_COMMAS,
    RAGGED_ROW,
)
from boardpack.load.submissions import load_submissions
from boardpack.load.tree import LONG_LINE, NOT_UTF8, Tree, check_names, iterate_paths_under
from boardpack.load.unread import WatchedTree, find_unread_files
from boardpack.model.instance import Instance
from boardpack.model.pack import Pack
from boardpack.model.period import is_period
from boardpack.model.rows import Dataset
from boardpack.model.submission import locate_submission

T = TypeVar("T")
_UNREADING_RULES = (
    NOT_UTF8, LONG_LINE, NOT_COMMAS, BROKEN_CSV, BAD_HEADER, RAGGED_ROW, BAD_CELL,
)  # fmt: skip
_NAMES, _SOUND = "file names", "sound"
_FEWEST_NAMES_KEPT = 2_000
"""So many are judged in the time that it takes to look up whether they were."""
_UNREADING_CODES = frozenset(rule.code for rule in _UNREADING_RULES)


def load_instance(
    files: Tree,
    left_out: Collection[str] = (),
    may_be_private: bool = False,
    memory: Memory | None = None,
) -> tuple[Instance | None, list[Finding]]:
    """Return the instance, or None when there is no telling what the directorate is.

    `left_out` are the paths of files that are there and could not be read into the tree. Only of
    what no page is made for may an agenda or a paper be private. `memory` knows what came of
    reading old editions, which are then read only when somebody asks for a text of theirs.
    """
    tree = WatchedTree(files)
    findings = [*_check_paths(files, left_out, memory), *search_comments(files)]

    def keep(loaded: tuple[T, list[Finding]]) -> T:
        findings.extend(loaded[1])
        return loaded[0]

    directorate = keep(load_directorate(tree))
    if directorate is None:
        return None, [*findings, *search_refused_files(files, findings, None)]
    people = keep(load_people(tree))
    appointments = keep(load_appointments(tree))
    waivers = keep(load_waivers(tree))
    clearances = keep(load_clearances(tree))
    glossary = keep(load_glossary(tree))
    packs = keep(load_packs(tree))
    agendas = keep(load_agendas(tree, packs, may_be_private))
    datasets = keep(load_datasets(tree, left_out, memory))
    submissions = keep(
        load_submissions(tree, directorate, packs, agendas, people, may_be_private, memory)
    )
    guide = keep(load_guide(tree))
    pack_ids = {
        path.rpartition("/")[2].removesuffix(".yml")
        for path in iterate_paths_under(tree, "data/packs")
    }
    committees = {
        series: replace(
            committee,
            reported=list_reported_actions(
                committee.terms.pack, packs, submissions.iterate_reporting()
            ),
        )
        if committee.terms.exception_reports
        else committee
        for series, committee in keep(load_meetings(tree, directorate, pack_ids)).items()
    }
    findings += list(find_unread_files(tree, findings))
    findings = [finding for finding in findings if not _is_untrue(finding, left_out)]
    instance = Instance(
        directorate=directorate,
        people=people,
        appointments=appointments,
        waivers=waivers,
        clearances=clearances,
        glossary=glossary,
        packs=packs,
        datasets=datasets,
        submissions=submissions,
        guide=guide,
        committees=committees,
        unread=frozenset(
            (
                *_iterate_unread_paths(tree, submissions, datasets.values(), packs),
                *_iterate_half_read_registers(findings),
                *left_out,
            )
        ),
        edition_ids=_list_edition_ids(tree, packs),
        agendas=agendas,
    )
    return instance, [*findings, *search_refused_files(files, findings, instance)]


def _check_paths(
    paths: Collection[str], left_out: Collection[str], memory: Memory | None
) -> list[Finding]:
    """Return what is wrong with what files are called; `memory` knows names that were sound."""
    if memory is None or len(paths) < _FEWEST_NAMES_KEPT:
        return _find_name_faults(paths, left_out)
    names = json.dumps([sorted(paths), sorted(left_out)])
    digest, notes = sha256(names.encode()).hexdigest(), KeptNotes(memory, _NAMES)
    if notes.find(_SOUND, digest) is not None:
        return []
    findings = _find_name_faults(paths, left_out)
    if not findings:
        notes.keep(_SOUND, digest, ())
        notes.save()
    return findings


def _find_name_faults(paths: Collection[str], left_out: Collection[str]) -> list[Finding]:
    return [*check_names(paths), *find_personal_paths((*paths, *left_out))]


def _is_untrue(finding: Finding, left_out: Collection[str]) -> bool:
    """Return whether a file is said to be missing that is there and could not be read."""
    return finding.code == MISSING_FILE.code and finding.place.path in left_out


def _iterate_unread_paths(
    tree: Tree,
    submissions: Iterable[SubmissionKey],
    datasets: Iterable[Dataset],
    packs: Iterable[str],
) -> Iterator[str]:
    read_paths = {locate_submission(*key) for key in submissions}
    contract_paths = {dataset.place.path for dataset in datasets}
    for path in tree:
        if path.startswith("content/") and path not in read_paths:
            yield path
        if path.endswith("/dataset.yml") and path not in contract_paths:
            yield path
    pack_paths = {f"data/packs/{pack}.yml" for pack in packs}
    for path in iterate_paths_under(tree, "data/packs"):
        if path.count("/") == 2 and path not in pack_paths:
            yield path


def _iterate_half_read_registers(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield the registers of which a row was not read: it may be the one that others miss."""
    for finding in findings:
        if finding.place.path in REGISTER_FILES and finding.code in _UNREADING_CODES:
            yield finding.place.path


def _list_edition_ids(tree: Tree, packs: Mapping[str, Pack]) -> tuple[tuple[str, str], ...]:
    split_paths = (path.split("/") for path in iterate_paths_under(tree, "content"))
    folders = {
        (segments[1], segments[2])
        for segments in split_paths
        if len(segments) > 3 and segments[1] in packs
    }
    return tuple(
        sorted(folder for folder in folders if is_period(folder[1], packs[folder[0]].cadence))
    )
