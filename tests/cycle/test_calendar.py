from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.cycle.calendar import list_calendar_events, revise_events
from boardpack.load.instance import load_instance
from boardpack.model.calendar import CalendarEvent, EventId, EventRevision
from boardpack.model.instance import Instance
from support.books import demo
from support.cycles import load, timed

FIRST, LAST = date(2018, 12, 1), date(2019, 11, 30)
NOW = datetime(2018, 12, 1, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def example() -> Instance:
    instance, _ = load_instance(demo())
    assert instance is not None
    return instance


def test_a_year_has_every_step_of_every_edition_that_falls_in_it(example: Instance) -> None:
    events = list_calendar_events(example, FIRST, LAST)
    assert [event.due for event in events] == sorted(event.due for event in events)
    december = [event for event in events if event.id[:2] == ("monthly", "2018-12")]
    assert [f"{event.due:%d %b}" for event in december] == [
        "31 Dec", "02 Jan", "02 Jan", "08 Jan", "10 Jan", "11 Jan", "15 Jan", "16 Jan", "17 Jan",
        "17 Jan",
    ]  # fmt: skip
    months = {period for pack, period, _ in (event.id for event in events) if pack == "monthly"}
    assert months == {"2018-11", *(f"2019-{n:02d}" for n in range(1, 12)), "2018-12"}
    weeks = {period for pack, period, _ in (event.id for event in events) if pack == "safety"}
    assert len(weeks) == 52


def test_what_is_not_due_every_time_is_said_when_it_is(example: Instance) -> None:
    events = list_calendar_events(example, FIRST, LAST)
    due = {e.id[1]: e.due_now for e in events if e.id[2] == "start-data-pull"}
    assert {month for month, sections in due.items() if "Risk register" in sections} == {
        "2018-11", "2019-02", "2019-05", "2019-08",
    }  # fmt: skip
    assert {month for month, sections in due.items() if "Flu" in sections} == {
        "2018-11", "2018-12", "2019-01", "2019-02", "2019-03", "2019-09", "2019-10",
    }  # fmt: skip


def test_a_deadline_concerns_who_does_it_who_gets_it_and_who_chases(example: Instance) -> None:
    events = list_calendar_events(example, FIRST, LAST)
    step = next(event for event in events if event.id[2] == "pack-ready-for-director")
    assert step.roles == ("practice-manager", "service-director", "directorate-development-manager")
    assert (step.who, step.recipients) == ("Practice manager", ("Service director",))


def an_event() -> CalendarEvent:
    return list_calendar_events(load(timed()), FIRST, LAST)[0]


def test_the_number_of_an_event_rises_when_it_changes_and_only_then() -> None:
    event, later = an_event(), NOW + timedelta(days=1)
    first = revise_events([event], {}, NOW)
    assert (first[event.id].sequence, first[event.id].changed) == (0, NOW)
    assert revise_events([event], first, later) == first
    moved = replace(event, due=event.due + timedelta(days=1))
    second = revise_events([moved], first, later)
    assert (second[event.id].sequence, second[event.id].changed) == (1, later)
    back = revise_events([event], second, later)
    assert back[event.id].sequence == 2


def test_the_number_of_an_event_that_is_gone_is_kept_for_when_it_comes_back() -> None:
    event = an_event()
    known = revise_events([replace(event, what="Other")], revise_events([event], {}, NOW), NOW)
    assert revise_events([], known, NOW) == known
    assert revise_events([event], revise_events([], known, NOW), NOW)[event.id].sequence == 2


def test_whom_it_concerns_is_no_change_of_the_event() -> None:
    event = an_event()
    known = revise_events([event], {}, NOW)
    assert revise_events([replace(event, roles=("nobody",))], known, NOW) == known


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1))
def test_numbers_never_fall(titles: list[str]) -> None:
    event, numbers = an_event(), []
    known: dict[EventId, EventRevision] = {}
    for title in titles:
        known = revise_events([replace(event, what=title)], known, NOW)
        numbers.append(known[event.id].sequence)
    assert numbers == sorted(numbers)
    changes = sum(old != new for old, new in pairwise(titles))
    assert numbers[-1] == changes
