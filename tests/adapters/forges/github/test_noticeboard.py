from __future__ import annotations

import json
from contextlib import closing
from typing import Any

import pytest

from boardpack.adapters.forges.github.noticeboard import (
    COMMENT_MARKER,
    PREVIEW_NAME,
    Noticeboard,
)
from boardpack.adapters.forges.github.pulls import read_pull
from boardpack.adapters.forges.github.wire import GitHubWire
from boardpack.signoff.forge import CheckState, Unreadable
from support import github_description
from support.github_server import (
    AT,
    HEAD,
    REPOSITORY,
    Asked,
    Said,
    Server,
    account,
    comment,
    comments,
    pull,
)

SIGNED = "Signed off: 3 of 4 sections."


def targets(server: Server, method: str = "GET") -> list[str]:
    return [asked.target for asked in server.asked if asked.method == method]


def statuses(server: Server) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = []

    def post(asked: Asked) -> Said:
        said.append(json.loads(asked.body))
        return Said({**github_description.example("status"), **said[-1]}, 201)

    server.on("POST", f"{AT}/statuses/{HEAD}", post)
    return said


def test_a_status_is_set_beside_a_commit(server: Server, board: Noticeboard) -> None:
    said = statuses(server)
    board.set_status(HEAD, CheckState.REFUSED, SIGNED)
    assert said == [
        {
            "state": "failure",
            "description": SIGNED,
            "context": "sign-off",
        }
    ]


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (CheckState.SIGNED, "success"),
        (CheckState.WAITING, "pending"),
        (CheckState.REFUSED, "failure"),
        (CheckState.UNKNOWN, "error"),
    ],
)
def test_each_state_has_a_word_of_githubs(
    server: Server, board: Noticeboard, state: CheckState, word: str
) -> None:
    said = statuses(server)
    board.set_status(HEAD, state, SIGNED)
    assert [one["state"] for one in said] == [word]


def test_a_status_too_long_for_github_is_cut(server: Server, board: Noticeboard) -> None:
    said = statuses(server)
    board.set_status(HEAD, CheckState.SIGNED, "é" * 141)
    assert said[0]["description"] == "é" * 139 + "…"


def test_what_may_not_be_written_says_which_right_is_missing(
    server: Server, board: Noticeboard
) -> None:
    server.on("POST", f"{AT}/statuses/{HEAD}", lambda asked: Said({"message": "No"}, 403))
    with pytest.raises(Unreadable, match=r"it needs statuses and pull requests \(write\)"):
        board.set_status(HEAD, CheckState.SIGNED, SIGNED)


def test_what_is_written_is_not_tried_twice(server: Server, board: Noticeboard) -> None:
    server.on("POST", f"{AT}/statuses/{HEAD}", lambda asked: Said(status=500))
    with pytest.raises(Unreadable, match="answered 500 to POST"):
        board.set_status(HEAD, CheckState.SIGNED, SIGNED)
    assert len(server.asked) == 1


def test_a_comment_written_twice_is_one_comment(server: Server, board: Noticeboard) -> None:
    kept = comments(server, 3, [comment(1, "When is this due?", account(102, "manager"))])
    for body in ("Two sections to go.", SIGNED, SIGNED):
        board.upsert_comment(3, body)
    assert [one["body"] for one in kept] == ["When is this due?", f"{COMMENT_MARKER}\n{SIGNED}"]
    assert [len(targets(server, method)) for method in ("POST", "PATCH")] == [1, 1]


def test_a_comment_that_github_gives_back_with_other_line_ends_is_the_same(
    server: Server, board: Noticeboard
) -> None:
    comments(server, 3, [comment(1, f"{COMMENT_MARKER}\r\n{SIGNED}\r\n")])
    board.upsert_comment(3, SIGNED)
    assert targets(server) == [f"{AT}/issues/3/comments?per_page=100"]
    assert len(server.asked) == 1


def test_our_comment_is_found_on_a_later_page(server: Server, board: Noticeboard) -> None:
    others = [comment(number, "A word") for number in range(1, 121)]
    kept = comments(server, 3, [*others, comment(200, COMMENT_MARKER)])
    board.upsert_comment(3, SIGNED)
    assert kept[-1]["body"] == f"{COMMENT_MARKER}\n{SIGNED}"
    assert len(kept) == 121


def test_somebody_elses_comment_with_our_marker_is_left_alone(
    server: Server, board: Noticeboard
) -> None:
    copied = comment(1, f"{COMMENT_MARKER}\nAll is signed off.", account(102, "manager"))
    quoted = comment(2, f"> {COMMENT_MARKER}\n", None)
    nobodys = {**comment(4, COMMENT_MARKER), "user": None}
    kept = comments(server, 3, [copied, quoted, nobodys])
    board.upsert_comment(3, SIGNED)
    assert [one["body"] for one in kept[:3]] == [copied["body"], quoted["body"], COMMENT_MARKER]
    assert kept[3]["body"] == f"{COMMENT_MARKER}\n{SIGNED}"


def test_the_comment_of_the_tokens_own_account_is_ours(server: Server, board: Noticeboard) -> None:
    server.shows("/user", github_description.example("private-user") | {"id": 102})
    kept = comments(server, 3, [comment(1, COMMENT_MARKER, account(102, "manager"))])
    board.upsert_comment(3, SIGNED)
    assert [one["body"] for one in kept] == [f"{COMMENT_MARKER}\n{SIGNED}"]


def test_nothing_is_written_when_it_cannot_be_known_who_we_are(
    server: Server, board: Noticeboard
) -> None:
    server.says("/user", Said(status=403, headers={"Retry-After": "60"}))
    comments(server, 3, [comment(1, COMMENT_MARKER, account(102, "manager"))])
    with pytest.raises(Unreadable, match="for 60 seconds"):
        board.upsert_comment(3, SIGNED)
    assert targets(server, "POST") + targets(server, "PATCH") == []


def issue(number: int, body: str, **edits: Any) -> dict[str, Any]:
    (data,) = github_description.example("issue-with-repo-items")
    user = account(555, "robot[bot]", "Bot")
    del data["pull_request"]
    return {**data, "id": number, "number": number, "body": body, "user": user, **edits}


def issues(server: Server, *shown: dict[str, Any]) -> list[dict[str, Any]]:
    """Let issues be read and opened; return them as they are."""
    kept = list(shown)
    server.shows(f"{AT}/issues", kept)

    def post(asked: Asked) -> Said:
        fields = json.loads(asked.body)
        kept.append(issue(40 + len(kept), fields["body"], title=fields["title"]))
        return Said({**github_description.example("issue"), **kept[-1]}, 201)

    server.on("POST", f"{AT}/issues", post)
    return kept


def test_a_notice_opens_an_issue_for_its_thread_and_is_there_once(
    server: Server, board: Noticeboard
) -> None:
    opened = issues(server)
    kept = comments(server, 40, [])
    for _ in range(2):
        board.upsert_notice("chase/2018-12/ann", "December: Ann", "chase/1", "Please write.")
    board.upsert_notice("chase/2018-12/ann", "December: Ann", "chase/2", "Please write soon.")
    assert [(one["number"], one["title"]) for one in opened] == [(40, "December: Ann")]
    assert [one["body"] for one in kept] == [
        "<!-- boardpack chase/1 -->\nPlease write.",
        "<!-- boardpack chase/2 -->\nPlease write soon.",
    ]
    assert targets(server, "PATCH") == []


def test_a_pull_request_or_a_persons_issue_is_no_thread_of_ours(
    server: Server, board: Noticeboard
) -> None:
    marker = "<!-- boardpack thread chase/2018-12/ann -->"
    persons = issue(1, marker, user=account(102, "manager"))
    pull = issue(2, marker, pull_request={"url": None, "html_url": None, "diff_url": None,
                                          "patch_url": None})  # fmt: skip
    opened = issues(server, persons, pull)
    comments(server, 42, [])
    board.upsert_notice("chase/2018-12/ann", "December: Ann", "chase/1", "Please write.")
    assert [one["number"] for one in opened] == [1, 2, 42]


def test_a_token_that_may_write_no_issue_says_so(server: Server, board: Noticeboard) -> None:
    issues(server)
    server.on("POST", f"{AT}/issues", lambda asked: Said({"message": "No"}, 403))
    with pytest.raises(Unreadable, match=r"it needs issues \(write\)"):
        board.upsert_notice("chase/2018-12/ann", "December: Ann", "chase/1", "Please write.")


# What a pull request looks like


def artifact(number: int, head: str = HEAD, **edits: object) -> dict[str, Any]:
    """Return what GitHub says of a preview that a run of the report kept."""
    kept = {**github_description.example("artifact-paginated")["artifacts"][0], "id": number}
    return {
        **kept,
        "name": PREVIEW_NAME,
        "expired": False,
        "workflow_run": {"id": 7, "head_sha": head},
        **edits,
    }


def previewed(server: Server, board: Noticeboard, *kept: dict[str, Any]) -> str:
    """Return where pull request 3 is shown, of which these previews are kept."""
    server.shows(f"{AT}/actions/artifacts", {"total_count": len(kept), "artifacts": list(kept)})
    address = board.find_preview(read_pull(pull(3, head={**pull(3)["head"], "sha": HEAD})))
    return address.removeprefix(server.address).removeprefix(f"/{REPOSITORY}/")


def test_the_preview_of_the_last_commit_is_led_to(server: Server, board: Noticeboard) -> None:
    other = "b" * 40
    assert (
        previewed(server, board, artifact(11, other), artifact(12)) == "actions/runs/7/artifacts/12"
    )


def test_without_a_preview_the_checks_are_led_to(server: Server, board: Noticeboard) -> None:
    assert previewed(server, board, artifact(11, expired=True)) == "pull/3/checks"


def test_a_token_that_may_not_ask_for_previews_leads_to_the_checks(
    server: Server, board: Noticeboard
) -> None:
    server.on("GET", f"{AT}/actions/artifacts", lambda asked: Said({"message": "No"}, 403))
    assert board.find_preview(read_pull(pull(3))).endswith(f"/{REPOSITORY}/pull/3/checks")


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://api.github.com", "https://github.com"),
        ("https://example.org/api/v3", "https://example.org"),
        ("https://api.trust.ghe.com", "https://trust.ghe.com"),
    ],
)
def test_people_look_at_another_address_than_programs(address: str, site: str) -> None:
    with closing(GitHubWire(address, "t", None, 1, 1)) as wire:
        assert wire.site == site
