"""Build an instance in this process without printing, and print what each phase took as JSON.

    python bench/phases.py INSTANCE [--again]

Seconds are those of a processor, which a busy machine lengthens less than those of a clock. With
`--again` nothing is taken away first: the build is that of what changed.
"""

from __future__ import annotations

import io
import json
import re
import resource
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pypdf import PdfWriter

from boardpack.adapters.pdf.print_job import PrintedPdf
from boardpack.adapters.site.mkdocs import MkdocsBuilder
from boardpack.operations import build, build_editions
from boardpack.operations.build_outcome import Built
from boardpack.render.pdf.pack_pages import name_end

_PLACE = re.compile(r'id="([^"]+)"')

PHASES = {
    "load": [(build_editions, "open_workspace"), (build_editions, "select_editions")],
    "judge": [(build_editions, "check_editions")],
    "print HTML": [(build, "plan_documents"), (build, "PackedTexts")],
    "pages": [(build, "stage_site")],
    "site": [(MkdocsBuilder, "build_site")],
    "search for leaks": [(build, "search_build")],
}


class NoPrinter:
    """Takes documents, and gives for each a file of a few bytes, or a page with all its places."""

    def print_documents(
        self, html_by_name: Mapping[str, str], css: str
    ) -> Iterator[tuple[str, PrintedPdf]]:
        """Yield the name of each document."""
        return ((name, PrintedPdf(_make_pdf(html), 1)) for name, html in html_by_name.items())


def _make_pdf(html: str) -> bytes:
    """Return a PDF with the places of a document, where a build asks on which pages they are."""
    names = _PLACE.findall(html)
    # A committee's papers alone say where they end.
    if not any(name.endswith(name_end("")) for name in names):
        return b"%PDF-1.7\n"
    writer = PdfWriter()
    writer.add_blank_page(width=1, height=1)
    for name in dict.fromkeys(names):
        writer.add_named_destination(name, 0)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def main() -> None:
    """Build, and print the seconds of each phase, the whole, and the most memory by then in MiB."""
    root = Path(sys.argv[1])
    if "--again" not in sys.argv:
        shutil.rmtree(root / "build", ignore_errors=True)
    seconds: Counter[str] = Counter()
    peaks: dict[str, int] = {}
    for phase, places in PHASES.items():
        for owner, name in places:
            setattr(owner, name, _timed(getattr(owner, name), phase, seconds, peaks))
    begun = time.process_time()
    outcomes = list(build_editions.build_editions(root, None, None, NoPrinter()))
    seconds["whole"] = time.process_time() - begun
    homes = [outcome.home_page for outcome in outcomes if isinstance(outcome, Built)]
    print(
        json.dumps(
            {
                "seconds": {phase: round(taken, 3) for phase, taken in seconds.items()},
                "MiB": _measure_peak(),
                "MiB after": peaks,
                "home KB": max(home.stat().st_size for home in homes) // 1000,
            }
        )
    )


def _measure_peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _timed(
    function: Callable[..., Any], phase: str, seconds: Counter[str], peaks: dict[str, int]
) -> Callable[..., Any]:
    def run(*args: Any, **kwargs: Any) -> Any:
        begun = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            seconds[phase] += time.process_time() - begun
            peaks[phase] = _measure_peak()

    return run


if __name__ == "__main__":
    main()
