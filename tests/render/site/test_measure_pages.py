"""Each measure has a page of its own, whatever its dataset and itself are called."""

from __future__ import annotations

from boardpack.analysis.attention import compare_due_measures
from boardpack.render.site.measures import plan_measure_pages
from support.books import book_of
from support.instances import ACCESS, ACCESS_ROWS, PACK, edited, minimal


def test_two_pairs_of_ids_that_read_alike_have_two_pages() -> None:
    tree = minimal()
    tree = {
        path.replace("datasets/access/", "datasets/access-a/"): data for path, data in tree.items()
    } | {
        path.replace("datasets/access/", "datasets/access/"): data.replace(b"missed", b"a-missed")
        for path, data in tree.items()
        if path in (ACCESS, ACCESS_ROWS)
    }
    tree = edited(tree, PACK, "datasets: [access]", "datasets: [access, access-a]")
    book = book_of(tree)
    paths = [output.path for output in plan_measure_pages(book)]
    assert len(paths) == len(set(paths)) == len(list(compare_due_measures(book.edition)))
    assert {"measures/access.a-missed.md", "measures/access-a.missed.md"} <= set(paths)
