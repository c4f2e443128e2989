"""What a chart too small for words shows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from boardpack.analysis.charts import chart_words
from boardpack.analysis.measures import Measured
from boardpack.analysis.variation import Variation
from boardpack.analysis.xmr_chart import Signal, xmr_figure


@dataclass(frozen=True, slots=True)
class SmallFigure:
    """A series in the measure's unit, its target, and its latest limits and signal if any."""

    values: tuple[float | None, ...]
    target: float | None
    lower: float | None
    upper: float | None
    signal: Signal
    words: str


def small_figure(measured: Measured, judged: Variation) -> SmallFigure:
    """Return the small chart of a measure; the limits are those of its last stretch."""
    lower = upper = None
    signal = Signal.COMMON
    if judged.xmr is not None:
        whole = xmr_figure(measured, judged.xmr, "")
        if whole.stretches and len(whole.stretches) == 1:
            lower, upper = whole.stretches[0].lower, whole.stretches[0].upper
        signal = whole.signals[-1]
    target = measured.target
    return SmallFigure(
        values=tuple(float(v) if isinstance(v, Decimal) else None for v in measured.values),
        target=float(target) if isinstance(target, Decimal) else None,
        lower=lower,
        upper=upper,
        signal=signal,
        words=chart_words(measured),
    )
