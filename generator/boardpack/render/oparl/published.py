"""What a publication makes known, and what was known before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from boardpack.analysis.edition import Edition
from boardpack.model.instance import EditionId
from boardpack.model.publication import Publication
from boardpack.render.oparl.interface import Interface, Objects


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """An edition that is being published: `files` are those of its version.

    `before` are the pack and period of each publication before it, and `earlier` the objects that
    they made known.
    """

    interface: Interface
    edition: Edition
    publication: Publication
    files: Mapping[str, bytes]
    before: frozenset[EditionId]
    earlier: Objects

    def holds_papers(self, pack_id: str, day: date) -> bool:
        """Return whether it is the papers of a meeting."""
        return (pack_id, day.isoformat()) == (self.edition.pack_id, self.edition.period.id)

    def were_papers_published(self, pack_id: str, day: date) -> bool:
        """Return whether the papers of a meeting were published before."""
        return (pack_id, day.isoformat()) in self.before
