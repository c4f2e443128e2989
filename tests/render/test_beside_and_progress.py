"""Figures beside a section's own, and amounts against their plan, on pages and in print."""

from __future__ import annotations

import re

import pytest

from boardpack.render.pdf.documents import plan_documents
from support.books import book_of, demo_book, fragment
from support.instances import PACK, edited, minimal

pytestmark = pytest.mark.rotating

OWN = "    datasets: [feedback]\n"


def printed(service: str) -> str:
    made = {output.path: output.make for output in plan_documents(demo_book())}
    return made[f"{service}.html"]()


def list_cells(row: str) -> list[str]:
    return re.findall(r"<td[^>]*>(.*?)</td>", row)


@pytest.mark.parametrize("service", ["cannock-chase", "south-east-staffs-and-seisdon"])
def test_sickness_vacancies_and_extra_shifts_stand_beside_agency_and_bank_spend(
    service: str,
) -> None:
    html = str(fragment(demo_book(), service, "finance-agency-spend").html)
    own, beside = html.split("<h3>Read beside it</h3>")
    assert "Agency spend as a share of pay" in own
    assert "Bank spend" in own
    assert "Vacancy rate" in own
    assert "Sickness absence rate</th><td" in beside
    assert "Common times and days of ad hoc staffing" in beside
    assert "Monday" in beside
    assert "Read beside it" in printed(service)


def test_a_section_changes_when_what_stands_beside_it_does() -> None:
    beside = edited(minimal(), PACK, OWN, f"{OWN}    beside: [access]\n")
    with_, without = (
        fragment(book_of(tree), "cannock-chase", "feedback") for tree in (beside, minimal())
    )
    assert with_.key != without.key
    assert "Read beside it" not in without.html


def test_schemes_are_shown_against_their_plan_with_subtotals_and_a_total() -> None:
    html = str(fragment(demo_book(), "directorate", "finance-qipp").html)
    assert "2,084 of 3,332 so far; 2,221 was due by now, GBP thousand. Behind: " in html
    total = html.split('<th scope="row">Total</th>')[1].split("</tr>")[0]
    assert list_cells(total) == ["3,332", "2,084", "62.5%", "2,221", "1,248", "Behind"]
    assert "Urgent care: subtotal" in html
    assert "<strong>What is wanted:</strong> 1,235 fewer" in html
    assert "<strong>If it fails:</strong> Optometrists in the community see" in html
    assert "how far it is" in printed("directorate")


def test_one_off_funding_is_marked_and_what_is_left_is_said() -> None:
    html = str(fragment(demo_book(), "cannock-chase", "finance").html)
    assert "2017/18 <strong>(includes one-off workflow training)</strong>" in html
    assert "118,404 of 140,951, GBP. Not all used: 2019/20. One-off money: 2017/18." in html
    assert ["22,547", "0", "0.0%", "22,547"] in [list_cells(row) for row in html.split("</tr>")]
    assert "(includes one-off workflow training)" in printed("cannock-chase")


def test_budget_corrections_are_listed_with_their_reason() -> None:
    html = str(fragment(demo_book(), "cannock-chase", "finance").html)
    assert "A licence was booked to the wrong year" in html


def test_an_exception_report_shows_how_systems_and_processes_are_updated() -> None:
    html = str(fragment(demo_book(), "cannock-chase", "finance").html)
    assert "<b>Systems and processes:</b>" in html
    assert "<b>Systems and processes:</b>" in printed("cannock-chase")
