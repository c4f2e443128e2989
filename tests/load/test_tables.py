from __future__ import annotations

from boardpack.load.instance import load_instance
from boardpack.model.dataset import (
    Gap,
)
from boardpack.model.rows import (
    TableRow,
)
from support.instances import SHIFT_ROWS, SHIFTS, edited, found, minimal


def test_a_row_has_its_service_and_typed_cells() -> None:
    instance, _ = load_instance(minimal())
    assert instance is not None
    row = instance.datasets["extra-shifts"].files[0].rows[2]
    assert isinstance(row, TableRow)
    assert row.service == "seisdon"
    assert row.cells == {"service": "seisdon", "day": "Monday", "shifts": 11}
    assert str(row.place) == f"{SHIFT_ROWS}:4"


def test_a_cell_of_a_table_may_be_suppressed() -> None:
    instance, findings = load_instance(edited(minimal(), SHIFT_ROWS, "Monday,11", "Monday,*"))
    assert findings == []
    assert instance is not None
    row = instance.datasets["extra-shifts"].files[0].rows[2]
    assert isinstance(row, TableRow)
    assert row.cells["shifts"] is Gap.SUPPRESSED


def test_c105_finds_a_day_that_is_not_listed() -> None:
    [fault] = found(edited(minimal(), SHIFT_ROWS, "seisdon,Monday", "seisdon,Someday"), "C105")
    assert str(fault.place) == f"{SHIFT_ROWS}:4"
    assert fault.what.startswith("day 'Someday' must be one of Monday, Tuesday")


def test_a_pattern_that_is_no_regular_expression_is_a_finding_and_no_traceback() -> None:
    tree = edited(minimal(), SHIFTS, "enum: [Monday, Tuesday, Wednesday, Thursday, Friday]",
                  "pattern: '(Monday'")  # fmt: skip
    assert [finding.code for finding in load_instance(tree)[1]] == ["D105"]
