"""The empty submission of a service: every heading that is due, with its prompt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.escalation import Escalation, escalations
from boardpack.analysis.measures import change
from boardpack.analysis.rag import Rating
from boardpack.analysis.states import State
from boardpack.model.dataset import Gap
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.pack import Form, Need
from boardpack.render.glance import Subject, escalated
from boardpack.render.words import RATING_WORDS, change_words, measured

SCHEMA_LINE = "# yaml-language-server: $schema=../../../data/schemas/submission.schema.json"
YOU_SAID_WE_DID = ("You said", "We did", "Action plan")
OPENING = (
    "Write under each heading; these grey notes are not shown. When everything is written, change "
    "`status: draft` at the top to `status: ready`."
)


MOST = 20
"""So many escalated items are listed in a prompt."""


def skeletons(edition: Edition) -> dict[str, str]:
    """Return the empty submissions by their paths, of those who have something to narrate."""
    found = escalations(edition)
    texts = {edition.submission_path(s): _skeleton(edition, s, found) for s in edition.services}
    return {path: text for path, text in texts.items() if text}


def skeleton(edition: Edition, service: str) -> str:
    """Return the text of an empty submission; "" when nothing is to be narrated."""
    return skeletons(edition).get(edition.submission_path(service), "")


def _skeleton(edition: Edition, service: str, found: Sequence[Escalation]) -> str:
    due = [entry for entry in edition.of_service(service) if _is_narrated(entry)]
    if not due:
        return ""
    author = _author(edition, due[0])
    blocks = [f"---\n{SCHEMA_LINE}\nauthor: {author}\nstatus: draft\n---", _note([OPENING])]
    for entry in due:
        blocks.append(f"## {entry.section.title}")
        blocks.append(_note(_prompt(edition, entry, found)))
        blocks += [f"### {title}" for title in _parts(entry)]
    return "\n\n".join(blocks) + "\n"


def _is_narrated(entry: Entry) -> bool:
    return entry.section.narrative is not Need.NONE and entry.state is not State.NOT_DUE


def _author(edition: Edition, entry: Entry) -> str:
    role = entry.section.narrated_by
    holders = edition.instance.holders(role, entry.service, edition.due_day)
    return holders[0] if holders else ""


def _prompt(edition: Edition, entry: Entry, found: Sequence[Escalation]) -> Iterator[str]:
    section = entry.section
    optional = section.narrative is Need.OPTIONAL
    yield section.prompt or f"What is to be said about {section.title}?"
    if optional:
        yield "You may leave this out."
    if section.min_words:
        yield f"At least {section.min_words} words."
    if section.form is Form.SUMMARY:
        yield from _escalated(edition, entry, found)
    figures = list(_figures(entry))
    if figures:
        yield f"Figures of {edition.period.back(section.lag).title}:"
        yield from figures


def _escalated(edition: Edition, entry: Entry, found: Sequence[Escalation]) -> Iterator[str]:
    """Yield what a summary must not leave out, worst first, each with its rules and reason."""
    whole = entry.service == WHOLE_DIRECTORATE
    subjects = escalated(found, edition.entries if whole else edition.of_service(entry.service))
    if subjects:
        yield "Escalated, worst first:"
    for one in subjects[:MOST]:
        yield f"- {_named(edition, one, whole)}: {one.rules}. {' '.join(one.words)}"
    if len(subjects) > MOST:
        yield f"- and {len(subjects) - MOST} more, on the home page"


def _named(edition: Edition, one: Subject, whole: bool) -> str:
    title = one.measured.measure.title if one.measured else "Several measures"
    if not whole:
        return title
    return f"{title}, {edition.instance.directorate.service_title(one.entry.service)}"


def _figures(entry: Entry) -> Iterator[str]:
    for one in entry.measured:
        if not isinstance(one.latest, Gap):
            words = [measured(one, one.latest)]
            words += [] if isinstance(change(one), Gap) else [change_words(one)]
            words += [] if one.rating is Rating.UNRATED else [RATING_WORDS[one.rating].lower()]
            yield f"- {one.measure.title}: {', '.join(words)}"


def _parts(entry: Entry) -> tuple[str, ...]:
    match entry.section.form:
        case Form.SUMMARY:
            return entry.section.headings
        case Form.YOU_SAID_WE_DID:
            return YOU_SAID_WE_DID
        case Form.PLAIN:
            return ()


def _note(lines: list[str] | Iterator[str]) -> str:
    # Two hyphens could end the comment early, and a blank line would make it hard to read.
    words = "\n".join(re.sub("-{2,}", "-", " ".join(line.split())) for line in lines)
    return f"<!--\n{words}\n-->"
