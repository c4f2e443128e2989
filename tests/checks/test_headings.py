from __future__ import annotations

import pytest

from support.editions import said
from support.instances import ACCESS_ROWS, CANNOCK, PACK, Files, edited, line_of, minimal, with_file

WRITER = "Practice manager, Cannock Chase"
WE_DID = "### We did\n\nWe opened a second line between eight and ten each morning.\n\n"


def test_n106_passes_other_capitals_and_smaller_headings_below() -> None:
    tree = edited(minimal(), CANNOCK, WE_DID, "### WE DID:\n\n#### Telephones\n\nA new line.\n\n")
    assert said(tree, "N106") == []


def test_n106_finds_a_heading_that_is_missing() -> None:
    tree = edited(minimal(), CANNOCK, WE_DID, "")
    [fault] = said(tree, "N106")
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '## Patient feedback')}"
    assert fault.what == "there is no heading '### We did'"
    assert (fault.who, fault.service, fault.section) == (WRITER, "cannock-chase", "feedback")


def test_n106_finds_a_heading_without_words() -> None:
    tree = edited(minimal(), CANNOCK, WE_DID, "### We did\n\n")
    [fault] = said(tree, "N106")
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '### We did')}"
    assert fault.what == "there are no words under 'We did'"


def test_n107_passes_the_headings_in_another_order() -> None:
    tree = edited(minimal(), CANNOCK, "### What went well", "### What needs attention!")
    tree = edited(tree, CANNOCK, "### What needs attention\n", "### What went well\n")
    tree = edited(tree, CANNOCK, "attention!", "attention")
    assert said(tree, "N107") == []


def test_n107_finds_a_summary_without_one_of_its_headings() -> None:
    tree = edited(minimal(), CANNOCK, "### What needs attention\n", "")
    [fault] = said(tree, "N107")
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '## Summary')}"
    assert fault.what == "there is no heading '### What needs attention'"
    assert (fault.who, fault.section) == (WRITER, "summary")


def test_n107_finds_a_heading_of_a_summary_without_words() -> None:
    text = "Mondays stay hard to staff, so we are training two more people for the telephone desk."
    tree = edited(minimal(), CANNOCK, text, "")
    [fault] = said(tree, "N107")
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '### What needs attention')}"
    assert fault.what == "there are no words under 'What needs attention'"


AS_TRIPLE_A = ("form: summary", "form: triple-a\n    services: [cannock-chase]")
OWN_HEADINGS = "    headings: [What went well, What needs attention]\n"
SAID = """## Summary

### Alert

Nothing.

### Advise

Mondays stay hard to staff, so we are training two more people for the telephone desk this month.

### Assure

Nothing
"""


def triple_a(summary: str) -> Files:
    tree = edited(edited(minimal(), PACK, *AS_TRIPLE_A), PACK, OWN_HEADINGS, "")
    text = tree[CANNOCK].decode()
    start, end = text.index("## Summary"), text.index("## Access")
    return with_file(tree, CANNOCK, f"{text[:start]}{summary}\n{text[end:]}")


def test_n107_passes_an_alert_and_an_assurance_of_nothing() -> None:
    assert said(triple_a(SAID), "N107") == []


def test_n107_finds_an_assurance_without_a_word_and_says_to_the_writer_what_is_asked() -> None:
    tree = triple_a(SAID.removesuffix("Nothing\n"))
    [fault] = said(tree, "N107")
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '### Assure')}"
    assert fault.what.startswith(
        "there are no words under 'Assure'. What is as it should be, and how you know"
    )
    assert (fault.who, fault.section) == (WRITER, "summary")


def test_n107_finds_a_summary_that_does_not_alert() -> None:
    [fault] = said(triple_a(SAID.replace("### Alert\n\nNothing.\n\n", "")), "N107")
    assert fault.what.startswith("there is no heading '### Alert'. What needs a decision or help")


AS_HIGHLIGHT = ("form: summary", "form: highlight\n    services: [cannock-chase]")
EIGHT = (
    "Objectives", "Cost improvement", "Finance", "Workforce", "Quality", "Performance", "Risk",
    "Contractual",
)  # fmt: skip


def highlight(*titles: str) -> Files:
    tree = edited(edited(minimal(), PACK, *AS_HIGHLIGHT), PACK, OWN_HEADINGS, "")
    text = tree[CANNOCK].decode()
    start, end = text.index("## Summary"), text.index("## Access")
    said_of_each = "".join(f"### {title}\n\nNothing to report, as before.\n\n" for title in titles)
    return with_file(tree, CANNOCK, f"{text[:start]}## Summary\n\n{said_of_each}{text[end:]}")


def test_n107_passes_a_highlight_report_with_its_eight_headings() -> None:
    assert said(highlight(*EIGHT), "N107") == []


@pytest.mark.parametrize("missing", EIGHT)
def test_n107_finds_a_highlight_report_that_leaves_a_heading_out(missing: str) -> None:
    [fault] = said(highlight(*(title for title in EIGHT if title != missing)), "N107")
    assert fault.what.startswith(f"there is no heading '### {missing}'. ")
    assert (fault.who, fault.section) == (WRITER, "summary")


def test_n107_finds_a_heading_of_a_highlight_report_without_words() -> None:
    tree = edited(
        highlight(*EIGHT), CANNOCK, "### Risk\n\nNothing to report, as before.", "### Risk"
    )
    [fault] = said(tree, "N107")
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '### Risk')}"
    assert fault.what.startswith("there are no words under 'Risk'. Which risk is new or higher")


RED = ("2018-11,cannock-chase,missed,3.5,77,2200", "2018-11,cannock-chase,missed,9.0,198,2200")


def test_n117_passes_nothing_where_nothing_is_escalated() -> None:
    assert said(triple_a(SAID), "N117") == []


def test_n117_passes_an_alert_that_says_something() -> None:
    told = SAID.replace("Nothing.", "Nothing is more urgent than missed appointments, now red.")
    assert said(edited(triple_a(told), ACCESS_ROWS, *RED), "N117") == []


def test_n117_finds_an_alert_to_nothing_although_a_figure_is_red() -> None:
    tree = edited(triple_a(SAID), ACCESS_ROWS, *RED)
    [fault] = said(tree, "N117")
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '### Alert')}"
    assert fault.what == "'Alert' says nothing, but this is escalated: Appointments missed"
    assert (fault.who, fault.is_error) == (WRITER, False)


def test_n107_finds_a_heading_that_a_plain_section_names_and_its_writer_left_out() -> None:
    line = "    datasets: [access]\n"
    [fault, _] = said(edited(minimal(), PACK, line, f"{line}    headings: [Waits]\n"), "N107")
    assert (fault.section, fault.what) == ("access", "there is no heading '### Waits'")


@pytest.mark.parametrize(
    "heading",
    [
        "November",
        "News of November 2018",
        "Nov 18",
        "Month 8",
        "October and November",
        "Plan until January",
        "What may change",
        "May we ask for more staff?",
        "Week 12",
        "Ten months of work",
    ],
)
def test_n109_passes_headings_that_name_the_month_or_none(heading: str) -> None:
    assert said(_with_heading(heading), "N109") == []


@pytest.mark.parametrize(
    ("heading", "named"),
    [
        ("October", "October"),
        ("In May", "May"),
        ("November 2017", "November 2017"),
        ("Oct 2018", "Oct 2018"),
        ("Sept. 18", "Sept. 18"),
        ("Month 6 in brief", "Month 6"),
    ],
)
def test_n109_finds_headings_that_name_another_month(heading: str, named: str) -> None:
    tree = _with_heading(heading)
    [fault] = said(tree, "N109")
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '### ' + heading)}"
    assert fault.what == (f"the heading '{heading}' names {named}; this is November 2018 (Month 8)")
    assert (fault.who, fault.service, fault.section) == (WRITER, "cannock-chase", "access")


def test_n109_passes_the_month_that_a_section_lags_behind() -> None:
    tree = edited(_with_heading("October"), PACK, "min_words: 10\n    prompt: What changed", LAGGED)
    assert said(tree, "N109") == []


def test_n109_passes_the_week_of_a_weekly_pack() -> None:
    assert said(_weekly("Week 50"), "N109", "weekly", "2018-W50") == []


def test_n109_finds_another_week_in_a_weekly_pack() -> None:
    [fault] = said(_weekly("Week 49"), "N109", "weekly", "2018-W50")
    assert fault.what == (
        "the heading 'Week 49' names Week 49; this is Week 50, 10 to 16 December 2018"
    )
    assert fault.place.line == 8


LAGGED = "lag: 1\n    min_words: 10\n    prompt: What changed"


def _with_heading(heading: str) -> dict[str, bytes]:
    return edited(minimal(), CANNOCK, "## Access\n", f"## Access\n\n### {heading}\n")


def _weekly(heading: str) -> Files:
    pack = """
        title: Weekly pack
        cadence: weekly
        signed_off_by: service-director
        sections:
          - id: staffing
            title: Staffing
            group: Safety
            narrated_by: practice-manager
        """
    text = f"""
        ---
        author: manager-cannock
        status: ready
        ---

        ## Staffing

        ### {heading}

        All shifts were filled.
        """
    tree = with_file(minimal(), "data/packs/weekly.yml", pack)
    return with_file(tree, "content/weekly/2018-W50/cannock-chase.md", text)
