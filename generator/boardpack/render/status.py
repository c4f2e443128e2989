"""How far an edition has come: a table of states, and who owes what by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import wrap
from typing import Any

from boardpack.analysis.edition import Edition
from boardpack.analysis.states import State
from boardpack.load.tree import printable
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.pack import Need
from boardpack.model.period import day_words
from boardpack.render.owed import Debt, debts

SCHEMA = "boardpack.status/1"
_WIDEST, _GAP = 24, 2
_NARROWEST = max(len(state) for state in State)
_GREEN, _YELLOW, _RED = "32", "33", "31"
Paint = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Status:
    """The states of an edition: rows are sections, columns services (an id and a title)."""

    title: str
    pack: str
    period: str
    due: date
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, Mapping[str, State]], ...]
    debts: tuple[Debt, ...]
    links: Mapping[str, str]

    @property
    def counts(self) -> Counter[State]:
        """How many sections are in each state, over all services."""
        return Counter(state for _, _, states in self.rows for state in states.values())

    @property
    def is_complete(self) -> bool:
        """Whether nobody owes anything."""
        return all(state.is_complete for state in self.counts)


def status(edition: Edition, today: date, shown: Edition | None = None) -> Status:
    """Return how far an edition has come; `shown` is the same with what is signed off."""
    directorate = edition.instance.directorate
    rows = tuple(
        (
            section.id,
            section.title,
            {e.service: e.state for e in (shown or edition).of_section(section.id)},
        )
        for section in edition.pack.sections
    )
    return Status(
        title=edition.title,
        pack=edition.pack_id,
        period=edition.period.id,
        due=edition.due_day,
        columns=tuple((one, _column_title(edition, one)) for one in edition.services),
        rows=rows,
        debts=debts(edition, today),
        links={
            service: directorate.edit_url.replace("{path}", edition.submission_path(service))
            for service in edition.services
            if directorate.edit_url and _is_narrated(edition, service)
        },
    )


def as_values(found: Status) -> dict[str, Any]:
    """Return the status as plain values for JSON."""
    return {
        "schema": SCHEMA,
        "pack": found.pack,
        "period": found.period,
        "title": found.title,
        "due": found.due.isoformat(),
        "complete": found.is_complete,
        "counts": {state.value: found.counts[state] for state in State},
        "sections": [
            {"section": section, "title": title, "states": dict(states)}
            for section, title, states in found.rows
        ],
        "owed": [
            {
                "who": debt.who,
                "service": debt.service,
                "section": debt.section,
                "what": debt.what,
                "state": debt.state.value,
                "path": debt.path,
                "by": debt.by.isoformat(timespec="minutes"),
                "late": debt.late,
            }
            for debt in found.debts
        ],
        "links": dict(found.links),
    }


def as_text(found: Status, width: int, colour: bool = False) -> str:
    """Return the status as lines that are no longer than `width`, links left whole."""
    paint = _paint if colour else _plain
    blocks = [[found.title, f"Due {day_words(found.due)}. {_summary(found)}"]]
    blocks.append(_table(found, width, paint) or _lists(found, width))
    owed = list(_owed(found, width))
    if owed:
        blocks.append(["Who owes what"])
        blocks += owed
    return "\n\n".join("\n".join(line.rstrip() for line in block) for block in blocks)


def _column_title(edition: Edition, service: str) -> str:
    if service == WHOLE_DIRECTORATE:
        return "Whole directorate"
    return edition.instance.directorate.service_title(service)


def _is_narrated(edition: Edition, service: str) -> bool:
    entries = edition.of_service(service)
    due = (entry for entry in entries if entry.state is not State.NOT_DUE)
    return any(entry.section.narrative is not Need.NONE for entry in due)


def _summary(found: Status) -> str:
    counts = found.counts
    due = counts.total() - counts[State.NOT_DUE]
    done = sum(n for state, n in counts.items() if state.is_complete) - counts[State.NOT_DUE]
    waived = f" ({counts[State.WAIVED]} waived)" if counts[State.WAIVED] else ""
    open_ = ", ".join(f"{counts[s]} {s}" for s in State if counts[s] and not s.is_complete)
    return f"{done} of {due} sections are complete{waived}{': ' if open_ else ''}{open_}."


def _table(found: Status, width: int, paint: Paint) -> list[str]:
    """Return the table, or nothing when it is too wide."""
    first = min(max(len(title) for _, title, _ in found.rows), max(width // 3, 20))
    column = min((width - first) // max(len(found.columns), 1) - _GAP, _WIDEST)
    if column < _NARROWEST:
        return []
    heads = [wrap(printable(title), column) for _, title in found.columns]
    depth = max(map(len, heads), default=0)
    gap = " " * _GAP
    lines = [
        " " * first
        + "".join(gap + (head[n] if n < len(head) else "").ljust(column) for head in heads)
        for n in range(depth)
    ]
    for _, title, states in found.rows:
        cells = [_cell(states.get(service), column, paint) for service, _ in found.columns]
        name, *rest = wrap(printable(title), first)
        lines += [name.ljust(first) + "".join(gap + cell for cell in cells), *rest]
    return lines


def _cell(state: State | None, column: int, paint: Paint) -> str:
    if state is None:
        return " " * column
    return paint(state.value, _tone(state)) + " " * (column - len(state.value))


def _lists(found: Status, width: int) -> list[str]:
    lines: list[str] = []
    for service, name in found.columns:
        lines.append(printable(name))
        for state in State:
            titles = [t for _, t, states in found.rows if states.get(service) is state]
            if titles:
                lines += _hanging(f"  {state}: ", ", ".join(titles), width)
    return lines


def _owed(found: Status, width: int) -> Iterator[list[str]]:
    """Yield a paragraph for each person and file."""
    paragraphs: dict[tuple[str, datetime, bool, str], list[Debt]] = {}
    for debt in found.debts:
        paragraphs.setdefault((debt.who, debt.by, debt.late, debt.path), []).append(debt)
    for (who, by, late, path), owed in paragraphs.items():
        lines = [f"  {printable(who)}, by {_moment(by)}{' (late)' if late else ''}", f"    {path}"]
        for words, titles in _by_words(found, owed).items():
            lines += _hanging(f"    {words}: ", ", ".join(titles), width)
        link = found.links.get(owed[0].service)
        if link and owed[0].what == "narrative":
            lines.append(f"    {printable(link)}")
        yield lines


def _by_words(found: Status, owed: Sequence[Debt]) -> dict[str, list[str]]:
    """Return what is said of a file's sections: titles, for figures with the services."""
    words: dict[str, list[str]] = {}
    for debt in owed:
        if debt.what == "narrative":
            words.setdefault(debt.state.value, []).append(debt.title)
        else:
            label = f"figures missing for {dict(found.columns)[debt.service]}"
            words.setdefault(label, []).append(debt.title)
    return words


def _moment(at: datetime) -> str:
    hour = "" if (at.hour, at.minute) == (23, 59) else f", {at:%H:%M}"
    return day_words(at.date()) + hour


def _hanging(label: str, words: str, width: int) -> list[str]:
    indent = " " * (len(label) - len(label.lstrip()) + 2)
    return wrap(label + printable(words), max(width, 40), subsequent_indent=indent)


def _tone(state: State) -> str:
    if state.is_complete:
        return _GREEN
    return _RED if state is State.MISSING else _YELLOW


def _paint(words: str, tone: str) -> str:
    return f"\x1b[{tone}m{words}\x1b[0m"


def _plain(words: str, tone: str) -> str:
    return words
