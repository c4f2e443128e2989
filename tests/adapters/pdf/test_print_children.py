"""Documents printed from threads, as a cluster's workers do: each in a process with its limits."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from boardpack.adapters.pdf import print_children
from boardpack.adapters.pdf.engine import describe_difference, differs
from boardpack.adapters.pdf.fonts import write_fonts
from boardpack.adapters.pdf.print_children import ChildEnded, ChildPool, start_child
from boardpack.adapters.pdf.print_job import PrintedPdf, PrintJob, PrintLimits, pack_text
from boardpack.adapters.pdf.workers import PrinterPool, print_document
from boardpack.errors import CannotRun

pytestmark = pytest.mark.rotating

ENDLESS = f"<table><tr><td colspan=1000000>x</td></tr></table>{'<p>x</p>' * 9}"


@pytest.fixture(scope="module")
def children(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChildPool]:
    pool = ChildPool(tmp_path_factory.mktemp("fonts"))
    yield pool
    while pool._idle:
        pool._idle.pop().end()


@pytest.fixture(scope="module")
def engine(children: ChildPool) -> dict[str, str]:
    return children.describe_engine()


def a_page(body: str) -> str:
    return f'<html lang="en-GB"><title>T</title><h1>One ◆</h1>{body}</html>'


def test_threads_print_the_same_bytes_as_a_process_of_ours(
    children: ChildPool, engine: dict[str, str], tmp_path: Path
) -> None:
    pages = {name: a_page(f"<p>{name}</p>") for name in "abc"}
    with ThreadPoolExecutor(1) as threads:
        pool = PrinterPool(threads, partial(children.print_document, engine=engine))
        there = dict(pool.print_documents(pages, "p { color: red }"))
    fonts = write_fonts(tmp_path)
    for name, page in pages.items():
        assert there[name] == print_document(fonts, PrintJob(pack_text(page), "p { color: red }"))
        assert there[name].pdf


def test_a_worker_that_is_asked_by_one_build_after_another_keeps_one_process(
    children: ChildPool, engine: dict[str, str]
) -> None:
    assert children.describe_engine() == engine
    [first] = children._idle
    assert children.describe_engine() == engine
    assert len(children._idle) == 1
    assert not first.is_running()


def test_a_document_that_takes_too_long_is_refused_in_a_thread_too(
    children: ChildPool, engine: dict[str, str]
) -> None:
    endless = PrintJob(pack_text(a_page(ENDLESS)), "", PrintLimits(seconds=0.3))
    with ThreadPoolExecutor(1) as threads:
        result = threads.submit(children.print_document, endless, engine).result()
    assert result.refusal == "it took more than 0.3 seconds of a processor"


def test_a_process_that_is_ended_costs_its_document_a_second_try_and_no_other_anything(
    children: ChildPool, engine: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: list[int] = []
    take_child = ChildPool._take_child

    def take_and_kill(pool: ChildPool, engine: dict[str, str]) -> print_children.PrintChild:
        child = take_child(pool, engine)
        if not lost:
            lost.append(child.process.pid)
            os.kill(child.process.pid, signal.SIGKILL)
        return child

    monkeypatch.setattr(ChildPool, "_take_child", take_and_kill)
    with ThreadPoolExecutor(1) as threads:
        pool = PrinterPool(threads, partial(children.print_document, engine=engine))
        results = dict(pool.print_documents({"a": a_page("a"), "b": a_page("b")}, ""))
    assert len(lost) == 1
    assert [(name, result.refusal) for name, result in results.items()] == [("b", ""), ("a", "")]


def test_what_ends_its_process_twice_is_refused() -> None:
    def end(job: PrintJob) -> PrintedPdf:
        raise ChildEnded

    with ThreadPoolExecutor(1) as threads:
        [(_, result)] = PrinterPool(threads, end).print_documents({"a": ""}, "")
    assert result.refusal.startswith("the process that printed it was ended")


def test_another_boardpack_than_the_one_that_asks_prints_nothing(
    children: ChildPool, engine: dict[str, str]
) -> None:
    asking = engine | {"weasyprint": "71.0", "boardpack": "another"}
    with pytest.raises(CannotRun, match=r"weasyprint 70\.\d+ there, 71\.0 here; boardpack's own"):
        children.print_document(PrintJob(pack_text(a_page("a")), ""), asking)


def test_a_version_that_changes_no_byte_of_a_page_keeps_nobody_from_printing() -> None:
    here = {"boardpack": "a", "fonttools": "4.2", "test page": "b"}
    assert not differs(here | {"fonttools": "4.1"}, here)
    assert differs(here | {"test page": "c"}, here)
    assert describe_difference(here | {"test page": "c"}, here) == (
        "a page printed there is not the page printed here"
    )


def test_a_computer_that_cannot_print_says_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango')")
    package = Path(print_children.__file__).parents[3]
    monkeypatch.setattr(print_children, "_list_import_folders", lambda: f"{tmp_path}:{package}")
    with pytest.raises(CannotRun, match=r"OSError: cannot load library libpango"):
        start_child(tmp_path / "fonts")
