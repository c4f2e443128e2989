"""Findings as JUnit XML: a test case for every rule, those that nothing broke included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from boardpack.findings import Finding, Rule
from boardpack.load.tree import printable
from boardpack.render.findings.report import Report, closing_words, plural


def render(report: Report, rules: Mapping[str, Rule]) -> str:
    """Return the report as XML; a warning is a note to a test case that passes."""
    found = {code: [f for f in report.findings if f.code == code] for code in sorted(rules)}
    failed = sum(any(f.is_error for f in findings) for findings in found.values())
    skipped = 0 if report.is_readable else sum(not findings for findings in found.values())
    counts = {"tests": str(len(found)), "failures": str(failed), "errors": "0"}
    top = Element("testsuites", {"name": "boardpack", **counts})
    name = ", ".join(report.editions) or "boardpack"
    about = {"name": name, **counts, "skipped": str(skipped), "time": "0"}
    suite = SubElement(top, "testsuite", about)
    for code, findings in found.items():
        _case(suite, rules[code], findings, report.is_readable)
    SubElement(suite, "system-out").text = "\n".join(map(printable, closing_words(report)))
    indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(top, encoding="unicode")


def _case(suite: Element, rule: Rule, findings: Sequence[Finding], judged: bool) -> None:
    about = {"classname": f"boardpack.{rule.code}", "name": rule.title, "time": "0"}
    case = SubElement(suite, "testcase", about)
    errors = [finding for finding in findings if finding.is_error]
    if errors:
        about = {"type": rule.code, "message": _message(errors)}
        SubElement(case, "failure", about).text = _words(errors)
    if not judged and not findings:
        SubElement(case, "skipped", {"message": "something could not be read"})
    if len(errors) < len(findings):
        warnings = [finding for finding in findings if not finding.is_error]
        SubElement(case, "system-out").text = _words(warnings)


def _message(errors: Sequence[Finding]) -> str:
    first = f"{errors[0].place}: {errors[0].what}"
    return printable(first if len(errors) == 1 else f"{plural(len(errors), 'finding')}: {first}")


def _words(findings: Sequence[Finding]) -> str:
    lines = [printable(f"{f.place}: {f.what}{f' ({f.who})' if f.who else ''}") for f in findings]
    advice = dict.fromkeys(printable(f"do: {f.advice}") for f in findings)
    return "\n".join([*lines, *advice])
