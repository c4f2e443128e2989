from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from support.committees import ACTIONS, with_committee
from support.cycles import ready, timed
from support.instances import APPOINTMENTS, DIRECTORATE, Files, edited
from support.running import boardpack, put

LATE = "2018-12-13T09:00"


@pytest.fixture
def tree() -> Files:
    address = "edit_url: "
    return edited(timed(), DIRECTORATE, address, f"mail_from: reports@example.org\n{address}")


def test_who_would_be_told_what_is_shown_and_nobody_is_told(tree: Files, tmp_path: Path) -> None:
    ran = boardpack("-C", put(tree, tmp_path), "chase", "--at", LATE)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Under way: Monthly pack, November 2018.\n\n")
    assert "To manager-cannock: Late: 4 narratives (Monthly pack, November 2018)\n" in ran.out
    assert "messages would be sent; nobody was told anything. To send: --send" in ran.out
    assert not (tmp_path / "data/sent").exists()


def test_what_was_sent_is_recorded_and_not_sent_again(tree: Files, tmp_path: Path) -> None:
    root = put(tree, tmp_path)
    sending = ("chase", "--send", "--via", "outbox", "--at")
    first = boardpack("-C", root, *sending, LATE)
    assert "manager-cannock: sent\n" in first.out
    record = (root / "data/sent/chase/2018-12.csv").read_text()
    assert "manager-cannock" in record
    assert "@example.org" not in record
    again = boardpack("-C", root, *sending, "2018-12-13T15:00")
    assert "Nobody is to be told anything that they have not been told." in again.out
    assert (root / "data/sent/chase/2018-12.csv").read_text() == record
    assert "manager-cannock: sent\n" in boardpack("-C", root, *sending, "2018-12-14T09:00").out


def test_the_mails_lie_in_the_outbox(tree: Files, tmp_path: Path) -> None:
    root = put(tree, tmp_path)
    boardpack("-C", root, "chase", "--send", "--via", "outbox", "--at", LATE)
    [mail] = (root / "build/outbox").glob("chase_2018-12-13_manager-cannock_*.eml")
    assert b"To: cannock.manager@example.org" in mail.read_bytes()


def test_on_a_day_that_is_no_working_day_nobody_is_chased(tree: Files, tmp_path: Path) -> None:
    ran = boardpack("-C", put(tree, tmp_path), "chase", "--send", "--at", "2018-12-25T09:00")
    assert ran == (0, "This is no working day: nobody is chased.\n", "")


def test_whose_address_is_missing_is_asked_before_a_signature_that_could_not_count(
    tree: Files, tmp_path: Path
) -> None:
    root = put(ready(tree), tmp_path)
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    for words in (("init", "--quiet"), ("add", "."), (*who, "commit", "--quiet", "-m", "All")):
        subprocess.run(["git", "-C", root, *words], check=True)
    out = boardpack("-C", root, "chase", "--at", "2018-12-14T09:00").out
    assert "To director-" not in out
    address = "before what came from there can be signed: somebody@example.org"
    assert address in out
    assert "To development-manager: " in out


def test_where_nothing_is_owed_nobody_is_told(tree: Files, tmp_path: Path) -> None:
    ran = boardpack("-C", put(ready(tree), tmp_path), "chase", "--at", "2018-12-07T09:00")
    assert ran.out == (
        "Under way: Monthly pack, November 2018.\n"
        "Nobody is to be told anything that they have not been told.\n"
    )


def test_a_register_that_cannot_be_read_whole_stops_all(tree: Files, tmp_path: Path) -> None:
    root = put({**tree, APPOINTMENTS: tree[APPOINTMENTS] + b"x,y\n"}, tmp_path)
    ran = boardpack("-C", root, "chase", "--send", "--at", LATE)
    assert ran.status == 2
    assert "some who are to be told would be missing" in ran.err
    assert not (tmp_path / "data/sent").exists()


def test_a_record_that_cannot_be_read_stops_all(tree: Files, tmp_path: Path) -> None:
    root = put({**tree, "data/sent/chase/2018-12.csv": b"key\n"}, tmp_path)
    ran = boardpack("-C", root, "chase", "--send", "--via", "outbox", "--at", LATE)
    assert ran.status == 2
    assert "so that nobody is sent anything twice" in ran.err


NUMBER = "401 023 2137"


def with_actions(tree: Files, what: str) -> dict[str, bytes]:
    """Return an instance whose committee has an action in some words."""
    return edited(with_committee(tree), ACTIONS, "Send the budget report", what)


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        (f"Ring NHS {NUMBER} about it", "what looks like a patient's NHS number"),
        ("Ring Jane Smith born 3/4/1960", "a person's date of birth"),
        ("Ring 07700 900123", "a telephone number"),
        ("Write to jane@example.com", "an e-mail address"),
    ],
)
def test_a_message_that_would_point_to_a_person_is_neither_shown_nor_sent(
    tree: Files, tmp_path: Path, what: str, kind: str
) -> None:
    root = put(with_actions(tree, what), tmp_path)
    shown = boardpack("-C", root, "chase", "--at", LATE)
    assert what not in shown.out
    assert "Withheld: it may identify a person" in shown.out
    assert f"it holds {kind}; take it out of {ACTIONS}:" in shown.out
    sent = boardpack("-C", root, "chase", "--send", "--via", "outbox", "--at", LATE)
    assert sent.status == 1
    assert ": not sent yet; the next run tries again: it may identify a person" in sent.out
    assert "manager-cannock: sent\n" in sent.out, "who is told nothing of it gets theirs"
    left = [*(root / "build/outbox").iterdir(), root / "data/sent/chase/2018-12.csv"]
    assert not any(what.encode() in path.read_bytes() for path in left)


def test_a_message_that_was_withheld_goes_once_its_source_is_mended(
    tree: Files, tmp_path: Path
) -> None:
    root = put(with_actions(tree, f"Ring NHS {NUMBER}"), tmp_path)
    sending = ("chase", "--send", "--via", "outbox", "--at", LATE)
    assert boardpack("-C", root, *sending).status == 1
    put(with_actions(tree, "Ring them"), root)
    mended = boardpack("-C", root, *sending)
    assert mended.status == 0
    assert ": sent\n" in mended.out
