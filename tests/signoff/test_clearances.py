"""A clearance counts by who could decide before it came in."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.adapters.workspace import open_workspace
from boardpack.analysis.edition import analyse_edition
from boardpack.evidence.clearances import find_self_made_clearances
from boardpack.evidence.history import SignoffHistory
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.gate import check_gate
from support.instances import CLEARANCES, DIRECTORATE, edited, minimal
from support.running import commit, put, repository

ROLE = "information_governance: finance-manager\n"
ROW = (
    b"rule,place,passage,reason,decided_by,decided,until\n"
    b"I104,a.md,4f2,For the public,finance-manager,2018-12-03,2019-03-31\n"
)
NAMED = edited(minimal(), DIRECTORATE, "services:\n", f"{ROLE}services:\n")


def said(root: Path) -> list[tuple[str, str]]:
    instance = open_workspace(root).instance
    assert instance is not None
    edition = analyse_edition(instance, "monthly", "2018-11")
    return [
        (finding.code, str(finding.place))
        for finding in find_self_made_clearances(SignoffHistory(root, ""), edition)
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(minimal(), tmp_path / "reports")


def test_l103_passes_a_clearance_that_comes_in_after_the_role(root: Path) -> None:
    put(NAMED, root)
    commit(root, "Name the role")
    put({CLEARANCES: ROW}, root)
    assert said(root) == [], "before it is committed"
    commit(root, "Clear it")
    assert said(root) == []
    more = ROW.replace(
        b"I104,", b"I104,b.md,abc,Ours,finance-manager,2018-12-03,2019-03-31\nI104,", 1
    )
    put({CLEARANCES: more}, root)
    commit(root, "Clear another, above it")
    assert said(root) == []


def test_l103_finds_a_clearance_that_comes_in_with_the_role(root: Path) -> None:
    put({**NAMED, CLEARANCES: ROW}, root)
    commit(root, "Name the role and clear it")
    assert said(root) == [("L103", f"{CLEARANCES}:2")]
    workspace = open_workspace(root)
    assert workspace.instance is not None
    edition = analyse_edition(workspace.instance, "monthly", "2018-11")
    report = check_gate(workspace, edition, EvidenceSource())
    assert "L103" in {finding.code for finding in report.findings}, "the gate is shut by it"
    put({CLEARANCES: ROW.splitlines(keepends=True)[0]}, root)
    commit(root, "Take it out")
    put({CLEARANCES: ROW}, root)
    commit(root, "Clear it anew")
    assert said(root) == []
