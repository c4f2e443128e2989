"""A new edition: an empty submission for each service that has none yet, notes for the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from boardpack.adapters.files import write_atomically
from boardpack.adapters.workspace import Workspace, open_workspace
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.cycle.running import find_next_due, is_far_ahead, list_running_editions
from boardpack.errors import CannotRun
from boardpack.load.agendas import locate_agenda
from boardpack.load.directorate import DIRECTORATE_FILE
from boardpack.load.former_exceptions import FormerFrontMatter
from boardpack.load.front_matter import read_fronted_text
from boardpack.load.notes import refresh_notes
from boardpack.load.submissions import list_headed_sections
from boardpack.model.instance import Instance
from boardpack.model.period import Cadence, is_period
from boardpack.operations.select import require_instance, require_pack, require_whole_registers
from boardpack.render.skeleton import render_section_notes, render_skeletons


@dataclass(frozen=True, slots=True)
class Opened:
    """Paths below the instance: submissions that are new, and those whose notes were refreshed."""

    written: tuple[str, ...] = ()
    refreshed: tuple[str, ...] = ()


def open_edition(
    root: Path, pack: str, period: str, now: datetime, *, is_meant: bool = False
) -> Opened:
    """Write the submissions that are not there yet, and bring the notes in the others up to date.

    `now` is local time in London, without a zone. CannotRun for a pack that there is not, for a
    period that is none of its cadence, and for one that is far ahead unless that `is_meant`.
    """
    workspace = open_workspace(root)
    edition = _analyse_edition(require_instance(workspace), pack, period)
    if not is_meant and is_far_ahead(edition.pack, edition.period, now):
        raise CannotRun(
            f"{edition.period.title} is far ahead, and as the newest it would be what "
            f"status, check and build are about; next due is: boardpack new {pack} "
            f"{find_next_due(edition.pack, now).id}. If you mean it, add --yes"
        )
    return _write_skeletons(workspace, edition)


def suggest_opening(root: Path, pack: str, now: datetime) -> str:
    """Return how the edition of a pack that is due next is opened; CannotRun for no pack."""
    definition = require_pack(require_instance(open_workspace(root)), pack)
    if definition.committee:
        return f"boardpack new {pack} DAY"
    return f"boardpack new {pack} {find_next_due(definition, now).id}"


def open_running_editions(root: Path, now: datetime) -> Opened:
    """Open every edition that is under way.

    `now` is local time in London, without a zone. CannotRun where a pack cannot be read whole: its
    edition would not be opened.
    """
    workspace = open_workspace(root)
    registers = (DIRECTORATE_FILE, "data/packs/")
    instance = require_whole_registers(workspace, registers, "an edition that is to be opened")
    opened = [
        _write_skeletons(workspace, _analyse_edition(instance, pack, period))
        for pack, period in list_running_editions(instance, now)
    ]
    return Opened(
        tuple(path for edition in opened for path in edition.written),
        tuple(path for edition in opened for path in edition.refreshed),
    )


def _write_skeletons(workspace: Workspace, edition: Edition) -> Opened:
    skeletons = render_skeletons(edition)
    new_files = {
        path: text.encode() for path, text in skeletons.items() if path not in workspace.tree
    }
    refreshed_files = dict(_iterate_refreshed(workspace, edition))
    for path, data in {**new_files, **refreshed_files}.items():
        write_atomically(workspace.root / path, data)
    return Opened(tuple(new_files), tuple(refreshed_files))


def _iterate_refreshed(workspace: Workspace, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield the submissions whose notes are not as they would be written now."""
    if edition.pack.committee:
        return
    for service in edition.services:
        path = edition.locate_submission(service)
        data = workspace.tree.get(path)
        fronted = read_fronted_text(data, path, FormerFrontMatter)[0] if data else None
        if data is None or fronted is None:
            continue
        titles = list_headed_sections(edition.pack, service)
        notes = render_section_notes(edition, service)
        text = refresh_notes(data.decode(), fronted.first_line, notes, titles)
        if text.encode() != data:
            yield path, text.encode()


def _analyse_edition(instance: Instance, pack: str, period: str) -> Edition:
    definition = require_pack(instance, pack)
    cadence = definition.cadence
    if not is_period(period, cadence):
        kind = "of meetings" if cadence is Cadence.MEETING else cadence
        raise CannotRun(
            f"'{pack}' is {kind}, and '{period}' is no such period; write one like "
            f"{cadence.example}"
        )
    if definition.committee and not instance.find_agenda(pack, period):
        raise CannotRun(
            f"which papers are owed stands in an agenda, and {locate_agenda(pack, period)} is not "
            "there or cannot be read; write it first, or see: boardpack check"
        )
    return analyse_edition(instance, pack, period)
