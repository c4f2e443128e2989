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

from boardpack.world.printed import Printed

P = ParamSpec("P")
T = TypeVar("T")

_PRINTER = "boardpack.world.weasyprint"
_PRELOAD = ["boardpack.world.quick_import", _PRINTER]
_GRACE = 20.0
"""How many seconds after its own limit a process is ended that does not end by itself."""


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def printers(jobs: int) -> Iterator[Executor]:
    """Give an executor of so many processes; one begins to load WeasyPrint at once.

    Call `fonts.use_our_fonts` first: the processes inherit where the fonts are.
    """
    pool = _Pool(jobs)
    # In a thread, because the first process comes only when WeasyPrint has been imported.
    beginning = Thread(target=_begin_loading, args=(pool,))
    beginning.start()
    try:
        yield pool
    finally:
        beginning.join()
        pool.shutdown(cancel_futures=True)


def _begin_loading(pool: Executor) -> None:
    """Start the first process; what it starts never sees the Ctrl-C that we ourselves answer."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    pool.submit(_load)


class _Pool(Executor):
    """A pool of processes that is replaced when one of them was ended."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(_PRELOAD)
        self._inner = self._new()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        try:
            return self._inner.submit(fn, *args, **kwargs)
        except BrokenProcessPool:
            self._inner.shutdown()
            self._inner = self._new()
            return self._inner.submit(fn, *args, **kwargs)

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._jobs, mp_context=self._context, initializer=_begin)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._inner.shutdown(wait, cancel_futures=cancel_futures)


def printed(
    pool: Executor, htmls: Mapping[str, str], css: str, **limits: Any
) -> Iterator[tuple[str, Printed]]:
    """Yield the name and PDF of each document as it is done; `limits` are `print_html`'s.

    Printing begins at once, before the first result is asked for.
    """
    waiting = {pool.submit(_print, html, css, limits): name for name, html in htmls.items()}
    return _results(pool, waiting, htmls, css, limits)


def _results(
    pool: Executor,
    waiting: Mapping[Future[Printed], str],
    htmls: Mapping[str, str],
    css: str,
    limits: Mapping[str, Any],
) -> Iterator[tuple[str, Printed]]:
    lost = []
    for future in as_completed(waiting):
        try:
            result = future.result()
        except BrokenProcessPool:
            lost.append(waiting[future])
        else:
            yield waiting[future], result
    for name in sorted(lost):
        try:
            result = pool.submit(_print, htmls[name], css, limits).result()
        except BrokenProcessPool:
            result = _ended()
        yield name, result


def _begin() -> None:
    """Leave Ctrl-C, which reaches every process of a terminal, to our parent; end when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed parent cannot send its processes home, and they would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _load() -> None:
    import_module(_PRINTER).warm_up()


def _print(html: str, css: str, limits: Mapping[str, Any]) -> Printed:
    from boardpack.world.weasyprint import SECONDS, print_html

    # Unlike a signal's handler, this also ends a process that never comes back to Python.
    with open(os.devnull, "w") as nowhere:
        end = limits.get("seconds", SECONDS) + _GRACE
        faulthandler.dump_traceback_later(end, exit=True, file=nowhere)
        try:
            return print_html(html, css, **limits)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _ended() -> Printed:
    return Printed(b"", 0, "the process that printed it was ended, for lack of time or of memory")
