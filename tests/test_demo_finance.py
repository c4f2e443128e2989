"""What the demo says of its budgets is what the finance tables and the committee paper say."""

from __future__ import annotations

import re

import pytest

from boardpack.analysis.blocks.finance import FinanceBlock
from support.books import demo_book

_AMOUNT = r"[^.;]*?(\d+) (over|under)"
CAUSES = {
    "cannock-chase": ("GMS", "Demographic Growth", "Minor Surgery", "Extended Hours", "Seniority"),
    "south-east-staffs-and-seisdon": (
        *("GMS", "Locums", "Extended Hours", "Minor Surgery", "Demographic Growth", "Seniority"),
    ),
}


@pytest.mark.parametrize("service", CAUSES)
def test_each_line_that_the_paper_explains_stands_with_its_own_variance(service: str) -> None:
    edition = demo_book().edition
    [entry] = [
        entry
        for entry in edition.list_service_entries(service)
        if entry.section.id == "finance" and entry.exceptions
    ]
    [report] = entry.exceptions
    [delegated] = [
        block
        for block in entry.blocks
        if isinstance(block, FinanceBlock) and "finance-delegated" in block.dataset_id
    ]
    variances = {
        line.line_title: int(line.ytd_variance)
        for group in delegated.groups
        for line in group.lines
    }
    for title in CAUSES[service]:
        said = re.search(title + _AMOUNT, report.cause)
        assert said is not None, title
        sign = 1 if said[2] == "over" else -1
        assert int(said[1]) * sign == variances[title], title


def test_the_cause_of_the_largest_line_is_the_paper_s() -> None:
    reports = [
        report
        for entry in demo_book().edition.entries
        for report in entry.exceptions
        if entry.section.id == "finance"
    ]
    assert len(reports) == 2
    assert all("global sum has been paid, and backdated to April" in one.cause for one in reports)
