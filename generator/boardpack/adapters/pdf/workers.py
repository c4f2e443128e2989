"""Processes that print PDFs, so that a document can be ended without ending the build.

A process that is ended takes the whole pool of `concurrent.futures` with it. The pool is then
made anew, and each document that was lost is printed once more, alone: only the one that cannot
be printed is refused.
"""

from __future__ import annotations

import faulthandler
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, ParamSpec, TypeVar

from boardpack.adapters.pdf.printed import PrintedPdf

P = ParamSpec("P")
T = TypeVar("T")

_PRINTER = "boardpack.adapters.pdf.printer"
_PRELOAD = ["boardpack.adapters.pdf.quick_import", _PRINTER]
_GRACE = 20.0
"""How many seconds after its own limit a process is ended that does not end by itself."""


def count_cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def start_printers(jobs: int) -> Iterator[Executor]:
    """Give an executor of so many processes; one begins to load WeasyPrint at once.

    Call `fonts.use_our_fonts` first: the processes inherit where the fonts are.
    """
    pool = _Pool(jobs)
    # In a thread, because the first process comes only when WeasyPrint has been imported.
    loader = Thread(target=_begin_loading, args=(pool,))
    loader.start()
    try:
        yield pool
    finally:
        loader.join()
        pool.shutdown(cancel_futures=True)


def _begin_loading(pool: Executor) -> None:
    """Start the first process; what it starts never sees the Ctrl-C that we ourselves answer."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    pool.submit(_load_printer)


class _Pool(Executor):
    """A pool of processes that is replaced when one of them was ended."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(_PRELOAD)
        self._executor = self._create_executor()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        try:
            return self._executor.submit(fn, *args, **kwargs)
        except BrokenProcessPool:
            self._executor.shutdown()
            self._executor = self._create_executor()
            return self._executor.submit(fn, *args, **kwargs)

    def _create_executor(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._jobs, mp_context=self._context, initializer=_initialise_process
        )

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait, cancel_futures=cancel_futures)


def print_documents(
    pool: Executor, htmls: Mapping[str, str], css: str, **limits: Any
) -> Iterator[tuple[str, PrintedPdf]]:
    """Yield the name and PDF of each document as it is done; `limits` are `print_html`'s.

    Printing begins at once, before the first result is asked for.
    """
    names_by_future = {
        pool.submit(_print_document, html, css, limits): name for name, html in htmls.items()
    }
    return _iterate_results(pool, names_by_future, htmls, css, limits)


def _iterate_results(
    pool: Executor,
    names_by_future: Mapping[Future[PrintedPdf], str],
    htmls: Mapping[str, str],
    css: str,
    limits: Mapping[str, Any],
) -> Iterator[tuple[str, PrintedPdf]]:
    lost_names = []
    for future in as_completed(names_by_future):
        try:
            result = future.result()
        except BrokenProcessPool:
            lost_names.append(names_by_future[future])
        else:
            yield names_by_future[future], result
    for name in sorted(lost_names):
        try:
            result = pool.submit(_print_document, htmls[name], css, limits).result()
        except BrokenProcessPool:
            result = _build_ended_result()
        yield name, result


def _initialise_process() -> None:
    """Leave Ctrl-C, which reaches every process of a terminal, to our parent; end when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed parent cannot send its processes home, and they would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _load_printer() -> None:
    import_module(_PRINTER).warm_up()


def _print_document(html: str, css: str, limits: Mapping[str, Any]) -> PrintedPdf:
    from boardpack.adapters.pdf.printer import SECONDS, print_html

    # Unlike a signal's handler, this also ends a process that never comes back to Python.
    with open(os.devnull, "w") as null_file:
        deadline = limits.get("seconds", SECONDS) + _GRACE
        faulthandler.dump_traceback_later(deadline, exit=True, file=null_file)
        try:
            return print_html(html, css, **limits)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _build_ended_result() -> PrintedPdf:
    return PrintedPdf(
        b"", 0, "the process that printed it was ended, for lack of time or of memory"
    )
