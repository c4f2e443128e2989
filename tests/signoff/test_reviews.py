from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from boardpack.model.signoff import Action, Doubt
from boardpack.signoff.forge import (
    Account,
    AccountKind,
    Dismissal,
    PullRequest,
    PullReviews,
    Review,
)
from boardpack.signoff.reviews import explain_exclusion, weigh_reviews

EARLY, NOON, LATE = (f"2018-12-12T{hour}:00:00Z" for hour in ("09", "12", "15"))
DIRECTOR = Account("101", "director", AccountKind.PERSON)
APPROVAL = Review(3, 80, DIRECTOR, Action.APPROVE, NOON, "a" * 40)
OBJECTION = replace(APPROVAL, action=Action.OBJECT)
REPOSITORY = "directorate/packs"
PULL = PullRequest(
    number=3,
    opened_by="102",
    is_open=False,
    merged=True,
    merged_at="2018-12-13T10:00:00Z",
    repository=REPOSITORY,
    base="main",
    head="a" * 40,
    merge_commit="b" * 40,
    head_reference="refs/pull/3/head",
)


def doubt_of(review: Review, **times: str) -> tuple[Doubt | None, str]:
    (weighed,) = weigh_reviews(PullReviews((review,), **times), "Parish")
    return weighed.doubt, weighed.why


@pytest.mark.parametrize(
    ("changes", "doubt", "reason"),
    [
        ({}, None, ""),
        ({"account": Account()}, Doubt.UNVERIFIABLE, "the account that gave it no longer exists"),
        (
            {"account": Account("7", "imported", AccountKind.OTHER)},
            Doubt.UNVERIFIABLE,
            "imported is not the account of a person",
        ),
        (
            {"account": Account("8", "robot", AccountKind.PROGRAM)},
            Doubt.IGNORED,
            "robot is a program, not a person",
        ),
        ({"by_program": True}, Doubt.IGNORED, "a program gave it in the name of director"),
        (
            {"commit": ""},
            Doubt.UNVERIFIABLE,
            "Parish no longer knows which commit it was given for",
        ),
        (
            {"action": None, "dismissal": Dismissal("9", "administrator", LATE, Action.OBJECT)},
            Doubt.WEAK,
            "the review was dismissed by administrator on 2018-12-12; it had been an objection",
        ),
        (
            {"action": None, "dismissal": Dismissal()},
            Doubt.WEAK,
            "the review was dismissed",
        ),
        ({"action": None, "account": Account()}, None, ""),
    ],
)
def test_a_review_is_doubted_for_what_the_forge_tells_of_it(
    changes: dict[str, Any], doubt: Doubt | None, reason: str
) -> None:
    assert doubt_of(replace(APPROVAL, **changes)) == (doubt, reason)


@pytest.mark.parametrize("what", ["rewritten_at", "retargeted_at"])
def test_an_approval_but_no_objection_is_overtaken_by_what_came_in_its_second_or_later(
    what: str,
) -> None:
    for moment in (NOON, LATE):
        assert doubt_of(APPROVAL, **{what: moment})[0] is Doubt.INVALID
        assert doubt_of(OBJECTION, **{what: moment})[0] is None
    assert doubt_of(APPROVAL, **{what: EARLY})[0] is None


def test_a_dismissed_review_does_not_bring_an_earlier_approval_back() -> None:
    dismissed = replace(OBJECTION, id=81, time=LATE, action=None, dismissal=Dismissal())
    weighed = weigh_reviews(PullReviews((APPROVAL, dismissed)), "Parish")
    assert [review.doubt for review in weighed] == [Doubt.INVALID, Doubt.WEAK]
    assert weighed[1].is_dismissed
    other = replace(dismissed, account=replace(DIRECTOR, id="104"))
    assert weigh_reviews(PullReviews((APPROVAL, other)), "Parish")[0].doubt is None


# What a pull request must be for anything in it to count


def test_a_pull_request_merged_into_the_branch_counts() -> None:
    assert explain_exclusion(PULL, "main", REPOSITORY.upper()) == ""


def test_a_pull_request_that_is_open_counts() -> None:
    assert explain_exclusion(replace(PULL, is_open=True, merged=False), "main", REPOSITORY) == ""


def test_an_approval_on_a_closed_unmerged_pull_request_does_not_count() -> None:
    closed = replace(PULL, merged=False, merged_at="")
    assert (
        explain_exclusion(closed, "main", REPOSITORY)
        == "pull request 3 was closed without being merged"
    )


def test_an_approval_on_a_pull_request_into_another_branch_does_not_count() -> None:
    reason = explain_exclusion(PULL, "release", REPOSITORY)
    assert reason == "pull request 3 goes into the branch 'main', not into 'release'"


def test_an_approval_on_a_pull_request_of_a_copy_of_the_repository_does_not_count() -> None:
    reason = explain_exclusion(PULL, "main", "directorate/original")
    assert reason == f"pull request 3 goes into {REPOSITORY}, not into directorate/original"
