"""Rows 1 to 10 of BAD-INPUT, and what a PDF of ours must be."""

from __future__ import annotations

import io
import multiprocessing
import os
import re
import resource
import socket
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import page
import pytest
from pypdf import PdfReader

from boardpack.adapters.pdf import printer, workers
from boardpack.adapters.pdf.fonts import use_fonts, write_fonts
from boardpack.adapters.pdf.print_job import (
    DEFAULT_LIMITS,
    PackedTexts,
    PrintedPdf,
    PrintJob,
    PrintLimits,
    pack_text,
)
from boardpack.adapters.pdf.printer import print_html
from boardpack.adapters.pdf.workers import PrinterPool, print_document, start_printers
from boardpack.render.narrative import render_narrative
from boardpack.render.pdf.documents import plan_documents
from support.books import book_of, demo_book, templates
from support.instances import CANNOCK, minimal, without_file

pytestmark = pytest.mark.rotating

HEAD = '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>T</title>'
SERVICES = ("cannock-chase", "south-east-staffs-and-seisdon")
DEMO = [
    *(f"monthly-2018-11/pdf/{name}.pdf" for name in (*SERVICES, "directorate")),
    "safety-2018-W50/pdf/directorate.pdf",
]
MINIMAL = [
    f"monthly-2018-11/pdf/{name}.pdf" for name in ("cannock-chase", "seisdon", "directorate")
]


@pytest.fixture(scope="module", autouse=True)
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    config = write_fonts(tmp_path_factory.mktemp("fonts"))
    use_fonts(config)
    return config


@pytest.fixture(scope="module")
def pool(fonts: Path) -> Iterator[PrinterPool]:
    with start_printers(1, fonts) as found:
        yield found


@cache
def css() -> str:
    return templates()["pdf/print.css"]


def a_page(body: str, head: str = "") -> str:
    return f"{HEAD}{head}</head><body><h1>One</h1>{body}</body></html>"


def test_a_plain_document_is_printed() -> None:
    done = print_html(a_page("<p>Words ◆ ▲ ● ↑ ↓ → ■</p>"), css())
    assert (done.refusal, done.pages) == ("", 1)
    assert done.pdf.startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("3. three\n4. four", "3. 4."), ("0. nought\n1. one", "0. 1."), ("1. one\n2. two", "1. 2.")],
)
def test_a_numbered_list_begins_on_paper_where_it_begins_on_the_site(
    text: str, numbers: str
) -> None:
    done = print_html(a_page(render_narrative(text, {}).html), css())
    [page] = PdfReader(io.BytesIO(done.pdf)).pages
    assert " ".join(re.findall(r"\d\.", page.extract_text())) == numbers


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" role="img"><title>t</title>{}</svg>'  # noqa: E501


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """Listen on this computer: whoever asks is caught."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.01)
        yield server


@pytest.mark.parametrize("scheme", ["file:///etc/hostname", "http://127.0.0.1:{port}/x", "ftp://127.0.0.1:{port}/x", "http://169.254.169.254/latest"])  # fmt: skip # noqa: E501
@pytest.mark.parametrize(
    ("body", "head"),
    [
        ('<img src="{}" alt="x">', ""),
        ('<object data="{}">x</object>', ""),
        ('<embed src="{}">', ""),
        ('<p style="background: url({})">x</p>', ""),
        ('<p style="border-image: url({}) 3">x</p>', ""),
        ('<ul style="list-style: url({})"><li>x</li></ul>', ""),
        ("<p>x</p>", '<style>@import "{}";</style>'),
        ("<p>x</p>", "<style>@font-face {{ font-family: F; src: url({}) }}</style>"),
        ("<p>x</p>", '<link rel="stylesheet" href="{}">'),
        ("<p>x</p>", '<link rel="attachment" href="{}">'),
        ('<a rel="attachment" href="{}">x</a>', ""),
        ('<img src="x.png" alt="x">', '<base href="{}">'),
        (SVG.format('<image href="{}" width="9" height="9"/>'), ""),
    ],
)  # fmt: skip
def test_a_document_that_asks_for_anything_is_refused_and_nothing_is_asked(
    body: str, head: str, scheme: str, listener: socket.socket
) -> None:
    address = scheme.format(port=listener.getsockname()[1])
    done = print_html(a_page(body.format(address), head.format(address)), css())
    assert done.pdf == b""
    assert done.refusal
    with pytest.raises(TimeoutError):
        listener.accept()


@pytest.mark.parametrize(
    "body",
    [
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="x">',
        "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>\" alt='x'>",
        '<p style="background: url(data:image/png;base64,iVBORw0KGgo=)">x</p>',
    ],
)
def test_pictures_inside_an_address_are_refused_before_they_are_decoded(body: str) -> None:
    done = print_html(a_page(body), css())
    assert (done.pdf, done.refusal[:17]) == (b"", "it asks for data:")


def test_an_external_entity_leaks_nothing() -> None:
    secret = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "\0"
    body = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + SVG.format(
        "<text>&e;</text>"
    )
    done = print_html(a_page(body), css())
    assert secret.encode() not in done.pdf


@pytest.mark.parametrize("reference", ["href", "xlink:href"])
def test_a_drawing_that_uses_another_asks_for_nothing(
    reference: str, listener: socket.socket
) -> None:
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/x.svg#a"
    print_html(a_page(SVG.format(f'<use {reference}="{address}"/>')), css())
    with pytest.raises(TimeoutError):
        listener.accept()


@pytest.mark.parametrize(
    "body",
    [
        '<svg viewBox="0 0 9 9"><path d="M0 0h9"/></svg>',
        '<svg viewBox="0 0 9 9"><title> </title><circle r="3"/></svg>',
        '<img src="">',
        '<img src="" alt=" ">',
    ],
)
def test_a_picture_without_words_is_refused(body: str) -> None:
    done = print_html(a_page(body), css())
    assert (done.pdf, done.refusal) == (b"", "a picture has no words")


def test_a_document_without_language_is_refused() -> None:
    done = print_html(a_page("<p>x</p>").replace(' lang="en-GB"', ""), css())
    assert (done.pdf, done.refusal) == (b"", "it does not say its language")


def test_a_letter_that_our_fonts_lack_is_refused_by_its_font_or_its_glyph() -> None:
    done = print_html(a_page("<p>漢字</p>"), css())
    assert (done.pdf, bool(done.refusal)) == (b"", True)


SLOW = "<table><tr><td colspan=1000000>x</td></tr></table>" * 3
LONG = "<table>" + "<tr><td>a</td><td>b</td><td>c</td></tr>" * 30_000 + "</table>"


@pytest.mark.parametrize("body", [SLOW, LONG], ids=["colspan", "rows"])
def test_what_takes_too_long_is_ended_and_the_process_prints_the_next(
    pool: PrinterPool, body: str
) -> None:
    hasty = replace(pool, limits=PrintLimits(seconds=1))
    ((_, done),) = hasty.print_documents({"a": a_page(body)}, css())
    assert (done.pdf, done.refusal) == (b"", "it took more than 1 seconds of a processor")
    ((_, after),) = pool.print_documents({"b": a_page("<p>Words</p>")}, css())
    assert after.refusal == ""


def test_a_document_that_waits_for_its_turn_is_not_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    print_document = printer._print_document

    def wait_first(html: str, css: str, max_pages: int) -> PrintedPdf:
        time.sleep(0.6)
        return print_document(html, css, max_pages)

    print_html(a_page("<p>x</p>"), css())
    monkeypatch.setattr(printer, "_print_document", wait_first)
    assert print_html(a_page("<p>x</p>"), css(), PrintLimits(seconds=0.5)).refusal == ""


def test_what_takes_too_much_memory_is_ended_and_the_process_prints_the_next(
    pool: PrinterPool,
) -> None:
    done = pool.executor.submit(_print_tight, a_page("<p>" + "words and words " * 400_000)).result()
    assert done.pdf == b""
    assert done.refusal.endswith("MiB of memory")
    ((_, after),) = pool.print_documents({"b": a_page("<p>Words</p>")}, css())
    assert after.refusal == ""


def test_three_thousand_nested_elements_give_a_sentence() -> None:
    done = print_html(a_page("<div>" * 3000 + "x"), css())
    assert (done.pdf, done.refusal) == (b"", "its elements are nested too deeply")


def test_there_is_a_most_of_pages() -> None:
    many = a_page('<p style="break-after: page">x</p>' * 8)
    assert print_html(many, css(), PrintLimits(pages=5)).refusal == "it has 8 pages; 5 are allowed"
    assert print_html(many, css()).pages == 8
    assert DEFAULT_LIMITS.pages < 3000


def test_a_process_that_is_ended_takes_no_other_document_with_it(
    fonts: Path,
) -> None:
    class Fragile(Executor):
        """Ends the process instead of printing the document called b."""

        def __init__(self, inner: Executor) -> None:
            self.inner = inner

        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
            if args and args[0].packed_html == pack_text("end"):
                return self.inner.submit(_end)
            return self.inner.submit(fn, *args, **kwargs)

    with start_printers(2, fonts) as inner:
        good = a_page("<p>Words</p>")
        pool = replace(inner, executor=Fragile(inner.executor))
        found = dict(pool.print_documents({"a": good, "b": "end", "c": good}, css()))
    assert [found[name].refusal for name in "ac"] == ["", ""]
    assert found["b"].refusal.startswith("the process that printed it was ended")


def _print_tight(html: str) -> PrintedPdf:
    """Print with hardly more memory than the process has already."""
    print_html(a_page("<p>x</p>"), css())
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    megabytes = (pages * resource.getpagesize() >> 20) + 24
    return print_html(html, css(), PrintLimits(megabytes=megabytes))


def test_texts_that_wait_for_the_printer_take_little_room_and_come_out_as_they_were() -> None:
    html = a_page("<p>◆ Red</p>" * 1000)
    texts = PackedTexts([("a", html), ("b", "")])
    assert dict(texts) == {"a": html, "b": ""}
    assert len(pack_text(html)) < len(html) / 10


def _end() -> None:
    os._exit(9)


def test_a_job_sent_to_a_process_that_knows_nothing_gives_the_same_bytes_as_here(
    fonts: Path, pool: PrinterPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (document,) = [one for one in plan_documents(book_of(minimal())) if one.path == "seisdon.html"]
    html = document.make()
    job = PrintJob(pack_text(html), css())
    here = print_document(fonts, job)
    monkeypatch.delenv("FONTCONFIG_FILE")
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as elsewhere:
        there = elsewhere.submit(print_document, fonts, job).result()
    ((_, pooled),) = pool.print_documents({"seisdon": html}, job.css)
    assert here.refusal == ""
    assert here.pdf == there.pdf == pooled.pdf


def test_the_interpreter_s_garbage_collection_is_on_again() -> None:
    import gc

    print_html(a_page("<p>x</p>"), css())
    assert gc.isenabled()


def read_built(request: pytest.FixtureRequest, path: str) -> bytes:
    """Return a PDF of an instance, which is built only when one of its PDFs is asked for."""
    instance, _, file = path.partition("/")
    built: Path = request.getfixturevalue(f"built_{instance}")
    return (built / "build" / file).read_bytes()


@cache
def read(pdf: bytes) -> tuple[PdfReader, list[str]]:
    """Return what reads a PDF, and the text of each page."""
    reader = PdfReader(io.BytesIO(pdf))
    return reader, [one.extract_text() for one in reader.pages]


ALL = [
    *(pytest.param(f"demo/{path}", marks=pytest.mark.exhaustive) for path in DEMO),
    *(f"minimal/{path}" for path in MINIMAL),
]


@pytest.mark.parametrize("path", ALL)
def test_a_pdf_meets_pdf_ua_1(request: pytest.FixtureRequest, path: str) -> None:
    pdf = read_built(request, path)
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, report


@pytest.mark.parametrize("path", ALL)
def test_a_pdf_has_title_language_bookmarks_fonts_and_numbered_pages(
    request: pytest.FixtureRequest, path: str
) -> None:
    reader, texts = read(read_built(request, path))
    assert reader.metadata is not None
    assert reader.metadata.title
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"  # type: ignore[index]
    assert families(reader) <= {"Open-Sans", "OpenSans", "Boardpack-Symbols", "BoardpackSymbols"}
    total = len(texts)
    for number, text in enumerate(texts[1:], 2):
        assert f"Page {number} of {total}" in text
    assert "DRAFT" not in "".join(texts)


def families(reader: PdfReader) -> set[str]:
    found = set()
    for one in reader.pages:
        resources: Any = one["/Resources"]
        for font in resources.get("/Font", {}).values():
            name = str(font.get_object()["/BaseFont"])
            found.add("-".join(name.partition("+")[2].replace(" ", "-").split("-")[:2]))
            assert "+" in name, "the font is a subset that lies inside the PDF"
    return {name.removesuffix("-Semi").removesuffix("-Bold") for name in found}


@pytest.mark.exhaustive
@pytest.mark.parametrize("service", [*SERVICES, "directorate"])
def test_every_section_of_the_example_is_a_bookmark_and_heads_the_pages_that_it_goes_on_to(
    request: pytest.FixtureRequest, service: str
) -> None:
    reader, texts = read(read_built(request, f"demo/monthly-2018-11/pdf/{service}.pdf"))
    book = demo_book()
    parts = book.entry_views if service == "directorate" else book.views_by_service[service]
    starts = {
        str(one.title): reader.get_destination_page_number(one) for one in flat(reader.outline)
    }
    titles = {part.entry.section.title for part in parts}
    for title, next_title in pairwise(title for title in starts if title in titles):
        first, last = starts[title] or 0, starts[next_title] or 0
        assert title in " ".join(texts[first].split())
        for text in texts[first + 1 : last]:
            assert title in " ".join(text.split()), "the running head names what goes on"


def flat(outline: Any) -> Iterator[Any]:
    for one in outline:
        if isinstance(one, list):
            yield from flat(one)
        else:
            yield one


def test_a_draft_says_so_on_every_page_and_lists_what_is_missing() -> None:
    book = book_of(without_file(minimal(), CANNOCK), draft=True)
    documents = {document.path: document for document in plan_documents(book)}
    for name in ("directorate.html", "seisdon.html"):
        done = print_html(documents[name].make(), css())
        assert done.refusal == ""
        reader = PdfReader(io.BytesIO(done.pdf))
        texts = [" ".join(one.extract_text().split()) for one in reader.pages]
        assert all("DRAFT" in text for text in texts)
        if name != "seisdon.html":
            assert any("Access, Cannock Chase: missing" in text for text in texts)
            assert all("Missing: " in text for text in texts)
        report = page.validate_pdf_bytes(done.pdf, profile=page.ValidationProfile.PDF_UA_1)
        assert report.is_compliant


def test_the_module_knows_how_many_processors_there_are() -> None:
    assert workers.count_cores() >= 1
