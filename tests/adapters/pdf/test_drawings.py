"""Charts in a PDF: ours are painted quickly, and look like what WeasyPrint makes of their SVG."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import page
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from boardpack.adapters.pdf import printer
from boardpack.adapters.pdf.drawings import draw_charts
from boardpack.adapters.pdf.fonts import use_fonts, write_fonts
from boardpack.analysis.figures.line import LineFigure, Mark
from boardpack.model.dataset import Unit
from boardpack.render import icons
from boardpack.render.charts import line

pytestmark = pytest.mark.rotating

CHART = LineFigure(
    title="Waiting",
    unit=Unit.PERCENT,
    decimals=1,
    labels=("Sep 18", "Oct 18", "Nov 18"),
    values=(Decimal("91.5"), None, Decimal("95.1")),
    target=Decimal(95),
    rebased=(Mark(1, "New system"),),
    events=(),
    words='Waiting: 95.1%, "good" & below <100%.',
)
CSS = "svg, img { display: block; width: 83mm; height: 32.85mm; font-family: 'Open Sans' }"


@pytest.fixture(scope="module", autouse=True)
def fonts(tmp_path_factory: pytest.TempPathFactory) -> None:
    use_fonts(write_fonts(tmp_path_factory.mktemp("fonts")))


def document(svg: str) -> str:
    return f'<html lang="en-GB"><title>T</title><h1>T</h1><figure>{svg}</figure></html>'


def shown(pdf: bytes) -> tuple[list[str], set[tuple[float, ...]], int]:
    """Return the words of a PDF, where its lines go, and how many strokes there are."""
    first = PdfReader(io.BytesIO(pdf)).pages[0]
    contents = first.get_contents()
    assert contents is not None
    lines = {tuple(map(float, numbers)) for numbers, name in contents.operations if name == b"l"}
    strokes = sum(name == b"S" for _, name in contents.operations)
    return sorted(first.extract_text().split()), lines, strokes


def glyph_placements(pdf: bytes) -> int:
    """Return how often the place is set where letters go."""
    contents = PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    assert contents is not None
    return sum(name == b"Tm" for _, name in contents.operations)


def alternatives(pdf: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(pdf))
    tables = (*reader.xref.values(), reader.xref_objStm)
    objects = (reader.get_object(number) for table in tables for number in table if number)
    found = (one for one in objects if isinstance(one, DictionaryObject))
    return [str(one["/Alt"]) for one in found if "/Alt" in one]


def test_a_chart_is_painted_as_weasyprint_draws_it(monkeypatch: pytest.MonkeyPatch) -> None:
    html = document(line.draw_svg(CHART))
    painted = printer.print_html(html, CSS)
    monkeypatch.setattr(printer, "draw_charts", lambda html, _: (html, {}))
    drawn = printer.print_html(html, CSS)
    assert (painted.refusal, drawn.refusal) == ("", "")
    assert shown(painted.pdf) == shown(drawn.pdf)
    assert len(painted.pdf) < len(drawn.pdf)
    assert glyph_placements(drawn.pdf) > 2 * glyph_placements(painted.pdf), (
        "WeasyPrint places letter by letter"
    )


@pytest.mark.parametrize(
    "icon",
    [
        *map(icons.draw_variation_icon, icons.VARIATION_WORDS),
        *map(icons.draw_assurance_icon, icons.ASSURANCE_WORDS),
    ],
)
def test_an_icon_is_painted_as_weasyprint_draws_it(
    icon: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = document(icon)
    painted = printer.print_html(html, ".bp-icon { width: 10pt; height: 10pt }")
    assert "<svg" not in draw_charts(html, None)[0]
    monkeypatch.setattr(printer, "draw_charts", lambda html, _: (html, {}))
    drawn = printer.print_html(html, ".bp-icon { width: 10pt; height: 10pt }")
    assert (painted.refusal, drawn.refusal) == ("", "")
    assert shown(painted.pdf)[:2] == shown(drawn.pdf)[:2]


def test_a_painted_chart_says_its_words_to_those_who_do_not_see_it() -> None:
    pdf = printer.print_html(document(line.draw_svg(CHART)), CSS).pdf
    assert page.validate_pdf_bytes(pdf, profile="ua1").is_compliant
    assert alternatives(pdf) == [CHART.words]


def test_what_is_not_only_strokes_and_labels_is_left_to_weasyprint() -> None:
    chart = line.draw_svg(CHART)
    for old, new in (
        ("</g></svg>", '<circle cx="1" cy="1" r="1"/></g></svg>'),
        ("<path ", '<path transform="scale(2)" '),
        ('fill="none"', 'fill="none" opacity="0.5"'),
        ("<title>", "<title></title><title>"),
        ('viewBox="0 0', 'viewBox="1 0'),
        ("</g></svg>", "</svg>"),
        ("</g></svg>", '<path d="M1 1C2 2 3 3 4 4"/></g></svg>'),
        ("</g></svg>", '<path d="M1 1L2"/></g></svg>'),
    ):
        html = document(chart.replace(old, new))
        assert draw_charts(html, None) == (html, {}), new


def test_every_chart_is_another_picture(tmp_path: Path) -> None:
    two = line.draw_svg(CHART) + line.draw_svg(replace(CHART, words="Another"))
    html, found = draw_charts(document(two), None)
    assert list(found) == ["drawing:0", "drawing:1"]
    assert '<img src="drawing:1" alt="Another"/>' in html
