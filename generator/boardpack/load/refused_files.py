"""Identifiers in what no rule on editions sees: files that were refused, and comments."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain

from boardpack.findings import Finding, Place, Rule
from boardpack.load.originals import PERSONAL_ORIGINAL
from boardpack.load.personal_paths import PERSONAL_PATH
from boardpack.load.refused_rows import (
    REFUSED_IDENTIFIER,
    find_refused_identifiers,
    points_to_patient,
)
from boardpack.load.tree import Tree, decode_leniently
from boardpack.model.instance import Instance
from boardpack.model.submission import locate_submission

PERSONAL_COMMENT = Rule(
    "I115",
    "No comment points to a patient",
    "Take it out, also of older commits if it is a patient's: tell your data team. A comment is on "
    "no page, but in the repository for good.",
)
_WHOLE_FOLDERS = ("content/", "data/meetings/")
"""Where a file of which nothing was read need not be one of which anything was said."""
_SEARCHED = (REFUSED_IDENTIFIER.code, PERSONAL_ORIGINAL.code)
_MOST_LINES = 5
"""Over so many lines at most a number, or a day with a name, is looked for."""
_OPENING, _CLOSING = "<!--", "-->"


def search_refused_files(
    tree: Tree, findings: Collection[Finding], instance: Instance | None
) -> Iterator[Finding]:
    """Yield a finding for each file that is refused, wholly or in part, and points to a patient.

    Without an instance nothing was read, whatever was said of it.
    """
    searched_paths = {finding.place.path for finding in findings if finding.code in _SEARCHED}
    faulty_paths = {
        finding.place.path
        for finding in findings
        # A file is read all the same, whatever it is called and whatever its comments say.
        if finding.is_error and finding.code not in (PERSONAL_COMMENT.code, PERSONAL_PATH.code)
    }
    lines_by_path = _list_read_lines(instance, faulty_paths) if instance else {}
    for path in sorted(set(tree) - searched_paths):
        is_unread = instance is None or (
            path.startswith(_WHOLE_FOLDERS) and path not in lines_by_path
        )
        if is_unread or path in faulty_paths:
            yield from find_refused_identifiers(tree[path], path, lines_by_path.get(path, ()))


def search_comments(tree: Tree) -> Iterator[Finding]:
    """Yield a finding for each file with a comment that points to a patient."""
    for path in sorted(tree):
        ending = path.rpartition(".")[2]
        if ending not in ("md", "yml") or not _may_have_comment(tree[path], ending):
            continue
        text = decode_leniently(tree[path])
        lines = text.splitlines()
        front_end = len(lines) if ending == "yml" else _find_front_end(lines)
        below = _iterate_comments(lines) if _OPENING in text else ()
        number = _find_patient((*_iterate_front_comments(lines[:front_end]), *below))
        if number is not None:
            words = "what looks like a patient's NHS number, or a date of birth with a name or "
            place = Place(path, number)
            yield PERSONAL_COMMENT.make_finding(place, f"{words}postcode, stands in a comment")


def _may_have_comment(data: bytes, ending: str) -> bool:
    if b"<!--" in data:
        return True
    # A hash in the text of a submission is a heading's. Lines may end otherwise too, and so the
    # front matter before this.
    front_end = data.find(b"\n---\n") if ending == "md" and data.startswith(b"---\n") else -1
    return b"#" in (data if front_end < 0 else data[:front_end])


def _find_patient(comments: Iterable[tuple[int, str]]) -> int | None:
    """Return the line of a comment in which what points to a patient is complete.

    What is begun in one line may go on in the next ones, or be hidden by what stands above it.
    """
    last_words: deque[str] = deque(maxlen=_MOST_LINES)
    above = 0
    for number, words in comments:
        if number != above + 1:
            last_words.clear()
        above = number
        last_words.appendleft(words)
        if any(map(points_to_patient, accumulate(last_words, _put_before))):
            return number
    return None


def _put_before(words: str, above: str) -> str:
    return f"{above} {words}"


def _find_front_end(lines: Sequence[str]) -> int:
    """Return how many lines stand before the text, between two of dashes."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    ends = (number for number, line in enumerate(lines) if number and line.rstrip() == "---")
    return next(ends, len(lines))


def _iterate_front_comments(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        _, mark, words = line.partition("#")
        if mark:
            yield number, words


def _iterate_comments(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each line on which there is a part of a comment."""
    is_open = False
    for number, line in enumerate(lines, start=1):
        start = line.rfind(_OPENING)
        if is_open or start >= 0:
            yield number, line
        end = line.rfind(_CLOSING)
        is_open = start > end if start >= 0 else is_open and end < 0


def _list_read_lines(
    instance: Instance, faulty_paths: Collection[str]
) -> Mapping[str, Container[int | None]]:
    """Return by path the lines of which rules on editions see what they hold."""
    lines: dict[str, set[int | None]] = {}
    committees = instance.committees.values()
    meetings = [meeting for committee in committees for meeting in committee.judged_meetings]
    submission_paths = {key: locate_submission(*key) for key in instance.submissions}
    # Of old editions no text is read for this unless something was wrong with it.
    faulty_files = (
        instance.submissions[key] for key, path in submission_paths.items() if path in faulty_paths
    )
    narratives = (
        *((file.path, text) for file in faulty_files for text in file.narratives),
        *((meeting.path, item.narrative) for meeting in meetings for item in meeting.items),
    )
    paths = (
        *submission_paths.values(),
        *(agenda.path for agenda in instance.agendas.values()),
        *(meeting.path for meeting in meetings),
        *(committee.place.path for committee in committees),
    )
    for path in paths:
        lines[path] = set()
    for path, narrative in narratives:
        length = narrative.text.count("\n") + 1
        lines[path].update(range(narrative.text_line, narrative.text_line + length))
    for page in instance.guide:
        lines[page.path] = set(range(1, page.text.count("\n") + 2))
    registers = (
        instance.people.values(), instance.appointments, instance.waivers, instance.glossary,
        *(group for committee in committees for group in (committee.actions, committee.marks)),
        *(
            rows
            for dataset in instance.datasets.values()
            for file in dataset.files
            # There are many: only of what was refused is anything asked.
            for rows in (file.rows if file.path in faulty_paths else (), file.totals)
            if rows and rows[0].place.path in faulty_paths
        ),
    )  # fmt: skip
    places = (row.place for rows in registers for row in rows)
    clearances = (clearance.row for clearance in instance.clearances)
    for place in chain(places, clearances):
        lines.setdefault(place.path, set()).add(place.line)
    return lines
