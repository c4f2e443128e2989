"""Findings as JUnit XML: a test case for every rule, those that nothing broke included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from boardpack.findings import Finding, Rule
from boardpack.load.tree import escape_unprintable
from boardpack.render.findings.report import Report, format_count, render_closing_words


def render_junit(report: Report, rules: Mapping[str, Rule]) -> str:
    """Return the report as XML; a warning is a note to a test case that passes."""
    findings_by_code = {
        code: [finding for finding in report.findings if finding.code == code]
        for code in sorted(rules)
    }
    failed_count = sum(
        any(finding.is_error for finding in findings) for findings in findings_by_code.values()
    )
    skipped_count = (
        0 if report.is_readable else sum(not findings for findings in findings_by_code.values())
    )
    counts = {"tests": str(len(findings_by_code)), "failures": str(failed_count), "errors": "0"}
    root = Element("testsuites", {"name": "boardpack", **counts})
    name = ", ".join(report.editions) or "boardpack"
    # No times: the same findings give the same report.
    attributes = {"name": name, **counts, "skipped": str(skipped_count), "time": "0"}
    suite = SubElement(root, "testsuite", attributes)
    for code, findings in findings_by_code.items():
        _add_test_case(suite, rules[code], findings, report.is_readable)
    SubElement(suite, "system-out").text = "\n".join(
        map(escape_unprintable, render_closing_words(report))
    )
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def _add_test_case(
    suite: Element, rule: Rule, findings: Sequence[Finding], is_readable: bool
) -> None:
    attributes = {"classname": f"boardpack.{rule.code}", "name": rule.title, "time": "0"}
    test_case = SubElement(suite, "testcase", attributes)
    errors = [finding for finding in findings if finding.is_error]
    if errors:
        attributes = {"type": rule.code, "message": _render_message(errors)}
        SubElement(test_case, "failure", attributes).text = _render_findings(errors)
    if not is_readable and not findings:
        SubElement(test_case, "skipped", {"message": "something could not be read"})
    if len(errors) < len(findings):
        warnings = [finding for finding in findings if not finding.is_error]
        SubElement(test_case, "system-out").text = _render_findings(warnings)


def _render_message(errors: Sequence[Finding]) -> str:
    first_words = f"{errors[0].place}: {errors[0].what}"
    return escape_unprintable(
        first_words
        if len(errors) == 1
        else f"{format_count(len(errors), 'finding')}: {first_words}"
    )


def _render_findings(findings: Sequence[Finding]) -> str:
    lines = [
        escape_unprintable(
            f"{finding.place}: {finding.what}{f' ({finding.who})' if finding.who else ''}"
        )
        for finding in findings
    ]
    advice = dict.fromkeys(escape_unprintable(f"do: {finding.advice}") for finding in findings)
    pasted = (
        escape_unprintable(line) for finding in findings for line in finding.paste.splitlines()
    )
    return "\n".join([*lines, *advice, *pasted])
