"""Holds every digest that a sign-off case asks about against the ones that were signed before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from boardpack.operations.gate import GateReport, check_gate
from support import forge, signing

GOLDEN = Path(__file__).with_name("golden_case_digests.json")


@pytest.fixture(autouse=True)
def golden_digests(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Fail a sign-off case whose subjects have other digests than when they were first signed.

    What is signed stays signed: a digest may change only where a decision says why.
    """
    digests: set[str] = set()

    def check_and_note(*args: Any, **named: Any) -> GateReport:
        report = check_gate(*args, **named)
        digests.update(subject.digest for subject in report.subjects.values())
        return report

    for module in (signing, forge):
        monkeypatch.setattr(module, "check_gate", check_and_note)
    yield
    if digests and request.node.name.startswith("test_case_"):
        known = json.loads(GOLDEN.read_text("utf-8"))
        seen = hashlib.sha256("".join(sorted(digests)).encode()).hexdigest()[:16]
        assert known.get(request.node.name) == seen, f'"{request.node.name}": "{seen}"'
