from __future__ import annotations

from boardpack.analysis.deadlines import compute_deadline
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.analysis.outstanding import find_role_step
from boardpack.load.instance import load_instance
from support.instances import PACK, edited, minimal


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
