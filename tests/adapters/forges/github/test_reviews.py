from __future__ import annotations

from typing import Any

import pytest

from boardpack.adapters.forges.github.reviews import read_reviews
from boardpack.model.signoff import Action, Doubt
from boardpack.signoff.forge import Account, AccountKind, Review, Unreadable
from boardpack.signoff.reviews import weigh_reviews
from support.github_server import (
    HEAD,
    account,
    dismissal,
    event,
    force_push,
    review,
    reviewed,
)

EARLY, NOON, LATE = (f"2018-12-12T{hour}:00:00Z" for hour in ("09", "12", "15"))


def read(*reviews: dict[str, Any], timeline: tuple[dict[str, Any], ...] = ()) -> tuple[Review, ...]:
    return weigh_reviews(read_reviews(3, reviews, timeline), "GitHub")


def only(*reviews: dict[str, Any], timeline: tuple[dict[str, Any], ...] = ()) -> Review:
    (found,) = read(*reviews, timeline=timeline)
    return found


def test_an_approval_is_read_with_the_number_of_its_account() -> None:
    assert only(review(80, at=EARLY, by=account(101, "director"))) == Review(
        pull=3,
        id=80,
        account=Account("101", "director", AccountKind.PERSON),
        action=Action.APPROVE,
        time=EARLY,
        commit=HEAD,
    )


def test_an_approval_older_than_a_force_push_is_not_trusted_though_it_names_the_head() -> None:
    found = only(review(at=EARLY, commit=HEAD), timeline=(force_push(NOON),))
    assert found.doubt is Doubt.INVALID
    assert found.why == "made before the branch was force-pushed; approve again"


def test_an_approval_older_than_a_force_push_is_not_trusted_though_commits_are_set_back() -> None:
    committed = {
        "event": "committed",
        "sha": HEAD,
        "committer": {"date": "2018-12-01T00:00:00Z"},
    }
    found = only(review(at=EARLY), timeline=(committed, force_push(NOON)))
    assert found.doubt is Doubt.INVALID


def test_an_approval_in_the_second_of_a_force_push_is_not_trusted() -> None:
    assert only(review(at=NOON), timeline=(force_push(NOON),)).doubt is Doubt.INVALID


def test_an_approval_between_two_force_pushes_is_not_trusted() -> None:
    pushes = (force_push(EARLY, 901), force_push(LATE, 902))
    assert only(review(at=NOON), timeline=pushes).doubt is Doubt.INVALID


def test_an_approval_after_the_last_force_push_is_good() -> None:
    assert only(review(at=NOON), timeline=(force_push(EARLY),)).doubt is None


def test_an_objection_cannot_be_pushed_away() -> None:
    for commit in (HEAD, None):
        objection = review(state="CHANGES_REQUESTED", at=EARLY, commit=commit)
        found = only(objection, timeline=(force_push(NOON),))
        assert (found.action, found.doubt) == (Action.OBJECT, None)


def test_an_approval_whose_text_was_put_back_is_invalid_once_it_was_dismissed() -> None:
    found = only(review(80, "DISMISSED", at=EARLY), timeline=(dismissal(80, "approved", NOON),))
    assert (found.action, found.dismissed_action, found.doubt) == (
        None,
        Action.APPROVE,
        Doubt.INVALID,
    )
    assert found.why == (
        "the review was dismissed by administrator on 2018-12-12; it had been an approval"
    )


def test_what_github_calls_a_reviewers_association_is_no_authority() -> None:
    owner, nobody = (only(review(author_association=word)) for word in ("OWNER", "NONE"))
    assert owner == nobody


def test_a_bot_or_an_app_that_approves_is_ignored() -> None:
    found = only(review(by=account(901, "robot[bot]", "Bot")))
    assert (found.doubt, found.account.kind) == (Doubt.IGNORED, AccountKind.PROGRAM)
    assert found.why == "robot[bot] is a program, not a person"


def test_an_app_that_approves_in_somebodys_name_is_ignored() -> None:
    found = only(review(performed_via_github_app={"slug": "approver"}))
    assert found.doubt is Doubt.IGNORED
    assert found.why == "a program gave it in the name of director"


def test_a_director_who_approves_and_then_requests_changes_is_read_in_that_order() -> None:
    later, earlier = review(81, "CHANGES_REQUESTED", at=NOON), review(80, at=EARLY)
    assert [found.action for found in read(later, earlier)] == [Action.APPROVE, Action.OBJECT]


def test_requested_changes_that_somebody_else_dismissed_are_no_approval() -> None:
    approval, objection = read(
        review(80, at=EARLY),
        review(81, "DISMISSED", at=NOON),
        timeline=(dismissal(81, "changes_requested", LATE),),
    )
    assert (objection.action, objection.dismissed_action) == (None, Action.OBJECT)
    assert objection.doubt is Doubt.WEAK
    assert objection.why.endswith("it had been an objection")
    assert (approval.action, approval.doubt) == (Action.APPROVE, Doubt.INVALID)
    assert approval.why == (
        "a later review of the same person was dismissed, which is no approval; approve again"
    )


def test_an_approval_after_a_dismissed_objection_is_good() -> None:
    _, approval = read(review(81, "DISMISSED", at=EARLY), review(82, at=NOON))
    assert (approval.action, approval.doubt) == (Action.APPROVE, None)


def test_a_dismissed_review_of_somebody_else_takes_nothing_from_an_approval() -> None:
    other = review(81, "DISMISSED", by=account(104, "deputy"), at=NOON)
    approval, _ = read(review(80, at=EARLY), other)
    assert approval.doubt is None


def test_an_approval_then_a_comment_leaves_the_approval_good() -> None:
    approval, comment = read(review(80, at=EARLY), review(81, "COMMENTED", at=NOON))
    assert (approval.action, approval.doubt) == (Action.APPROVE, None)
    assert (comment.action, comment.doubt) == (None, None)


def test_the_comment_of_a_bot_or_of_an_account_that_is_gone_says_nothing() -> None:
    for by in (account(901, "robot[bot]", "Bot"), None):
        found = only(review(state="COMMENTED", by=by))
        assert (found.action, found.doubt, found.why) == (None, None, "")


def test_a_review_that_is_not_submitted_yet_is_none() -> None:
    pending = review(81, "PENDING")
    del pending["submitted_at"]
    assert [found.id for found in read(review(80), pending)] == [80]


def test_a_review_dismissed_before_the_merge_or_after_it_is_invalid() -> None:
    for at in ("2018-12-13T09:00:00Z", "2018-12-14T09:00:00Z"):
        found = only(review(80, "DISMISSED"), timeline=(dismissal(80, "approved", at),))
        assert found.doubt is Doubt.INVALID


def test_a_review_dismissed_while_it_was_being_read_is_invalid() -> None:
    found = only(review(80, "APPROVED"), timeline=(dismissal(80, "approved", NOON),))
    assert (found.action, found.doubt) == (None, Doubt.INVALID)


def test_an_objection_that_its_author_dismissed_was_taken_back() -> None:
    by = account(101, "renamed")
    timeline = (dismissal(81, "changes_requested", LATE, by=account(101, "director")),)
    found = only(review(81, "DISMISSED", by=by), timeline=timeline)
    assert (found.doubt, found.dismissed_action) == (Doubt.INVALID, Action.OBJECT)


def test_an_objection_of_an_account_that_is_gone_is_not_its_author_s_to_dismiss() -> None:
    timeline = (dismissal(81, "changes_requested", LATE),)
    timeline[0]["actor"] = None
    found = only(review(81, "DISMISSED", by=None), timeline=timeline)
    assert found.doubt is Doubt.UNVERIFIABLE


def test_a_dismissed_review_of_which_the_timeline_is_silent_may_have_been_an_objection() -> None:
    found = only(review(80, "DISMISSED"))
    assert (found.doubt, found.why) == (Doubt.WEAK, "the review was dismissed")
    assert found.dismissed_action is None


def test_two_reviews_of_the_same_second_are_ordered_by_id() -> None:
    second, first = review(81, "CHANGES_REQUESTED", at=NOON), review(80, at=NOON)
    assert [found.id for found in read(second, first)] == [80, 81]


def test_reviews_whose_order_cannot_be_known_are_unreadable() -> None:
    with pytest.raises(Unreadable, match="have the same id, so their order is not known"):
        read(review(80, at=EARLY), review(80, "CHANGES_REQUESTED", at=EARLY))


@pytest.mark.parametrize("key", ["id", "submitted_at", "state", "user", "commit_id"])
def test_a_review_that_lacks_something_is_unreadable(key: str) -> None:
    broken = review()
    del broken[key]
    with pytest.raises(Unreadable, match=f"lacks '{key}'"):
        read(broken)


@pytest.mark.parametrize(
    "edits",
    [
        {"state": "MAYBE"},
        {"state": None},
        {"id": "80"},
        {"id": True},
        {"submitted_at": "yesterday"},
        {"submitted_at": "2018-12-12T09:30:00"},
        {"submitted_at": "2018-02-30T09:30:00Z"},
        {"commit_id": "HEAD"},
        {"user": "director"},
        {"user": {"login": "director", "id": None, "type": "User"}},
    ],
)
def test_a_review_that_says_something_unheard_of_is_unreadable(edits: dict[str, Any]) -> None:
    with pytest.raises(Unreadable, match="which cannot be understood"):
        read({**review(), **edits})


def test_parts_of_a_second_are_left_out() -> None:
    assert only(review(at="2018-12-12T09:30:00.999Z")).time == "2018-12-12T09:30:00Z"


def test_a_renamed_account_is_known_by_its_number_and_a_reused_name_is_another_account() -> None:
    renamed, reused = read(
        review(80, by=account(101, "director-since-married"), at=EARLY),
        review(81, by=account(666, "director"), at=NOON),
    )
    assert (renamed.account.id, reused.account.id) == ("101", "666")


def test_a_review_of_an_account_that_is_gone_is_unverifiable() -> None:
    found = only(review(by=None))
    assert (found.account, found.doubt) == (Account(), Doubt.UNVERIFIABLE)
    assert found.why == "the account that gave it no longer exists"


def test_a_review_of_an_account_made_by_an_import_is_unverifiable() -> None:
    found = only(review(by=account(101, "director", "Mannequin")))
    assert found.doubt is Doubt.UNVERIFIABLE
    assert found.why == "director is not the account of a person"


def test_an_approval_of_a_commit_that_github_forgot_is_unverifiable() -> None:
    found = only(review(commit=None))
    assert (found.commit, found.doubt) == ("", Doubt.UNVERIFIABLE)
    assert found.why == "GitHub no longer knows which commit it was given for"


def test_a_review_that_only_the_timeline_knows_makes_the_list_unreadable() -> None:
    objection = reviewed(review(81, "CHANGES_REQUESTED", at=NOON))
    with pytest.raises(Unreadable, match="came in while they were being read"):
        read(review(80), timeline=(reviewed(review(80)), objection))


def test_comments_in_the_timeline_and_events_of_new_kinds_change_nothing() -> None:
    timeline = (
        reviewed(review(80)),
        reviewed(review(85, "COMMENTED")),
        event("something_new", NOON),
    )
    assert only(review(80), timeline=timeline).doubt is None


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"event": None},
        {"event": "head_ref_force_pushed"},
        {"event": "head_ref_force_pushed", "created_at": None},
        {"event": "review_dismissed", "created_at": NOON, "actor": None},
    ],
)
def test_a_timeline_that_lacks_something_is_unreadable(broken: dict[str, Any]) -> None:
    with pytest.raises(Unreadable, match=r"lacks|cannot be understood"):
        read(review(), timeline=(broken,))


def test_a_name_that_would_steer_a_terminal_is_shown_as_escapes() -> None:
    assert only(review(by=account(101, "a\x1b[2J", "Bot"))).why.startswith("a\\u001b[2J is")
