"""Rows 1 to 10 of the register: what a PDF must not fetch, swallow or choke on.

Contributors cannot write HTML at all; whoever may change templates can, and is the last to be held.
"""

from __future__ import annotations

import socket
from functools import partial
from pathlib import Path

import pytest

from boardpack.adapters.pdf import workers
from boardpack.adapters.pdf.print_job import PrintLimits
from support.checking import check, find_codes, narrate
from support.instances import CANNOCK, Files, minimal
from support.running import boardpack, put

ATTACHED = (
    '<link rel=attachment href="file:///etc/hostname">',
    '<a rel="attachment" href="file:///etc/hostname">words</a>',
)
FETCHED = (
    '<img src="http://127.0.0.1:{port}/x" alt="x">',
    '<object data="ftp://127.0.0.1:{port}/x">x</object>',
    '<embed src="http://169.254.169.254/latest">',
    '<p style="background: url(file:///etc/hostname)">words</p>',
    '<style>@import "http://127.0.0.1:{port}/x";</style>',
    "<style>@font-face {{ font-family: F; src: url(http://127.0.0.1:{port}/x) }}</style>",
    '<p style="border-image: url(http://localhost:{port}/x) 3">words</p>',
)
BASE = '<base href="http://127.0.0.1:{port}/"><img src="x.png" alt="x">'
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>t</title>{}</svg>'
OUTSIDE = DRAWN.format('<image href="http://127.0.0.1:{port}/x" width="9" height="9"/>')
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><p>&e;</p>'
FLEX = '<div style="display: flex">' * 14 + "words"
_REPEATS = "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 9))
REPEATED = DRAWN.format(
    f'<defs><g id="a0"><path d="M0 0h9"/></g>{_REPEATS}</defs><use href="#a8"/>'
)
BOMB = "<table><tr><td colspan=1000000>x</td></tr></table>"


def fill(fragment: str, port: int = 9) -> str:
    return fragment.replace("{port}", str(port))


# What a contributor writes


@pytest.mark.bad_input(1, 2, 3, 4, 5, 6)
def test_nothing_that_asks_for_anything_can_be_written(tmp_path: Path) -> None:
    written = [*ATTACHED, *map(fill, FETCHED), fill(BASE), fill(OUTSIDE), ENTITY, BOMB]
    assert [codes for codes in find_codes(tmp_path, *written) if "S106" not in codes] == []


@pytest.mark.rotating
@pytest.mark.bad_input(7)
def test_marks_without_end_are_found_or_harmless_and_are_printed(tmp_path: Path) -> None:
    for mark in ("> ", "- ", "1. "):
        assert find_codes(tmp_path, f"{mark * 3000}words") == ["S112"]
    shallow = ("*a " * 3000, f"{'[' * 3000}words", f"{'**' * 3000}words{'**' * 3000}")
    assert find_codes(tmp_path, *shallow) == [""] * len(shallow)


@pytest.mark.bad_input(8)
def test_a_narrative_of_thousands_of_pages_is_refused_before_anybody_signs(tmp_path: Path) -> None:
    tree = {**minimal(), CANNOCK: minimal()[CANNOCK] + b"\nA paragraph of its own.\n" * 50_000}
    status, said = check(tree, tmp_path)
    assert (status, said[f"F107 {CANNOCK}"]) == (1, "1.2 MiB, and 1 MiB is the limit")


@pytest.mark.bad_input(9)
def test_a_picture_is_neither_decoded_nor_read(tmp_path: Path) -> None:
    folder = "content/monthly/2018-11"
    tree, [line] = narrate("![Waiting times](large.png)")
    tree[f"{folder}/large.png"] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0u0\0\0u0\x08\x02\0\0\0"
    status, said = check(tree, tmp_path)
    assert (status, sorted(said)) == (1, [f"S101 {folder}/large.png", f"S107 {CANNOCK}:{line}"])


@pytest.mark.bad_input(10)
def test_a_picture_without_words_cannot_be_written(tmp_path: Path) -> None:
    assert find_codes(tmp_path, "![](x.png)", '<img src="x.png">') == ["S107", "S106"]


# What whoever may change templates writes: the printer is the last to be asked

NAMES = ("Cannock Chase", "Seisdon Peninsula", "Example primary care")
PARTS = "pdf/cannock-chase.pdf", "pdf/seisdon.pdf", "pdf/directorate.pdf"


def hostile_templates(*bodies: str, start: str = '<html lang="en-GB">') -> Files:
    """Return a template by which each document of an edition holds another fragment."""
    parts = "".join(
        f"{{% if front.heading == {name!r} %}}{{% raw %}}{body}{{% endraw %}}{{% endif %}}"
        for name, body in zip(NAMES, bodies, strict=False)
    )
    head = (
        f'<!DOCTYPE html>{start}<head><meta charset="utf-8">'
        "<title>{{ front.title }}</title></head>"
    )
    page = f"{head}<body><h1>{{{{ front.heading }}}}</h1><p>Words</p>{parts}</body></html>"
    return {"site_templates/pdf/document.html.jinja": page.encode()}


@pytest.mark.exhaustive  # of what the printer refuses and of how a build says so
@pytest.mark.parametrize(
    ("bodies", "refusals"),
    [
        pytest.param(
            (*ATTACHED, FETCHED[0]), ("file:///etc/hostname", "file:///etc/hostname", "127.0.0.1"),
            marks=pytest.mark.bad_input(1, 2),
        ),
        pytest.param(
            FETCHED[1:4], ("127.0.0.1", "169.254.169.254", "file:///etc/hostname"),
            marks=pytest.mark.bad_input(2),
        ),
        pytest.param(
            FETCHED[4:7], ("127.0.0.1", "127.0.0.1", "localhost"), marks=pytest.mark.bad_input(2)
        ),
        pytest.param(
            (BASE, OUTSIDE, "<p>漢字</p>"), ("127.0.0.1", "127.0.0.1", "font"),
            marks=pytest.mark.bad_input(3, 4),
        ),
        pytest.param(
            ("<div>" * 3000, '<img src="">', '<img alt="x" src="data:image/png;base64,iVBORw0K">'),
            ("nested too deeply", "a picture has no words", "it asks for data:"),
            marks=pytest.mark.bad_input(7, 9, 10),
        ),
    ],
)  # fmt: skip
def test_a_document_that_asks_for_anything_is_refused_by_name_and_nothing_is_asked(
    tmp_path: Path, bodies: tuple[str, ...], refusals: tuple[str, ...]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.01)
        filled = (fill(body, server.getsockname()[1]) for body in bodies)
        ran = boardpack("-C", put({**minimal(), **hostile_templates(*filled)}, tmp_path), "build")
        with pytest.raises(TimeoutError):
            server.accept()
    assert ran.status == 1
    said = dict(zip(PARTS, refusals, strict=True))
    assert {part for part in said if f"{part[4:]} was not printed" in ran.out} == set(PARTS), ran
    for words in said.values():
        assert words in ran.out
    assert not list(tmp_path.glob("build/*/site"))


@pytest.mark.exhaustive
@pytest.mark.bad_input(5, 6, 10)
def test_what_is_refused_in_one_pack_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty = partial(workers.PrinterPool, limits=PrintLimits(seconds=1))
    monkeypatch.setattr(workers, "PrinterPool", hasty)
    other = {
        path.replace("monthly", "other"): data
        for path, data in minimal().items()
        if "monthly" in path
    }
    templates = hostile_templates(FLEX, ENTITY, REPEATED)
    [(path, page)] = templates.items()
    condition = b"{% if edition.pack_id == 'other' and front.heading"
    shut = page.replace(b"{% if front.heading", condition)
    root = put({**minimal(), **other, path: shut}, tmp_path)
    ran = boardpack("-C", root, "build")
    assert ran.status == 1
    assert "cannock-chase.pdf was not printed: it took more than 1 seconds" in ran.out
    # Where it is ended inside a drawing, WeasyPrint says that it could not draw.
    assert "directorate.pdf was not printed: " in ran.out
    secret = Path("/etc/hostname").read_bytes().strip()
    assert secret not in (root / "build/other-2018-11/pdf/seisdon.pdf").read_bytes()
    assert (root / "build/monthly-2018-11/site/index.html").exists()
    assert not (root / "build/other-2018-11/site").exists()
    put(hostile_templates(start="<html>"), root)
    assert "it does not say its language" in boardpack("-C", root, "build", "monthly").out
