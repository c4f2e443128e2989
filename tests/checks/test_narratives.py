from __future__ import annotations

import pytest

from boardpack.findings import Severity
from support.editions import edition_of, everything_said, said
from support.instances import (
    CANNOCK,
    PACK,
    SEISDON,
    WAIVERS,
    edited,
    line_of,
    minimal,
    with_file,
    without_file,
)

ACCESS_TEXT = (
    "## Access\n\nMissed appointments (DNA) fell for the third month because reminders now go out "
    "by text.\n\n"
)
WAIVED = """
    pack,period,service,section,reason,owner,until
    monthly,2018-11,cannock-chase,access,The writer is ill.,development-manager,2018-12-31
    """
WRITER = "Practice manager, Cannock Chase"


def test_n101_passes_submissions_that_are_there() -> None:
    assert said(minimal(), "N101") == []


def test_n101_finds_a_service_without_a_submission() -> None:
    [fault] = said(without_file(minimal(), SEISDON), "N101")
    assert str(fault.place) == SEISDON
    assert fault.what == "there is no submission; 3 sections are to be narrated"
    assert (fault.who, fault.service) == ("Practice manager, Seisdon Peninsula", "seisdon")
    assert fault.severity is Severity.ERROR


def test_n102_passes_an_optional_section_that_is_left_out() -> None:
    text = "## Extra shifts\n\nMondays and Fridays needed most of the extra staff.\n"
    assert said(edited(minimal(), CANNOCK, text, ""), "N102") == []


def test_n102_passes_a_section_that_is_waived() -> None:
    tree = with_file(edited(minimal(), CANNOCK, ACCESS_TEXT, ""), WAIVERS, WAIVED)
    assert said(tree, "N102") == []


def test_n102_passes_a_section_that_does_not_apply() -> None:
    tree = edited(minimal(), CANNOCK, ACCESS_TEXT, "")
    reason = "status: ready\nnot_applicable:\n  access: The practice was closed."
    assert said(edited(tree, CANNOCK, "status: ready", reason), "N102") == []


def test_n102_passes_a_submission_that_is_missing_as_a_whole() -> None:
    assert said(without_file(minimal(), CANNOCK), "N102") == []


def test_n102_finds_a_section_without_its_narrative() -> None:
    [fault] = said(edited(minimal(), CANNOCK, ACCESS_TEXT, ""), "N102")
    assert str(fault.place) == CANNOCK
    assert fault.what == "there is no section '## Access'"
    assert (fault.who, fault.service, fault.section) == (WRITER, "cannock-chase", "access")


def test_a_section_is_not_said_to_be_missing_where_its_heading_is_said_to_be_misspelt() -> None:
    tree = edited(minimal(), CANNOCK, "## Access", "## Acess")
    assert "S103" in {finding.code for finding in everything_said(tree) if finding.is_error}
    assert said(tree, "N102") == []


@pytest.mark.parametrize("title", ["Access hours", "Acess", "Acces to patients"])
def test_n102_finds_a_section_beside_a_smaller_heading_that_is_nearly_called_so(title: str) -> None:
    tree = edited(minimal(), CANNOCK, ACCESS_TEXT, "")
    tree = edited(tree, CANNOCK, "## Extra shifts\n", f"## Extra shifts\n\n### {title}\n")
    [fault] = said(tree, "N102")
    assert fault.section == "access"


def test_n102_finds_a_section_beside_one_of_another_service_that_is_nearly_called_so() -> None:
    plan = """
  - id: access-plan
    title: Access plan
    group: Operations
    datasets: [access]
    narrative: optional
    data_by: practice-manager
    services: [seisdon]
timetable:
"""
    tree = edited(minimal(), PACK, "\ntimetable:\n", plan)
    [fault] = said(edited(tree, CANNOCK, "## Access\n", "## Access plan\n"), "N102")
    assert fault.section == "access"


def test_n102_finds_a_section_whose_waiver_has_ended() -> None:
    tree = with_file(edited(minimal(), CANNOCK, ACCESS_TEXT, ""), WAIVERS, WAIVED)
    ended = edited(tree, WAIVERS, "2018-12-31", "2018-12-13")
    [fault] = said(ended, "N102")
    assert fault.section == "access"


def test_n103_passes_an_optional_section_that_is_left_empty() -> None:
    tree = edited(
        minimal(), CANNOCK, "Mondays and Fridays needed most of the extra staff.", "<!-- What? -->"
    )
    assert said(tree, "N103") == []
    entry = edition_of(tree).find_entry("cannock-chase", "extra-shifts")
    assert entry is not None
    assert entry.state.is_complete


def test_n103_finds_a_prompt_without_an_answer() -> None:
    prompt = "## Access\n\n<!-- What changed, and what are you doing about it? -->\n\n"
    tree = edited(minimal(), CANNOCK, ACCESS_TEXT, prompt)
    [fault] = said(tree, "N103")
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '## Access')}"
    assert fault.what == "'Access' has no words yet"
    assert (fault.who, fault.service, fault.section) == (WRITER, "cannock-chase", "access")


def test_n104_passes_a_draft_in_which_nothing_is_owed() -> None:
    tree = edited(minimal(), CANNOCK, "status: ready", "status: draft")
    sections = ("summary", "access", "feedback", "extra-shifts")
    row = "monthly,2018-11,cannock-chase,{},The practice is closed.,development-manager,2018-12-31"
    rows = "\n".join(row.format(section) for section in sections)
    waivers = f"pack,period,service,section,reason,owner,until\n{rows}\n"
    assert said(with_file(tree, WAIVERS, waivers), "N104") == []


def test_n104_finds_a_draft_once() -> None:
    [fault] = said(edited(minimal(), CANNOCK, "status: ready", "status: draft"), "N104")
    assert str(fault.place) == f"{CANNOCK}:3"
    assert fault.what == "the submission is still a draft"
    assert (fault.who, fault.service, fault.section) == (WRITER, "cannock-chase", "")


def test_n105_passes_a_section_without_a_minimum() -> None:
    tree = edited(minimal(), SEISDON, "Only Mondays needed extra staff.", "Quiet.")
    assert said(tree, "N105") == []


def test_n105_finds_a_narrative_that_is_too_short() -> None:
    tree = edited(minimal(), CANNOCK, ACCESS_TEXT, "## Access\n\nAll went well.\n\n")
    [fault] = said(tree, "N105")
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '## Access')}"
    assert fault.what == "'Access' has 3 words of at least 10"
    assert (fault.who, fault.section) == (WRITER, "access")


def test_n108_passes_a_heading_without_words_for_a_section_that_is_not_due() -> None:
    tree = edited(minimal(), PACK, "    narrative: optional\n", _IN_SUMMER)
    text = "Mondays and Fridays needed most of the extra staff."
    tree = edited(tree, CANNOCK, text, "<!-- What pattern? -->")
    assert [fault.service for fault in said(tree, "N108")] == ["seisdon"]


def test_n108_finds_text_out_of_season() -> None:
    tree = edited(minimal(), PACK, "    narrative: optional\n", _IN_SUMMER)
    fault = said(tree, "N108")[0]
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '## Extra shifts')}"
    assert fault.what == "'Extra shifts' is not due in November 2018: only from 1 May to 31 August"
    assert (fault.who, fault.section) == (WRITER, "extra-shifts")


_IN_SUMMER = """    narrative: required
    due: seasonal
    season: {start: "05-01", end: "08-31"}
"""


def test_n101_passes_a_submission_that_is_there_but_cannot_be_read() -> None:
    tree = edited(minimal(), CANNOCK, "status: ready", "status: redy")
    codes = {finding.code for finding in everything_said(tree)}
    assert "Y106" in codes
    assert "N101" not in codes
