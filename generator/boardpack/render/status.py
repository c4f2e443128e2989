"""How far an edition has come: a table of states, and who owes what by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import wrap
from typing import Any

from boardpack.analysis.edition import Edition
from boardpack.analysis.outstanding import OutstandingItem, list_outstanding_items
from boardpack.analysis.states import State
from boardpack.load.tree import escape_unprintable
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.pack import Need
from boardpack.model.period import format_day

SCHEMA = "boardpack.status/1"
_WIDEST, _GAP = 24, 2
_NARROWEST = max(len(state) for state in State)
_GREEN, _YELLOW, _RED = "32", "33", "31"
Paint = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class EditionStatus:
    """The states of an edition: rows are sections, columns services (an id and a title)."""

    title: str
    pack: str
    period: str
    due: date
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, Mapping[str, State]], ...]
    outstanding: tuple[OutstandingItem, ...]
    links: Mapping[str, str]

    @property
    def counts(self) -> Counter[State]:
        """How many sections are in each state, over all services."""
        return Counter(state for _, _, states in self.rows for state in states.values())

    @property
    def is_complete(self) -> bool:
        """Whether nobody owes anything."""
        return all(state.is_complete for state in self.counts)


def compile_status(
    edition: Edition, today: date, signed_edition: Edition | None = None
) -> EditionStatus:
    """Return how far an edition has come; `signed_edition` is the same with what is signed off."""
    directorate = edition.instance.directorate
    rows = tuple(
        (
            section.id,
            section.title,
            {
                entry.service: entry.state
                for entry in (signed_edition or edition).list_section_entries(section.id)
            },
        )
        for section in edition.sections
    )
    return EditionStatus(
        title=edition.title,
        pack=edition.pack_id,
        period=edition.period.id,
        due=edition.due_day,
        columns=tuple(
            (service_id, _name_column(edition, service_id)) for service_id in edition.services
        ),
        rows=rows,
        outstanding=list_outstanding_items(edition, today),
        links={
            service: directorate.edit_url.replace("{path}", edition.locate_submission(service))
            for service in edition.services
            if directorate.edit_url and _is_narrated(edition, service)
        },
    )


def to_status_values(edition_status: EditionStatus) -> dict[str, Any]:
    """Return the status as plain values for JSON."""
    return {
        "schema": SCHEMA,
        "pack": edition_status.pack,
        "period": edition_status.period,
        "title": edition_status.title,
        "due": edition_status.due.isoformat(),
        "complete": edition_status.is_complete,
        "counts": {state.value: edition_status.counts[state] for state in State},
        "sections": [
            {"section": section, "title": title, "states": dict(states)}
            for section, title, states in edition_status.rows
        ],
        "owed": [
            {
                "who": item.who,
                "service": item.service,
                "section": item.section,
                "what": item.kind,
                "state": item.state.value,
                "path": item.path,
                "by": item.due.isoformat(timespec="minutes"),
                "late": item.is_late,
            }
            for item in edition_status.outstanding
        ],
        "links": dict(edition_status.links),
    }


def render_status(edition_status: EditionStatus, width: int, colour: bool = False) -> str:
    """Return the status as lines that are no longer than `width`, links left whole."""
    paint = _paint_words if colour else _leave_plain
    blocks = [
        [
            edition_status.title,
            f"Due {format_day(edition_status.due)}. {_render_summary(edition_status)}",
        ]
    ]
    blocks.append(
        _render_table(edition_status, width, paint) or _render_lists(edition_status, width)
    )
    owed_paragraphs = list(_iterate_owed_paragraphs(edition_status, width))
    if owed_paragraphs:
        blocks.append(["Who owes what"])
        blocks += owed_paragraphs
    return "\n\n".join("\n".join(line.rstrip() for line in block) for block in blocks)


def _name_column(edition: Edition, service: str) -> str:
    if service == WHOLE_DIRECTORATE:
        return "Whole directorate"
    return edition.instance.directorate.find_service_title(service)


def _is_narrated(edition: Edition, service: str) -> bool:
    entries = edition.list_service_entries(service)
    due_entries = (entry for entry in entries if entry.state is not State.NOT_DUE)
    return any(entry.section.narrative is not Need.NONE for entry in due_entries)


def _render_summary(edition_status: EditionStatus) -> str:
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
    """Yield a paragraph for each person and file."""
    paragraphs: dict[tuple[str, datetime, bool, str], list[OutstandingItem]] = {}
    for item in edition_status.outstanding:
        paragraphs.setdefault((item.who, item.due, item.is_late, item.path), []).append(item)
    for (holder, due, is_late, path), items in paragraphs.items():
        late_words = " (late)" if is_late else ""
        lines = [
            f"  {escape_unprintable(holder)}, by {_format_moment(due)}{late_words}",
            f"    {path}",
        ]
        for words, titles in _group_by_words(edition_status, items).items():
            lines += _wrap_hanging(f"    {words}: ", ", ".join(titles), width)
        link = edition_status.links.get(items[0].service)
        if link and items[0].kind == "narrative":
            lines.append(f"    {escape_unprintable(link)}")
        yield lines


def _group_by_words(
    edition_status: EditionStatus, items: Sequence[OutstandingItem]
) -> dict[str, list[str]]:
    """Return what is said of a file's sections: titles, for figures with the services."""
    words: dict[str, list[str]] = {}
    for item in items:
        if item.kind == "narrative":
            words.setdefault(item.state.value, []).append(item.title)
        else:
            label = f"figures missing for {dict(edition_status.columns)[item.service]}"
            words.setdefault(label, []).append(item.title)
    return words


def _format_moment(moment: datetime) -> str:
    # The end of the day is not a time that anybody set.
    hour = "" if (moment.hour, moment.minute) == (23, 59) else f", {moment:%H:%M}"
    return format_day(moment.date()) + hour


def _wrap_hanging(label: str, words: str, width: int) -> list[str]:
    indent = " " * (len(label) - len(label.lstrip()) + 2)
    return wrap(label + escape_unprintable(words), max(width, 40), subsequent_indent=indent)


def _choose_tone(state: State) -> str:
    if state.is_complete:
        return _GREEN
    return _RED if state is State.MISSING else _YELLOW


def _paint_words(words: str, tone: str) -> str:
    return f"\x1b[{tone}m{words}\x1b[0m"


def _leave_plain(words: str, tone: str) -> str:
    return words
