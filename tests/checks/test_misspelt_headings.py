"""A heading in another dress is said at its line, and nothing that only follows from it."""

from __future__ import annotations

import pytest

from boardpack.findings import find_near_word
from support.editions import everything_said
from support.instances import ACCESS_ROWS, CANNOCK, Files, edited, minimal
from support.reports import with_report

MISSED = "2018-11,cannock-chase,missed,"
OFF_TRACK = edited(minimal(), ACCESS_ROWS, f"{MISSED}3.5,77,2200", f"{MISSED}9.5,209,2200")
REPORT = """
    Issue: Too many appointments are missed.
    Cause: Reminders failed in two of the practices.
    Action: Send them again from the other system.
    Lead: Practice manager
    Due: 28 February 2019
    Measured by: No more than 5% missed.
    Systems and processes: The reminder system reports each failure.
    """
REPORTED = with_report(OFF_TRACK, REPORT)


def errors(tree: Files) -> list[tuple[str, int | None]]:
    said = [finding for finding in everything_said(tree) if finding.is_error]
    return sorted((finding.code, finding.place.line) for finding in said)


def test_what_is_off_track_needs_a_report_and_one_that_is_headed_well_is_enough() -> None:
    assert errors(OFF_TRACK) == [("E101", 16)]
    assert errors(REPORTED) == []


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("##Access", "S110"), ("# Access", "S103"), ("## access", "S103"), ("## Acess", "S103"),
        ("### Access", "N102"), ("**Access**", "N102"), ("Access:", "N102"),
    ],
)  # fmt: skip
def test_a_section_whose_heading_is_another_is_said_once_at_its_line(
    heading: str, code: str
) -> None:
    assert errors(edited(OFF_TRACK, CANNOCK, "## Access", heading)) == [(code, 16)]


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("## Exception report", "S103"), ("**Exception report**", "S117"),
        ("### Exception reports", "S117"), ("### Exeption report", "S117"),
    ],
)  # fmt: skip
def test_a_report_whose_heading_is_another_is_not_missing_as_well(heading: str, code: str) -> None:
    tree = edited(REPORTED, CANNOCK, "### Exception report", heading)
    assert [each for each, _ in errors(tree)] == [code]


@pytest.mark.parametrize(("opening", "code"), [("```", "S111"), ("<!-- ask Jo", "S121")])
@pytest.mark.parametrize("before", ["## Access\n", "### Exception report\n"])
def test_what_hides_the_rest_of_a_file_is_said_and_nothing_that_it_hides(
    opening: str, code: str, before: str
) -> None:
    tree = edited(REPORTED, CANNOCK, before, f"{opening}\n\n{before}")
    assert [each for each, _ in errors(tree)] == [code]


@pytest.mark.parametrize("word", ["Prem", "prem", "QoF", "Kpis"])
def test_capitals_make_no_other_word_however_short_it_is(word: str) -> None:
    assert find_near_word(word, ["PREM", "QOF", "KPIs"]).casefold() == word.casefold()
