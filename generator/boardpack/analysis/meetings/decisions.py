"""The register of decisions: what every meeting resolved, worked out from its minutes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from boardpack.model.meeting import Committee, Meeting, Resolution


@dataclass(frozen=True, slots=True)
class Decision:
    """What a meeting resolved."""

    committee: Committee
    meeting: Meeting
    resolution: Resolution


def list_decisions(committees: Iterable[Committee]) -> tuple[Decision, ...]:
    """Return the decisions committee by committee, those of the latest meeting first.

    Those of one meeting are in the order of its minutes.
    """
    return tuple(
        Decision(committee, meeting, resolution)
        for committee in committees
        for meeting in sorted(
            committee.meetings, key=lambda meeting: (-meeting.day.toordinal(), meeting.service)
        )
        for resolution in meeting.resolutions
    )
