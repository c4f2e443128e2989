"""What charts over time share: size, colours, scale, axes, marks and the words beside the ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from math import ceil, floor, log10
from typing import Any, Protocol

from boardpack.analysis.figures.line import Mark, TargetStep
from boardpack.analysis.measures import format_value
from boardpack.model.dataset import Unit

LEFT, RIGHT, TOP, BOTTOM = 50, 92, 12, 24
BLUE, DARK, GREY, PALE = "#005eb8", "#003087", "#425563", "#d8dde0"
BAND, COMMON, CONCERN, IMPROVED, OTHER = "#eaeff1", "#5b6b78", "#b23c00", "#005eb8", "#5b2d8e"
APART = 15
_BOLD = ' font-weight="600"'
_SIZES = ((Decimal(10**9), "bn"), (Decimal(10**6), "m"), (Decimal(10**3), "k"))
_LONGEST_VALUE, _LONGEST_LABEL, _LONGEST_TICK = 8, 10, 5
"""So many letters fit beside the end of a line, in bold and plain, and before the axis."""
_FEWEST_FIGURES = 3
_FONT_SIZE = 14
Locate = Callable[[int, float], str]
"""Where the point of an index and a value lies, as written in a path."""


@dataclass(frozen=True, slots=True)
class Size:
    """How wide and how high a chart is drawn, in units of which the letters are 14 high."""

    width: int
    height: int

    @property
    def right(self) -> int:
        """Where lines end; words stand behind."""
        return self.width - RIGHT

    @property
    def bottom(self) -> int:
        """Where the axis lies; dates stand below."""
        return self.height - BOTTOM


SCREEN, HALF, THIRD = Size(480, 190), Size(500, 135), Size(336, 135)
"""For a page, and for print: two or three beside each other, with letters of one size."""
EndLabel = tuple[str, float, str]
"""Words beside the end of a line, the value that they belong to, and their colour."""


class Scale:
    """Data to drawing: index to x, value to y."""

    def __init__(self, count: int, low: float, high: float, size: Size) -> None:
        self.count, self.size = count, size
        self.step = (size.right - LEFT) / max(count - 1, 1)
        self.low, self.factor = low, (size.bottom - TOP) / (high - low)

    def to_x(self, index: float) -> str:
        """Return where a point of the axis lies; half a step is between two."""
        return f"{LEFT + self.step * index:.1f}"

    def locate(self, index: int, value: float) -> str:
        """Return where a point lies, as written in a path."""
        return f"{self.to_x(index)} {self.to_y(value)}"

    def to_height(self, value: float) -> float:
        """Return where a value lies, from the top."""
        return self.size.bottom - (value - self.low) * self.factor

    def to_y(self, value: float) -> str:
        """Return `height` as written in a path."""
        return f"{self.to_height(value):.1f}"


def open_svg(size: Size, words: str) -> str:
    """Return how a chart begins, up to its open group; who cannot see it is told `words`."""
    return (
        f'<svg viewBox="0 0 {size.width} {size.height}" role="img"><title>{escape(words)}</title>'
        f'<g font-size="{_FONT_SIZE}" fill="{GREY}">'
    )


def choose_axis_ticks(values: Sequence[float]) -> list[float]:
    """Return three to six round numbers that span the values."""
    low, high = min(values), max(values)
    span = (high - low) or abs(high) or 1.0
    step = 10 ** floor(log10(span / 3))
    step = next(step * factor for factor in (1, 2, 5, 10) if span / (step * factor) <= 4)
    first, last = floor(low / step), ceil(high / step)
    last += first == last
    # Rounded, because 0.1 * 3 would be written with all its digits.
    return [round(step * n, 10) for n in range(first, last + 1)]


def draw_grid(labels: Sequence[str], unit: Unit, ticks: Sequence[float], scale: Scale) -> str:
    """Return the level lines, up to four levels in words and up to three dates."""
    lines = "".join(f"M{LEFT} {scale.to_y(tick)}H{scale.size.right}" for tick in ticks)
    shown_ticks = ticks if len(ticks) <= 4 else ticks[:: (len(ticks) + 1) // 3]
    texts = [format_short(tick, unit) for tick in shown_ticks]
    # An m is as wide as two figures in some fonts.
    size = _shrink(max(len(text) + text.count("m") for text in texts), _LONGEST_TICK)
    names = "".join(
        f'<text x="{LEFT - 7}" y="{scale.to_height(tick) + 4:.1f}" text-anchor="end"{size}>'
        f"{text}</text>"
        for tick, text in zip(shown_ticks, texts, strict=True)
    )
    return f'<path d="{lines}" stroke="{PALE}" fill="none"/>{names}{_draw_dates(labels, scale)}'


def _draw_dates(labels: Sequence[str], scale: Scale) -> str:
    last = len(labels) - 1
    return "".join(
        f'<text x="{scale.to_x(index)}" y="{scale.size.height - 6}"{anchor}>{labels[index]}</text>'
        for index, anchor in (
            (0, ""),
            (last // 2, ' text-anchor="middle"'),
            (last, ' text-anchor="end"'),
        )
        if index == 0 or last > 3 or index == last
    )


def draw_marks(chart_marks: Sequence[Mark], scale: Scale) -> str:
    """Return an upright line for each mark, its letter on top: dotted, or solid for a break."""
    bars = {False: "", True: ""}
    for mark in chart_marks:
        bars[mark.is_break] += f"M{scale.to_x(mark.place)} {TOP}V{scale.size.bottom}"
    lines = "".join(
        f'<path d="{path}" stroke="{GREY}"{style} fill="none"/>'
        for path, style in ((bars[False], ' stroke-dasharray="2 3"'), (bars[True], ""))
        if path
    )
    names = "".join(
        f'<text x="{scale.to_x(mark.place)}" y="{TOP - 1}" text-anchor="middle">{letter}</text>'
        for letter, mark in zip(letter_marks(chart_marks), chart_marks, strict=True)
    )
    return f"{lines}{names}"


def letter_marks(chart_marks: Sequence[Mark]) -> list[str]:
    """Return a letter for each mark, A first."""
    return [chr(ord("A") + n % 26) for n in range(len(chart_marks))]


def draw_level(value: float, scale: Scale) -> str:
    """Return the dashed line of a target."""
    return (
        f'<path d="M{LEFT} {scale.to_y(value)}H{scale.size.right}" stroke="{DARK}" '
        f'stroke-width="1.4" stroke-dasharray="7 4" fill="none"/>'
    )


class AimedFigure(Protocol):
    """A figure over time that may have a target: one level, or the steps by which it moves."""

    @property
    def labels(self) -> Sequence[str]:
        """A label for each point of the axis."""

    @property
    def target(self) -> Decimal | float | None:
        """The latest target."""

    @property
    def target_steps(self) -> Sequence[TargetStep]:
        """Where the target moved; empty where it did not."""


def draw_target(figure: AimedFigure, scale: Scale) -> str:
    """Return the dashed line of the target: a level, or the steps by which it moved."""
    if not figure.target_steps:
        return "" if figure.target is None else draw_level(float(figure.target), scale)
    path = "".join(
        f"M{scale.to_x(max(step.first - 0.5, 0))} {scale.to_y(float(step.value))}"
        f"H{scale.to_x(min(step.last + 0.5, scale.count - 1))}"
        for step in figure.target_steps
    )
    return (
        f'<path d="{path}" stroke="{DARK}" stroke-width="1.4" stroke-dasharray="7 4" fill="none"/>'
    )


def iterate_live_target(figure: AimedFigure) -> Iterator[dict[str, Any]]:
    """Yield the same lines for the browser."""
    if not figure.target_steps and figure.target is not None:
        level = float(figure.target)
        yield build_live_line(0, 1, level, level, DARK, "dash", xref="paper")
    for step in figure.target_steps:
        level, end = float(step.value), len(figure.labels) - 1
        first, last = max(step.first - 0.5, 0), min(step.last + 0.5, end)
        yield build_live_line(first, last, level, level, DARK, "dash")


def trace_run(
    values: Sequence[float | None], locate: Locate, chart_marks: Sequence[Mark] = ()
) -> str:
    """Return the path through known values; a gap breaks it, and so does a mark that is a break."""
    path, is_joined, breaks = "", False, _find_breaks(chart_marks)
    for index, value in enumerate(values):
        if value is not None:
            path += f"{'L' if is_joined and index not in breaks else 'M'}{locate(index, value)}"
        is_joined = value is not None
    return path


def build_live_run(
    values: Sequence[float | None], labels: Sequence[str], chart_marks: Sequence[Mark]
) -> dict[str, Any]:
    """Return the points of the same run for the browser: an empty one between two parts it."""
    breaks = sorted(_find_breaks(chart_marks) - {0})
    if not breaks:
        return {"y": list(values), "text": list(labels)}
    points: list[tuple[float, float | None, str]] = [
        *zip(range(len(values)), values, labels, strict=True),
        *((index - 0.5, None, "") for index in breaks),
    ]
    places, ys, texts = zip(*sorted(points, key=lambda point: point[0]), strict=True)
    return {"x": places, "y": ys, "text": texts}


def _find_breaks(chart_marks: Sequence[Mark]) -> set[int]:
    return {mark.index for mark in chart_marks if mark.is_break}


def trace_dots(points: Iterable[str]) -> str:
    """Return the path of round points: strokes without length are far cheaper than circles."""
    return "".join(f"M{point}h0" for point in points)


def draw_ends(labels: Sequence[EndLabel], scale: Scale) -> str:
    """Write the words beside the ends of their lines, kept apart."""
    heights = _push_apart([scale.to_height(value) for _, value, _ in labels])
    return "".join(
        f'<text x="{scale.size.right + 9}" y="{height + 5:.1f}" fill="{colour}"'
        f"{'' if n else _BOLD}{_shrink(len(words), _LONGEST_LABEL)}>{words}</text>"
        for n, ((words, _, colour), height) in enumerate(zip(labels, heights, strict=True))
    )


def _push_apart(heights: list[float]) -> list[float]:
    """Push two heights apart until their words do not touch."""
    if len(heights) == 2 and abs(heights[0] - heights[1]) < APART:
        push = APART - abs(heights[0] - heights[1])
        heights[0] += push if heights[0] >= heights[1] else -push
    return heights


def format_short(value: float, unit: Unit) -> str:
    """Return an axis label: 1200 as 1,200, 45000 as 45k, 1300000 as 1.3m, 95 as 95%.

    It is never rounded: what two places after the point cannot hold is written out.
    """
    # Through text, so that a float's binary digits are not shown.
    exact = Decimal(f"{value:.10g}")
    for size, sign in _SIZES:
        if abs(exact) >= max(size, Decimal(10_000)) and (exact * 100 / size) % 1 == 0:
            return _add_unit(f"{(exact / size).normalize():,f}{sign}", unit)
    return _add_unit(f"{exact:,f}", unit)


def label_ends(
    value: Decimal | None, target: Decimal | None, unit: Unit, decimals: int, colour: str
) -> list[EndLabel]:
    """Return the words beside the ends of a line and of its target.

    Where both are shortened, they keep as many figures as it takes to tell one from the other.
    """
    labels = []
    last, aim = (None if number is None else float(number) for number in (value, target))
    figures = _find_figures(last, aim) if last is not None and aim is not None else _FEWEST_FIGURES
    if value is not None and last is not None:
        words = format_value(value, unit, decimals)
        labels.append((fit_label(words, last, unit, figures), last, colour))
    if aim is not None:
        labels.append((f"Target {format_target(aim, unit, figures)}", aim, GREY))
    return labels


def fit_label(words: str, value: float, unit: Unit, figures: int = _FEWEST_FIGURES) -> str:
    """Return the words beside the end of a line, shorter where they would leave the picture.

    A few figures then stand for a long number; it stands in full in the table below.
    """
    return words if len(words) <= _LONGEST_VALUE else _shorten(value, unit, figures)


def format_target(value: float, unit: Unit, figures: int = _FEWEST_FIGURES) -> str:
    """Return a target as it stands behind its word: in full, or in a few figures."""
    words = format_short(value, unit)
    return words if len(words) <= _LONGEST_VALUE else _shorten(value, unit, figures)


def _find_figures(value: float, other: float) -> int:
    """Return how many figures tell two numbers apart; never fewer than three."""
    figures = _FEWEST_FIGURES
    while value != other and f"{value:.{figures}g}" == f"{other:.{figures}g}":
        figures += 1
    return figures


def _shorten(value: float, unit: Unit, figures: int) -> str:
    """Return the first figures of a number."""
    exact = Decimal(repr(value))
    size, sign = next((pair for pair in _SIZES if abs(exact) >= pair[0]), (Decimal(1), ""))
    short = Decimal(f"{exact / size:.{figures}g}")
    return _add_unit(f"{short:,f}{sign}", unit)


def _shrink(length: int, longest: int) -> str:
    """Return the size of letters of which more than fit stand in a row: a cut number is wrong."""
    return f' font-size="{_FONT_SIZE * longest / length:.1f}"' if length > longest else ""


def _add_unit(text: str, unit: Unit) -> str:
    prefix, suffix = {Unit.GBP: ("£", ""), Unit.PERCENT: ("", "%")}.get(unit, ("", ""))
    return f"-{prefix}{text[1:]}" if prefix and text.startswith("-") else f"{prefix}{text}{suffix}"


def to_compact_json(spec: dict[str, Any]) -> str:
    """Return what the browser draws as short JSON (see `theme/assets/charts.js`)."""
    return json.dumps(spec, separators=(",", ":"), ensure_ascii=False)


def build_time_axes(labels: Sequence[str], unit: Unit, ticks: Sequence[float]) -> dict[str, Any]:
    """Return the two axes of a live chart: points 0, 1, 2 ... with three of them dated."""
    last = len(labels) - 1
    positions = sorted({0, last // 2, last})
    affix = {Unit.PERCENT: {"ticksuffix": "%"}, Unit.GBP: {"tickprefix": "£"}}.get(unit, {})
    return {
        "xaxis": {
            "tickvals": positions,
            "ticktext": [labels[n] for n in positions],
            "showgrid": False,
            "range": [-0.4, last + 0.4],
        },
        "yaxis": {"range": [ticks[0], ticks[-1]], **affix},
    }


def build_live_marks(
    chart_marks: Sequence[Mark],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the shapes and the letters of marks for a live chart."""
    shapes = [
        build_live_line(
            *(mark.place, mark.place, 0, 1, GREY, "solid" if mark.is_break else "dot"),
            yref="paper",
        )
        for mark in chart_marks
    ]
    names = [
        {
            "x": mark.place,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "text": letter,
            "hovertext": mark.words,
        }
        for letter, mark in zip(letter_marks(chart_marks), chart_marks, strict=True)
    ]
    return shapes, names


def build_live_line(
    x0: float, x1: float, y0: float, y1: float, colour: str, dash: str, **extra: Any
) -> dict[str, Any]:
    """Return a straight line of a live chart."""
    line = {"color": colour, "width": 1.3, "dash": dash}
    return {"type": "line", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": line, **extra}


def build_live_ends(labels: Sequence[EndLabel], span: float) -> list[dict[str, Any]]:
    """Return the words beside the ends of lines; `span` is how far the values reach."""
    shifts = [0, 0]
    if len(labels) == 2 and abs(labels[0][1] - labels[1][1]) < span / 10:
        shifts = [9, -9] if labels[0][1] >= labels[1][1] else [-9, 9]
    return [
        {
            "x": 1,
            "xref": "paper",
            "y": value,
            "xanchor": "left",
            "xshift": 6,
            "yshift": shift,
            "text": f"<b>{words}</b>" if not n else words,
            "font": {"color": colour},
        }
        for n, ((words, value, colour), shift) in enumerate(zip(labels, shifts, strict=False))
    ]
