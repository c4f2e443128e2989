from __future__ import annotations

import pytest

from boardpack.analysis.states import State
from boardpack.findings import Severity
from support.editions import edition_of, said
from support.instances import FEEDBACK_ROWS, WAIVERS, minimal, with_file, without_line

KEEPER = "Directorate development manager"
GOOD = "monthly,2018-11,seisdon,feedback,The survey is late.,development-manager,2018-12-14"


def test_w101_passes_a_complete_waiver() -> None:
    assert said(_late(GOOD), "W101") == []
    assert _state(GOOD) is State.WAIVED


@pytest.mark.parametrize(
    ("old", "words"),
    [
        ("The survey is late.", "the waiver has no reason"),
        ("development-manager", "the waiver has no owner"),
        ("2018-12-14", "the waiver has no until"),
        ("development-manager,2018-12-14", "the waiver has no owner and no until"),
    ],
)
def test_w101_finds_a_waiver_that_lacks_something_and_it_protects_nothing(
    old: str, words: str
) -> None:
    row = GOOD.replace(old, "," * old.count(","))
    [fault] = said(_late(row), "W101")
    assert (str(fault.place), fault.what) == (f"{WAIVERS}:2", words)
    assert (fault.who, fault.service, fault.section) == (KEEPER, "seisdon", "feedback")
    assert _state(row) is State.MISSING
    assert [finding.section for finding in said(_late(row), "M103")] == ["feedback"]


def test_w102_passes_a_waiver_that_ends_on_the_due_day() -> None:
    assert said(_late(GOOD), "W102") == []


def test_w102_passes_waivers_of_other_editions() -> None:
    assert said(_late(GOOD.replace("2018-11", "2018-10").replace("12-14", "01-01")), "W102") == []


def test_w102_finds_a_waiver_that_has_ended_and_protects_nothing() -> None:
    row = GOOD.replace("12-14", "12-13")
    [fault] = said(_late(row), "W102")
    assert str(fault.place) == f"{WAIVERS}:2"
    assert fault.what == "the waiver ends on 2018-12-13, the edition is due on 2018-12-14"
    assert (fault.who, fault.service, fault.section) == (KEEPER, "seisdon", "feedback")
    assert _state(row) is State.MISSING


def test_w102_finds_only_the_ended_one_of_two_waivers() -> None:
    rows = GOOD.replace("12-14", "11-30") + "\n" + GOOD
    [fault] = said(_late(rows), "W102")
    assert fault.place.line == 2
    assert _state(rows) is State.WAIVED


def test_w103_passes_a_waiver_for_a_later_edition() -> None:
    assert said(_late(GOOD.replace("2018-11", "2019-03")), "W103") == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("monthly", "montly", "there is no pack 'montly'; did you mean 'monthly'?"),
        ("2018-11", "2018-W48", "'monthly' is monthly, '2018-W48' is not"),
        ("seisdon", "siesdon", "there is no service 'siesdon'; did you mean 'seisdon'?"),
        ("feedback", "feedbak", "'seisdon' has no section 'feedbak'; did you mean 'feedback'?"),
        ("feedback", "risks", "'seisdon' has no section 'risks'"),
    ],
)
def test_w103_finds_a_waiver_for_nothing(old: str, new: str, words: str) -> None:
    [fault] = said(_late(GOOD.replace(old, new)), "W103")
    assert (str(fault.place), fault.what) == (f"{WAIVERS}:2", words)
    assert fault.who == KEEPER


def test_w103_finds_a_waiver_for_a_period_that_does_not_exist() -> None:
    [fault] = said(_late(GOOD.replace("2018-11", "2018-13")), "W103")
    assert "2018-13" in fault.what


def test_w104_passes_a_waiver_that_is_needed() -> None:
    assert said(_late(GOOD), "W104") == []


def test_w104_finds_a_waiver_for_a_complete_section() -> None:
    [fault] = said(_waived(minimal(), GOOD), "W104")
    assert str(fault.place) == f"{WAIVERS}:2"
    assert fault.what == "'Patient feedback' is complete without the waiver"
    assert (fault.who, fault.severity) == (KEEPER, Severity.WARNING)
    assert (fault.service, fault.section) == ("seisdon", "feedback")


def test_w104_finds_a_waiver_for_a_section_that_is_not_due() -> None:
    row = "monthly,2018-12,directorate,risks,It is late.,development-manager,2019-02-01"
    [fault] = said(_waived(minimal(), row), "W104", period="2018-12")
    assert fault.what == "'Risk register' is not due"


def _waived(tree: dict[str, bytes], rows: str) -> dict[str, bytes]:
    return with_file(tree, WAIVERS, f"pack,period,service,section,reason,owner,until\n{rows}\n")


def _late(rows: str) -> dict[str, bytes]:
    """Return the instance without the figures that the waivers are about."""
    tree = without_line(minimal(), FEEDBACK_ROWS, "2018-11,seisdon,recommend")
    return _waived(tree, rows)


def _state(rows: str) -> State:
    entry = edition_of(_late(rows)).find_entry("seisdon", "feedback")
    assert entry is not None
    return entry.state
