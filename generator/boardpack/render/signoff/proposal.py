"""What stands of the sign-off of a pull request: its check, its one comment, and in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from boardpack.analysis.edition import Edition
from boardpack.analysis.measures import Measured, format_measured
from boardpack.analysis.rag import Rating
from boardpack.analysis.roles import format_role
from boardpack.analysis.service_summary import ServiceSummary, summarise_service
from boardpack.model.signoff import Standing, Verdict
from boardpack.render.environment import SHAPES
from boardpack.render.markdown import escape_markdown, join_markdown_cells
from boardpack.render.signoff.signing import DIGEST_LENGTH
from boardpack.render.words import RATING_WORDS, format_target
from boardpack.signoff.forge import CheckState

_FAILED = (Standing.OBJECTED, Standing.INVALID, Standing.RESIDUAL)
_MOST_POINTS = 12
"""So many points of a service stand in a comment; the preview has them all."""
_NOT_KNOWN = "Whether this is signed off is not known: something could not be read."


@dataclass(frozen=True, slots=True)
class EditionVerdicts:
    """An edition and the verdicts on those of its sections that a pull request changes."""

    edition: Edition
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class PullRequestReport:
    """What is said of a pull request.

    `state` is that of the check, `words` are beside it,
    `comment` is Markdown in which what people wrote is escaped, `text` is for a terminal.
    """

    state: CheckState
    words: str
    comment: str
    text: str


def report_on_pull_request(
    number: int, verdicts_by_edition: Sequence[EditionVerdicts], preview: str = ""
) -> PullRequestReport:
    """Return what is said of the verdicts on a pull request.

    `preview` is the address at which people see what it changes; empty where nobody is shown.
    """
    state, words = _summarise_verdicts(
        [
            verdict
            for edition_verdicts in verdicts_by_edition
            for verdict in edition_verdicts.verdicts
        ]
    )
    return PullRequestReport(
        state,
        words,
        _render_comment(words, verdicts_by_edition, preview),
        _render_text(number, words, verdicts_by_edition),
    )


def report_unknown(number: int, reason: str) -> PullRequestReport:
    """Return what is said where nothing could be judged."""
    comment = "\n".join(("### Sign-off", "", _NOT_KNOWN, "", f"> {escape_markdown(reason)}"))
    text = f"Pull request {number}: {_NOT_KNOWN}\n  {reason}"
    return PullRequestReport(CheckState.UNKNOWN, _NOT_KNOWN, comment, text)


def _summarise_verdicts(verdicts: Sequence[Verdict]) -> tuple[CheckState, str]:
    if not verdicts:
        return CheckState.SIGNED, "This changes no section of an edition."
    signed_count = sum(verdict.is_valid for verdict in verdicts)
    words = f"{signed_count} of {len(verdicts)} changed sections are signed off."
    standings = {verdict.standing for verdict in verdicts}
    if Standing.ERROR in standings:
        return CheckState.UNKNOWN, _NOT_KNOWN
    if Standing.UNVERIFIABLE in standings:
        return CheckState.UNKNOWN, f"{words} Something could not be verified."
    if standings & set(_FAILED):
        return CheckState.REFUSED, words
    is_signed = signed_count == len(verdicts)
    return (CheckState.SIGNED if is_signed else CheckState.WAITING), words


def _render_comment(
    words: str, verdicts_by_edition: Sequence[EditionVerdicts], preview: str
) -> str:
    lines = ["### Sign-off", "", words, ""]
    if preview and verdicts_by_edition:
        lines += [f"**[What changed, as it would be published]({preview})**", ""]
    for edition_verdicts in verdicts_by_edition:
        for service, group in groupby(edition_verdicts.verdicts, lambda v: v.subject.service):
            lines += _iterate_service(edition_verdicts.edition, service, list(group))
    lines += [
        "An approval covers the sections as they are in the commit that was reviewed. "
        "A section that changes afterwards must be looked at again.",
    ]
    return "\n".join(lines)


def _iterate_service(edition: Edition, service: str, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield a service as its director reads it: the headline, the sections, the digests last."""
    title = edition.instance.directorate.find_service_title(service)
    yield f"#### {escape_markdown(f'{title}, {edition.title}')}"
    yield ""
    yield from _iterate_headline(summarise_service(edition, service))
    yield "| Section | Rating | Sign-off | Whose turn | Why |"
    yield "| --- | --- | --- | --- | --- |"
    for verdict in verdicts:
        yield _render_row(edition, verdict)
    digests = (
        f"{escape_markdown(verdict.subject.section)} `{verdict.subject.digest[:DIGEST_LENGTH]}`"
        for verdict in verdicts
    )
    yield ""
    yield f"<sub>Digests: {', '.join(digests)}</sub>"
    yield ""


def _iterate_headline(summary: ServiceSummary) -> Iterator[str]:
    before = summary.edition.period.step_back().title
    if summary.counts:
        counts = (f"{_format_rating(rating)} {count}" for rating, count in summary.counts)
        yield " · ".join(counts)
        yield ""
    points = [
        *(_describe_red(red.measured, before) for red in summary.red_figures),
        *(f"{entry.section.title} is red." for entry in summary.red_entries),
        *(f"{change.title}. {change.words}" for change in summary.changes),
        *(f"Asked for: {ask.words}" for ask in summary.asks),
    ]
    for point in points[:_MOST_POINTS]:
        yield f"- {escape_markdown(point)}"
    if len(points) > _MOST_POINTS:
        yield f"- and {len(points) - _MOST_POINTS} more"
    if points:
        yield ""


def _describe_red(measured: Measured, before: str) -> str:
    latest = format_measured(measured, measured.latest)
    earlier = format_measured(measured, measured.previous)
    title, target = measured.measure.title, format_target(measured)
    return f"Red: {title} {latest}, target {target}; {before}: {earlier}."


def _format_rating(rating: Rating) -> str:
    return f"{SHAPES[rating]} {RATING_WORDS[rating]}"


def _render_text(number: int, words: str, verdicts_by_edition: Sequence[EditionVerdicts]) -> str:
    lines = [f"Pull request {number}: {words}"]
    for edition_verdicts in verdicts_by_edition:
        lines.append(edition_verdicts.edition.title)
        for verdict in edition_verdicts.verdicts:
            name = f"{verdict.subject.service}/{verdict.subject.section}"
            lines.append(f"  {name}: {verdict.standing}: {verdict.reason}")
            lines += [f"    does not count: {ignored}" for ignored in verdict.ignored]
    return "\n".join(lines)


def _render_row(edition: Edition, verdict: Verdict) -> str:
    service = verdict.subject.service
    entry = edition.find_entry(service, verdict.subject.section)
    assert entry is not None
    return join_markdown_cells(
        escape_markdown(cell)
        for cell in (
            entry.section.title,
            _format_rating(entry.rating),
            "signed off" if verdict.is_valid else verdict.standing.value,
            "" if verdict.is_valid else format_role(edition, verdict.role, service),
            "; ".join(dict.fromkeys((verdict.reason, *verdict.ignored))),
        )
    )
