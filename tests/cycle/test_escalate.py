from __future__ import annotations

import pytest

from support.cycles import Office, timed, with_appointments
from support.instances import APPOINTMENTS, PACK, edited, without_line

ESCALATED = "done_when: narratives, chase: development-manager, escalate_to: line-manager"


def test_a_step_that_names_nobody_to_be_told_is_the_person_s_own_affair() -> None:
    tree = edited(timed(), PACK, ESCALATED, "done_when: narratives, chase: development-manager")
    assert "line-manager" not in Office().chase(tree, "2018-12-13T09:00")


def test_each_service_may_have_a_line_manager_of_its_own() -> None:
    tree = without_line(timed(), APPOINTMENTS, "line-manager,line-manager")
    tree = with_appointments(
        tree,
        "director-cannock,line-manager,cannock-chase,2018-04-01,,",
        "director-seisdon,line-manager,seisdon,2018-04-01,,",
    )
    told = Office().chase(tree, "2018-12-13T09:00")
    assert [bool(told[name].others_late) for name in ("director-cannock", "director-seisdon")] == [
        True,
        False,
    ]


def test_nobody_is_told_of_what_they_owe_themselves() -> None:
    tree = without_line(timed(), APPOINTMENTS, "line-manager,line-manager")
    tree = with_appointments(tree, "manager-cannock,line-manager,directorate,2018-04-01,,")
    notice = Office().chase(tree, "2018-12-13T09:00")["manager-cannock"]
    assert notice.owes
    assert notice.others_late == ()


@pytest.mark.parametrize(
    ("gone", "keeper"),
    [
        (["manager-cannock,practice"], "development-manager"),
        (["manager-cannock,practice", "development-manager,"], "line-manager"),
    ],
)
def test_what_nobody_is_there_for_is_told_to_whoever_chases(gone: list[str], keeper: str) -> None:
    tree = timed()
    for row in gone:
        tree = without_line(tree, APPOINTMENTS, row)
    told = Office().chase(tree, "2018-12-12T09:00")
    assert {duty.item.kind.value for duty in told[keeper].unheard} >= {"narrative"}
