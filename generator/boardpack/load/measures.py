"""Rows of a `measures` dataset: period, service, measure, value."""

from __future__ import annotations

from boardpack.findings import Finding, Place
from boardpack.load.strict_csv import PLAIN_NUMBER, parse_number, read_csv, report_cell
from boardpack.model.dataset import (
    Contract,
    Value,
)
from boardpack.model.period import parse_period
from boardpack.model.rows import (
    Observation,
)

_REQUIRED = ("period", "service", "measure", "value")
_OPTIONAL = ("numerator", "denominator", "target", "benchmark")
_COLUMNS = _REQUIRED + _OPTIONAL


def read_observations(
    data: bytes, path: str, contract: Contract
) -> tuple[tuple[Observation, ...], list[Finding]]:
    """Return the observations of a file; the hot path of every command, hence the tight loop."""
    sheet, findings = read_csv(data, path, _REQUIRED, _OPTIONAL)
    if sheet is None:
        return (), findings
    values = _Values()
    period_faults = _PeriodFaults(contract)
    rows: list[Observation] = []
    for line, texts in sheet.pick_columns(_COLUMNS):
        period, service, measure, *figures = texts
        try:
            numbers = [values[text] for text in figures]
        # Which cell it was is found out below, only for rows that are wrong.
        except ValueError:
            numbers = []
        if not numbers or period_faults[period] or not service or not measure:
            findings += _find_row_faults(
                texts, period_faults[period], Place(path, line), contract.owner
            )
        else:
            rows.append(Observation._make((period, service, measure, *numbers, path, line)))
    return tuple(rows), findings


class _Values(dict[str, Value]):
    """Every number and gap of a file, read once; ValueError for any other text."""

    def __missing__(self, text: str) -> Value:
        value = parse_number(text)
        if value is None:
            raise ValueError(text)
        self[text] = value
        return value


class _PeriodFaults(dict[str, str]):
    """What is wrong with each period of a file, judged once; mostly nothing."""

    def __init__(self, contract: Contract) -> None:
        self.cadence = contract.cadence

    def __missing__(self, period: str) -> str:
        self[period] = fault = self._find_fault(period)
        return fault

    def _find_fault(self, period: str) -> str:
        if not period:
            return "needs a value"
        try:
            cadence = parse_period(period).cadence
        except ValueError as error:
            return f"is not a period: {error}"
        return "" if cadence is self.cadence else f"is not {self.cadence}, as the dataset is"


def _find_row_faults(
    texts: list[str], period_fault: str, place: Place, owner: str
) -> list[Finding]:
    faults = [period_fault, *("" if text else "needs a value" for text in texts[1:3])]
    faults += [_find_number_fault(text) for text in texts[3:]]
    return [
        report_cell(name, text, fault, place, owner)
        for name, text, fault in zip(_COLUMNS, texts, faults, strict=True)
        if fault
    ]


def _find_number_fault(text: str) -> str:
    is_bad = parse_number(text) is None
    return f"must be a plain number such as 1234.5; {PLAIN_NUMBER}" if is_bad else ""
