"""The fonts of a PDF: Open Sans from its package and a few shapes of our own, no others."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from html import escape
from importlib.util import find_spec
from itertools import pairwise
from math import cos, pi, sin
from pathlib import Path
from typing import Any

from boardpack.adapters.files import write_atomically
from boardpack.errors import CannotRun

FAMILIES = frozenset({"Open Sans", "Boardpack Symbols"})
_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{text}</dir><dir>{symbols}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
_Points = Sequence[tuple[int, int]]
_POLYGONS: dict[str, tuple[str, _Points]] = {
    "square": ("■", ((60, 20), (60, 660), (700, 660), (700, 20))),
    "triangle": ("▲", ((20, 20), (380, 700), (740, 20))),
    "tick": ("✓", ((80, 330), (160, 410), (310, 230), (640, 660), (720, 590), (320, 90))),
    "cross": (
        "✗",
        (
            (100, 160),
            (280, 350),
            (100, 540),
            (190, 630),
            (380, 440),
            (570, 630),
            (660, 540),
            (480, 350),
            (660, 160),
            (570, 70),
            (380, 260),
            (190, 70),
        ),
    ),
    "diamond": ("◆", ((380, -40), (0, 340), (380, 720), (760, 340))),
    "up": ("↑", ((340, 0), (340, 480), (180, 480), (380, 740), (580, 480), (420, 480), (420, 0))),
    "down": (
        "↓",
        ((340, 740), (420, 740), (420, 260), (580, 260), (380, 0), (180, 260), (340, 260)),
    ),
    "left": (
        "←",
        ((740, 310), (280, 310), (280, 150), (20, 350), (280, 550), (280, 390), (740, 390)),
    ),
    "right": (
        "→",
        ((20, 310), (20, 390), (480, 390), (480, 550), (740, 350), (480, 150), (480, 310)),
    ),
}


def write_fonts(folder: Path) -> Path:
    """Write the font of shapes and a configuration that knows our fonts only; return its path.

    `folder` is a scratch folder of the build; fontconfig keeps its cache there.
    """
    symbols = folder / "symbols"
    font = symbols / "BoardpackSymbols.ttf"
    if not font.exists():
        font_file = io.BytesIO()
        _build_symbol_font().save(font_file)
        write_atomically(font, font_file.getvalue())
    config = folder / "fonts.conf"
    folders = {"text": _find_open_sans(), "symbols": symbols.resolve(), "cache": folder / "cache"}
    # A folder may be called "A&E reports".
    settings = _CONFIG.format(
        **{name: escape(str(path), quote=False) for name, path in folders.items()}
    )
    # In one step, because another command may be about to print by it.
    write_atomically(config, settings.encode())
    return config.resolve()


def use_fonts(config: Path) -> None:
    """Let this process, which prints, see the fonts of a configuration and no others.

    fontconfig can be told in its environment only.
    """
    os.environ["FONTCONFIG_FILE"] = str(config)
    os.environ.pop("FONTCONFIG_PATH", None)


def read_letter_widths() -> dict[str, float]:
    """Return how wide each letter of the bold print is, in em."""
    from fontTools.ttLib import TTFont

    # Lazy, so that no shapes are read.
    with TTFont(_find_open_sans() / "OpenSans-Bold.ttf", lazy=True) as font:
        units, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        return {chr(code): metrics[name][0] / units for code, name in font.getBestCmap().items()}


def _find_open_sans() -> Path:
    spec = find_spec("ttf_opensans")
    if spec is None or spec.origin is None:
        raise CannotRun("The package ttf-opensans is not installed; install boardpack again.")
    return Path(spec.origin).parent / "ttf"


def _build_symbol_font() -> Any:
    """Return the font of shapes that Open Sans lacks, drawn here; same bytes every time."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    def draw_polygon(points: _Points) -> Any:
        pen = TTGlyphPen(None)
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()
        return pen.glyph()

    def draw_disc(x: int, y: int, radius: int, arcs: int = 8) -> Any:
        pen = TTGlyphPen(None)
        # TrueType has quadratic curves only; a control point is where the tangents of its arc meet.
        outer_radius = radius / cos(pi / arcs)
        # Clockwise, as outer contours run in TrueType.
        angles = [-2 * pi * n / arcs for n in range(arcs + 1)]
        pen.moveTo((x + radius, y))
        for begin, end in pairwise(angles):
            middle = (begin + end) / 2
            pen.qCurveTo(
                (round(x + outer_radius * cos(middle)), round(y + outer_radius * sin(middle))),
                (round(x + radius * cos(end)), round(y + radius * sin(end))),
            )
        pen.closePath()
        return pen.glyph()

    empty = TTGlyphPen(None).glyph()
    glyphs = {name: draw_polygon(points) for name, (_, points) in _POLYGONS.items()}
    characters = {ord(char): name for name, (char, _) in _POLYGONS.items()}
    names = [".notdef", "space", "disc", *glyphs]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({32: "space", ord("●"): "disc", **characters})
    builder.setupGlyf(
        {".notdef": empty, "space": empty, "disc": draw_disc(380, 340, 340), **glyphs}
    )
    builder.setupHorizontalMetrics(dict.fromkeys(names, (760, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable(
        {
            "familyName": "Boardpack Symbols",
            "styleName": "Regular",
            "uniqueFontIdentifier": "BoardpackSymbols-1",
            "fullName": "Boardpack Symbols",
            "psName": "BoardpackSymbols-Regular",
            "version": "Version 1.000",
        }
    )
    # An fsType of 0 lets everybody embed the font.
    builder.setupOS2(
        sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200, fsType=0
    )
    builder.setupPost()
    # Seconds since 1904, fixed; fontTools would write the present moment.
    builder.font["head"].created = builder.font["head"].modified = 3_600_000_000
    builder.font.recalcTimestamp = False
    return builder.font
