"""What is wrong with editions, with a publication and with a change, as a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.errors import CannotRun
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.report import CheckRequest, report_on_editions
from support.instances import ACCESS_ROWS, CANNOCK, DIRECTORATE, edited, minimal
from support.running import put, repository


def test_a_complete_edition_has_an_open_gate(tmp_path: Path) -> None:
    report = report_on_editions(put(minimal(), tmp_path), CheckRequest())
    assert (report.findings, report.editions, report.gate) == ((), ("monthly 2018-11",), "open")
    assert not report.publishable


def test_what_was_wrong_before_a_change_is_only_counted(tmp_path: Path) -> None:
    before = edited(minimal(), CANNOCK, "status: ready", "status: draft")
    root = repository(before, tmp_path)
    request = CheckRequest(since="HEAD")
    unchanged = report_on_editions(root, request)
    assert (unchanged.findings, unchanged.gate, unchanged.since) == ((), "open", "HEAD")
    assert unchanged.others > 0
    put(edited(before, CANNOCK, "second line", "third line"), root)
    changed = report_on_editions(root, request)
    assert {finding.place.path for finding in changed.findings} == {CANNOCK}
    assert changed.gate == "shut"


def test_whoever_mends_it_is_called_as_people_call_them(tmp_path: Path) -> None:
    tree = edited(minimal(), ACCESS_ROWS, "2018-11,seisdon,booked,", "2018-11,seisdon,booked,x")
    ended = "  - id: seisdon\n    until: 2018-10\n"
    tree = edited(tree, DIRECTORATE, "  - id: seisdon\n", ended)
    report = report_on_editions(put(tree, tmp_path), CheckRequest())
    named = {(finding.code, finding.who) for finding in report.findings}
    assert {
        ("C105", "Directorate development manager"),
        ("S101", "Directorate development manager"),
    } <= named
    assert "" not in {finding.who for finding in report.findings}


def test_sign_off_shuts_the_gate_of_a_publication(tmp_path: Path) -> None:
    root = repository(minimal(), tmp_path)
    report = report_on_editions(root, CheckRequest(evidence_source=EvidenceSource()))
    assert report.publishable
    assert {finding.code[0] for finding in report.findings} == {"V"}
    assert report.gate == "shut"


def test_nothing_is_known_of_an_instance_that_cannot_be_read(tmp_path: Path) -> None:
    report = report_on_editions(put({DIRECTORATE: b"title: ["}, tmp_path), CheckRequest())
    assert (report.is_readable, report.gate) == (False, "unknown")


def test_an_edition_that_there_is_not_cannot_be_judged(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="'monthly' has no edition '2019-01'"):
        report_on_editions(put(minimal(), tmp_path), CheckRequest("monthly", "2019-01"))
