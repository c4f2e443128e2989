"""Whom the gate asks: the instance names its forge, so that nobody can forget it."""

from __future__ import annotations

from typing import Any

import pytest

from boardpack.adapters.workspace import open_workspace
from boardpack.errors import CannotRun
from boardpack.model.directorate import Provider, Witness
from boardpack.model.signoff import Standing
from boardpack.operations.evidence_source import (
    EvidenceSource,
    hold_to_witnesses,
    settle_evidence_source,
)
from boardpack.operations.report import CheckRequest, report_on_editions
from boardpack.operations.signoff_status import find_signoff_statuses
from support.forge import Hub
from support.github_description import example
from support.github_server import AT, BY_NUMBER, REPOSITORY, Said
from support.instances import CANNOCK, DIRECTORATE, edited, minimal
from support.running import boardpack

pytestmark = pytest.mark.rotating

NAMED = f"signoff: {{provider: github, repository: {REPOSITORY}}}\n"
GITHUB = EvidenceSource("github", REPOSITORY)


@pytest.fixture
def named(hub: Hub) -> Hub:
    """Return a forge whose main line says that its reviews count."""
    tree = edited(minimal(), DIRECTORATE, "services:\n", f"{NAMED}services:\n")
    hub.merge(hub.propose(DIRECTORATE, tree[DIRECTORATE], by="development-manager"))
    return hub


def settled(hub: Hub, asked: EvidenceSource = EvidenceSource()) -> EvidenceSource:  # noqa: B008
    return settle_evidence_source(open_workspace(hub.fetched()), asked)


def test_without_a_named_forge_the_command_line_decides(hub: Hub) -> None:
    assert settled(hub) == EvidenceSource()
    assert settled(hub, GITHUB) == GITHUB


def test_a_named_forge_is_asked_though_nobody_says_so(named: Hub) -> None:
    assert settled(named) == GITHUB
    assert settled(named, EvidenceSource("github", main="main")) == GITHUB


def test_the_command_line_cannot_ask_another_repository(named: Hub) -> None:
    with pytest.raises(CannotRun, match=f"{DIRECTORATE} asks github {REPOSITORY} for reviews"):
        settled(named, EvidenceSource("github", "somebody/fork"))


def test_a_proposal_that_drops_the_forge_is_judged_as_its_base_says(named: Hub) -> None:
    folder = named.fetched()
    (folder / DIRECTORATE).write_bytes(minimal()[DIRECTORATE])
    at = open_workspace(folder)
    assert settle_evidence_source(at, EvidenceSource()) == EvidenceSource()
    base = EvidenceSource(base="origin/main")
    found = settle_evidence_source(at, base)
    assert (found.provider, found.repository) == ("github", REPOSITORY)


def test_a_base_that_cannot_be_read_is_an_error(named: Hub) -> None:
    named.branch("spoilt")
    named.month.put(DIRECTORATE, "title: [", "development-manager")
    named.push_directly()
    at = open_workspace(named.fetched())
    with pytest.raises(CannotRun, match="nobody knows whom to ask, for at origin/main"):
        settle_evidence_source(at, EvidenceSource(base="origin/main"))


def test_an_objection_on_the_forge_shuts_a_gate_that_nobody_told_of_it(named: Hub) -> None:
    number = named.propose(CANNOCK, minimal()[CANNOCK], by="manager-cannock")
    named.object(number)
    named.merge(number)
    (status,) = find_signoff_statuses(open_workspace(named.fetched()), None, None, EvidenceSource())
    standings = {
        (one.subject.service, one.subject.section): one.standing
        for one in status.gate_report.verdicts
    }
    assert standings["cannock-chase", "access"] is Standing.OBJECTED


def test_a_forge_that_cannot_be_asked_stops_what_would_publish(
    named: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    named.merge(named.propose(CANNOCK, minimal()[CANNOCK], by="manager-cannock"))
    monkeypatch.delenv("GITHUB_TOKEN")
    folder = named.fetched()
    with pytest.raises(CannotRun, match="GITHUB_TOKEN is not set"):
        report_on_editions(folder, CheckRequest(evidence_source=EvidenceSource()))
    ran = boardpack("-C", folder, "signoff", "status")
    assert (ran.status, "GITHUB_TOKEN is not set" in ran.err) == (2, True)


def repository(number: int) -> dict[str, Any]:
    # GitHub's own example lacks a key that its description requires.
    return {**example("full-repository"), "id": number, "has_discussions": False}


def dropped(hub: Hub, instead: str = "") -> None:
    """Take the forge out of the register, or name another one, by a merged change."""
    tree = edited(minimal(), DIRECTORATE, "services:\n", f"{instead}services:\n")
    hub.merge(hub.propose(DIRECTORATE, tree[DIRECTORATE], by="manager-seisdon"))


def objected(hub: Hub) -> None:
    number = hub.propose(CANNOCK, minimal()[CANNOCK], by="manager-cannock")
    hub.object(number)
    hub.merge(number)


def standing(hub: Hub) -> Standing:
    (status,) = find_signoff_statuses(open_workspace(hub.fetched()), None, None, EvidenceSource())
    standings = {
        (one.subject.service, one.subject.section): one.standing
        for one in status.gate_report.verdicts
    }
    return standings["cannock-chase", "access"]


def test_an_objection_outlives_a_merged_change_that_asks_nobody_any_more(named: Hub) -> None:
    objected(named)
    dropped(named)
    assert standing(named) is Standing.OBJECTED


def test_another_repository_cannot_be_named_while_an_edition_is_open(named: Hub) -> None:
    objected(named)
    dropped(named, "signoff: {provider: github, repository: somebody/fork}\n")
    named.server.says(AT, Said(repository(1296269)))
    named.server.says("/repos/somebody/fork", Said(repository(42)))
    with pytest.raises(CannotRun, match="name the former one in"):
        standing(named)


def test_a_repository_that_was_renamed_is_the_same_one(named: Hub) -> None:
    sources = [Witness(Provider.GITHUB, REPOSITORY), Witness(Provider.GITHUB, "former/name")]
    named.server.says(AT, Said(repository(1296269)))
    address = {"Location": f"{named.server.address}{BY_NUMBER}"}
    moved = {"message": "Moved Permanently", "url": address["Location"], "documentation_url": ""}
    named.server.says("/repos/former/name", Said(moved, 301, address))
    assert hold_to_witnesses(EvidenceSource(), sources, named.fetched()) == GITHUB


def test_a_repository_that_cannot_be_asked_who_it_is_stops(named: Hub) -> None:
    sources = [Witness(Provider.GITHUB, REPOSITORY), Witness(Provider.GITHUB, "lost/name")]
    named.server.says(AT, Said(repository(1296269)))
    with pytest.raises(CannotRun, match="404"):
        hold_to_witnesses(EvidenceSource(), sources, named.fetched())


def test_whoever_looks_at_one_clone_is_told_whose_reviews_count_too(named: Hub) -> None:
    named.merge(named.propose(CANNOCK, minimal()[CANNOCK], by="manager-cannock"))
    folder = named.fetched()
    told = f"The reviews at {REPOSITORY} count too, and were not asked for here"
    assert told in boardpack("-C", folder, "signoff", "diff").out
