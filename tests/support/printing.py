"""A stand-in for the printers, where a test is not about PDFs: WeasyPrint takes most of a build.

As a program it runs boardpack with the stand-in.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfWriter

from boardpack.adapters.pdf.print_job import PrintedPdf
from boardpack.cli import main
from boardpack.model.canonical import compute_digest

PLAIN = "plain PDFs"
EITHER_WAY = (PLAIN, pytest.param("PDFs", marks=pytest.mark.exhaustive))
"""The ways to print, for a test that is told nothing new by PDFs but where everything is tried."""
_STARTERS = (
    "boardpack.commands.printing.start_printers",
    "boardpack.commands.serve.start_printers",
)


@dataclass
class PlainPrinter:
    """Makes a PDF of one empty page that tells what would have been printed, or refuses."""

    refusal: str = ""

    def print_documents(
        self, html_by_name: Mapping[str, str], css: str
    ) -> Iterator[tuple[str, PrintedPdf]]:
        for name, html in html_by_name.items():
            places = frozenset(re.findall(r'href="#([^"]+)"', html))
            pdf = b"" if self.refusal else small_pdf(compute_digest((html, css)), places)
            yield name, PrintedPdf(pdf, 1, self.refusal)


@cache
def small_pdf(title: str, places: frozenset[str] = frozenset()) -> bytes:
    """Return a PDF of one empty page, with the places to which links lead."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for place in sorted(places):
        writer.add_named_destination(place, 0)
    writer.add_metadata({"/Title": title})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@contextmanager
def printing(way: str = PLAIN, refusal: str = "") -> Iterator[None]:
    """Let the commands of this process print in one of the ways, or be refused each document."""

    @contextmanager
    def start_plain_printers(process_count: int, font_config: Path) -> Iterator[PlainPrinter]:
        yield PlainPrinter(refusal)

    with pytest.MonkeyPatch.context() as patched:
        for starter in _STARTERS if way == PLAIN else ():
            patched.setattr(starter, start_plain_printers)
        yield


if __name__ == "__main__":
    with printing():
        sys.exit(main())
