"""A new edition: an empty submission for each service that has none yet."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from boardpack.adapters.files import write_atomically
from boardpack.adapters.workspace import Workspace, open_workspace
from boardpack.analysis.edition import analyse_edition
from boardpack.cycle.running import list_running_editions
from boardpack.errors import CannotRun
from boardpack.load.directorate import DIRECTORATE_FILE
from boardpack.model.instance import Instance
from boardpack.model.period import Cadence, is_period
from boardpack.operations.select import require_instance, require_pack, require_whole_registers
from boardpack.render.skeleton import render_skeletons


def open_edition(root: Path, pack: str, period: str) -> tuple[str, ...]:
    """Write the submissions that are not there yet, and return their paths below `root`.

    CannotRun for a pack that there is not, or for a period that is none of its cadence.
    """
    workspace = open_workspace(root)
    return _write_skeletons(workspace, pack, period)


def open_running_editions(root: Path, now: datetime) -> tuple[str, ...]:
    """Open every edition that is under way, and return the paths written below `root`.

    `now` is local time in London, without a zone. CannotRun where a pack cannot be read whole: its
    edition would not be opened.
    """
    workspace = open_workspace(root)
    registers = (DIRECTORATE_FILE, "data/packs/")
    instance = require_whole_registers(workspace, registers, "an edition that is to be opened")
    return tuple(
        path
        for pack, period in list_running_editions(instance, now)
        for path in _write_skeletons(workspace, pack, period)
    )


def _write_skeletons(workspace: Workspace, pack: str, period: str) -> tuple[str, ...]:
    skeletons = _render_skeletons(require_instance(workspace), pack, period)
    new_skeletons = {path: text for path, text in skeletons.items() if path not in workspace.tree}
    for path, text in new_skeletons.items():
        write_atomically(workspace.root / path, text.encode())
    return tuple(new_skeletons)


def _render_skeletons(instance: Instance, pack: str, period: str) -> dict[str, str]:
    cadence = require_pack(instance, pack).cadence
    if not is_period(period, cadence):
        example = "2018-W50" if cadence is Cadence.WEEKLY else "2018-11"
        raise CannotRun(
            f"'{pack}' is {cadence}, and '{period}' is no such period; write one like {example}"
        )
    return render_skeletons(analyse_edition(instance, pack, period))
