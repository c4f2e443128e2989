"""Whether what a forge showed bears out the record of a review."""

from __future__ import annotations

from boardpack.model.signoff import Action, Record
from boardpack.signoff.forge import Forge, Review, Unreadable
from boardpack.signoff.reviews import weigh_reviews

_ACTION_NAMES = {
    Action.APPROVE: "an approval",
    Action.OBJECT: "an objection",
    Action.WITHDRAW: "a withdrawal",
}


def find_record_fault(record: Record, forge: Forge) -> str:
    """Return why a forge, or its kept answers, do not bear out a record; empty when they do.

    That the account is the person's, and what the reviewed commit held, is not asked here.
    """
    evidence = record.evidence
    try:
        forge.read_pull(evidence.pull)
        reviews = weigh_reviews(forge.read_reviews(evidence.pull), forge.title)
        if forge.digest_reviews(evidence.pull) != evidence.response:
            return f"the reviews of pull request {evidence.pull} are not those that were relied on"
    except Unreadable as error:
        return str(error)
    review = next((candidate for candidate in reviews if candidate.id == evidence.review), None)
    if review is None:
        return f"pull request {evidence.pull} has no review {evidence.review}"
    return _describe_difference(record, review)


def _describe_difference(record: Record, review: Review) -> str:
    review_title = f"review {review.id} of pull request {review.pull}"
    if review.doubt is not None:
        return f"{review_title} does not count: {review.why}"
    if review.action is not record.action:
        return f"{review_title} is not {_ACTION_NAMES[record.action]}"
    reviewed_values = (review.account.id, review.time, review.commit)
    if reviewed_values != (record.account, record.time, record.commit):
        return f"{review_title} is of another account, time or commit than its record says"
    return ""
