"""`data/packs/<pack>.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from boardpack.findings import Finding, Place, Rule, suggest_word
from boardpack.load.agendas import is_agenda_path
from boardpack.load.approvals import BAD_APPROVAL, find_approval_fault
from boardpack.load.bind import WRONG_VALUE
from boardpack.load.directorate import BAD_ID, ID, check_ids
from boardpack.load.refused import drop_refused
from boardpack.load.spans import find_span_faults
from boardpack.load.strict_yaml import Loc
from boardpack.load.timetable import parse_deadline
from boardpack.load.tree import Tree, iterate_files_under
from boardpack.load.yaml_files import read_yaml
from boardpack.model.forms import FORMS
from boardpack.model.pack import Circulation, Due, Form, Need, Pack, Section
from boardpack.model.period import Cadence

BAD_SECTION = Rule(
    "D102", "Sections are defined without contradiction", "Correct the section in the pack's file."
)
BAD_WHEN = Rule(
    "D103",
    "Every deadline is one that we understand",
    "Write 'working day 5', 'day 10', 'last working day of previous month', 'wednesday', "
    "'thursday 17:00', '5 working days before the meeting', 'day of the meeting' or '+2 working "
    "days after' and the id of a step further up.",
)
BAD_ESCALATION = Rule(
    "D106",
    "Escalation counts from one, and each rule reaches one level",
    "Write 1 or more; the defaults are 3 periods, 2 measures. Name a rule under `leadership` or "
    "under `board`, or leave it in its section.",
)

PackFault = tuple[Rule, str, Loc]
MAX_LAG = 60
MOST_SERVICES = 200
"""At some 16 MiB each in one document, of the 4 GiB at which printing it is stopped."""
MOST_KILOBYTES = 20_000
"""What many mail servers take, once an attachment has grown by a third on its way."""
_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")
# So that 02-29 is a day.
_LEAP_YEAR = 2020


def load_packs(tree: Tree) -> tuple[dict[str, Pack], list[Finding]]:
    """Return the packs by id, those that cannot be read left out."""
    packs: dict[str, Pack] = {}
    findings: list[Finding] = []
    for path, data in iterate_files_under(tree, "data/packs"):
        if is_agenda_path(path):
            continue
        name = path.removeprefix("data/packs/")
        pack_id = name.removesuffix(".yml")
        if pack_id == name or not ID.fullmatch(pack_id):
            words = f"'{name}' is not the name of a pack's file, such as 'monthly.yml'"
            findings.append(BAD_ID.make_finding(Place(path), words))
            continue
        pack, document, new_findings = read_yaml(data, path, Pack)
        findings += new_findings
        if pack is not None and document is not None:
            faults = list(_find_faults(pack))
            findings += check_ids([section.id for section in pack.sections], document, "sections")
            findings += check_ids([step.id for step in pack.timetable], document, "timetable")
            findings += [
                rule.make_finding(document.find_place(loc), words) for rule, words, loc in faults
            ]
            # A section with another's title is a section all the same.
            refused = (loc for _, _, loc in faults if loc[-1] != "title")
            packs[pack_id] = drop_refused(pack, refused)
    return packs, findings


def _find_faults(pack: Pack) -> Iterator[PackFault]:
    if not pack.sections and not pack.committee:
        yield BAD_SECTION, "the pack has no sections", ("sections",)
    if pack.sections and pack.committee:
        words = "the sections of a committee's pack are the papers of its agendas"
        yield BAD_SECTION, words, ("sections",)
    if bool(pack.committee) is not (pack.cadence is Cadence.MEETING):
        words = (
            "a pack for meetings says `cadence: meeting` and names its `committee`; no other does"
        )
        yield BAD_SECTION, words, ("cadence",)
    shown_datasets = {name for section in pack.sections for name in section.datasets}
    # Titles are the headings of submissions, by which sections are told apart.
    titles = [section.title.casefold() for section in pack.sections]
    for index, section in enumerate(pack.sections):
        loc: Loc = ("sections", index)
        for place, name in enumerate(section.beside):
            if name not in shown_datasets or name in section.datasets:
                words = f"'{section.id}' shows '{name}' beside, which must be another section's own"
                yield BAD_SECTION, words, (*loc, "beside", place)
        for fault, inner_loc in _find_section_faults(section):
            yield BAD_SECTION, f"'{section.id}' {fault}", (*loc, *inner_loc)
        if titles[index] in titles[:index]:
            words = f"'{section.id}' has the title of an earlier section"
            yield BAD_SECTION, words, (*loc, "title")
    for key in ("deteriorating_periods", "deteriorating_measures"):
        if getattr(pack.escalation, key) < 1:
            yield BAD_ESCALATION, f"{key} must be 1 or more", ("escalation", key)
    if not 1 <= pack.services_per_document <= MOST_SERVICES:
        words = (
            f"services_per_document must be from 1 to {MOST_SERVICES}: a document of more services "
            "takes more memory than one may have"
        )
        yield WRONG_VALUE, words, ("services_per_document",)
    if pack.risk_review_days < 0:
        yield WRONG_VALUE, "risk_review_days must be 0 or more", ("risk_review_days",)
    yield from _find_level_faults(pack)
    yield from _find_circulation_faults(pack.circulation)
    yield from _find_step_faults(pack)


def _find_step_faults(pack: Pack) -> Iterator[PackFault]:
    section_ids = [section.id for section in pack.sections]
    # Only steps further up may be counted from, so that no two of them wait for each other.
    earlier_ids: list[str] = []
    for index, step in enumerate(pack.timetable):
        deadline = parse_deadline(step.when, pack.cadence)
        if deadline is None:
            yield BAD_WHEN, f"'{step.when}' is not understood", ("timetable", index, "when")
        elif deadline.step and deadline.step not in earlier_ids:
            hint = suggest_word(deadline.step, earlier_ids)
            words = f"'{step.when}': no step further up is called '{deadline.step}'{hint}"
            yield BAD_WHEN, words, ("timetable", index, "when")
        else:
            earlier_ids.append(step.id)
        for place, section_id in enumerate(step.sections):
            if section_id not in section_ids:
                hint = suggest_word(section_id, section_ids)
                words = f"step '{step.id}' is about '{section_id}', which is no section{hint}"
                yield BAD_SECTION, words, ("timetable", index, "sections", place)


def _find_circulation_faults(circulation: Circulation) -> Iterator[PackFault]:
    if not ID.fullmatch(circulation.document):
        words = f"document '{circulation.document[:40]}' is not the name of a PDF"
        yield WRONG_VALUE, words, ("circulation", "document")
    if not 0 <= circulation.largest_kilobytes <= MOST_KILOBYTES:
        words = f"largest_kilobytes must be from 0 to {MOST_KILOBYTES}"
        yield WRONG_VALUE, words, ("circulation", "largest_kilobytes")


def _find_level_faults(pack: Pack) -> Iterator[PackFault]:
    for index, escalation_rule in enumerate(pack.escalation.board):
        if escalation_rule in pack.escalation.leadership:
            words = f"'{escalation_rule}' reaches the leadership team already: it stands in both"
            yield BAD_ESCALATION, words, ("escalation", "board", index)
    if fault := find_approval_fault(pack.thresholds_approval):
        yield BAD_APPROVAL, fault, ("thresholds_approval",)


def _find_section_faults(section: Section) -> Iterator[tuple[str, Loc]]:
    yield from find_span_faults(section)
    if section.due is Due.SEASONAL and section.season is None:
        yield "is seasonal but has no season", ("due",)
    if section.season and not (
        _is_month_day(section.season.start) and _is_month_day(section.season.end)
    ):
        words = "has a season that is not written as month-day, such as 09-01"
        yield words, ("season",)
        if section.due is Due.SEASONAL:
            yield words, ("due",)
    if not section.title.strip():
        yield "has a title that cannot be a heading: it is empty", ("title",)
    if section.quarter_month not in (1, 2, 3):
        yield "is due in a month of the quarter other than 1, 2 or 3", ("quarter_month",)
    if section.form is Form.SUMMARY and not section.headings:
        yield "is a summary but names no headings", ("form",)
    if section.headings and FORMS[section.form].headings:
        yield f"names headings, but the form {section.form} has its own", ("headings",)
    if section.narrative is Need.NONE and not section.datasets:
        yield "has neither a narrative nor data", ()
    if section.narrative is not Need.NONE and not section.narrated_by:
        yield "does not say which role narrates it", ("narrated_by",)
    if section.datasets and not section.data_by:
        yield "does not say which role pulls its data", ("data_by",)
    if not 0 <= section.lag <= MAX_LAG:
        yield f"has a lag that is not between 0 and {MAX_LAG} periods", ("lag",)
    for key in ("datasets", "beside"):
        for index, dataset in enumerate(getattr(section, key)):
            if not ID.fullmatch(dataset):
                words = f"names a dataset '{dataset}' that is not a short name"
                yield words, (key, index)


def _is_month_day(text: str) -> bool:
    try:
        return bool(_MONTH_DAY.fullmatch(text) and date.fromisoformat(f"{_LEAP_YEAR}-{text}"))
    except ValueError:
        return False
