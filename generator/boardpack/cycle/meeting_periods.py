"""The editions of a committee's pack: its meetings, as its terms and its agendas know them."""

from __future__ import annotations

from boardpack.model.instance import Instance
from boardpack.model.period import Period, parse_edition_period


def list_meeting_periods(instance: Instance, pack_id: str) -> tuple[Period, ...]:
    """Return the meetings for which a committee's pack has papers, or will have, oldest first."""
    committee = instance.committees.get(instance.packs[pack_id].committee)
    scheduled = committee.terms.meetings if committee else ()
    days = {str(meeting.day) for meeting in scheduled if meeting.business}
    days |= {day for known_pack, day in instance.agendas if known_pack == pack_id}
    return tuple(map(parse_edition_period, sorted(days)))
