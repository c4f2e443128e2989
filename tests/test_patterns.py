"""Nothing that somebody types, however odd or long, keeps a pattern busy for minutes."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from types import FrameType, ModuleType
from typing import Any

import pytest

import boardpack.adapters.git.trailers
import boardpack.adapters.terminal
import boardpack.adapters.workbook_grids
import boardpack.analysis
import boardpack.checks
import boardpack.load
import boardpack.model

Read = Callable[[str], Any]

RUNS = (" ", "\n", "_", "*", "-", "=", "#", ">", "|", "a", "1", "[", "<", ",", "a ", "a_", "1,",
        "- ", "|-", "<!--", "[a", "a.", "=-")  # fmt: skip
MORE_RUNS = ("(", "`", "&", "!", "'", '"', ";", ":", "/", "\\", "1 ", "* ", "> ", "](", "a'", "\t",
             "é", "–", "<a ", "${", "{{", "a@", "@", "+", "%", "~", "0.", "x\n", "=\n", "-\n",
             "| |", "a\n\n", "A ", "Aa ", "A1", " \n", "\x00")  # fmt: skip
LONG = 2_000
UNSEEN = 0.01
"""CPU seconds that no doubt is worth: what grows with the length alone takes a tenth of them."""
GIVEN_UP = 0.5


def iterate_modules() -> Iterator[ModuleType]:
    for package in (boardpack.load, boardpack.model, boardpack.analysis, boardpack.checks):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)
    # What a commit says, what is printed of it, and what a workbook holds.
    yield from (
        boardpack.adapters.git.trailers,
        boardpack.adapters.terminal,
        boardpack.adapters.workbook_grids,
    )


def iterate_reads() -> Iterator[tuple[str, re.Pattern[str], Read]]:
    """Yield each pattern of letters by its name, with the ways in which its module reads by it."""
    everything = "".join(map(inspect.getsource, iterate_modules()))
    for module in iterate_modules():
        source = inspect.getsource(module)
        for name, pattern in vars(module).items():
            is_own = isinstance(pattern, re.Pattern) and f"\n{name} = " in source
            if not is_own or isinstance(pattern.pattern, bytes):
                continue
            readers = source if name.startswith("_") else everything
            ways = set(re.findall(rf"\b{name}\.(\w+)", readers))
            anchored = ways and ways <= {"match", "fullmatch"}
            for way in ways & {"match", "fullmatch"} if anchored else ("search",):
                yield f"{module.__name__}.{name}", pattern, getattr(pattern, way)


def stop(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def measure(read: Read, text: str) -> float:
    """Return the CPU seconds that a text takes; what takes far too many is given up."""
    usual = signal.signal(signal.SIGVTALRM, stop)
    start = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, GIVEN_UP)
    try:
        read(text)
    except TimeoutError:
        return GIVEN_UP
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, usual)
    return time.process_time() - start


def grows_faster_than_its_text(read: Read, start: str, run: str, end: str) -> bool:
    """Return whether four times the text takes more than twice as long again as it should."""

    def write(length: int) -> str:
        return start + run * (length // len(run)) + end

    short = measure(read, write(LONG))
    if short < UNSEEN or short >= GIVEN_UP:
        return short >= GIVEN_UP
    # Something else may have taken the time.
    short = min(short, measure(read, write(LONG)))
    long = measure(read, write(4 * LONG))
    return long >= min(GIVEN_UP, 8 * max(short, UNSEEN))


def find_slow_texts(runs: Sequence[str], ends: Sequence[str]) -> list[tuple[str, str, str, str]]:
    slow = []
    for name, pattern, read in iterate_reads():
        # What a pattern is looking for leads furthest into it.
        words = re.findall(r"(?<![\\<])\b[A-Za-z]{3,}\b", pattern.pattern)
        for start in ("", *words[:1], *(f"{word}: " for word in words[:1])):
            texts = ((start, run, end) for run in runs for end in ends)
            case = next((case for case in texts if grows_faster_than_its_text(read, *case)), None)
            if case:
                slow.append((name, *case))
    return slow


def test_no_pattern_reads_a_long_text_again_from_each_of_its_places() -> None:
    assert find_slow_texts(RUNS, ["\x00"]) == []


@pytest.mark.exhaustive
def test_no_pattern_does_whatever_the_text_is_made_of() -> None:
    assert find_slow_texts((*RUNS, *MORE_RUNS), ["", "!", "\x00", "x", "?", "\n", "zz "]) == []


def test_a_pattern_that_does_is_found() -> None:
    slow = re.compile(r"status\s*[:=]?\s*\w+")
    assert grows_faster_than_its_text(slow.fullmatch, "status", " ", "?")
    assert not grows_faster_than_its_text(slow.fullmatch, "status: ", "a", "?")
