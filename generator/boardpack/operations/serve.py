"""An edition built, shown on this computer, and built again whenever a file changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.adapters.pdf.workers import DocumentPrinter
from boardpack.adapters.site.preview import serve_preview
from boardpack.model.instance import EditionId
from boardpack.operations.build_editions import build_editions
from boardpack.operations.build_outcome import Built
from boardpack.operations.progress import ProgressReport
from boardpack.operations.serve_events import (
    RebuildFailed,
    ServeEvent,
    ServingBegun,
    SiteRebuilt,
)

WATCHED = ("content", "data", "site_templates", "mkdocs.yml")


@dataclass(frozen=True, slots=True)
class EditionServer:
    """Builds one edition, whatever the gate says, and shows it; `report` hears of each event."""

    root: Path
    edition_id: EditionId
    printer: DocumentPrinter
    report: Callable[[ServeEvent], None]
    report_progress: ProgressReport
    source_date: datetime | None = None

    def serve(self, port: int, open_browser: bool) -> bool:
        """Build, then serve until interrupted; False where there is no site to show.

        With port 0 any that is free is taken; CannotRun for a port that cannot be used.
        """
        start_time = time.time()
        site = locate_build_folder(self.root) / "-".join(self.edition_id) / "site"
        if not self._build() and not site.is_dir():
            return False
        watched_paths = [self.root / name for name in WATCHED if (self.root / name).exists()]

        def announce_url(url: str) -> None:
            self.report(ServingBegun(url))
            # Something may have changed during the first build.
            if _find_newest_change(watched_paths) >= start_time:
                self._rebuild()

        serve_preview(site, watched_paths, self._rebuild, announce_url, port, open_browser)
        return True

    def _build(self) -> bool:
        """Build once; return whether there is a new site."""
        is_built = False
        for outcome in build_editions(
            self.root,
            *self.edition_id,
            self.printer,
            may_be_draft=True,
            source_date=self.source_date,
            report_progress=self.report_progress,
        ):
            self.report(outcome)
            is_built = isinstance(outcome, Built)
        return is_built

    def _rebuild(self) -> None:
        """Build again; what went wrong does not end the server."""
        start_time = time.perf_counter()
        try:
            is_built = self._build()
        except Exception as error:
            self.report(RebuildFailed(error))
            return
        self.report(SiteRebuilt(is_built, time.perf_counter() - start_time))


def _find_newest_change(watched_paths: Iterable[Path]) -> float:
    """Return when a watched file was last altered."""
    files = (
        file for watched_path in watched_paths for file in (watched_path, *watched_path.rglob("*"))
    )
    return max(file.stat().st_mtime for file in files)
