"""Quarterly and yearly figures in a monthly pack."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from boardpack.analysis.blocks.block import Block
from boardpack.analysis.changes import list_changes
from boardpack.analysis.edition import Edition
from boardpack.analysis.figures.line import build_line_figure
from boardpack.analysis.headlines import compose_headline
from boardpack.analysis.measures import Measured, compute_change
from boardpack.analysis.outstanding import list_outstanding_items
from boardpack.analysis.variation import judge_measure
from boardpack.load.packs import load_packs
from boardpack.model.submission import Event
from boardpack.render.skeleton import render_skeletons
from support.editions import edition_of, everything_said, said
from support.instances import (
    FEEDBACK,
    FEEDBACK_ROWS,
    FINANCE,
    FINANCE_ROWS,
    FINANCE_TOTALS,
    PACK,
    Files,
    edited,
    found,
    minimal,
    with_file,
    without_file,
)

QUARTERS = [f"{year}-{month}" for year in range(2015, 2019) for month in ("03", "06", "09", "12")]


def quarterly(
    last: str = "2018-09", count: int = 14, arrives: str = "2018-11", more: str = ""
) -> Files:
    """Return the good instance with a quarterly survey, whose figures rise and fall by turns."""
    tree = edited(minimal(), FEEDBACK, "owner:", f"cadence: quarterly\nhistory: {count}\nowner:")
    end = QUARTERS.index(last) + 1
    rows = [
        f"{quarter},{service},recommend,{90 + n % 3}"
        for service in ("cannock-chase", "seisdon")
        for n, quarter in enumerate(QUARTERS[end - count : end])
    ]
    text = "\n".join(("period,service,measure,value", *rows, *more.split()))
    tree = without_file(tree, FEEDBACK_ROWS)
    return with_file(tree, f"data/datasets/feedback/{arrives}.csv", f"{text}\n")


def feedback(edition: Edition, service: str = "seisdon") -> Block:
    entry = edition.find_entry(service, "feedback")
    assert entry is not None
    return entry.blocks[0]


def survey(tree: Files, period: str = "2018-11") -> Measured:
    return feedback(edition_of(tree, period=period)).measured[0]


def test_a_quarter_stands_in_each_month_until_the_next_has_ended() -> None:
    tree = quarterly()
    shown = {
        month: survey(tree, month).periods[-1].id for month in ("2018-11", "2018-12", "2019-02")
    }
    assert shown == {"2018-11": "2018-09", "2018-12": "2018-12", "2019-02": "2018-12"}


def test_neighbours_are_a_quarter_apart_and_a_year_ago_is_the_same_quarter() -> None:
    series = survey(quarterly())
    assert [period.id for period in series.periods[-5:]] == [
        "2017-09", "2017-12", "2018-03", "2018-06", "2018-09"
    ]  # fmt: skip
    figures = (series.latest, series.previous, series.year_ago, compute_change(series))
    assert figures == tuple(map(Decimal, (91, 90, 90, 1)))


def test_limits_and_runs_are_of_their_own_points() -> None:
    variation = judge_measure(survey(quarterly(count=13)))
    assert variation.xmr is not None
    assert variation.icon is not None
    assert judge_measure(survey(quarterly(count=12))).icon is None


def test_words_say_quarters() -> None:
    tree = quarterly()
    series = survey(tree)
    assert "91% in Q2 2018-19" in compose_headline(series, judge_measure(series))
    figure = build_line_figure(series, [Event("feedback", date(2018, 8, 7), "New form")])
    assert figure.labels[-2:] == ("Q1 2018-19", "Q2 2018-19")
    assert [(mark.index, mark.words) for mark in figure.events] == [(13, "New form")]
    skeleton = render_skeletons(edition_of(tree))["content/monthly/2018-11/seisdon.md"]
    assert "Figures of Q2 2018-19, July to September 2018:\n- Would recommend us: 91%" in skeleton


def test_nothing_is_missing_in_the_months_between() -> None:
    assert everything_said(quarterly()) == everything_said(minimal())
    now = datetime.fromisoformat("2018-12-01T09:00")
    owed = list_outstanding_items(edition_of(quarterly(arrives="2018-10")), now)
    assert owed == ()


def test_a_quarter_is_owed_when_it_has_ended_in_the_file_of_the_month() -> None:
    tree = quarterly(last="2018-06", arrives="2018-08")
    faults = said(tree, "M103")
    assert [str(fault.place) for fault in faults] == ["data/datasets/feedback/2018-11.csv"] * 2
    assert faults[1].what == (
        "Seisdon Peninsula: no row for 'Would recommend us' (recommend) in "
        "Q2 2018-19, July to September 2018"
    )
    before = [fault.section for fault in said(tree, "M103", period="2018-08")]
    assert "feedback" not in before
    # With a lag of three months it is not owed yet.
    lagging = edited(tree, PACK, "datasets: [feedback]", "datasets: [feedback]\n    lag: 3")
    assert "feedback" not in {fault.section for fault in said(lagging, "M103")}


def test_an_unknown_figure_is_asked_for_once_and_a_rating_changes_once() -> None:
    more = "2018-12,cannock-chase,recommend,70 2018-12,seisdon,recommend,n/a"
    tree = quarterly(arrives="2018-12", more=more)
    months = ("2018-12", "2019-01")
    asked = [
        len([f for f in said(tree, "M113", period=m) if f.section == "feedback"]) for m in months
    ]
    assert asked == [1, 0]
    changed = [
        [change.words for change in list_changes(edition_of(tree, period=month))
         if change.title == "Would recommend us"]
        for month in months
    ]  # fmt: skip
    assert changed == [["Worse: green to red."], []]


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2018-08", "a quarter is called by its last month: write 2018-06 or 2018-09"),
        ("2018-W36", "the dataset is quarterly"),
    ],
)
def test_c105_finds_a_month_that_calls_no_quarter(period: str, words: str) -> None:
    [fault] = found(quarterly(more=f"{period},seisdon,recommend,90"), "C105")
    assert fault.what == f"period '{period}' is not a period: {words}"


def test_months_between_that_say_that_there_is_no_figure_are_passed_over() -> None:
    blank = quarterly(more="2018-08,seisdon,recommend,n/a 2018-10,seisdon,recommend,-")
    assert everything_said(blank) == everything_said(quarterly())


def test_a_quarters_budget_stands_until_the_next_quarters() -> None:
    tree = edited(minimal(), FINANCE, "owner:", "cadence: quarterly\nowner:")
    for path in (FINANCE_ROWS, FINANCE_TOTALS):
        tree = with_file(without_file(tree, path), path.replace("-11", "-10"), tree[path])
    assert everything_said(tree) == everything_said(minimal())
    assert [f.what for f in said(tree, "M103", period="2018-12") if f.section == "finance"] == [
        f"{title}: no budget lines for Q3 2018-19, October to December 2018"
        for title in ("Cannock Chase", "Seisdon Peninsula")
    ]


def test_yearly_figures_have_their_own_last_month() -> None:
    tree = edited(minimal(), FEEDBACK, "owner:", "cadence: yearly\nyear_ends: 7\nowner:")
    rows = tree[FEEDBACK_ROWS].decode().replace("2018-11,", "2018-07,")
    tree = with_file(tree, FEEDBACK_ROWS, rows)
    assert everything_said(tree) == everything_said(minimal())
    assert survey(tree).latest == Decimal(94)
    assert survey(tree).periods[-1].title == "2017-18, August 2017 to July 2018"


def test_d105_finds_a_year_that_ends_in_no_month() -> None:
    tree = edited(minimal(), FEEDBACK, "owner:", "cadence: yearly\nyear_ends: 13\nowner:")
    assert found(tree, "D105")[0].what == "year_ends must be a month from 1 to 12"


def test_a_pack_is_monthly_weekly_or_for_meetings() -> None:
    _, findings = load_packs(edited(minimal(), PACK, "cadence: monthly", "cadence: quarterly"))
    assert (
        findings[0].what == "'cadence' must be one of monthly, weekly or meeting, not 'quarterly'"
    )
