"""A text that an edition can show, and what in it points to a person."""

from __future__ import annotations

from dataclasses import dataclass

from boardpack.findings import Place
from boardpack.identifiers import Identifier, NhsNumberIssuer


@dataclass(frozen=True, slots=True)
class Text:
    """What was written in one place: a paragraph, a row, or an item of a configuration file.

    `item` names it within a file whose lines are not known, such as `measures 3`. `dataset` and
    `service` are ids, empty where it is of none. `is_contact` marks what is there to be reached by,
    `is_figure` a figure of a measure whose figures are mostly so long. `beside` has the cells of a
    row as they stand beside each other, for a patient's number may be spread over columns. `before`
    is the paragraph, heading or item above, which may name whoever is born on a day.
    """

    words: str
    place: Place
    item: str = ""
    dataset: str = ""
    service: str = ""
    is_contact: bool = False
    is_figure: bool = False
    beside: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A text with what in it points to a person, and who gives out the numbers that could."""

    text: Text
    identifiers: tuple[Identifier, ...]
    issuers: frozenset[NhsNumberIssuer]
