"""Which reviews count, as far as their pull request alone can tell; nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from boardpack.model.signoff import Action, Doubt
from boardpack.signoff.forge import AccountKind, Dismissal, PullRequest, PullReviews, Review

_ACTION_NAMES = {Action.APPROVE: "an approval", Action.OBJECT: "an objection"}
_DoubtAndReason = tuple[Doubt | None, str]


def explain_exclusion(pull: PullRequest, base_branch: str, repository: str) -> str:
    """Return why nothing in a pull request counts for a branch; empty when it does.

    An open one counts: its reviews are what the gate will see once it is merged.
    """
    pull_title = f"pull request {pull.number}"
    if pull.repository.lower() != repository.lower():
        return f"{pull_title} goes into {pull.repository}, not into {repository}"
    if pull.base != base_branch:
        return f"{pull_title} goes into the branch '{pull.base}', not into '{base_branch}'"
    if not pull.is_open and not pull.merged:
        return f"{pull_title} was closed without being merged"
    return ""


def weigh_reviews(pull_reviews: PullReviews, forge_title: str) -> tuple[Review, ...]:
    """Return the reviews in the same order, each with the doubt that it deserves."""
    weighed_reviews = [
        _weigh_review(review, pull_reviews, forge_title) for review in pull_reviews.reviews
    ]
    return tuple(
        _doubt_overtaken_approval(review, weighed_reviews[position:])
        for position, review in enumerate(weighed_reviews, 1)
    )


def _weigh_review(review: Review, pull_reviews: PullReviews, forge_title: str) -> Review:
    doubt, reason = (
        _weigh_comment(review)
        or _weigh_program(review)
        or _weigh_dismissal(review)
        or _weigh_decision(review, pull_reviews, forge_title)
    )
    return replace(review, doubt=doubt, why=reason)


def _doubt_overtaken_approval(review: Review, later_reviews: Sequence[Review]) -> Review:
    """Return a review, in doubt when it approves and a later one of the same person is void."""
    is_void = any(
        later_review.account.id == review.account.id and later_review.is_dismissed
        for later_review in later_reviews
    )
    if review.action is not Action.APPROVE or review.doubt or not is_void:
        return review
    reason = "a later review of the same person was dismissed, which is no approval; approve again"
    return replace(review, doubt=Doubt.INVALID, why=reason)


def _weigh_comment(review: Review) -> _DoubtAndReason | None:
    return (None, "") if review.action is None and review.dismissal is None else None


def _weigh_program(review: Review) -> _DoubtAndReason | None:
    login = review.account.login
    if review.account.kind is AccountKind.PROGRAM:
        return Doubt.IGNORED, f"{login} is a program, not a person"
    if review.by_program:
        return Doubt.IGNORED, f"a program gave it in the name of {login or 'somebody'}"
    return None


def _weigh_dismissal(review: Review) -> _DoubtAndReason | None:
    """Return the doubt of a dismissed review: nobody can dismiss the objection of another.

    What the forge does not say may have been one.
    """
    dismissal = review.dismissal
    if dismissal is None:
        return None
    reason = _describe_dismissal(dismissal)
    is_own = bool(review.account.id) and dismissal.account_id == review.account.id
    if dismissal.dismissed_action is Action.APPROVE or is_own:
        return Doubt.INVALID, reason
    return (Doubt.WEAK, reason) if review.account.id else (Doubt.UNVERIFIABLE, reason)


def _describe_dismissal(dismissal: Dismissal) -> str:
    login_words = f" by {dismissal.login}" if dismissal.login else ""
    date_words = f" on {dismissal.time[:10]}" if dismissal.time else ""
    action_words = (
        f"; it had been {_ACTION_NAMES[dismissal.dismissed_action]}"
        if dismissal.dismissed_action
        else ""
    )
    return f"the review was dismissed{login_words}{date_words}{action_words}"


def _weigh_decision(review: Review, pull_reviews: PullReviews, forge_title: str) -> _DoubtAndReason:
    if not review.account.id:
        return Doubt.UNVERIFIABLE, "the account that gave it no longer exists"
    if review.account.kind is not AccountKind.PERSON:
        return Doubt.UNVERIFIABLE, f"{review.account.login} is not the account of a person"
    # An objection outlives a force-push: nobody may push it away.
    if review.action is not Action.APPROVE:
        return None, ""
    if review.time <= pull_reviews.rewritten_at:
        return Doubt.INVALID, "made before the branch was force-pushed; approve again"
    # Another base shows another difference: part of what comes in was not in view.
    if review.time <= pull_reviews.retargeted_at:
        return Doubt.INVALID, "made when it led into another branch; approve again"
    if not review.commit:
        return Doubt.UNVERIFIABLE, f"{forge_title} no longer knows which commit it was given for"
    return None, ""
