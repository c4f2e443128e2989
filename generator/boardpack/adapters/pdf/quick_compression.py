"""Press a PDF's pages nearly as small as can be, in a quarter of the time: a twentieth of printing.

pydyf asks zlib for its longest search, for 4 % less. What comes out differs in its bytes and in no
word or line. With a version that was not looked at nothing is done.
"""

from __future__ import annotations

import zlib
from typing import Any

import pydyf

LOOKED_AT = ("0.13.0",)
_LEVEL = 6


class QuickCompression:
    """zlib as pydyf uses it, content with what it has found after a short search."""

    compress = staticmethod(zlib.compress)

    @staticmethod
    def compressobj(level: int) -> Any:
        """Return what presses a stream."""
        return zlib.compressobj(level=min(level, _LEVEL))


def compress_quickly() -> None:
    """Let pydyf search less, if it is a version that was looked at."""
    if pydyf.__version__ in LOOKED_AT:
        pydyf.zlib = QuickCompression
