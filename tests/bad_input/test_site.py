"""Rows 11 to 20 of the register: what is written into narratives, titles and names."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from support.books import Parsed
from support.checking import check, check_folder, find_codes, narrate, spoil
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    CANNOCK,
    DIRECTORATE,
    GLOSSARY,
    PACK,
    PEOPLE,
    RISK_ROWS,
    SEISDON,
    SHIFTS,
    edited,
    minimal,
    with_file,
)
from support.printing import printing
from support.running import boardpack, put
from support.sampling import sampled

SCRIPT = "<script>alert(1)</script>"
TAGS = (
    f"Words {SCRIPT} and more.",
    "<img src=x onerror=alert(1)>",
    '<iframe src="http://127.0.0.1/"></iframe>',
    '<form action="http://127.0.0.1/"><input name="q"></form>',
    "<style>body { display: none }</style>",
    "<svg onload=alert(1)>",
    '<base href="http://127.0.0.1/">',
)
LINKS = (
    "[words](javascript:alert(1))",
    "[words](JaVaScRiPt:alert(1))",
    "[words](&#x6A;avascript:alert(1))",
    "[words](data:text/html;base64,PHNjcmlwdD4=)",
    "[words](vbscript:alert(1))",
    "<javascript:alert(1)>",
)
ATTRIBUTES = (
    "Words <svg/onload=alert(1)>",
    "Words {onerror=alert(1)}",
    "Words {: onclick=alert(1) }",
    "### Words {: #id .class onclick=alert(1) }",
)
SNIPPETS = ('--8<-- "/etc/hostname"', "{% include '/etc/hostname' %}", "{{ 7 * 7 }} [TOC]")
PICTURES = (
    "![words](http://127.0.0.1/pixel.png)",
    "![words](file:///etc/hostname)",
    "![words](data:image/svg+xml;base64,PHN2Zz4=)",
    "![words][there]\n\n[there]: http://127.0.0.1/pixel.png",
)
TITLE = f"x</title>{SCRIPT}"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return every page of a draft, into which all of the above was written."""
    tree, _ = narrate(*TAGS, *LINKS, *ATTRIBUTES, *SNIPPETS, *PICTURES)
    for path, old in (
        (DIRECTORATE, "title: Seisdon Peninsula"),
        (DIRECTORATE, "title: Example primary care"),
        (DIRECTORATE, "about: Two services that are made up."),
        (PACK, "title: Monthly pack"),
        (PACK, "about: One report a month for each service."),
        (ACCESS, "title: Access"),
        (ACCESS, "title: Appointments missed"),
        (ACCESS, "source: Appointment system"),
        (ACCESS, "description: Booked appointments. Made-up figures."),
        (SHIFTS, "title: Shifts booked"),
    ):
        tree = edited(tree, path, old, f"{old.partition(':')[0]}: {json.dumps(TITLE)}")
    tree = edited(tree, GLOSSARY, "Did not attend", TITLE)
    tree = edited(tree, PEOPLE, "Manager of Seisdon Peninsula", TITLE)
    tree = edited(tree, RISK_ROWS, "Too few staff to open every day.", TITLE)
    root = put(tree, tmp_path_factory.mktemp("draft"))
    with printing():
        ran = boardpack("-C", root, "build", "--draft")
    assert ran.status == 0, ran
    site = root / "build/monthly-2018-11/site"
    return {
        path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")
    }


@pytest.mark.bad_input(11)
def test_html_is_found_line_by_line(tmp_path: Path) -> None:
    assert find_codes(tmp_path, *TAGS) == ["S106"] * len(TAGS)


@pytest.mark.rotating
@pytest.mark.bad_input(11, 13, 14)
def test_no_page_of_a_draft_runs_or_fetches_what_somebody_wrote(pages: dict[str, str]) -> None:
    assert len(pages) > 15
    for name, html in pages.items():
        assert SCRIPT not in html, name
        for tag, attributes in Parsed(html).elements:
            assert not [key for key in attributes if key.startswith("on")], (name, tag)
            assert tag not in ("iframe", "object", "embed", "base"), name
            addresses = (attributes.get(key) or "" for key in ("src", "action"))
            assert not [where for where in addresses if "127.0.0.1" in where], (name, tag)


@pytest.mark.bad_input(12)
def test_a_link_that_runs_something_is_found_and_is_no_link_on_a_page(
    tmp_path: Path, pages: dict[str, str]
) -> None:
    assert find_codes(tmp_path, *LINKS) == ["S113"] * len(LINKS)
    for name, html in pages.items():
        links = (attributes.get("href") or "" for _, attributes in Parsed(html).elements)
        assert not re.search(r"(?i)(^|\n)\s*(javascript|vbscript|data):", "\n".join(links)), name


@pytest.mark.bad_input(14)
def test_a_title_with_markup_is_text_on_every_page(pages: dict[str, str]) -> None:
    shown = [name for name, html in pages.items() if TITLE in Parsed(html).text]
    assert {"index.html", "services/seisdon.html", "measures/access.missed.html"} <= set(shown)


@pytest.mark.bad_input(15)
@pytest.mark.parametrize("key", ["template: main.html", "hide: [toc]", "title: x", "search: {}"])
def test_an_unknown_key_before_a_narrative_is_refused(tmp_path: Path, key: str) -> None:
    status, said = check(spoil(CANNOCK, ("status: ready", f"status: ready\n{key}")), tmp_path)
    assert (status, list(said)) == (1, [f"Y104 {CANNOCK}:4"])


@pytest.mark.bad_input(16)
def test_nothing_is_included_into_a_page(pages: dict[str, str]) -> None:
    words = Parsed(pages["services/cannock-chase.html"]).text
    for snippet in SNIPPETS:
        assert snippet in words


@pytest.mark.bad_input(17)
@pytest.mark.parametrize("path", ["content/guide/more.md", "data/datasets/access/2018-10.csv", "content/monthly/2018-10"])  # fmt: skip # noqa: E501
def test_a_link_to_another_place_is_refused(tmp_path: Path, path: str) -> None:
    put(minimal(), tmp_path)
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).symlink_to("/etc")
    assert check_folder(tmp_path) == (1, {f"F104 {path}": "this is a link to another place"})


@pytest.mark.bad_input(18)
def test_a_file_name_that_other_computers_cannot_hold_is_refused(tmp_path: Path) -> None:
    folder = "content/monthly/2018-11"
    names = ("x..md", "%2e%2e.md", "con.md", "x.", "a b.md", "a\u202eb.md", "a\u200bb.md", "-x.md")
    tree = {**minimal(), **{f"{folder}/{name}": b"x" for name in names}}
    status, said = check(tree, tmp_path)
    assert status == 1
    assert len([place for place in said if place.startswith("F101 ")]) == len(names)
    status, said = check(with_file(minimal(), f"{folder}/Seisdon.md", "x"), tmp_path)
    assert (status, f"F102 {SEISDON}" in said) == (1, True)


@pytest.mark.bad_input(18)
@pytest.mark.parametrize("name", ["nul", "..", "a/b", "a.b", "A", "%2e", "a\u202eb", "x" * 101])
def test_an_id_that_cannot_be_an_address_is_refused(tmp_path: Path, name: str) -> None:
    tree = {**minimal(), ACCESS_ROWS: minimal()[ACCESS_ROWS].replace(b"booked", name.encode())}
    status, said = check(edited(tree, ACCESS, "id: booked", f'id: "{name}"'), tmp_path)
    assert status == 1
    assert [place for place in said if place.startswith(("D101 ", "F108 "))]


@pytest.mark.bad_input(19)
def test_a_picture_is_found_and_on_no_page(tmp_path: Path, pages: dict[str, str]) -> None:
    assert find_codes(tmp_path, *PICTURES) == ["S107"] * len(PICTURES)
    for name, html in pages.items():
        assert "pixel.png" not in str([shown for _, shown in Parsed(html).elements]), name


NAUGHTY = (
    "undefined", "null", "NaN", "1/0", "-1e99", "0xabad1dea", "∞", "=1+1", "@SUM(1)", "\t=1",
    "%s%s%n", "%x%d", "{0}", "${HOME}", "{{ 7*7 }}", "{% raw %}", "$(touch x)", "`id`", "| cat x",
    "Ω≈ç√∫˜µ≤≥÷", "田中さんにあげて下さい", "مرحبا", "👩‍👩‍👧‍👦", "Ｔｈｅ", "T\u0336e\u0336x\u0336t",
    "\u202etest\u202c", "zero\u200bwidth", "\ufeff", "\u2028line\u2029", "\x00", "\x1b[31m", "\x85",
    SCRIPT, "'\"><img src=x onerror=alert(1)>", "]]>", "<!--", "<?xml?>", "&lt;b&gt;", "&#0;",
    "'; DROP TABLE users; --", "../../etc/hostname", "C:\\con\\con", "\\u0000", "\\", "\"", "'",
    "a" * 30_000, "9" * 5_000, "\n---\n", "\r\n\r\n", "::stop-commands::x", "%0A::error::x", " ",
)  # fmt: skip
TEXTS = {
    DIRECTORATE: "Example clinical commissioning group",
    PACK: "One report a month for each service.",
    ACCESS: "Booked appointments. Made-up figures.",
    SHIFTS: "Shifts booked",
}
CELLS = {
    GLOSSARY: "General medical services",
    PEOPLE: "Manager of Seisdon Peninsula",
    RISK_ROWS: "Too few staff to open every day.",
}


@pytest.mark.bad_input(20)
@pytest.mark.parametrize("text", sampled(NAUGHTY, 12), ids=lambda text: ascii(text[:20]))
def test_a_naughty_string_in_every_text_field_is_read_or_found(tmp_path: Path, text: str) -> None:
    tree = narrate(text)[0]
    quoted = '"' + text.replace('"', '""') + '"'
    for path, old in TEXTS.items():
        tree = edited(tree, path, old, json.dumps(text, ensure_ascii=False))
    for path, old in CELLS.items():
        tree = edited(tree, path, old, quoted)
    _, said = check(tree, tmp_path)
    assert not [what for what in said.values() if re.search("[\x00-\x1f\x7f-\x9f\u202e]", what)]
    assert max(map(len, said.values()), default=0) < 400
