"""A summary that alerts, advises and assures leads the home page and the service's document."""

from __future__ import annotations

import re
from functools import cache

import pytest

from boardpack.render.edition_view import EditionView
from boardpack.render.pdf.documents import plan_documents
from boardpack.render.site import home as home_page
from support.books import book_of, staged
from support.instances import CANNOCK, PACK, SEISDON, Files, edited, minimal, with_file

pytestmark = pytest.mark.rotating

ALERT = "Reception cannot be staffed on <Mondays>; we ask for two more posts."
SUMMARY = f"""## Summary

### Alert

{ALERT}

### Advise

Calls are counted each week; we report again in January.

### Assure

Nothing

"""


def _led(tree: Files) -> Files:
    tree = edited(tree, PACK, "form: summary", "form: triple-a")
    tree = edited(tree, PACK, "    headings: [What went well, What needs attention]\n", "")
    for path in (CANNOCK, SEISDON):
        text = tree[path].decode()
        start, end = text.index("## Summary"), text.index("## Access")
        tree = with_file(tree, path, f"{text[:start]}{SUMMARY}{text[end:]}")
    return tree


@cache
def _book() -> EditionView:
    return book_of(_led(minimal()))


def test_the_home_page_says_it_before_anything_that_is_escalated() -> None:
    home = staged(_book())["index.md"]
    assert 0 < home.index(">Alert, advise, assure<") < home.index(">For the leadership team<")
    lead = home[: home.index(">For the leadership team<")]
    assert lead.count("<h4>Alert</h4>") == lead.count("<h4>Assure</h4>") == 2
    assert 'href="services/cannock-chase.html#summary"' in lead


def test_its_words_are_harmless_there() -> None:
    home = staged(_book())["index.md"]
    assert "Reception cannot be staffed on" in home
    assert "<Mondays>" not in home


def test_a_summary_of_another_form_does_not_lead() -> None:
    assert ">Alert, advise, assure<" not in staged(book_of(minimal()))["index.md"]


def test_the_directorate_s_own_summary_leads_alone() -> None:
    form = "form: triple-a\n"
    tree = edited(_led(minimal()), PACK, form, f"{form}    scope: directorate\n")
    text = f"---\nauthor: development-manager\nstatus: ready\n---\n\n{SUMMARY}"
    tree = with_file(tree, "content/monthly/2018-11/directorate.md", text)
    home = staged(book_of(tree))["index.md"]
    assert (home.count("<h3>Alert</h3>"), home.count("<h4>Alert</h4>")) == (1, 0)
    assert 'href="services/directorate.html#summary"' in home


def test_of_many_summaries_the_others_unfold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home_page, "MOST_LEADING", 1)
    page = staged(book_of(_led(minimal())))["index.md"]
    assert "1 more summary</summary>" in page
    assert page.count("<h4>Alert</h4>") == 2


def test_the_document_of_a_service_begins_with_it_and_shows_it_once() -> None:
    documents = {output.path: output.make() for output in plan_documents(_book())}
    html = documents["cannock-chase.html"]
    [place] = [match.start() for match in re.finditer('id="summary"', html)]
    assert place < html.index(">Contents<")
    assert html.count("Calls are counted each week") == 1
    assert '<li><a href="#summary">Summary</a></li>' in html


def test_in_the_document_of_all_what_is_escalated_comes_before_the_summaries_of_each() -> None:
    documents = {output.path: output.make() for output in plan_documents(_book())}
    html = documents["directorate.html"]
    assert html.index(">Contents<") < html.index('id="summary"')
