"""What is missing is summed up, so that no page grows with the number of findings."""

from __future__ import annotations

from boardpack.render.edition_view import DraftBanner
from boardpack.render.page import create_environment, render_page
from support.books import templates

ITEMS = tuple(f"thing {number}" for number in range(10_000))


def test_a_banner_names_the_first_twenty_and_counts_the_rest() -> None:
    html = render_page(create_environment(templates()), DraftBanner(ITEMS))
    assert "10000 things are missing" in html
    assert "and 9980 more" in html
    assert len(html) < 3_000


def test_a_banner_names_all_where_there_are_few() -> None:
    html = render_page(create_environment(templates()), DraftBanner(ITEMS[:20]))
    assert html.count("<li>") == 20
    assert " more: " not in html
