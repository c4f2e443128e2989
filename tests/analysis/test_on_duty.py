from __future__ import annotations

from datetime import date

import pytest

from boardpack.analysis.on_duty import OnDuty, find_on_duty
from boardpack.load.instance import load_instance
from boardpack.model.instance import Instance
from support.instances import APPOINTMENTS, Files, minimal, without_line

DAY = date(2018, 12, 19)


def instance_with(*rows: str, tree: Files | None = None) -> Instance:
    files = tree or minimal()
    registers = files[APPOINTMENTS] + "".join(f"{row}\n" for row in rows).encode()
    instance, _ = load_instance({**files, APPOINTMENTS: registers})
    assert instance is not None
    return instance


def on_duty(instance: Instance, day: date = DAY) -> OnDuty:
    return find_on_duty(instance, "practice-manager", "seisdon", day)


def test_the_holder_does_the_work() -> None:
    assert on_duty(instance_with()) == OnDuty(("manager-seisdon",))


@pytest.mark.parametrize("day", [date(2018, 12, 16), date(2019, 1, 5)])
def test_a_deputy_with_a_last_day_stands_in_until_then(day: date) -> None:
    row = "manager-cannock,practice-manager,seisdon,2018-12-17,2019-01-04,manager-seisdon"
    instance = instance_with(row)
    assert on_duty(instance) == OnDuty(("manager-cannock",), ("manager-seisdon",))
    assert on_duty(instance, day) == OnDuty(("manager-seisdon",))


def test_a_deputy_without_a_last_day_says_nothing_of_who_is_there() -> None:
    row = "manager-cannock,practice-manager,seisdon,2018-12-17,,manager-seisdon"
    assert on_duty(instance_with(row)) == OnDuty(("manager-seisdon",))


def test_where_somebody_left_the_deputies_do_the_work() -> None:
    tree = without_line(minimal(), APPOINTMENTS, "manager-seisdon,")
    rows = (
        "manager-seisdon,practice-manager,seisdon,2018-04-01,2018-11-30,",
        "manager-cannock,practice-manager,seisdon,2018-12-01,,manager-seisdon",
    )
    assert on_duty(instance_with(*rows, tree=tree)) == OnDuty(("manager-cannock",))
    assert on_duty(instance_with(tree=tree)) == OnDuty()


def test_who_is_in_no_register_cannot_be_told() -> None:
    assert on_duty(instance_with("nobody,practice-manager,seisdon,2018-04-01,,")) == OnDuty(
        ("manager-seisdon",)
    )
