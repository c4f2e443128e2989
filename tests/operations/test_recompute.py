"""Reviews of a publication, judged again from what was kept of a forge's answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from boardpack.adapters.files import compute_engine_digest
from boardpack.adapters.git import history
from boardpack.adapters.workspace import open_workspace
from boardpack.analysis.edition import analyse_edition
from boardpack.model.signoff import Action, Standing, Verdict
from boardpack.operations.gate import GateReport
from boardpack.operations.recompute import recheck_evidence
from boardpack.publish.evidence import format_evidence_file
from boardpack.publish.manifest import Generator, Manifest
from boardpack.publish.verification import Certainty, Remark
from support.forge import Hub
from support.instances import CANNOCK, minimal
from support.signing import PERIOD, SECTION

pytestmark = pytest.mark.rotating


@pytest.fixture
def proposed(hub: Hub) -> Hub:
    """Return a forge at which a manager proposed the text of Cannock Chase."""
    hub.propose(CANNOCK, minimal()[CANNOCK], by="manager-cannock")
    return hub


def claimed(report: GateReport, reviewer: str) -> Verdict:
    """Return what a publisher may make up: that somebody's review signed the section off."""
    verdict = next(one for one in report.verdicts if one.subject.name == SECTION)
    records = [one.record for one in report.testimony.decisions if one.record.actor == reviewer]
    return replace(verdict, standing=Standing.VALID, record=records[-1])


def rechecked(hub: Hub, report: GateReport, verdict: Verdict, **edits: Any) -> list[Remark]:
    commit = history.resolve_head(hub.clone)
    manifest = Manifest(
        version="monthly-2018-11", title="", pack="monthly", period=PERIOD, revision=1, reason="",
        supersedes="", published="", commit=commit,
        generator=Generator("boardpack", "0", compute_engine_digest()), assurance=(),
        sections=(verdict,), files={},
    )  # fmt: skip
    files = format_evidence_file(edits.get("answers", report.testimony.responses))
    instance = open_workspace(hub.clone).instance
    assert instance is not None
    edition = analyse_edition(instance, "monthly", PERIOD)
    return list(recheck_evidence(hub.clone, edition, manifest, files, "main"))


def test_the_review_of_who_may_sign_bears_its_section_out(proposed: Hub) -> None:
    proposed.approve(1)
    proposed.merge(1)
    report = proposed.gate()
    assert rechecked(proposed, report, claimed(report, "director-cannock")) == []


@pytest.mark.parametrize("reviewer", ["finance-manager", "director-seisdon", "manager-cannock"])
def test_a_review_of_who_may_not_sign_bears_nothing_out(proposed: Hub, reviewer: str) -> None:
    proposed.approve(1, by=reviewer)
    proposed.merge(1)
    report = proposed.gate()
    [remark] = rechecked(proposed, report, claimed(report, reviewer))
    assert remark.certainty is Certainty.WRONG
    assert f"{SECTION.replace('/', ', ')}: judged again, it is not signed off" in remark.sentence


def test_an_objection_in_the_ledger_stands_against_a_review(proposed: Hub) -> None:
    proposed.approve(1)
    proposed.merge(1)
    proposed.branch("objection")
    proposed.month.decide("director-cannock", SECTION, action=Action.OBJECT, words="Wrong.")
    proposed.push_directly()
    report = proposed.gate()
    [remark] = rechecked(proposed, report, claimed(report, "director-cannock"))
    assert "judged again, it is not signed off" in remark.sentence


def test_what_was_not_kept_leaves_it_open(proposed: Hub) -> None:
    proposed.approve(1)
    proposed.merge(1)
    report = proposed.gate()
    answers = {
        path: data for path, data in report.testimony.responses.items() if "/commits/" not in path
    }
    [remark] = rechecked(proposed, report, claimed(report, "director-cannock"), answers=answers)
    assert remark.certainty is Certainty.OPEN
    assert "The reviews were not judged again: the answers" in remark.sentence
