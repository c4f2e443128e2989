"""A directorate over a year, with a clock that is passed in: what is there when, and who is told.

Two services, both packs with the timetables of the worked example. Everybody delivers at three in
the afternoon of the day on which it is due, unless the test says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from boardpack.analysis.deadlines import compute_deadline
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.analysis.local_time import to_universal_time
from boardpack.analysis.outstanding import (
    Handover,
    OutstandingItem,
    SignoffStanding,
    list_outstanding_items,
)
from boardpack.analysis.states import State
from boardpack.cycle.chase import Notice, plan_notices
from boardpack.cycle.circulate import choose_recipients, format_circular_key
from boardpack.cycle.owed import Owed
from boardpack.cycle.running import list_running_editions
from boardpack.findings import Place
from boardpack.load.instance import load_instance
from boardpack.model.instance import EditionId, Instance
from boardpack.model.message import Outcome, SentMessage
from boardpack.model.period import Period, parse_period
from boardpack.model.publication import Publication
from boardpack.model.status import Status
from support.books import demo
from support.cycles import ready, record, timed, with_appointments
from support.instances import (
    CANNOCK,
    FINANCE_ROWS,
    FINANCE_TOTALS,
    PACK,
    PEOPLE,
    RISK_ROWS,
    SEISDON,
    SHIFT_ROWS,
)

AFTERNOON = time(15)
SAFETY = "data/packs/safety.yml"
_ROLES = {
    "directorate-development-manager": "development-manager",
    "primary-care-finance-manager": "finance-manager",
    "[finance, finance-qipp, finance-agency-spend]": "[finance]",
    "[workforce-mandatory-training]": "[feedback]",
}
_SAFETY_PACK = """
title: Weekly pack
cadence: weekly
signed_off_by: service-director
circulation:
  to: [director-of-primary-care, service-director, practice-manager]
sections:
  - {id: staffing, title: Summary, group: Safety, narrated_by: practice-manager}
"""
_MONTHLY_CIRCULATION = """circulation:
  to: [director-of-primary-care, service-director, practice-manager]
sections:
"""


def list_months() -> list[Period]:
    """Return the months of the year: December 2018 to November 2019."""
    return [parse_period("2018-12").step_back(-steps) for steps in range(12)]


def list_weeks() -> list[Period]:
    """Return the weeks of the year: from that of 3 December 2018 to that of 25 November 2019."""
    return [parse_period("2018-W49").step_back(-steps) for steps in range(52)]


def build_year_tree(people: str = "", *appointments: str) -> dict[str, bytes]:
    """Return the files of the year, all figures and words in them, with some more people."""
    tree = with_appointments(ready(timed()), *appointments)
    tree[PEOPLE] += people.encode()
    monthly = tree[PACK].decode().partition("timetable:")[0]
    tree[PACK] = (
        monthly.replace("sections:\n", _MONTHLY_CIRCULATION, 1) + _copy_timetable(PACK)
    ).encode()
    tree[SAFETY] = (_SAFETY_PACK.lstrip("\n") + _copy_timetable(SAFETY)).encode()
    words = {path: tree.pop(path) for path in (CANNOCK, SEISDON)}
    for month in list_months():
        for path, text in words.items():
            tree[path.replace("2018-11", month.id)] = text
        tree |= _list_figures(tree, month.id)
    for week in list_weeks():
        for path, text in words.items():
            name = path.replace("monthly/2018-11", f"safety/{week.id}")
            # The words of the summary are enough for a week.
            tree[name] = text.partition(b"\n## Access")[0] + b"\n"
    return tree


def _copy_timetable(path: str) -> str:
    text = "timetable:" + demo()[path].decode().partition("timetable:")[2]
    for old, new in _ROLES.items():
        text = text.replace(old, new)
    return text


def _list_figures(tree: Mapping[str, bytes], month: str) -> Iterator[tuple[str, bytes]]:
    access = "period,service,measure,value,numerator,denominator\n" + "".join(
        f"{month},{service},booked,2000,,\n{month},{service},missed,4,80,2000\n"
        for service in ("cannock-chase", "seisdon")
    )
    feedback = "period,service,measure,value\n" + "".join(
        f"{month},{service},recommend,92\n" for service in ("cannock-chase", "seisdon")
    )
    yield f"data/datasets/access/{month}.csv", access.encode()
    yield f"data/datasets/feedback/{month}.csv", feedback.encode()
    risks = (RISK_ROWS,) if month[-2:] in ("02", "05", "08", "11") else ()
    for path in (SHIFT_ROWS, *risks, FINANCE_ROWS, FINANCE_TOTALS):
        yield path.replace("2018-11", month), tree[path]


@dataclass
class Delivery:
    """When the parts of an edition are there; by service, what its manager and director do."""

    opened: datetime
    figures: dict[str, datetime]
    written: dict[str, datetime]
    signed: dict[str, datetime]
    published: datetime
    corrected: datetime | None = None


@dataclass
class Year:
    """The year: `deliveries` may be changed before it is played; on `outages` nothing runs."""

    tree: Mapping[str, bytes]
    outages: frozenset[date] = frozenset()
    sent: list[SentMessage] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    _editions: dict[tuple[object, ...], Edition] = field(default_factory=dict)
    _circulated: set[tuple[EditionId, str]] = field(default_factory=set)

    @cached_property
    def instance(self) -> Instance:
        """The registers, and all that will ever be written."""
        instance, _ = load_instance(self.tree)
        assert instance is not None
        return instance

    @cached_property
    def deliveries(self) -> dict[EditionId, Delivery]:
        """When the parts of each edition are there."""
        return {
            (pack, period.id): self._plan_delivery(pack, period)
            for pack, periods in (("monthly", list_months()), ("safety", list_weeks()))
            for period in periods
        }

    def find_deadline(self, pack: str, period: str, step: str) -> datetime:
        """Return when a step of an edition is due."""
        found = self.instance.packs[pack].find_step(step)
        assert found is not None
        return compute_deadline(found, self.instance.packs[pack], parse_period(period))

    def play(self, first_day: date, last_day: date) -> None:
        """Let a job circulate and chase twice a day, at weekends too, but on days of an outage."""
        day = first_day
        while day <= last_day:
            for hour in (time(8, 40), time(16, 10)) if day not in self.outages else ():
                now = datetime.combine(day, hour)
                self._circulate(now)
                self._chase(now)
            day += timedelta(days=1)

    def _plan_delivery(self, pack: str, period: Period) -> Delivery:
        def on_the_day_of(step: str) -> datetime:
            due = self.find_deadline(pack, period.id, step)
            return datetime.combine(due.date(), AFTERNOON)

        services = ("cannock-chase", "seisdon", "directorate")
        if pack == "safety":
            signed = on_the_day_of("sign-off")
            written = on_the_day_of("add-narrative")
            return Delivery(
                written - timedelta(days=7),
                {},
                dict.fromkeys(services, written),
                dict.fromkeys(services, signed),
                signed + timedelta(minutes=30),
            )
        signed = on_the_day_of("submit-to-leadership")
        figures = on_the_day_of("pack-ready-for-narration")
        return Delivery(
            on_the_day_of("reset-skeleton"),
            {
                **dict.fromkeys(("access", "extra-shifts", "risk-register"), figures),
                "feedback": on_the_day_of("include-training-data"),
                "budgets": on_the_day_of("finance-reports-received"),
            },
            dict.fromkeys(services, on_the_day_of("pack-ready-for-director")),
            dict.fromkeys(services, signed),
            signed + timedelta(minutes=30),
        )

    def _chase(self, now: datetime) -> None:
        owed = [
            Owed(edition, item)
            for edition_id in list_running_editions(self.instance, now)
            if edition_id in self.deliveries
            for edition, items in [self._list_items(edition_id, now)]
            for item in items
        ]
        notices = plan_notices(self.instance, owed, self.sent, now)
        self.notices += notices
        self.sent += [record(self.instance, notice) for notice in notices]

    def _circulate(self, now: datetime) -> None:
        for edition_id in self.deliveries:
            version = self._find_version(edition_id, now)
            if version and not self._is_circulated(edition_id, version):
                self._circulate_version(edition_id, version, now)

    def _circulate_version(self, edition_id: EditionId, version: str, now: datetime) -> None:
        pack, period = edition_id
        publication = Publication(version, version, pack, period, 1, "", "", "", "")
        for recipient in choose_recipients(self.instance, publication, self.sent, now.date()):
            person = recipient.addressee.person
            key = format_circular_key(version, person)
            moment = to_universal_time(now)
            self.sent.append(
                SentMessage(
                    key, pack, period, moment, person, (), "smtp", Outcome.SENT, version, "",
                    Place("data/sent"), (version,),
                )
            )  # fmt: skip
        self._circulated.add((edition_id, version))

    def _is_circulated(self, edition_id: EditionId, version: str) -> bool:
        return (edition_id, version) in self._circulated

    def _find_version(self, edition_id: EditionId, now: datetime) -> str:
        delivery, version = self.deliveries[edition_id], "-".join(edition_id)
        if delivery.corrected and now >= delivery.corrected:
            return f"{version}-r2"
        return version if now >= delivery.published else ""

    def _list_items(
        self, edition_id: EditionId, now: datetime
    ) -> tuple[Edition, tuple[OutstandingItem, ...]]:
        delivery, version = self.deliveries[edition_id], self._find_version(edition_id, now)
        handover = Handover(bool(version), self._is_circulated(edition_id, version))
        edition = self._analyse(edition_id, delivery, now)
        entries = tuple(
            replace(entry, state=State.SIGNED_OFF)
            if entry.state is State.READY and now >= delivery.signed[entry.service]
            else entry
            for entry in edition.entries
        )
        signed = replace(edition, entries=entries)
        return edition, list_outstanding_items(edition, now, SignoffStanding(signed), handover)

    def _analyse(self, edition_id: EditionId, delivery: Delivery, now: datetime) -> Edition:
        """Return an edition as its files are at a moment."""
        missing = frozenset(name for name, moment in delivery.figures.items() if now < moment)
        drafts = frozenset(s for s, moment in delivery.written.items() if now < moment)
        key = (edition_id, now >= delivery.opened, missing, drafts)
        if key not in self._editions:
            instance = self._keep_what_is_there(edition_id, now >= delivery.opened, missing, drafts)
            self._editions[key] = analyse_edition(instance, *edition_id)
        return self._editions[key]

    def _keep_what_is_there(
        self, edition_id: EditionId, is_open: bool, missing: frozenset[str], drafts: frozenset[str]
    ) -> Instance:
        submissions = {
            key: replace(submission, front=replace(submission.front, status=Status.DRAFT))
            if key[2] in drafts
            else submission
            for key, submission in self.instance.submissions.items()
            if is_open and key[:2] == edition_id
        }
        datasets = {
            name: replace(
                dataset,
                files=tuple(
                    file
                    for file in dataset.files
                    if file.period <= edition_id[1]
                    and not (name in missing and file.period == edition_id[1])
                ),
            )
            for name, dataset in self.instance.datasets.items()
        }
        return replace(self.instance, submissions=submissions, datasets=datasets)
