"""PDFs printed by a cluster of Dask: the same bytes, and a plain sentence for what goes wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from boardpack.adapters.pdf import cluster
from boardpack.adapters.pdf.cluster import start_cluster_printer
from boardpack.adapters.pdf.fonts import write_fonts
from boardpack.adapters.pdf.workers import PrinterPool, start_printers
from boardpack.errors import CannotRun
from support.instances import minimal
from support.running import boardpack, put

if TYPE_CHECKING:
    from distributed import LocalCluster

PAGES = {f"page {n}": f'<html lang="en-GB"><title>T</title><h1>{n} ◆</h1></html>' for n in range(8)}
CSS = "h1 { color: red }"

Start = Callable[..., "LocalCluster"]
Connect = Callable[[str], PrinterPool]


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a cluster of worker processes that ends with the test."""
    from distributed import LocalCluster

    with ExitStack() as ending:

        def start_cluster(workers: int = 2) -> LocalCluster:
            started = LocalCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50
            )
            return ending.enter_context(started)

        yield start_cluster


@pytest.fixture
def connect(tmp_path: Path, lines: list[str]) -> Iterator[Connect]:
    with ExitStack() as ending:

        def connect_to(address: str) -> PrinterPool:
            printer = start_cluster_printer(address, tmp_path / "fonts", lines.append)
            return ending.enter_context(printer)

        yield connect_to


def test_where_dask_is_not_installed_a_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    root = put(minimal(), tmp_path)
    ran = boardpack("-C", root, "build", "--dask", "tcp://127.0.0.1:1")
    assert ran.status == 2
    assert ran.err == (
        "boardpack: --dask needs the package 'distributed', which is not installed: "
        "python -m pip install 'boardpack[dask]'\n"
    )


def test_what_is_private_goes_to_no_cluster(tmp_path: Path) -> None:
    root = put(minimal(), tmp_path)
    ran = boardpack("-C", root, "build", "--dask", "tcp://127.0.0.1:1", "--private", tmp_path / "p")
    assert (ran.status, "printed on this computer only" in ran.err) == (2, True)


@pytest.mark.exhaustive
def test_an_edition_is_built_by_two_workers_as_the_same_bytes_as_here(
    start: Start, tmp_path: Path
) -> None:
    here, there = put(minimal(), tmp_path / "here"), put(minimal(), tmp_path / "there")
    assert boardpack("-C", here, "build", "--jobs", "1").status == 0
    ran = boardpack("-C", there, "build", "--dask", start().scheduler_address)
    assert (ran.status, ran.err) == (0, "")
    files = {path.relative_to(here) for path in here.rglob("build/*/site/**/*.*")}
    assert len([file for file in files if file.suffix == ".pdf"]) == 3
    for file in files:
        assert (there / file).read_bytes() == (here / file).read_bytes(), file


@pytest.mark.exhaustive
def test_a_worker_that_is_lost_is_named_and_others_print_its_documents(
    start: Start, connect: Connect, lines: list[str], tmp_path: Path
) -> None:
    workers = start()
    with start_printers(1, write_fonts(tmp_path / "own")) as printer:
        expected = dict(printer.print_documents(PAGES, CSS))
    with start_cluster_printer(
        workers.scheduler_address, tmp_path / "fonts", lines.append
    ) as printer:
        results = printer.print_documents(PAGES, CSS)
        first_name, first_result = next(results)
        nanny = next(iter(workers.workers.values()))
        address = nanny.worker_address
        nanny.process.process._process.kill()
        printed = dict(results) | {first_name: first_result}
    assert printed == expected
    assert len(lines) == 1
    assert lines[0].startswith(f"The Dask worker {address} was lost; ")


@pytest.mark.exhaustive
def test_a_worker_that_prints_otherwise_is_refused_before_anything_is_printed(
    start: Start, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = cluster._describe_own_engine
    monkeypatch.setattr(
        cluster, "_describe_own_engine", lambda fonts: own(fonts) | {"test page": "another"}
    )
    with pytest.raises(CannotRun, match="a page printed there is not the page printed here"):
        connect(start(1).scheduler_address)


@pytest.mark.exhaustive
def test_a_cluster_that_is_not_there_or_has_nobody_is_said(start: Start, connect: Connect) -> None:
    address = start(0).scheduler_address
    with pytest.raises(CannotRun, match="has no worker; start one"):
        connect(address)
    with pytest.raises(CannotRun, match="the address is one that `dask scheduler` prints"):
        connect("nonsense://127.0.0.1:1")


@pytest.mark.exhaustive
def test_a_scheduler_that_went_before_anything_was_asked_of_it_is_said(
    start: Start, lines: list[str], tmp_path: Path
) -> None:
    workers = start(1)
    with start_cluster_printer(
        workers.scheduler_address, tmp_path / "fonts", lines.append
    ) as printer:
        # As a client does by itself that has not reached its scheduler for a while.
        printer.executor._client.close()  # type: ignore[attr-defined]
        with pytest.raises(CannotRun, match="was lost; nothing was replaced"):
            list(printer.print_documents(PAGES, CSS))


@pytest.mark.exhaustive
@pytest.mark.parametrize("loss", ["its workers", "scheduler"])
def test_a_cluster_that_goes_meanwhile_stops_the_build_with_a_sentence(
    start: Start, connect: Connect, monkeypatch: pytest.MonkeyPatch, loss: str
) -> None:
    monkeypatch.setattr(cluster, "_NO_WORKER_SECONDS", 0.1)
    workers = start(1)
    results = connect(workers.scheduler_address).print_documents(PAGES, CSS)
    next(results)
    if loss == "scheduler":
        workers.close()
    else:
        workers.scale(0)
    with pytest.raises(CannotRun, match="nothing was replaced, so build again"):
        list(results)
