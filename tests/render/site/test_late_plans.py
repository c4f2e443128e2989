"""What is late stands on the home page, whoever signs it."""

from __future__ import annotations

import re

import pytest

from support.books import book_of, staged
from support.instances import PACK, PLAN_ROWS, edited, with_plans

pytestmark = pytest.mark.rotating


def test_the_home_page_shows_what_is_late_with_what_comes_next() -> None:
    page = staged(book_of(with_plans()))["index.md"]
    [table] = re.findall(r"<table[^>]*><caption>Plans that were due.*?</table>", page, re.DOTALL)
    assert "by the end of November 2018 and are not done" in table
    assert re.findall(r'<th scope="row"><a href="(.*?)">(.*?)</a>', table) == [
        ("services/directorate.html#plans", "A2: Shared telephone desk")
    ]
    assert "Agree the rota with the third" in table
    assert "Director of primary care; Practice manager" in table


def test_a_plan_of_several_services_is_late_once() -> None:
    tree = edited(
        with_plans(), PACK, "    scope: directorate\n    narrative: none\n    data_by:",
        "    narrative: none\n    data_by:",
    )  # fmt: skip
    assert staged(book_of(tree))["index.md"].count(">A2: Shared telephone desk</a>") == 1


def test_the_home_page_is_silent_where_nothing_is_late() -> None:
    tree = edited(with_plans(), PLAN_ROWS, "2018-10-31", "2019-01-31")
    assert "Plans that are late" not in staged(book_of(tree))["index.md"]
