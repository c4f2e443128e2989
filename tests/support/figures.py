"""Figures in view, as charts get them: small, and with everything that a chart can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from boardpack.analysis.figures.line import LineFigure, Mark, build_line_figure
from boardpack.analysis.figures.outlook import OutlookFigure, build_outlook_figure
from boardpack.analysis.figures.sparkline import SmallFigure
from boardpack.analysis.figures.xmr import Signal, XmrFigure, build_xmr_figure
from boardpack.analysis.finance_judgement import (
    BridgeFigure,
    BridgeStep,
    GroupBar,
    GroupBars,
    Span,
)
from boardpack.analysis.funnel import FunnelFigure, build_funnel
from boardpack.analysis.measures import MISSING, Measured
from boardpack.analysis.spc_result import Xmr
from boardpack.model.dataset import (
    Better,
    Measure,
    Rebase,
    Unit,
)
from boardpack.model.period import parse_period
from boardpack.model.rows import (
    Observation,
)

CALM = (80, 82, 79, 81, 80, 83, 81, 79, 80, 82, 81, 80, 79, 81, 80, 82)
FALLEN = (*CALM[:-1], 60)


def measured(
    values: Sequence[float | None] = FALLEN,
    *,
    better: Better = Better.HIGHER,
    target: int | None = 95,
    rebase: tuple[Rebase, ...] = (),
) -> Measured:
    """Return a percentage by month, the last in November 2018; None is a month without a row."""
    last = parse_period("2018-11")
    periods = last.list_window(len(values))
    aim = None if target is None else Decimal(target)
    measure = Measure(
        "four-hours", "Seen in four hours", Unit.PERCENT, 1, better, target=aim, rebase=rebase
    )
    gaps = (MISSING,) * 4
    rows = tuple(
        None
        if value is None
        else Observation(period.id, "north", measure.id, Decimal(str(value)), *gaps, "a.csv", 2)
        for period, value in zip(periods, values, strict=True)
    )
    return Measured("access", measure, "north", periods, rows)


def line_figure() -> LineFigure:
    """Return a line with a gap, a target, a rebase and an event."""
    return LineFigure(
        title="Seen in four hours",
        unit=Unit.PERCENT,
        decimals=1,
        labels=("Jul 18", "Aug 18", "Sep 18", "Oct 18", "Nov 18"),
        values=(Decimal("81.5"), None, Decimal(79), Decimal("80.2"), Decimal("77.1")),
        target=Decimal(85),
        rebased=(Mark(2, "The department moved", is_break=True),),
        events=(Mark(3, "New booking system"),),
        words="Seen in four hours: 77.1% in November 2018, target 85%.",
    )


def xmr_figure(measured: Measured, result: Xmr, headline: str) -> XmrFigure:
    """Return the figure of a series that was judged, without events."""
    return build_xmr_figure(build_line_figure(measured, ()), measured.measure, result, headline)


def small() -> SmallFigure:
    """Return a small chart that ends in a concern."""
    values = (81.5, None, 79.0, 80.2, 70.1)
    return SmallFigure(values, 85.0, 75.0, 84.0, Signal.CONCERN_LOW, "Four hours: 70.1%.")


def small_rebased() -> SmallFigure:
    """Return a small chart whose line breaks before its fourth figure."""
    mark = Mark(3, "The department moved", is_break=True)
    return replace(small(), rebased=(mark,), values=(81.5, 80.0, 79.0, 60.2, 60.1))


def outlook() -> OutlookFigure:
    """Return a falling series of 16 months with a plan for the next two and a forecast."""
    falling = measured([90 - n * 0.5 + n % 3 for n in range(16)])
    plan = {"2018-10": Decimal(88), "2018-12": Decimal(90), "2019-01": Decimal(91)}
    found = build_outlook_figure(
        replace(falling, measure=replace(falling.measure, trajectory=plan))
    )
    assert found is not None
    return found


def outlook_rebased() -> OutlookFigure:
    """Return the same, with a change of what is counted in February 2018."""
    return replace(outlook(), rebased=(Mark(6, "The department moved", is_break=True),))


def shares() -> FunnelFigure:
    """Return five services, one far above the others and one far below."""
    counts = (
        ("north", 810, 1000),
        ("south", 420, 500),
        ("east", 950, 1000),
        ("west", 1290, 2000),
        ("mid", 790, 1000),
    )
    return build_funnel(counts, title="Seen in four hours", period="November 2018")


def bars() -> GroupBars:
    """Return groups over, under and level, and one with a budget below zero."""
    groups = (
        ("Core contracts", 7903, 8021),
        ("Enhanced Services", 292, 259),
        ("Premises & rates, with a title far too long for the chart", 904, 904),
        ("Reserves", -180, 11),
    )
    return GroupBars(
        "Delegated budgets",
        "GBP thousand",
        Span.TO_DATE,
        tuple(
            GroupBar(title, Decimal(b), Decimal(a), Decimal(a - b), "over")
            for title, b, a in groups
        ),
        "Reserves differs most: 191 over budget.",
    )


def bridge() -> BridgeFigure:
    """Return a budget, one step over, one under, and the forecast."""
    return BridgeFigure(
        "Delegated budgets",
        "GBP thousand",
        (
            BridgeStep("Budget", Decimal(0), Decimal(2036), is_total=True),
            BridgeStep("Core contracts", Decimal(2036), Decimal(2136), is_total=False),
            BridgeStep("Other budgets", Decimal(2136), Decimal(1940), is_total=False),
            BridgeStep("Forecast", Decimal(0), Decimal(1940), is_total=True),
        ),
        "From a budget of 2,036 to a forecast of 1,940, 96 under it.",
    )
