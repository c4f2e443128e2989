from __future__ import annotations

import pytest

from support.editions import said
from support.instances import ACCESS, APPOINTMENTS, PACK, edited, line_of, minimal

KEEPER = "Directorate development manager"


def test_p102_passes_roles_that_are_known() -> None:
    assert said(minimal(), "P102") == []


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        (
            "Bookings\n    requested_by: d",
            "Bookings\n    requested_by: no-d",
            "requested_by of section 'extra-shifts'",
        ),
        ("data_by: finance-", "data_by: no-finance-", "data_by of section 'finance'"),
        ("signed_off_by: service-", "signed_off_by: no-service-", "signed_off_by"),
        ("who: finance-", "who: no-finance-", "who of step 'data'"),
        ("chase: dev", "chase: no-dev", "chase of step 'narrate'"),
        ("escalate_to: s", "escalate_to: no-s", "escalate_to of step 'narrate'"),
        ("chase: dev", "recipients: [no-one]\n    chase: dev", "recipients of step 'narrate'"),
    ],
)
def test_p102_finds_unknown_roles_of_a_pack(old: str, new: str, where: str) -> None:
    [fault] = said(edited(minimal(), PACK, old, new), "P102")
    assert fault.place.path == PACK
    assert fault.what.startswith(f"{where}: there is no role 'no-")
    assert fault.who


def test_p102_finds_a_role_once_though_many_sections_name_it() -> None:
    old, new = "narrated_by: practice-manager", "narrated_by: practice-manger"
    [fault] = said(edited(minimal(), PACK, old, new, count=4), "P102")
    assert fault.what == (
        "narrated_by of section 'summary' and 3 more: there is no role 'practice-manger'; "
        "did you mean 'practice-manager'?"
    )
    assert fault.who == KEEPER


def test_p102_finds_the_unknown_owner_of_a_dataset() -> None:
    [fault] = said(edited(minimal(), ACCESS, "owner: development-manager", "owner: nobody"), "P102")
    assert (fault.place.path, fault.what) == (ACCESS, "owner: there is no role 'nobody'")


def test_p102_finds_the_unknown_role_of_an_appointment() -> None:
    tree = edited(minimal(), APPOINTMENTS, ",finance-manager,", ",treasurer,")
    [fault] = said(tree, "P102")
    assert str(fault.place) == f"{APPOINTMENTS}:{line_of(tree, APPOINTMENTS, 'treasurer')}"
    assert fault.what == "appointment of 'finance-manager': there is no role 'treasurer'"
