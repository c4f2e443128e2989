"""The empty submission of a service: every heading that is due, with its prompt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from boardpack.analysis.attention import AttentionItem, find_summarised_items, select_level
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.last_edition import find_last_submission
from boardpack.analysis.late_plans import find_late_plans
from boardpack.analysis.measures import compute_change, format_measured
from boardpack.analysis.off_track import group_by_section, list_reasons
from boardpack.analysis.plan_outcomes import find_unjudged_plans
from boardpack.analysis.plans import describe_timescale
from boardpack.analysis.rag import Rating
from boardpack.analysis.states import State
from boardpack.load.notes import render_kept_note, render_note
from boardpack.model.dataset import Gap
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.forms import FORMS, list_form_headings
from boardpack.model.pack import EscalationLevel, Need
from boardpack.model.period import parse_edition_period
from boardpack.model.report_labels import sketch_report
from boardpack.render.cover_form import iterate_cover_lines
from boardpack.render.words import LEVEL_TITLES, RATING_WORDS, describe_change

SCHEMA_LINE = "# yaml-language-server: $schema=../../../data/schemas/submission.schema.json"
PAPER_SCHEMA_LINE = SCHEMA_LINE.replace("submission", "paper")
OPENING = (
    "Write under each heading; these grey notes are not shown. When everything is written, change "
    "`status: draft` at the top to `status: ready`; a section that is finished before the others "
    "may say `Status: ready` right below its heading."
)
MOST_ESCALATED = 20
"""So many escalated items are listed in a prompt."""


MOST_LAST_WORDS = 3000
"""So many letters of last time's words are repeated."""


def render_skeletons(edition: Edition) -> dict[str, str]:
    """Return the empty submissions by their paths, of those who have something to narrate."""
    texts = {
        edition.locate_submission(name): _render_submission(edition, entries)
        for name, entries in edition.by_submission.items()
    }
    return {path: text for path, text in texts.items() if text}


def render_skeleton(edition: Edition, service: str) -> str:
    """Return the text of an empty submission; "" when nothing is to be narrated."""
    return render_skeletons(edition).get(edition.locate_submission(service), "")


def _render_submission(edition: Edition, entries: Sequence[Entry]) -> str:
    due_entries = [entry for entry in entries if _is_narrated(entry)]
    if not due_entries:
        return ""
    author = _find_author(edition, due_entries[0])
    front = [SCHEMA_LINE, f"author: {author}", "status: draft"]
    if edition.pack.committee:
        front = [PAPER_SCHEMA_LINE, *front[1:], *iterate_cover_lines(edition, due_entries[0])]
    blocks = ["\n".join(["---", *front, "---"]), render_note([OPENING])]
    notes = _render_notes(edition, entries)
    for entry in entries:
        if entry.section.id not in notes:
            continue
        blocks += [f"## {entry.section.title}", notes[entry.section.id]]
        for heading in list_form_headings(entry.section):
            blocks.append(f"### {heading.title}")
            blocks += [render_note([heading.prompt])] if heading.prompt else []
    return "\n\n".join(blocks) + "\n"


def render_section_notes(edition: Edition, service: str) -> dict[str, str]:
    """Return by section the note that stands below its heading in a service's submission."""
    entries = edition.list_service_entries(service)
    return _render_notes(edition, entries)


def _render_notes(edition: Edition, entries: Sequence[Entry]) -> dict[str, str]:
    """Return by section its note; one that nobody narrates has one where it needs a report."""
    escalated = group_by_section(edition)
    notes = {}
    for entry in entries:
        reasons = list_reasons(entry, escalated.get((entry.service, entry.section.id), ()))
        if _is_narrated(entry):
            lines = _iterate_prompt(edition, entry, reasons)
            notes[entry.section.id] = render_kept_note(lines)
        elif entry.is_owed and reasons:
            lines = chain(iterate_figure_lines(entry), _iterate_report_lines(reasons))
            notes[entry.section.id] = render_kept_note(lines)
    return notes


def _is_narrated(entry: Entry) -> bool:
    return entry.section.narrative is not Need.NONE and entry.state is not State.NOT_DUE


def _find_author(edition: Edition, entry: Entry) -> str:
    role = entry.section.narrated_by
    holders = edition.instance.list_holders(role, entry.service, edition.due_day)
    return holders[0] if holders else ""


def _iterate_prompt(
    edition: Edition,
    entry: Entry,
    reasons: Sequence[str],
) -> Iterator[str]:
    yield from iterate_hint_lines(edition, entry)
    if entry.is_owed and reasons:
        yield from _iterate_report_lines(reasons)
    yield from _iterate_last_words(edition, entry)


def iterate_hint_lines(edition: Edition, entry: Entry) -> Iterator[str]:
    """Yield what the writer of a section is asked, and its figures."""
    section = entry.section
    is_optional = section.narrative is Need.OPTIONAL
    yield section.prompt or f"What is to be said about {section.title}?"
    if is_optional:
        yield "You may leave this out."
    if section.min_words:
        yield f"At least {section.min_words} words."
    if FORMS[section.form].is_summary:
        yield from _iterate_escalated(edition, entry)
        yield from _iterate_late_plans(edition, entry)
    for plan in find_unjudged_plans(edition, entry):
        yield (
            "If this is still off track, say in an exception report whether this plan worked "
            "(`Outcome:`), and if not, what follows (`Next step:`, `Review:`): "
            f"{plan.report.action}"
        )
    yield from iterate_figure_lines(entry)


def _iterate_report_lines(reasons: Sequence[str]) -> Iterator[str]:
    """Yield what is off track, and the report that it needs, ready to be copied."""
    yield f"Off track: {'; '.join(reasons)}."
    yield "Unless there is a report already, copy these lines below the note and complete them:"
    yield from (line for line in sketch_report(reasons).split("\n") if line)


def _iterate_last_words(edition: Edition, entry: Entry) -> Iterator[str]:
    """Yield what was written last time, a line for each paragraph."""
    submission = find_last_submission(edition, entry)
    narrative = submission.find_narrative(entry.section.id) if submission else None
    if submission and narrative:
        period = parse_edition_period(submission.period)
        yield f"What was written in {period.title}:"
        words = narrative.prose
        shown = words if len(words) <= MOST_LAST_WORDS else f"{words[:MOST_LAST_WORDS]}…"
        yield from (paragraph for paragraph in shown.split("\n\n") if paragraph.strip())


def _iterate_escalated(edition: Edition, entry: Entry) -> Iterator[str]:
    """Yield what a summary must not leave out, worst first, each with its rules and reason."""
    is_whole = entry.service == WHOLE_DIRECTORATE
    items = find_summarised_items(edition, entry.service)
    for level in EscalationLevel:
        level_items = select_level(items[:MOST_ESCALATED], level)
        if level_items:
            yield f"{LEVEL_TITLES[level]}, worst first:"
        for item in level_items:
            yield f"- {_name_item(edition, item, is_whole)}: {item.rules}. {' '.join(item.words)}"
    if len(items) > MOST_ESCALATED:
        yield f"- and {len(items) - MOST_ESCALATED} more, on the home page"


def _iterate_late_plans(edition: Edition, entry: Entry) -> Iterator[str]:
    """Yield which plans of a service, and of all, are late; of all for the directorate."""
    is_whole = entry.service == WHOLE_DIRECTORATE
    plans = [
        plan
        for plan, _ in find_late_plans(edition)
        if is_whole or plan.service in ("", entry.service)
    ]
    if plans:
        yield "Plans that are late, the longest overdue first:"
    for plan in plans[:MOST_ESCALATED]:
        yield f"- {plan.id} {plan.title}: was due by {describe_timescale(plan)}"


def _name_item(edition: Edition, item: AttentionItem, is_whole: bool) -> str:
    if not is_whole:
        return item.title
    return f"{item.title}, {edition.instance.directorate.find_service_title(item.entry.service)}"


def iterate_figure_lines(entry: Entry) -> Iterator[str]:
    """Yield the known figures, those of one period under its name."""
    known = [series for series in entry.measured if not isinstance(series.latest, Gap)]
    for period, figures in groupby(known, lambda series: series.periods[-1]):
        yield f"Figures of {period.title}:"
        for series in figures:
            words = [format_measured(series, series.latest)]
            words += [] if isinstance(compute_change(series), Gap) else [describe_change(series)]
            words += (
                [] if series.rating is Rating.UNRATED else [RATING_WORDS[series.rating].lower()]
            )
            yield f"- {series.measure.title}: {', '.join(words)}"
