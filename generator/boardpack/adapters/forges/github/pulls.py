"""Pull requests, read from GitHub's JSON of one or of its entry in a list."""

from __future__ import annotations

from boardpack.adapters.forges.github.accounts import read_account
from boardpack.adapters.forges.github.fields import (
    JsonObject,
    read_choice,
    read_commit_id,
    read_number,
    read_object,
    read_string,
    read_time,
    read_value,
)
from boardpack.signoff.forge import PullRequest, Unreadable


def read_pull(data: JsonObject) -> PullRequest:
    """Return a pull request; before it is merged, GitHub names a trial merge, which is left out."""
    number = read_number(data, "number", "a pull request")
    topic = f"pull request {number}"
    opener = read_account(data, topic)
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
        number=number,
        opened_by=opener.id,
        is_open=state == "open",
        merged=bool(merged_at),
        merged_at=merged_at,
        repository=read_string(read_object(base, "repo", topic), "full_name", topic),
        base=read_string(base, "ref", topic),
        head=read_commit_id(head, "sha", topic),
        merge_commit=read_commit_id(data, "merge_commit_sha", topic) if merged_at else "",
        head_reference=f"refs/pull/{number}/head",
    )
