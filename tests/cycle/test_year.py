"""A year of both packs: who is told what on which day, with whatever happens in a year."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from boardpack.analysis.deadlines import find_working_day_before, is_working_day
from boardpack.analysis.local_time import to_local_time
from boardpack.cycle.owed import CHASE, Tale
from boardpack.model.message import SentMessage
from support.year import Year, build_year_tree, list_months, list_weeks

SERVICES = ("cannock-chase", "seisdon")
PEOPLE = """manager-new,New manager of Cannock Chase,1009,new.manager@example.org
deputy-seisdon,Deputy director of Seisdon Peninsula,1010,deputy.seisdon@example.org
"""
APPOINTMENTS = (
    # Somebody leaves in the middle of April, and somebody else comes.
    "manager-new,practice-manager,cannock-chase,2019-04-15,,",
    # A director is away for three weeks of August.
    "deputy-seisdon,service-director,seisdon,2019-08-05,2019-08-23,director-seisdon",
)
OUTAGE = frozenset(date(2019, 6, day) for day in (10, 11, 12, 13))

LATE = """
2019-01-11 finance-manager owes figures, line-manager is told
2019-01-14 finance-manager owes figures, line-manager is told
2019-01-15 finance-manager owes figures, line-manager is told
2019-04-11 manager-cannock owes narrative, line-manager is told
2019-04-12 manager-cannock owes narrative, line-manager is told
2019-04-15 manager-new owes narrative, line-manager is told
2019-04-16 manager-new owes narrative, line-manager is told
2019-04-18 manager-seisdon owes narrative, line-manager is told
2019-04-23 manager-seisdon owes narrative, line-manager is told
2019-06-14 manager-new owes narrative, line-manager is told
2019-08-08 deputy-seisdon owes signature, line-manager is told
2019-08-09 deputy-seisdon owes signature, line-manager is told
2019-08-19 deputy-seisdon owes signature, nobody is told
2019-08-20 deputy-seisdon owes signature, nobody is told
"""

MONTHLY_CIRCULATION = {
    "2018-12": "2019-01-17", "2019-01": "2019-02-18", "2019-02": "2019-03-18",
    "2019-03": "2019-04-16", "2019-04": "2019-05-17", "2019-05": "2019-06-18",
    "2019-06": "2019-07-16",
    "2019-07": "2019-08-20",  # signed late
    "2019-08": "2019-09-17", "2019-09": "2019-10-16", "2019-10": "2019-11-18",
    "2019-11": "2019-12-17",
}  # fmt: skip
LATE_WEEKS = {
    "2019-W15": "2019-04-23",  # written after Easter
    "2019-W23": "2019-06-14",  # nothing ran
    "2019-W31": "2019-08-09",  # signed late
}


@pytest.fixture(scope="module")
def year() -> Year:
    tree = build_year_tree(PEOPLE, *APPOINTMENTS)
    register = tree["data/appointments.csv"].decode()
    leaving = "manager-cannock,practice-manager,cannock-chase,2018-04-01,"
    assert f"{leaving},\n" in register
    tree["data/appointments.csv"] = register.replace(
        f"{leaving},\n", f"{leaving}2019-04-12,\n"
    ).encode()
    played = Year(tree, OUTAGE)
    happen(played)
    played.play(date(2018, 12, 3), date(2019, 12, 20))
    return played


def happen(year: Year) -> None:
    """Let what the year is about happen."""
    monthly = {period: year.deliveries["monthly", period] for period in MONTHLY_CIRCULATION}
    weekly = {period: year.deliveries["safety", period] for period in LATE_WEEKS}
    monthly["2018-12"].figures["budgets"] = moment("2019-01-15T10:00")
    monthly["2019-03"].written["cannock-chase"] = moment("2019-04-16T12:00")
    monthly["2019-05"].written["cannock-chase"] = moment("2019-06-14T15:00")
    monthly["2019-07"].signed["seisdon"] = moment("2019-08-20T12:00")
    monthly["2019-07"].published = moment("2019-08-20T15:30")
    monthly["2019-02"].corrected = moment("2019-04-17T12:00")
    weekly["2019-W15"].written["seisdon"] = moment("2019-04-23T12:00")
    weekly["2019-W15"].signed["seisdon"] = moment("2019-04-23T15:00")
    weekly["2019-W15"].published = moment("2019-04-23T15:30")
    weekly["2019-W31"].signed["seisdon"] = moment("2019-08-09T10:00")
    weekly["2019-W31"].published = moment("2019-08-09T15:30")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def day_of(message: SentMessage) -> date:
    return to_local_time(message.at).date()


def list_chases(year: Year) -> list[SentMessage]:
    return [message for message in year.sent if message.pack == CHASE]


def list_tales(year: Year, tale: Tale) -> list[tuple[SentMessage, str]]:
    return [
        (message, word)
        for message in list_chases(year)
        for word in message.about
        if word.endswith(f"/{tale}")
    ]


@pytest.mark.rotating
def test_who_is_late_is_told_each_working_day_and_the_line_manager_with_them(year: Year) -> None:
    told = {
        (day_of(message), word.removesuffix(f"/{Tale.TOLD}")): message.to
        for message, word in list_tales(year, Tale.TOLD)
    }
    lines = set()
    for message, word in list_tales(year, Tale.LATE):
        manager = told.get((day_of(message), word.removesuffix(f"/{Tale.LATE}")), "nobody")
        kind = word.split("/")[3]
        lines.add(f"{day_of(message)} {message.to} owes {kind}, {manager} is told")
    assert "\n".join(sorted(lines)) == LATE.strip()


def test_everybody_is_reminded_of_every_deadline_once_on_the_working_day_before(
    year: Year,
) -> None:
    reminders = list_tales(year, Tale.DUE)
    assert Counter(word for _, word in reminders).most_common(1)[0][1] == 1
    for message, word in reminders:
        due = date.fromisoformat(word.split("/")[4])
        is_signature = word.split("/")[3] == "signature"
        # What is written on the day before cannot be asked for any earlier.
        days = {find_working_day_before(due), *({due} if is_signature else ())}
        assert day_of(message) in days, word
    assert {word for _, word in reminders} == set(list_expected_reminders(year))


def list_expected_reminders(year: Year) -> list[str]:
    """Return a word for all that anybody owed by a deadline, but for the days without a run."""
    duties = []
    for month in list_months():
        due = {
            step.id: f"{year.find_deadline('monthly', month.id, step.id):%Y-%m-%d}"
            for step in year.instance.packs["monthly"].timetable
        }
        has_risks = month.id[-2:] in ("02", "05", "08", "11")
        start = f"monthly/{month.id}"
        duties.append(f"{start}/directorate/opening/{due['reset-skeleton']}")
        for service in SERVICES:
            duties += [
                f"{start}/{service}/figures/{due['include-training-data']}",
                f"{start}/{service}/figures/{due['pack-ready-for-narration']}",
                f"{start}/{service}/figures/{due['finance-reports-received']}",
                f"{start}/{service}/narrative/{due['pack-ready-for-director']}",
                f"{start}/{service}/signature/{due['submit-to-leadership']}",
            ]
        if has_risks:
            # The register of the quarter before stands once it is too late for a newer one.
            duties += [
                f"{start}/directorate/figures/{due['pack-ready-for-narration']}",
                f"{start}/directorate/signature/{due['submit-to-leadership']}",
            ]
    for week in list_weeks():
        start = f"safety/{week.id.lower()}"
        for service in SERVICES:
            words = f"{year.find_deadline('safety', week.id, 'add-narrative'):%Y-%m-%d}"
            signature = f"{year.find_deadline('safety', week.id, 'sign-off'):%Y-%m-%d}"
            duties += [
                f"{start}/{service}/narrative/{words}",
                f"{start}/{service}/signature/{signature}",
            ]
    unasked = {
        # Nothing ran from 10 to 13 June.
        *(f"monthly/2019-05/{service}/narrative/2019-06-12" for service in SERVICES),
        *(f"safety/2019-w23/{service}/narrative/2019-06-12" for service in SERVICES),
        *(f"safety/2019-w23/{service}/signature/2019-06-13" for service in SERVICES),
        # It was written days after it was to be signed, and signed within three hours.
        "safety/2019-w15/seisdon/signature/2019-04-18",
    }
    return [f"{duty}/{Tale.DUE}" for duty in duties if duty not in unasked]


def test_nobody_is_told_anything_on_other_than_working_days(year: Year) -> None:
    assert all(is_working_day(day_of(message)) for message in list_chases(year))
    assert not OUTAGE & {day_of(message) for message in year.sent}


def test_nobody_gets_a_message_or_is_told_a_thing_twice_in_a_day(year: Year) -> None:
    assert len({message.key for message in year.sent}) == len(year.sent)
    counts = Counter(
        (message.to, day_of(message), word)
        for message in list_chases(year)
        for word in message.about
    )
    twice = {(to, str(day), word) for (to, day, word), count in counts.items() if count > 1}
    assert twice == set()


def test_after_four_days_without_a_run_each_gets_one_message(year: Year) -> None:
    first_day = date(2019, 6, 14)
    counts = Counter(message.to for message in list_chases(year) if day_of(message) == first_day)
    assert counts == {"manager-new": 1, "line-manager": 1}


def test_a_deputy_is_told_in_somebody_s_place_who_gets_a_copy(year: Year) -> None:
    away = [date(2019, 8, 5) + timedelta(days=days) for days in range(19)]
    messages = [message for message in list_chases(year) if day_of(message) in away]
    assert "director-seisdon" not in {message.to for message in messages}
    assert {message.copies for message in messages if message.to == "deputy-seisdon"} == {
        ("director-seisdon",)
    }
    others = {message.to for message in list_chases(year)} - {message.to for message in messages}
    assert "director-seisdon" in others
    assert {day_of(m) for m in list_chases(year) if m.to == "deputy-seisdon"} <= set(away)


def test_who_has_left_is_told_nothing_more_and_their_successor_nothing_before(year: Year) -> None:
    days = {
        person: {day_of(message) for message in list_chases(year) if message.to == person}
        for person in ("manager-cannock", "manager-new")
    }
    assert max(days["manager-cannock"]) == date(2019, 4, 12)
    assert min(days["manager-new"]) == date(2019, 4, 15)


def find_circulation(year: Year, version: str) -> tuple[set[datetime], set[str]]:
    messages = [message for message in year.sent if message.key.startswith(f"circulate/{version}/")]
    return {to_local_time(message.at) for message in messages}, {m.to for m in messages}


def test_every_month_and_week_is_circulated_on_its_day_to_those_in_office(year: Year) -> None:
    days = {f"monthly-{month}": day for month, day in MONTHLY_CIRCULATION.items()}
    for week in list_weeks():
        thursday = week.start + timedelta(days=10)
        # In 2018-12 and 2019 no Thursday of a timetable is a bank holiday.
        days[f"safety-{week.id}"] = LATE_WEEKS.get(week.id, thursday.isoformat())
    for version, day in days.items():
        moments, people = find_circulation(year, version)
        hour = "08:40" if day == "2019-06-14" else "16:10"
        assert moments == {moment(f"{day}T{hour}")}, version
        manager = "manager-cannock" if day < "2019-04-15" else "manager-new"
        deputies = {"deputy-seisdon"} if "2019-08-05" <= day <= "2019-08-23" else set()
        assert people == {
            "primary-care-director", "director-cannock", "director-seisdon", manager,
            "manager-seisdon", *deputies,
        }, version  # fmt: skip


def test_a_correction_reaches_those_who_had_the_first_and_those_in_office_now(year: Year) -> None:
    moments, people = find_circulation(year, "monthly-2019-02-r2")
    assert moments == {moment("2019-04-17T16:10")}
    assert {"manager-cannock", "manager-new"} <= people
