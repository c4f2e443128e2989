from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from boardpack.adapters.forges.github.forge import replay_github
from boardpack.adapters.workspace import (
    open_workspace,
)
from boardpack.analysis.edition import analyse_edition
from boardpack.evidence.history import SignoffHistory
from boardpack.evidence.ledger import read_git_testimony
from boardpack.evidence.proposals import list_merged_proposals
from boardpack.evidence.review_evidence import ReviewEvidence
from boardpack.model.signoff import Action, Record
from boardpack.operations.gate import add_review_testimony
from boardpack.signoff.corroboration import find_record_fault
from boardpack.signoff.forge import CheckState, Forge, Unreadable
from support.forge import Hub
from support.github_server import AT, REPOSITORY
from support.instances import CANNOCK, minimal
from support.signing import PERIOD

pytestmark = pytest.mark.rotating

REVIEWS = f"{AT}/pulls/1/reviews"


@pytest.fixture
def hub(hub: Hub) -> Hub:
    """Serve a forge with an approved month; its text came from an address only the forge knows."""
    hub.addresses["home@example.org"] = "manager-cannock"
    number = hub.propose(CANNOCK, minimal()[CANNOCK], by="manager-cannock")
    hub.month.commit("home@example.org", "Mine", "--amend", "--reset-author")
    hub.force_push(number)
    hub.approve(number)
    hub.merge(number, "squash")
    return hub


def record_of(hub: Hub) -> tuple[Record, dict[str, bytes]]:
    """Return the record on which the section on access rests, and what was kept for it."""
    found = hub.gate()
    (record,) = {v.record for v in found.verdicts if v.is_valid}
    assert record is not None
    return record, dict(found.testimony.responses)


def fault_of(record: Record, kept: Mapping[str, bytes]) -> str:
    return find_record_fault(record, replay_github(REPOSITORY, kept))


def test_the_same_is_read_from_what_was_kept_as_from_the_forge_itself(hub: Hub) -> None:
    found = hub.gate()
    asked = len(hub.server.asked)
    at = open_workspace(hub.clone)
    assert at.instance is not None
    edition, past = analyse_edition(at.instance, "monthly", PERIOD), SignoffHistory(hub.clone, "")
    forge: Forge = replay_github(REPOSITORY, found.testimony.responses)
    reviewed = ReviewEvidence(past, edition, forge, REPOSITORY, "main")
    again = add_review_testimony(
        read_git_testimony(past, edition)[0], reviewed, list_merged_proposals(reviewed)
    )
    assert again == found.testimony
    assert len(hub.server.asked) == asked


def test_what_is_kept_holds_nobodys_address(hub: Hub) -> None:
    _, kept = record_of(hub)
    assert f"{AT}/commits/{hub.pulls[1].head}" in kept
    assert not [path for path, data in kept.items() if b"@" in data]


def test_a_record_is_borne_out_by_what_was_kept(hub: Hub) -> None:
    record, kept = record_of(hub)
    assert fault_of(record, kept) == ""


def test_a_record_without_kept_answers_is_not_borne_out(hub: Hub) -> None:
    record, kept = record_of(hub)
    del kept[REVIEWS]
    assert fault_of(record, kept) == (
        "the answers of the forge that were kept do not have /pulls/1/reviews"
    )


@pytest.mark.parametrize("data", [b"", b"[", b"{}", b"[1]", b"\xff"])
def test_a_spoilt_answer_bears_nothing_out(hub: Hub, data: bytes) -> None:
    record, kept = record_of(hub)
    fault = fault_of(record, {**kept, REVIEWS: data})
    assert fault == "the answer of the forge that was kept for /pulls/1/reviews is spoilt"


def test_an_answer_that_was_altered_bears_nothing_out(hub: Hub) -> None:
    record, kept = record_of(hub)
    altered = kept[REVIEWS].replace(b"director-cannock", b"somebody-else")
    assert fault_of(record, {**kept, REVIEWS: altered}) == (
        "the reviews of pull request 1 are not those that were relied on"
    )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"account": "1002"}, "is of another account, time or commit than its record says"),
        ({"time": "2018-12-09T09:00:00Z"}, "is of another account, time or commit"),
        ({"commit": "c" * 40}, "is of another account, time or commit"),
        ({"action": Action.OBJECT}, "is not an objection"),
    ],
)
def test_a_record_that_says_otherwise_than_the_review_is_not_borne_out(
    hub: Hub, changes: dict[str, str], fault: str
) -> None:
    record, kept = record_of(hub)
    assert fault in fault_of(replace(record, **changes), kept)  # type: ignore[arg-type]


def test_a_record_of_a_review_that_is_not_there_is_not_borne_out(hub: Hub) -> None:
    record, kept = record_of(hub)
    other = replace(record, evidence=replace(record.evidence, review=1))
    assert fault_of(other, kept) == "pull request 1 has no review 1"


def test_a_review_that_was_dismissed_bears_nothing_out(hub: Hub) -> None:
    record, kept = record_of(hub)
    timeline = json.loads(kept[f"{AT}/issues/1/timeline"])
    timeline.append(
        {
            "event": "review_dismissed",
            "created_at": "2018-12-30T09:00:00Z",
            "actor": None,
            "dismissed_review": {"review_id": record.evidence.review, "state": "approved"},
        }
    )
    data = json.dumps(timeline).encode()
    assert "does not count: the review was dismissed" in fault_of(
        record, {**kept, f"{AT}/issues/1/timeline": data}
    )


def test_the_past_is_neither_asked_for_what_is_open_nor_written_to() -> None:
    forge: Forge = replay_github(REPOSITORY, {})
    with pytest.raises(Unreadable):
        forge.list_open_pulls("main")
    with pytest.raises(Unreadable):
        forge.set_status("c" * 40, CheckState.SIGNED, "Signed")
    with pytest.raises(Unreadable):
        forge.upsert_comment(1, "Signed")
