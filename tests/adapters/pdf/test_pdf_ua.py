"""What WeasyPrint writes in a way that reading software stumbles over, and how it is mended.

The second half of each test fails when WeasyPrint does it right by itself: the repair goes then.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

import page
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from boardpack.adapters.pdf import printer
from boardpack.adapters.pdf.fonts import use_fonts, write_fonts
from boardpack.analysis.spc_result import VariationIcon
from boardpack.render import icons

FIGURE = icons.draw_variation_icon(VariationIcon.CONCERN_HIGH)
CSS = """
@page { size: A4; @top-left { content: "Running head"; font-family: "Open Sans" } }
html { font-family: "Open Sans" }
.bp-icon { width: 10pt; height: 10pt }
"""
HTML = f"""<!doctype html><html lang="en-GB"><head><title>T</title></head><body>
<h1 id="top">T</h1><figure>{FIGURE}</figure>
<table><thead><tr><th>A</th><th>B</th></tr></thead>
<tbody><tr><th>C</th><td>1</td></tr></tbody></table>
<p><a href="#top">Back to the top</a></p></body></html>"""


class Printed(NamedTuple):
    """The document as WeasyPrint writes it, and as we do."""

    alone: PdfReader
    mended: PdfReader


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    use_fonts(write_fonts(tmp_path_factory.mktemp("fonts")))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(printer, "repair_document", lambda *_, **__: None)
        alone = printer.print_html(HTML, CSS)
    mended = printer.print_html(HTML, CSS)
    assert (alone.refusal, mended.refusal) == ("", "")
    assert page.validate_pdf_bytes(mended.pdf, profile="ua1").is_compliant
    return Printed(PdfReader(io.BytesIO(alone.pdf)), PdfReader(io.BytesIO(mended.pdf)))


def tree(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]


def below(element: Any) -> Iterator[DictionaryObject]:
    """Yield the elements of a document that reading software comes to."""
    element = element.get_object()
    if isinstance(element, ArrayObject):
        for child in element:
            yield from below(child)
    elif isinstance(element, DictionaryObject):
        yield element
        yield from below(element.get("/K", ArrayObject()))


def named(reader: PdfReader, name: str) -> list[Any]:
    return [element for element in below(tree(reader)["/K"]) if element.get("/S") == name]


def strays(reader: PdfReader) -> int:
    """Return how many pieces of text belong to an element that is not in the document."""
    reached = list(below(tree(reader)["/K"]))
    (owners,) = (
        one.get_object()
        for one in tree(reader)["/ParentTree"]["/Nums"]
        if isinstance(one.get_object(), ArrayObject)
    )
    known = (owner.get_object() for owner in owners)
    return sum(isinstance(one, DictionaryObject) and one not in reached for one in known)


def paginations(reader: PdfReader) -> int:
    contents = reader.pages[0].get_contents()
    assert contents is not None
    marks = [operands for operands, name in contents.operations if name == b"BDC"]
    return sum(mark[0] == "/Artifact" and mark[1] == {"/Type": "/Pagination"} for mark in marks)


def test_a_running_head_is_decoration_and_no_part_of_the_text(printed: Printed) -> None:
    assert (strays(printed.mended), paginations(printed.mended)) == (0, 1)
    assert (strays(printed.alone), paginations(printed.alone)) == (1, 0)


def test_a_figure_lies_where_its_box_says(printed: Printed) -> None:
    middle = float(printed.mended.pages[0].mediabox.height) / 2
    for reader, is_above in ((printed.mended, True), (printed.alone, False)):
        (figure,) = named(reader, "/Figure")
        _, bottom, _, top = figure["/A"]["/BBox"]
        assert (bottom > middle) is is_above
        assert (round(float(top - bottom), 2) == 10) is is_above, "in points"


def test_a_header_cell_says_what_it_heads(printed: Printed) -> None:
    scopes = [cell["/A"].get("/Scope") for cell in named(printed.mended, "/TH")]
    assert scopes == ["/Column", "/Column", "/Row"]
    assert [cell["/A"].get("/Scope") for cell in named(printed.alone, "/TH")] == [None] * 3


def test_a_link_is_called_by_its_words_and_not_by_its_address(printed: Printed) -> None:
    names = [reader.pages[0]["/Annots"][0].get_object()["/Contents"] for reader in printed]  # type: ignore[index]
    assert names == ["top", "Go to Back to the top"]
