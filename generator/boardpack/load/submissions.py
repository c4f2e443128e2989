"""`content/<pack>/<period>/<service>.md`: front matter, then a heading for each section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boardpack.findings import Fault, Finding, Place, Rule, suggest_word
from boardpack.load.agendas import locate_agenda
from boardpack.load.bind import bind_document
from boardpack.load.front_matter import BOUNDARY, LONGEST_WORDS, read_fronted_text
from boardpack.load.lengths import fold_text
from boardpack.load.narratives import NarrativeBody, read_narratives
from boardpack.load.refused_rows import find_refused_identifiers
from boardpack.load.strict_yaml import parse_yaml
from boardpack.load.tree import Tree, decode_leniently, iterate_paths_under
from boardpack.model.agenda import FiledAgenda
from boardpack.model.cover import CoverSheet
from boardpack.model.directorate import WHOLE_DIRECTORATE, Directorate
from boardpack.model.instance import EditionId
from boardpack.model.pack import Need, Pack, Scope
from boardpack.model.papers import define_papers
from boardpack.model.period import Period, parse_edition_period
from boardpack.model.submission import FrontMatter, Submission

STRAY_FILE = Rule(
    "S101",
    "Every submission lies where its edition and service say",
    "Move the file to content/<pack>/<period>/<service>.md; a service that has closed stays in "
    "data/directorate.yml, with `until`.",
)
STRAY_PAPER = Rule(
    "A125",
    "Every paper stands on the agenda of its meeting",
    "Give an item of the agenda, data/packs/<pack>/<day>.yml, the paper's name, or take it out.",
)
ABSENT_SERVICE_ADVICE = (
    "Correct `from` or `until` in data/directorate.yml if the service reports; else take the file "
    "out."
)
OUTSIDE_EDITIONS = ("guide", "meetings")


@dataclass(frozen=True, slots=True)
class _SubmissionLocation:
    """Where a submission lies: who writes it and which headings it may have.

    `name` is that of the file: the service, or the paper.
    """

    pack_id: str
    period: str
    name: str
    service: str
    path: str
    titles: Mapping[str, str]
    is_paper: bool = False


def load_submissions(
    tree: Tree,
    directorate: Directorate,
    packs: Mapping[str, Pack],
    agendas: Mapping[EditionId, FiledAgenda],
) -> tuple[dict[tuple[str, str, str], Submission], list[Finding]]:
    """Return the submissions by pack, period and service; papers by their names instead."""
    submissions: dict[tuple[str, str, str], Submission] = {}
    findings: list[Finding] = []
    for path in iterate_paths_under(tree, "content"):
        pack_id = path.split("/")[1]
        if pack_id in OUTSIDE_EDITIONS:
            continue
        data = tree[path]
        if pack_id not in packs and f"data/packs/{pack_id}.yml" in tree:
            # The pack is there, and why it cannot be read is said beside the line.
            continue
        location = _locate_submission(path, directorate, packs, agendas)
        if isinstance(location, Finding):
            findings.append(location)
            if location.code == STRAY_PAPER.code:
                findings += find_refused_identifiers(data, path, ())
            continue
        submission, new_findings = _read_submission(data, location)
        findings += new_findings
        if submission is not None:
            submissions[location.pack_id, location.period, location.name] = submission
    return submissions, findings


def list_headed_sections(pack: Pack, name: str) -> dict[str, str]:
    """Return title to id of the sections that are narrated in a submission, or of a paper."""
    if pack.committee:
        return {section.title: section.id for section in pack.sections if section.id == name}
    service = name
    scope = Scope.DIRECTORATE if service == WHOLE_DIRECTORATE else Scope.SERVICE
    return {
        section.title: section.id
        for section in pack.sections
        if section.scope is scope and section.narrative is not Need.NONE
    }


def _locate_submission(
    path: str,
    directorate: Directorate,
    packs: Mapping[str, Pack],
    agendas: Mapping[EditionId, FiledAgenda],
) -> _SubmissionLocation | Finding:
    parts = path.split("/")
    place = Place(path)
    if len(parts) != 4 or not path.endswith(".md"):
        return STRAY_FILE.make_finding(place, "this is not content/<pack>/<period>/<service>.md")
    _, pack_id, period, name = parts
    service = name.removesuffix(".md")
    if pack_id not in packs:
        hint = suggest_word(pack_id, packs)
        return STRAY_FILE.make_finding(place, f"there is no pack '{pack_id}' in data/packs{hint}")
    try:
        edition_period = parse_edition_period(period)
    except ValueError as error:
        return STRAY_FILE.make_finding(place, str(error))
    if edition_period.cadence is not packs[pack_id].cadence:
        return STRAY_FILE.make_finding(
            place, f"'{pack_id}' is {packs[pack_id].cadence}, '{period}' is not"
        )
    if packs[pack_id].committee:
        return _locate_paper(path, packs[pack_id], edition_period, agendas)
    spans = {reporter.id: reporter.span for reporter in directorate.reporters}
    if service not in spans:
        hint = suggest_word(service, [WHOLE_DIRECTORATE, *spans])
        words = f"there is no service '{service}' in data/directorate.yml{hint}"
        return STRAY_FILE.make_finding(place, words)
    if not spans[service].covers(edition_period):
        words = f"'{service}' is not there in {edition_period.name}, by its `from` and `until` in"
        return STRAY_FILE.complete_fault(
            Fault(place, f"{words} data/directorate.yml", advice=ABSENT_SERVICE_ADVICE)
        )
    return _SubmissionLocation(
        pack_id, period, service, service, path, list_headed_sections(packs[pack_id], service)
    )


def _locate_paper(
    path: str, pack: Pack, meeting: Period, agendas: Mapping[EditionId, FiledAgenda]
) -> _SubmissionLocation | Finding:
    _, pack_id, period, file_name = path.split("/")
    name = file_name.removesuffix(".md")
    filed = agendas.get((pack_id, period))
    if filed is None:
        words = f"there is no agenda {locate_agenda(pack_id, period)} that can be read"
        return STRAY_PAPER.make_finding(Place(path), words)
    titles = list_headed_sections(define_papers(pack, filed.agenda, meeting), name)
    if not titles:
        papers = [item.paper for item in filed.agenda.items if item.paper]
        words = f"no item of {filed.path} has the paper '{name}'{suggest_word(name, papers)}"
        return STRAY_PAPER.make_finding(Place(path), words)
    return _SubmissionLocation(
        pack_id, period, name, WHOLE_DIRECTORATE, path, titles, is_paper=True
    )


def _read_submission(
    data: bytes, location: _SubmissionLocation
) -> tuple[Submission | None, list[Finding]]:
    kind: type[FrontMatter | CoverSheet] = CoverSheet if location.is_paper else FrontMatter
    fronted, findings = read_fronted_text(data, location.path, kind)
    if fronted is None:
        return None, findings
    body = NarrativeBody(
        fronted.body, location.path, fronted.first_line, location.service, location.titles
    )
    narratives, headings, body_findings = read_narratives(body)
    findings = [*findings, *body_findings]
    # Only now: what is wrong with the text is worth saying, whatever the front matter is.
    if fronted.front is None:
        return None, findings
    front, cover = _split_front(fronted.front)
    return Submission(
        pack=location.pack_id,
        period=location.period,
        service=location.service,
        path=location.path,
        front=front,
        front_lines=fronted.lines,
        narratives=narratives,
        headings=tuple((heading.title, heading.line + fronted.first_line) for heading in headings),
        cover=cover,
    ), findings


def _split_front(front: FrontMatter | CoverSheet) -> tuple[FrontMatter, CoverSheet | None]:
    """Return what every submission says of its writer, and the cover sheet of a paper."""
    if isinstance(front, CoverSheet):
        return FrontMatter(front.author, front.status), front
    return front, None


def read_section_texts(data: bytes, pack: Pack, name: str) -> Mapping[str, str]:
    """Return what a submission says in each section, also where the file is not as it should be.

    Its declared author is part of all that it says. Untouched headings and prompts are nothing yet.
    """
    front_text, body_text = _split_leniently(data)
    body = NarrativeBody(body_text, "", 0, name, list_headed_sections(pack, name))
    texts = {
        narrative.section: narrative.prose
        for narrative in read_narratives(body)[0]
        if narrative.words
    }
    author = _find_declared_author(front_text)
    return {
        section: f"author {author}\n\n{text}"
        for section, text in _add_front_matter(texts, front_text, pack).items()
    }


def read_declared_author(data: bytes) -> str:
    """Return the person whom a submission names as its author; empty where it names none."""
    return _find_declared_author(_split_leniently(data)[0])


def _split_leniently(data: bytes) -> tuple[str, str]:
    """Return front matter and body of a file that need not be as it should be."""
    text = fold_text(decode_leniently(data).replace("\r\n", "\n").replace("\r", "\n"))
    opening = BOUNDARY.match(text)
    closing = BOUNDARY.search(text, opening.end()) if opening else None
    front_text = text[opening.end() : closing.start()] if opening and closing else ""
    return front_text, text[closing.end() if closing else 0 :]


def _find_declared_author(front_text: str) -> str:
    document, _ = parse_yaml(front_text, "", 1)
    declared = document.value.get("author") if document and isinstance(document.value, dict) else ""
    return declared if isinstance(declared, str) else ""


def _add_front_matter(texts: Mapping[str, str], front_text: str, pack: Pack) -> Mapping[str, str]:
    """Return the texts with what the front matter says of each section."""
    document, _ = parse_yaml(front_text, "", 1)
    if pack.committee:
        cover = bind_document(document, CoverSheet, LONGEST_WORDS)[0] if document else None
        return {section: f"{text}\n{cover!r}" for section, text in texts.items()}
    front = bind_document(document, FrontMatter, LONGEST_WORDS)[0] if document is not None else None
    if front is None:
        return texts
    texts_by_section = {section: [text] for section, text in texts.items()}
    for reasons in (front.not_applicable, front.unchanged):
        for section, reason in reasons.items():
            texts_by_section.setdefault(section, []).append(reason)
    statements = [(exception.section, repr(exception)) for exception in front.exceptions]
    statements += [(event.section, repr(event)) for event in front.events]
    for section, words in statements:
        texts_by_section.setdefault(section, []).append(words)
    return {section: "\n".join(parts) for section, parts in texts_by_section.items()}
