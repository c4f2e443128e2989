"""Numbers of pages are exchanged after a page was laid out, and the bytes are the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from boardpack.adapters.pdf.fonts import write_fonts
from support.apart import run_apart
from support.repository import ROOT

pytestmark = pytest.mark.rotating

STYLE = (ROOT / "site_templates" / "pdf" / "print.css").read_text("utf-8")
CHAPTERS = "".join(
    f'<h2 id="c{number}" style="break-before: page">Chapter {number}</h2><p>Words. '
    f'<a class="bp-page" href="#c{12 - number}">The other</a> and more words after it.'
    for number in range(1, 12)
)
"""Eleven chapters of a page, each of which names the page of another, before or after it."""
CONTENTS = '<section class="contents"><ol>' + "".join(
    f'<li><a href="#c{number}">Chapter {number}</a></li>' for number in range(1, 12)
)
DOCUMENT = f"{CONTENTS}</ol></section>{CHAPTERS}"
PRINT = """
    import json, sys
    from pathlib import Path
    from boardpack.adapters.pdf import quick_import
    from boardpack.adapters.pdf.fonts import use_fonts
    html, css, fonts = json.load(sys.stdin)
    use_fonts(Path(fonts))
    from boardpack.adapters.pdf import printer, quick_pages
    from weasyprint.layout import page

    make, made = page.make_page, []
    def count(*args):
        made.append(args)
        return make(*args)
    page.make_page = count
    set_up = quick_pages.lay_out_once
    printer.lay_out_once = lambda: None
    printer.warm_up()
    def print_document():
        made.clear()
        printed = printer.print_html(html, css)
        assert not printed.refusal, printed.refusal
        return printed.pdf, printed.pages, len(made)
    slow = print_document()
    set_up()
    quick = print_document()
    print(json.dumps([slow[0] == quick[0], slow[1], slow[2], quick[2]]))
"""


def print_both(html: str, css: str, folder: Path) -> tuple[bool, int, int, int]:
    """Return whether the bytes are equal, the pages, and how often one was made without and with.

    In another process, because what is reached into stays so.
    """
    given = [f"<html lang=en><title>T</title>{html}", css, str(write_fonts(folder))]
    same, pages, slow, quick = json.loads(run_apart(PRINT, json.dumps(given)))
    return same, pages, slow, quick


def test_each_page_of_our_packs_is_made_once_and_not_a_byte_differs(tmp_path: Path) -> None:
    same, pages, slow, quick = print_both(DOCUMENT, STYLE, tmp_path)

    assert (same, pages, quick) == (True, 12, 12)
    # WeasyPrint alone makes them again: what is exchanged is no longer needed when this fails.
    assert slow > 2 * pages


@pytest.mark.parametrize(
    ("css", "why"),
    [
        ("a::after {content: target-counter(attr(href), page)}", "words move with a number"),
        (
            "a::after {content: target-counter(attr(href), page); float: right; width: 6em;"
            "text-align: center}",
            "a number in the middle of its place moves",
        ),
        (
            "p::after {content: 'of ' counter(pages); float: right; width: 6em}",
            "the number of all pages comes last",
        ),
        (
            "a::after {content: 'on page ' target-counter(attr(href), page);"
            "display: inline-block; width: 4.4em}",
            "page 10 takes a second line",
        ),
    ],
)
def test_where_a_number_has_no_place_of_its_own_pages_are_made_again(
    css: str, why: str, tmp_path: Path
) -> None:
    same, _, slow, quick = print_both(DOCUMENT, css, tmp_path)

    assert (same, quick > 12) == (True, True), why
    assert slow >= quick


def test_a_version_that_nobody_looked_at_is_left_alone() -> None:
    code = """
        from boardpack.adapters.pdf import quick_import, quick_pages
        from weasyprint import layout
        quick_pages.LOOKED_AT = ()
        quick_pages.lay_out_once()
        print(layout.make_all_pages is quick_pages.make_all_pages)
    """
    assert run_apart(code).split() == ["False"]
