"""How far an edition has come, as Markdown for an issue, a message or a page."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.steps import StepProgress
from boardpack.model.period import format_day
from boardpack.render.markdown import escape_markdown, join_markdown_cells
from boardpack.render.owed_words import OwedTask, count_owed, format_deadline, group_by_person
from boardpack.render.status import EditionStatus, render_summary


def render_status_as_markdown(edition_status: EditionStatus) -> str:
    """Return a heading, then the timetable, who owes what, and a table of states."""
    return "\n".join(_iterate_lines(edition_status))


def describe_step(step_progress: StepProgress, edition_status: EditionStatus) -> str:
    """Return how far a step has come, in a few words."""
    if step_progress.is_done:
        return "done"
    if step_progress.is_late(edition_status.at):
        return "late"
    if step_progress is edition_status.next_step:
        return "next"
    return "to come" if step_progress.due >= edition_status.at else "over"


def _iterate_lines(edition_status: EditionStatus) -> Iterator[str]:
    yield f"# {escape_markdown(edition_status.title)}"
    yield ""
    moment = f"{format_day(edition_status.at.date())}, {edition_status.at:%H:%M}"
    yield (f"At {moment}: due {format_day(edition_status.due)}. {render_summary(edition_status)}")
    if edition_status.steps:
        yield from ("", "## Timetable", "")
        yield from _iterate_timetable(edition_status)
    if edition_status.tasks:
        yield from ("", "## Who owes what")
        for person, tasks in edition_status.tasks.items():
            yield from ("", f"### {escape_markdown(person)}", "")
            for task in tasks:
                yield from _iterate_task(task)
    yield from ("", "## Sections", "")
    yield from _iterate_states(edition_status)


def _iterate_timetable(edition_status: EditionStatus) -> Iterator[str]:
    yield join_markdown_cells(("By", "Step", "Who", "State"))
    yield join_markdown_cells(["---"] * 4)
    for step_progress in edition_status.steps:
        step = step_progress.step
        role = edition_status.role_titles.get(step.who, step.who)
        state = describe_step(step_progress, edition_status)
        words = (escape_markdown(step.what), escape_markdown(role), state)
        yield join_markdown_cells((format_deadline(step_progress.due), *words))
    next_step = edition_status.next_step
    if next_step is not None and next_step.waits_for:
        yield from ("", "The next step waits for:", "")
        for person, items in group_by_person(next_step.waits_for).items():
            yield f"- {escape_markdown(person)}: {count_owed(items)}"


def _iterate_task(task: OwedTask) -> Iterator[str]:
    late_words = ", **late**" if task.is_late else ""
    file_words = f", in `{task.path}`" if task.path else ""
    link_words = f" ([edit]({task.link}))" if task.link else ""
    yield f"- by {format_deadline(task.due)}{late_words}{file_words}{link_words}"
    for label, titles in task.lines:
        words = escape_markdown(", ".join(titles))
        yield f"    - {escape_markdown(label)}{': ' if words else ''}{words}"


def _iterate_states(edition_status: EditionStatus) -> Iterator[str]:
    columns = edition_status.columns
    yield join_markdown_cells(("Section", *(escape_markdown(title) for _, title in columns)))
    yield join_markdown_cells(["---"] * (len(columns) + 1))
    for _, title, states in edition_status.rows:
        cells = (states[service].value if service in states else "" for service, _ in columns)
        yield join_markdown_cells((escape_markdown(title), *cells))
