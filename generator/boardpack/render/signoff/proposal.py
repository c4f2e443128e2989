"""What stands of the sign-off of a pull request: its check, its one comment, and in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from boardpack.analysis.edition import Edition
from boardpack.analysis.roles import format_role
from boardpack.model.signoff import Standing, Verdict
from boardpack.render.markdown import escape_markdown
from boardpack.signoff.forge import CheckState

_FAILED = (Standing.OBJECTED, Standing.INVALID, Standing.RESIDUAL)
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
    number: int, verdicts_by_edition: Sequence[EditionVerdicts]
) -> PullRequestReport:
    """Return what is said of the verdicts on a pull request."""
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
        _render_comment(words, verdicts_by_edition),
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


def _render_comment(words: str, verdicts_by_edition: Sequence[EditionVerdicts]) -> str:
    lines = ["### Sign-off", "", words, ""]
    for edition_verdicts in verdicts_by_edition:
        lines += [
            f"**{escape_markdown(edition_verdicts.edition.title)}**",
            "",
            "| Section | Sign-off | Whose turn | Why | Digest |",
            "| --- | --- | --- | --- | --- |",
            *_iterate_rows(edition_verdicts),
            "",
        ]
    lines += [
        "An approval covers the sections as they are in the commit that was reviewed. "
        "A section that changes afterwards must be looked at again.",
    ]
    return "\n".join(lines)


def _render_text(number: int, words: str, verdicts_by_edition: Sequence[EditionVerdicts]) -> str:
    lines = [f"Pull request {number}: {words}"]
    for edition_verdicts in verdicts_by_edition:
        lines.append(edition_verdicts.edition.title)
        for verdict in edition_verdicts.verdicts:
            name = f"{verdict.subject.service}/{verdict.subject.section}"
            lines.append(f"  {name}: {verdict.standing}: {verdict.reason}")
            lines += [f"    does not count: {ignored}" for ignored in verdict.ignored]
    return "\n".join(lines)


def _iterate_rows(edition_verdicts: EditionVerdicts) -> Iterator[str]:
    edition = edition_verdicts.edition
    for service, service_verdicts in groupby(
        edition_verdicts.verdicts, lambda v: v.subject.service
    ):
        for verdict in service_verdicts:
            entry = edition.find_entry(service, verdict.subject.section)
            assert entry is not None
            title = edition.instance.directorate.find_service_title(service)
            cells = (
                f"{title}: {entry.section.title}",
                "signed off" if verdict.is_valid else verdict.standing.value,
                "" if verdict.is_valid else format_role(edition, verdict.role, service),
                "; ".join(dict.fromkeys((verdict.reason, *verdict.ignored))),
            )
            digest = verdict.subject.digest[:12]
            yield f"| {' | '.join(map(escape_markdown, cells))} | `{digest}` |"
