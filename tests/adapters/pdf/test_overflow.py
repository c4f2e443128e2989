"""What stands outside its cell, its page or its chart is refused and named."""

from __future__ import annotations

import pytest

from boardpack.adapters.pdf import printer
from boardpack.adapters.pdf.fonts import use_fonts, write_fonts
from support.books import templates

HEAD = '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>T</title></head>'
TABLE = (
    "<table><caption>Attendances</caption><thead><tr><th>Trust</th><th>Seen</th></tr></thead>"
    "<tbody><tr><td>Riverside</td><td>18,470</td></tr></tbody></table>"
)


@pytest.fixture(scope="module", autouse=True)
def fonts(tmp_path_factory: pytest.TempPathFactory) -> None:
    use_fonts(write_fonts(tmp_path_factory.mktemp("fonts")))


def refuse(body: str, spoilt: str = "") -> str:
    css = templates()["pdf/print.css"] + spoilt
    return printer.print_html(f"{HEAD}<body><h2>A and E</h2>{body}</body></html>", css).refusal


def test_what_fits_is_printed() -> None:
    assert refuse(TABLE) == ""


UNDER = "under “A and E”)"
LINES = r"content: 'a\A b\A c\A d\A e\A f\A g\A h'; white-space: pre"


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        ("td { letter-spacing: 40mm }", f"“Riverside” (page 1, table “Attendances”, {UNDER}"),
        ("td { text-indent: 82mm }", f"“18,470” (page 1, table “Attendances”, {UNDER}"),
        ("h2 { white-space: nowrap; letter-spacing: 60mm }", f"“A and E” (page 1, {UNDER}"),
        (f"@page {{ @bottom-left {{ {LINES} }} }}", "(page 1, its head or foot)"),
    ],
)
def test_words_outside_their_place_are_named_with_their_table_and_page(
    spoilt: str, words: str
) -> None:
    refusal = refuse(TABLE, spoilt)
    assert refusal.startswith("words do not fit into their place: ")
    assert words in refusal
    assert "fewer columns" in refusal


def draw_chart(x: int, anchor: str) -> str:
    return (
        '<svg viewBox="0 0 480 190"><title>Spend</title>'
        f'<text x="{x}" y="20" font-size="14" text-anchor="{anchor}">£1,305,100</text></svg>'
    )


@pytest.mark.parametrize(("x", "anchor"), [(440, "start"), (40, "end"), (20, "middle")])
def test_a_figure_that_its_chart_would_cut_is_refused(x: int, anchor: str) -> None:
    assert "“£1,305,100” (chart “Spend”)" in refuse(draw_chart(x, anchor))


def test_a_figure_that_its_chart_shows_whole_is_printed() -> None:
    assert refuse(draw_chart(240, "middle")) == ""


def test_only_a_few_of_many_are_named() -> None:
    rows = "".join(f"<tr><td>name{n}</td><td>1</td></tr>" for n in range(9))
    refusal = refuse(f"<table>{rows}</table>", "td:first-child { letter-spacing: 60mm }")
    assert "; 6 more. " in refusal


def test_weasyprint_alone_prints_words_over_words_and_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(printer, "describe_overflows", lambda *_: "")
    assert refuse(TABLE, "td { text-indent: 82mm }") == ""
