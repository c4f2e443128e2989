from __future__ import annotations

import pytest

from boardpack.adapters.forges.github.noticeboard import COMMENT_MARKER
from boardpack.load.signoffs import format_record_name
from support.forge import Hub
from support.github_server import AT, REPOSITORY, Said, account
from support.instances import CANNOCK, DIRECTORATE, PACK, SEISDON, minimal
from support.running import boardpack
from support.signing import LEDGER

pytestmark = pytest.mark.rotating

TEXT = minimal()[CANNOCK]
FELL, ROSE = "Missed appointments (DNA) fell", "Missed appointments (DNA) rose"
PULL = ("signoff", "status", "--pull", "2")
POST = (*PULL, "--post")


@pytest.fixture
def hub(hub: Hub) -> Hub:
    """Serve a forge with the month merged as pull request 1; the next one is 2."""
    number = hub.propose(CANNOCK, TEXT, by="manager-cannock")
    hub.approve(number)
    hub.merge(number)
    return hub


def proposed(hub: Hub) -> int:
    """Propose a change to the section on access."""
    return hub.amend(CANNOCK, FELL, ROSE, "manager-cannock")


# What cannot be asked


def test_without_a_token_nothing_is_asked(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    ran = hub.run("signoff", "status")
    assert (ran.status, ran.out) == (2, "")
    assert "GITHUB_TOKEN is not set" in ran.err
    assert hub.server.asked == []


@pytest.mark.parametrize("name", ["directorate", "a/b/c", "../packs", "a/b?c", "a b/c"])
def test_what_is_no_repository_is_refused(hub: Hub, name: str) -> None:
    ran = boardpack(
        "-C", hub.fetched(), "signoff", "status", "--provider", "github", "--repo", name
    )
    assert ran.status == 2
    assert "is not a repository at GitHub; write it as OWNER/NAME" in ran.err


def test_github_is_asked_about_a_named_repository_only(hub: Hub) -> None:
    ran = boardpack("-C", hub.fetched(), "signoff", "status", "--provider", "github")
    assert ran.status == 2
    assert "say which repository: --repo OWNER/NAME" in ran.err


def test_only_a_pull_request_can_be_posted_to(hub: Hub) -> None:
    ran = hub.run("signoff", "status", "--post")
    assert ran.status == 2
    assert "--post goes with --pull" in ran.err


@pytest.mark.parametrize("number", ["0", "-1", "two", "٣"])
def test_what_is_no_number_of_a_pull_request_is_refused(hub: Hub, number: str) -> None:
    ran = hub.run("signoff", "status", f"--pull={number}")
    assert ran.status == 2
    assert "--pull takes the number of a pull request, or 'open'" in ran.err


def test_a_pull_request_is_judged_with_github_as_witness_only(hub: Hub) -> None:
    ran = boardpack("-C", hub.fetched(), *PULL)
    assert ran.status == 2
    assert "--pull needs --provider github" in ran.err


# What is said of a pull request


def test_what_nobody_has_approved_yet_is_pending(hub: Hub) -> None:
    number = proposed(hub)
    posted = hub.posted(number)
    ran = hub.run(*POST)
    assert ran.status == 1
    assert posted.checks[0][0] == hub.pulls[number].head
    assert posted.checks[0][1] == {
        "state": "pending",
        "description": "0 of 1 changed sections are signed off.",
        "context": "sign-off",
    }
    assert "#### Cannock Chase, Monthly pack, November 2018\n" in posted.comment
    assert "| Access | ● Green | stale | " in posted.comment
    address = f"{hub.server.address}/{REPOSITORY}/pull/{number}/checks"
    assert f"**[What changed, as it would be published]({address})**" in posted.comment


def test_what_all_have_approved_is_a_success(hub: Hub) -> None:
    hub.approve(proposed(hub))
    posted = hub.posted(2)
    ran = hub.run(*POST)
    assert (ran.status, posted.states) == (0, ["success"])
    assert "1 of 1 changed sections are signed off." in posted.comment
    assert "| Access | ● Green | signed off |" in posted.comment


def test_what_changes_no_section_needs_no_approval(hub: Hub) -> None:
    hub.propose("content/guide/note.md", "# A note\n\nWords.\n", by="manager-cannock")
    posted = hub.posted(2)
    ran = hub.run(*POST)
    assert (ran.status, posted.states) == (0, ["success"])
    assert "This changes no section of an edition." in posted.comment


def test_an_objection_is_a_failure(hub: Hub) -> None:
    hub.object(proposed(hub))
    posted = hub.posted(2)
    assert hub.run(*POST).status == 1
    assert posted.states == ["failure"]


def test_what_nobody_can_verify_is_an_error(hub: Hub) -> None:
    hub.review(proposed(hub), "x", account=None)
    hub.pulls[1].reviews.clear()
    hub.pulls[1].timeline.clear()
    posted = hub.posted(2)
    assert hub.run(*POST).status == 1
    assert posted.states == ["error"]


def test_reviews_that_cannot_be_read_are_an_error_that_is_posted(hub: Hub) -> None:
    hub.approve(proposed(hub))
    posted = hub.posted(2)
    hub.answers[f"{AT}/pulls/2/reviews"] = Said({"message": "Oh"}, 500)
    ran = hub.run(*POST)
    assert ran.status == 2
    assert "the sign-off of pull request 2 is not known: GitHub answered 500" in ran.err
    assert posted.states == ["error"]
    assert "is not known: something could not be read" in posted.comment
    assert "| signed off |" not in posted.comment


def test_reviews_of_a_merged_pull_request_that_cannot_be_read_are_no_success(hub: Hub) -> None:
    hub.approve(proposed(hub))
    hub.merge(2)
    posted = hub.posted(2)
    hub.answers[f"{AT}/issues/1/timeline"] = Said({"message": "Oh"}, 500)
    ran = hub.run(*POST)
    assert (ran.status, posted.states) == (2, ["error"])
    assert "GitHub answered 500" in posted.comment


def test_a_pull_request_that_breaks_the_records_is_an_error(hub: Hub) -> None:
    hub.propose(f"{LEDGER}/director-cannock/{format_record_name(1)}", "{}\n", by="manager-cannock")
    posted = hub.posted(2)
    ran = hub.run(*POST)
    assert (ran.status, posted.states) == (2, ["error"])
    assert "director\\-cannock" in posted.comment


def test_a_pull_request_that_cannot_be_read_gets_no_word(hub: Hub) -> None:
    proposed(hub)
    posted = hub.posted(2)
    hub.answers[f"{AT}/pulls/2"] = Said({"message": "Not Found"}, 404)
    ran = hub.run(*POST)
    assert (ran.status, posted.checks, posted.comments) == (2, [], [])
    assert "nothing can be said of pull request 2: GitHub answered 404" in ran.err


def test_a_check_that_cannot_be_set_is_said_and_the_comment_still_written(hub: Hub) -> None:
    hub.approve(proposed(hub))
    posted = hub.posted(2)
    hub.server.on("POST", f"{AT}/statuses", lambda asked: Said({"message": "No"}, 403))
    ran = hub.run(*POST)
    assert ran.status == 2
    assert "the check of pull request 2 could not be set: GitHub answered 403" in ran.err
    assert "1 of 1 changed sections are signed off." in posted.comment


def test_a_comment_that_cannot_be_written_is_said_and_the_check_still_set(hub: Hub) -> None:
    hub.approve(proposed(hub))
    posted = hub.posted(2)
    hub.server.on("POST", f"{AT}/issues/2/comments", lambda asked: Said(status=502))
    ran = hub.run(*POST)
    assert (ran.status, posted.states) == (2, ["success"])
    assert "the comment on pull request 2 could not be written: GitHub answered 502" in ran.err


def test_a_pull_request_that_breaks_the_instance_is_an_error_that_is_posted(hub: Hub) -> None:
    hub.propose(DIRECTORATE, "title: [\n", by="manager-cannock")
    posted = hub.posted(2)
    ran = hub.run(*POST)
    assert (ran.status, posted.states) == (2, ["error"])
    assert "it breaks files that everything rests on" in posted.comment


def test_the_comment_is_brought_up_to_date_and_not_repeated(hub: Hub) -> None:
    proposed(hub)
    posted = hub.posted(2)
    hub.run(*POST)
    hub.approve(2)
    hub.run(*POST)
    assert posted.states == ["pending", "success"]
    assert posted.comment.startswith(COMMENT_MARKER)
    assert "1 of 1 changed sections" in posted.comment


def test_nothing_is_posted_unless_asked(hub: Hub) -> None:
    proposed(hub)
    posted = hub.posted(2)
    ran = hub.run(*PULL)
    assert ran.status == 1
    assert ran.out.startswith("Pull request 2: 0 of 1 changed sections are signed off.\n")
    assert (posted.checks, posted.comments) == ([], [])


def test_a_merged_pull_request_is_judged_by_the_main_line_before_it(hub: Hub) -> None:
    hub.approve(proposed(hub))
    hub.merge(2, "squash")
    posted = hub.posted(2)
    assert hub.run(*POST).status == 0
    assert "1 of 1 changed sections" in posted.comment


def test_all_open_pull_requests_are_judged_though_one_cannot_be_read(hub: Hub) -> None:
    proposed(hub)
    hub.propose(SEISDON, minimal()[SEISDON], by="manager-seisdon")
    hub.approve(3, "director-seisdon")
    hub.answers[f"{AT}/pulls/2"] = Said({"message": "Oh"}, 500)
    posted = hub.posted(3)
    ran = hub.run("signoff", "status", "--pull", "open", "--post")
    assert ran.status == 2
    assert "nothing can be said of pull request 2" in ran.err
    assert "Pull request 3: 4 of 4 changed sections are signed off." in ran.out
    assert posted.states == ["success"]


def test_with_no_open_pull_request_there_is_nothing_to_say(hub: Hub) -> None:
    ran = hub.run("signoff", "status", "--pull", "open")
    assert (ran.status, ran.out) == (0, "")


def test_an_apostrophe_is_shown_as_one(hub: Hub) -> None:
    hub.branch("work-2")
    hub.month.alter(CANNOCK, FELL, ROSE)
    hub.month.edit(PACK, "title: Monthly pack", "title: Director's pack", "manager-cannock")
    hub.open()
    posted = hub.posted(2)
    hub.run(*POST)
    assert "#### Cannock Chase, Director's pack, November 2018" in posted.comment


def test_the_comment_calls_nobody_and_holds_no_markup_of_others(hub: Hub) -> None:
    hub.branch("work-2")
    month = hub.month
    month.alter(CANNOCK, FELL, ROSE)
    month.edit(PACK, "title: Monthly pack", "title: 'Pack @director #1 [x](y)'", "manager-cannock")
    hub.open()
    hub.review(2, "x", account=account(4444, "stranger"))
    posted = hub.posted(2)
    hub.run(*POST)
    assert r"Pack @&#8203;director \#&#8203;1 \[x\]\(y\)" in posted.comment
    assert "@director" not in posted.comment
    assert "#1" not in posted.comment
    assert "stranger is not in data/people\\.csv" in posted.comment
