"""What can come of building an edition."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from boardpack.findings import Finding
from boardpack.model.instance import EditionId


@dataclass(frozen=True, slots=True)
class Built:
    """A site whose first page is `home_page`; a draft where the edition has errors.

    `leaks` is what is in it and may not be published. `is_without_oparl` says that other systems
    will not be able to read of its meetings, because the site has no address.
    """

    edition_id: EditionId
    home_page: Path
    is_draft: bool
    leaks: tuple[Finding, ...] = ()
    is_without_oparl: bool = False


@dataclass(frozen=True, slots=True)
class GateShut:
    """The edition has errors, and no draft was wanted."""

    edition_id: EditionId
    error_count: int


@dataclass(frozen=True, slots=True)
class NotBuilt:
    """The site or a document was refused, and the build before stays."""

    edition_id: EditionId
    refusals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackUnreadable:
    """Nothing is known of the editions of a pack, because its definition cannot be read."""

    pack: str


@dataclass(frozen=True, slots=True)
class FormLeftOut:
    """The instance has a form in the browser, and its editor is not installed."""


BuildOutcome = Built | GateShut | NotBuilt | PackUnreadable | FormLeftOut
