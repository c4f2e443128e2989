"""CODEOWNERS, by who is in office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from boardpack.adapters.files import read_if_present, write_atomically
from boardpack.adapters.workspace import open_workspace
from boardpack.operations.select import require_whole_registers
from boardpack.render.codeowners import PATH, find_unreachable_owners, render_codeowners

REGISTER_PATHS = ("data/directorate.yml", "data/people.csv", "data/appointments.csv", "data/packs/")


@dataclass(frozen=True, slots=True)
class CodeownersState:
    """What CODEOWNERS should hold, whether it holds something else, and who cannot be asked.

    `unreachable_owners` are the names of people who have neither an account nor an address.
    """

    data: bytes
    is_old: bool
    unreachable_owners: tuple[str, ...]


def compare_codeowners(root: Path, day: date) -> CodeownersState:
    """Compare the file with what it would be on a day.

    CannotRun when a register was not read whole: owners would be missing.
    """
    instance = require_whole_registers(open_workspace(root), REGISTER_PATHS, "owners")
    data = render_codeowners(instance, day).encode()
    return CodeownersState(
        data=data,
        is_old=read_if_present(root / PATH) != data,
        unreachable_owners=find_unreachable_owners(instance, day),
    )


def update_codeowners(root: Path, day: date) -> CodeownersState:
    """Write the file where it differs; return how it stood before."""
    state = compare_codeowners(root, day)
    if state.is_old:
        write_atomically(root / PATH, state.data)
    return state
