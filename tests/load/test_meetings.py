"""Committees, their registers and their minutes are read, or it is said why not."""

from __future__ import annotations

from datetime import date

import pytest

from boardpack.load.instance import load_instance
from boardpack.model.meeting import ActionStatus, Mark, MinutesState, ResolutionKind
from support.committees import (
    ACTIONS,
    DECEMBER,
    MARKS,
    TERMS,
    committee_of,
    instance_of,
    with_committee,
)
from support.instances import edited, found, line_of, with_file, without_file


def test_a_committee_has_its_terms_its_registers_and_its_minutes() -> None:
    committee = committee_of(with_committee())
    assert committee.terms.title == "Primary care board"
    assert [(action.ref, action.status) for action in committee.actions] == [
        ("7", ActionStatus.COMPLETE),
        ("8", ActionStatus.OPEN),
    ]
    assert [mark.mark for mark in committee.marks] == [Mark.PRESENT, Mark.APOLOGIES, Mark.AWAY]
    [meeting] = committee.meetings
    assert (meeting.day, meeting.name) == (date(2018, 12, 13), "2018-12-13")
    assert meeting.front.state is MinutesState.CHECKED
    assert [(item.title, item.area) for item in meeting.items] == [("Money", "money")]


def test_lines_of_minutes_are_actions_updates_and_resolutions_with_their_places() -> None:
    tree = with_committee()
    [meeting] = committee_of(tree).meetings
    [action] = meeting.actions
    assert (action.ref, action.what, action.owners, action.due, action.item) == (
        "9", "Set out the risks.", ("finance-manager", "chair"), date(2019, 1, 31), "Money",
    )  # fmt: skip
    assert action.place.line == line_of(tree, DECEMBER, "Action 9")
    [update] = meeting.updates
    assert (update.ref, update.status, update.words) == (
        "8", ActionStatus.OPEN, "the report comes next week.",
    )  # fmt: skip
    assert [(resolution.kind, resolution.words) for resolution in meeting.resolutions] == [
        (ResolutionKind.RECEIVED, "The finance report."),
        (ResolutionKind.APPROVED, "The budget of the practices."),
    ]


def test_a_line_may_be_bold_run_over_two_lines_and_lack_its_number() -> None:
    line = "- **Action**: Set out\n  the risks. Owners: chair."
    tree = edited(
        with_committee(),
        DECEMBER,
        "- Action 9: Set out the risks. Owner: finance-manager; chair. Due: 2019-01-31.",
        line,
    )
    [action] = committee_of(tree).meetings[0].actions
    assert (action.ref, action.what, action.owners, action.due) == (
        "", "Set out the risks.", ("chair",), None,
    )  # fmt: skip


def test_what_stands_in_code_is_no_action() -> None:
    tree = edited(with_committee(), DECEMBER, "- Action 9", "```\n- Action 9")
    tree = edited(tree, DECEMBER, "2019-01-31.\n", "2019-01-31.\n```\n")
    assert committee_of(tree).meetings[0].actions == ()


def test_an_action_may_be_deferred_to_a_day() -> None:
    tree = edited(with_committee(), DECEMBER, "8 is open:", "8 is deferred to 2019-01-31:")
    [update] = committee_of(tree).meetings[0].updates
    assert (update.status, update.due) == (ActionStatus.DEFERRED, date(2019, 1, 31))


def test_without_a_form_the_agenda_gives_the_headings() -> None:
    tree = with_committee()
    text = tree[TERMS].decode()
    start, end = text.index("responsibilities:"), text.index("returned_same_day:")
    tree = with_file(tree, TERMS, (text[:start] + text[end:]).encode())
    tree = edited(tree, DECEMBER, "## Money", "## 8. Finance report")
    [item] = committee_of(tree).meetings[0].items
    assert (item.title, item.area) == ("8. Finance report", "")


def test_with_a_form_another_heading_is_found_with_the_nearest() -> None:
    [fault] = found(edited(with_committee(), DECEMBER, "## Money", "## Moneys"), "S103")
    assert "did you mean 'Money'?" in fault.what


def test_a101_passes_lines_in_the_form_that_is_documented() -> None:
    assert found(with_committee(), "A101") == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("- Action 9 - Set out the risks.", ""),
        (f"- Action {'9' * 5000} is open: Yes", "begins as an action, and is none"),
        ("- Action 9 is finished: yes", "'Action 9 is finished: yes' begins as an action"),
        ("- Action: Set out the risks. Due: 31/01/2019.", "'31/01/2019' is no day"),
        ("- Action 8 is deferred to 2019-02-30: late", "there is no day '2019-02-30'"),
    ],
)
def test_a101_finds_a_line_that_is_meant_for_an_action(line: str, words: str) -> None:
    tree = edited(with_committee(), DECEMBER, "- Received: The finance report.", line)
    [fault] = found(tree, "A101")
    assert fault.place.line == line_of(tree, DECEMBER, line)
    assert words in fault.what


def test_a102_passes_minutes_of_all_and_of_a_service() -> None:
    tree = with_committee()
    moved = with_file(tree, "content/meetings/board/2018-12-13-seisdon.md", tree[DECEMBER])
    assert found(moved, "A102") == []
    services = [meeting.service for meeting in instance_of(moved).committees["board"].meetings]
    assert services == ["", "seisdon"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("content/meetings/2018-12-13.md", "this is not content/meetings/<series>/<day>.md"),
        ("content/meetings/board/december.md", "this is not content/meetings/<series>/<day>.md"),
        ("content/meetings/board/2018-02-30.md", "there is no day '2018-02-30'"),
        ("content/meetings/board/2018-12-13-sesdon.md", "no service 'sesdon' in data/directorate"),
        ("content/meetings/bord/2018-12-13.md", "there is no data/meetings/bord.yml; did you mean"),
        ("data/meetings/bord/actions.csv", "there is no data/meetings/bord.yml that it"),
    ],
)
def test_a102_finds_a_file_that_lies_astray(path: str, words: str) -> None:
    [fault] = found(with_file(with_committee(), path, "---\nstate: draft\n---\n"), "A102")
    assert str(fault.place) == path
    assert words in fault.what


def test_a103_passes_minutes_that_anybody_may_read() -> None:
    tree = edited(with_committee(), DECEMBER, "state: checked", "state: checked\nprivate: false")
    assert found(tree, "A103") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("state: checked", "state: checked\nprivate: true"),
        ("## Money", "## Private part: Money"),
        ("## Money", "## Confidential business"),
        ("## Money", "## Part 2 (private)"),
        ("## Money", "## In private"),
        ("## Money", "## Private"),
        ("## Money", "## Closed session"),
        ("## Money", "## Exempt business"),
        ("## Money", "## Money\n\n### Private session"),
        ("## Money", "## Money\n\n**Reserved items**"),
    ],
)
def test_a103_finds_a_private_part_and_keeps_it_from_all_that_is_shown(old: str, new: str) -> None:
    tree = edited(with_committee(), DECEMBER, old, new)
    text = tree[TERMS].decode()
    start, end = text.index("responsibilities:"), text.index("returned_same_day:")
    tree = with_file(tree, TERMS, (text[:start] + text[end:]).encode())
    [fault] = found(tree, "A103")
    assert fault.is_error
    assert fault.place.line == line_of(tree, DECEMBER, new.split("\n")[-1])
    assert instance_of(tree).committees["board"].meetings == ()


def test_a104_passes_terms_that_agree_with_themselves() -> None:
    assert found(with_committee(), "A104") == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("pack: monthly", "pack: montly", "there is no pack 'montly'; did you mean 'monthly'?"),
        ("lay-south, title: Lay member of the south, body: south",
         "lay-south, title: Lay member of the south, body: soth", "there is no body 'soth'"),
        ("among: lay", "among: ley", "nobody is in the group 'ley'; did you mean 'lay'?"),
        ("{at_least: 1, among: lay, each_body: true}", "{at_least: 1, body: east}",
         "there is no body 'east'"),
        ("at_least: 1, among", "at_least: 1, percent: 50, among", "either `at_least` or `percent`"),
        ("at_least: 1, among", "among", "either `at_least` or `percent`"),
        ("at_least: 1, among", "percent: 101, among", "a share is at most 100"),
        ("areas: [money]", "areas: [mony]", "there is no heading 'mony' in the form; did you mean"),
        ("attendance_percent: 75", "attendance_percent: 750", "between 0 and 100"),
    ],
)  # fmt: skip
def test_a104_finds_terms_that_contradict_themselves(old: str, new: str, words: str) -> None:
    tree = edited(with_committee(), TERMS, old, new)
    [fault] = found(tree, "A104")
    assert fault.place.line == line_of(tree, TERMS, new)
    assert words in fault.what


def test_a104_finds_lists_that_no_committee_has_and_reads_no_further() -> None:
    rules = "".join(f"  - {{at_least: {number}}}\n" for number in range(1, 32))
    text = edited(with_committee(), TERMS, "quorum:\n", f"quorum:\n{rules}")
    [fault] = found(text, "A104")
    assert fault.what == "`quorum` has more than 30 entries"
    assert instance_of(text).committees == {}


def test_a103_finds_a_series_that_is_called_private() -> None:
    tree = edited(
        with_committee(), TERMS, "title: Primary care board", 'title: "Board: private part"'
    )
    [fault] = found(tree, "A103")
    assert fault.place.path == TERMS


def test_minutes_without_front_matter_say_what_minutes_begin_with() -> None:
    [fault] = found(with_file(with_committee(), DECEMBER, "## Money\n\nWords.\n"), "S102")
    assert "`state: draft`" in fault.advice


def test_a_time_that_is_none_is_found_in_words() -> None:
    [fault] = found(edited(with_committee(), DECEMBER, 'opened: "14:00"', 'opened: "2 pm"'), "Y106")
    assert "must be a time of day such as 14:05" in fault.what


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (ACTIONS, "8,2018-10-25", "7,2018-10-25", "D101"),
        (ACTIONS, ",open,", ",opne,", "C105"),
        (ACTIONS, "8,2018-10-25", "8" * 5000 + ",2018-10-25", "C105"),
        (ACTIONS, "2018-12-07", "07/12/2018", "C105"),
        (MARKS, "away", "gone", "C105"),
        (MARKS, "lay-south", "chair", "D101"),
        (TERMS, "id: lay-north", "id: Lay North", "D101"),
    ],
)
def test_registers_are_read_as_strictly_as_others(path: str, old: str, new: str, code: str) -> None:
    [fault] = found(edited(with_committee(), path, old, new), code)
    assert fault.place.path == path


def test_a_hyphen_is_no_value_in_a_register() -> None:
    tree = edited(with_committee(), ACTIONS, "2018-12-07,open", "-,-")
    action = committee_of(tree).actions[1]
    assert (action.due, action.status) == (None, ActionStatus.NOT_STATED)


def test_terms_that_cannot_be_read_leave_their_minutes_judged_and_out_of_sight() -> None:
    tree = edited(with_committee(), TERMS, "title: Primary care board", "tittle: Board")
    tree = edited(tree, DECEMBER, "The month was", "<b>The month was</b>")
    instance, findings = load_instance(tree)
    assert instance is not None
    assert instance.committees == {}
    assert {"Y104", "Y105", "S106"} <= {finding.code for finding in findings}


def test_an_instance_without_meetings_has_none() -> None:
    tree = with_committee()
    for path in (TERMS, ACTIONS, MARKS, DECEMBER):
        tree = without_file(tree, path)
    assert instance_of(tree).committees == {}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (DECEMBER, "state: checked", "state: checked\nprivate: maybe"),
        (DECEMBER, "state: checked", "state: checked\nprivate: true"),
        (TERMS, "pack: monthly", "pak: monthly"),
    ],
)
def test_a_patient_in_minutes_that_are_refused_is_found_all_the_same(
    path: str, old: str, new: str
) -> None:
    tree = edited(with_committee(), DECEMBER, "The month was", "Patient 401 023 2137 was")
    [fault] = found(edited(tree, path, old, new), "I111")
    assert fault.place.path == DECEMBER


def test_a_patient_in_a_refused_row_of_a_register_is_found() -> None:
    tree = edited(with_committee(), ACTIONS, "budget report,", "report on 401 023 2137,")
    assert found(tree, "I111") == []
    tree = edited(tree, ACTIONS, ",open,", ",opne,")
    assert [fault.place.line for fault in found(tree, "I111")] == [3]
