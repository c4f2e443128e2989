from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from boardpack.adapters.forges.github.connect import ADDRESS
from boardpack.adapters.forges.github.kept_keys import keep_review
from boardpack.adapters.forges.github.live_answers import LiveAnswers
from boardpack.signoff.forge import Unreadable
from support import github_description
from support.github_server import (
    AT,
    HEAD,
    TOKEN,
    Asked,
    Said,
    Server,
    account,
    event,
    force_push,
    link,
    pull,
    review,
    reviewed,
)

PULL = f"{AT}/pulls/3"
REVIEWS = f"{PULL}/reviews"
TIMELINE = f"{AT}/issues/3/timeline"
WRITER = {"name": "A. Writer", "email": "writer@example.org", "date": "2018-12-01T00:00:00Z"}
COMMITTED = {
    "event": "committed",
    "node_id": "commit-1",
    "sha": HEAD,
    "url": f"https://example.org{AT}/git/commits/{HEAD}",
    "html_url": f"https://example.org/commit/{HEAD}",
    "author": WRITER,
    "committer": WRITER,
    "message": "Text",
    "tree": {"sha": HEAD, "url": "https://example.org/tree"},
    "parents": [],
    "verification": {
        "verified": False,
        "reason": "unsigned",
        "signature": None,
        "payload": None,
        "verified_at": None,
    },
}

Client = Callable[..., LiveAnswers]


def targets(server: Server, method: str = "GET") -> list[str]:
    return [asked.target for asked in server.asked if asked.method == method]


def many(count: int) -> list[dict[str, Any]]:
    return [review(number) for number in range(1, count + 1)]


# Reading


def test_an_answer_about_something_else_is_unreadable(server: Server, client: Client) -> None:
    server.shows(PULL, pull(4))
    with pytest.raises(Unreadable, match="asked about 3 and answered about another"):
        client().fetch_pull(3)


@pytest.mark.parametrize("answer", [[], "x", None])
def test_an_answer_that_is_no_object_is_unreadable(
    server: Server, client: Client, answer: object
) -> None:
    server.says(PULL, Said(raw=json.dumps(answer).encode()))
    with pytest.raises(Unreadable, match="is not an object"):
        client().fetch_pull(3)


def test_what_is_relied_on_of_a_response_is_frozen(server: Server, client: Client) -> None:
    server.shows(REVIEWS, [review(80)])
    server.shows(PULL, pull(3))
    github = client()
    github.fetch_pull(3)
    github.fetch_reviews(3)
    assert list(github.kept_answers) == [PULL, REVIEWS]
    assert json.loads(github.kept_answers[REVIEWS]) == [keep_review(review(80))]


def test_nobodys_address_and_no_words_of_a_review_are_frozen(
    server: Server, client: Client
) -> None:
    shown = github_description.example("commit")
    shown.update(sha=HEAD, author=account(101), committer=account(102), files=[])
    given = review(80, body="Ask R. Patient about it")
    server.shows(f"{AT}/commits/{HEAD}", shown)
    server.shows(REVIEWS, [given])
    server.shows(TIMELINE, [reviewed(given), force_push("2018-12-12T10:00:00Z"), COMMITTED])
    github = client()
    github.fetch_commit(HEAD)
    github.fetch_reviews(3)
    github.fetch_timeline(3)
    frozen = b"".join(github.kept_answers.values()).decode()
    assert "@" not in frozen
    assert "Patient" not in frozen
    assert "head_ref_force_pushed" in frozen


# Pages


def test_a_list_of_three_pages_is_read_whole(server: Server, client: Client) -> None:
    server.shows(REVIEWS, many(250))
    github = client()
    assert [one["id"] for one in github.fetch_reviews(3)] == list(range(1, 251))
    assert [asked.page for asked in server.asked] == [1, 2, 3, 1, 2, 3]
    assert len(json.loads(github.kept_answers[REVIEWS])) == 250


def test_a_list_that_fills_its_page_to_the_last_place_is_whole(
    server: Server, client: Client
) -> None:
    server.shows(REVIEWS, many(100))
    assert len(client().fetch_reviews(3)) == 100
    assert len(server.asked) == 1


def test_entries_of_a_timeline_may_share_a_number_if_they_are_of_different_kinds(
    server: Server, client: Client
) -> None:
    at = "2018-12-12T09:30:00Z"
    server.shows(TIMELINE, [event("closed", at, 5), force_push(at, 5)])
    assert [one["event"] for one in client().fetch_timeline(3)] == ["head_ref_force_pushed"]


def test_what_moves_to_a_page_that_was_read_already_makes_the_list_unreadable(
    server: Server, client: Client
) -> None:
    kept = many(101)

    def shifting(asked: Asked) -> Said:
        data = kept[(asked.page - 1) * 2 : asked.page * 2] if asked.page < 3 else []
        kept[:] = kept[1:] if len(server.asked) == 1 else kept
        following = {"next": f"{server.address}{REVIEWS}?per_page=100&page={asked.page + 1}"}
        return Said(data, headers=link(following if asked.page < 3 else {}))

    server.on("GET", REVIEWS, shifting)
    with pytest.raises(Unreadable, match="changed while it was read; run this again"):
        client().fetch_reviews(3)


def test_an_entry_that_comes_twice_makes_the_list_unreadable(
    server: Server, client: Client
) -> None:
    server.shows(REVIEWS, [review(80), review(80)])
    with pytest.raises(Unreadable, match="changed while it was read"):
        client().fetch_reviews(3)


def test_a_last_page_that_never_comes_makes_the_list_unreadable(
    server: Server, client: Client
) -> None:
    last = {"last": f"{server.address}{REVIEWS}?per_page=100&page=2"}
    server.says(REVIEWS, Said([review(80)], headers=link(last)))
    with pytest.raises(Unreadable, match="changed while it was read"):
        client().fetch_reviews(3)


def test_pages_that_go_in_circles_are_unreadable(server: Server, client: Client) -> None:
    again = {"next": f"{server.address}{REVIEWS}?page=1&per_page=100"}
    first = {"next": f"{server.address}{REVIEWS}?per_page=100&page=1"}
    server.says(REVIEWS, Said([], headers=link(first)), Said([], headers=link(again)))
    with pytest.raises(Unreadable, match="goes in circles"):
        client().fetch_reviews(3)


@pytest.mark.parametrize("elsewhere", ["http://localhost:{port}", "http://127.0.0.1:{port}@[::1]"])
def test_a_next_page_at_another_address_is_not_asked_for(
    server: Server, client: Client, elsewhere: str
) -> None:
    url = elsewhere.format(port=server.server_port) + f"{REVIEWS}?page=2"
    server.says(REVIEWS, Said([review(80)], headers=link({"next": url})))
    with pytest.raises(Unreadable, match="another address, where the token must not go"):
        client().fetch_reviews(3)
    assert len(server.asked) == 1


@pytest.mark.parametrize("page", [b'{"message": "ok"}', b"null", b'["80"]', b'[{"id": 1}, null]'])
def test_a_page_that_is_no_list_of_objects_is_unreadable(
    server: Server, client: Client, page: bytes
) -> None:
    server.says(REVIEWS, Said(raw=page))
    with pytest.raises(Unreadable, match="is not a list"):
        client().fetch_reviews(3)


@pytest.mark.parametrize("page", [b"", b"[", b"<html>", b"\xff", b"[" * 100_000])
def test_a_page_that_is_cut_short_or_no_json_is_unreadable(
    server: Server, client: Client, page: bytes
) -> None:
    server.says(REVIEWS, Said(raw=page))
    with pytest.raises(Unreadable, match="is cut short or is not JSON"):
        client().fetch_reviews(3)


def test_a_second_page_that_breaks_off_leaves_nothing_of_the_first(
    server: Server, client: Client
) -> None:
    following = {"next": f"{server.address}{REVIEWS}?per_page=100&page=2"}
    first = Said([review(80)], headers=link(following))
    server.says(REVIEWS, first, Said([review(81)], missing=1))
    github = client()
    with pytest.raises(Unreadable, match="broke off in the middle of an answer"):
        github.fetch_reviews(3)
    assert github.kept_answers == {}


# What is kept


def test_what_github_calls_unchanged_is_taken_from_the_cache(
    server: Server, client: Client, tmp_path: Path
) -> None:
    server.shows(REVIEWS, [review(80)])
    first, second = client(cache=tmp_path), client(cache=tmp_path)
    assert first.fetch_reviews(3) == second.fetch_reviews(3)
    assert first.kept_answers == second.kept_answers
    assert [asked.headers.get("If-None-Match", "")[:3] for asked in server.asked] == ["", 'W/"']


def test_what_changed_is_read_anew(server: Server, client: Client, tmp_path: Path) -> None:
    server.shows(REVIEWS, [review(80)])
    client(cache=tmp_path).fetch_reviews(3)
    server.shows(REVIEWS, [review(80, "DISMISSED")])
    assert client(cache=tmp_path).fetch_reviews(3)[0]["state"] == "DISMISSED"
    assert client(cache=tmp_path).fetch_reviews(3)[0]["state"] == "DISMISSED"


def test_a_page_among_others_is_always_read_anew(
    server: Server, client: Client, tmp_path: Path
) -> None:
    for count in (100, 101, 201):
        server.shows(REVIEWS, many(count))
        assert len(client(cache=tmp_path).fetch_reviews(3)) == count


def test_a_page_that_names_others_is_not_kept_however_short_it_is(
    server: Server, client: Client, tmp_path: Path
) -> None:
    server.shows(REVIEWS, many(5), size=2)
    assert len(client(cache=tmp_path).fetch_reviews(3)) == 5
    assert list(tmp_path.iterdir()) == []


def test_an_unchanged_page_that_now_has_a_next_one_is_read_anew(
    server: Server, client: Client, tmp_path: Path
) -> None:
    following = link({"next": f"{server.address}{REVIEWS}?per_page=100&page=2"})
    server.says(REVIEWS, Said([review(80)], headers={"ETag": '"1"'}))
    client(cache=tmp_path).fetch_reviews(3)
    unchanged = Said(status=304, headers=following, raw=b"")
    both = (Said([review(80)], headers=following), Said([review(81)]))
    server.says(REVIEWS, unchanged, *both, *both)
    assert [one["id"] for one in client(cache=tmp_path).fetch_reviews(3)] == [80, 81]


@pytest.mark.parametrize("spoilt", [b"", b"{}\n[]", b"null\n[]", b"\xff\n"])
def test_a_spoilt_cache_is_not_used(
    server: Server, client: Client, tmp_path: Path, spoilt: bytes
) -> None:
    server.shows(REVIEWS, [review(80)])
    client(cache=tmp_path).fetch_reviews(3)
    (file,) = tmp_path.iterdir()
    file.write_bytes(spoilt or file.read_bytes()[:-1])
    assert client(cache=tmp_path).fetch_reviews(3) == [keep_review(review(80))]
    assert "If-None-Match" not in server.asked[-1].headers


def test_an_answer_kept_under_anothers_name_is_not_used(
    server: Server, client: Client, tmp_path: Path
) -> None:
    server.shows(PULL, pull(3))
    server.shows(f"{AT}/pulls/4", pull(4))
    for number in (3, 4):
        client(cache=tmp_path).fetch_pull(number)
    one, other = tmp_path.iterdir()
    one.write_bytes(other.read_bytes())
    assert client(cache=tmp_path).fetch_pull(3)["number"] == 3
    assert client(cache=tmp_path).fetch_pull(4)["number"] == 4
    assert [a.target for a in server.asked if "If-None-Match" in a.headers] in (
        [PULL],
        [f"{AT}/pulls/4"],
    )


def test_a_cache_that_cannot_be_written_is_done_without(
    server: Server, client: Client, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    server.shows(REVIEWS, [review(80)])
    assert client(cache=tmp_path / "file").fetch_reviews(3) == [keep_review(review(80))]


def test_the_token_is_not_kept(server: Server, client: Client, tmp_path: Path) -> None:
    server.shows(REVIEWS, [review(80)])
    client(cache=tmp_path).fetch_reviews(3)
    assert [file for file in tmp_path.iterdir() if TOKEN.encode() in file.read_bytes()] == []


# Refusals: neither approved nor not approved


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Said(status=401), r"answered 401 to GET .*: the token is not valid"),
        (
            Said({"message": "Resource not accessible by integration"}, 403),
            r"403 .*\(Resource not accessible by integration\): the token lacks a right",
        ),
        (Said({"message": "Not Found"}, 404), "there is no such thing, or the token may not"),
        (Said(status=409), "answered 409 .*: this was not expected"),
        (Said(status=202), "answered 202 .*: this was not expected"),
        (Said(status=304), "answered 304 .*: this was not expected"),
        (
            Said(status=301, headers={"Location": "http://localhost/elsewhere"}),
            "it has moved; name the repository as it is called now",
        ),
        (Said(status=429), "takes no more requests for some minutes"),
        (Said(status=429, headers={"Retry-After": "60"}), "no more requests for 60 seconds"),
        (Said(status=403, headers={"Retry-After": "60"}), "no more requests for 60 seconds"),
        (
            Said(status=403, headers={"Retry-After": "Wed, 12 Dec 2018 09:30:00 GMT"}),
            "until Wed, 12 Dec 2018 09:30:00 GMT",
        ),
        (
            Said(
                {"message": "API rate limit exceeded"},
                403,
                {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1544607000"},
            ),
            r"no more requests until 09:30 on 2018-12-12 \(UTC\); run this again then",
        ),
        (Said(status=403, headers={"X-RateLimit-Remaining": "0"}), "until the next hour"),
        (
            Said({"message": "You have exceeded a secondary rate limit"}, 403),
            "no more requests for some minutes",
        ),
    ],
)
def test_a_refusal_says_what_to_do_and_is_not_asked_again(
    server: Server, client: Client, said: Said, words: str
) -> None:
    server.says(REVIEWS, said)
    with pytest.raises(Unreadable, match=words):
        client().fetch_reviews(3)
    assert len(server.asked) == 1


def test_a_token_that_github_does_not_know_is_named_but_not_shown(
    server: Server, client: Client
) -> None:
    with pytest.raises(Unreadable, match="set GITHUB_TOKEN") as error:
        client(token="another-token").fetch_reviews(3)
    assert "another-token" not in str(error.value)


def test_a_failure_of_the_server_is_got_over(server: Server, client: Client) -> None:
    server.says(REVIEWS, Said(status=500), Said(status=502), Said([review(80)]))
    assert client().fetch_reviews(3) == [keep_review(review(80))]


def test_an_answer_that_breaks_off_is_asked_for_again(server: Server, client: Client) -> None:
    server.says(REVIEWS, Said([review(80)], missing=10), Said([review(80)]))
    assert client().fetch_reviews(3) == [keep_review(review(80))]


def test_a_server_that_goes_on_failing_is_unreadable(server: Server, client: Client) -> None:
    server.says(REVIEWS, Said(status=503))
    with pytest.raises(Unreadable, match=r"GitHub answered 503 to GET .*; run this again later"):
        client().fetch_reviews(3)
    assert len(server.asked) == 3


def test_an_answer_that_goes_on_breaking_off_is_unreadable(server: Server, client: Client) -> None:
    server.says(REVIEWS, Said([review(80)], missing=10))
    with pytest.raises(Unreadable, match="broke off in the middle of an answer"):
        client().fetch_reviews(3)


def test_silence_is_unreadable(server: Server, client: Client) -> None:
    server.says(REVIEWS, Said(silent=True))
    with pytest.raises(Unreadable, match="GitHub did not answer in time"):
        client(timeout=0.1).fetch_reviews(3)


def test_a_server_that_is_not_there_is_unreadable(client: Client) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(Unreadable, match="GitHub could not be reached"):
            client(address=address).fetch_reviews(3)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "ftp://127.0.0.1",
        "https://",
        "https://localhost@example.org",
        "https://example.org?x",
        "https://example.org:port",
        "",
    ],
)
def test_a_token_is_not_sent_to_an_address_that_is_not_safe(client: Client, address: str) -> None:
    with pytest.raises(Unreadable, match="is no address to send a token to"):
        client(address=address)


def test_the_address_of_github_is_safe(client: Client) -> None:
    client(address=ADDRESS)
    assert github_description.description()["servers"][0]["url"] == ADDRESS


@pytest.mark.parametrize("token", ["", "two words", "line\n", "schlüssel"])
def test_a_token_that_cannot_be_one_is_refused_unseen(client: Client, token: str) -> None:
    with pytest.raises(Unreadable, match=r"no usable token for GitHub; set GITHUB_TOKEN$"):
        client(token=token)


def test_settings_for_a_proxy_that_cannot_be_used_are_named(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "gopher://127.0.0.1")
    with pytest.raises(Unreadable, match="correct HTTPS_PROXY"):
        client()


def test_a_commit_is_named_in_full(client: Client) -> None:
    for name in ("main", "abc123", "../" + HEAD):
        with pytest.raises(Unreadable, match="is not the full name of a commit"):
            client().fetch_pulls_of_commit(name)


# The description


def test_without_the_description_a_test_fails_and_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(github_description, "PLACE", tmp_path)
    with pytest.raises(AssertionError, match="`make test` installs it"):
        github_description.description.__wrapped__()


def test_the_description_tells_right_from_wrong() -> None:
    wrong = json.dumps([{**review(80), "submitted_at": "yesterday", "user": 5}]).encode()
    assert len(github_description.answer_faults("GET", REVIEWS, 200, wrong)) == 2
    assert github_description.answer_faults("GET", REVIEWS, 201, b"[]")
    assert github_description.request_faults("GET", f"{REVIEWS}?size=5", b"") == [
        f"no parameter size of {REVIEWS}"
    ]
    assert github_description.request_faults("DELETE", REVIEWS, b"")
    assert github_description.request_faults("GET", "/nowhere", b"")
    assert github_description.request_faults("GET", REVIEWS, b"{}")
    body = b'{"state": "good", "comment": ""}'
    assert len(github_description.request_faults("POST", f"{AT}/statuses/{HEAD}", body)) == 2
