"""What stands of the sign-off of a pull request: its check, its one comment, and in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from boardpack.analysis.edition import Edition
from boardpack.analysis.roles import in_words
from boardpack.model.signoff import Standing, Verdict

_FAILED = (Standing.OBJECTED, Standing.INVALID, Standing.RESIDUAL)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+.!|<>~-])")
_CALLS = re.compile(r"(@|(?<!&)\\?#)(?=\w)")


@dataclass(frozen=True, slots=True)
class Judged:
    """An edition and the verdicts on those of its sections that a pull request changes."""

    edition: Edition
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a pull request.

    `state` is that of the check (`success`, `pending`, `failure`, `error`), `words` are beside it,
    `comment` is Markdown in which what people wrote is escaped, `text` is for a terminal.
    """

    state: str
    words: str
    comment: str
    text: str


def judged(number: int, found: Sequence[Judged]) -> Said:
    """Return what is said of the verdicts on a pull request."""
    state, words = _summary([one for judged in found for one in judged.verdicts])
    return Said(state, words, _comment(words, found), _text(number, words, found))


def unknown(number: int, why: str) -> Said:
    """Return what is said where nothing could be judged."""
    words = "Whether this is signed off is not known: something could not be read."
    comment = "\n".join(("### Sign-off", "", words, "", f"> {_plain(why)}"))
    return Said("error", words, comment, f"Pull request {number}: {words}\n  {why}")


def _summary(verdicts: Sequence[Verdict]) -> tuple[str, str]:
    if not verdicts:
        return "success", "This changes no section of an edition."
    signed = sum(one.is_valid for one in verdicts)
    words = f"{signed} of {len(verdicts)} changed sections are signed off."
    standings = {one.standing for one in verdicts}
    if Standing.ERROR in standings:
        return "error", "Whether this is signed off is not known: something could not be read."
    if Standing.UNVERIFIABLE in standings:
        return "error", f"{words} Something could not be verified."
    if standings & set(_FAILED):
        return "failure", words
    return ("success" if signed == len(verdicts) else "pending"), words


def _comment(words: str, found: Sequence[Judged]) -> str:
    lines = ["### Sign-off", "", words, ""]
    for one in found:
        lines += [
            f"**{_plain(one.edition.title)}**",
            "",
            "| Section | Sign-off | Whose turn | Why | Digest |",
            "| --- | --- | --- | --- | --- |",
            *_rows(one),
            "",
        ]
    lines += [
        "An approval covers the sections as they are in the commit that was reviewed. "
        "A section that changes afterwards must be looked at again.",
    ]
    return "\n".join(lines)


def _text(number: int, words: str, found: Sequence[Judged]) -> str:
    lines = [f"Pull request {number}: {words}"]
    for one in found:
        lines.append(one.edition.title)
        for verdict in one.verdicts:
            name = f"{verdict.subject.service}/{verdict.subject.section}"
            lines.append(f"  {name}: {verdict.standing}: {verdict.reason}")
            lines += [f"    does not count: {each}" for each in verdict.ignored]
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
            yield f"| {' | '.join(map(_plain, cells))} | `{digest}` |"


def _plain(text: str) -> str:
    """Return text for Markdown; the forge calls nobody by it and finds no number of an issue."""
    said = _MARKDOWN.sub(r"\\\1", escape(" ".join(text.split()), quote=False))
    return _CALLS.sub(r"\1&#8203;", said)
