"""Exception reports are labelled lines under the heading of their section."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardpack.load.instance import load_instance
from boardpack.model.report_labels import LABELS, format_report
from boardpack.model.submission import ExceptionReport, NextStep, PlanOutcome
from support.instances import CANNOCK, DIRECTORATE, Files, edited, found, line_of, minimal
from support.reports import with_report

REPORT = """
Issue: Too many appointments are missed.
Cause: Reminders failed.
Action: Send them again.
Lead: Manager of Cannock Chase
Due: 28 February 2019
Measured by: No more than 5% missed.
Systems and processes: The reminder system reports each failure.
"""
READ = ExceptionReport(
    section="access",
    issue="Too many appointments are missed.",
    action="Send them again.",
    lead="manager-cannock",
    due=date(2019, 2, 28),
    cause="Reminders failed.",
    measurable="No more than 5% missed.",
    systems="The reminder system reports each failure.",
)


def reports_of(tree: Files) -> tuple[ExceptionReport, ...]:
    instance, _ = load_instance(tree)
    assert instance is not None
    return instance.submissions["monthly", "2018-11", "cannock-chase"].exceptions


def refusal(lines: str) -> tuple[str, int | None]:
    """Return what is said of a report's lines, and which line of the file."""
    [fault] = found(with_report(minimal(), lines), "S118")
    return fault.what, fault.place.line


def test_s118_passes_labelled_lines_and_they_are_read() -> None:
    tree = with_report(minimal(), REPORT)
    assert reports_of(tree) == (READ,)
    assert load_instance(tree)[1] == []


def test_a_label_needs_no_blank_behind_it() -> None:
    tree = with_report(minimal(), re.sub(": ", ":", REPORT))
    assert reports_of(tree) == (READ,)
    assert load_instance(tree)[1] == []


def test_what_is_like_a_label_and_has_no_blank_behind_it_is_words() -> None:
    tree = with_report(minimal(), REPORT.replace("Reminders failed.", "See\nHttps://example.org"))
    assert reports_of(tree)[0].cause == "See Https://example.org"


@pytest.mark.parametrize(
    "written",
    [
        REPORT.replace("\n", "\n\n"),
        REPORT.replace("\n", "\n- ").removesuffix("- "),
        "\n".join(f"**{line.replace(':', ':**', 1)}" for line in REPORT.strip().split("\n")),
        "\n".join(f"**{line.replace(':', '**:', 1)}" for line in REPORT.strip().split("\n")),
        REPORT.replace("Issue", "ISSUE").replace("Measured by", "measured by"),
        REPORT.replace("many appointments", "many\nappointments"),
        f"<!-- agreed on Monday -->\n\n{REPORT}",
    ],
)
def test_labels_may_be_spread_listed_bold_or_in_capitals(written: str) -> None:
    assert reports_of(with_report(minimal(), written)) == (READ,)


@pytest.mark.parametrize("heading", ["### exception report:", "#### Exception report 2"])
def test_a_heading_may_be_deeper_numbered_or_in_other_capitals(heading: str) -> None:
    tree = with_report(minimal(), REPORT)
    assert reports_of(edited(tree, CANNOCK, "### Exception report", heading)) == (READ,)


def test_a_section_may_have_several_reports() -> None:
    tree = with_report(with_report(minimal(), REPORT), REPORT.replace("Too many", "Fewer"))
    assert [report.issue[:5] for report in reports_of(tree)] == ["Too m", "Fewer"]


def test_s116_passes_a_report_of_a_section_that_nobody_narrates() -> None:
    tree = edited(minimal(), CANNOCK, "## Extra", "## Finance\n\n## Extra")
    tree = with_report(tree, REPORT, before="## Extra")
    assert [report.section for report in reports_of(tree)] == ["finance"]
    assert load_instance(tree)[1] == []


def test_s116_finds_words_that_nobody_would_see() -> None:
    tree = edited(minimal(), CANNOCK, "## Extra", "## Finance\n\nAll is well.\n\n## Extra")
    [fault] = found(with_report(tree, REPORT, before="## Extra"), "S116")
    assert fault.what == "nobody narrates this section, and these words would be lost"


def test_a_report_of_which_no_word_is_written_is_not_there() -> None:
    empty = "\n".join(f"{label}:" for label in LABELS.values())
    tree = with_report(minimal(), empty)
    assert reports_of(tree) == ()
    assert load_instance(tree)[1] == []


def test_what_was_judged_and_what_follows_are_read_in_words() -> None:
    told = "Outcome: did not work\nNext step: Targeted support\nReview: 31 March 2019\n"
    [report] = reports_of(with_report(minimal(), REPORT + told))
    assert (report.outcome, report.next_step) == (
        PlanOutcome.DID_NOT_WORK,
        NextStep.TARGETED_SUPPORT,
    )
    assert report.judged_on == date(2019, 3, 31)


@pytest.mark.parametrize(
    ("lead", "identifier"),
    [
        ("manager-cannock", "manager-cannock"),
        ("manager of cannock chase", "manager-cannock"),
        ("Practice manager", "practice-manager"),
        ("practice-manager", "practice-manager"),
        ("Somebody else", "Somebody else"),
        ("Finance manager", "finance-manager"),
    ],
)
def test_a_lead_is_named_by_id_or_as_printed(lead: str, identifier: str) -> None:
    [report] = reports_of(with_report(minimal(), REPORT.replace("Manager of Cannock Chase", lead)))
    assert report.lead == identifier


def test_a_name_of_two_stays_as_it_was_typed() -> None:
    tree = edited(minimal(), DIRECTORATE, "title: Finance manager", "title: Practice manager")
    tree = with_report(tree, REPORT.replace("Manager of Cannock Chase", "Practice manager"))
    assert reports_of(tree)[0].lead == "Practice manager"


@pytest.mark.parametrize(
    "day",
    [
        "2019-02-28",
        "28 Feb 2019",
        "28th february 2019.",
        "28 February, 2019",
        "Thursday 28 February 2019",
        "Thu, 28 Feb 2019",
        "thursday 2019-02-28",
    ],
)
def test_days_are_read_in_words_and_in_iso_form(day: str) -> None:
    tree = with_report(minimal(), REPORT.replace("28 February 2019", day))
    assert reports_of(tree)[0].due == date(2019, 2, 28)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("28 February", "31 February", "'Due:' '31 February 2019' is a day that does not exist"),
        ("28 February 2019", "28/02/19", "'28/02/19' is no day; write it as 28 February 2019"),
        ("28 February 2019", "18.01.2027", "'18.01.2027' is no day; write it as 18 January 2027"),
        ("28 February 2019", "03/04/2027", "write it as 28 February 2019, with the month in word"),
        ("28 February 2019", "Monday 28 February 2019", "is a Thursday; one of the two is wrong"),
        ("28 February 2019", "31/02/2019", "'31/02/2019' is a day that does not exist"),
        ("28 February 2019", "28/02/99", "as 28 February 2019, with the year in four figures"),
        ("28 February 2019", "Thu 31 Feb 2019", "'Thu 31 Feb 2019' is a day that does not"),
        ("28 February 2019", "28 Ju 2019", "'Due:' '28 Ju 2019' is no day"),
        ("28 February 2019", "February", "'Due:' 'February' is no day"),
        ("Cause:", "Cuase:", "'Cuase:' is none of the labels of a report; did you mean 'Cause'?"),
        ("Cause: Reminders", "- Reminders", "'- Reminders failed.' is a list, a table, a quot"),
        ("Cause: Reminders", "| Reminders", "'| Reminders failed.' is a list, a table"),
        ("Cause: Reminders", "\nReminders", "no label stands before 'Reminders failed.'"),
    ],
)
def test_s118_finds_what_cannot_be_read_at_its_line(old: str, new: str, words: str) -> None:
    lines = REPORT.replace(old, new)
    what, line = refusal(lines)
    assert words in what
    tree = with_report(minimal(), lines)
    assert line == line_of(tree, CANNOCK, new.strip())


def test_a_label_that_stands_twice_is_refused_where_it_stands_again() -> None:
    lines = REPORT.replace("Cause:", "Issue:")
    first = line_of(with_report(minimal(), lines), CANNOCK, "Issue:")
    assert refusal(lines) == (f"'Issue:' already stands in line {first}", first + 1)


def test_all_that_is_wrong_with_a_report_is_said_at_once() -> None:
    lines = REPORT.replace("28 February 2019", "soon").replace("Cause:", "Why:")
    whats = [fault.what for fault in found(with_report(minimal(), lines), "S118")]
    assert [what.split("'")[1] for what in whats] == ["Why:", "Due:"]


def test_s117_passes_a_word_with_a_colon() -> None:
    tree = edited(minimal(), CANNOCK, "## Patient", "Issue: none.\n\nDue: soon.\n\n## Patient")
    assert found(tree, "S117") == []


@pytest.mark.parametrize("heading", ["### Exeption report", "**Exception report**", ""])
def test_s117_finds_labels_below_no_such_heading(heading: str) -> None:
    tree = with_report(minimal(), REPORT)
    tree = edited(tree, CANNOCK, "### Exception report", heading)
    [fault] = found(tree, "S117")
    assert fault.place.line == line_of(tree, CANNOCK, "Issue:")


def test_s117_says_of_an_indented_report_that_it_is_code() -> None:
    tree = with_report(minimal(), REPORT)
    report = "### Exception report\n" + REPORT
    indented = report.replace("\n", "\n    ").replace("    \n", "\n")
    tree = edited(tree, CANNOCK, report, "    " + indented.rstrip(" "))
    [fault] = found(tree, "S117")
    assert fault.what == "this exception report is indented, which makes it code and no report"
    assert fault.advice.startswith("Take away the spaces before each of these lines")


@pytest.mark.parametrize(
    ("lead", "read"),
    [
        ("Practice manager, Cannock Chase", "practice-manager"),
        ("practice MANAGER,  cannock chase.", "practice-manager"),
        ("Practice manager, Seisdon Peninsula", "Practice manager, Seisdon Peninsula"),
        ("Practice nurse, Cannock Chase", "Practice nurse, Cannock Chase"),
    ],
)
def test_a_lead_may_be_written_as_findings_print_whoever_is_responsible(
    lead: str, read: str
) -> None:
    tree = with_report(minimal(), REPORT.replace("Manager of Cannock Chase", lead))
    assert [report.lead for report in reports_of(tree)] == [read]


WORDS = st.text(
    st.sampled_from("abc XYZ.,:;-*_#|>`'\"£%&5()[]{}\\/<!"), min_size=1, max_size=30
).map(lambda text: " ".join(text.split()))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["issue", "cause", "action", "systems"]), WORDS))
def test_whatever_stands_in_one_line_behind_its_label_is_read_as_it_was_written(
    values: dict[str, str],
) -> None:
    lines = format_report(values).removeprefix("### Exception report\n\n")
    tree = with_report(minimal(), lines) if lines else minimal()
    written = {name: text for name, text in values.items() if text}
    read = {
        name: getattr(report, name)
        for report in reports_of(tree)
        for name in LABELS
        if getattr(report, name)
    }
    # A comment is none of the words, and where it is not closed the file is refused.
    if "<!" not in "".join(values.values()):
        assert read == written
