"""Who was there, and whether that is as often as the terms ask."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from boardpack.analysis.meetings.attendance import AttendanceRow, build_attendance, list_marks
from boardpack.model.meeting import Mark
from support.books import demo
from support.committees import (
    DECEMBER,
    MARKS,
    TERMS,
    committee_of,
    instance_of,
    with_committee,
)
from support.instances import Files, edited, with_file

PRINTED = Path(__file__).parents[2] / "cases/meetings/attendance.csv"
STATUSES = {"present": "present", "apologies_or_absent": "away"}


def rows_of(tree: Files) -> dict[str, AttendanceRow]:
    return {row.who: row for row in build_attendance(committee_of(tree)).rows}


def test_minutes_follow_the_marks_that_were_taken_over() -> None:
    matrix = build_attendance(committee_of(with_committee()))
    assert matrix.names == ("2018-10-25", "2018-12-13")
    rows = {row.who: row for row in matrix.rows}
    assert list(rows) == [
        "chair", "lay-north", "lay-south", "director-of-primary-care", "finance-manager",
    ]  # fmt: skip
    assert (rows["chair"].attended, rows["chair"].expected, rows["chair"].percent) == (2, 2, 100)
    assert (rows["lay-north"].percent, rows["lay-south"].percent) == (0, 50)


def test_a_meeting_without_a_mark_counts_neither_way() -> None:
    row = rows_of(with_committee())["director-of-primary-care"]
    assert (row.attended, row.expected) == (1, 1)
    never = with_file(with_committee(), MARKS, "who,date,mark\n")
    tree = edited(never, DECEMBER, "apologies: [lay-north]\n", "")
    assert rows_of(tree)["lay-north"].percent is None


def test_a_deputy_counts_as_attendance_of_the_seat() -> None:
    tree = edited(with_committee(), DECEMBER, "apologies: [lay-north]", "deputies: {lay-north: "
                  "visitor}")  # fmt: skip
    row = rows_of(tree)["lay-north"]
    assert row.marks["2018-12-13"] is Mark.DEPUTY
    assert (row.attended, row.expected) == (1, 2)


def test_a_day_without_business_is_set_apart() -> None:
    tree = edited(with_committee(), MARKS, "2018-10-25", "2018-11-22", count=3)
    matrix = build_attendance(committee_of(tree))
    assert matrix.business == {"2018-11-22": False, "2018-12-13": True}
    assert {row.who: row.expected for row in matrix.rows}["lay-north"] == 1


def test_whoever_attends_quarterly_needs_one_meeting_in_each() -> None:
    tree = edited(with_committee(), TERMS, "body: north, groups: [lay], deputy: none yet", "body: "
                  "north, groups: [lay], attends: quarterly, deputy: none yet")  # fmt: skip
    marks = "who,date,mark\nlay-north,2018-10-25,present\nlay-north,2019-01-31,away\n"
    row = rows_of(with_file(tree, MARKS, marks))["lay-north"]
    assert (row.attended, row.expected) == (1, 2)


def test_a_share_is_cut_lest_less_than_the_terms_ask_pass() -> None:
    assert AttendanceRow("a", True, {}, 299, 400).percent == 74


def test_each_service_has_its_own_matrix() -> None:
    committee = instance_of(demo()).committees["performance-and-finance"]
    matrix = build_attendance(committee, "cannock-chase")
    assert matrix.names == ("2018-12-20-cannock-chase",)
    assert build_attendance(committee, "south-east-staffs-and-seisdon").names == ()
    rows = {row.who: row for row in matrix.rows}
    assert rows["finance-lead"].marks == {"2018-12-20-cannock-chase": Mark.DEPUTY}


def printed_rows() -> list[dict[str, str]]:
    return list(csv.DictReader(PRINTED.read_text("utf-8").splitlines()))


def test_the_245_printed_marks_of_2018_come_out_as_they_went_in() -> None:
    printed = printed_rows()
    assert len(printed) == 245
    # The third column is printed 27/08/2018, between May and July; the list of actions has 27 June.
    marks = [
        f"{row['role_code']},{row['meeting_date'] or '2018-06-27'},{STATUSES[row['status']]}"
        for row in printed
        if row["status"]
    ]
    tree = with_file(with_committee(), MARKS, "\n".join(("who,date,mark", *marks)) + "\n")
    tree = {path: data for path, data in tree.items() if path != DECEMBER}
    matrix = build_attendance(committee_of(tree))
    assert len(matrix.names) == 7
    given = Counter(mark for row in matrix.rows for mark in row.marks.values())
    assert given[Mark.PRESENT] == sum(row["status"] == "present" for row in printed)
    assert given[Mark.AWAY] == sum(row["status"] == "apologies_or_absent" for row in printed)
    [chair] = [row for row in matrix.rows if row.who == "chair"]
    assert (chair.attended, chair.expected) == (7, 7)


def test_the_demo_has_the_printed_marks_but_for_those_who_joined_late() -> None:
    committee = instance_of(demo()).committees["primary-care-committees"]
    rows = {row.who: row.marks for row in build_attendance(committee).rows}
    differing = {
        row["role_code"]
        for row in printed_rows()
        if row["role_code"] in rows and row["status"]
        for mark in [rows[row["role_code"]].get(row["meeting_date"] or "2018-06-27")]
        if mark and mark.counts != (row["status"] == "present")
    }
    # Marked away, and recorded in the minutes as joining at 11:15 and 11:19.
    assert differing == {"gp-chair-cc", "gp-chair-sas"}


def test_who_is_present_is_so_even_where_minutes_say_otherwise_too() -> None:
    [meeting] = committee_of(
        edited(with_committee(), DECEMBER, "[lay-north]", "[lay-north, chair]")
    ).meetings
    assert list_marks(meeting)["chair"] is Mark.PRESENT
