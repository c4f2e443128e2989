"""What is meant for boardpack is obeyed or refused, and never printed for readers instead."""

from __future__ import annotations

import pytest

from boardpack.load.bare_body import NarrativeBody
from boardpack.load.lead_names import LeadNames
from boardpack.load.submission_body import read_submission_body

WORDS = "We opened a second line each morning."


def codes(text: str, has_reports: bool = True) -> dict[int, str]:
    """Return what is found in a text below a section's first paragraph: codes by its lines."""
    body = NarrativeBody(
        f"## Access\n\n{WORDS}\n\n{text}\n", "a.md", -3, "seisdon", {"Access": "access"}
    )
    findings = read_submission_body(body, LeadNames(), has_reports).findings
    return {finding.place.line or 0: finding.code for finding in findings}


@pytest.mark.parametrize(
    "line",
    [
        "Status: draft", "STATUS: Draft.", "**Status:** draft", "**Status: draft**",
        "- Status: draft", "1. status : draft", "> Status: draft", "### Status: draft",
        "Status – draft", "Status draft", "Status: draft, figures to come", "Status: ready (Jo)",
        "(Status: ready)", "Status: redy", "Status: in draft", "Status: not ready", "Status: final",
        "Status: not_ready", "Status: complete", "Status: pending",
        "Draft", "**DRAFT**", "Not ready.",
    ],
)  # fmt: skip
def test_s119_finds_a_status_that_stands_where_nobody_obeys_it(line: str) -> None:
    assert codes(line) == {1: "S119"}
    assert codes(f"- one\n- two\n\n{line}\n\nMore words.") == {4: "S119"}


def test_s119_finds_a_status_in_the_middle_of_a_paragraph_and_in_a_paper() -> None:
    assert codes("More words,\nStatus: draft\nand more.") == {2: "S119"}
    assert codes("Status: draft", has_reports=False) == {1: "S119"}


@pytest.mark.parametrize(
    "line",
    [
        "Status: green on all counts", "The status is red.", "Status: ready for winter",
        "Lift 3\nStatus: open\nSince: May", "| Status | draft |\n|---|---|\n| a | b |",
        "Status: red", "**Status:** Green.", "Status: open", "```\nStatus: draft\n```",
        "The draft is with the practices.", "Ready for winter", "- ready\n- steady",
    ],
)  # fmt: skip
def test_s119_passes_words_on_the_status_of_something_else(line: str) -> None:
    assert codes(line) == {}


@pytest.mark.parametrize(
    "line",
    [
        "None: no complaint came in", "**Not applicable:** no such ward", "Unchanged: as in May",
        "None: 0 incidents", "Unchanged: 5 of our practices say the same as in May",
    ],
)  # fmt: skip
def test_s122_finds_an_excuse_that_nobody_obeys(line: str) -> None:
    assert codes(line) == {1: "S122"}


@pytest.mark.parametrize(
    "line",
    [
        "None of it is late: all came.", "Nothing is unchanged.", "Unchanged: 5", "N/A: 2 (4%)",
        "**Unchanged:** 12 practices", "- Better: 3\n- Unchanged: 7 of 10", "```\nNone: so\n```",
    ],
)  # fmt: skip
def test_s122_passes_a_sentence_a_count_and_code(line: str) -> None:
    assert codes(line) == {}


@pytest.mark.parametrize(
    "line",
    [
        "Lead: Practice manager\nAction: call again", "- **Due:** 18 January 2019",
        "Due: Friday 18 January", "Review: 28/02/19", "Review: 2019-02-28",
        "Measured by: no more than 5%", "Outcome: did not work", "Risk register: A1.54",
    ],
)  # fmt: skip
def test_s117_finds_a_label_before_its_kind_of_value_or_beside_another(line: str) -> None:
    assert codes(line) == {1: "S117"}
    assert codes(line, has_reports=False) == {}


@pytest.mark.parametrize(
    "line",
    [
        "Action: call again.", "Due: soon.", "Outcome: better than ever", "**Lead:** a manager",
        "Review: the report of 2018 said so", "Due: 3 babies in May",
        "Lead: a manager\n\nReview: in May", "Risk register: on 2 shelves",
        "Remedial plan: agreed in May", "```\nLead: Practice manager\nDue: 2019-02-28\n```",
    ],
)  # fmt: skip
def test_s117_passes_a_label_that_may_be_a_word(line: str) -> None:
    assert codes(line) == {}
