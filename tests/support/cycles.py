"""The smallest instance with a timetable that says what brings what about, and a line manager."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.analysis.local_time import to_universal_time
from boardpack.analysis.outstanding import Handover, list_outstanding_items
from boardpack.cycle.chase import Notice, plan_notices
from boardpack.cycle.owed import CHASE, Owed
from boardpack.cycle.running import list_running_editions
from boardpack.findings import Place
from boardpack.load.instance import load_instance
from boardpack.model.instance import Instance
from boardpack.model.message import Outcome, SentMessage
from boardpack.render.chase import compose_notice
from support.instances import (
    APPOINTMENTS,
    CANNOCK,
    DIRECTORATE,
    PACK,
    PEOPLE,
    SEISDON,
    Files,
    edited,
    minimal,
)

STEPS = """timetable:
  - {id: open, when: last working day of previous month, who: development-manager, what: Open, done_when: opened}
  - {id: figures, when: working day 5, who: development-manager, what: Pull, done_when: figures}
  - {id: money, when: day 10, on_non_working_day: before, who: finance-manager, what: Report, sections: [finance], done_when: figures, chase: development-manager, escalate_to: line-manager}
  - {id: words, when: working day 8, who: practice-manager, what: Write, done_when: narratives, chase: development-manager, escalate_to: line-manager}
  - {id: sign, when: working day 10, who: service-director, what: Sign, gate: complete, done_when: signed-off, chase: development-manager, escalate_to: line-manager}
  - {id: send, when: working day 12, who: development-manager, what: Send, gate: published, done_when: circulated}
"""  # noqa: E501


def timed() -> dict[str, bytes]:
    """Return the instance: Cannock Chase has written a draft, all else is there."""
    tree = edited(minimal(), CANNOCK, "status: ready", "status: draft")
    text = tree[PACK].decode()
    tree = {**tree, PACK: (text[: text.index("timetable:")] + STEPS).encode()}
    role = "  - id: line-manager\n    title: Line manager\n  - id: finance-manager\n"
    tree = edited(tree, DIRECTORATE, "  - id: finance-manager\n", role)
    person = "line-manager,Line manager,1008,manager.line@example.org\n"
    row = "line-manager,line-manager,directorate,2018-04-01,,\n"
    return {
        **tree,
        PEOPLE: tree[PEOPLE] + person.encode(),
        APPOINTMENTS: tree[APPOINTMENTS] + row.encode(),
    }


def with_appointments(tree: Files, *rows: str) -> dict[str, bytes]:
    """Return the tree with more rows of appointments."""
    return {**tree, APPOINTMENTS: tree[APPOINTMENTS] + "".join(f"{r}\n" for r in rows).encode()}


def ready(tree: Files) -> dict[str, bytes]:
    """Return the tree with the draft finished."""
    return edited(tree, CANNOCK, "status: draft", "status: ready")


def opened(tree: Files, period: str, status: str = "ready") -> dict[str, bytes]:
    """Return the tree with the submissions of another month, in the words of November."""
    return {
        **tree,
        **{
            path.replace("2018-11", period): tree[path]
            .replace(b"status: draft", f"status: {status}".encode())
            .replace(b"status: ready", f"status: {status}".encode())
            for path in (CANNOCK, SEISDON)
        },
    }


def at(text: str) -> datetime:
    """Return a moment such as `2018-12-12T09:00`, by clocks in London."""
    return datetime.fromisoformat(text)


@cache
def _load(files: tuple[tuple[str, bytes], ...]) -> Instance:
    instance, _ = load_instance(dict(files))
    assert instance is not None
    return instance


def load(tree: Files) -> Instance:
    """Return what a tree means, read once."""
    return _load(tuple(sorted(tree.items())))


@cache
def _analyse(files: tuple[tuple[str, bytes], ...], pack: str, period: str) -> Edition:
    return analyse_edition(_load(files), pack, period)


@dataclass
class Office:
    """A directorate over time: what is sent is recorded, and clocks are passed in."""

    sent: list[SentMessage] = field(default_factory=list)

    def chase(
        self, tree: Files, moment: str, handover: Handover | None = None
    ) -> dict[str, Notice]:
        """Send what is due at a moment, and return it by person."""
        now, instance = at(moment), load(tree)
        files = tuple(sorted(tree.items()))
        owed = [
            Owed(edition, item)
            for edition_id in list_running_editions(instance, now)
            for edition in [_analyse(files, *edition_id)]
            for item in list_outstanding_items(edition, now, handover=handover)
        ]
        notices = plan_notices(instance, owed, self.sent, now)
        self.sent += [record(instance, notice) for notice in notices]
        assert len({notice.person for notice in notices}) == len(notices)
        return {notice.person: notice for notice in notices}


def record(instance: Instance, notice: Notice, outcome: Outcome = Outcome.SENT) -> SentMessage:
    """Return the row of a notice that was sent."""
    message = compose_notice(instance, notice)
    return SentMessage(
        message.key,
        CHASE,
        message.period,
        to_universal_time(notice.now),
        notice.person,
        notice.away,
        "smtp",
        outcome,
        message.subject,
        "",
        Place("data/sent/chase"),
        message.about,
    )


def kinds(owed: Sequence[Owed]) -> set[str]:
    """Return what kinds of things are owed."""
    return {duty.item.kind.value for duty in owed}
