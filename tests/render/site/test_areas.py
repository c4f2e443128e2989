"""Each measure stands in its benchmark area, against its target and others, exceptions first."""

from __future__ import annotations

import re
from functools import cache

import pytest

from boardpack.analysis.areas import list_area_standings
from boardpack.load.instance import load_instance
from boardpack.model.area import Area
from support.books import book_of, demo_book, staged
from support.editions import edition_of
from support.instances import ACCESS, edited, minimal

pytestmark = pytest.mark.rotating

KIND = "kind: measures\n"


@cache
def _page() -> str:
    return staged(demo_book())["areas.md"]


def test_all_six_areas_have_their_heading_in_the_order_of_the_framework() -> None:
    titles = re.findall(r"<h2 [^>]*>([^<]+)<", _page())
    assert titles[:6] == [
        *("Patient experience", "Quality and safety", "Efficiency and productivity"),
        *("Effectiveness", "Workforce", "Cost and price"),
    ]


def test_what_is_escalated_highest_comes_first_in_its_area() -> None:
    workforce = _page().partition(">Workforce<")[2].partition("<h2")[0]
    rows = re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', workforce)
    assert rows[0] == "Sickness absence rate"
    assert "For the leadership team" in workforce.partition("<tbody>")[2].partition("</tr>")[0]


def test_a_measure_is_held_against_target_and_others() -> None:
    assert "Met by 1 of 2" in _page()
    assert "Peer average (made up)" in _page()
    assert "Worst: " in _page()


def test_a_measure_without_area_is_said_to_have_none() -> None:
    page = staged(book_of(minimal()))["areas.md"]
    rest = page.partition(">Area not stated<")[2]
    assert "Nobody stated in which area" in rest
    assert "Appointments missed" in rest


def test_the_area_of_a_measure_comes_before_its_dataset_s() -> None:
    tree = edited(minimal(), ACCESS, KIND, f"{KIND}area: workforce\n")
    tree = edited(tree, ACCESS, "    target: 5\n", "    target: 5\n    area: effectiveness\n")
    found = {
        standing.area: [one.comparison.measure.id for one in standing.measures]
        for standing in list_area_standings(edition_of(tree))
    }
    assert "missed" in found[Area.EFFECTIVENESS]
    assert "missed" not in found[Area.WORKFORCE]


def test_another_area_is_refused_with_those_that_there_are() -> None:
    _, findings = load_instance(edited(minimal(), ACCESS, KIND, f"{KIND}area: workfarce\n"))
    assert any("must be one of patient-experience" in finding.what for finding in findings)
