from __future__ import annotations

from decimal import Decimal

import pytest

from boardpack.analysis.quoted_numbers import find_quoted_numbers, is_slip
from boardpack.model.dataset import Unit
from support.patience import growing_by_length_alone


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("62.4% were", "62.4", Unit.PERCENT),
        ("62.4 per cent were", "62.4", Unit.PERCENT),
        ("(61,240 booked)", "61240", Unit.COUNT),
        ("It cost £8,940.", "8940", Unit.GBP),
        ("It cost £1.2m.", "1200000", Unit.GBP),
        ("closed in 16 working days", "16", Unit.DAYS),
        ("down by −3.5%", "3.5", Unit.PERCENT),
        ("24 of them", "24", Unit.COUNT),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, value: str, unit: Unit) -> None:
    [number] = find_quoted_numbers(text)
    assert (number.value, number.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "on 12 November 2018",
        "since 2018",
        "on 2018-11-12",
        "at 11:15",
        "risk A1.54",
        "a 24-hour clinic",
        "in 2018/19",
        "[the plan](https://example.org/62.4)",
        "`62.4`",
        "**see** https://example.org/7240",
    ],
)
def test_dates_times_and_parts_of_names_are_no_numbers(text: str) -> None:
    assert list(find_quoted_numbers(text)) == []


def test_a_number_knows_its_sentence_and_its_line() -> None:
    numbers = list(find_quoted_numbers("It rose to 5.9%. Waits\nfell to 17.3%.\n\n- 3 of 4 came"))
    assert [(number.text, number.line) for number in numbers] == [
        ("5.9%", 0),
        ("17.3%", 1),
        ("3", 3),
        ("4", 3),
    ]
    assert numbers[1].sentence == "Waits\nfell to 17.3%.\n\n"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("73.6%", "73.6"),
        ("73.6%", "73.55"),
        ("over 73%", "73.6"),
        ("nearly 74%", "73.6"),
        ("some 61,200", "61240"),
        ("£134k", "134499"),
        ("3 points less", "-3"),
    ],
)
def test_a_number_quotes_a_value_as_exactly_as_it_is_written(text: str, value: str) -> None:
    [number] = find_quoted_numbers(text)
    assert number.quotes(Decimal(value))


@pytest.mark.parametrize(("text", "value"), [("73.6%", "73.5"), ("75%", "73.6"), ("61", "62")])
def test_a_number_does_not_quote_another_value(text: str, value: str) -> None:
    [number] = find_quoted_numbers(text)
    assert not number.quotes(Decimal(value))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("62.4", "72.4"),  # off by ten
        ("76.3", "73.6"),  # swapped
        ("6124", "61240"),  # dropped
        ("612240", "61240"),  # doubled
        ("724", "72.4"),  # without its point
        ("51240", "61240"),
    ],
)
def test_a_slip_is_a_value_mistyped(written: str, value: str) -> None:
    assert is_slip(Decimal(written), Decimal(value))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("72.4", "72.4"),
        ("72.3", "72.4"),  # rounded twice
        ("5.9", "6.9"),  # too short to tell
        ("61.8", "72.4"),
        ("100", "10.0"),
        ("72.40", "73.4"),
    ],
)
def test_what_is_near_by_chance_or_rounding_is_no_slip(written: str, value: str) -> None:
    assert not is_slip(Decimal(written), Decimal(value))


@pytest.mark.parametrize("text", ["](", "1 ", "1 a", "`", "£", "1,", "\n", "9", "a.\n"])
def test_a_long_line_of_whatever_marks_is_read_in_no_time(text: str) -> None:
    with growing_by_length_alone():
        found = list(find_quoted_numbers(text * (20_000 // len(text))))
    assert all(number.value < Decimal(10) ** 15 for number in found)
