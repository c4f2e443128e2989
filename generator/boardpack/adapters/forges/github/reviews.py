"""Reviews, read from GitHub's list of them and the timeline of their pull request."""

from __future__ import annotations

from collections.abc import Sequence

from boardpack.adapters.forges.github.accounts import read_account
from boardpack.adapters.forges.github.fields import (
    JsonObject,
    read_choice,
    read_commit_id,
    read_number,
    read_string,
    read_time,
    read_value,
)
from boardpack.adapters.forges.github.timeline import ACTIONS, Timeline, read_timeline
from boardpack.signoff.forge import Dismissal, PullReviews, Review, Unreadable

PROGRAM_KEY = "performed_via_github_app"
"""Says which program gave a review in the name of its account; null or missing for none."""
_NOT_SUBMITTED = "PENDING"


def read_reviews(
    number: int, reviews: Sequence[JsonObject], events: Sequence[JsonObject]
) -> PullReviews:
    """Return the submitted reviews of a pull request in the order in which they were given.

    `events` are its timeline, which must have been read after `reviews`. Reviews of the same second
    are in the order of their ids, which GitHub hands out one after the other.
    """
    topic = f"pull request {number}"
    timeline = read_timeline(events, topic)
    answers = [
        answer for answer in reviews if read_string(answer, "state", topic) != _NOT_SUBMITTED
    ]
    submitted_reviews = sorted(
        (_read_review(number, answer, timeline) for answer in answers),
        key=lambda review: (review.time, review.id),
    )
    ids = {review.id for review in submitted_reviews}
    if len(ids) < len(submitted_reviews):
        raise Unreadable(f"two reviews of {topic} have the same id, so their order is not known")
    if timeline.decision_ids - ids:
        raise Unreadable(f"a review of {topic} came in while they were being read; run this again")
    return PullReviews(tuple(submitted_reviews), timeline.pushed_at, timeline.base_changed_at)


def _read_review(pull: int, data: JsonObject, timeline: Timeline) -> Review:
    review_id = read_number(data, "id", f"a review of pull request {pull}")
    topic = f"review {review_id} of pull request {pull}"
    state = read_choice(data, "state", tuple(ACTIONS), topic)
    time = read_time(data, "submitted_at", topic)
    account = read_account(data, topic)
    commit = (
        ""
        if read_value(data, "commit_id", topic) is None
        else read_commit_id(data, "commit_id", topic)
    )
    dismissal = timeline.dismissals.get(review_id)
    if dismissal is None and state == "DISMISSED":
        dismissal = Dismissal()
    return Review(
        pull=pull,
        id=review_id,
        account=account,
        action=None if dismissal else ACTIONS[state],
        time=time,
        commit=commit,
        by_program=bool(data.get(PROGRAM_KEY)),
        dismissal=dismissal,
    )
