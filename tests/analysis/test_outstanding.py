from __future__ import annotations

from collections.abc import Mapping

from boardpack.analysis.deadlines import compute_deadline
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.analysis.outstanding import (
    Duty,
    OutstandingItem,
    SignoffStanding,
    find_role_step,
    list_outstanding_items,
)
from boardpack.load.instance import load_instance
from support.cycles import at, load, opened, ready, timed
from support.instances import PACK, edited, minimal

Unknown = Mapping[tuple[str, str], tuple[str, ...]]


def edition(tree: dict[str, bytes]) -> Edition:
    instance, _ = load_instance(tree)
    assert instance is not None
    return analyse_edition(instance, "monthly", "2018-11")


def hands_over(found: Edition, role: str) -> str:
    step = find_role_step(found, role)
    return compute_deadline(step, found.pack, found.period).isoformat() if step else "never"


def test_a_chased_step_is_the_deadline_of_its_role() -> None:
    assert hands_over(edition(minimal()), "practice-manager") == "2018-12-12T23:59:00"


def test_a_role_that_nobody_chases_has_its_last_step_before_the_handover() -> None:
    assert hands_over(edition(minimal()), "finance-manager") == "2018-12-10T23:59:00"


def test_a_role_whose_steps_all_come_later_has_the_first_of_them() -> None:
    assert hands_over(edition(minimal()), "service-director") == "2018-12-14T23:59:00"


def test_a_role_without_a_step_after_the_period_hands_over_by_none() -> None:
    found = edition(minimal())
    assert hands_over(found, "development-manager") == "never"
    assert hands_over(found, "nobody") == "never"


def test_a_deadline_that_is_not_understood_is_passed_over() -> None:
    tree = edited(minimal(), PACK, "when: working day 8", "when: some day")
    assert hands_over(edition(tree), "practice-manager") == "never"


def owed(moment: str, unknown_writers: Unknown, period: str = "2018-11") -> list[OutstandingItem]:
    found = analyse_edition(load(opened(ready(timed()), "2018-12")), "monthly", period)
    return list(list_outstanding_items(found, at(moment), SignoffStanding(found, unknown_writers)))


def test_nobody_is_asked_to_sign_what_somebody_unknown_wrote() -> None:
    unknown = {("cannock-chase", "access"): ("x@example.org",)}
    items = owed("2018-12-14T09:00", unknown)
    signatures = {(one.service, one.section) for one in items if one.kind is Duty.SIGNATURE}
    assert ("cannock-chase", "access") not in signatures
    assert ("cannock-chase", "summary") in signatures
    (address,) = [one for one in items if one.kind is Duty.ADDRESS]
    assert (address.title, address.path) == ("x@example.org", "data/people.csv")
    assert address.holding.words == "Directorate development manager"


def test_where_everybody_is_known_no_address_is_asked_for() -> None:
    assert not [one for one in owed("2018-12-14T09:00", {}) if one.kind is Duty.ADDRESS]


def shifts(moment: str) -> set[Duty]:
    return {one.kind for one in owed(moment, {}, "2018-12") if one.section == "extra-shifts"}


def test_last_month_s_table_is_no_reason_to_sign_while_a_new_one_may_come() -> None:
    assert shifts("2019-01-02T09:00") == {Duty.FIGURES}


def test_last_month_s_table_stands_once_it_is_too_late_for_a_new_one() -> None:
    assert shifts("2019-01-10T09:00") == {Duty.SIGNATURE}
