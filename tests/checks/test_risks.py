from __future__ import annotations

from boardpack.findings import Severity
from support.editions import said
from support.instances import RISK_ROWS, RISKS, edited, minimal

OWNER = "Director of primary care"


def test_r101_passes_risks_with_owner_and_lead() -> None:
    assert said(minimal(), "R101") == []


def test_r101_finds_a_risk_without_owner_and_lead() -> None:
    names = "2,3,director-of-primary-care,practice-manager,down"
    [fault] = said(edited(minimal(), RISK_ROWS, names, "2,3,,,down"), "R101")
    assert (str(fault.place), fault.what) == (f"{RISK_ROWS}:3", "risk R2 has no owner and no lead")
    assert (fault.who, fault.section, fault.severity) == (OWNER, "risks", Severity.WARNING)


def test_r101_passes_a_register_that_is_not_due() -> None:
    names = "2,3,director-of-primary-care,practice-manager,down"
    tree = edited(minimal(), RISK_ROWS, names, "2,3,,,down")
    assert said(tree, "R101", period="2018-12") == []


def test_r102_passes_scores_that_bands_cover() -> None:
    assert said(minimal(), "R102") == []


def test_r102_finds_a_score_between_two_bands() -> None:
    tree = edited(minimal(), RISKS, "maximum: 10}", "maximum: 8}")
    [fault] = said(tree, "R102")
    assert str(fault.place) == f"{RISK_ROWS}:3"
    assert fault.what == "risk R2 scores 9, which lies in no band"
    assert (fault.who, fault.section) == (OWNER, "risks")


def test_r104_passes_a_risk_updated_on_the_day_it_was_opened() -> None:
    tree = edited(minimal(), RISK_ROWS, "2018-08-28,2018-11-20", "2018-11-20,2018-11-20")
    assert said(tree, "R104") == []


def test_r104_finds_a_risk_updated_before_it_was_opened() -> None:
    tree = edited(minimal(), RISK_ROWS, "2018-08-28,2018-11-20", "2018-11-21,2018-11-20")
    [fault] = said(tree, "R104")
    assert str(fault.place) == f"{RISK_ROWS}:3"
    assert fault.what == ("risk R2 was updated on 2018-11-20, before it was opened on 2018-11-21")
    assert (fault.who, fault.section) == (OWNER, "risks")
