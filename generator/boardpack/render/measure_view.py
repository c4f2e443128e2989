"""A measure as pages show it: its figure, what it means in a sentence, its icons and its chart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, partial
from typing import TypeVar

from markupsafe import Markup

from boardpack.analysis.blocks.measures import MeasuresBlock
from boardpack.analysis.figures.line import LineFigure, Mark, build_line_figure, mark_events
from boardpack.analysis.figures.outlook import OutlookFigure, build_outlook_figure
from boardpack.analysis.figures.sparkline import SmallFigure, build_small_figure
from boardpack.analysis.figures.xmr import Signal, XmrFigure, build_xmr_figure, has_limits
from boardpack.analysis.headlines import compose_headline
from boardpack.analysis.measures import (
    Measured,
    explain_incomparable,
    format_value,
)
from boardpack.analysis.spc_result import PointType
from boardpack.analysis.variation import Variation
from boardpack.model.dataset import Gap
from boardpack.model.submission import Event
from boardpack.render import icons
from boardpack.render.charts import frame, line, outlook, sparkline, xmr
from boardpack.render.charts.frame import Size

T = TypeVar("T")
_MeasuredKey = tuple[str, str, str, str]
_RESTART = "Limits restart"
_BREAK_WORDS = ", not comparable with before"
_SIGNAL_WORDS = {PointType.CONCERN: " (concern)", PointType.IMPROVEMENT: " (improvement)"}
_BREAK_SIGN, _SIGNAL_SIGNS = "|", {PointType.CONCERN: "✗", PointType.IMPROVEMENT: "✓"}
_GAP_SIGNS = {Gap.MISSING: "n/a", Gap.SUPPRESSED: "*"}
PAIR, TRIPLE = 2, 3


@dataclass(frozen=True)
class ChartView:
    """A chart: how it is drawn in each size, for the browser, and the words of its marks."""

    draw: Callable[[Size], str]
    plotly: str
    marks: tuple[str, ...] = ()
    is_empty: bool = False

    @property
    def svg(self) -> Markup:
        """The chart for a page, shown where no script runs; not kept, for a page shows it once."""
        return Markup(self.draw(frame.SCREEN))

    def draw_for_print(self, in_row: int) -> Markup:
        """Return the chart for print, where so many stand beside each other."""
        return Markup(self.draw(frame.THIRD if in_row == TRIPLE else frame.HALF))


@dataclass(frozen=True)
class CaptionedChart:
    """A chart of a measure, what it says, and how it is read.

    `is_first` is that of the series itself, beside which the measure's other figures may stand.
    """

    measure_view: MeasureView
    words: str
    reading: tuple[str, ...]
    view: ChartView
    is_first: bool


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

    @property
    def reading(self) -> str:
        """How the chart is read."""
        plan = "Squares: the plan. " if self.has_plan else ""
        dashed = f"Dashed: {self.method[0].lower()}{self.method[1:]}" if self.method else ""
        return f"{plan}{dashed}".strip()


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
    def series(self) -> LineFigure:
        """The figure of the series, without what a section says happened."""
        return build_line_figure(self.measured, ())

    @cached_property
    def figure(self) -> XmrFigure | None:
        """The XmR figure, or None where a plain line says as much."""
        xmr_result = self.variation.xmr
        if xmr_result is None or not has_limits(xmr_result):
            return None
        return build_xmr_figure(self.series, self.measured.measure, xmr_result, self.headline)

    @cached_property
    def limits(self) -> tuple[str, str, str] | None:
        """The latest lower limit, mean and upper limit in words."""
        return self.figure.limits if self.figure else None

    def draw_chart(self, events: Sequence[Event] = ()) -> ChartView:
        """Return the XmR chart where there are limits, else a line, with the section's events."""
        event_marks = mark_events(self.measured.periods, events)
        series_figure = replace(self.series, events=event_marks)
        marks = _list_mark_words(series_figure.labels, line.list_marks(series_figure))
        is_empty = all(value is None for value in series_figure.values)
        if self.figure is None:
            draw = partial(line.draw_svg, series_figure)
            return ChartView(draw, line.to_plotly(series_figure), marks, is_empty)
        figure = replace(self.figure, series=series_figure)
        return ChartView(partial(xmr.draw_svg, figure), xmr.to_plotly(figure), marks, is_empty)

    def caption_outlook(self, headline: str = "") -> CaptionedChart | None:
        """Return the chart of what lies ahead; with a headline it stands for the series too."""
        view = self.outlook
        if view is None:
            return None
        reading = f"{view.words} {view.reading}" if headline else view.reading
        return CaptionedChart(
            self,
            headline or view.words,
            (reading.strip(), *view.chart.marks),
            view.chart,
            is_first=bool(headline),
        )

    def caption_charts(self, chart: ChartView, is_marked: bool) -> Iterator[CaptionedChart]:
        """Yield the chart of the series and that of its plan; one where it shows as much.

        `is_marked` says whether the series' own chart carries a section's events.
        """
        if self.has_plan and not self.figure and not is_marked:
            charts = [self.caption_outlook(self.headline)]
        else:
            own = CaptionedChart(self, self.headline, chart.marks, chart, is_first=True)
            charts = [
                None if chart.is_empty else own,
                self.caption_outlook() if self.has_plan else None,
            ]
        yield from (captioned for captioned in charts if captioned)

    @cached_property
    def outlook(self) -> OutlookView | None:
        """The planned trajectory and the forecast, where there is either."""
        figure = build_outlook_figure(self.measured)
        if figure is None:
            return None
        marks = _list_mark_words(figure.labels, figure.rebased)
        chart = ChartView(partial(outlook.draw_svg, figure), outlook.to_plotly(figure), marks)
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
        return build_small_figure(self.series, self.measured.measure, self.variation.xmr)

    @property
    def spark(self) -> Markup:
        """A chart for a table cell."""
        return Markup(sparkline.draw_svg(self.small))


@dataclass(frozen=True, slots=True)
class _RecentPoint:
    """A value in words, why there is none, what it signals, and whether the line breaks there."""

    words: str
    gap: Gap | None
    kind: PointType
    is_break: bool


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

    def list_charts(self, block: MeasuresBlock, events: tuple[Event, ...]) -> list[CaptionedChart]:
        """Return the charts of a block's measures with a section's events."""
        return [
            chart
            for measure_view in self.judge_block(block)
            if measure_view.measured.measure.chart
            for chart in measure_view.caption_charts(
                self._draw_chart(measure_view, events), bool(events)
            )
        ]

    def _draw_chart(self, measure_view: MeasureView, events: tuple[Event, ...]) -> ChartView:
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


def choose_row_length(charts: Sequence[CaptionedChart]) -> int:
    """Return how many printed charts stand beside each other, so that few places stay empty.

    A single one stands beside its own words.
    """
    return {1: 1, 2: PAIR, 4: PAIR}.get(len(charts), TRIPLE)


def list_uncharted(
    measure_views: Sequence[MeasureView], charts: Sequence[CaptionedChart]
) -> list[MeasureView]:
    """Return the measures that no chart is drawn of."""
    # By identity: each measure is judged once, and to compare two is to walk all their figures.
    charted = {id(chart.measure_view) for chart in charts}
    return [measure_view for measure_view in measure_views if id(measure_view) not in charted]


def list_recent_series(
    measure_views: Sequence[MeasureView], periods: int
) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Return the last periods, newest last, and each measure's title with its values then.

    A sign stands for what stands out.
    """
    names = _name_recent_periods(measure_views, periods)
    return names, [
        (view.measured.measure.title, _pad(_list_signed_cells(view, periods), len(names), "–"))
        for view in measure_views
    ]


def list_recent_rows(
    measure_views: Sequence[MeasureView], periods: int
) -> list[tuple[str, list[str]]]:
    """Return the last periods, newest first, each with its values and what stands out in words."""
    names = _name_recent_periods(measure_views, periods)
    columns = [
        _pad(_list_recent_cells(measure_view, periods), len(names), "–")
        for measure_view in measure_views
    ]
    rows = list(zip(names, *columns, strict=True))
    return [(name, list(cells)) for name, *cells in reversed(rows)]


def _name_recent_periods(measure_views: Sequence[MeasureView], periods: int) -> list[str]:
    longest = max((view.measured.periods for view in measure_views), key=len)
    return [period.short for period in longest[-periods:]]


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
    return [
        f"{point.words}{_BREAK_WORDS if point.is_break else ''}{_SIGNAL_WORDS.get(point.kind, '')}"
        for point in _list_recent_points(measure_view, periods)
    ]


def _list_signed_cells(measure_view: MeasureView, periods: int) -> list[str]:
    return [
        # In one word, so that no sign stands in another line than its figure.
        f"{_BREAK_SIGN if point.is_break else ''}"
        f"{point.words if point.gap is None else _GAP_SIGNS.get(point.gap, point.words)}"
        f"{_SIGNAL_SIGNS.get(point.kind, '')}"
        for point in _list_recent_points(measure_view, periods)
    ]


def _list_recent_points(measure_view: MeasureView, periods: int) -> list[_RecentPoint]:
    values, figure = measure_view.measured.values, measure_view.figure
    series = measure_view.series
    decimals = figure.decimals if figure else series.decimals
    breaks = {mark.index for mark in series.rebased if mark.index}
    signals = figure.signals if figure else (Signal.COMMON,) * len(values)
    first = max(len(values) - periods, 0)
    return [
        _RecentPoint(
            words=format_value(value, series.unit, decimals),
            gap=value if isinstance(value, Gap) else None,
            kind=signal.value[0],
            is_break=n in breaks,
        )
        for n, (value, signal) in enumerate(
            zip(values[first:], signals[first:], strict=True), first
        )
    ]


def _list_mark_words(labels: Sequence[str], marks: Sequence[Mark]) -> tuple[str, ...]:
    return tuple(
        f"{letter} {labels[mark.index]}{_BREAK_WORDS if mark.is_break else ''}: {mark.words}"
        for letter, mark in zip(frame.letter_marks(marks), marks, strict=True)
    )
