"""Files of former times as they are written today; what they say stays the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from boardpack.adapters.files import replace_files
from boardpack.adapters.workspace import Workspace, load_workspace, open_workspace
from boardpack.findings import Place
from boardpack.load.lead_names import LeadNames, list_lead_names
from boardpack.load.submissions import list_headed_sections
from boardpack.load.tree import iterate_paths_under
from boardpack.load.upgraded_submission import (
    UpgradedText,
    holds_former_reports,
    join_lines,
    upgrade_submission,
)
from boardpack.model.instance import Instance
from boardpack.model.report_labels import LABELS
from boardpack.model.submission import ExceptionReport, Submission
from boardpack.operations.select import require_instance

_NOT_THE_SAME = "what is signed would not stay the same; write these reports anew by hand"


@dataclass(frozen=True, slots=True)
class LeftFile:
    """A file that stays as it was, and why."""

    place: Place
    why: str


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What was written anew: by path the titles under which reports now stand; and what was not."""

    titles_by_path: Mapping[str, tuple[str, ...]]
    left: tuple[LeftFile, ...]


def upgrade_files(root: Path, is_trial: bool = False) -> Upgrade:
    """Write every submission of former times anew, all or none, and say what changed.

    A trial writes nothing. CannotRun where the instance cannot be read.
    """
    workspace = open_workspace(root)
    instance = require_instance(workspace)
    upgraded = dict(_iterate_upgraded(workspace, instance))
    left = [
        LeftFile(Place(path, text.line), text.obstacle)
        for path, text in upgraded.items()
        if text.obstacle
    ]
    new_files = {path: text.data for path, text in upgraded.items() if not text.obstacle}
    for path in _find_altered(workspace, instance, new_files):
        left.append(LeftFile(Place(path), _NOT_THE_SAME))
        del new_files[path]
    if new_files and not is_trial:
        replace_files(root, new_files)
    titles = {path: upgraded[path].titles for path in new_files}
    return Upgrade(titles, tuple(left))


def _iterate_upgraded(
    workspace: Workspace, instance: Instance
) -> Iterator[tuple[str, UpgradedText]]:
    for path in iterate_paths_under(workspace.tree, "content"):
        parts = path.split("/")
        if len(parts) != 4 or not path.endswith(".md") or parts[1] not in instance.packs:
            continue
        data = workspace.tree[path]
        if holds_former_reports(data, path):
            pack, service = instance.packs[parts[1]], parts[3].removesuffix(".md")
            yield path, upgrade_submission(data, path, list_headed_sections(pack, service))


def _find_altered(
    workspace: Workspace, instance: Instance, new_files: Mapping[str, bytes]
) -> list[str]:
    """Return the paths of files that would not say the same as before."""
    tree = {**workspace.tree, **new_files}
    new_instance = require_instance(load_workspace(workspace.root, tree, []))
    names = list_lead_names(instance.directorate, instance.people.values())
    old_facts, new_facts = (
        {text.path: _list_facts(text, names) for text in read.submissions.values()}
        for read in (instance, new_instance)
    )
    return [path for path in new_files if old_facts.get(path) != new_facts.get(path)]


def _list_facts(submission: Submission, names: LeadNames) -> tuple[object, ...]:
    """Return all that a submission says, in whichever way and at whichever line."""
    return (
        submission.front,
        # A heading without a word is there for the reports that now stand below it.
        [
            (narrative.section, narrative.prose)
            for narrative in submission.narratives
            if narrative.words
        ],
        sorted(
            (report.section, repr(_settle_report(report, names, submission.service)))
            for report in submission.exceptions
        ),
    )


def _settle_report(report: ExceptionReport, names: LeadNames, service: str) -> ExceptionReport:
    texts: dict[str, Any] = {
        name: join_lines(value)
        for name in LABELS
        # Not isinstance: what came of a plan is a word of a closed list.
        if type(value := getattr(report, name)) is str
    }
    return replace(report, **{**texts, "lead": names.find_id(texts["lead"], service)})
