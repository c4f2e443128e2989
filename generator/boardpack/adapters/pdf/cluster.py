"""PDFs printed by the workers of a Dask cluster, as the same bytes as here.

A document travels by value: Dask hands it to another worker when one is lost, which it could not
do with data that lay on the lost one. A font never travels: each worker has it from the same
package, and shows by a test page that it prints as this computer does.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from boardpack.adapters.pdf.engine import Engine, describe_difference, differs
from boardpack.adapters.pdf.print_children import ChildPool, start_child
from boardpack.adapters.pdf.print_job import PrintedPdf, PrintJob
from boardpack.adapters.pdf.workers import PrinterPool
from boardpack.errors import CannotRun

if TYPE_CHECKING:
    from distributed import Client

P = ParamSpec("P")
T = TypeVar("T")

_INSTALL = "python -m pip install 'boardpack[dask]'"
_CONNECT_SECONDS = 10
_CHECK_SECONDS = 120
_NO_WORKER_SECONDS = 60.0
"""How long a cluster may be without any worker before the build gives up."""
_START = "dask worker ADDRESS"
_SAME = "Install there what requirements.lock lists, and the same boardpack."
_AGAIN = "nothing was replaced, so build again"
_EVENTS = "all"
_FONTS = "boardpack-fonts"
_pools: dict[Path, ChildPool] = {}
"""Of this process, when it is a worker; there for the builds to come, because starting is slow."""


@contextmanager
def start_cluster_printer(
    address: str, fonts: Path, notify: Callable[[str], None]
) -> Iterator[PrinterPool]:
    """Give a printer whose documents are printed by the workers of a cluster.

    `address` is that of the scheduler, such as "tcp://10.0.0.5:8786"; `fonts` is a scratch folder.
    At the end `notify` is told which workers were lost. CannotRun, saying what to do, where there
    is no such cluster, or where a worker prints otherwise than this computer.
    """
    with _connect(address) as client:
        engine = _describe_own_engine(fonts)
        _compare_workers(client, address, engine)
        executor = _ClusterExecutor(client, address)
        try:
            yield PrinterPool(executor, partial(print_on_worker, engine))
        finally:
            executor.shutdown(wait=False)
            for sentence in executor.describe_losses():
                notify(sentence)


def print_on_worker(engine: Engine, job: PrintJob) -> PrintedPdf:
    """Print a document; a task of a Dask worker."""
    from distributed import get_worker

    try:
        return _find_pool().print_document(job, engine)
    except CannotRun as reason:
        # A worker that joined later was not asked before.
        words = f"the Dask worker {get_worker().address} cannot print this: {reason}. {_SAME}"
        raise CannotRun(words) from None


def describe_worker() -> Engine:
    """Return what a worker prints with; a task of a Dask worker."""
    return _find_pool().describe_engine()


def _find_pool() -> ChildPool:
    from distributed import get_worker

    # Dask takes this folder away, also after a worker that was killed.
    folder = Path(get_worker().local_directory) / _FONTS
    return _pools.setdefault(folder, ChildPool(folder))


@contextmanager
def _connect(address: str) -> Iterator[Client]:
    try:
        import dask
        from distributed import Client
    except ImportError:
        raise CannotRun(
            f"--dask needs the package 'distributed', which is not installed: {_INSTALL}"
        ) from None
    # Its lines for developers would stand between ours; what they tell, we tell as sentences.
    for logger in ("distributed", "distributed.client"):
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    # A directorate's document is a large argument, and by value on purpose.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        try:
            client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise CannotRun(
                f"no Dask scheduler answers at {address} ({type(error).__name__}); the address is "
                "one that `dask scheduler` prints, such as tcp://10.0.0.5:8786"
            ) from None
        with client:
            yield client


def _describe_own_engine(fonts: Path) -> Engine:
    child = start_child(fonts)
    child.end()
    return child.engine


def _compare_workers(client: Client, address: str, engine: Engine) -> None:
    """Raise CannotRun unless there are workers and all print as this computer does."""
    tasks = {
        worker: client.submit(describe_worker, workers=[worker], pure=False)
        for worker in sorted(client.nthreads())
    }
    if not tasks:
        raise CannotRun(f"the Dask scheduler at {address} has no worker; start one: {_START}")
    for worker, task in tasks.items():
        try:
            there: Engine = task.result(timeout=_CHECK_SECONDS)
        except Exception as error:
            kind = f"{type(error).__name__}: {error}"
            raise CannotRun(f"the Dask worker {worker} cannot print ({kind}). {_SAME}") from None
        if differs(there, engine):
            difference = describe_difference(there, engine)
            raise CannotRun(f"the Dask worker {worker} prints otherwise: {difference}. {_SAME}")


class WorkersLost(BrokenExecutor):
    """One worker after the other was lost while it printed a document."""


class _ClusterExecutor(Executor):
    """Dask's own executor, whose failures are told in our words."""

    def __init__(self, client: Client, address: str) -> None:
        self._client = client
        self._address = address
        self._executor = client.get_executor(pure=False)
        self._waiting: set[Future[Any]] = set()
        self._lost_documents: Counter[str] = Counter()
        client.subscribe_topic(_EVENTS, self._hear_event)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        from distributed.client import ClosedClientError

        try:
            inner: Future[T] = self._executor.submit(fn, *args, **kwargs)
        except ClosedClientError:
            raise self._describe_lost_scheduler() from None
        outer: Future[T] = Future()
        self._waiting.add(outer)
        inner.add_done_callback(partial(self._pass_on, outer))
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        from distributed.client import ClosedClientError

        # Of a client whose scheduler was lost there is nothing left to end.
        with suppress(ClosedClientError):
            self._client.unsubscribe_topic(_EVENTS)
            self._executor.shutdown(wait)

    def describe_losses(self) -> Iterator[str]:
        """Yield a sentence about each worker that was lost with documents of ours."""
        for worker, count in sorted(self._lost_documents.items()):
            documents = f"{count} document{'' if count == 1 else 's'}"
            yield f"The Dask worker {worker} was lost; {documents} had to be printed by others."

    def _pass_on(self, outer: Future[T], inner: Future[T]) -> None:
        from distributed import KilledWorker

        self._waiting.discard(outer)
        if outer.done():
            return
        if inner.cancelled():
            outer.set_exception(self._describe_lost_scheduler())
        elif isinstance(error := inner.exception(), KilledWorker):
            outer.set_exception(WorkersLost())
        elif error is not None:
            outer.set_exception(error)
        else:
            outer.set_result(inner.result())

    def _describe_lost_scheduler(self) -> CannotRun:
        return CannotRun(f"the Dask scheduler at {self._address} was lost; {_AGAIN}")

    def _hear_event(self, event: tuple[float, dict[str, Any]]) -> None:
        _, message = event
        if message.get("action") != "remove-worker":
            return
        lost = {*message["processing-tasks"], *message["lost-computed-tasks"]}
        if count := len(lost & self._client.futures.keys()):
            self._lost_documents[message["worker"]] += count
        self._client.loop.call_later(_NO_WORKER_SECONDS, self._give_up_without_workers)

    async def _give_up_without_workers(self) -> None:
        """Fail all when there is nobody to print it, or the build would wait for ever."""
        scheduler = self._client.scheduler
        if scheduler is None or (await scheduler.identity())["workers"]:
            return
        reason = f"the Dask scheduler at {self._address} has lost all its workers; {_AGAIN}"
        for future in tuple(self._waiting):
            if not future.done():
                future.set_exception(CannotRun(reason))
