"""Records that commands keep as CSV beside the data: each row is good, or says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar

from boardpack.findings import Finding, Place
from boardpack.load.strict_csv import read_cell, read_csv, report_cell
from boardpack.model.dataset import Constraints, Field

T = TypeVar("T")
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
YEARS = range(1900, 2200)
"""As of periods: dates beyond can be neither counted with nor written in every form."""
MOST = Decimal(1_000_000)
"""More of anything than a record tells: what is counted on from here stays within every format."""
AT = Field("at", constraints=Constraints(required=True))
"""The column of a record with the moment in UTC of each row."""


def load_rows(
    data: bytes | None,
    path: str,
    fields: Sequence[Field],
    build: Callable[[Sequence[str], Place], T],
) -> tuple[tuple[T, ...], list[Finding]]:
    """Return what is built of each row, and what is wrong; None stands for a file not yet there."""
    if data is None:
        return (), []
    names = [field.name for field in fields]
    sheet, findings = read_csv(data, path, names)
    rows: list[T] = []
    for line, texts in sheet.pick_columns(names) if sheet else ():
        place = Place(path, line)
        if faults := list(_find_cell_faults(fields, texts, place)):
            findings += faults
        else:
            rows.append(build(texts, place))
    return tuple(rows), findings


def parse_moment(text: str) -> datetime:
    """Return the moment of a text such as `2018-12-13T16:30:00Z`; ValueError where it is none."""
    moment = datetime.strptime(text, MOMENT).replace(tzinfo=UTC)
    if moment.year not in YEARS:
        raise ValueError(f"{text} is of no year in which anything was sent")
    return moment


def _find_cell_faults(
    fields: Sequence[Field], texts: Sequence[str], place: Place
) -> Iterator[Finding]:
    for field, text in zip(fields, texts, strict=True):
        _, fault = read_cell(text, field)
        if not fault and field is AT and not _is_moment(text):
            fault = "is no moment such as 2018-12-13T16:30:00Z"
        if fault:
            yield report_cell(field.name, text, fault, place)


def _is_moment(text: str) -> bool:
    try:
        return bool(parse_moment(text))
    except ValueError:
        return False
