"""Rules on the agenda of a meeting, and on the cover sheets of its papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.meetings.participants import list_known_names
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_edition_opener, find_writer
from boardpack.findings import Fault, Severity, suggest_word
from boardpack.model.agenda import EVERYBODY, FiledAgenda, Shown
from boardpack.model.cover import Answer, Assessment, CoverSheet
from boardpack.model.cover_forms import ASSURANCE_MATTERS, COVER_FORMS, CoverRow, list_cover_roles
from boardpack.model.dataset import Kind
from boardpack.model.meeting import MinutesState
from boardpack.model.rows import Risk
from boardpack.model.submission import Submission


@rule("A126", "A pack for meetings is for a committee that there is, on a day on which it meets")
def find_unknown_committee(edition: Edition) -> Iterator[Fault]:
    """Correct the series in the pack's file, or the day of the agenda."""
    filed = _find_agenda(edition)
    if filed is None:
        return
    committee = edition.instance.committees.get(edition.pack.committee)
    if committee is None:
        hint = suggest_word(edition.pack.committee, edition.instance.committees)
        words = f"there is no committee '{edition.pack.committee}' in data/meetings{hint}"
        yield Fault(filed.find_place(""), words, find_edition_opener(edition))
    elif committee.terms.meetings and not committee.terms.find_schedule(edition.period.start):
        words = f"'{committee.id}' does not meet on {edition.period.id}"
        yield Fault(filed.find_place(""), words, find_edition_opener(edition))


@rule("A127", "Everybody whom an agenda or a cover sheet names is known")
def find_unknown_leads(edition: Edition) -> Iterator[Fault]:
    """Name a seat or attendee of the committee or a role; only a role can sign a paper."""
    filed = _find_agenda(edition)
    if filed is None:
        return
    roles = {role.id for role in edition.instance.directorate.roles}
    committee = edition.instance.committees.get(edition.pack.committee)
    known = list_known_names(edition.instance, committee) if committee else frozenset(roles)
    for index, item in enumerate(filed.agenda.items):
        for name in item.lead:
            if name not in known and name != EVERYBODY:
                words = f"there is nobody '{name}'{suggest_word(name, known)}"
                yield _build_item_fault(edition, filed, index, "lead", words)
        if item.paper and item.signing_role not in roles:
            words = f"'{item.signing_role}' is to sign '{item.title}', and is no role"
            yield _build_item_fault(edition, filed, index, "lead", words)
    for entry, submission, cover in _iterate_covers(edition):
        for name in list_cover_roles(cover):
            # Why nobody reviewed it is said in words.
            if " " not in name and name not in known:
                words = f"the cover sheet names '{name}', whom nobody knows"
                yield _build_cover_fault(edition, entry, submission, "", words)


@rule("A128", "Enclosures have the number that the agenda gives them, and each paper has one")
def find_wrong_enclosures(edition: Edition) -> Iterator[Fault]:
    """Write the number of the agenda, or correct it there."""
    filed = _find_agenda(edition)
    if filed is None:
        return
    last_number = ""
    for index, item in enumerate(filed.agenda.items):
        if (item.paper or item.shows) and not item.enclosure:
            words = f"'{item.title}' has an enclosure without a number"
            yield _build_item_fault(edition, filed, index, "paper", words)
        if item.enclosure and not (item.paper or item.shows):
            words = f"enclosure {item.enclosure} is neither a paper nor made by boardpack"
            yield _build_item_fault(edition, filed, index, "enclosure", words)
        if item.enclosure and item.enclosure.zfill(4) < last_number.zfill(4):
            words = f"enclosure {item.enclosure} comes after enclosure {last_number}"
            yield _build_item_fault(edition, filed, index, "enclosure", words)
        last_number = item.enclosure or last_number
    for entry, submission, cover in _iterate_covers(edition):
        agenda_item = filed.agenda.find_item(entry.section.id)
        if agenda_item and cover.enclosure and cover.enclosure != agenda_item.enclosure:
            words = f"the cover sheet says enclosure {cover.enclosure[:10]}, the agenda "
            words += agenda_item.enclosure or "none"
            yield _build_cover_fault(edition, entry, submission, "enclosure", words)


@rule("A129", "The times of an agenda add up", Severity.WARNING)
def find_wrong_times(edition: Edition) -> Iterator[Fault]:
    """Correct a time, or the minutes given to the items before it."""
    filed = _find_agenda(edition)
    if filed is None:
        return
    agenda = filed.agenda
    clock = agenda.opens
    for index, item in enumerate(agenda.items):
        if item.starts and clock and item.starts != clock:
            words = f"item {item.item} starts at {item.starts}; what is before it ends at {clock}"
            yield _build_item_fault(edition, filed, index, "starts", words)
        clock = _add_minutes(item.starts or clock, item.minutes)
    if agenda.closes and clock and agenda.closes != clock:
        words = f"the meeting closes at {agenda.closes}; its last item ends at {clock}"
        yield Fault(filed.find_place("closes"), words, find_edition_opener(edition))


@rule("A130", "An item with an enclosure says for which purpose it comes", Severity.WARNING)
def find_items_without_purpose(edition: Edition) -> Iterator[Fault]:
    """Write one or two of A, R, S, I and D as `purpose`."""
    filed = _find_agenda(edition)
    for index, item in enumerate(filed.agenda.items if filed else ()):
        if filed and item.paper and not item.purpose:
            words = f"nobody says what is to be done with '{item.title}'"
            yield _build_item_fault(edition, filed, index, "", words)


@rule("A131", "A paper that comes late is taken for a reason, and only then called late")
def find_unexplained_supplements(edition: Edition) -> Iterator[Fault]:
    """Write under `supplement` when it was due and came, and why the chair takes it."""
    filed = _find_agenda(edition)
    for index, item in enumerate(filed.agenda.items if filed else ()):
        if filed is None or item.supplement is None:
            continue
        late = item.supplement
        if not late.reason:
            words = f"'{item.title}' came late, and the chair gives no reason"
            yield _build_item_fault(edition, filed, index, "supplement", words)
        if late.received <= late.due:
            words = f"'{item.title}' came on {late.received} and was due on {late.due}: not late"
            yield _build_item_fault(edition, filed, index, "supplement", words)
        if filed.agenda.papers_due and late.due != filed.agenda.papers_due:
            words = f"'{item.title}' was due on {late.due}, papers on {filed.agenda.papers_due}"
            yield _build_item_fault(edition, filed, index, "supplement", words)


@rule("A132", "Every row that a cover sheet's form asks for is filled in")
def find_empty_cover_rows(edition: Edition) -> Iterator[Fault]:
    """Write it at the top of the paper; `not applicable` with the reason is an answer too."""
    for entry, submission, cover in _iterate_covers(edition):
        # Which form it is decides which rows are asked for.
        for row in COVER_FORMS[cover.form] if "form" not in submission.unread else ():
            if row.field in submission.unread:
                continue
            for words in _find_row_faults(cover, row):
                yield _build_cover_fault(edition, entry, submission, row.field, words)


@rule("A133", "What was not assessed, and whom nobody asked, is explained")
def find_unexplained_assessments(edition: Edition) -> Iterator[Fault]:
    """Write `why` beside `done`, in words that a reader understands."""
    for entry, submission, cover in _iterate_covers(edition):
        for field in fields(cover):
            value = getattr(cover, field.name)
            if isinstance(value, Assessment) and value.done is not Answer.YES and not value.why:
                title = field.name.replace("_", " ")
                words = f"{title}: '{value.done}', and it is not said why"
                yield _build_cover_fault(edition, entry, submission, field.name, words)


@rule("A134", "Risks that a paper names are in the register")
def find_unknown_risks(edition: Edition) -> Iterator[Fault]:
    """Correct the reference, or put the risk on the register."""
    known = {
        row.ref
        for dataset in edition.instance.datasets.values()
        if dataset.contract.kind is Kind.RISKS
        for file in dataset.files
        for row in file.rows
        if isinstance(row, Risk)
    }
    for entry, submission, cover in _iterate_covers(edition):
        for index, reference in enumerate(cover.risk_refs):
            if reference not in known:
                words = f"there is no risk '{reference[:40]}'{suggest_word(reference, known)}"
                yield _build_cover_fault(edition, entry, submission, f"risk_refs.{index}", words)


@rule("A135", "Who answers for a paper by its cover sheet is who signs it", Severity.WARNING)
def find_other_signers(edition: Edition) -> Iterator[Fault]:
    """Name the same role at the top of the paper and, as `signed_off_by`, on the agenda."""
    for entry, submission, cover in _iterate_covers(edition):
        for field in ("executive_lead", "sponsor"):
            name = getattr(cover, field)
            if name and name != entry.section.signed_off_by:
                words = f"'{name}' answers for it, '{entry.section.signed_off_by}' signs it"
                yield _build_cover_fault(edition, entry, submission, field, words)


@rule("A136", "What an agenda shows from the minutes is there", Severity.WARNING)
def find_missing_minutes(edition: Edition) -> Iterator[Fault]:
    """Have the chair check the minutes of the last meeting, or take the item out."""
    filed = _find_agenda(edition)
    committee = edition.instance.committees.get(edition.pack.committee)
    if filed is None or committee is None:
        return
    earlier = [
        meeting for meeting in committee.judged_meetings if meeting.day < edition.period.start
    ]
    for index, item in enumerate(filed.agenda.items):
        if item.shows is Shown.MINUTES and not any(
            meeting.front.state is not MinutesState.DRAFT or "state" in meeting.unread
            for meeting in earlier
        ):
            words = "no minutes of an earlier meeting were checked by the chair"
            yield _build_item_fault(edition, filed, index, "shows", words)


def _find_agenda(edition: Edition) -> FiledAgenda | None:
    return edition.instance.find_agenda(edition.pack_id, edition.period.id)


def _iterate_covers(edition: Edition) -> Iterator[tuple[Entry, Submission, CoverSheet]]:
    for entry in edition.entries:
        submission = entry.submission
        if submission is not None and submission.cover is not None:
            yield entry, submission, submission.cover


def _find_row_faults(cover: CoverSheet, row: CoverRow) -> Iterator[str]:
    value = getattr(cover, row.field)
    if row.is_required and not value:
        yield f"'{row.title}' is empty"
    if row.field == "assurance" and value:
        for key in (key for key in ASSURANCE_MATTERS if key not in value):
            yield f"'{row.title}' says nothing of '{ASSURANCE_MATTERS[key]}' ({key})"
        for key in (key for key in value if key not in ASSURANCE_MATTERS):
            yield f"'{row.title}' has no row '{key[:40]}'{suggest_word(key, ASSURANCE_MATTERS)}"


def _add_minutes(clock: str, minutes: int) -> str:
    if not clock:
        return ""
    hours, past = divmod(int(clock[:2]) * 60 + int(clock[3:]) + minutes, 60)
    return f"{hours:02}:{past:02}"


def _build_item_fault(
    edition: Edition, filed: FiledAgenda, index: int, key: str, words: str
) -> Fault:
    place = filed.find_item_place(index, key)
    return Fault(place, words, find_edition_opener(edition))


def _build_cover_fault(
    edition: Edition, entry: Entry, submission: Submission, key: str, words: str
) -> Fault:
    line = submission.front_lines.get(key)
    place = submission.find_place(line)
    return Fault(place, words, find_writer(edition, entry), entry.service, entry.section.id)
