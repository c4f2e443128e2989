from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest

from boardpack.findings import Finding, Place, Rule, Severity
from boardpack.render.findings.junit import render_junit
from boardpack.render.findings.report import Report
from support.instances import plain

RULES = {
    "M107": Rule("M107", "Figures stay as they were", "Look.", Severity.WARNING),
    "N103": Rule("N103", "Narratives have words", "Write."),
    "C105": Rule("C105", "Cells are what they should be", "Mend it."),
}
SUBMISSION, ROWS = Place("content/x.md", 12), Place("data/x.csv", 3)
ERROR = Finding("N103", Severity.ERROR, SUBMISSION, "'A & B' < 5 words", "Write.", "Ann")
WARNING = Finding("M107", Severity.WARNING, ROWS, "was 4", "Look.")


def test_every_rule_is_a_test_case_and_a_warning_is_a_note() -> None:
    assert render_junit(Report((ERROR, WARNING), ("monthly 2018-11",)), RULES) + "\n" == plain(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="boardpack" tests="3" failures="1" errors="0">
          <testsuite name="monthly 2018-11" tests="3" failures="1" errors="0" skipped="0" time="0">
            <testcase classname="boardpack.C105" name="Cells are what they should be" time="0" />
            <testcase classname="boardpack.M107" name="Figures stay as they were" time="0">
              <system-out>data/x.csv:3: was 4
        do: Look.</system-out>
            </testcase>
            <testcase classname="boardpack.N103" name="Narratives have words" time="0">
              <failure type="N103" message="content/x.md:12: 'A &amp; B' &lt; 5 words">\
content/x.md:12: 'A &amp; B' &lt; 5 words (Ann)
        do: Write.</failure>
            </testcase>
            <system-out>1 error and 1 warning in monthly 2018-11: the gate is shut.</system-out>
          </testsuite>
        </testsuites>
        """
    )


def test_several_findings_of_a_rule_are_one_failure() -> None:
    second = Finding("N103", Severity.ERROR, ROWS, "none", "Write.")
    (failure,) = fromstring(render_junit(Report((ERROR, second), ()), RULES)).iter("failure")
    assert failure.get("message") == "2 findings: content/x.md:12: 'A & B' < 5 words"


def test_rules_that_could_not_be_judged_are_skipped_and_not_passed() -> None:
    suite = fromstring(render_junit(Report((ERROR,), (), is_readable=False), RULES))[0]
    assert suite.get("skipped") == "2"
    assert len(list(suite.iter("skipped"))) == 2


def test_characters_that_xml_forbids_are_shown_by_their_codes() -> None:
    odd = Finding("N103", Severity.ERROR, SUBMISSION, "\0\x1b\ufffe]]>", "\x0c")
    (failure,) = fromstring(render_junit(Report((odd,), ()), RULES)).iter("failure")
    assert failure.get("message") == r"content/x.md:12: \u0000\u001b\ufffe]]>"


# What Jenkins, GitLab and Azure read in common: element, the attributes it must and may have, and
# the elements that may stand in it.
SHAPE: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": ({"tests", "failures", "errors"}, {"name", "time"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "skipped", "time"},
        {"timestamp", "hostname"},
        {"testcase", "system-out"},
    ),
    "testcase": ({"classname", "name", "time"}, set(), {"failure", "skipped", "system-out"}),
    "failure": ({"type", "message"}, set(), set()),
    "skipped": (set(), {"message"}, set()),
    "system-out": (set(), set(), set()),
}


@pytest.mark.parametrize("is_readable", [True, False])
def test_the_xml_has_the_shape_that_readers_of_junit_expect(is_readable: bool) -> None:
    check_shape(fromstring(render_junit(Report((ERROR, WARNING), (), is_readable), RULES)))


def check_shape(element: Element) -> None:
    must, may, inside = SHAPE[element.tag]
    assert must <= set(element.attrib) <= must | may
    assert {child.tag for child in element} <= inside
    for child in element:
        check_shape(child)
