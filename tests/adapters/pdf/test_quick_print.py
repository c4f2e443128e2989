"""What is remembered between lines and pages changes no byte of a PDF."""

from __future__ import annotations

from pathlib import Path

import pydyf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.adapters.pdf.fonts import write_fonts
from boardpack.adapters.pdf.quick_print import PdfWithPages, _write_any, write_bytes
from support.apart import run_apart

pytestmark = pytest.mark.rotating

PRINT = """
    from pathlib import Path
    from boardpack.adapters.pdf import quick_import
    from boardpack.adapters.pdf.fonts import use_fonts
    use_fonts(Path(FONTS))
    from boardpack.adapters.pdf import printer, quick_print
    from weasyprint.layout import inline
    from weasyprint.text import line_break

    row = "<tr><th>Practice of a name</th><td>1,234</td><td>soft\\u00adhyphened <b>b</b> i</td>"
    html = (
        "<html lang=en><title>T</title><h1>Title</h1><p style='hyphens: auto'>" + "Words and more "
        "incomprehensibilities. " * 40 + "<p style='text-align: justify'>" + "And so on. " * 60
        + "<table><thead><tr><th>Name</th><th>Figure</th><th>Words</th></thead>"
        + row * 90 + "</table><pre>a\\tb</pre><p><a href=#x>link</a><p id=x>there"
    )
    css = "h1 {font-size: 20pt} td {text-align: right} p {font-family: 'Open Sans'}"
    set_up = quick_print.print_quickly
    lay_out, calls = line_break.split_first_line, []
    def count(*args, **kwargs):
        calls.append(args[0])
        return lay_out(*args, **kwargs)
    line_break.split_first_line = inline.split_first_line = count
    printer.print_quickly = lambda: None
    slow = printer.print_html(html, css)
    first_calls = len(calls)
    set_up()
    quick = printer.print_html(html, css)
    print(slow.refusal or quick.refusal or slow.pdf == quick.pdf, slow.pages > 2)
    print((len(calls) - first_calls) * 3 < first_calls)
"""


def test_the_bytes_are_the_same_and_most_lines_are_laid_out_no_second_time(tmp_path: Path) -> None:
    said = run_apart(PRINT.replace("FONTS", repr(str(write_fonts(tmp_path)))))
    # With what WeasyPrint alone does, the last is false: the memory is no longer needed then.
    assert said.split() == ["True", "True", "True"]


def test_versions_that_nobody_looked_at_are_left_alone() -> None:
    code = """
        from boardpack.adapters.pdf import quick_import, quick_print
        import pydyf
        quick_print.LOOKED_AT["pydyf"] = ()
        quick_print.print_quickly()
        print(pydyf.PDF is quick_print.PdfWithPages)
    """
    assert run_apart(code).split() == ["False"]


@given(
    st.text(st.characters(max_codepoint=127))
    | st.binary()
    | st.integers()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
)
def test_a_value_is_written_as_pydyf_writes_it(value: object) -> None:
    assert write_bytes(value) == _write_any(value)


def test_the_list_of_pages_grows_with_them() -> None:
    pdf = PdfWithPages()
    for count in range(3):
        assert pdf.page_references == PdfWithPages.__base__.page_references.fget(pdf)
        assert len(pdf.page_references) == count
        pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
