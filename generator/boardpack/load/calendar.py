"""Which revision of each deadline calendars were told: `data/calendar.csv`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from boardpack.findings import Finding, Place
from boardpack.load.records import AT, MOST, load_rows, parse_moment
from boardpack.load.strict_csv import report_cell
from boardpack.model.calendar import EventRevision
from boardpack.model.dataset import Constraints, Field, FieldType

CALENDAR_FILE = "data/calendar.csv"

_REQUIRED = Constraints(required=True)
_FIELDS = (
    Field("pack", constraints=_REQUIRED),
    Field("period", constraints=_REQUIRED),
    Field("step", constraints=_REQUIRED),
    Field(
        "sequence",
        FieldType.INTEGER,
        constraints=Constraints(required=True, minimum=Decimal(0), maximum=MOST),
    ),
    Field("digest", constraints=Constraints(required=True, pattern="[0-9a-f]{64}")),
    AT,
)
CALENDAR_COLUMNS = tuple(field.name for field in _FIELDS)


def load_revisions(data: bytes | None) -> tuple[tuple[EventRevision, ...], list[Finding]]:
    """Return the revisions, and what is wrong with the file; None where there is none yet."""
    places: dict[EventRevision, Place] = {}

    def build_revision(texts: Sequence[str], place: Place) -> EventRevision:
        pack, period, step, sequence, digest, at = texts
        revision = EventRevision((pack, period, step), int(sequence), digest, parse_moment(at))
        places[revision] = place
        return revision

    revisions, findings = load_rows(data, CALENDAR_FILE, _FIELDS, build_revision)
    counts = Counter(revision.id for revision in revisions)
    twice = [revision for revision in revisions if counts[revision.id] > 1]
    return revisions, [
        *findings,
        *(report_cell("step", r.id[2], "stands here more than once", places[r]) for r in twice),
    ]
