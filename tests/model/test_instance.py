from __future__ import annotations

from datetime import date

from boardpack.load.instance import load_instance
from boardpack.model.instance import Instance
from support.instances import APPOINTMENTS, edited, minimal

DAY = date(2018, 12, 3)


def loaded(tree: dict[str, bytes]) -> Instance:
    instance, findings = load_instance(tree)
    assert findings == []
    assert instance is not None
    return instance


def test_a_role_is_held_for_a_service_or_for_all() -> None:
    instance = loaded(minimal())
    assert instance.list_holders("practice-manager", "seisdon", DAY) == ("manager-seisdon",)
    assert instance.list_holders("finance-manager", "seisdon", DAY) == ("finance-manager",)
    assert instance.list_holders("practice-manager", "directorate", DAY) == ()


def test_deputies_come_last() -> None:
    last = "primary-care-director,director-of-primary-care,directorate,2018-04-01,,\n"
    deputy = "director-cannock,service-director,seisdon,2018-04-01,,director-seisdon\n"
    whole = "primary-care-director,service-director,directorate,2018-04-01,,\n"
    tree = edited(minimal(), APPOINTMENTS, last, deputy + last + whole)
    assert loaded(tree).list_holders("service-director", "seisdon", DAY) == (
        "director-seisdon",
        "primary-care-director",
        "director-cannock",
    )


def test_the_directorate_counts_as_a_service_but_is_not_listed() -> None:
    instance = loaded(minimal())
    assert instance.service_ids == ("cannock-chase", "seisdon")
    assert instance.is_service("directorate")
    assert instance.is_service("seisdon")
    assert not instance.is_service("elsewhere")
