"""Committees: `data/meetings/<series>.yml`, the registers beside it, and the minutes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from boardpack.findings import Finding, Place, Rule, suggest_word
from boardpack.load.bare_body import SECTION_LEVEL, NarrativeBody, take_out_comments
from boardpack.load.cells import split_texts
from boardpack.load.directorate import BAD_ID, ID, check_ids
from boardpack.load.front_matter import FrontedText, list_lines, read_fronted_text
from boardpack.load.markdown import parse_outline
from boardpack.load.minutes_lines import LONGEST_REF, read_minutes_lines
from boardpack.load.narratives import read_narratives
from boardpack.load.private_parts import (
    is_called_private,
    iterate_private_titles,
    may_head_say_private,
    may_keys_say_private,
)
from boardpack.load.records import load_rows
from boardpack.load.strict_csv import MISSING_MARKS
from boardpack.load.strict_yaml import Loc, YamlDocument
from boardpack.load.tree import Tree, iterate_files_under, iterate_paths_under
from boardpack.load.yaml_files import read_yaml
from boardpack.model.dataset import Constraints, Field, FieldType
from boardpack.model.directorate import Directorate
from boardpack.model.meeting import (
    ActionStatus,
    Committee,
    Mark,
    Meeting,
    MinutesFront,
    MinutesItem,
    RegisteredAction,
    RegisteredMark,
    TermsOfReference,
    sort_meetings,
)

TERMS_FOLDER, MINUTES_FOLDER = "data/meetings", "content/meetings"
STRAY_MINUTES = Rule(
    "A102",
    "Minutes lie where their series, day and service say",
    "Move the file to content/meetings/<series>/<day>.md, or <day>-<service>.md where each service "
    "has a meeting of its own.",
)
PRIVATE_MINUTES = Rule(
    "A103",
    "Minutes of a private part are kept elsewhere",
    "Take it out, also of older commits, and keep it where only members read it: whatever "
    "is in this repository can reach a page.",
)
BAD_TERMS = Rule(
    "A104",
    "Terms of reference do not contradict themselves",
    "Correct the entry in the file of the series.",
)
MINUTES_ADVICE = "Begin the file with a line `---`, then `state: draft`, then a line `---`."
_FRONT_KEYS = frozenset(each.name for each in fields(MinutesFront))
_MINUTES_NAME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:-(?P<service>[a-z0-9-]+))?\.md", re.ASCII
)
_MOST_LISTED = {
    "members": 200, "attendees": 200, "bodies": 30, "quorum": 30, "form": 100,
    "responsibilities": 200, "business_cycle": 200,
}  # fmt: skip
"""No committee has more, and each rule of a quorum is counted for each body at each time."""
_REQUIRED = Constraints(required=True)
ACTION_STATUSES = tuple(status.value for status in ActionStatus)
_ACTION_FIELDS = (
    Field("ref", constraints=Constraints(required=True, maxLength=LONGEST_REF)),
    Field("meeting_date", FieldType.DATE),
    Field("item"),
    Field("action", constraints=_REQUIRED),
    Field("owners"),
    Field("due", FieldType.DATE),
    Field("status", constraints=Constraints(enum=ACTION_STATUSES)),
    Field("updates"),
)
_MARK_FIELDS = (
    Field("who", constraints=_REQUIRED),
    Field("date", FieldType.DATE, constraints=_REQUIRED),
    Field("mark", constraints=Constraints(required=True, enum=tuple(mark.value for mark in Mark))),
)


@dataclass(frozen=True, slots=True)
class _MinutesLocation:
    """Where minutes lie: of which meeting they are."""

    series: str
    day: date
    service: str
    path: str


def load_meetings(
    tree: Tree, directorate: Directorate, packs: Collection[str]
) -> tuple[dict[str, Committee], list[Finding]]:
    """Return the committees by the id of their series; one whose terms cannot be read is left out.

    `packs` are the ids of the packs that there are, whether they could be read or not.
    """
    committees: dict[str, Committee] = {}
    findings: list[Finding] = []
    for path in iterate_paths_under(tree, TERMS_FOLDER):
        series, ending = _split_terms_path(path)
        if ending == "registers":
            if _locate_terms(series) not in tree:
                words = f"there is no {_locate_terms(series)} that it could belong to"
                findings.append(STRAY_MINUTES.make_finding(Place(path), words))
        elif not ID.fullmatch(series) or ending != "terms":
            words = f"'{path}' is not the file of a series, such as {TERMS_FOLDER}/board.yml"
            findings.append(BAD_ID.make_finding(Place(path), words))
        else:
            committee, new_findings = _load_committee(tree, series, directorate, packs)
            findings += new_findings
            if committee is not None:
                committees[series] = committee
    findings += _find_second_followers(committees)
    findings += _find_stray_minutes(tree, directorate)
    return committees, findings


def _find_second_followers(committees: Mapping[str, Committee]) -> Iterator[Finding]:
    """Yield a finding for each series that follows up what another one follows up."""
    followers: dict[str, str] = {}
    for series, committee in sorted(committees.items()):
        if not committee.terms.exception_reports:
            continue
        first = followers.setdefault(committee.terms.pack, series)
        if first != series:
            words = f"'{first}' follows up the exception reports of this pack, and one list is kept"
            yield BAD_TERMS.make_finding(committee.find_place("exception_reports"), words)


def locate_register(series: str, name: str) -> str:
    """Return the path of a register of a series: `actions` or `attendance`."""
    return f"{TERMS_FOLDER}/{series}/{name}.csv"


def _locate_terms(series: str) -> str:
    return f"{TERMS_FOLDER}/{series}.yml"


def _split_terms_path(path: str) -> tuple[str, str]:
    """Return the series of a file under the folder of terms, and which kind of file it is."""
    name = path.removeprefix(f"{TERMS_FOLDER}/")
    series, _, rest = name.partition("/")
    if rest in ("actions.csv", "attendance.csv"):
        return series, "registers"
    return (name.removesuffix(".yml"), "terms") if name.endswith(".yml") else (name, "")


def _load_committee(
    tree: Tree, series: str, directorate: Directorate, packs: Collection[str]
) -> tuple[Committee | None, list[Finding]]:
    path = _locate_terms(series)
    terms, document, findings = read_yaml(tree[path], path, TermsOfReference)
    actions, action_findings = _load_actions(tree, series)
    marks, mark_findings = _load_marks(tree, series)
    meetings, meeting_findings = _load_minutes(tree, series, directorate, terms)
    findings += [*action_findings, *mark_findings, *meeting_findings]
    if terms is None or document is None:
        return None, findings
    if reasons := list(_find_refusals(terms, document)):
        return None, [*findings, *reasons]
    return Committee(
        id=series,
        terms=terms,
        place=Place(path),
        lines=list_lines(document),
        meetings=sort_meetings(each for each in meetings if not each.unread),
        actions=actions,
        marks=marks,
        half_read=sort_meetings(each for each in meetings if each.unread),
    ), [*findings, *_find_term_faults(terms, document, packs)]


def _load_minutes(
    tree: Tree, series: str, directorate: Directorate, terms: TermsOfReference | None
) -> tuple[list[Meeting], list[Finding]]:
    """Return the minutes of a series, also those that are read in part."""
    meetings: list[Meeting] = []
    findings: list[Finding] = []
    titles = {area.title: area.id for area in terms.form} if terms else {}
    for path, data in iterate_files_under(tree, f"{MINUTES_FOLDER}/{series}"):
        location = _locate_minutes(path, directorate)
        if isinstance(location, _MinutesLocation):
            meeting, new_findings = _read_minutes(data, location, titles)
            findings += new_findings
            if meeting is not None:
                meetings.append(meeting)
    return meetings, findings


def _find_refusals(terms: TermsOfReference, document: YamlDocument) -> Iterator[Finding]:
    """Yield why nothing at all is made of a series whose terms can be read."""
    long_lists = [name for name, most in _MOST_LISTED.items() if len(getattr(terms, name)) > most]
    for name in long_lists:
        words = f"`{name}` has more than {_MOST_LISTED[name]} entries"
        yield BAD_TERMS.make_finding(document.find_place((name,)), words)
    if not long_lists and is_called_private(terms.title):
        words = f"the series '{terms.title[:80]}' is called private"
        yield PRIVATE_MINUTES.make_finding(document.find_place(("title",)), words)


def _find_term_faults(
    terms: TermsOfReference, document: YamlDocument, packs: Collection[str]
) -> Iterator[Finding]:
    for name in ("members", "attendees", "form", "bodies", "business_cycle"):
        yield from check_ids([each.id for each in getattr(terms, name)], document, name)
    for words, loc in _find_contradictions(terms, packs):
        yield BAD_TERMS.make_finding(document.find_place(loc), words)


def _find_contradictions(
    terms: TermsOfReference, packs: Collection[str]
) -> Iterator[tuple[str, Loc]]:
    if terms.pack not in packs:
        yield f"there is no pack '{terms.pack}'{suggest_word(terms.pack, packs)}", ("pack",)
    bodies = {body.id for body in terms.bodies}
    groups = {group for member in terms.members for group in member.groups}
    areas = {area.id for area in terms.form}
    for index, member in enumerate(terms.members):
        if member.body and member.body not in bodies:
            words = f"there is no body '{member.body}'{suggest_word(member.body, bodies)}"
            yield words, ("members", index, "body")
    for index, rule in enumerate(terms.quorum):
        if rule.body and rule.body not in bodies:
            words = f"there is no body '{rule.body}'{suggest_word(rule.body, bodies)}"
            yield words, ("quorum", index, "body")
        if rule.among and rule.among not in groups:
            words = f"nobody is in the group '{rule.among}'{suggest_word(rule.among, groups)}"
            yield words, ("quorum", index, "among")
        if rule.each_body and not bodies:
            yield "there are no bodies to count for", ("quorum", index, "each_body")
        if bool(rule.at_least > 0) is bool(rule.percent > 0):
            yield "a rule has either `at_least` or `percent`, above 0", ("quorum", index)
        if rule.percent > 100:
            yield "a share is at most 100", ("quorum", index, "percent")
    for index, duty in enumerate(terms.responsibilities):
        for place, area in enumerate(duty.areas):
            if area not in areas:
                words = f"there is no heading '{area}' in the form{suggest_word(area, areas)}"
                yield words, ("responsibilities", index, "areas", place)
    days = {meeting.day for meeting in terms.meetings}
    for index, subject in enumerate(terms.business_cycle):
        if subject.months and subject.meetings:
            yield "a subject has either `months` or `meetings`", ("business_cycle", index)
        if any(not 1 <= month <= 12 for month in subject.months):
            yield "a month is a number from 1 to 12", ("business_cycle", index, "months")
        for day in subject.meetings:
            if day not in days:
                yield f"{day} is not among `meetings`", ("business_cycle", index, "meetings")
    if not 0 <= terms.attendance_percent <= 100:
        yield "a share is between 0 and 100", ("attendance_percent",)


def _locate_minutes(path: str, directorate: Directorate) -> _MinutesLocation | Finding:
    parts = path.split("/")
    place = Place(path)
    match = _MINUTES_NAME.fullmatch(parts[-1])
    if len(parts) != 4 or match is None:
        words = f"this is not {MINUTES_FOLDER}/<series>/<day>.md, nor <day>-<service>.md"
        return STRAY_MINUTES.make_finding(place, words)
    service = match["service"] or ""
    services = [known.id for known in directorate.services]
    if service and service not in services:
        words = f"there is no service '{service}' in data/directorate.yml"
        return STRAY_MINUTES.make_finding(place, f"{words}{suggest_word(service, services)}")
    try:
        day = date.fromisoformat(match["day"])
    except ValueError:
        return STRAY_MINUTES.make_finding(place, f"there is no day '{match['day']}'")
    return _MinutesLocation(parts[2], day, service, path)


def _find_stray_minutes(tree: Tree, directorate: Directorate) -> Iterator[Finding]:
    """Yield a finding for each file under the folder of minutes that belongs to no meeting."""
    known = {
        _split_terms_path(path)[0]
        for path in iterate_paths_under(tree, TERMS_FOLDER)
        if _split_terms_path(path)[1] == "terms"
    }
    for path in iterate_paths_under(tree, MINUTES_FOLDER):
        location = _locate_minutes(path, directorate)
        if isinstance(location, Finding):
            yield location
        elif location.series not in known:
            hint = suggest_word(location.series, known)
            words = f"there is no {_locate_terms(location.series)}{hint}"
            yield STRAY_MINUTES.make_finding(Place(path), words)


def _read_minutes(
    data: bytes, location: _MinutesLocation, form: Mapping[str, str]
) -> tuple[Meeting | None, list[Finding]]:
    """Return the minutes of a meeting; `form` gives the ids of the form's headings by title."""
    path = location.path
    fronted, findings = read_fronted_text(data, path, MinutesFront, MINUTES_ADVICE)
    if fronted is None:
        return None, findings
    items, item_findings = _read_items(fronted, location, form)
    findings = [*findings, *item_findings]
    private_titles = list(iterate_private_titles(fronted.body))
    findings += [
        PRIVATE_MINUTES.make_finding(
            Place(path, fronted.first_line + line), f"'{title[:80]}' is called private"
        )
        for line, title in private_titles
    ]
    front = fronted.readable
    if front is not None and front.private:
        place = Place(path, fronted.lines.get("private"))
        findings.append(PRIVATE_MINUTES.make_finding(place, "these minutes say that they are"))
    lines = read_minutes_lines(items, path)
    findings += lines.findings
    # Nothing of what is private goes any further, whatever becomes of the finding.
    if front is None or front.private or private_titles or _may_be_private(fronted):
        return None, findings
    return Meeting(
        series=location.series,
        day=location.day,
        service=location.service,
        path=path,
        front=front,
        front_lines=fronted.lines,
        items=items,
        actions=tuple(lines.actions),
        updates=tuple(lines.updates),
        resolutions=tuple(lines.resolutions),
        unread=fronted.unread,
    ), findings


def _read_items(
    fronted: FrontedText[MinutesFront], location: _MinutesLocation, form: Mapping[str, str]
) -> tuple[tuple[MinutesItem, ...], list[Finding]]:
    # Where there is no form, the agenda of each meeting gives the headings.
    headings = form or {
        heading.title: heading.title
        for heading in parse_outline(fronted.body).headings
        if heading.level == SECTION_LEVEL
    }
    body = NarrativeBody(
        fronted.body, location.path, fronted.first_line, location.service, headings
    )
    narratives, _, findings = read_narratives(take_out_comments(body))
    titles = {identifier: title for title, identifier in headings.items()}
    return tuple(
        MinutesItem(titles[narrative.section], narrative.section if form else "", narrative)
        for narrative in narratives
    ), findings


def _may_be_private(fronted: FrontedText[MinutesFront]) -> bool:
    """Return whether minutes may call themselves private in what of them cannot be read.

    That may be a key that is like none which is known, such as `exempt`.
    """
    if fronted.unread and not fronted.lines:
        return may_head_say_private(fronted.head, _FRONT_KEYS)
    return may_keys_say_private(fronted.unread, _FRONT_KEYS)


def _load_actions(tree: Tree, series: str) -> tuple[tuple[RegisteredAction, ...], list[Finding]]:
    path = locate_register(series, "actions")
    data = tree.get(path)
    actions, findings = load_rows(data, path, _ACTION_FIELDS, _build_action)
    seen: set[str] = set()
    for action in actions:
        if action.ref in seen:
            words = f"action {action.ref[:40]} stands here a second time"
            findings.append(BAD_ID.make_finding(action.place, words))
        seen.add(action.ref)
    return actions, findings


def _build_action(texts: Sequence[str], place: Place) -> RegisteredAction:
    ref, met_on, item, what, owners, due, status, updates = texts
    return RegisteredAction(
        ref=ref,
        met_on=_read_day(met_on),
        item=item,
        what=what,
        owners=split_texts(owners, ";"),
        due=_read_day(due),
        status=ActionStatus.NOT_STATED if status in MISSING_MARKS else ActionStatus(status),
        updates=split_texts(updates, "|"),
        place=place,
    )


def _load_marks(tree: Tree, series: str) -> tuple[tuple[RegisteredMark, ...], list[Finding]]:
    path = locate_register(series, "attendance")
    data = tree.get(path)
    marks, findings = load_rows(data, path, _MARK_FIELDS, _build_mark)
    seen: set[tuple[str, date]] = set()
    for mark in marks:
        if (mark.who, mark.day) in seen:
            words = f"'{mark.who[:40]}' has a second mark for {mark.day}"
            findings.append(BAD_ID.make_finding(mark.place, words))
        seen.add((mark.who, mark.day))
    return marks, findings


def _build_mark(texts: Sequence[str], place: Place) -> RegisteredMark:
    who, day, mark = texts
    return RegisteredMark(who, date.fromisoformat(day), Mark(mark), place)


def _read_day(text: str) -> date | None:
    # A hyphen is a missing value too, as in every other file.
    return None if text in MISSING_MARKS else date.fromisoformat(text)
