"""How far an edition has come: a table of states, and who owes what by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import wrap
from typing import Any

from boardpack.analysis.edition import Edition
from boardpack.analysis.outstanding import (
    Handover,
    OutstandingItem,
    SignoffStanding,
    is_narrated,
    list_outstanding_items,
)
from boardpack.analysis.states import State
from boardpack.analysis.steps import StepProgress, find_next_step, list_step_progress
from boardpack.load.tree import escape_unprintable
from boardpack.model.period import format_day
from boardpack.render.owed_words import (
    OwedTask,
    count_owed,
    find_edit_link,
    format_deadline,
    group_by_person,
    list_tasks,
    name_reporter,
)

SCHEMA = "boardpack.status/1"
_WIDEST, _GAP = 24, 2
_NARROWEST = max(len(state) for state in State)
_GREEN, _YELLOW, _RED = "32", "33", "31"
Paint = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class EditionStatus:
    """The states of an edition at a moment: rows are sections, columns services (id and title).

    `tasks` is what each person owes, by the words for the person; `steps` are in order of time.
    """

    title: str
    pack: str
    period: str
    at: datetime
    due: date
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, Mapping[str, State]], ...]
    outstanding: tuple[OutstandingItem, ...]
    tasks: Mapping[str, tuple[OwedTask, ...]]
    steps: tuple[StepProgress, ...]
    role_titles: Mapping[str, str]
    links: Mapping[str, str]

    @property
    def counts(self) -> Counter[State]:
        """How many sections are in each state, over all services."""
        return Counter(state for _, _, states in self.rows for state in states.values())

    @property
    def is_complete(self) -> bool:
        """Whether no section lacks anything."""
        return all(state.is_complete for state in self.counts)

    @property
    def next_step(self) -> StepProgress | None:
        """The step that is to be taken next."""
        return find_next_step(self.steps, self.at)

    @property
    def late_steps(self) -> tuple[StepProgress, ...]:
        """The steps that should be over, and are known not to be."""
        return tuple(step for step in self.steps if step.is_late(self.at))


def compile_status(
    edition: Edition,
    now: datetime,
    standing: SignoffStanding | None = None,
    handover: Handover | None = None,
) -> EditionStatus:
    """Return how far an edition has come at a moment, local time in London without a zone.

    `standing` is what is signed off of it; without a `handover` nobody knows what was published.
    """
    items = list_outstanding_items(edition, now, standing, handover)
    signed_edition = standing.edition if standing else edition
    directorate = edition.instance.directorate
    rows = tuple(
        (
            section.id,
            section.title,
            {
                entry.service: entry.state
                for entry in signed_edition.list_section_entries(section.id)
            },
        )
        for section in edition.sections
    )
    return EditionStatus(
        title=edition.title,
        pack=edition.pack_id,
        period=edition.period.id,
        at=now,
        due=edition.due_day,
        columns=tuple(
            (service_id, name_reporter(edition, service_id)) for service_id in edition.services
        ),
        rows=rows,
        outstanding=items,
        tasks={
            person: list_tasks(edition, owed) for person, owed in group_by_person(items).items()
        },
        steps=list_step_progress(edition, items, handover),
        role_titles={role.id: role.title for role in directorate.roles},
        links={
            name: find_edit_link(edition, edition.locate_submission(name))
            for name, entries in edition.by_submission.items()
            if directorate.edit_url and is_narrated(entries)
        },
    )


def to_status_values(edition_status: EditionStatus) -> dict[str, Any]:
    """Return the status as plain values for JSON."""
    return {
        "schema": SCHEMA,
        "pack": edition_status.pack,
        "period": edition_status.period,
        "title": edition_status.title,
        "at": edition_status.at.isoformat(timespec="minutes"),
        "due": edition_status.due.isoformat(),
        "complete": edition_status.is_complete,
        "counts": {state.value: edition_status.counts[state] for state in State},
        "sections": [
            {"section": section, "title": title, "states": dict(states)}
            for section, title, states in edition_status.rows
        ],
        "owed": [
            {
                "who": item.holding.words,
                "people": list(item.on_duty.people),
                "service": item.service,
                "section": item.section,
                "what": item.kind.value,
                "state": item.state.value,
                "path": item.path,
                "by": item.due.isoformat(timespec="minutes"),
                "late": item.is_late,
            }
            for item in edition_status.outstanding
        ],
        "steps": [_to_step_values(step, edition_status.at) for step in edition_status.steps],
        "next": _to_next_values(edition_status.next_step),
        "links": dict(edition_status.links),
    }


def _to_step_values(step_progress: StepProgress, now: datetime) -> dict[str, Any]:
    step = step_progress.step
    return {
        "step": step.id,
        "what": step.what,
        "who": step.who,
        "by": step_progress.due.isoformat(timespec="minutes"),
        "done": step_progress.is_done,
        "late": step_progress.is_late(now),
    }


def _to_next_values(step_progress: StepProgress | None) -> dict[str, Any] | None:
    if step_progress is None:
        return None
    waits_for = group_by_person(step_progress.waits_for)
    return {
        "step": step_progress.step.id,
        "by": step_progress.due.isoformat(timespec="minutes"),
        "waits_for": [
            {"who": person, "owes": count_owed(items)} for person, items in waits_for.items()
        ],
    }


def render_status(edition_status: EditionStatus, width: int, colour: bool = False) -> str:
    """Return the status as lines that are no longer than `width`, links left whole."""
    paint = _paint_words if colour else _leave_plain
    blocks = [
        [
            edition_status.title,
            f"Due {format_day(edition_status.due)}. {render_summary(edition_status)}",
        ]
    ]
    if step_lines := list(_iterate_step_lines(edition_status, width)):
        blocks.append(step_lines)
    blocks.append(
        _render_table(edition_status, width, paint) or _render_lists(edition_status, width)
    )
    owed_paragraphs = list(_iterate_owed_paragraphs(edition_status, width))
    if owed_paragraphs:
        blocks.append(["Who owes what"])
        blocks += owed_paragraphs
    return "\n\n".join("\n".join(line.rstrip() for line in block) for block in blocks)


def _iterate_step_lines(edition_status: EditionStatus, width: int) -> Iterator[str]:
    """Yield which steps are late, which is next, and what that waits for."""
    for step_progress in edition_status.late_steps:
        yield from _wrap_step("Late since", step_progress, edition_status, width)
    next_step = edition_status.next_step
    if next_step is None:
        return
    yield from _wrap_step("Next, by", next_step, edition_status, width)
    for person, items in group_by_person(next_step.waits_for).items():
        yield from _wrap_hanging("  It waits for ", f"{person}: {count_owed(items)}", width)


def _wrap_step(
    label: str, step_progress: StepProgress, edition_status: EditionStatus, width: int
) -> list[str]:
    step = step_progress.step
    role = edition_status.role_titles.get(step.who, step.who)
    words = f"{step.what} ({role})"
    return _wrap_hanging(f"{label} {format_deadline(step_progress.due)}: ", words, width)


def render_summary(edition_status: EditionStatus) -> str:
    """Return how many sections are complete, and in which states the others are."""
    counts = edition_status.counts
    due = counts.total() - counts[State.NOT_DUE]
    complete = sum(n for state, n in counts.items() if state.is_complete) - counts[State.NOT_DUE]
    waived = f" ({counts[State.WAIVED]} waived)" if counts[State.WAIVED] else ""
    rest = ", ".join(f"{counts[s]} {s}" for s in State if counts[s] and not s.is_complete)
    return f"{complete} of {due} sections are complete{waived}{': ' if rest else ''}{rest}."


def _render_table(edition_status: EditionStatus, width: int, paint: Paint) -> list[str]:
    """Return the table, or nothing when it is too wide."""
    title_width = min(max(len(title) for _, title, _ in edition_status.rows), max(width // 3, 20))
    column_width = min((width - title_width) // max(len(edition_status.columns), 1) - _GAP, _WIDEST)
    # A state that is cut would not be understood, so lists are shown instead.
    if column_width < _NARROWEST:
        return []
    heads = [wrap(escape_unprintable(title), column_width) for _, title in edition_status.columns]
    depth = max(map(len, heads), default=0)
    gap = " " * _GAP
    lines = [
        " " * title_width
        + "".join(gap + (head[n] if n < len(head) else "").ljust(column_width) for head in heads)
        for n in range(depth)
    ]
    for _, title, states in edition_status.rows:
        cells = [
            _render_cell(states.get(service), column_width, paint)
            for service, _ in edition_status.columns
        ]
        name, *rest = wrap(escape_unprintable(title), title_width)
        lines += [name.ljust(title_width) + "".join(gap + cell for cell in cells), *rest]
    return lines


def _render_cell(state: State | None, column_width: int, paint: Paint) -> str:
    if state is None:
        return " " * column_width
    return paint(state.value, _choose_tone(state)) + " " * (column_width - len(state.value))


def _render_lists(edition_status: EditionStatus, width: int) -> list[str]:
    lines: list[str] = []
    for service, name in edition_status.columns:
        lines.append(escape_unprintable(name))
        for state in State:
            titles = [
                title for _, title, states in edition_status.rows if states.get(service) is state
            ]
            if titles:
                lines += _wrap_hanging(f"  {state}: ", ", ".join(titles), width)
    return lines


def _iterate_owed_paragraphs(edition_status: EditionStatus, width: int) -> Iterator[list[str]]:
    """Yield a paragraph for each person, with all that is owed in each file."""
    for person, tasks in edition_status.tasks.items():
        lines = [f"  {escape_unprintable(person)}"]
        said = ""
        for task in tasks:
            late_words = " (late)" if task.is_late else ""
            deadline = f"    by {format_deadline(task.due)}{late_words}"
            lines += [deadline] if deadline != said else []
            said = deadline
            lines += [f"      {task.place}"] if task.path else []
            for label, titles in task.lines:
                words = f"{label}: {', '.join(titles)}" if titles else label
                lines += _wrap_hanging("      ", words, width)
            lines += [f"      {escape_unprintable(task.link)}"] if task.link else []
        yield lines


def _wrap_hanging(label: str, words: str, width: int) -> list[str]:
    indent = " " * (len(label) - len(label.lstrip()) + 2)
    text = label + escape_unprintable(words)
    return wrap(text, max(width, 40), subsequent_indent=indent, break_on_hyphens=False)


def _choose_tone(state: State) -> str:
    if state.is_complete:
        return _GREEN
    return _RED if state is State.MISSING else _YELLOW


def _paint_words(words: str, tone: str) -> str:
    return f"\x1b[{tone}m{words}\x1b[0m"


def _leave_plain(words: str, tone: str) -> str:
    return words
