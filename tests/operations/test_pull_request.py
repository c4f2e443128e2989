"""What stands of pull requests, as outcomes; what is said of them is in `test_signoff_github`."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.adapters.git import plumbing
from boardpack.adapters.workspace import open_workspace
from boardpack.errors import CannotRun
from boardpack.operations.evidence_source import EvidenceSource, connect_to_forge
from boardpack.operations.pull_request import (
    PullRequestOutcome,
    ReviewDesk,
    judge_pull_requests,
)
from boardpack.signoff.forge import CheckState
from support.forge import Hub
from support.github_server import AT, REPOSITORY, Said
from support.instances import CANNOCK, PACK, minimal

pytestmark = pytest.mark.rotating

FELL, ROSE = "Missed appointments (DNA) fell", "Missed appointments (DNA) rose"


@pytest.fixture
def hub(hub: Hub) -> Hub:
    """Serve a forge with the month merged as pull request 1, and a change to it proposed as 2."""
    number = hub.propose(CANNOCK, minimal()[CANNOCK], by="manager-cannock")
    hub.approve(number)
    hub.merge(number)
    hub.amend(CANNOCK, FELL, ROSE, "manager-cannock")
    return hub


def judge(hub: Hub, number: int | None, is_posted: bool = False) -> list[PullRequestOutcome]:
    """Judge a pull request, or all open ones, from the clone that has only what it fetched."""
    root = hub.fetched()
    source = EvidenceSource("github", REPOSITORY)
    with connect_to_forge(source, root) as forge:
        desk = ReviewDesk(open_workspace(root), source, forge)
        return list(judge_pull_requests(desk, number, is_posted))


def test_a_pull_request_is_clear_once_what_it_changes_is_approved(hub: Hub) -> None:
    (pending,) = judge(hub, 2)
    assert (pending.number, pending.is_clear, pending.faults) == (2, False, ())
    assert pending.report is not None
    assert pending.report.state is CheckState.WAITING
    hub.approve(2)
    (clear,) = judge(hub, 2)
    assert clear.is_clear


def test_all_open_pull_requests_have_an_outcome_each(hub: Hub) -> None:
    hub.amend(CANNOCK, FELL, ROSE, "manager-cannock")
    hub.approve(3)
    assert [(outcome.number, outcome.is_clear) for outcome in judge(hub, None)] == [
        (2, False),
        (3, True),
    ]


def test_a_pull_request_that_cannot_be_read_has_no_report(hub: Hub) -> None:
    hub.answers[f"{AT}/pulls/2"] = Said({}, 500)
    (outcome,) = judge(hub, 2)
    assert (outcome.report, outcome.is_clear) == (None, False)
    assert outcome.faults[0].startswith("nothing can be said of pull request 2: ")


def test_what_is_posted_is_what_the_outcome_says(hub: Hub) -> None:
    posted = hub.posted(2)
    judge(hub, 2)
    assert posted.states == []
    (outcome,) = judge(hub, 2, is_posted=True)
    assert outcome.report is not None
    assert (posted.states, outcome.report.state) == (["pending"], CheckState.WAITING)
    assert outcome.report.words in posted.comment


def test_where_nobody_can_tell_what_is_open_nothing_is_judged(hub: Hub) -> None:
    hub.answers[f"{AT}/pulls"] = Said({}, 500)
    with pytest.raises(CannotRun, match="nobody can tell which pull requests are open"):
        judge(hub, None)


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("::error::x"), MemoryError(), RecursionError(), CannotRun("broken")]
)
def test_a_proposal_that_we_fail_at_is_unknown_and_stops_no_other(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    hub.amend(CANNOCK, FELL, "Missed appointments (DNA) stayed", "manager-cannock")
    hub.approve(3)
    _, posted = hub.posted(2), hub.posted(3)
    read_tree = plumbing.read_tree_at

    def fail_at_the_first(root: Path, commit: str) -> object:
        return _throw(error) if commit == hub.pulls[2].head else read_tree(root, commit)

    monkeypatch.setattr(plumbing, "read_tree_at", fail_at_the_first)
    bad, good = judge(hub, None, is_posted=True)
    assert (bad.is_clear, good.is_clear) == (False, True)
    assert posted.states == ["error", "success"]
    assert bad.report is not None
    assert bad.report.state is CheckState.UNKNOWN
    assert "::error::" not in " ".join((*bad.faults, bad.report.text, bad.report.comment))


def _throw(error: Exception) -> object:
    raise error


def test_a_comment_that_would_point_to_a_person_is_withheld(hub: Hub) -> None:
    pack = minimal()[PACK].decode() + "circulation: {asks: [What needs attention]}\n"
    hub.amend(PACK, minimal()[PACK].decode(), pack, "manager-cannock")
    number = len(hub.pulls)
    hub.approve(number)
    hub.merge(number)
    hub.amend(CANNOCK, "Mondays stay", "(NHS 401 023 2137) Mondays stay", "manager-cannock")
    number = len(hub.pulls)
    posted = hub.posted(number)
    (outcome,) = judge(hub, number, is_posted=True)
    assert posted.states == ["error"]
    assert "what it would say is withheld" in posted.comment
    assert outcome.report is not None
    assert not any("2137" in words for words in (posted.comment, outcome.report.text))
