"""The words by which a publication is circulated, of an edition as rich as the worked example."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from boardpack.analysis.asks import list_asks
from boardpack.analysis.attention import find_escalated_items
from boardpack.cycle.circulate import Recipient
from boardpack.model.publication import Publication
from boardpack.model.signoff import Component
from boardpack.render.circular import (
    Circular,
    Correction,
    Enclosure,
    render_circular,
    render_subject,
)
from support.books import demo_book
from support.letters import to

FIRST = Publication(
    version="monthly-2018-11",
    title="Monthly integrated service pack, November 2018",
    pack="monthly",
    period="2018-11",
    revision=1,
    reason="",
    published="2018-12-14T16:00:00Z",
    commit="c" * 40,
    manifest="d" * 64,
)
REVISION = replace(FIRST, version="monthly-2018-11-r2", revision=2, supersedes=FIRST.version)
READER = Recipient(to("ann"), ("director-of-primary-care", "business-partner"))


@cache
def november() -> Circular:
    edition = demo_book().edition
    return Circular(
        FIRST,
        edition,
        find_escalated_items(edition),
        list_asks(edition),
        "",
        None,
    )


def test_what_is_escalated_to_the_leadership_team_is_said_and_the_rest_counted() -> None:
    text = render_circular(november(), READER, None)
    heading, *lines = text.split("\n\n")[2].split("\n")
    assert heading == "Escalated to the leadership team"
    assert len(lines) == 9
    assert lines[3] == (
        "- Cannock Chase, A&E within four hours: Walsall: 74.5% is below the leadership team's "
        "threshold of 75%."
    )
    assert lines[5].startswith("- Cannock Chase: 4 measures are deteriorating: ")
    assert "Escalated: 9 matters to the leadership team and 8 matters to the board.\n" in text


def test_what_is_asked_is_repeated_in_the_words_that_were_signed() -> None:
    asked = render_circular(november(), READER, None).split("\n\n")[3]
    assert asked.startswith("What is asked\n- Cannock Chase: Approve the cost of call queueing ")


def test_no_address_is_named_where_nobody_knows_where_publications_are_read() -> None:
    assert "https://" not in render_circular(november(), READER, None)


def test_a_pdf_that_is_too_large_is_linked_with_its_size() -> None:
    enclosure = Enclosure("pdf/directorate.pdf", 6_240_000, is_attached=False)
    circular = replace(november(), site_url="https://example.org/", enclosure=enclosure)
    line = "As a PDF (6.2 MB): https://example.org/monthly-2018-11/pdf/directorate.pdf\n"
    assert line in render_circular(circular, READER, None)


def test_a_correction_says_so_in_its_subject_and_names_what_came_and_went() -> None:
    circular = replace(november(), publication=REVISION)
    changes = {
        ("cannock-chase", "finance"): (Component.DATA, Component.FIGURES),
        ("cannock-chase", "prem"): (),
        ("cannock-chase", "gone"): (),
    }
    text = render_circular(circular, READER, Correction(FIRST.version, ["A slip"], changes))
    assert render_subject(circular).startswith("Correction: Monthly")
    assert "It corrects monthly-2018-11: use this one instead.\nWhy: A slip\n" in text
    assert (
        "What changed\n"
        "- Cannock Chase, Finance: data, figures\n"
        "- Cannock Chase, PREM: new\n"
        "- Cannock Chase, gone: no longer there\n"
    ) in text


def test_a_correction_of_no_section_says_that_only_the_pages_differ() -> None:
    circular = replace(november(), publication=REVISION)
    text = render_circular(circular, READER, Correction(FIRST.version, ["A new template"], {}))
    assert "- No section: only how the pages are made.\n" in text
