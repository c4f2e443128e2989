"""Opening the notes of a meeting."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.load.instance import load_instance
from support.committees import ACTIONS, TERMS, with_committee
from support.instances import Files, edited
from support.reports import with_report
from support.running import Ran, boardpack, put

EXCEPTION = """
Issue: Mondays are hard to staff
Action: Train two more people
Lead: practice-manager
Due: 2019-01-31
"""


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return put(with_report(with_committee(), EXCEPTION), tmp_path)


def opened(root: Path, *words: str) -> str:
    ran = boardpack("-C", root, "meeting", "new", *words)
    assert (ran.status, ran.err) == (0, "")
    return (root / ran.out.strip()).read_text("utf-8")


def test_the_notes_have_the_headings_of_the_form_and_say_which_need_not_apply(
    instance: Path,
) -> None:
    text = opened(instance, "board", "2019-01-31")
    assert "\n## Money\n" in text
    assert "\n## Premises\n\n<!--\nIf applicable; you may leave it out.\n-->\n" in text
    assert "\nstate: draft\n" in text
    assert "\nchair: chair\n" in text


def test_open_actions_are_brought_forward_overdue_first_with_the_next_free_number(
    instance: Path,
) -> None:
    text = opened(instance, "board", "2019-01-31")
    assert "The next free number is 10:" in text
    first = text.index("- Action 8: Send the budget report (Finance manager, due 7 December 2018, "
                       "OVERDUE)")  # fmt: skip
    assert first < text.index("- Action 9: Set out the risks.")
    assert "Share the letter" not in text


def test_what_the_edition_reports_off_track_is_asked_about(instance: Path) -> None:
    text = opened(instance, "board", "2019-01-31")
    assert "From Monthly pack, November 2018:" in text
    assert "- Exception: Mondays are hard to staff Plan: Train two more people" in text


def test_a_meeting_before_any_edition_is_asked_about_none(instance: Path) -> None:
    assert "From Monthly pack" not in opened(instance, "board", "2018-10-25")


def test_the_notes_can_be_read_as_they_are(instance: Path) -> None:
    opened(instance, "board", "2019-01-31")
    files = {
        path.relative_to(instance).as_posix(): path.read_bytes()
        for path in instance.rglob("*")
        if path.is_file()
    }
    read, findings = load_instance(files)
    assert read is not None
    assert findings == []
    assert [meeting.name for meeting in read.committees["board"].meetings][-1] == "2019-01-31"


def test_the_last_of_all_days_is_a_day_too(instance: Path) -> None:
    assert "Due: 9999-12-31." in opened(instance, "board", "9999-12-31")


def test_notes_that_are_there_stay_as_they_are(instance: Path) -> None:
    ran = boardpack("-C", instance, "meeting", "new", "board", "2018-12-13")
    assert (ran.status, ran.out) == (0, "The notes of this meeting are there already.\n")


def test_without_a_form_the_notes_have_the_usual_headings(tmp_path: Path) -> None:
    text = with_committee()[TERMS].decode()
    start, end = text.index("responsibilities:"), text.index("returned_same_day:")
    tree = {**with_committee(), TERMS: (text[:start] + text[end:]).encode()}
    tree = {path: data for path, data in tree.items() if "content/meetings" not in path}
    notes = opened(put(tree, tmp_path), "board", "2018-12-13")
    assert "## Declarations of interests" in notes
    assert "## Items for escalation" in notes


def refused(tree: Files, folder: Path, *words: str) -> Ran:
    return boardpack("-C", put(tree, folder), "meeting", "new", *words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("bord", "2019-01-31"), "there is no data/meetings/bord.yml; there is board; did you"),
        (("board", "31/01/2019"), "'31/01/2019' is no day such as 2018-12-19"),
        (("board", "20190131"), "'20190131' is no day such as 2018-12-19"),
        (("board", "2019-02-30"), "'2019-02-30' is no day such as 2018-12-19"),
        (("board", "2019-01-31", "seisdon"), "'board' meets for all services; leave 'seisdon' out"),
        (("../board", "2019-01-31"), "there is no data/meetings/../board.yml"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    ran = refused(with_committee(), tmp_path, *words)
    assert ran.status == 2
    assert said in ran.err


@pytest.mark.parametrize(
    ("service", "said"),
    [((), "say which, of cannock-chase, seisdon"), (("sesdon",), "there is no service 'sesdon'")],
)
def test_where_each_service_meets_one_must_be_named(
    tmp_path: Path, service: tuple[str, ...], said: str
) -> None:
    tree = edited(with_committee(), TERMS, "pack: monthly", "pack: monthly\nper_service: true")
    ran = refused(tree, tmp_path, "board", "2019-01-31", *service)
    assert ran.status == 2
    assert said in ran.err


def test_nothing_is_written_while_an_earlier_action_could_be_missing(tmp_path: Path) -> None:
    tree = edited(with_committee(), ACTIONS, "2018-12-07,open", "7 December,open")
    ran = refused(tree, tmp_path, "board", "2019-01-31")
    assert ran.status == 2
    assert f"a register cannot be read whole ({ACTIONS}:3)" in ran.err
    assert not (tmp_path / "content/meetings/board/2019-01-31.md").exists()
