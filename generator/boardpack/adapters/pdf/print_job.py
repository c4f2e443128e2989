"""What goes to a process that prints and what comes back; apart, so that nothing else is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PrintLimits:
    """What one document may take, so that no other waits for it for ever.

    `seconds` are those of a processor, whatever else the machine does meanwhile.
    """

    seconds: float = 120.0
    megabytes: int = 4096
    pages: int = 1500


DEFAULT_LIMITS = PrintLimits()


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A document with all that a process needs to print it; it can be pickled.

    `font_config` is what `fonts.write_fonts` returned.
    """

    html: str
    css: str
    font_config: Path
    limits: PrintLimits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class PrintedPdf:
    """A PDF, or why there is none."""

    pdf: bytes
    pages: int
    refusal: str = ""
