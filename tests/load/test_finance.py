from __future__ import annotations

from decimal import Decimal

from boardpack.load.instance import load_instance
from boardpack.model.rows import (
    FinanceLine,
)
from support.instances import (
    FINANCE,
    FINANCE_ROWS,
    FINANCE_TOTALS,
    edited,
    found,
    minimal,
    without_file,
)


def test_lines_and_printed_totals_are_read_with_their_places() -> None:
    instance, _ = load_instance(minimal())
    assert instance is not None
    [file] = instance.datasets["budgets"].files
    first, total = file.rows[0], file.totals[2]
    assert isinstance(first, FinanceLine)
    assert (first.group, first.line_title, first.order) == ("Contracts", "GMS", 1)
    assert first.ytd_variance == Decimal(5)
    assert str(first.place) == f"{FINANCE_ROWS}:2"
    assert (total.level, total.group) == ("grand-total", "")
    assert str(total.place) == f"{FINANCE_TOTALS}:4"


def test_a_finance_dataset_may_come_without_printed_totals() -> None:
    assert load_instance(without_file(minimal(), FINANCE_TOTALS))[1] == []


def test_c105_finds_a_suppressed_amount() -> None:
    [fault] = found(edited(minimal(), FINANCE_ROWS, "GMS,1,100", "GMS,1,*"), "C105")
    assert str(fault.place) == f"{FINANCE_ROWS}:2"
    assert fault.what == "ytd_budget '*' stands for a suppressed value, which cannot be here"


def test_c105_finds_an_unknown_level_of_total() -> None:
    tree = edited(minimal(), FINANCE_TOTALS, "seisdon,grand-total", "seisdon,sum")
    [fault] = found(tree, "C105")
    assert fault.what == "level 'sum' must be one of group, sub-total, grand-total"


def test_a_contract_may_describe_an_amount_but_not_make_it_text() -> None:
    tree = edited(
        minimal(),
        FINANCE,
        "rounding: 1",
        "rounding: 1\nfields: [{name: ytd_budget, title: Budget, groupChar: ','}]",
    )
    tree = edited(tree, FINANCE_ROWS, "GMS,1,100,", 'GMS,1,"1,000",')
    instance, findings = load_instance(tree)
    assert findings == []
    assert instance is not None
    [file] = instance.datasets["budgets"].files
    assert isinstance(file.rows[0], FinanceLine)
    assert file.rows[0].ytd_budget == Decimal(1000)
    [fault] = found(edited(tree, FINANCE_ROWS, '"1,000"', ""), "C105")
    assert fault.what == "ytd_budget needs a value"
