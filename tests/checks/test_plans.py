from __future__ import annotations

import pytest

from boardpack.findings import Severity
from support.editions import everything_said, said
from support.instances import APPOINTMENTS, PLAN_ROWS, Files, edited, with_plans

OWNER = "Director of primary care"
NEXT_STEP = "Agree the rota with the third"


def changed(old: str, new: str) -> Files:
    return edited(with_plans(), PLAN_ROWS, old, new)


def test_nothing_is_said_of_good_plans() -> None:
    assert everything_said(with_plans()) == []


def test_g101_passes_a_late_plan_that_says_what_comes_next() -> None:
    assert said(with_plans(), "G101") == []


def test_g101_finds_a_late_plan_that_does_not() -> None:
    [fault] = said(changed(NEXT_STEP, ""), "G101")
    assert (str(fault.place), fault.who, fault.section) == (f"{PLAN_ROWS}:3", OWNER, "plans")
    words = "'Shared telephone desk' (A2) was due by 31 October 2018, and nothing says what comes"
    assert fault.what == f"{words} next"
    assert fault.severity is Severity.ERROR


def test_g101_passes_a_plan_that_is_not_late_yet() -> None:
    tree = edited(changed(NEXT_STEP, ""), PLAN_ROWS, "2018-10-31", "2018-12-01")
    assert said(tree, "G101") == []


def test_g102_passes_a_plan_that_is_done_and_nobodys() -> None:
    assert said(changed("September 2018,practice-manager", "September 2018,"), "G102") == []


def test_g102_finds_a_plan_that_nobody_answers_for() -> None:
    [fault] = said(changed("2019-03-31,practice-manager", "2019-03-31,"), "G102")
    assert str(fault.place) == f"{PLAN_ROWS}:2"
    assert fault.what == "'Online booking' (A1) has nobody who is responsible"


@pytest.mark.parametrize("timescale", ["March 2019", "Q4 2018/19", "by the end of 2018/19"])
def test_g103_passes_a_timescale_that_can_be_read(timescale: str) -> None:
    assert said(changed("2019-03-31", timescale), "G103") == []


def test_g103_finds_a_timescale_that_is_no_day_or_period() -> None:
    [fault] = said(changed("2019-03-31", "ongoing"), "G103")
    assert fault.what.endswith(
        "has the timescale 'ongoing', which is no day or period that can be read"
    )
    assert fault.severity is Severity.WARNING


def test_g103_finds_a_plan_without_a_timescale() -> None:
    [fault] = said(changed("2019-03-31", ""), "G103")
    assert fault.what == "'Online booking' (A1) does not say by when it is done"


def test_g104_passes_a_plan_that_is_behind_after_its_date() -> None:
    assert said(with_plans(), "G104") == []


@pytest.mark.parametrize("status", ["on track", "not started"])
def test_g104_finds_a_status_that_knows_nothing_of_its_date(status: str) -> None:
    [fault] = said(changed(",behind,", f",{status},"), "G104")
    words = f"'Shared telephone desk' (A2) is '{status}', although it was due by 31 October 2018"
    assert (fault.what, fault.severity) == (words, Severity.ERROR)


def test_g104_finds_it_only_once_the_period_has_come_to_the_date() -> None:
    assert said(with_plans(), "G104", period="2019-02") == []
    [fault] = said(with_plans(), "G104", period="2019-03")
    assert fault.what.startswith("'Online booking' (A1) is 'on track'")


def test_g105_passes_savings_that_are_as_the_status_says() -> None:
    assert said(with_plans(), "G105") == []


@pytest.mark.parametrize("status", ["on track", "complete"])
def test_g105_finds_a_good_status_of_savings_that_are_behind(status: str) -> None:
    [fault] = said(changed(",behind,", f",{status},"), "G105")
    assert fault.what == (
        f"'Shared telephone desk' (A2) is '{status}', but 70 was saved of 80 that were due by now"
    )


def test_g106_passes_a_saving_off_track_that_has_a_contingency() -> None:
    assert said(with_plans(), "G106") == []


def test_g106_finds_a_saving_off_track_without_contingency() -> None:
    [fault] = said(changed("Each practice keeps its own desk", ""), "G106")
    assert fault.what.endswith("is late, and nothing says what is done if it fails")


def test_p101_finds_a_plan_of_a_role_that_does_not_exist() -> None:
    [fault] = said(changed("2019-03-31,practice-manager", "2019-03-31,practise-manager"), "P101")
    assert fault.what == (
        "responsible for 'A1': there is no person or role 'practise-manager'; "
        "did you mean 'practice-manager'?"
    )


def test_p108_passes_roles_that_somebody_holds_somewhere() -> None:
    assert said(with_plans(), "P108") == []


def test_p108_finds_a_plan_of_a_role_that_nobody_holds_any_more() -> None:
    tree = edited(
        with_plans(), APPOINTMENTS, "director-of-primary-care,directorate,2018-04-01,,",
        "director-of-primary-care,directorate,2018-04-01,2018-11-30,",
    )  # fmt: skip
    whats = [fault.what for fault in said(tree, "P108")]
    words = "nobody holds the role 'director-of-primary-care' on 2018-12-14, when the edition"
    assert f"responsible for 'A2': {words} is due" in whats


def test_p108_finds_a_plan_of_a_service_whose_role_is_vacant_there() -> None:
    tree = edited(
        with_plans(), APPOINTMENTS, "manager-seisdon,practice-manager,seisdon,2018-04-01,,",
        "manager-seisdon,practice-manager,seisdon,2018-04-01,2018-12-01,",
    )  # fmt: skip
    [fault] = [one for one in said(tree, "P108") if one.place.path == PLAN_ROWS]
    assert (fault.place.line, fault.service) == (4, "seisdon")


def test_p108_finds_whoever_has_left() -> None:
    tree = edited(
        changed("2019-03-31,practice-manager", "2019-03-31,finance-manager"), APPOINTMENTS,
        "finance-manager,finance-manager,directorate,2018-04-01,,",
        "finance-manager,finance-manager,directorate,2018-04-01,2018-11-30,",
    )  # fmt: skip
    assert [one.place.line for one in said(tree, "P108") if one.place.path == PLAN_ROWS] == [2]
