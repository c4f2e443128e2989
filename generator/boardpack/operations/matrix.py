"""Who does what for each section of the packs."""

from __future__ import annotations

from pathlib import Path

from boardpack.adapters.workspace import open_workspace
from boardpack.analysis.responsibilities import Responsibility, list_responsibilities
from boardpack.operations.select import require_pack, require_whole_registers


def compile_matrices(root: Path, pack: str | None) -> list[tuple[str, list[Responsibility]]]:
    """Return the rows of the pack that is meant, or of every pack, each after the pack's title.

    CannotRun where there is no such pack, or one that is meant was not read whole.
    """
    registers = ("data/directorate.yml", f"data/packs/{pack}.yml" if pack else "data/packs/")
    instance = require_whole_registers(open_workspace(root), registers, "duties")
    packs = (require_pack(instance, pack),) if pack else instance.packs.values()
    return [(meant.title, list_responsibilities(instance.directorate, meant)) for meant in packs]
