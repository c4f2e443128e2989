from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from boardpack.adapters.forges.github.connect import open_github
from boardpack.model.signoff import Action
from boardpack.signoff.forge import CommitAccounts, Dismissal, Forge, Unreadable
from support import github_description
from support.github_server import (
    AT,
    HEAD,
    MERGE,
    REPOSITORY,
    TOKEN,
    Server,
    account,
    dismissal,
    force_push,
    listed_pull,
    pull,
    review,
    reviewed,
)

REVIEWS = f"{AT}/pulls/3/reviews"


@pytest.fixture
def forge(server: Server) -> Iterator[Forge]:
    with open_github(REPOSITORY, TOKEN, address=server.address, wait=0.0) as github:
        yield github


@pytest.mark.rotating
def test_all_that_is_read_of_a_pull_request_has_the_published_shape(
    server: Server, forge: Forge
) -> None:
    given = review(80, "DISMISSED", at="2018-12-12T09:30:00Z")
    timeline = [
        reviewed(given),
        force_push("2018-12-12T10:00:00Z"),
        dismissal(80, "approved", "2018-12-12T11:00:00Z"),
    ]
    server.shows(f"{AT}/commits/{MERGE}/pulls", [listed_pull(3)])
    server.shows(f"{AT}/pulls/3", pull(3))
    server.shows(REVIEWS, [given])
    server.shows(f"{AT}/issues/3/timeline", timeline)
    assert forge.list_pulls_of_commit(MERGE) == [forge.read_pull(3)]
    reviews = forge.read_reviews(3)
    (only,) = reviews.reviews
    assert only.dismissal == Dismissal(
        "103", "administrator", "2018-12-12T11:00:00Z", Action.APPROVE
    )
    assert reviews.rewritten_at == "2018-12-12T10:00:00Z"


def test_a_commit_says_whose_accounts_wrote_it(server: Server, forge: Forge) -> None:
    shown = github_description.example("commit")
    shown.update(sha=HEAD, author=account(101), committer=None, files=[])
    server.shows(f"{AT}/commits/{HEAD}", shown)
    assert forge.read_commit_accounts(HEAD) == CommitAccounts(author="101")


def test_a_direct_push_belongs_to_no_pull_request(server: Server, forge: Forge) -> None:
    server.shows(f"{AT}/commits/{HEAD}/pulls", [])
    assert forge.list_pulls_of_commit(HEAD) == []


def test_the_digest_of_reviews_is_that_of_what_is_kept_of_them(
    server: Server, forge: Forge
) -> None:
    server.shows(REVIEWS, [review(80)])
    server.shows(f"{AT}/issues/3/timeline", [])
    forge.read_reviews(3)
    assert forge.digest_reviews(3) == hashlib.sha256(forge.kept_answers[REVIEWS]).hexdigest()


@pytest.mark.parametrize("name", ["", "packs", "a/b/c", "../packs", "directorate/..", "a/b?c"])
def test_a_repository_is_named_by_owner_and_name(name: str) -> None:
    with (
        pytest.raises(Unreadable, match="write it as OWNER/NAME"),
        open_github(name, TOKEN),
    ):
        pass
