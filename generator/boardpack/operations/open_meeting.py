"""The empty notes of a meeting, with what is brought forward to it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from boardpack.adapters.files import write_atomically
from boardpack.adapters.workspace import open_workspace
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.errors import CannotRun
from boardpack.findings import suggest_word
from boardpack.load.directorate import DIRECTORATE_FILE
from boardpack.load.meetings import MINUTES_FOLDER, TERMS_FOLDER
from boardpack.model.instance import Instance
from boardpack.model.meeting import Committee
from boardpack.model.period import parse_edition_period
from boardpack.operations.select import require_whole_registers
from boardpack.render.minutes_form import MeetingToOpen, render_minutes_form


def open_meeting(root: Path, series: str, day: str, service: str) -> str | None:
    """Write the notes of a meeting and return their path below `root`; None where they are there.

    `service` is empty for a meeting of all. CannotRun for a series, a day or a service that there
    is not, and where an earlier action could be missing because a file cannot be read.
    """
    workspace = open_workspace(root)
    registers = (DIRECTORATE_FILE, f"{TERMS_FOLDER}/", f"{MINUTES_FOLDER}/{series}/")
    instance = require_whole_registers(workspace, registers, "actions of earlier meetings")
    committee = _require_committee(instance, series)
    meeting_day = _parse_day(day)
    _require_service(instance, committee, service)
    name = f"{meeting_day}-{service}" if service else str(meeting_day)
    path = f"{MINUTES_FOLDER}/{series}/{name}.md"
    if path in workspace.tree:
        return None
    edition = _find_edition(instance, committee, meeting_day)
    text = render_minutes_form(instance, MeetingToOpen(committee, meeting_day, service, edition))
    write_atomically(root / path, text.encode())
    return path


def _require_committee(instance: Instance, series: str) -> Committee:
    if series not in instance.committees:
        known = ", ".join(sorted(instance.committees)) or "none"
        raise CannotRun(
            f"there is no {TERMS_FOLDER}/{series}.yml; there is {known}"
            f"{suggest_word(series, instance.committees)}"
        )
    return instance.committees[series]


def _parse_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # fromisoformat also takes 20181219 and 2018-W51-3.
    if day is None or str(day) != text:
        raise CannotRun(f"'{text}' is no day such as 2018-12-19")
    return day


def _require_service(instance: Instance, committee: Committee, service: str) -> None:
    known = ", ".join(instance.service_ids)
    if committee.terms.per_service and not service:
        raise CannotRun(f"each service has this meeting by itself: say which, of {known}")
    if service and not committee.terms.per_service:
        raise CannotRun(f"'{committee.id}' meets for all services; leave '{service}' out")
    if service and service not in instance.service_ids:
        raise CannotRun(f"there is no service '{service}'; there is {known}")


def _find_edition(instance: Instance, committee: Committee, day: date) -> Edition | None:
    """Return the newest edition of the pack that had begun by the day of the meeting."""
    pack = committee.terms.pack
    periods = [
        period
        for pack_id, period in instance.edition_ids
        if pack_id == pack and parse_edition_period(period).start <= day
    ]
    return analyse_edition(instance, pack, periods[-1]) if periods else None
