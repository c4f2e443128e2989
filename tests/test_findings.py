from __future__ import annotations

from dataclasses import replace

import pytest

from boardpack.findings import (
    Finding,
    Place,
    Rule,
    Severity,
    escape_unprintable,
    has_errors,
    index_rules,
    sort_findings,
)

RULE = Rule("X999", "All is well", "Make it well.")
HINT = Rule("X998", "All is better", "Make it better.", Severity.WARNING)


def at(line: int, rule: Rule = RULE, path: str = "a.md") -> Finding:
    return rule.make_finding(Place(path, line), "it is not")


def test_a_finding_has_the_words_of_its_rule() -> None:
    finding = RULE.make_finding(
        Place("a.md", 3), "it is not", who="writer", service="s", section="x"
    )
    assert (finding.code, finding.advice, finding.severity) == ("X999", "Make it well.", "error")
    assert (str(finding.place), finding.who, finding.service, finding.section) == (
        "a.md:3",
        "writer",
        "s",
        "x",
    )


def test_a_place_without_a_line_is_the_file() -> None:
    assert str(Place("a.md")) == "a.md"


def test_findings_are_ordered_by_severity_and_place_without_repeats() -> None:
    findings = [at(1, HINT), at(10), at(2), at(2), at(1, path="b.md")]
    assert sort_findings(findings) == (at(2), at(10), at(1, path="b.md"), at(1, HINT))


def test_findings_that_differ_by_their_service_alone_stay_in_the_order_of_services() -> None:
    services = [f"service-{n}" for n in range(12)]
    findings = [replace(at(1), service=service) for service in services]
    assert [finding.service for finding in sort_findings(findings)] == services


def test_only_errors_shut_the_gate() -> None:
    assert has_errors([at(1), at(1, HINT)])
    assert not has_errors([at(1, HINT)])


def test_a_code_is_never_used_twice() -> None:
    again = replace(RULE, title="Another")
    assert index_rules([RULE], [RULE]) == {RULE.code: RULE}
    with pytest.raises(ValueError, match=f"rule code {RULE.code} is used twice"):
        index_rules([RULE], [again])


def test_what_a_finding_quotes_cannot_steer_a_terminal_or_hide() -> None:
    finding = RULE.make_finding(Place("a\u202e.md"), "'\x1b[31m\u200b\n' is not")
    assert finding.what == "'\\u001b[31m\\u200b\\u000a' is not"
    assert str(finding.place) == "a\\u202e.md"


def test_letters_of_any_language_are_printable() -> None:
    assert escape_unprintable("Zoë, 田中, £5 – 10\u00a0%") == "Zoë, 田中, £5 – 10\u00a0%"


def test_what_a_finding_says_is_cut_to_a_readable_length() -> None:
    assert len(RULE.make_finding(Place("a.md"), "x" * 10_000).what) == 300
