"""What a chart too small for words shows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from boardpack.analysis.figures.line import Mark, describe_chart, mark_rebases
from boardpack.analysis.figures.xmr import Signal, build_xmr_figure
from boardpack.analysis.measures import Measured
from boardpack.analysis.variation import Variation


@dataclass(frozen=True, slots=True)
class SmallFigure:
    """A series in the measure's unit, its target, and its latest limits and signal if any."""

    values: tuple[float | None, ...]
    target: float | None
    lower: float | None
    upper: float | None
    signal: Signal
    words: str
    rebased: tuple[Mark, ...] = ()


def build_small_figure(measured: Measured, variation: Variation) -> SmallFigure:
    """Return the small chart of a measure; the limits are those of its last stretch."""
    lower = upper = None
    signal = Signal.COMMON
    if variation.xmr is not None:
        full_figure = build_xmr_figure(measured, variation.xmr, "")
        # Limits that restart are no single band, and this chart has room for one.
        if full_figure.stretches and len(full_figure.stretches) == 1:
            lower, upper = full_figure.stretches[0].lower, full_figure.stretches[0].upper
        signal = full_figure.signals[-1]
    target = measured.target
    return SmallFigure(
        values=tuple(
            float(value) if isinstance(value, Decimal) else None for value in measured.values
        ),
        target=float(target) if isinstance(target, Decimal) else None,
        lower=lower,
        upper=upper,
        signal=signal,
        words=describe_chart(measured),
        rebased=mark_rebases(measured),
    )
