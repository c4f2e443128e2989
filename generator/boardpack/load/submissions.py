"""`content/<pack>/<period>/<service>.md`: front matter, then a heading for each section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import zip_longest

from frontmatter import YAMLHandler

from boardpack.findings import Finding, Place, declare
from boardpack.load.bind import bind
from boardpack.load.markdown import Heading, Outline, outline
from boardpack.load.strict_yaml import Document, parse
from boardpack.load.tree import Tree, decode, under
from boardpack.model.directorate import WHOLE_DIRECTORATE, Directorate
from boardpack.model.pack import Need, Pack, Scope
from boardpack.model.period import parse_period
from boardpack.model.submission import FrontMatter, Narrative, Submission

STRAY_FILE = declare(
    "S101",
    "Every submission lies where its edition and service say",
    "Move the file to content/<pack>/<period>/<service>.md.",
)
NO_FRONT_MATTER = declare(
    "S102",
    "Every submission begins with its front matter",
    "Begin the file with a line `---`, then `author:` and `status:`, then a line `---`.",
)
UNKNOWN_HEADING = declare(
    "S103",
    "Every section heading is one of the pack's",
    "Use the section's title as the heading, or make it a smaller heading with ###.",
)
REPEATED_HEADING = declare(
    "S104", "Every section has one heading", "Bring the two texts together under one heading."
)
STRAY_TEXT = declare(
    "S105",
    "All text stands under a section heading",
    "Move the text under the heading of the section that it belongs to.",
)
RAW_HTML = declare(
    "S106", "Narratives hold no HTML", "Write it in Markdown: **bold**, lists, tables, links."
)
PICTURE = declare(
    "S107",
    "Narratives hold no pictures",
    "Remove the picture and say it in words; charts are drawn from the data.",
)

OUTSIDE_EDITIONS = ("guide", "meetings")
_HANDLER = YAMLHandler()


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a submission lies: who writes it and which headings it may have."""

    pack_id: str
    period: str
    service: str
    path: str
    titles: Mapping[str, str]


def load_submissions(
    tree: Tree, directorate: Directorate, packs: Mapping[str, Pack]
) -> tuple[dict[tuple[str, str, str], Submission], list[Finding]]:
    """Return the submissions by pack, period and service."""
    found: dict[tuple[str, str, str], Submission] = {}
    findings: list[Finding] = []
    for path, data in under(tree, "content"):
        if path.split("/")[1] in OUTSIDE_EDITIONS:
            continue
        spot = _spot(path, directorate, packs)
        if isinstance(spot, Finding):
            findings.append(spot)
            continue
        submission, wrong = _read(data, spot)
        findings += wrong
        if submission is not None:
            found[spot.pack_id, spot.period, spot.service] = submission
    return found, findings


def headed_sections(pack: Pack, service: str) -> dict[str, str]:
    """Return title to id of the sections that are narrated in a service's submission."""
    scope = Scope.DIRECTORATE if service == WHOLE_DIRECTORATE else Scope.SERVICE
    return {
        section.title: section.id
        for section in pack.sections
        if section.scope is scope and section.narrative is not Need.NONE
    }


def _spot(path: str, directorate: Directorate, packs: Mapping[str, Pack]) -> _Spot | Finding:
    parts = path.split("/")
    place = Place(path)
    if len(parts) != 4 or not path.endswith(".md"):
        return STRAY_FILE.at(place, "this is not content/<pack>/<period>/<service>.md")
    _, pack_id, period, name = parts
    service = name.removesuffix(".md")
    if pack_id not in packs:
        return STRAY_FILE.at(place, f"there is no pack '{pack_id}' in data/packs")
    try:
        cadence = parse_period(period).cadence
    except ValueError as error:
        return STRAY_FILE.at(place, str(error))
    if cadence is not packs[pack_id].cadence:
        return STRAY_FILE.at(place, f"'{pack_id}' is {packs[pack_id].cadence}, '{period}' is not")
    services = [WHOLE_DIRECTORATE, *(one.id for one in directorate.services)]
    if service not in services:
        near = get_close_matches(service, services, 1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        return STRAY_FILE.at(place, f"there is no service '{service}' in data/directorate.yml{hint}")
    return _Spot(pack_id, period, service, path, headed_sections(packs[pack_id], service))


def _read(data: bytes, spot: _Spot) -> tuple[Submission | None, list[Finding]]:
    text, findings = decode(data, spot.path)
    if findings:
        return None, findings
    text = text.replace("\r\n", "\n")
    boundary = _HANDLER.FM_BOUNDARY
    opening = boundary.match(text) if boundary else None
    if opening is None or not boundary or not boundary.search(text, opening.end()):
        return None, [NO_FRONT_MATTER.at(Place(spot.path, 1), "there is no front matter")]
    matter, body = _HANDLER.split(text)
    document, wrong = parse(matter, spot.path, text.count("\n", 0, opening.end()) + 1)
    if document is None:
        return None, wrong
    front, wrong = bind(document, FrontMatter)
    if front is None:
        return None, wrong
    first = text[: len(text) - len(body)].count("\n") + 1
    return _submission(spot, front, document, body, first)


def _submission(
    spot: _Spot, front: FrontMatter, document: Document, body: str, first: int
) -> tuple[Submission, list[Finding]]:
    shape = outline(body)
    headings = [heading for heading in shape.headings if heading.level <= 2]
    narratives = tuple(_narratives(body, shape, headings, spot, first))
    submission = Submission(
        pack=spot.pack_id,
        period=spot.period,
        service=spot.service,
        path=spot.path,
        front=front,
        front_lines={".".join(map(str, loc)): line for loc, line in document.lines.items()},
        narratives=narratives,
        headings=tuple((h.title, h.line + first) for h in shape.headings),
    )
    return submission, list(_faults(shape, headings, spot, first))


def _narratives(
    body: str, shape: Outline, headings: Sequence[Heading], spot: _Spot, first: int
) -> Iterator[Narrative]:
    lines = body.split("\n")
    for heading, following in zip_longest(headings, headings[1:]):
        if heading.title not in spot.titles:
            continue
        end = following.line if following else len(lines)
        yield Narrative(
            section=spot.titles[heading.title],
            text=_without_comments(lines, heading.end, end, shape),
            line=heading.line + first,
            text_line=_first_text_line(lines, heading.end, end) + first,
            words=_count(shape, heading.end, end),
            parts=tuple(_parts(shape, heading.end, end)),
        )


def _parts(shape: Outline, start: int, end: int) -> Iterator[tuple[str, int]]:
    inside = [h for h in shape.headings if start <= h.line < end]
    for heading, following in zip_longest(inside, inside[1:]):
        yield heading.title, _count(shape, heading.end, following.line if following else end)


def _count(shape: Outline, start: int, end: int) -> int:
    return sum(words for line, words in shape.words if start <= line < end)


def _without_comments(lines: Sequence[str], start: int, end: int, shape: Outline) -> str:
    hidden = {line for first, last in shape.comments for line in range(first, last)}
    text = "\n".join(lines[n] for n in range(start, end) if n not in hidden)
    for comment in shape.inline_comments:
        text = text.replace(comment, "", 1)
    return text.strip()


def _first_text_line(lines: Sequence[str], start: int, end: int) -> int:
    return next((n for n in range(start, end) if lines[n].strip()), start)


def _faults(
    shape: Outline, headings: Sequence[Heading], spot: _Spot, first: int
) -> Iterator[Finding]:
    def place(line: int) -> Place:
        return Place(spot.path, line + first)

    seen: dict[str, int] = {}
    for heading in (h for h in headings if h.level == 2):
        section = spot.titles.get(heading.title)
        if section is None:
            near = get_close_matches(heading.title, spot.titles, 1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            words = f"'{heading.title}' is not a section that is narrated here{hint}"
            yield UNKNOWN_HEADING.at(place(heading.line), words, service=spot.service)
        elif section in seen:
            yield REPEATED_HEADING.at(
                place(heading.line),
                f"'{heading.title}' already stands in line {seen[section]}",
                service=spot.service,
                section=section,
            )
        else:
            seen[section] = heading.line + first
    begin = next((h.line for h in headings if h.level == 2), len(shape.words) and 10**9)
    for line, count in shape.words:
        if line < begin and count:
            yield STRAY_TEXT.at(
                place(line), "text before the first section heading", service=spot.service
            )
    for line in shape.raw_html:
        yield RAW_HTML.at(place(line), "raw HTML", service=spot.service)
    for line in shape.pictures:
        yield PICTURE.at(place(line), "a picture", service=spot.service)
