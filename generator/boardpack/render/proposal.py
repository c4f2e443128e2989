"""What stands of the sign-off of a pull request: its check, its one comment, and in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from boardpack.analysis.edition import Edition
from boardpack.analysis.roles import in_words
from boardpack.model.signoff import Standing, Verdict
from boardpack.render.environment import markdown

_FAILED = (Standing.OBJECTED, Standing.INVALID, Standing.RESIDUAL)
_UNKNOWN = (Standing.ERROR, Standing.UNVERIFIABLE)


@dataclass(frozen=True, slots=True)
class Judged:
    """An edition and the verdicts on those of its sections that a pull request changes."""

    edition: Edition
    verdicts: tuple[Verdict, ...]


def summary(found: Sequence[Judged]) -> tuple[str, str]:
    """Return the state of the check (`success`, `pending`, `failure`, `error`) and its words."""
    verdicts = [one for judged in found for one in judged.verdicts]
    signed = sum(one.is_valid for one in verdicts)
    if not verdicts:
        return "success", "This changes no section of an edition."
    words = f"{signed} of {len(verdicts)} changed sections are signed off."
    standings = {one.standing for one in verdicts}
    if standings & set(_UNKNOWN):
        return "error", f"{words} Something could not be read or verified."
    if standings & set(_FAILED):
        return "failure", words
    return ("success" if signed == len(verdicts) else "pending"), words


def as_comment(found: Sequence[Judged]) -> str:
    """Return the comment, in Markdown; what people wrote is escaped."""
    lines = ["### Sign-off", "", summary(found)[1], ""]
    for judged in found:
        lines += [
            f"**{markdown(judged.edition.title)}**",
            "",
            "| Section | Sign-off | Whose turn | Why | Digest |",
            "| --- | --- | --- | --- | --- |",
            *_rows(judged),
            "",
        ]
    lines += [
        "An approval covers the sections as they are in the commit that was reviewed. "
        "A section that changes afterwards must be looked at again.",
    ]
    return "\n".join(lines)


def as_text(number: int, found: Sequence[Judged]) -> str:
    """Return the same for a terminal."""
    lines = [f"Pull request {number}: {summary(found)[1]}"]
    for judged in found:
        lines.append(judged.edition.title)
        for verdict in judged.verdicts:
            name = f"{verdict.subject.service}/{verdict.subject.section}"
            lines.append(f"  {name}: {verdict.standing}: {verdict.reason}")
            lines += [f"    does not count: {one}" for one in verdict.ignored]
    return "\n".join(lines)


def _rows(judged: Judged) -> Iterator[str]:
    edition = judged.edition
    for service, inside in groupby(judged.verdicts, lambda one: one.subject.service):
        for verdict in inside:
            entry = edition.entry(service, verdict.subject.section)
            assert entry is not None
            title = edition.instance.directorate.service_title(service)
            cells = (
                f"{title}: {entry.section.title}",
                "signed off" if verdict.is_valid else verdict.standing.value,
                "" if verdict.is_valid else in_words(edition, verdict.role, service),
                "; ".join(dict.fromkeys((verdict.reason, *verdict.ignored))),
            )
            digest = verdict.subject.digest[:12]
            yield f"| {' | '.join(map(_cell, cells))} | `{digest}` |"


def _cell(text: str) -> str:
    """Return text for a cell; nobody is called by it."""
    return markdown(text).replace("@", "&#64;")
