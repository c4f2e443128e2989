"""`content/<pack>/<period>/<service>.md`: front matter, then a heading for each section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import partial

from boardpack.findings import Fault, Finding, Place, Rule, suggest_word
from boardpack.load.agendas import PACKS_FOLDER, PRIVATE_AGENDA, locate_agenda
from boardpack.load.bare_body import NarrativeBody
from boardpack.load.exception_reports import WrittenReport
from boardpack.load.former_exceptions import (
    FORMER_KEY,
    FormerFrontMatter,
    drop_former,
    list_former_reports,
    report_former,
)
from boardpack.load.front_matter import read_fronted_text
from boardpack.load.kept_notes import KeptNotes, Memory, digest_files
from boardpack.load.lead_names import LeadNames, list_lead_names
from boardpack.load.old_editions import (
    OLD_EDITIONS,
    ReadEdition,
    SubmissionKey,
    Submissions,
    read_kept_edition,
)
from boardpack.load.private_parts import (
    is_called_private,
    iterate_private_titles,
    may_keys_say_private,
)
from boardpack.load.submission_body import read_submission_body
from boardpack.load.tree import Tree, iterate_paths_under
from boardpack.model.agenda import FiledAgenda
from boardpack.model.canonical import compute_digest
from boardpack.model.cover import CoverSheet
from boardpack.model.directorate import WHOLE_DIRECTORATE, Directorate, Person
from boardpack.model.instance import EditionId
from boardpack.model.pack import Need, Pack, Scope
from boardpack.model.papers import define_papers
from boardpack.model.period import Period, parse_edition_period
from boardpack.model.span import Span
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
_SAYS_PRIVATE = frozenset(("private", "purpose", "programme", "appendices"))
_COVER_KEYS = frozenset(each.name for each in fields(CoverSheet))
OUTSIDE_EDITIONS = ("guide", "meetings")
FEWEST_KEPT = 200
"""So few files are read in no time; to look up what came of it takes a fifth of a second."""


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
    needs: Mapping[str, Need]
    is_paper: bool = False


_Locations = dict[EditionId, dict[SubmissionKey, _SubmissionLocation]]


def load_submissions(
    tree: Tree,
    directorate: Directorate,
    packs: Mapping[str, Pack],
    agendas: Mapping[EditionId, FiledAgenda],
    people: Mapping[str, Person],
    may_be_private: bool = False,
    memory: Memory | None = None,
) -> tuple[Submissions, list[Finding]]:
    """Return the submissions by pack, period and service; papers by their names instead.

    What `memory` knows of old editions is not read again before somebody asks for a text.
    """
    names = list_lead_names(directorate, people.values())
    locations, findings = _locate_submissions(tree, directorate, packs, agendas)
    reader = _EditionReader(tree, names, locations, may_be_private)
    newest = dict(sorted(locations))
    # The newest are what is written now. Papers are few, and may be private.
    old_ids = {
        (pack_id, period)
        for pack_id, period in locations
        if period != newest[pack_id] and not packs[pack_id].committee
    }
    is_worthwhile = sum(len(locations[edition_id]) for edition_id in old_ids) >= FEWEST_KEPT
    notes = KeptNotes(memory, OLD_EDITIONS) if memory and old_ids and is_worthwhile else None
    rules = {name: reader.digest_rules(pack) for name, pack in packs.items()} if notes else {}
    reporting: dict[SubmissionKey, bool] = {}
    for edition_id in locations:
        read = partial(reader.read_edition, edition_id)
        if notes and edition_id in old_ids:
            digest = reader.digest_edition(edition_id, rules[edition_id[0]])
            edition = read_kept_edition(notes, edition_id, digest, read)
        else:
            edition = read()
        findings += edition.findings
        reporting |= {(*edition_id, name): name in edition.reporting for name in edition.names}
    if notes:
        notes.save()
    return Submissions(reader.read_known, reporting), findings


def _locate_submissions(
    tree: Tree,
    directorate: Directorate,
    packs: Mapping[str, Pack],
    agendas: Mapping[EditionId, FiledAgenda],
) -> tuple[_Locations, list[Finding]]:
    """Return where the files of each edition lie; those of what cannot be read are left out."""
    spans = {reporter.id: reporter.span for reporter in directorate.reporters}
    needs = {pack_id: list_needs(pack) for pack_id, pack in packs.items()}
    titles = {
        (pack_id, name == WHOLE_DIRECTORATE): list_headed_sections(pack, name)
        for pack_id, pack in packs.items()
        for name in ("", WHOLE_DIRECTORATE)
    }
    locations: _Locations = {}
    findings: list[Finding] = []
    for path in iterate_paths_under(tree, "content"):
        if path.split("/")[1] in OUTSIDE_EDITIONS:
            continue
        # Asked for in any case: a file that lies in the wrong place is not one that nothing reads.
        _ = tree[path]
        if _is_of_unread(path, tree, packs, agendas):
            continue
        location = _locate_submission(path, spans, packs, titles, needs, agendas)
        if isinstance(location, Finding):
            findings.append(location)
            continue
        edition_id = location.pack_id, location.period
        locations.setdefault(edition_id, {})[(*edition_id, location.name)] = location
    return locations, findings


@dataclass(frozen=True, slots=True)
class _EditionReader:
    """Reads the submissions of an edition, or a single one."""

    tree: Tree
    names: LeadNames
    locations: Mapping[EditionId, Mapping[SubmissionKey, _SubmissionLocation]]
    may_be_private: bool
    _read: dict[SubmissionKey, Submission] = field(default_factory=dict)

    def digest_rules(self, pack: Pack) -> str:
        """Return the digest of all that decides how the files of a pack are read."""
        by_name = {name: sorted(ids) for name, ids in self.names.by_name.items()}
        names = (sorted(self.names.ids), by_name, self.names.service_titles)
        return compute_digest((pack, *names, self.may_be_private))

    def digest_edition(self, edition_id: EditionId, rules: str) -> str:
        """Return the digest of an edition's files and of what decides how they are read."""
        paths = [location.path for location in self.locations[edition_id].values()]
        return digest_files(((path, self.tree[path]) for path in paths), rules)

    def read_edition(self, edition_id: EditionId) -> ReadEdition:
        """Return what comes of an edition's files; its submissions are known from then on."""
        findings: list[Finding] = []
        for key, location in self.locations[edition_id].items():
            data = self.tree[location.path]
            submission, new_findings = _read_submission(data, location, self.names)
            findings += new_findings
            private_parts = (
                list(_iterate_private_parts(submission))
                if submission and not self.may_be_private
                else []
            )
            if private_parts:
                # Nothing of what is private goes any further, whatever becomes of the finding.
                findings += [PRIVATE_AGENDA.make_finding(*part) for part in private_parts]
            elif submission is not None:
                self._read[key] = submission
        read = [self._read[key] for key in self.locations[edition_id] if key in self._read]
        names = [key[2] for key in self.locations[edition_id] if key in self._read]
        reporting = [name for name, each in zip(names, read, strict=True) if each.exceptions]
        return ReadEdition(tuple(names), tuple(reporting), tuple(findings))

    def read_known(self, key: SubmissionKey) -> Submission:
        """Return a submission that can be read; ValueError where it cannot be after all."""
        if key not in self._read:
            location = self.locations[key[:2]][key]
            submission, _ = _read_submission(self.tree[location.path], location, self.names)
            if submission is None:
                raise ValueError(f"{location.path} was readable, and is not")
            self._read[key] = submission
        return self._read[key]


def _iterate_private_parts(paper: Submission) -> Iterator[tuple[Place, str]]:
    """Yield the place of each part of a paper that says that it is private, and the words."""
    cover, lines = paper.cover, paper.front_lines
    if cover is None:
        return
    if cover.private:
        yield paper.find_place(lines.get("private")), "it says that it is private"
    titles = {
        "purpose": cover.purpose,
        "programme": cover.programme,
        **{f"appendices.{index}": title for index, title in enumerate(cover.appendices)},
    }
    for key, title in titles.items():
        if is_called_private(title):
            yield paper.find_place(lines.get(key)), f"'{title[:80]}' is called private"
    for narrative in paper.narratives:
        for line, title in iterate_private_titles(narrative.text):
            words = f"'{title[:80]}' is called private"
            yield paper.find_place(narrative.text_line + line), words


def list_headed_sections(pack: Pack, name: str) -> dict[str, str]:
    """Return title to id of the sections that may have a heading in a submission, or of a paper."""
    if pack.committee:
        return {section.title: section.id for section in pack.sections if section.id == name}
    service = name
    scope = Scope.DIRECTORATE if service == WHOLE_DIRECTORATE else Scope.SERVICE
    return {section.title: section.id for section in pack.sections if section.scope is scope}


def list_needs(pack: Pack) -> dict[str, Need]:
    """Return by id whether each section is narrated."""
    return {section.id: section.narrative for section in pack.sections}


def _is_of_unread(
    path: str, tree: Tree, packs: Mapping[str, Pack], agendas: Mapping[EditionId, FiledAgenda]
) -> bool:
    """Return whether the pack or agenda of a file is there and cannot be read: it is said why."""
    _, pack_id, *parts = path.split("/")
    if pack_id not in packs:
        return f"{PACKS_FOLDER}/{pack_id}.yml" in tree
    day = parts[0] if packs[pack_id].committee and parts else ""
    return bool(day) and (pack_id, day) not in agendas and locate_agenda(pack_id, day) in tree


def _locate_submission(
    path: str,
    spans: Mapping[str, Span],
    packs: Mapping[str, Pack],
    titles: Mapping[tuple[str, bool], Mapping[str, str]],
    needs: Mapping[str, Mapping[str, Need]],
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
    if service not in spans:
        hint = suggest_word(service, [WHOLE_DIRECTORATE, *spans])
        words = f"there is no service '{service}' in data/directorate.yml{hint}"
        return STRAY_FILE.make_finding(place, words)
    if not spans[service].covers(edition_period):
        words = f"'{service}' is not there in {edition_period.name}, by its `from` and `until` in"
        return STRAY_FILE.complete_fault(
            Fault(place, f"{words} data/directorate.yml", advice=ABSENT_SERVICE_ADVICE)
        )
    titles_of_pack = titles[pack_id, service == WHOLE_DIRECTORATE]
    needs_of_pack = needs[pack_id]
    return _SubmissionLocation(
        pack_id, period, service, service, path, titles_of_pack, needs_of_pack
    )


def _locate_paper(
    path: str, pack: Pack, meeting: Period, agendas: Mapping[EditionId, FiledAgenda]
) -> _SubmissionLocation | Finding:
    _, pack_id, period, file_name = path.split("/")
    name = file_name.removesuffix(".md")
    filed = agendas.get((pack_id, period))
    if filed is None:
        words = f"there is no agenda {locate_agenda(pack_id, period)}"
        return STRAY_PAPER.make_finding(Place(path), words)
    titles = list_headed_sections(define_papers(pack, filed.agenda, meeting), name)
    if not titles:
        papers = [item.paper for item in filed.agenda.items if item.paper]
        words = f"no item of {filed.path} has the paper '{name}'{suggest_word(name, papers)}"
        return STRAY_PAPER.make_finding(Place(path), words)
    return _SubmissionLocation(
        pack_id, period, name, WHOLE_DIRECTORATE, path, titles, list_needs(pack), is_paper=True
    )


def _read_submission(
    data: bytes, location: _SubmissionLocation, names: LeadNames
) -> tuple[Submission | None, list[Finding]]:
    kind: type[FormerFrontMatter | CoverSheet] = (
        CoverSheet if location.is_paper else FormerFrontMatter
    )
    fronted, findings = read_fronted_text(data, location.path, kind, reads_on=True)
    if fronted is None:
        return None, findings
    body = read_submission_body(
        NarrativeBody(
            fronted.body,
            location.path,
            fronted.first_line,
            location.service,
            location.titles,
            location.needs,
        ),
        names,
        has_reports=not location.is_paper,
    )
    findings = [*findings, *body.findings]
    # Only now: what is wrong with the text is worth saying, whatever the front matter is.
    if not location.is_paper and FORMER_KEY in fronted.lines:
        findings.append(report_former(location.path, fronted.lines[FORMER_KEY], location.service))
    # Nothing of a paper that may call itself private goes any further.
    if fronted.readable is None or (
        location.is_paper and may_keys_say_private(fronted.unread, _COVER_KEYS, _SAYS_PRIVATE)
    ):
        return None, findings
    front, cover, former_reports = _split_front(fronted.readable, fronted.lines)
    reports = [(written, written.report) for written in (*former_reports, *body.reports)]
    return Submission(
        pack=location.pack_id,
        period=location.period,
        service=location.service,
        path=location.path,
        front=front,
        front_lines=fronted.lines,
        narratives=body.narratives,
        headings=tuple(
            (heading.title, heading.line + fronted.first_line) for heading in body.headings
        ),
        cover=cover,
        statuses=body.statuses,
        status_lines=body.status_lines,
        exceptions=tuple(report for _, report in reports if report),
        exception_lines=tuple(written.lines for written, report in reports if report),
        exceptions_unread=tuple(written.unread for written, report in reports if report),
        unread=fronted.unread,
        misspelt=body.misspelt,
        title_lines=body.title_lines,
    ), findings


def _split_front(
    front: FormerFrontMatter | CoverSheet, lines: Mapping[str, int]
) -> tuple[FrontMatter, CoverSheet | None, tuple[WrittenReport, ...]]:
    """Return what every submission says of its writer, the cover sheet of a paper, and reports."""
    if isinstance(front, CoverSheet):
        return FrontMatter(front.author, front.status), front, ()
    return drop_former(front), None, tuple(list_former_reports(front, lines))
