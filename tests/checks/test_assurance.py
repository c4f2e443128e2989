"""Rules on the assurance framework."""

from __future__ import annotations

import pytest

from boardpack.findings import Severity
from support.editions import everything_said, said
from support.instances import FRAMEWORK_ROWS, edited, minimal, with_assurance


def framework(old: str, new: str) -> dict[str, bytes]:
    return edited(with_assurance(minimal()), FRAMEWORK_ROWS, old, new)


def test_nothing_is_said_of_a_framework_that_is_whole() -> None:
    assert everything_said(with_assurance(minimal())) == []


def test_r110_passes_risks_and_measures_that_are_there() -> None:
    assert said(with_assurance(minimal()), "R110") == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("R1; R2", "R1; R9", "objective O1 names a risk 'R9', which is in no register"),
        (",missed,", ",mised,", "objective O1 names a measure 'mised', which is not there"),
    ],
)
def test_r110_finds_what_is_not_there(old: str, new: str, words: str) -> None:
    [found] = said(framework(old, new), "R110")
    assert words in found.what
    assert (str(found.place), found.severity) == (f"{FRAMEWORK_ROWS}:2", Severity.ERROR)


def test_r111_passes_an_objective_with_either_assurance() -> None:
    assert said(framework("Monthly report,Inspection", ",Inspection"), "R111") == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("R1; R2", "", "names no risk"),
        ("Rota | Lease review", "", "has no control"),
        ("Monthly report,Inspection", ",", "has no assurance, within or outside"),
    ],
)
def test_r111_finds_an_objective_that_nobody_assures(old: str, new: str, words: str) -> None:
    [found] = said(framework(old, new), "R111")
    assert (found.what, found.severity) == (f"objective O1 {words}", Severity.WARNING)


def test_r112_passes_a_gap_with_an_action_and_no_gap() -> None:
    assert said(with_assurance(minimal()), "R112") == []
    assert said(framework("No baseline,Take one", ","), "R112") == []


def test_r112_finds_a_gap_without_action() -> None:
    [found] = said(framework("No baseline,Take one", "No baseline,"), "R112")
    assert found.what == "objective O1 has a gap and no action: No baseline"
