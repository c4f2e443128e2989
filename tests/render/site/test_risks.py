"""The page of risks, and the links between risks, exception reports and measures."""

from __future__ import annotations

import pytest

from boardpack.render.site.navigation import build_navigation
from support.books import Parsed, book_of, converted, demo_book, staged
from support.instances import RISK_ROWS, edited, minimal, with_file
from support.reports import with_report

pytestmark = pytest.mark.rotating

EARLIER = "data/datasets/risk-register/2018-08.csv"
REPORT = """
    Issue: Mondays
    Action: Train two
    Lead: practice-manager
    Due: 31 January 2019
    Risk register: R1
    """


def linked() -> dict[str, bytes]:
    """Return the instance with a report that names R1, and R1 naming a measure."""
    tree = edited(minimal(), RISK_ROWS, "mitigations,note", "mitigations,note,measures")
    tree = edited(tree, RISK_ROWS, "Shared rota,", "Shared rota,,missed")
    tree = edited(tree, RISK_ROWS, "Lease review,", "Lease review,,")
    return with_report(tree, REPORT)


def text_of(page: str) -> str:
    return " ".join(Parsed(converted(page)).text.split())


def test_a_risk_leads_to_the_reports_that_name_it_and_to_the_measures_it_names() -> None:
    page = staged(book_of(linked()))["risks.md"]
    assert 'id="risk-r1"' in page
    assert '<a href="services/cannock-chase.html#access">Access, Cannock Chase</a>' in page
    assert '<a href="measures/access.missed.html">' in page


def test_a_report_and_a_measure_lead_back_to_the_risk() -> None:
    pages = staged(book_of(linked()))
    link = '<a href="../risks.html#risk-r1">R1 Workforce</a> (12, High)'
    assert f"Risks that its exception reports name: {link}." in pages["services/cannock-chase.md"]
    assert f"Risks that it shows: {link}." in pages["measures/access.missed.md"]
    assert "risks.html" not in pages["services/seisdon.md"]


def test_a_risk_is_shown_with_its_score_in_each_register() -> None:
    before = minimal()[RISK_ROWS].decode().replace("4,4,2,3,4,3", "4,4,2,3,3,3")
    words = text_of(staged(book_of(with_file(minimal(), EARLIER, before.encode())))["risks.md"])
    # R1 had a residual score of 9 in August; the trend that is written is not that of its scores.
    assert "16, residual 916, residual 126→ UnchangedBy its scores: ↑ Rising" in words


def test_scores_of_each_organisation_stand_together() -> None:
    lines = minimal()[RISK_ROWS].decode().splitlines()
    rows = [f"{lines[0]},organisation", f"{lines[1]},North", f"{lines[1]},South", f"{lines[2]},"]
    tree = with_file(minimal(), RISK_ROWS, "".join(f"{row}\n" for row in rows).encode())
    words = text_of(staged(book_of(tree))["risks.md"])
    assert "Scores of North" in words
    assert "Scores of South" in words


def test_an_edition_in_which_no_register_is_due_has_no_page_of_risks() -> None:
    book = book_of(minimal(), period="2018-12")
    assert "risks.md" not in staged(book)
    assert "risks.md" not in str(build_navigation(book))
    assert "risks.md" in str(build_navigation(demo_book()))
