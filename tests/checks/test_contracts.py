from __future__ import annotations

from support.editions import said
from support.instances import ACCESS, FEEDBACK, PACK, edited, minimal

KEEPER = "Directorate development manager"


def test_m109_passes_datasets_that_exist() -> None:
    assert said(minimal(), "M109") == []


def test_m109_passes_a_dataset_whose_contract_is_there_and_cannot_be_read() -> None:
    assert said(edited(minimal(), ACCESS, "kind: measures", "kind: &x measures"), "M109") == []


def test_m109_finds_a_dataset_that_does_not_exist() -> None:
    [fault] = said(edited(minimal(), PACK, "[access]", "[acces]"), "M109")
    assert fault.place.path == PACK
    assert fault.what == "section 'access': there is no dataset 'acces'; did you mean 'access'?"
    assert (fault.who, fault.section) == (KEEPER, "access")


def test_m109_finds_a_dataset_of_another_rhythm_and_says_no_more_about_it() -> None:
    tree = edited(minimal(), ACCESS, "cadence: monthly", "cadence: weekly")
    [fault] = said(tree, "M109")
    assert fault.what == "section 'access': dataset 'access' is weekly, the pack monthly"
    assert said(tree, "M103") == []


def test_m112_passes_services_that_exist() -> None:
    tree = edited(minimal(), FEEDBACK, "unit: percent", "unit: percent\n    services: [seisdon]")
    assert said(tree, "M112") == []


def test_m112_finds_a_measure_of_an_unknown_service() -> None:
    tree = edited(minimal(), FEEDBACK, "unit: percent", "unit: percent\n    services: [siesdon]")
    [fault] = said(tree, "M112")
    assert fault.place.path == FEEDBACK
    assert fault.what == (
        "measure 'recommend': there is no service 'siesdon'; did you mean 'seisdon'?"
    )
    assert (fault.who, fault.section) == (KEEPER, "feedback")
