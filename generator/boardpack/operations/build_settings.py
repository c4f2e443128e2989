"""With what, where and as of when editions are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemBytecodeCache

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.adapters.files import compute_engine_digest, read_if_present
from boardpack.adapters.web_editor import find_editor_files
from boardpack.analysis.edition import Edition
from boardpack.cycle.runs import LastRun, list_last_runs
from boardpack.load.sent import RUNS_FILE, load_runs
from boardpack.model.canonical import compute_digest
from boardpack.operations.look import find_look
from boardpack.operations.templates import load_templates

_BYTECODE = ".jinja"


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """With what, where and as of when editions are made; it can be pickled.

    Each edition has a folder in `folder`. `templates` are the shipped ones, overridden one by
    one by the instance's own; `digest` is that of the templates and of boardpack itself. A site
    is dated by `source_date`, or else by the day on which its edition is due. `last_runs` are those
    of the jobs that send messages. `editor_files` are those of the form's editor, none where it is
    not installed.
    """

    folder: Path
    templates: Mapping[str, str]
    digest: str
    base_settings: Path
    source_date: datetime | None = None
    last_runs: tuple[LastRun, ...] = ()
    editor_files: tuple[Path, ...] = ()

    def date_build(self, edition: Edition) -> datetime:
        """Return the moment, in UTC, that the site of an edition is dated by."""
        return self.source_date or datetime.combine(edition.due_day, time(), UTC)

    def open_bytecode_cache(self) -> BytecodeCache:
        """Return where compiled templates are kept."""
        folder = self.folder / _BYTECODE
        folder.mkdir(parents=True, exist_ok=True)
        return FileSystemBytecodeCache(str(folder))


def read_build_settings(
    root: Path, folder: Path, source_date: datetime | None = None
) -> BuildSettings:
    """Return the settings of an instance whose editions are made in a folder."""
    templates = load_templates(root)
    # A row that cannot be read stops whoever sends, and nobody who builds.
    runs, _ = load_runs(read_if_present(root / RUNS_FILE))
    return BuildSettings(
        folder=folder,
        templates=templates,
        digest=compute_digest((compute_engine_digest(), templates)),
        base_settings=find_look(root),
        source_date=source_date,
        last_runs=list_last_runs(runs),
        editor_files=find_editor_files(locate_build_folder(root)),
    )
