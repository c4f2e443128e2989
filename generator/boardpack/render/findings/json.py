"""Findings for programs: one JSON document whose form has a version."""

from __future__ import annotations

import json
from typing import Any

from boardpack.findings import Finding
from boardpack.render.findings.report import Report

SCHEMA = "boardpack.findings/1"


def render_json(report: Report) -> str:
    """Return the report as JSON; the same report always gives the same text."""
    return json.dumps(to_report_values(report), indent=2)


def to_report_values(report: Report) -> dict[str, Any]:
    """Return the report as plain values."""
    return {
        "schema": SCHEMA,
        "gate": report.gate,
        "editions": list(report.editions),
        "errors": report.errors,
        "warnings": report.warnings,
        "changed_since": report.since or None,
        "not_from_this_change": report.others,
        "in_other_editions": report.elsewhere,
        "findings": [_to_finding_values(finding) for finding in report.findings],
    }


def _to_finding_values(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "path": finding.place.shown_path,
        "line": finding.place.line,
        "what": finding.what,
        "advice": finding.advice,
        "who": finding.who,
        "service": finding.service,
        "section": finding.section,
        "paste": finding.paste,
    }
