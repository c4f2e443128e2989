"""A measure as pages show it: its figure, what it means in a sentence, its icons and its chart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from markupsafe import Markup

from boardpack.analysis.charts import Mark, line_figure
from boardpack.analysis.headlines import headline
from boardpack.analysis.measures import Measured, show
from boardpack.analysis.outlook import OutlookFigure, outlook_figure
from boardpack.analysis.small_charts import SmallFigure, small_figure
from boardpack.analysis.spc_result import PointType
from boardpack.analysis.variation import Variation
from boardpack.analysis.xmr_chart import XmrFigure, has_limits, xmr_figure
from boardpack.model.submission import Event
from boardpack.render import icons
from boardpack.render.charts import frame, line, outlook, sparkline, xmr

_RESTART = "Limits restart"
_SAID = {PointType.CONCERN: "concern", PointType.IMPROVEMENT: "improvement"}


@dataclass(frozen=True)
class Chart:
    """A drawn chart: for print and no script, for the browser, and the words of its marks."""

    svg: Markup
    plotly: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outlook:
    """The chart of what lies ahead, what it says, how the forecast was made, and its figures.

    `rows` are period, plan, actual and forecast, each in words.
    """

    chart: Chart
    words: str
    method: str
    has_plan: bool
    rows: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Judged:
    """A measured series with its judgement; charts are drawn when first asked for."""

    measured: Measured
    variation: Variation

    @cached_property
    def headline(self) -> str:
        """What the series says, in a sentence."""
        return headline(self.measured, self.variation)

    @property
    def signs(self) -> tuple[tuple[Markup, str], ...]:
        """The icons, each with its word; only a word where the series is too short for icons."""
        judged = self.variation
        found = []
        if judged.icon is not None:
            words = icons.VARIATION_WORDS[judged.icon]
            found.append((Markup(icons.variation_icon(judged.icon)), words))
        if judged.assurance is not None:
            words = icons.ASSURANCE_WORDS[judged.assurance]
            found.append((Markup(icons.assurance_icon(judged.assurance)), words))
        if not found and judged.movement is not None:
            found.append((Markup(), icons.MOVEMENT_WORDS[judged.movement]))
        return tuple(found)

    @property
    def notes(self) -> tuple[str, ...]:
        """Why something is not shown; why limits restart stands with the chart's marks."""
        return tuple(note for note in self.variation.notes if not note.startswith(_RESTART))

    @cached_property
    def figure(self) -> XmrFigure | None:
        """The XmR figure, or None where a plain line says as much."""
        found = self.variation.xmr
        if found is None or not has_limits(found):
            return None
        return xmr_figure(self.measured, found, self.headline)

    @cached_property
    def limits(self) -> tuple[str, str, str] | None:
        """The latest lower limit, mean and upper limit in words."""
        last = self.figure.stretches[-1] if self.figure else None
        if self.figure is None or last is None or last.lower is None or last.upper is None:
            return None
        low, mean, high = (self.figure.shown(x) for x in (last.lower, last.mean, last.upper))
        return low, mean, high

    def chart(self, events: Sequence[Event] = ()) -> Chart:
        """Return the XmR chart where there are limits, else a line, with the section's events."""
        plain = line_figure(self.measured, events)
        marks = _marks(plain.labels, line.all_marks(plain))
        if self.figure is None:
            return Chart(Markup(line.draw(plain)), line.plotly(plain), marks)
        figure = replace(self.figure, series=plain)
        return Chart(Markup(xmr.draw(figure)), xmr.plotly(figure), marks)

    @cached_property
    def outlook(self) -> Outlook | None:
        """The planned trajectory and the forecast, where there is either."""
        found = outlook_figure(self.measured)
        if found is None:
            return None
        drawn = Chart(Markup(outlook.draw(found)), outlook.plotly(found))
        method = f"{found.forecast.method}." if found.forecast else ""
        return Outlook(drawn, found.words, method, bool(found.planned), tuple(_ahead(found)))

    @property
    def has_plan(self) -> bool:
        """Whether a trajectory was planned."""
        return bool(self.measured.measure.trajectory)

    @cached_property
    def small(self) -> SmallFigure:
        """The figure of its small charts."""
        return small_figure(self.measured, self.variation)

    @property
    def spark(self) -> Markup:
        """A chart for a table cell."""
        return Markup(sparkline.draw(self.small))


class Judge:
    """Judges the measures of one edition, each drawn once however many pages show it."""

    def __init__(self, variation: Callable[[Measured], Variation]) -> None:
        self._variation = variation
        self._known: dict[tuple[str, str, str, str], Judged] = {}

    def __call__(self, measured: Measured) -> Judged:
        """Return a measure with its judgement."""
        last = measured.periods[-1].id
        key = (measured.dataset_id, measured.measure.id, measured.service, last)
        if key not in self._known:
            self._known[key] = Judged(measured, self._variation(measured))
        return self._known[key]


def small_multiples(judged: Sequence[Judged]) -> list[Markup]:
    """Return a small chart of each, all on one scale."""
    figures = [one.small for one in judged]
    if not any(value is not None for figure in figures for value in figure.values):
        return [Markup() for _ in figures]
    reach = sparkline.shared_reach(figures)
    return [Markup(sparkline.draw(figure, sparkline.PAGE, reach)) for figure in figures]


def recent_rows(judged: Sequence[Judged], periods: int) -> list[tuple[str, list[str]]]:
    """Return the last periods, newest first, each with its values and what stands out in words."""
    names = [period.short for period in judged[0].measured.periods[-periods:]]
    columns = [_recent(one, periods) for one in judged]
    rows = list(zip(names, *columns, strict=True))
    return [(name, list(cells)) for name, *cells in reversed(rows)]


def _ahead(figure: OutlookFigure) -> Iterator[tuple[str, str, str, str]]:
    """Yield the periods that have a plan or a forecast."""

    def words(value: float | None) -> str:
        return "–" if value is None else show(_decimal(value), figure.unit, figure.decimals)

    been, planned = len(figure.values), dict(figure.planned)
    for n, label in enumerate(figure.labels):
        coming = figure.ahead[n - been] if been <= n < been + len(figure.ahead) else None
        if coming is not None or n in planned:
            actual = figure.values[n] if n < been else None
            band = f" ({words(coming.low)} to {words(coming.high)})" if coming else ""
            expected = words(coming.value if coming else None)
            yield label, words(planned.get(n)), words(actual), f"{expected}{band}"


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value))


def _recent(one: Judged, periods: int) -> list[str]:
    measure = one.measured.measure
    values = [show(v, measure.unit, measure.decimals) for v in one.measured.values[-periods:]]
    if one.figure is None:
        return values
    kinds = [signal.value[0] for signal in one.figure.signals[-periods:]]
    return [
        f"{value} ({_SAID[kind]})" if kind in _SAID else value
        for value, kind in zip(values, kinds, strict=True)
    ]


def _marks(labels: Sequence[str], marks: Sequence[Mark]) -> tuple[str, ...]:
    return tuple(
        f"{letter} {labels[mark.index]}: {mark.words}"
        for letter, mark in zip(frame.letters(marks), marks, strict=True)
    )
