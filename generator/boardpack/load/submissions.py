"""`content/<pack>/<period>/<service>.md`: front matter, then a heading for each section."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from frontmatter.default_handlers import YAMLHandler

from boardpack.findings import Finding, Place, declare
from boardpack.load.bind import bind
from boardpack.load.narratives import Body, read_narratives
from boardpack.load.strict_yaml import Document, parse
from boardpack.load.tree import Tree, decode, under
from boardpack.model.directorate import WHOLE_DIRECTORATE, Directorate
from boardpack.model.pack import Need, Pack, Scope
from boardpack.model.period import parse_period
from boardpack.model.submission import FrontMatter, Submission

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
OUTSIDE_EDITIONS = ("guide", "meetings")
_BOUNDARY = YAMLHandler.FM_BOUNDARY or re.compile("^---$", re.MULTILINE)


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
        words = f"there is no service '{service}' in data/directorate.yml{hint}"
        return STRAY_FILE.at(place, words)
    return _Spot(pack_id, period, service, path, headed_sections(packs[pack_id], service))


def _read(data: bytes, spot: _Spot) -> tuple[Submission | None, list[Finding]]:
    text, findings = decode(data, spot.path)
    if findings:
        return None, findings
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    opening = _BOUNDARY.match(text)
    if opening is None:
        return None, [NO_FRONT_MATTER.at(Place(spot.path, 1), "there is no front matter")]
    closing = _BOUNDARY.search(text, opening.end())
    if closing is None:
        words = "the front matter that begins here is never closed with a line ---"
        return None, [NO_FRONT_MATTER.at(Place(spot.path, 1), words)]
    matter = text[opening.end() : closing.start()]
    document, findings = parse(matter, spot.path, _line_at(text, opening.end()))
    front = None
    if document is not None:
        front, findings = bind(document, FrontMatter)
    first = _line_at(text, closing.end())
    body = Body(text[closing.end() :], spot.path, first, spot.service, spot.titles)
    narratives, headings, wrong = read_narratives(body)
    findings += wrong
    if front is None or document is None:
        return None, findings
    return Submission(
        pack=spot.pack_id,
        period=spot.period,
        service=spot.service,
        path=spot.path,
        front=front,
        front_lines=_front_lines(document),
        narratives=narratives,
        headings=tuple((heading.title, heading.line + first) for heading in headings),
    ), findings


def section_texts(data: bytes, pack: Pack, service: str) -> Mapping[str, str]:
    """Return what a submission says in each section, also where the file is not as it should be.

    Untouched headings and prompts are nothing yet.
    """
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    opening = _BOUNDARY.match(text)
    closing = _BOUNDARY.search(text, opening.end()) if opening else None
    matter = text[opening.end() : closing.start()] if opening and closing else ""
    body = Body(
        text[closing.end() if closing else 0 :], "", 0, service, headed_sections(pack, service)
    )
    said = {one.section: one.prose for one in read_narratives(body)[0] if one.words}
    return _with_front(said, matter)


def _with_front(said: Mapping[str, str], matter: str) -> Mapping[str, str]:
    """Return the texts with what the front matter says of each section."""
    document, _ = parse(matter, "", 1)
    front = bind(document, FrontMatter)[0] if document is not None else None
    if front is None:
        return said
    found = {section: [text] for section, text in said.items()}
    for section, reason in front.not_applicable.items():
        found.setdefault(section, []).append(reason)
    said_of = [(one.section, repr(one)) for one in front.exceptions]
    said_of += [(one.section, repr(one)) for one in front.events]
    for section, words in said_of:
        found.setdefault(section, []).append(words)
    return {section: "\n".join(parts) for section, parts in found.items()}


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _front_lines(document: Document) -> dict[str, int]:
    return {".".join(map(str, loc)): line for loc, line in document.lines.items()}
