from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from boardpack.load.instance import load_instance
from boardpack.model.rows import PlanLine, PlanStatus
from support.editions import said
from support.instances import (
    ACCESS,
    FINANCE,
    PLAN_ROWS,
    PLANS,
    RISKS,
    Files,
    edited,
    found,
    with_plans,
)


def plans(tree: Files) -> list[PlanLine]:
    instance, findings = load_instance(tree)
    assert instance is not None
    assert findings == []
    [file] = instance.datasets["plans"].files
    return [row for row in file.rows if isinstance(row, PlanLine)]


def test_a_plan_is_read_with_its_money_its_date_and_whoever_is_responsible() -> None:
    _, desk, _ = plans(with_plans())
    assert (desk.id, desk.title, desk.theme) == ("A2", "Shared telephone desk", "Access")
    assert (desk.status, desk.due) == (PlanStatus.BEHIND, date(2018, 10, 31))
    assert (desk.planned_saving, desk.actual_saving) == (Decimal(120), Decimal(70))
    assert desk.responsible == ("director-of-primary-care", "practice-manager")
    assert str(desk.place) == f"{PLAN_ROWS}:3"


def test_a_saving_that_nobody_stated_is_no_nought() -> None:
    booking, *_ = plans(with_plans())
    assert (booking.planned_saving, booking.actual_saving) == (None, None)


def test_a_timescale_that_cannot_be_read_is_kept_as_it_is_printed() -> None:
    booking, *_ = plans(edited(with_plans(), PLAN_ROWS, "2019-03-31", "ongoing"))
    assert (booking.timescale, booking.due) == ("ongoing", None)


def test_a_file_may_leave_out_what_only_some_plans_have() -> None:
    rows = "id,title,status,progress,next_step,timescale,responsible\nA1,Desk,on track,,,2019-03,\n"
    tree = edited({**with_plans(), PLAN_ROWS: rows.encode()}, PLANS, "seisdon: 1", "seisdon: 0")
    [plan] = plans(tree)
    assert (plan.theme, plan.service, plan.has_saving) == ("", "", False)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (",on track,", ",fine,", "status 'fine' must be one of not started, on track, behind,"),
        (",on track,", ",,", "status needs a value"),
        ("A1,Online", ",Online", "id needs a value"),
        ("120,70", "£120,70", "planned_saving '£120' must be a plain number"),
    ],
)
def test_c105_finds_a_plan_that_cannot_be_used(old: str, new: str, words: str) -> None:
    [fault] = found(edited(with_plans(), PLAN_ROWS, old, new), "C105")
    assert fault.what.startswith(words)


def test_m105_finds_a_plan_that_stands_twice() -> None:
    tree = edited(with_plans(), PLAN_ROWS, "A2,Shared", "A1,Shared")
    [fault] = said(tree, "M105")
    assert "'A1'" in fault.what


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("planned: planned_saving", "planned: baseline", "a column of type string"),
        ("group: theme", "group: programme", "no such column"),
    ],
)
def test_d105_finds_progress_of_plans_that_names_another_column(
    old: str, new: str, words: str
) -> None:
    [fault] = found(edited(with_plans(), PLANS, old, new), "D105")
    assert words in fault.what
    assert fault.place.path == PLANS


def test_a_contract_narrows_what_a_kind_allows_and_never_widens_it() -> None:
    own = "fields:\n  - {name: status, constraints: {enum: [behind, fine]}}\nunit: GBP thousand"
    tree = edited(with_plans(), PLANS, "unit: GBP thousand", own)
    faults = found(edited(tree, PLAN_ROWS, ",complete,", ",fine,"), "C105")
    assert [fault.place.line for fault in faults] == [2, 4]
    assert {fault.what.partition(" must be ")[2] for fault in faults} == {"one of behind"}


@pytest.mark.parametrize(
    ("path", "name", "hint"),
    [
        (PLANS, "next_steps", "; did you mean 'next_step'?"),
        (RISKS, "inherent_likelyhood", "; did you mean 'inherent_likelihood'?"),
        (FINANCE, "budget", ""),
        (ACCESS, "values", "; did you mean 'value'?"),
    ],
)
def test_d105_finds_a_field_that_would_narrow_nothing(path: str, name: str, hint: str) -> None:
    own = f"fields:\n  - {{name: {name}, constraints: {{required: true}}}}\nillustrative: true\n"
    [fault] = found(edited(with_plans(), path, "illustrative: true\n", own), "D105")
    assert fault.what.startswith(f"'{name}' is no column of a dataset of kind ")
    assert fault.what.endswith(hint)


def test_a_field_of_a_kind_s_own_column_narrows_it() -> None:
    own = "fields:\n  - {name: theme, constraints: {enum: [Access]}}\nillustrative: true\n"
    [fault] = found(edited(with_plans(), PLANS, "illustrative: true\n", own), "C105")
    assert fault.what == "theme 'Workforce' must be one of Access"
