"""How time and memory grow with the services, and what history and a rebuild cost.

Run by `bench.py --scale`. All figures are seconds of a processor, and each aim is a ratio of two
runs or has room for a slow machine.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import generate

HERE = Path(__file__).resolve().parent
HISTORY_SERVICES, HISTORY_MONTHS = 50, 120
_MOST_GROWTH, _MOST_MEMORY, _MOST_HOME, _MOST_CHECK = 1.1, 600, 200, 4.0
_MOST_HISTORY, _MOST_WARM_HISTORY = 1.3, 1.1


class Measuring(Protocol):
    """What of a bench is used here."""

    folder: Path
    env: dict[str, str]

    def boardpack(self, root: Path, *words: str) -> Any:
        """Run a boardpack command on an instance; `cpu` is what it took."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What was aimed at, and what came of it."""

    what: str
    unit: str
    aim: float
    figure: float


@dataclass(frozen=True, slots=True)
class Size:
    """What one number of services takes: whole, again after a word changed, and to be checked."""

    services: int
    whole: Mapping[str, Any]
    again: Mapping[str, Any]
    check: float


def measure_scale(bench: Measuring, numbers: list[int]) -> Iterator[Aim]:
    """Measure everything, print it, and yield the aims."""
    sizes = [_measure_size(bench, n) for n in numbers]
    for size in sizes:
        print(f"N={size.services}: {_describe(size.whole)}; check {size.check:.2f}")
        print(f"N={size.services}, a narrative changed: {_describe(size.again)}", flush=True)
    few, many = sizes[0], sizes[-1]
    if few is not many:
        yield from _list_growth(few, many)
    yield Aim(f"N={many.services}: memory of the site's process", "MiB", _MOST_MEMORY,
              many.whole["MiB"])  # fmt: skip
    yield Aim(f"N={many.services}: home page", "KB", _MOST_HOME, many.whole["home KB"])
    yield Aim(f"N={many.services}: check, CPU", "s", _MOST_CHECK, many.check)
    yield from _measure_history(bench)


def _measure_size(bench: Measuring, n: int) -> Size:
    root = generate.write(bench.folder / f"scale-{n}", n)
    whole = _build(bench, root)
    _change(root)
    again = _build(bench, root, "--again")
    return Size(n, whole, again, bench.boardpack(root, "check").cpu)


def _build(bench: Measuring, root: Path, *words: str) -> Mapping[str, Any]:
    command = [sys.executable, str(HERE / "phases.py"), str(root), *words]
    done = subprocess.run(command, env=bench.env, check=True, capture_output=True, text=True)
    report: Mapping[str, Any] = json.loads(done.stdout)
    return report


def _change(root: Path) -> None:
    path = root / f"content/monthly/{generate.PERIOD}/service-03.md"
    path.write_text(path.read_text("utf-8").replace(" which", " that", 1), "utf-8")


def _list_growth(few: Size, many: Size) -> Iterator[Aim]:
    """Yield the power of the number of services with which each phase grows."""
    steps = math.log(many.services / few.services)
    for kind, before, after in (
        ("", few.whole["seconds"], many.whole["seconds"]),
        ("rebuild, ", few.again["seconds"], many.again["seconds"]),
    ):
        for phase in before:
            power = math.log(max(after[phase], 1e-3) / max(before[phase], 1e-3)) / steps
            yield Aim(f"growth of {kind}{phase}", "power", _MOST_GROWTH, power)


def _measure_history(bench: Measuring) -> Iterator[Aim]:
    month = generate.write(bench.folder / "history-1", HISTORY_SERVICES)
    years = generate.write(bench.folder / "history-years", HISTORY_SERVICES, HISTORY_MONTHS)
    # Only a clone has a secret with which what was read once is sealed, and then believed.
    subprocess.run(["git", "init", "--quiet", str(years)], check=True)
    cold, warm = [
        bench.boardpack(years, "check").cpu / bench.boardpack(month, "check").cpu for _ in range(2)
    ]
    what = f"check with {HISTORY_MONTHS} months of history"
    yield Aim(f"{what}, first", "x one", _MOST_HISTORY, cold)
    yield Aim(f"{what}, then", "x one", _MOST_WARM_HISTORY, warm)


def _describe(report: Mapping[str, Any]) -> str:
    phases = ", ".join(f"{phase} {taken:.2f}" for phase, taken in report["seconds"].items())
    return f"{phases}; {report['MiB']} MiB; home page {report['home KB']} KB"
