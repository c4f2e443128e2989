"""Notes that boardpack keeps up to date in a submission: comments that know their own words.

    <!-- Notes 3fa81c02, kept up to date by boardpack: write below them, not in here.
    Figures of November 2018:
    - Appointments missed: 3.5%
    -->

The eight letters are a digest of the words. Where they fit, nobody wrote in the note, and it may be
written anew; else it is somebody's, and is left alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

from boardpack.findings import Finding, Rule
from boardpack.load.bare_body import BareBody, NarrativeBody, take_out_comments
from boardpack.load.letters import settle_letters
from boardpack.load.markdown import parse_outline

SPOILT_NOTE = Rule(
    "S120",
    "Nobody writes into the notes",
    "Move what you wrote below the note, and delete the note if you like: readers see nothing of "
    "it, and nothing in it counts.",
)
_NOTE = re.compile(
    r"\s*<!-- Notes (?P<digest>[0-9a-f]{8}), [^\n]*\n(?P<words>.*)\n-->\s*", re.DOTALL
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


def render_note(lines: Iterable[str]) -> str:
    """Return lines as a comment, which the writer of a file sees and its readers do not."""
    return f"<!--\n{_join_lines(lines)}\n-->"


def render_kept_note(lines: Iterable[str]) -> str:
    """Return lines as a comment that is brought up to date as long as nobody writes in it."""
    words = _join_lines(lines)
    opening = f"<!-- Notes {_compute_digest(words)}, kept up to date by boardpack: write below them"
    return f"{opening}, not in here.\n{words}\n-->"


def _join_lines(lines: Iterable[str]) -> str:
    # Two hyphens could end the comment early, and a blank line would make it hard to read.
    return "\n".join(re.sub("-{2,}", "-", " ".join(line.split())) for line in lines)


def _compute_digest(words: str) -> str:
    # As editors may leave them: other blanks and odd letters change no words.
    folded = " ".join(settle_letters(words)[0].split())
    return hashlib.sha256(folded.encode()).hexdigest()[:8]


def is_own_note(comment: str) -> bool:
    """Return whether a comment is a note in which nobody wrote."""
    match = _NOTE.fullmatch(comment)
    return match is not None and _compute_digest(match["words"]) == match["digest"]


def refresh_notes(
    text: str, first_line: int, notes: Mapping[str, str], titles: Mapping[str, str]
) -> str:
    """Return a submission with the first own note of each section as it would be written now.

    `first_line` is that of the body in the text; `notes` are by section, `titles` give the section
    of each heading. Nothing but own notes is touched, and where there is none none is added.
    """
    lines = [line for line in _LINE.findall(text) if line]
    body_lines = lines[first_line - 1 :]
    plain = "\n".join(line.rstrip("\r\n") for line in body_lines)
    newline = "\r\n" if "\r\n" in text else "\n"
    bare = take_out_comments(NarrativeBody(plain, "", first_line, "", titles))
    own = [
        (span.line, span.end) for span in parse_outline(plain).comments if is_own_note(span.text)
    ]
    for section, start, end in reversed(bare.sections):
        span = next((span for span in own if start <= span[0] < end), None)
        if span is not None and section in notes:
            first, last = span
            while not body_lines[last - 1].strip():
                last -= 1
            closing = body_lines[last - 1]
            ending = closing[len(closing.rstrip("\r\n")) :]
            body_lines[first:last] = [notes[section].replace("\n", newline) + ending]
    return "".join([*lines[: first_line - 1], *body_lines])


def find_spoilt_notes(bare: BareBody) -> Iterator[Finding]:
    """Yield each note in which somebody wrote."""
    for span in bare.comments:
        if _NOTE.fullmatch(span.text) and not is_own_note(span.text):
            yield SPOILT_NOTE.make_finding(
                bare.body.find_place(span.line),
                "somebody wrote into this note, and nobody would see the words",
                service=bare.body.service,
            )
