"""A target that comes into force later is shown with its day, and judges nothing before it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boardpack.analysis.escalation import find_escalations
from boardpack.analysis.figures.line import TargetStep, describe_chart, find_target_steps
from boardpack.analysis.figures.outlook import build_outlook_figure
from boardpack.analysis.headlines import compose_headline
from boardpack.analysis.targets import build_target_tree, find_target, is_target_met
from boardpack.analysis.variation import judge_measure
from boardpack.load.instance import load_instance
from boardpack.model.dataset import LaterTarget, Measure
from boardpack.render.charts import outlook
from boardpack.render.words import format_target
from boardpack.signoff.subject import build_subjects
from support.books import book_of, fragment, staged
from support.editions import edition_of, said
from support.instances import ACCESS, Files, edited, line_of, minimal
from support.series import CANNOCK, SEISDON, measured, with_


def coming(*targets: tuple[str, int], target: int | None = None) -> Measure:
    """Return a measure with targets that come into force, each with its first month."""
    later = tuple(LaterTarget(start, Decimal(value)) for start, value in targets)
    now = None if target is None else Decimal(target)
    return with_(later_targets=later, target=now)


NEXT_APRIL = coming(("2019-04", 95))


def test_before_its_day_there_is_nothing_to_be_judged_by() -> None:
    series = measured([80.0, 79.0], NEXT_APRIL)
    assert find_target(series) is None
    assert is_target_met(series.measure, series.latest, find_target(series)) is None
    assert format_target(series) == "from April 2019: 95.0%"
    assert describe_chart(series).startswith(
        "Four-hour performance: 79.0% in November 2018, target from April 2019: 95.0%"
    )
    assert compose_headline(series, judge_measure(series)).endswith(
        "; target from April 2019: 95.0%."
    )


def test_from_its_day_on_it_is_the_target() -> None:
    series = measured([80.0, 79.0], NEXT_APRIL, last="2019-04")
    assert find_target(series) == 95
    assert format_target(series) == "95.0%"
    assert series.coming_target is None


def test_until_then_the_target_of_today_holds_and_both_are_shown() -> None:
    series = measured([91.0], coming(("2019-04", 95), ("2020-04", 97), target=90))
    assert find_target(series) == 90
    assert format_target(series) == "90.0%; from April 2019: 95.0%"


def test_the_latest_that_has_begun_holds() -> None:
    measure = coming(("2019-10", 97), ("2018-10", 92), target=90)
    assert [measure.find_target(SEISDON, month) for month in ("2018-09", "2018-10", "2019-10")] == [
        *(90, 92, 97),
    ]


def test_a_service_keeps_its_own_target_whatever_comes_for_all() -> None:
    measure = with_(coming(("2019-04", 95), target=90), targets={CANNOCK: Decimal(85)})
    assert measure.find_target(CANNOCK, "2019-04") == 85
    assert measure.find_coming_target(CANNOCK, "2018-11") is None
    assert measure.find_target(SEISDON, "2019-04") == 95


def test_a_service_may_have_a_later_target_of_its_own() -> None:
    own = LaterTarget("2019-04", Decimal(88), CANNOCK)
    measure = with_(target=Decimal(90), later_targets=(own,))
    assert measure.find_coming_target(CANNOCK, "2018-11") == own
    assert measure.find_coming_target(SEISDON, "2018-11") is None
    assert measure.find_target(CANNOCK, "2019-04") == 88
    assert measure.find_target(SEISDON, "2019-04") == 90


def test_a_chart_steps_where_the_target_began_and_has_none_before() -> None:
    began = coming(("2018-10", 95))
    assert find_target_steps(measured([80.0, 79.0, 78.0], began)) == (
        TargetStep(1, 2, Decimal(95)),
    )


def test_the_chart_of_what_lies_ahead_steps_at_its_day() -> None:
    falling = [90 - n * 0.5 + n % 3 for n in range(16)]
    figure = build_outlook_figure(measured(falling, coming(("2019-02", 95), target=80)))
    assert figure is not None
    assert figure.target_steps == (
        TargetStep(0, 17, Decimal(80)),
        TargetStep(18, 21, Decimal(95)),
    )
    assert ">Target 95%<" in outlook.draw_svg(figure)


def test_the_tree_of_targets_says_what_comes() -> None:
    tree = build_target_tree(NEXT_APRIL, [CANNOCK], "2018-11")
    assert tree is not None
    assert (tree.target, tree.coming) == (None, LaterTarget("2019-04", Decimal(95)))
    after = build_target_tree(NEXT_APRIL, [CANNOCK], "2019-04")
    assert after is not None
    assert (after.target, after.coming) == (Decimal(95), None)


LATER = "    later_targets:\n      - {from: 2019-04, target: 3}\n"


def with_later(target: str = "    target: 5\n", later: str = LATER) -> Files:
    return edited(minimal(), ACCESS, "    target: 5\n", f"{target}{later}")


def test_nothing_is_escalated_by_a_target_that_is_not_in_force() -> None:
    assert not find_escalations(edition_of(with_later(target="")))
    now = edition_of(edited(minimal(), ACCESS, "    target: 5\n", "    target: 3\n"))
    assert find_escalations(now)


def test_it_is_shown_in_the_section_and_on_the_page_of_targets() -> None:
    book = book_of(with_later())
    assert "5.0%; from April 2019: 3.0%" in fragment(book, "cannock-chase", "access").html
    targets = staged(book)["targets.md"]
    assert "<strong>5%</strong> from April 2019: 3%" in targets


def test_it_is_signed() -> None:
    digests = {
        build_subjects(edition_of(tree))["cannock-chase", "access"].digest
        for tree in (
            minimal(),
            with_later(),
            with_later(later=LATER.replace("target: 3", "target: 2")),
            with_later(later=LATER.replace("2019-04", "2019-05")),
            with_later(later=LATER.replace("target: 3", "target: 3, level: cannock-chase")),
        )
    }
    assert len(digests) == 5


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (
            "{from: 2019-13, target: 3}",
            "has a target from '2019-13', which is not a monthly",
        ),
        ("{from: 2019-04, target: 3, level: a/b/c}", "has a target for 'a/b/c'; levels are"),
        (
            "{from: 2019-04, target: 3}\n      - {from: 2019-04, target: 2}",
            "has two targets for 'directorate' from 2019-04",
        ),
    ],
)
def test_a_later_target_that_cannot_be_is_refused_with_its_line(later: str, words: str) -> None:
    tree = with_later(later=LATER.replace("{from: 2019-04, target: 3}", later))
    _, findings = load_instance(tree)
    [fault] = findings
    assert words in fault.what
    assert fault.place.line == line_of(tree, ACCESS, later.rpartition("- ")[2])


def test_t101_finds_a_later_target_of_a_service_that_does_not_exist() -> None:
    tree = with_later(later=LATER.replace("target: 3", "target: 3, level: canock-chase"))
    [fault] = said(tree, "T101")
    assert "there is no service 'canock-chase'" in fault.what
