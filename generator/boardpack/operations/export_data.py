"""Every figure of some editions in one file for analysts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from boardpack.adapters.files import write_atomically
from boardpack.adapters.workspace import open_workspace
from boardpack.analysis.tidy import TidyRow, iterate_tidy_rows
from boardpack.errors import CannotRun
from boardpack.operations.select import analyse_selection, select_readable_editions
from boardpack.render.data_files import to_csv


def export_data(root: Path, pack: str | None, period: str | None, path: Path) -> int:
    """Write the figures of the editions that are meant, and return how many they are.

    The ending of `path` chooses the format; CannotRun for one that there is not.
    """
    serialise_rows = _FORMATS.get(path.suffix.lower())
    if serialise_rows is None:
        raise CannotRun(f"{path.name} must end in {', '.join(_FORMATS)}")
    workspace = open_workspace(root)
    selection = select_readable_editions(workspace, pack, period)
    rows = [
        row
        for edition in analyse_selection(workspace, selection)
        for row in iterate_tidy_rows(edition)
    ]
    write_atomically(path, serialise_rows(rows))
    return len(rows)


def _serialise_csv(rows: Sequence[TidyRow]) -> bytes:
    return to_csv(TidyRow._fields, rows).encode()


def _serialise_workbook(rows: Sequence[TidyRow]) -> bytes:
    from boardpack.adapters.workbook import to_workbook

    return to_workbook(rows)


def _serialise_json(rows: Sequence[TidyRow]) -> bytes:
    from boardpack.adapters.workbook import to_json

    return to_json(rows)


_FORMATS: dict[str, Callable[[Sequence[TidyRow]], bytes]] = {
    ".csv": _serialise_csv,
    ".xlsx": _serialise_workbook,
    ".json": _serialise_json,
}
