from __future__ import annotations

from collections.abc import Callable

import pytest

from boardpack.findings import Severity
from support.editions import said
from support.instances import (
    CANNOCK,
    PACK,
    Files,
    edited,
    line_of,
    minimal,
    with_file,
    without_file,
)
from support.months import DECEMBER, NOVEMBER, copied_month
from support.reports import with_report

DECEMBERS = CANNOCK.replace(NOVEMBER, DECEMBER)
WRITER = "Practice manager, Cannock Chase"
ACCESS_TEXT = "Missed appointments (DNA) fell for the third month because reminders now go out"
REPORT = """
Issue: Mondays: 3.5% were missed.
Action: Train two.
Lead: practice-manager
Due: 2019-01-31
"""


def december(old: str = "", new: str = "") -> dict[str, bytes]:
    """Return the copied month, with one change to what Cannock Chase says in it."""
    tree = copied_month(minimal())
    return edited(tree, DECEMBERS, old, new) if old else tree


def repeated(tree: Files) -> list[tuple[str, str]]:
    """Return the services and sections that say in December what they said before."""
    return [(fault.service, fault.section) for fault in said(tree, "N113", period=DECEMBER)]


def test_n113_passes_the_first_edition_and_a_section_that_is_told_anew() -> None:
    assert said(minimal(), "N113") == []
    tree = december(ACCESS_TEXT, "One in thirty appointments (DNA) was missed: more people write")
    assert ("cannock-chase", "access") not in repeated(tree)


def test_n113_passes_what_is_said_to_be_unchanged_with_a_reason() -> None:
    reason = "status: ready\nunchanged:\n  access: The clinics were closed.\n"
    assert ("cannock-chase", "access") not in repeated(december("status: ready\n", reason))


def test_n113_finds_every_narrative_of_a_copied_month() -> None:
    found = said(december(), "N113", period=DECEMBER)
    assert [fault.section for fault in found] == [
        *("summary", "access", "feedback", "extra-shifts"),
        *("summary", "access", "feedback", "extra-shifts"),
    ]
    fault = found[1]
    assert fault.what == "'Access' (access) says what it said in November 2018"
    assert str(fault.place) == f"{DECEMBERS}:{line_of(december(), DECEMBERS, '## Access')}"
    assert (fault.who, fault.service, fault.severity) == (WRITER, "cannock-chase", Severity.ERROR)


def test_n113_finds_what_was_last_said_in_an_edition_further_back() -> None:
    tree = december(f"## Access\n\n{ACCESS_TEXT} by text.\n\n", "")
    january = DECEMBERS.replace(DECEMBER, "2019-01")
    found = said(with_file(tree, january, tree[CANNOCK]), "N113", period="2019-01")
    assert found[1].what == "'Access' (access) says what it said in November 2018"


def test_n113_passes_a_section_that_is_not_due() -> None:
    out_of_season = '    narrative: optional\n    due: seasonal\n    season: {start: "11-01", end: '
    tree = edited(december(), PACK, "    narrative: optional\n", f'{out_of_season}"11-30"}}\n')
    assert ("cannock-chase", "extra-shifts") not in repeated(tree)


def test_n114_passes_a_section_that_says_the_same_and_why() -> None:
    reason = "status: ready\nunchanged:\n  access: The clinics were closed.\n"
    assert said(december("status: ready\n", reason), "N114", period=DECEMBER) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("acess: It was closed.", "there is no section 'acess' here; did you mean 'access'?"),
        ("access:", "no reason is given why 'access' is unchanged"),
        ("finance: It was closed.", "'finance' is said to be unchanged, but is not narrated"),
    ],
)
def test_n114_finds_what_cannot_be_unchanged(line: str, words: str) -> None:
    tree = december("status: ready\n", f"status: ready\nunchanged:\n  {line}\n")
    [fault] = said(tree, "N114", period=DECEMBER)
    assert (str(fault.place), fault.what) == (f"{DECEMBERS}:5", words)
    assert (fault.who, fault.service) == (WRITER, "cannock-chase")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda tree: without_file(tree, CANNOCK), "was never narrated before"),
        (
            lambda tree: edited(tree, DECEMBERS, ACCESS_TEXT, "Fewer people write, which helps"),
            "differs from November 2018",
        ),
    ],
)
def test_n114_finds_what_is_not_unchanged(
    spoil: Callable[[dict[str, bytes]], dict[str, bytes]], words: str
) -> None:
    tree = december("status: ready\n", "status: ready\nunchanged: {access: The clinics closed}\n")
    [fault] = said(spoil(tree), "N114", period=DECEMBER)
    assert fault.what == f"'access' is said to be unchanged, but {words}"


def test_e106_passes_an_issue_with_a_new_figure() -> None:
    tree = copied_month(with_report(minimal(), REPORT))
    assert said(edited(tree, DECEMBERS, "3.5%", "3.9%"), "E106", period=DECEMBER) == []


def test_e106_finds_an_issue_of_the_last_edition() -> None:
    tree = copied_month(with_report(minimal(), REPORT))
    [fault] = said(tree, "E106", period=DECEMBER)
    assert str(fault.place) == f"{DECEMBERS}:{line_of(tree, DECEMBERS, 'Issue:')}"
    assert fault.what == "the issue is word for word that of November 2018"
    assert (fault.section, fault.severity) == ("access", Severity.WARNING)
