from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from support.books import Parsed
from support.calendars import read_events
from support.committees import with_committee
from support.cycles import timed
from support.instances import PACK, edited
from support.running import boardpack, put

pytestmark = pytest.mark.rotating


@pytest.fixture(autouse=True)
def _december(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1543654800")  # 1 December 2018, 9:00 UTC


def numbers(root: Path) -> dict[str, int]:
    events = read_events((root / "build/calendar/all_roles.ics").read_bytes())
    return {event.uid: event.sequence for event in events}


def test_a_page_and_a_feed_for_each_role_are_written(tmp_path: Path) -> None:
    ran = boardpack("-C", put(timed(), tmp_path), "calendar")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("72 deadlines written, of which 72 are new or changed:\n")
    folder = tmp_path / "build/calendar"
    assert {path.name for path in folder.iterdir()} == {
        "index.html", "all_roles.ics", "development-manager.ics", "finance-manager.ics",
        "practice-manager.ics", "service-director.ics",
    }  # fmt: skip
    page = Parsed((folder / "index.html").read_text())
    assert {attributes["href"] for name, attributes in page.elements if name == "a"} == {
        path.name for path in folder.glob("*.ics")
    }


def test_the_page_says_the_day_the_role_and_the_bank_holidays(tmp_path: Path) -> None:
    boardpack("-C", put(timed(), tmp_path), "calendar", "--out", tmp_path / "out")
    html = (tmp_path / "out/index.html").read_text()
    assert "Bank holidays: Tue 25, Wed 26" in html
    assert '<tr><th scope="row">Wed 12</th><td>Write<br><span class="meta">Due' in html


def test_a_second_run_changes_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = put(timed(), tmp_path)
    boardpack("-C", root, "calendar", "--from", "2018-12")
    files = [root / "data/calendar.csv", *sorted((root / "build/calendar").iterdir())]
    before = [path.read_bytes() for path in files]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1546333200")
    ran = boardpack("-C", root, "calendar", "--from", "2018-12")
    assert "of which 0 are new or changed" in ran.out
    assert [path.read_bytes() for path in files] == before


def test_a_deadline_that_moves_gets_a_higher_number_in_the_next_run(tmp_path: Path) -> None:
    root = put(timed(), tmp_path)
    boardpack("-C", root, "calendar")
    put(edited(timed(), PACK, "working day 8", "working day 9"), tmp_path)
    ran = boardpack("-C", root, "calendar")
    assert "72 deadlines written, of which 12 are new or changed" in ran.out
    assert sorted(numbers(root).values()) == [0] * 60 + [1] * 12


def test_the_year_begins_where_it_is_asked_to(tmp_path: Path) -> None:
    boardpack("-C", put(timed(), tmp_path), "calendar", "--from", "2019-03")
    html = (tmp_path / "build/calendar/index.html").read_text()
    assert '<h2 id="march-2019">' in html
    assert '<h2 id="february-2020">' in html
    assert "february-2019" not in html


@pytest.mark.parametrize("month", ["soon", "2018-13"])
def test_what_is_no_month_is_refused(month: str, tmp_path: Path) -> None:
    ran = boardpack("-C", put(timed(), tmp_path), "calendar", "--from", month)
    assert ran.status == 2
    assert ran.err.startswith("boardpack: --from takes a month such as 2018-12: ")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("monthly,2018-11,open,-1,{d},2018-12-01T09:00:00Z", "sequence '-1'"),
        ("monthly,2018-11,open,2147483647,{d},2018-12-01T09:00:00Z", "sequence '2147483647'"),
        ("monthly,2018-11,open,1,{d},0001-01-01T00:00:00Z", "at '0001-01-01T00:00:00Z' is no"),
        ("monthly,2018-11,open,0,x,2018-12-01T09:00:00Z", "digest 'x'"),
        ("monthly,2018-11,open,0,{d},yesterday", "at 'yesterday' is no moment such as"),
    ],
)
def test_a_record_that_cannot_be_read_stops_all(row: str, words: str, tmp_path: Path) -> None:
    header = "pack,period,step,sequence,digest,at\n"
    record = (header + row.format(d="0" * 64) + "\n").encode()
    root = put({**timed(), "data/calendar.csv": record}, tmp_path)
    ran = boardpack("-C", root, "calendar")
    assert ran.status == 2
    assert words in ran.err
    assert "restore the file from Git" in ran.err
    assert not (root / "build").exists()


def test_a_row_that_stands_twice_stops_all(tmp_path: Path) -> None:
    row = f"monthly,2018-11,open,0,{'0' * 64},2018-12-01T09:00:00Z\n"
    record = "pack,period,step,sequence,digest,at\n" + row * 2
    root = put({**timed(), "data/calendar.csv": record.encode()}, tmp_path)
    assert "'open' stands here more than once" in boardpack("-C", root, "calendar").err


def test_each_committee_has_a_feed_of_its_meetings(tmp_path: Path) -> None:
    root = put(with_committee(timed()), tmp_path)
    ran = boardpack("-C", root, "calendar", "--from", "2018-12")
    assert ran.out.startswith("72 deadlines and 2 meetings written, of which 74 are new")
    events = read_events((root / "build/calendar/meetings_board.ics").read_bytes())
    assert [event.start for event in events] == [date(2018, 12, 13), date(2019, 1, 31)]
    assert "meetings_board.ics" in (root / "build/calendar/index.html").read_text()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("NHS 401 023 2137", "what looks like a patient's NHS number"),
        ("Jane Smith born 3/4/1960", "a person's date of birth"),
        ("the desk on 07700 900123", "a telephone number"),
    ],
)
def test_a_calendar_that_would_point_to_a_person_is_not_written(
    tmp_path: Path, words: str, kind: str
) -> None:
    root = put(edited(timed(), PACK, "what: Write", f"what: Ring {words}"), tmp_path)
    ran = boardpack("-C", root, "calendar")
    assert ran.status == 2
    assert f"it holds {kind}; take it out of {PACK}" in ran.err
    assert words not in ran.err
    assert not (root / "build/calendar").exists()
    assert not (root / "data/calendar.csv").exists()
