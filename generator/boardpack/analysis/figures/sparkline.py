"""What a chart too small for words shows."""

from __future__ import annotations

from dataclasses import dataclass

from boardpack.analysis.figures.line import LineFigure, Mark
from boardpack.analysis.figures.xmr import Signal, find_stretches, list_signals
from boardpack.analysis.spc_result import Xmr
from boardpack.model.dataset import Measure


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


def build_small_figure(series: LineFigure, measure: Measure, result: Xmr | None) -> SmallFigure:
    """Return the small chart of a series; the limits are those of its last stretch."""
    lower = upper = None
    signal = Signal.COMMON
    if result is not None:
        stretches = find_stretches(measure, result)
        # Limits that restart are no single band, and this chart has room for one.
        if len(stretches) == 1:
            lower, upper = stretches[0].lower, stretches[0].upper
        signal = list_signals(result)[-1]
    return SmallFigure(
        values=tuple(None if value is None else float(value) for value in series.values),
        target=None if series.target is None else float(series.target),
        lower=lower,
        upper=upper,
        signal=signal,
        words=series.words,
        rebased=series.rebased,
    )
