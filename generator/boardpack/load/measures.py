"""Rows of a `measures` dataset: period, service, measure, value."""

from __future__ import annotations

from boardpack.findings import Finding, Place
from boardpack.load.strict_csv import PLAIN_NUMBER, cell_finding, number, read_csv
from boardpack.model.dataset import Contract, Observation, Value
from boardpack.model.period import parse_period

_NEEDED = ("period", "service", "measure", "value")
_OPTIONAL = ("numerator", "denominator", "target", "benchmark")
_COLUMNS = _NEEDED + _OPTIONAL


def read_observations(
    data: bytes, path: str, contract: Contract
) -> tuple[tuple[Observation, ...], list[Finding]]:
    """Return the observations of a file; the hot path of every command, hence the tight loop."""
    sheet, findings = read_csv(data, path, _NEEDED, _OPTIONAL)
    if sheet is None:
        return (), findings
    values = _Values()
    periods = _PeriodFaults(contract)
    rows: list[Observation] = []
    for line, texts in sheet.picked(_COLUMNS):
        period, service, measure, *figures = texts
        try:
            read = [values[text] for text in figures]
        except ValueError:
            read = []
        if not read or periods[period] or not service or not measure:
            findings += _faults(texts, periods[period], Place(path, line), contract.owner)
        else:
            rows.append(Observation._make((period, service, measure, *read, path, line)))
    return tuple(rows), findings


class _Values(dict[str, Value]):
    """Every number and gap of a file, read once; ValueError for any other text."""

    def __missing__(self, text: str) -> Value:
        value = number(text)
        if value is None:
            raise ValueError(text)
        self[text] = value
        return value


class _PeriodFaults(dict[str, str]):
    """What is wrong with each period of a file, judged once; mostly nothing."""

    def __init__(self, contract: Contract) -> None:
        self.cadence = contract.cadence

    def __missing__(self, period: str) -> str:
        self[period] = fault = self._fault(period)
        return fault

    def _fault(self, period: str) -> str:
        if not period:
            return "needs a value"
        try:
            cadence = parse_period(period).cadence
        except ValueError as error:
            return f"is not a period: {error}"
        return "" if cadence is self.cadence else f"is not {self.cadence}, as the dataset is"


def _faults(texts: list[str], period_fault: str, place: Place, who: str) -> list[Finding]:
    faults = [period_fault, *("" if text else "needs a value" for text in texts[1:3])]
    faults += [_number_fault(text) for text in texts[3:]]
    return [
        cell_finding(name, text, fault, place, who)
        for name, text, fault in zip(_COLUMNS, texts, faults, strict=True)
        if fault
    ]


def _number_fault(text: str) -> str:
    bad = number(text) is None
    return f"must be a plain number such as 1234.5; {PLAIN_NUMBER}" if bad else ""
