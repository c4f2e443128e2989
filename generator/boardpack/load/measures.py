"""Rows of a `measures` dataset: period, service, measure, value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from boardpack.findings import Finding, Place
from boardpack.load.strict_csv import (
    BAD_CELL,
    describe_number_fault,
    parse_number,
    read_csv,
    report_cell,
)
from boardpack.model.dataset import (
    Constraints,
    Contract,
    Field,
    FieldType,
    Gap,
    Value,
)
from boardpack.model.period import Cadence, is_period
from boardpack.model.rows import (
    Observation,
)

_MONTH_NAME = re.compile(r"[A-Z][a-z]{2,8}[- ]?(\d{4}|\d{2})|\d{1,2}[- ][A-Z][a-z]{2,8}", re.ASCII)
_DAY_OR_TIME = re.compile(
    r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?|\d\d?[/.]\d\d?[/.](\d{4}|\d\d)", re.ASCII
)
_SERIAL = re.compile(r"[34]\d{4}", re.ASCII)
_KEEP_PERIODS = (
    "format that column as text before you type 2018-11 into it, and save the file once more"
)
REQUIRED = ("period", "service", "measure", "value")
OPTIONAL = ("numerator", "denominator", "target", "benchmark")
COLUMNS = REQUIRED + OPTIONAL
OBSERVATION_FIELDS = (
    *(Field(name, constraints=Constraints(required=True)) for name in REQUIRED[:3]),
    *(Field(name, FieldType.NUMBER) for name in COLUMNS[3:]),
)


def read_observations(
    data: bytes, path: str, contract: Contract
) -> tuple[tuple[Observation, ...], list[Finding]]:
    """Return the observations of a file, and what is wrong with each cell of the others."""
    sheet, findings = read_csv(data, path, REQUIRED, OPTIONAL)
    if sheet is None:
        return (), findings
    values = NumberTexts()
    period_faults = PeriodFaults(contract)
    rows: list[Observation] = []
    spreadsheet_lines: dict[str, list[int]] = {}
    for line, texts in sheet.pick_columns(COLUMNS):
        period, service, measure, *figures = texts
        try:
            numbers = [values[text] for text in figures]
        # Which cell it was is found out below, only for rows that are wrong.
        except ValueError:
            numbers = []
        if _name_spreadsheet_period(period) and period_faults[period]:
            spreadsheet_lines.setdefault(period, []).append(line)
        elif not numbers or period_faults[period] or not service or not measure:
            # Some sources have a row for each month, and say n/a in all but the last of a quarter.
            if numbers[:1] == [Gap.MISSING] and _is_month_between(period, contract):
                continue
            findings += _find_row_faults(
                texts, period_faults[period], Place(path, line), contract.owner
            )
        else:
            rows.append(Observation._make((period, service, measure, *numbers, path, line)))
    findings += _report_spreadsheet_periods(spreadsheet_lines, path, contract.owner)
    return tuple(rows), findings


class NumberTexts(dict[str, Value]):
    """Every number and gap of a file, read once; ValueError for any other text."""

    def __missing__(self, text: str) -> Value:
        value = parse_number(text)
        if value is None:
            raise ValueError(text)
        self[text] = value
        return value


class PeriodFaults(dict[str, str]):
    """What is wrong with each period of a file, judged once; mostly nothing."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract

    def __missing__(self, period: str) -> str:
        self[period] = fault = self._find_fault(period)
        return fault

    def _find_fault(self, period: str) -> str:
        if not period:
            return "needs a value"
        try:
            self.contract.read_period(period)
        except ValueError as error:
            return f"is not a period: {error}"
        return ""


def _is_month_between(period: str, contract: Contract) -> bool:
    """Return whether a month is one in which no quarter or year of the dataset ends."""
    is_slow = contract.cadence is not contract.cadence.of_editions
    return is_slow and is_period(period, Cadence.MONTHLY) and not contract.is_period(period)


def _find_row_faults(
    texts: list[str], period_fault: str, place: Place, owner: str
) -> list[Finding]:
    faults = [period_fault, *("" if text else "needs a value" for text in texts[1:3])]
    faults += [_find_number_fault(text) for text in texts[3:]]
    return [
        report_cell(name, text, fault, place, owner)
        for name, text, fault in zip(COLUMNS, texts, faults, strict=True)
        if fault
    ]


def _find_number_fault(text: str) -> str:
    return describe_number_fault(text) if parse_number(text) is None else ""


def _name_spreadsheet_period(text: str) -> str:
    """Return how a spreadsheet came to write a period so; empty where it did not."""
    if _MONTH_NAME.fullmatch(text):
        return "a spreadsheet took the period for a date and shows its month"
    if _DAY_OR_TIME.fullmatch(text):
        return "a spreadsheet took the period for a date and shows a day"
    return "a spreadsheet shows a date as a number of days" if _SERIAL.fullmatch(text) else ""


def _report_spreadsheet_periods(
    lines: Mapping[str, Sequence[int]], path: str, owner: str
) -> Iterator[Finding]:
    """Yield one finding for each thing that a spreadsheet did to the periods of a file."""
    causes: dict[str, list[tuple[int, str]]] = {}
    for text, numbers in lines.items():
        for number in numbers:
            causes.setdefault(_name_spreadsheet_period(text), []).append((number, text))
    for cause, places in causes.items():
        first_line, text = min(places)
        also = f", here and in {len(places) - 1} more rows" if len(places) > 1 else ""
        words = f"period '{text}'{also}: {cause}; {_KEEP_PERIODS}"
        yield BAD_CELL.make_finding(Place(path, first_line), words, who=owner)
