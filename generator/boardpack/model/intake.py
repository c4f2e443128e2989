"""How what a source sends becomes the rows of a dataset: `intake` in its `dataset.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Aspect(StrEnum):
    """What a heading, a title of a sheet or a row by itself can say of figures."""

    PERIOD = "period"
    SERVICE = "service"
    MEASURE = "measure"
    GROUP = "group"


class DateOrder(StrEnum):
    """How days are written in a source where `03/04/2018` could be two."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class Intake:
    """How a workbook or CSV as it comes becomes rows; the first `boardpack take` proposes it."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """By column of the dataset, the heading that it has in the source."""
    across: Aspect | None = None
    """What stands side by side in the header: `period`, `measure` or `service`."""
    sheet_is: Aspect | None = None
    """What the title of each sheet names: `service` or `measure`."""
    row_is: Aspect | None = None
    """What a row with one filled cell names, for the rows below it: `service` or `group`."""
    sheets: tuple[str, ...] = ()
    """Titles of the sheets that are read; those that have the headings when left out."""
    header_row: int = 1
    """Row of the headings; where they stand in another row by now, they are found there."""
    service: str = ""
    """Whose all figures are, where the source does not say."""
    measure: str = ""
    """What all figures count, where the source does not say."""
    names: Mapping[str, str] = field(default_factory=dict)
    """By what the source calls a service, a measure or a word of a column, what it is here."""
    dates: DateOrder | None = None
    """Which number of `03/04/2018` is the day; such days are refused without it."""
    multiply: Mapping[str, Decimal] = field(default_factory=dict)
    """By column or measure, what its numbers are multiplied by: 100 for shares of one."""
    fill_down: tuple[Aspect, ...] = ()
    """What is written once and stands for the rows below it too, where their cells are blank."""
    pass_over: tuple[str, ...] = ()
    """Headings, sheets and names of rows that are left out."""
    missing: tuple[str, ...] = ()
    """Further words for a value that nobody has, such as `..`."""
    suppressed: tuple[str, ...] = ()
    """Further words for a value that may not be shown, such as `<5`."""
