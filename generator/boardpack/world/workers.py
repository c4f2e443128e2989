"""Processes that print PDFs, so that a document can be ended without ending the build."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boardpack.world.weasyprint import Printed

_PRINTER = "boardpack.world.weasyprint"


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def printers(jobs: int) -> Iterator[Executor]:
    """Give an executor of so many processes; one begins to load WeasyPrint at once.

    Call `fonts.use_our_fonts` first: the processes inherit where the fonts are.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload([_PRINTER])
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        pool.submit(_load)
        yield pool


def printed(pool: Executor, htmls: Mapping[str, str], css: str) -> Iterator[tuple[str, Printed]]:
    """Yield the name and PDF of each document as it is done."""
    waiting = {pool.submit(_print, html, css): name for name, html in htmls.items()}
    for future in as_completed(waiting):
        try:
            yield waiting[future], future.result()
        except BrokenProcessPool:
            yield waiting[future], _lost()


def _load() -> None:
    import_module(_PRINTER)


def _print(html: str, css: str) -> Printed:
    from boardpack.world.weasyprint import print_html

    return print_html(html, css)


def _lost() -> Printed:
    from boardpack.world.weasyprint import Printed

    return Printed(b"", 0, "the process that printed it was ended, perhaps for lack of memory")
