"""Committees and their meetings, as far as a publication shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from boardpack.analysis.meetings.business import find_plan_start, plan_meetings
from boardpack.analysis.meetings.participants import find_seat_title
from boardpack.model.agenda import Agenda
from boardpack.model.directorate import Directorate
from boardpack.model.meeting import Committee, Meeting, MinutesFront, MinutesState
from boardpack.model.period import format_day
from boardpack.model.publication import NEWEST
from boardpack.render.oparl.interface import Attributes, Kind
from boardpack.render.oparl.papers import build_items, build_papers, locate_pack
from boardpack.render.oparl.published import PublishedEdition
from boardpack.render.oparl.times import format_time
from boardpack.render.site.links import locate_committee_page, locate_meeting_page, to_link

COMMITTEE_TYPE = "Gremium"
"""The specification has a fixed list of types of organisation, in German; this is a committee."""
PLANNED, CONVENED, HELD = "terminiert", "eingeladen", "durchgeführt"
"""The states that the specification recommends: minutes agreed is the last of them."""


@dataclass(frozen=True, slots=True)
class _Occasion:
    """A meeting as far as it is known: `name` is its day, and its service where it has one."""

    committee: Committee
    name: str
    day: date
    minutes: Meeting | None
    agendas: Sequence[tuple[str, Agenda]]
    """The agendas that are shown, each with its pack: ahead, or of the papers that come out."""
    kept_packs: Sequence[str]
    """Packs whose papers for it came out before; whatever their agendas say now is not public."""


def build_committee(
    published: PublishedEdition, committee: Committee
) -> Iterator[tuple[str, Attributes]]:
    """Yield a committee, its meetings and what is taken up at them, each with its address."""
    interface, edition, terms = published.interface, published.edition, committee.terms
    address = interface.locate(Kind.ORGANIZATION, committee.id)
    page = to_link(locate_committee_page(committee.id))
    web = published.earlier.get(address, {}).get("web", "")
    if not web or edition.pack_id == terms.pack:
        web = interface.locate_page(f"{NEWEST}-{edition.pack_id}", page)
    directorate = edition.instance.directorate
    occasions = list(_list_occasions(published, committee))
    yield (
        address,
        {
            "type": Kind.ORGANIZATION.schema,
            "body": interface.body,
            "name": terms.title,
            "meeting": interface.locate_list(f"meetings-of-{committee.id}") if occasions else "",
            "post": [_name_seat(directorate, committee, member.id) for member in terms.members],
            "organizationType": COMMITTEE_TYPE,
            "web": web,
            "boardpack:illustrative": terms.illustrative,
        },
    )
    for occasion in occasions:
        yield from _build_meeting(published, address, occasion)


def _name_seat(directorate: Directorate, committee: Committee, seat: str) -> str:
    return find_seat_title(committee, seat) or directorate.find_role_title(seat)


def _list_occasions(published: PublishedEdition, committee: Committee) -> Iterator[_Occasion]:
    """Yield what pages of the edition name: days ahead and past, minutes, its own meeting."""
    edition = published.edition
    minutes = {meeting.name: meeting for meeting in committee.meetings}
    days = {name: meeting.day for name, meeting in minutes.items()}
    ahead = plan_meetings(edition.instance, committee, find_plan_start(edition.due_day, committee))
    planned = {plan.schedule.day for plan in ahead}
    own = [edition.period.start] if edition.pack.committee == committee.id else []
    for day in (*(meeting.day for meeting in committee.terms.meetings), *planned, *own):
        days.setdefault(day.isoformat(), day)
    packs = [
        pack_id
        for pack_id, pack in sorted(edition.instance.packs.items())
        if pack.committee == committee.id
    ]
    for name, day in sorted(days.items()):
        kept_packs = [
            pack_id
            for pack_id in packs
            if published.were_papers_published(pack_id, day)
            and not published.holds_papers(pack_id, day)
        ]
        agendas = [
            (pack_id, filed.agenda)
            for pack_id in packs
            if pack_id not in kept_packs
            and (day in planned or published.holds_papers(pack_id, day))
            and (filed := edition.instance.find_agenda(pack_id, name))
        ]
        yield _Occasion(committee, name, day, minutes.get(name), agendas, kept_packs)


def _build_meeting(
    published: PublishedEdition, committee_address: str, occasion: _Occasion
) -> Iterator[tuple[str, Attributes]]:
    locate = published.interface.locate
    address = locate(Kind.MEETING, occasion.committee.id, occasion.name)
    earlier = published.earlier.get(address, {})
    invitation = earlier.get("invitation", "")
    kept_folders = tuple(
        published.interface.locate_folder(Kind.AGENDA_ITEM, pack_id, occasion.name)
        for pack_id in occasion.kept_packs
    )
    items = [item for item in earlier.get("agendaItem", []) if item.startswith(kept_folders)]
    for pack_id, agenda in occasion.agendas:
        if published.holds_papers(pack_id, occasion.day):
            invitation = locate_pack(published)
            yield from build_papers(published, committee_address, address, agenda)
        for item_address, item in build_items(published, address, pack_id, occasion.day, agenda):
            items.append(item_address)
            yield item_address, item
    opens, closes = _find_times(occasion)
    illustrative = next((agenda.illustrative for _, agenda in occasion.agendas), "")
    yield (
        address,
        {
            "type": Kind.MEETING.schema,
            "name": _name_meeting(published, occasion),
            "meetingState": _find_state(occasion, bool(items)),
            "start": opens or earlier.get("start", ""),
            "end": closes or earlier.get("end", ""),
            "organization": [committee_address],
            "invitation": invitation,
            "agendaItem": items,
            "web": _find_web(published, occasion) or earlier.get("web", ""),
            "boardpack:day": occasion.day.isoformat(),
            "boardpack:illustrative": illustrative or earlier.get("boardpack:illustrative", ""),
        },
    )


def _find_times(occasion: _Occasion) -> tuple[str, str]:
    """Return when a meeting began and ended by its minutes, else as planned; empty for unknown."""
    front = occasion.minutes.front if occasion.minutes else MinutesFront()
    agenda = next((agenda for _, agenda in occasion.agendas), Agenda(()))
    opens, closes = front.opened or agenda.opens, front.closed or agenda.closes
    return format_time(occasion.day, opens), format_time(occasion.day, closes)


def _name_meeting(published: PublishedEdition, occasion: _Occasion) -> str:
    title = f"{occasion.committee.terms.title}, {format_day(occasion.day)}"
    service = occasion.minutes.service if occasion.minutes else ""
    directorate = published.edition.instance.directorate
    return f"{title}, {directorate.find_service_title(service)}" if service else title


def _find_state(occasion: _Occasion, has_items: bool) -> str:
    if occasion.minutes and occasion.minutes.front.state is MinutesState.AGREED:
        return HELD
    return CONVENED if has_items or occasion.minutes else PLANNED


def _find_web(published: PublishedEdition, occasion: _Occasion) -> str:
    """Return the page of a meeting that the edition has; empty where another may have one."""
    interface, edition = published.interface, published.edition
    if occasion.minutes and edition.pack_id == occasion.committee.terms.pack:
        page = to_link(locate_meeting_page(occasion.committee.id, occasion.name))
        return interface.locate_page(f"{NEWEST}-{edition.pack_id}", page)
    if edition.pack.committee == occasion.committee.id and edition.period.start == occasion.day:
        return interface.locate_page(published.publication.version, "index.html")
    return ""
