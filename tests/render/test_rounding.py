"""What is not equal does not look equal: digits are added to both where rounding would hide it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boardpack.analysis.comparison import compare_services, describe_comparison
from boardpack.analysis.escalation import find_escalations
from boardpack.analysis.figures.line import build_line_figure
from boardpack.analysis.headlines import compose_headline
from boardpack.analysis.measures import format_apart, format_measured
from boardpack.analysis.progress import ProgressRow
from boardpack.analysis.variation import judge_measure
from boardpack.model.dataset import Better, Unit
from boardpack.render.charts import frame, line
from boardpack.render.pdf.documents import plan_documents
from boardpack.render.site.plan import plan_pages
from boardpack.render.words import describe_change, format_target
from support import figures
from support.books import book_of
from support.editions import edition_of
from support.instances import ACCESS_ROWS, edited, minimal
from support.series import FOUR_HOURS, measured, thresholds, with_

WHOLE = with_(decimals=0, target=Decimal(92))
CLOSE = edited(
    minimal(),
    ACCESS_ROWS,
    "2018-11,seisdon,missed,3.5,42,1200",
    "2018-11,seisdon,missed,5.04,126,2500",
)


@pytest.mark.parametrize(
    ("latest", "shown"),
    [
        (91.6, ("91.6%", "92.0%")),
        (91.96, ("91.96%", "92.00%")),
        (91.4, ("91%", "92%")),
        (92, ("92%", "92%")),
        (92.3, ("92.3%", "92.0%")),
    ],
)
def test_a_value_that_rounds_to_its_target_gets_as_many_digits_as_tell_them_apart(
    latest: float, shown: tuple[str, str]
) -> None:
    one = measured([80, latest], WHOLE)
    assert (format_measured(one, one.latest), format_target(one)) == shown


def test_a_target_is_not_rounded_either() -> None:
    assert format_target(measured([95], with_(WHOLE, target=Decimal("92.5")))) == "92.5%"


def test_a_threshold_a_plan_and_the_value_before_count_as_well() -> None:
    limits = with_(WHOLE, thresholds=thresholds(92, 75), target=None)
    plan = with_(WHOLE, trajectory={"2018-11": Decimal(92)}, target=None)
    for series in (measured([80, 91.6], limits), measured([80, 91.6], plan)):
        assert format_measured(series, series.latest) == "91.6%"
    one = measured([84.2, 84.4], with_(WHOLE, target=None, better=Better.NEUTRAL))
    assert compose_headline(one, judge_measure(one)).endswith("up from 84.2% in October 2018.")
    assert describe_change(one) == "+0.2 points"


def test_headline_and_chart_show_the_same_digits() -> None:
    one = measured([80, 91.6], WHOLE)
    assert compose_headline(one, judge_measure(one)).endswith("; the target of 92.0% was missed.")
    figure = build_line_figure(one, ())
    assert "91.6% in November 2018, target 92.0%" in figure.words
    assert ">91.6%<" in line.draw_svg(figure)


def test_long_numbers_beside_a_chart_are_not_shortened_to_the_same() -> None:
    ends = frame.label_ends(Decimal(1234567), Decimal(1230000), Unit.GBP, 0, frame.DARK)
    assert [words for words, _, _ in ends] == ["£1.235m", "Target £1.23m"]


def test_a_limit_that_looks_like_the_latest_value_is_told_apart() -> None:
    one = measured([84.0, 85.0] * 10 + [87.2], with_(target=None, fix_after=20))
    result = judge_measure(one).xmr
    assert result is not None
    figure = figures.xmr_figure(one, result, "")
    assert result.points[-1].upl == pytest.approx(87.16)
    assert "to 87.16%, mean 84.50%; the latest is 87.20%." in figure.expected


def test_best_and_worst_are_told_apart() -> None:
    series = [
        measured([91.96], service="cannock-chase"),
        measured([92.04], service="seisdon"),
    ]
    words = describe_comparison(compare_services(series), str)
    assert words.endswith("best seisdon (92.04%); worst cannock-chase (91.96%).")


def test_escalations_show_digits_that_differ() -> None:
    reasons = [one.reason for one in find_escalations(edition_of(CLOSE))]
    assert reasons == ["5.04% misses the target of 5.00%."]


def test_a_restated_figure_and_a_share_of_a_plan_are_not_rounded_to_no_difference() -> None:
    assert format_apart(FOUR_HOURS, Decimal("92.04"), Decimal("91.96")) == ("92.04%", "91.96%")
    row = ProgressRow("Scheme", "", Decimal(10000), Decimal(9999), Decimal(10000), one_off=False)
    assert row.percent == Decimal("99.99")


def test_pages_and_documents_show_both_figures_with_the_same_digits() -> None:
    book = book_of(CLOSE)
    outputs = {output.path: output for output in (*plan_pages(book), *plan_documents(book))}
    for path in ("index.md", "services/seisdon.md", "sections/access.md", "seisdon.html"):
        html = outputs[path].make()
        assert "5.04%" in html, path
        assert "5.00%" in html, path
