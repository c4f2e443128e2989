"""A month that has just been opened, with neither words nor figures, can be shown as a draft."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from boardpack.analysis.edition import analyse_edition
from boardpack.load.instance import load_instance
from boardpack.render.pdf.documents import plan_documents
from boardpack.render.skeleton import render_skeleton
from support.books import book_of, demo, staged
from support.instances import ACCESS, CANNOCK, FEEDBACK, FEEDBACK_ROWS, Files, edited, minimal
from support.months import DECEMBER, NOVEMBER, copied_month

pytestmark = pytest.mark.rotating

SVG = "{http://www.w3.org/2000/svg}"


def opened() -> Files:
    """Return the example with its next month opened."""
    tree = dict(demo())
    instance, _ = load_instance(tree)
    assert instance is not None
    edition = analyse_edition(instance, "monthly", "2018-12")
    for service in edition.services:
        if text := render_skeleton(edition, service):
            tree[edition.locate_submission(service)] = text.encode()
    return tree


def test_every_chart_of_a_month_without_figures_has_words() -> None:
    book = book_of(opened(), period="2018-12", draft=True)
    roots = [ElementTree.fromstring(document.make()) for document in plan_documents(book)]
    pictures = [one for root in roots for one in root.iter() if one.tag in ("svg", f"{SVG}svg")]
    assert pictures
    assert all((one[0].text or "").strip() for one in pictures)


def test_every_measure_page_says_its_source_and_what_is_made_up() -> None:
    pages = staged(book_of(demo()))
    measures = {name: page for name, page in pages.items() if name.startswith("measures/")}
    assert measures
    assert all("Sources:" in page for page in measures.values())
    assert "illustrative figures" in measures["measures/qof.blood-pressure.md"]


def test_readers_see_why_words_or_figures_are_the_same_as_last_time() -> None:
    path = CANNOCK.replace(NOVEMBER, DECEMBER)
    reason = "status: ready\nunchanged: {access: The clinics <were> closed.}\n"
    tree = edited(copied_month(minimal()), path, "status: ready\n", reason)
    tree = edited(tree, ACCESS, "history: 3\n", "history: 3\nunchanged: {2018-12: All shut.}\n")
    pages = staged(book_of(tree, period=DECEMBER))
    words = "<strong>The same words as last time.</strong> The clinics &lt;were&gt; closed."
    assert {name for name, page in pages.items() if words in page} == {
        "sections/access.md",
        "services/cannock-chase.md",
    }
    words = "<strong>The same figures as last time.</strong> All shut."
    assert {name for name, page in pages.items() if words in page} == {
        "sections/access.md",
        "services/cannock-chase.md",
        "services/seisdon.md",
    }


def test_the_latest_figures_there_are_have_their_own_date() -> None:
    tree = edited(
        copied_month(minimal()), FEEDBACK, "kind: measures", "kind: measures\narrives: latest"
    )
    tree = edited(tree, FEEDBACK_ROWS, "cannock-chase,recommend,92", "cannock-chase,recommend,82")
    del tree[FEEDBACK_ROWS.replace(NOVEMBER, DECEMBER)]
    book = book_of(tree, period=DECEMBER, draft=True)
    pages = staged(book)
    assert "82%</strong> (Nov 18), target&nbsp;90%" in pages["index.md"]
    assert "Patient survey, November 2018, the latest available" in pages["index.md"]
    page = pages["services/cannock-chase.md"]
    assert "Source: Patient survey; November 2018, the latest available." in page
    assert '<th scope="col">Nov 18</th>' in page
    assert "82% (Nov 18); target 90%" in next(iter(plan_documents(book))).make()
