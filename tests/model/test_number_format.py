"""A number that a spreadsheet shows otherwise than it is, is not taken for what it shows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boardpack.model.number_format import find_mask

ACCOUNTS = '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-'


@pytest.mark.parametrize(
    ("number_format", "value"),
    [
        ("General", 3), ("0", 3), ("#,##0.00", 1234), ("0%", 0.4), (ACCOUNTS, 1234), (ACCOUNTS, 0),
        ('0;-0;"-"', 0), ("£#,##0", 5), ('[<5]"*";0', 16), ('0" people"', 3), ("0.0E+00", 3),
        ("[Red]-0;0", 3), ("[$£-809]#,##0", 3),
    ],
)  # fmt: skip
def test_a_format_that_shows_the_number_masks_nothing(number_format: str, value: float) -> None:
    assert find_mask(number_format, Decimal(str(value))) == ""


@pytest.mark.parametrize(
    ("number_format", "value"),
    [
        ('[<5]"*";0', 3), ('"*"', 3), ('"<5"', 16), ("\\*", 3), ('0;"none"', -3), ("0,", 27000),
        ("#,##0.0,,", 2700000), ('[>=5]0;"few"', 3),
    ],
)  # fmt: skip
def test_a_format_that_hides_or_scales_the_number_is_seen(number_format: str, value: float) -> None:
    assert find_mask(number_format, Decimal(str(value)))
