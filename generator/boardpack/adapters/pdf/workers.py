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
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    as_completed,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import ParamSpec, Protocol, TypeVar

from boardpack.adapters.pdf.fonts import use_fonts
from boardpack.adapters.pdf.print_job import (
    DEFAULT_LIMITS,
    PrintedPdf,
    PrintJob,
    PrintLimits,
    pack_text,
    unpack_text,
)

P = ParamSpec("P")
T = TypeVar("T")

_PRINTER = "boardpack.adapters.pdf.printer"
_PRELOAD = ["boardpack.adapters.pdf.quick_import", _PRINTER]
_PATIENCE = 20.0
"""How many times its limit of processor time a document may take, waiting for its turn included."""


class DocumentPrinter(Protocol):
    """Whatever turns print HTML into PDFs."""

    def print_documents(
        self, html_by_name: Mapping[str, str], css: str
    ) -> Iterator[tuple[str, PrintedPdf]]:
        """Yield the name and PDF of each document as it is done."""


@dataclass(frozen=True, slots=True)
class PrinterPool:
    """A printer that hands each document to an executor, in processes here or on other computers.

    `print_job` is what the executor is asked to do with each; it can be pickled. A future that
    fails with BrokenExecutor is a document that was lost, and is printed once more. When
    `prints_ahead`, printing begins before the first result is asked for.
    """

    executor: Executor
    print_job: Callable[[PrintJob], PrintedPdf]
    prints_ahead: bool = True
    limits: PrintLimits = DEFAULT_LIMITS

    def print_documents(
        self, html_by_name: Mapping[str, str], css: str
    ) -> Iterator[tuple[str, PrintedPdf]]:
        """Yield the name and PDF of each document as it is done."""
        jobs = {
            name: PrintJob(pack_text(html), css, self.limits) for name, html in html_by_name.items()
        }
        if self.prints_ahead:
            return self._iterate_results(self._submit_jobs(jobs), jobs)
        return self._print_when_asked(jobs)

    def _submit_jobs(self, jobs: Mapping[str, PrintJob]) -> dict[Future[PrintedPdf], str]:
        return {self.executor.submit(self.print_job, job): name for name, job in jobs.items()}

    def _print_when_asked(self, jobs: Mapping[str, PrintJob]) -> Iterator[tuple[str, PrintedPdf]]:
        yield from self._iterate_results(self._submit_jobs(jobs), jobs)

    def _iterate_results(
        self, names_by_future: dict[Future[PrintedPdf], str], jobs: Mapping[str, PrintJob]
    ) -> Iterator[tuple[str, PrintedPdf]]:
        lost_names = []
        for future in as_completed(names_by_future):
            # Taken away, or the PDFs of all documents would be held to the end.
            name = names_by_future.pop(future)
            try:
                result = future.result()
            except BrokenExecutor:
                lost_names.append(name)
            else:
                yield name, result
        for name in sorted(lost_names):
            try:
                result = self.executor.submit(self.print_job, jobs[name]).result()
            except BrokenExecutor:
                result = _build_ended_result()
            yield name, result


def count_cores() -> int:
    """Return how many processors this process may use."""
    # A container or `taskset` may allow fewer processors than the machine has.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def start_printers(process_count: int, font_config: Path) -> Iterator[PrinterPool]:
    """Give a printer of so many processes; one begins to load WeasyPrint at once.

    A single process prints only when asked, because the build needs the processor until then.
    """
    executor = _RenewedExecutor(process_count)
    # In a thread, because the first process comes only when WeasyPrint has been imported.
    loader = Thread(target=_begin_loading, args=(executor, font_config))
    loader.start()
    try:
        yield PrinterPool(
            executor, partial(print_document, font_config), prints_ahead=process_count > 1
        )
    finally:
        loader.join()
        executor.shutdown(cancel_futures=True)


def print_document(font_config: Path, job: PrintJob) -> PrintedPdf:
    """Print a document in this process, which is ended when it takes far too long."""
    use_fonts(font_config)
    from boardpack.adapters.pdf.printer import print_html

    # Unlike a signal's handler, this also ends a process that never comes back to Python.
    with open(os.devnull, "w") as null_file:
        deadline = job.limits.seconds * _PATIENCE
        faulthandler.dump_traceback_later(deadline, exit=True, file=null_file)
        try:
            return print_html(unpack_text(job.packed_html), job.css, job.limits)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _begin_loading(executor: Executor, font_config: Path) -> None:
    """Start the first process; what it starts never sees the Ctrl-C that we ourselves answer."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    executor.submit(_load_printer, font_config)


class _RenewedExecutor(Executor):
    """A pool of processes that is replaced when one of them was ended."""

    def __init__(self, process_count: int) -> None:
        self._process_count = process_count
        # fork would copy our threads in whatever state; spawn imports WeasyPrint for each process.
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
            self._process_count, mp_context=self._context, initializer=_initialise_process
        )

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait, cancel_futures=cancel_futures)


def _initialise_process() -> None:
    """Leave Ctrl-C, which reaches every process of a terminal, to our parent; end when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed parent cannot send its processes home, and they would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        # sys.exit would end this thread only.
        os._exit(1)


def _load_printer(font_config: Path) -> None:
    use_fonts(font_config)
    import_module(_PRINTER).warm_up()


def _build_ended_result() -> PrintedPdf:
    return PrintedPdf(
        b"", 0, "the process that printed it was ended, for lack of time or of memory"
    )
