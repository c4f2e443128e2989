"""On which pages of a PDF its named places are."""

from __future__ import annotations

import io
from collections.abc import Mapping

from pypdf import PdfReader


def count_pages(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def find_destination_pages(pdf: bytes) -> Mapping[str, int]:
    """Return the page of each named place to which a link leads, counted from 1."""
    reader = PdfReader(io.BytesIO(pdf))
    numbers = {
        name: reader.get_destination_page_number(destination)
        for name, destination in reader.named_destinations.items()
    }
    return {name: number + 1 for name, number in numbers.items() if number is not None}
