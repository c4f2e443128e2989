"""Rows of a `measures` dataset: period, service, measure, value."""

from __future__ import annotations

from boardpack.findings import Finding, Place
from boardpack.load.strict_csv import BAD_CELL, number, read_csv
from boardpack.model.dataset import Contract, Observation, Value
from boardpack.model.period import parse_period

_NEEDED = ("period", "service", "measure", "value")
_OPTIONAL = ("numerator", "denominator", "target", "benchmark")


def read_observations(
    data: bytes, path: str, contract: Contract
) -> tuple[tuple[Observation, ...], list[Finding]]:
    """Return the observations of a file; the hot path of every command, hence the tight loop."""
    sheet, findings = read_csv(data, path, _NEEDED, _OPTIONAL)
    if sheet is None:
        return (), findings
    seen: dict[str, Value | None] = {}
    periods: dict[str, str] = {}
    rows: list[Observation] = []
    for line, texts in sheet.picked(_NEEDED + _OPTIONAL):
        period, service, measure = texts[0], texts[1], texts[2]
        if period not in periods:
            periods[period] = _period_fault(period, contract)
        values = []
        for text in texts[3:]:
            if text not in seen:
                seen[text] = number(text)
            values.append(seen[text])
        if None in values or periods[period] or not service or not measure:
            findings += _faults(texts, values, periods[period], Place(path, line), contract)
        else:
            rows.append(Observation(period, service, measure, *values, path, line))  # type: ignore[arg-type]
    return tuple(rows), findings


def _period_fault(period: str, contract: Contract) -> str:
    try:
        cadence = parse_period(period).cadence
    except ValueError as error:
        return str(error)
    return "" if cadence is contract.cadence else f"'{period}' is not {contract.cadence}"


def _faults(
    texts: list[str], values: list[Value | None], period: str, place: Place, contract: Contract
) -> list[Finding]:
    faults = [f"period {period}"] if period else []
    faults += [f"{name} is blank" for name, text in zip(_NEEDED[1:3], texts[1:3], strict=True) if not text]
    faults += [
        f"{name} '{text[:40]}' must be a plain number such as 1234.5, without signs or commas"
        for name, text, value in zip((_NEEDED + _OPTIONAL)[3:], texts[3:], values, strict=True)
        if value is None
    ]
    return [BAD_CELL.at(place, fault, who=contract.owner) for fault in faults]


