from __future__ import annotations

from typing import Any

import pytest

from boardpack.adapters.forges.github.pulls import read_pull
from boardpack.signoff.forge import PullRequest, Unreadable
from support.github_server import HEAD, MERGE, REPOSITORY, account, listed_pull, pull


def test_a_merged_pull_request_is_read() -> None:
    assert read_pull(pull(3, user=account(102, "manager"))) == PullRequest(
        number=3,
        opened_by="102",
        is_open=False,
        merged=True,
        merged_at="2018-12-13T10:00:00Z",
        repository=REPOSITORY,
        base="main",
        head=HEAD,
        merge_commit=MERGE,
        head_reference="refs/pull/3/head",
    )


def test_a_pull_request_in_the_list_of_a_commit_is_read_the_same() -> None:
    assert read_pull(listed_pull()) == read_pull(pull())


def test_a_pull_request_opened_by_nobody_known_says_so() -> None:
    assert read_pull(pull(user=None)).opened_by == ""


def test_the_trial_merge_of_an_open_pull_request_is_not_what_it_became() -> None:
    opened = read_pull(pull(state="open", merged=False, merged_at=None, merge_commit_sha=MERGE))
    assert (opened.is_open, opened.merged, opened.merge_commit) == (True, False, "")


@pytest.mark.parametrize("edits", [{"merged": False}, {"merged_at": None}, {"state": "open"}])
def test_a_pull_request_that_contradicts_itself_is_unreadable(edits: dict[str, Any]) -> None:
    with pytest.raises(Unreadable, match="contradicts itself"):
        read_pull(pull(**edits))


@pytest.mark.parametrize("key", ["number", "user", "state", "merged_at", "base", "head"])
def test_a_pull_request_that_lacks_something_is_unreadable(key: str) -> None:
    broken = pull()
    del broken[key]
    with pytest.raises(Unreadable, match=f"lacks '{key}'"):
        read_pull(broken)
