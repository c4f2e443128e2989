"""Build an instance in this process without printing, and print what each phase took as JSON.

    python bench/phases.py INSTANCE [--again]

Seconds are those of a processor, which a busy machine lengthens less than those of a clock. With
`--again` nothing is taken away first: the build is that of what changed.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from boardpack.adapters.pdf.print_job import PrintedPdf
from boardpack.adapters.site.mkdocs import MkdocsBuilder
from boardpack.operations import build, build_editions

PHASES = {
    "load": [(build_editions, "open_workspace"), (build_editions, "select_editions")],
    "judge": [(build_editions, "check_editions")],
    "print HTML": [(build, "plan_documents"), (build, "PackedTexts")],
    "pages": [(build, "stage_site")],
    "site": [(MkdocsBuilder, "build_site")],
    "search for leaks": [(build, "search_build")],
}


class NoPrinter:
    """Takes documents, and gives a file of a few bytes for each."""

    def print_documents(
        self, html_by_name: Mapping[str, str], css: str
    ) -> Iterator[tuple[str, PrintedPdf]]:
        """Yield the name of each document."""
        return ((name, PrintedPdf(b"%PDF-1.7\n", 1)) for name in html_by_name)


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
    (home,) = [outcome.home_page for outcome in outcomes if hasattr(outcome, "home_page")]
    print(
        json.dumps(
            {
                "seconds": {phase: round(taken, 3) for phase, taken in seconds.items()},
                "MiB": _measure_peak(),
                "MiB after": peaks,
                "home KB": home.stat().st_size // 1000,
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
