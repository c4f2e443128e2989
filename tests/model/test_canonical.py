from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from boardpack.model.canonical import compute_digest, to_canonical_json
from boardpack.model.dataset import Better, Gap


@dataclass(frozen=True, slots=True)
class Value:
    name: str
    amount: Decimal | Gap = Gap.MISSING
    parts: dict[str, int] = field(default_factory=dict)


def test_a_value_is_written_with_sorted_keys_and_no_spaces() -> None:
    value = Value("Zoë", Decimal("4.10"), {"b": 1, "a": 2})
    expected = '{"amount":"4.10","name":"Zoë","parts":{"a":2,"b":1}}'
    assert to_canonical_json(value) == expected.encode()


def test_days_choices_and_gaps_are_text_and_tuples_are_lists() -> None:
    value = (date(2018, 11, 30), Better.LOWER, Gap.SUPPRESSED, None, True)
    assert to_canonical_json(value) == b'["2018-11-30","lower","suppressed",null,true]'


def test_a_set_is_a_list_in_its_order() -> None:
    assert to_canonical_json(frozenset({"b", "c", "a"})) == b'["a","b","c"]'


def test_equal_values_have_equal_digests_and_others_do_not() -> None:
    assert compute_digest(Value("a", parts={"x": 1, "y": 2})) == compute_digest(
        Value("a", parts={"y": 2, "x": 1})
    )
    assert compute_digest(Value("a", Decimal(0))) != compute_digest(Value("a", Gap.MISSING))
    assert len(compute_digest(None)) == 64


def test_what_has_no_canonical_form_is_our_bug() -> None:
    with pytest.raises(TypeError, match="no canonical form for object"):
        to_canonical_json(object())
