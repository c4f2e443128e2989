"""What comes back from a process that prints; apart, so that nothing else is loaded with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedPdf:
    """A PDF, or why there is none."""

    pdf: bytes
    pages: int
    refusal: str = ""
