"""A measure as pages show it: its figure, what it means in a sentence, its icons and its chart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from markupsafe import Markup

from boardpack.analysis.blocks.measures import MeasuresBlock
from boardpack.analysis.figures.line import Mark, build_line_figure
from boardpack.analysis.figures.outlook import OutlookFigure, build_outlook_figure
from boardpack.analysis.figures.sparkline import SmallFigure, build_small_figure
from boardpack.analysis.figures.xmr import XmrFigure, build_xmr_figure, has_limits
from boardpack.analysis.headlines import compose_headline
from boardpack.analysis.measures import (
    Measured,
    explain_incomparable,
    format_measured,
    format_value,
)
from boardpack.analysis.spc_result import PointType
from boardpack.analysis.variation import Variation
from boardpack.model.submission import Event
from boardpack.render import icons
from boardpack.render.charts import frame, line, outlook, sparkline, xmr

T = TypeVar("T")
_MeasuredKey = tuple[str, str, str, str]
_RESTART = "Limits restart"
_BREAK_WORDS = ", not comparable with before"
_SIGNAL_WORDS = {PointType.CONCERN: "concern", PointType.IMPROVEMENT: "improvement"}


@dataclass(frozen=True)
class ChartView:
    """A drawn chart: for print and no script, for the browser, and the words of its marks."""

    svg: Markup
    plotly: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutlookView:
    """The chart of what lies ahead, what it says, how the forecast was made, and its figures.

    `rows` are period, plan, actual and forecast, each in words.
    """

    chart: ChartView
    words: str
    method: str
    has_plan: bool
    rows: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class MeasureView:
    """A measured series with its judgement; charts are drawn when first asked for."""

    measured: Measured
    variation: Variation

    @cached_property
    def headline(self) -> str:
        """What the series says, in a sentence."""
        return compose_headline(self.measured, self.variation)

    @property
    def signs(self) -> tuple[tuple[Markup, str], ...]:
        """The icons, each with its word; only a word where the series is too short for icons."""
        variation = self.variation
        signs = []
        if variation.icon is not None:
            words = icons.VARIATION_WORDS[variation.icon]
            signs.append((Markup(icons.draw_variation_icon(variation.icon)), words))
        if variation.assurance is not None:
            words = icons.ASSURANCE_WORDS[variation.assurance]
            signs.append((Markup(icons.draw_assurance_icon(variation.assurance)), words))
        if not signs and variation.movement is not None:
            signs.append((Markup(), icons.MOVEMENT_WORDS[variation.movement]))
        return tuple(signs)

    @property
    def notes(self) -> tuple[str, ...]:
        """Why something is not shown or compared; the chart's marks say why limits restart."""
        notes = (note for note in self.variation.notes if not note.startswith(_RESTART))
        return tuple(note for note in (explain_incomparable(self.measured), *notes) if note)

    @cached_property
    def figure(self) -> XmrFigure | None:
        """The XmR figure, or None where a plain line says as much."""
        xmr_result = self.variation.xmr
        if xmr_result is None or not has_limits(xmr_result):
            return None
        return build_xmr_figure(self.measured, xmr_result, self.headline)

    @cached_property
    def limits(self) -> tuple[str, str, str] | None:
        """The latest lower limit, mean and upper limit in words."""
        return self.figure.limits if self.figure else None

    def draw_chart(self, events: Sequence[Event] = ()) -> ChartView:
        """Return the XmR chart where there are limits, else a line, with the section's events."""
        series_figure = build_line_figure(self.measured, events)
        marks = _list_mark_words(series_figure.labels, line.list_marks(series_figure))
        if self.figure is None:
            return ChartView(
                Markup(line.draw_svg(series_figure)), line.to_plotly(series_figure), marks
            )
        figure = replace(self.figure, series=series_figure)
        return ChartView(Markup(xmr.draw_svg(figure)), xmr.to_plotly(figure), marks)

    @cached_property
    def outlook(self) -> OutlookView | None:
        """The planned trajectory and the forecast, where there is either."""
        figure = build_outlook_figure(self.measured)
        if figure is None:
            return None
        marks = _list_mark_words(figure.labels, figure.rebased)
        chart = ChartView(Markup(outlook.draw_svg(figure)), outlook.to_plotly(figure), marks)
        method = f"{figure.forecast.method}." if figure.forecast else ""
        return OutlookView(
            chart, figure.words, method, bool(figure.planned), tuple(_iterate_outlook_rows(figure))
        )

    @property
    def has_plan(self) -> bool:
        """Whether a trajectory was planned."""
        return bool(self.measured.measure.trajectory)

    @cached_property
    def small(self) -> SmallFigure:
        """The figure of its small charts."""
        return build_small_figure(self.measured, self.variation)

    @property
    def spark(self) -> Markup:
        """A chart for a table cell."""
        return Markup(sparkline.draw_svg(self.small))


class MeasureViews:
    """The measures of one edition, each judged and drawn once however many pages show it."""

    def __init__(self, variation: Callable[[Measured], Variation]) -> None:
        self._variation = variation
        self._views: dict[_MeasuredKey, MeasureView] = {}
        self._charts: dict[tuple[_MeasuredKey, tuple[Event, ...]], ChartView] = {}

    def judge(self, measured: Measured) -> MeasureView:
        """Return a measure with its judgement."""
        key = _identify_measured(measured)
        if key not in self._views:
            self._views[key] = MeasureView(measured, self._variation(measured))
        return self._views[key]

    def judge_block(self, block: MeasuresBlock) -> list[MeasureView]:
        """Return the measures of a block, each with its judgement."""
        return [self.judge(measured) for measured in block.measured]

    def draw_chart(self, measure_view: MeasureView, events: tuple[Event, ...]) -> ChartView:
        """Return the chart of a measure with a section's events."""
        key = _identify_measured(measure_view.measured), events
        if key not in self._charts:
            self._charts[key] = measure_view.draw_chart(events)
        return self._charts[key]


def _identify_measured(measured: Measured) -> _MeasuredKey:
    return measured.dataset_id, measured.measure.id, measured.service, measured.periods[-1].id


def draw_small_multiples(measure_views: Sequence[MeasureView]) -> list[Markup]:
    """Return a small chart of each, all on one scale."""
    figures = [measure_view.small for measure_view in measure_views]
    # On one scale of time, too: a service that is new has no figures at first.
    length = max((len(figure.values) for figure in figures), default=0)
    figures = [_lengthen(figure, length) for figure in figures]
    # A shared scale needs at least one number.
    if not any(value is not None for figure in figures for value in figure.values):
        return [Markup() for _ in figures]
    reach = sparkline.find_shared_reach(figures)
    return [Markup(sparkline.draw_svg(figure, sparkline.PAGE, reach)) for figure in figures]


def _lengthen(figure: SmallFigure, length: int) -> SmallFigure:
    """Return a small chart that begins earlier, with nothing to show there."""
    shift = length - len(figure.values)
    return replace(
        figure,
        values=tuple(_pad(figure.values, length, None)),
        rebased=tuple(replace(mark, index=mark.index + shift) for mark in figure.rebased),
    )


def list_recent_rows(
    measure_views: Sequence[MeasureView], periods: int
) -> list[tuple[str, list[str]]]:
    """Return the last periods, newest first, each with its values and what stands out in words."""
    longest = max((view.measured.periods for view in measure_views), key=len)
    names = [period.short for period in longest[-periods:]]
    columns = [
        _pad(_list_recent_cells(measure_view, periods), len(names), "–")
        for measure_view in measure_views
    ]
    rows = list(zip(names, *columns, strict=True))
    return [(name, list(cells)) for name, *cells in reversed(rows)]


def _pad(values: Sequence[T], length: int, blank: T) -> list[T]:
    """Return values that end where longer ones do, with something else for what was not yet."""
    return [*[blank] * (length - len(values)), *values]


def _iterate_outlook_rows(figure: OutlookFigure) -> Iterator[tuple[str, str, str, str]]:
    """Yield the periods that have a plan or a forecast."""

    def to_words(value: float | None) -> str:
        return (
            "–" if value is None else format_value(_to_decimal(value), figure.unit, figure.decimals)
        )

    past_count, planned = len(figure.values), dict(figure.planned)
    for n, label in enumerate(figure.labels):
        point = (
            figure.ahead[n - past_count]
            if past_count <= n < past_count + len(figure.ahead)
            else None
        )
        if point is not None or n in planned:
            actual = figure.values[n] if n < past_count else None
            band = f" ({to_words(point.low)} to {to_words(point.high)})" if point else ""
            expected = to_words(point.value if point else None)
            yield label, to_words(planned.get(n)), to_words(actual), f"{expected}{band}"


def _to_decimal(value: float) -> Decimal:
    # By repr, the shortest text for a float; Decimal(value) would show its binary digits.
    return Decimal(repr(value))


def _list_recent_cells(measure_view: MeasureView, periods: int) -> list[str]:
    measured = measure_view.measured
    decimals = measure_view.figure.decimals if measure_view.figure else 0
    breaks = {mark.index for mark in measure_view.small.rebased if mark.index}
    texts = [
        f"{format_measured(measured, value, decimals)}{_BREAK_WORDS if n in breaks else ''}"
        for n, value in enumerate(measured.values)
    ]
    values = texts[-periods:]
    if measure_view.figure is None:
        return values
    kinds = [signal.value[0] for signal in measure_view.figure.signals[-periods:]]
    return [
        f"{value} ({_SIGNAL_WORDS[kind]})" if kind in _SIGNAL_WORDS else value
        for value, kind in zip(values, kinds, strict=True)
    ]


def _list_mark_words(labels: Sequence[str], marks: Sequence[Mark]) -> tuple[str, ...]:
    return tuple(
        f"{letter} {labels[mark.index]}{_BREAK_WORDS if mark.is_break else ''}: {mark.words}"
        for letter, mark in zip(frame.letter_marks(marks), marks, strict=True)
    )
