"""What GitHub's timeline of a pull request tells of its reviews and its branch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from boardpack.adapters.forges.github.accounts import read_account
from boardpack.adapters.forges.github.fields import (
    JsonObject,
    read_number,
    read_object,
    read_string,
    read_time,
)
from boardpack.model.signoff import Action
from boardpack.signoff.forge import Dismissal

ACTIONS = {
    "APPROVED": Action.APPROVE,
    "CHANGES_REQUESTED": Action.OBJECT,
    "COMMENTED": None,
    "DISMISSED": None,
}
"""What the states of a review mean."""
_FORCE_PUSH, _DISMISSED, _REVIEWED = "head_ref_force_pushed", "review_dismissed", "reviewed"
_BASE_CHANGES = ("base_ref_changed", "automatic_base_change_succeeded")
"""The pull request leads into another branch than before."""
EVENTS = (_FORCE_PUSH, _DISMISSED, _REVIEWED, *_BASE_CHANGES)
"""The events that are relied on."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dismissals by id of review, the ids of reviews that decided something, and when (UTC) the
    last time was that the branch was force-pushed or the pull request led elsewhere.
    """

    dismissals: Mapping[int, Dismissal]
    decision_ids: frozenset[int]
    pushed_at: str
    base_changed_at: str


def read_timeline(events: Sequence[JsonObject], topic: str) -> Timeline:
    """Return what the events of a pull request tell; `topic` names it."""
    kinds_and_events = [
        (read_string(event, "event", f"the timeline of {topic}"), event) for event in events
    ]
    dismissals = dict(
        _read_dismissal(event, topic) for kind, event in kinds_and_events if kind == _DISMISSED
    )
    pushed_at = _find_last_time(kinds_and_events, (_FORCE_PUSH,), topic)
    base_changed_at = _find_last_time(kinds_and_events, _BASE_CHANGES, topic)
    review_events = [event for kind, event in kinds_and_events if kind == _REVIEWED]
    decision_ids = frozenset(
        read_number(event, "id", topic)
        for event in review_events
        if _read_action(event, topic) is not None
    )
    return Timeline(dismissals, decision_ids, pushed_at, base_changed_at)


def _find_last_time(
    kinds_and_events: Sequence[tuple[str, JsonObject]], wanted_kinds: Sequence[str], topic: str
) -> str:
    return max(
        (
            read_time(event, "created_at", topic)
            for kind, event in kinds_and_events
            if kind in wanted_kinds
        ),
        default="",
    )


def _read_dismissal(event: JsonObject, topic: str) -> tuple[int, Dismissal]:
    dismissed_review = read_object(event, "dismissed_review", topic)
    account = read_account(event, topic, "actor")
    time = read_time(event, "created_at", topic)
    dismissal = Dismissal(account.id, account.login, time, _read_action(dismissed_review, topic))
    return read_number(dismissed_review, "review_id", topic), dismissal


def _read_action(data: JsonObject, topic: str) -> Action | None:
    # The timeline writes small what the list of reviews writes in capitals.
    return ACTIONS.get(read_string(data, "state", topic).upper())
