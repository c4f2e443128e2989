from __future__ import annotations

import json

from boardpack.findings import Finding, Place, Severity
from boardpack.render.findings.json import render_json
from boardpack.render.findings.report import Report

FINDING = Finding(
    "C105",
    Severity.ERROR,
    Place("data/é.csv", 3),
    'value "x"',
    "Mend it.",
    "Manager",
    "north",
    "qof",
)


def test_the_whole_report_has_a_version_and_everything_in_it() -> None:
    report = Report((FINDING,), ("monthly 2018-11",), since="main", others=4, elsewhere=1)
    assert json.loads(render_json(report)) == {
        "schema": "boardpack.findings/1",
        "gate": "shut",
        "editions": ["monthly 2018-11"],
        "errors": 1,
        "warnings": 0,
        "changed_since": "main",
        "not_from_this_change": 4,
        "in_other_editions": 1,
        "findings": [
            {
                "code": "C105",
                "severity": "error",
                "path": "data/é.csv",
                "line": 3,
                "what": 'value "x"',
                "advice": "Mend it.",
                "who": "Manager",
                "service": "north",
                "section": "qof",
                "paste": "",
            }
        ],
    }


def test_the_text_is_plain_ascii_that_any_console_can_carry() -> None:
    assert render_json(Report((FINDING,), ())).isascii()


def test_a_gate_is_open_or_unknown_when_nothing_was_found() -> None:
    assert json.loads(render_json(Report((), ())))["gate"] == "open"
    assert json.loads(render_json(Report((), (), is_readable=False)))["gate"] == "unknown"
