"""Pull requests and reviews as a forge shows them, read into values; nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from boardpack.findings import printable
from boardpack.model.signoff import Action, Doubt
from boardpack.signoff.forge import (
    Shown,
    Unreadable,
    commit_of,
    number_of,
    object_of,
    one_of,
    text_of,
    time_of,
    value_of,
)

_ACTIONS = {
    "APPROVED": Action.APPROVE,
    "CHANGES_REQUESTED": Action.OBJECT,
    "COMMENTED": None,
    "DISMISSED": None,
}
TURNS = ("base_ref_changed", "automatic_base_change_succeeded")
"""How a timeline says that a pull request leads into another branch than before."""
_NOT_SUBMITTED = "PENDING"
_NAMES = {Action.APPROVE: "an approval", Action.OBJECT: "an objection"}


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

    `action` is None for a mere comment and for a dismissed review; `was` is what a dismissed one
    had been, where the timeline tells. `account` is a numeric id, empty when the account is gone.
    `commit` is what the forge says lay before the reviewer, empty when it no longer knows.
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
    was: Action | None = None

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
    by: str
    time: str
    was: Action | None


@dataclass(frozen=True, slots=True)
class _Past:
    """What the timeline knows: dismissals and decisions by id of review, and when the last time
    was that the branch was force-pushed or the pull request led elsewhere.
    """

    pushed: str = ""
    turned: str = ""
    dismissed: Mapping[int, _Dismissal] = field(default_factory=dict)
    decided: frozenset[int] = frozenset()


def read_pull(data: Shown) -> PullRequest:
    """Return a pull request from the JSON of it, or of its entry in the list of a commit."""
    number = number_of(data, "number", "a pull request")
    what = f"pull request {number}"
    opener = _account(data, what)
    state = one_of(data, "state", ("open", "closed"), what)
    merged_at = (
        "" if value_of(data, "merged_at", what) is None else time_of(data, "merged_at", what)
    )
    if data.get("merged", bool(merged_at)) is not bool(merged_at) or (
        merged_at and state == "open"
    ):
        raise Unreadable(f"GitHub contradicts itself on whether {what} is merged; try again later")
    base, head = object_of(data, "base", what), object_of(data, "head", what)
    return PullRequest(
        number,
        opener.id,
        state == "open",
        bool(merged_at),
        merged_at,
        text_of(object_of(base, "repo", what), "full_name", what),
        text_of(base, "ref", what),
        commit_of(head, "sha", what),
        commit_of(data, "merge_commit_sha", what) if merged_at else "",
    )


def counts(pull: PullRequest, base_branch: str, repository: str) -> str:
    """Return why nothing in a pull request counts for a branch; empty when it does.

    An open one counts: its reviews are what the gate will see once it is merged.
    """
    what = f"pull request {pull.number}"
    if pull.repository.lower() != repository.lower():
        return f"{what} goes into {pull.repository}, not into {repository}"
    if pull.base != base_branch:
        return f"{what} goes into the branch '{pull.base}', not into '{base_branch}'"
    if not pull.is_open and not pull.merged:
        return f"{what} was closed without being merged"
    return ""


def read_reviews(
    pull: PullRequest, reviews: Sequence[Shown], timeline: Sequence[Shown]
) -> tuple[Review, ...]:
    """Return the submitted reviews of a pull request in the order in which they were given.

    `timeline` must have been read after `reviews`. Reviews of the same second are in the order of
    their ids, which the forge hands out one after the other.
    """
    what = f"pull request {pull.number}"
    past = _past(timeline, what)
    submitted = [r for r in reviews if text_of(r, "state", what) != _NOT_SUBMITTED]
    found = sorted((_review(pull, r, past) for r in submitted), key=lambda r: (r.time, r.id))
    ids = {review.id for review in found}
    if len(ids) < len(found):
        raise Unreadable(f"two reviews of {what} have the same id, so their order is not known")
    if past.decided - ids:
        raise Unreadable(f"a review of {what} came in while they were being read; run this again")
    return tuple(_upheld(review, found[at:]) for at, review in enumerate(found, 1))


def _upheld(review: Review, later: Sequence[Review]) -> Review:
    """Return a review, in doubt when it approves and a later one of the same person is void."""
    void = any(one.account == review.account and one.is_dismissed for one in later)
    if review.action is not Action.APPROVE or review.doubt or not void:
        return review
    why = "a later review of the same person was dismissed, which is no approval; approve again"
    return replace(review, doubt=Doubt.INVALID, why=why)


def _review(pull: PullRequest, data: Shown, past: _Past) -> Review:
    number = number_of(data, "id", f"a review of pull request {pull.number}")
    what = f"review {number} of pull request {pull.number}"
    state = one_of(data, "state", tuple(_ACTIONS), what)
    time = time_of(data, "submitted_at", what)
    account = _account(data, what)
    commit = "" if value_of(data, "commit_id", what) is None else commit_of(data, "commit_id", what)
    dismissal = past.dismissed.get(number)
    if dismissal is None and state == "DISMISSED":
        dismissal = _Dismissal("", "", None)
    action = None if dismissal else _ACTIONS[state]
    doubt, why = (
        _of_comment(action, dismissal)
        or _of_program(account, data)
        or _of_dismissal(dismissal)
        or _of_decision(action, account, commit, time, past)
    )
    return Review(
        pull.number, number, account.id, account.login, account.is_bot, action, time, commit,
        doubt, why, dismissal.was if dismissal else None,
    )  # fmt: skip


_Doubted = tuple[Doubt | None, str]


def _of_comment(action: Action | None, dismissal: _Dismissal | None) -> _Doubted | None:
    return (None, "") if action is None and dismissal is None else None


def _of_program(account: _Account, data: Shown) -> _Doubted | None:
    if account.is_bot:
        return Doubt.IGNORED, f"{account.login} is a program, not a person"
    if data.get("performed_via_github_app"):
        return Doubt.IGNORED, f"a program gave it in the name of {account.login or 'somebody'}"
    return None


def _of_dismissal(dismissal: _Dismissal | None) -> _Doubted | None:
    if dismissal is None:
        return None
    by = f" by {dismissal.by}" if dismissal.by else ""
    at = f" on {dismissal.time[:10]}" if dismissal.time else ""
    was = f"; it had been {_NAMES[dismissal.was]}" if dismissal.was else ""
    return Doubt.INVALID, f"the review was dismissed{by}{at}{was}"


def _of_decision(
    action: Action | None, account: _Account, commit: str, time: str, past: _Past
) -> _Doubted:
    if not account.id:
        return Doubt.UNVERIFIABLE, "the account that gave it no longer exists"
    if account.kind != "User":
        return Doubt.UNVERIFIABLE, f"{account.login} is not the account of a person"
    # An objection outlives a force-push: nobody may push it away.
    if action is not Action.APPROVE:
        return None, ""
    if time <= past.pushed:
        return Doubt.INVALID, "made before the branch was force-pushed; approve again"
    # Another base shows another difference: part of what comes in was not in view.
    if time <= past.turned:
        return Doubt.INVALID, "made when it led into another branch; approve again"
    if not commit:
        return Doubt.UNVERIFIABLE, "GitHub no longer knows which commit it was given for"
    return None, ""


def _past(timeline: Sequence[Shown], what: str) -> _Past:
    kinds = [(text_of(event, "event", f"the timeline of {what}"), event) for event in timeline]
    dismissed = [_dismissal(e, what) for kind, e in kinds if kind == "review_dismissed"]
    reviewed = [e for kind, e in kinds if kind == "reviewed"]
    return _Past(
        _last(kinds, ("head_ref_force_pushed",), what),
        _last(kinds, TURNS, what),
        dict(dismissed),
        frozenset(number_of(e, "id", what) for e in reviewed if _action(e, what) is not None),
    )


def _last(kinds: Sequence[tuple[str, Shown]], wanted: Sequence[str], what: str) -> str:
    return max((time_of(e, "created_at", what) for kind, e in kinds if kind in wanted), default="")


def _dismissal(event: Shown, what: str) -> tuple[int, _Dismissal]:
    about = object_of(event, "dismissed_review", what)
    by = _account(event, what, "actor").login
    found = _Dismissal(by, time_of(event, "created_at", what), _action(about, what))
    return number_of(about, "review_id", what), found


def _action(data: Shown, what: str) -> Action | None:
    # The timeline writes small what the list of reviews writes in capitals.
    return _ACTIONS.get(text_of(data, "state", what).upper())


def _account(data: Shown, what: str, key: str = "user") -> _Account:
    if value_of(data, key, what) is None:
        return _Account()
    user = object_of(data, key, what)
    login = printable(text_of(user, "login", what))
    return _Account(str(number_of(user, "id", what)), login, text_of(user, "type", what))
