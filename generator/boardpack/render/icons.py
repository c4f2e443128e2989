"""Our own pictures of variation and assurance; each stands beside its word, never alone.

Round is variation, square is assurance. Filled is a concern and hollow is not, so that they can
be told apart in grey; the arrow points to the side of the signal.
"""

from __future__ import annotations

from boardpack.analysis.spc_result import Assurance, Movement, VariationIcon
from boardpack.render.charts.frame import COMMON, CONCERN, IMPROVED, OTHER

VARIATION_WORDS = {
    VariationIcon.COMMON_CAUSE: "No clear change",
    VariationIcon.IMPROVEMENT_HIGH: "Better: higher",
    VariationIcon.IMPROVEMENT_LOW: "Better: lower",
    VariationIcon.CONCERN_HIGH: "Concern: higher",
    VariationIcon.CONCERN_LOW: "Concern: lower",
    VariationIcon.NEUTRAL_HIGH: "Changed: higher",
    VariationIcon.NEUTRAL_LOW: "Changed: lower",
}
ASSURANCE_WORDS = {
    Assurance.PASS: "Will meet target",
    Assurance.FAIL: "Will miss target",
    Assurance.INCONSISTENT: "Hit and miss",
}
MOVEMENT_WORDS = {
    Movement.IMPROVED: "Improved",
    Movement.SUSTAINED: "Sustained",
    Movement.DETERIORATED: "Deteriorated",
}
_COLOURS = {"common": COMMON, "improvement": IMPROVED, "concern": CONCERN, "neutral": OTHER}
_UP, _DOWN, _WAVE = "M12 18V6M7 11l5-5 5 5", "M12 6v12M7 13l5 5 5-5", "M5 14l4-4 6 4 4-4"
_TICK, _CROSS = "M6 12l4 5 8-10", "M7 7l10 10M17 7l-10 10"
_UP_DOWN = "M8 18V7M5 10l3-4 3 4M16 6v11M13 14l3 4 3-4"


def draw_variation_icon(icon: VariationIcon) -> str:
    """Return the picture of a variation as SVG."""
    meaning, _, side = icon.partition("_")
    figure = {"high": _UP, "low": _DOWN}.get(side, _WAVE)
    colour, is_filled = _COLOURS[meaning], meaning == "concern"
    disc = _draw_disc(colour, 22) + ("" if is_filled else _draw_disc("#fff", 17.5))
    return _draw_picture("Variation", disc, figure, "#fff" if is_filled else colour)


def draw_assurance_icon(assurance: Assurance) -> str:
    """Return the picture of an assurance as SVG."""
    colour, figure = {
        Assurance.PASS: (IMPROVED, _TICK),
        Assurance.FAIL: (CONCERN, _CROSS),
        Assurance.INCONSISTENT: (COMMON, _UP_DOWN),
    }[assurance]
    is_filled = assurance is Assurance.FAIL
    square = (
        f'<path d="M2 2h20v20h-20z" fill="{colour if is_filled else "#fff"}" '
        f'stroke="{colour}" stroke-width="2.2"/>'
    )
    return _draw_picture("Target", square, figure, "#fff" if is_filled else colour)


def _draw_disc(colour: str, width: float) -> str:
    # A stroke without length and with round ends: the PDF draws paths and text only.
    return f'<path d="M12 12h0" stroke="{colour}" stroke-width="{width}" stroke-linecap="round"/>'


def _draw_picture(title: str, ground: str, figure: str, colour: str) -> str:
    """Return a picture; its title says what the word beside it is about."""
    return (
        f'<svg class="bp-icon" viewBox="0 0 24 24" role="img"><title>{title}</title>{ground}'
        f'<path d="{figure}" fill="none" stroke="{colour}" stroke-width="2.2"/></svg>'
    )
