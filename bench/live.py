"""Build again and again in one process, as `boardpack serve` does; print what each build took.

python bench/live.py INSTANCE RUNS
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench import change

from boardpack.adapters.pdf.fonts import write_fonts
from boardpack.adapters.pdf.workers import start_printers
from boardpack.operations.build_editions import build_editions


def main() -> None:
    """Warm up with a build, then measure."""
    root, runs = Path(sys.argv[1]), int(sys.argv[2])
    font_config = write_fonts(root / "build" / ".fonts")
    found = []
    with start_printers(2, font_config) as printer:
        for _ in range(2):
            change(root)
            list(build_editions(root, None, None, printer))
        for _ in range(runs):
            change(root)
            wall, cpu = time.perf_counter(), time.process_time()
            list(build_editions(root, None, None, printer))
            found.append({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu})
    print(json.dumps(found))


if __name__ == "__main__":
    main()
