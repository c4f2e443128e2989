"""Pull requests and reviews as a forge shows them, read into values; nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from boardpack.findings import escape_unprintable
from boardpack.model.signoff import Action, Doubt
from boardpack.signoff.forge import (
    ForgeObject,
    Unreadable,
    read_choice,
    read_commit_id,
    read_number,
    read_object,
    read_string,
    read_time,
    read_value,
)

_ACTIONS = {
    "APPROVED": Action.APPROVE,
    "CHANGES_REQUESTED": Action.OBJECT,
    "COMMENTED": None,
    "DISMISSED": None,
}
BASE_CHANGES = ("base_ref_changed", "automatic_base_change_succeeded")
"""How a timeline says that a pull request leads into another branch than before."""
_NOT_SUBMITTED = "PENDING"
_ACTION_NAMES = {Action.APPROVE: "an approval", Action.OBJECT: "an objection"}


@dataclass(frozen=True, slots=True)
class PullRequest:
    """One pull request.

    `opened_by` is the numeric id of an account, empty when the account is gone. `repository` and
    `base` are where it goes. `merged_at` is UTC and `merge_commit` what it became, both empty until
    it is merged: before that, the forge names a trial merge.
    """

    number: int
    opened_by: str
    is_open: bool
    merged: bool
    merged_at: str
    repository: str
    base: str
    head: str
    merge_commit: str


@dataclass(frozen=True, slots=True)
class Review:
    """One submitted review, with the doubt that its pull request alone can cast on it.

    `action` is None for a mere comment and for a dismissed review; `dismissed_action` is what a
    dismissed one had been, where the timeline tells. `account` is a numeric id, empty when the
    account is gone. `commit` is what the forge says lay before the reviewer, empty when it no
    longer knows.
    """

    pull: int
    id: int
    account: str
    login: str
    is_bot: bool
    action: Action | None
    time: str
    commit: str
    doubt: Doubt | None = None
    why: str = ""
    dismissed_action: Action | None = None

    @property
    def is_dismissed(self) -> bool:
        """Whether somebody took it out of force."""
        return self.action is None and self.doubt is Doubt.INVALID


@dataclass(frozen=True, slots=True)
class _Account:
    id: str = ""
    login: str = ""
    kind: str = ""

    @property
    def is_bot(self) -> bool:
        return self.kind == "Bot"


@dataclass(frozen=True, slots=True)
class _Dismissal:
    login: str
    time: str
    dismissed_action: Action | None


@dataclass(frozen=True, slots=True)
class _PullHistory:
    """What the timeline knows: dismissals and decisions by id of review, and when the last time
    was that the branch was force-pushed or the pull request led elsewhere.
    """

    pushed_at: str = ""
    base_changed_at: str = ""
    dismissals: Mapping[int, _Dismissal] = field(default_factory=dict)
    decision_ids: frozenset[int] = frozenset()


def read_pull(data: ForgeObject) -> PullRequest:
    """Return a pull request from the JSON of it, or of its entry in the list of a commit."""
    number = read_number(data, "number", "a pull request")
    topic = f"pull request {number}"
    opener = _read_account(data, topic)
    state = read_choice(data, "state", ("open", "closed"), topic)
    merged_at = (
        "" if read_value(data, "merged_at", topic) is None else read_time(data, "merged_at", topic)
    )
    if data.get("merged", bool(merged_at)) is not bool(merged_at) or (
        merged_at and state == "open"
    ):
        raise Unreadable(f"GitHub contradicts itself on whether {topic} is merged; try again later")
    base, head = read_object(data, "base", topic), read_object(data, "head", topic)
    return PullRequest(
        number,
        opener.id,
        state == "open",
        bool(merged_at),
        merged_at,
        read_string(read_object(base, "repo", topic), "full_name", topic),
        read_string(base, "ref", topic),
        read_commit_id(head, "sha", topic),
        read_commit_id(data, "merge_commit_sha", topic) if merged_at else "",
    )


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


def read_reviews(
    pull: PullRequest, reviews: Sequence[ForgeObject], timeline: Sequence[ForgeObject]
) -> tuple[Review, ...]:
    """Return the submitted reviews of a pull request in the order in which they were given.

    `timeline` must have been read after `reviews`. Reviews of the same second are in the order of
    their ids, which the forge hands out one after the other.
    """
    topic = f"pull request {pull.number}"
    history = _read_history(timeline, topic)
    answers = [
        answer for answer in reviews if read_string(answer, "state", topic) != _NOT_SUBMITTED
    ]
    submitted_reviews = sorted(
        (_read_review(pull, answer, history) for answer in answers),
        key=lambda answer: (answer.time, answer.id),
    )
    ids = {review.id for review in submitted_reviews}
    if len(ids) < len(submitted_reviews):
        raise Unreadable(f"two reviews of {topic} have the same id, so their order is not known")
    if history.decision_ids - ids:
        raise Unreadable(f"a review of {topic} came in while they were being read; run this again")
    return tuple(
        _doubt_overtaken_approval(review, submitted_reviews[position:])
        for position, review in enumerate(submitted_reviews, 1)
    )


def _doubt_overtaken_approval(review: Review, later_reviews: Sequence[Review]) -> Review:
    """Return a review, in doubt when it approves and a later one of the same person is void."""
    is_void = any(
        later_review.account == review.account and later_review.is_dismissed
        for later_review in later_reviews
    )
    if review.action is not Action.APPROVE or review.doubt or not is_void:
        return review
    reason = "a later review of the same person was dismissed, which is no approval; approve again"
    return replace(review, doubt=Doubt.INVALID, why=reason)


def _read_review(pull: PullRequest, data: ForgeObject, history: _PullHistory) -> Review:
    number = read_number(data, "id", f"a review of pull request {pull.number}")
    topic = f"review {number} of pull request {pull.number}"
    state = read_choice(data, "state", tuple(_ACTIONS), topic)
    time = read_time(data, "submitted_at", topic)
    account = _read_account(data, topic)
    commit = (
        ""
        if read_value(data, "commit_id", topic) is None
        else read_commit_id(data, "commit_id", topic)
    )
    dismissal = history.dismissals.get(number)
    if dismissal is None and state == "DISMISSED":
        dismissal = _Dismissal("", "", None)
    action = None if dismissal else _ACTIONS[state]
    doubt, reason = (
        _weigh_comment(action, dismissal)
        or _weigh_program(account, data)
        or _weigh_dismissal(dismissal)
        or _weigh_decision(action, account, commit, time, history)
    )
    return Review(
        pull.number, number, account.id, account.login, account.is_bot, action, time, commit,
        doubt, reason, dismissal.dismissed_action if dismissal else None,
    )  # fmt: skip


_DoubtAndReason = tuple[Doubt | None, str]


def _weigh_comment(action: Action | None, dismissal: _Dismissal | None) -> _DoubtAndReason | None:
    return (None, "") if action is None and dismissal is None else None


def _weigh_program(account: _Account, data: ForgeObject) -> _DoubtAndReason | None:
    if account.is_bot:
        return Doubt.IGNORED, f"{account.login} is a program, not a person"
    if data.get("performed_via_github_app"):
        return Doubt.IGNORED, f"a program gave it in the name of {account.login or 'somebody'}"
    return None


def _weigh_dismissal(dismissal: _Dismissal | None) -> _DoubtAndReason | None:
    if dismissal is None:
        return None
    login_words = f" by {dismissal.login}" if dismissal.login else ""
    date_words = f" on {dismissal.time[:10]}" if dismissal.time else ""
    action_words = (
        f"; it had been {_ACTION_NAMES[dismissal.dismissed_action]}"
        if dismissal.dismissed_action
        else ""
    )
    return Doubt.INVALID, f"the review was dismissed{login_words}{date_words}{action_words}"


def _weigh_decision(
    action: Action | None, account: _Account, commit: str, time: str, history: _PullHistory
) -> _DoubtAndReason:
    if not account.id:
        return Doubt.UNVERIFIABLE, "the account that gave it no longer exists"
    if account.kind != "User":
        return Doubt.UNVERIFIABLE, f"{account.login} is not the account of a person"
    # An objection outlives a force-push: nobody may push it away.
    if action is not Action.APPROVE:
        return None, ""
    if time <= history.pushed_at:
        return Doubt.INVALID, "made before the branch was force-pushed; approve again"
    # Another base shows another difference: part of what comes in was not in view.
    if time <= history.base_changed_at:
        return Doubt.INVALID, "made when it led into another branch; approve again"
    if not commit:
        return Doubt.UNVERIFIABLE, "GitHub no longer knows which commit it was given for"
    return None, ""


def _read_history(timeline: Sequence[ForgeObject], topic: str) -> _PullHistory:
    kinds_and_events = [
        (read_string(event, "event", f"the timeline of {topic}"), event) for event in timeline
    ]
    dismissals = [
        _read_dismissal(entry, topic)
        for kind, entry in kinds_and_events
        if kind == "review_dismissed"
    ]
    review_events = [entry for kind, entry in kinds_and_events if kind == "reviewed"]
    return _PullHistory(
        _find_last_time(kinds_and_events, ("head_ref_force_pushed",), topic),
        _find_last_time(kinds_and_events, BASE_CHANGES, topic),
        dict(dismissals),
        frozenset(
            read_number(entry, "id", topic)
            for entry in review_events
            if _read_action(entry, topic) is not None
        ),
    )


def _find_last_time(
    kinds_and_events: Sequence[tuple[str, ForgeObject]], wanted_kinds: Sequence[str], topic: str
) -> str:
    return max(
        (
            read_time(entry, "created_at", topic)
            for kind, entry in kinds_and_events
            if kind in wanted_kinds
        ),
        default="",
    )


def _read_dismissal(event: ForgeObject, topic: str) -> tuple[int, _Dismissal]:
    dismissed_review = read_object(event, "dismissed_review", topic)
    login = _read_account(event, topic, "actor").login
    dismissal = _Dismissal(
        login, read_time(event, "created_at", topic), _read_action(dismissed_review, topic)
    )
    return read_number(dismissed_review, "review_id", topic), dismissal


def _read_action(data: ForgeObject, topic: str) -> Action | None:
    # The timeline writes small what the list of reviews writes in capitals.
    return _ACTIONS.get(read_string(data, "state", topic).upper())


def _read_account(data: ForgeObject, topic: str, key: str = "user") -> _Account:
    if read_value(data, key, topic) is None:
        return _Account()
    user = read_object(data, key, topic)
    login = escape_unprintable(read_string(user, "login", topic))
    return _Account(str(read_number(user, "id", topic)), login, read_string(user, "type", topic))
