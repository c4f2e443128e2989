from __future__ import annotations

import pytest

from boardpack.findings import Severity
from support.editions import said
from support.instances import CANNOCK, edited, line_of, minimal
from support.reports import with_report

TEXT = "Missed appointments (DNA) fell"


@pytest.mark.parametrize(
    "words",
    [
        "DNAs fell",
        "The DNA's share fell",
        "Phase II went OK",
        "We wrote `NOT A WORD` and [a page](https://example.org/GPFV)",
        "SystmOne and H1 of 2018/19",
        "A new GMS/DNA rule",
    ],
)
def test_n110_passes_words_that_need_no_explanation(words: str) -> None:
    assert said(edited(minimal(), CANNOCK, TEXT, words), "N110") == []


@pytest.mark.parametrize(
    ("words", "acronym"),
    [
        ("GPs agreed", "GP"),
        ("A&E attendances fell", "A&E"),
        ("A&amp;E attendances fell", "A&E"),
        ("COVID-19 and the GPFV", "COVID"),
        ("**PCN** work", "PCN"),
        ("Our CQC’s report", "CQC"),
    ],
)
def test_n110_finds_acronyms_that_nobody_explains(words: str, acronym: str) -> None:
    tree = edited(minimal(), CANNOCK, TEXT, words)
    fault = said(tree, "N110")[0]
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, words)}"
    assert fault.what == f"'{acronym}' is not in the glossary"
    assert fault.who == "Practice manager, Cannock Chase"
    assert (fault.service, fault.section) == ("cannock-chase", "access")
    assert fault.severity is Severity.WARNING


def test_n110_finds_an_acronym_once_and_where_it_stands_first() -> None:
    tree = edited(minimal(), CANNOCK, TEXT, "More GPs came.\nEach GP was paid. Appointments fell")
    [fault] = said(tree, "N110")
    assert fault.place.line == line_of(tree, CANNOCK, "More GPs")


def test_n110_finds_an_acronym_of_an_exception_report() -> None:
    report = """
        Issue: Too few GPs.
        Action: Hire some.
        Lead: practice-manager
        Due: 2019-01-31
        """
    tree = with_report(minimal(), report)
    [fault] = said(tree, "N110")
    assert (fault.place.line, fault.section) == (line_of(tree, CANNOCK, "Issue:"), "access")
