"""`data/packs/<pack>/<day>.yml`: the agenda of one meeting, which says which papers it has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from boardpack.findings import Finding, Place, Rule, suggest_word
from boardpack.load.directorate import BAD_ID, ID
from boardpack.load.front_matter import list_lines
from boardpack.load.private_parts import is_called_private
from boardpack.load.strict_yaml import Loc
from boardpack.load.tree import Tree, iterate_paths_under
from boardpack.load.yaml_files import read_yaml
from boardpack.model.agenda import MOST_PURPOSES, Agenda, AgendaItem, FiledAgenda
from boardpack.model.instance import EditionId
from boardpack.model.pack import Pack
from boardpack.model.period import Cadence, Period, is_period, parse_edition_period, parse_period

PACKS_FOLDER = "data/packs"
STRAY_AGENDA = Rule(
    "A122",
    "Agendas lie where their pack and day say",
    "Move the file to data/packs/<pack>/<day>.yml, of a pack whose cadence is `meeting`.",
)
BAD_ITEM = Rule(
    "A123",
    "Items of an agenda do not contradict themselves",
    "Correct the item in the file of the agenda.",
)
PRIVATE_AGENDA = Rule(
    "A124",
    "The agenda of a private part is kept elsewhere",
    "Take it out, also of older commits, and keep it in a folder of its own, from which "
    "`boardpack build --private` prints it: whatever is in this repository can reach a page.",
)
_AGENDA = re.compile(rf"{PACKS_FOLDER}/[^/]+/[0-9]{{4}}-[^/]*")


def locate_agenda(pack_id: str, day: str) -> str:
    """Return where the agenda of a meeting lies."""
    return f"{PACKS_FOLDER}/{pack_id}/{day}.yml"


def is_agenda_path(path: str) -> bool:
    """Return whether a file is called as the agenda of a day."""
    return _AGENDA.fullmatch(path) is not None


def load_agendas(
    tree: Tree, packs: Mapping[str, Pack], may_be_private: bool = False
) -> tuple[dict[EditionId, FiledAgenda], list[Finding]]:
    """Return the agendas by the edition that holds their papers.

    One that is private in part, or called so, is left out, and refused, unless it `may_be_private`.
    """
    agendas: dict[EditionId, FiledAgenda] = {}
    findings: list[Finding] = []
    for path in filter(is_agenda_path, iterate_paths_under(tree, PACKS_FOLDER)):
        edition_id = _locate_edition(path, packs)
        if isinstance(edition_id, Finding):
            findings.append(edition_id)
            continue
        pack_title = packs[edition_id[0]].title
        filed, new_findings = _load_agenda(
            tree[path], path, edition_id, None if may_be_private else pack_title
        )
        findings += new_findings
        if filed is not None:
            agendas[edition_id] = filed
    return agendas, findings


def _locate_edition(path: str, packs: Mapping[str, Pack]) -> EditionId | Finding:
    parts = path.removeprefix(f"{PACKS_FOLDER}/").split("/")
    place = Place(path)
    day = parts[-1].removesuffix(".yml")
    if len(parts) != 2 or day == parts[-1] or not is_period(day, Cadence.MEETING):
        words = f"this is not {PACKS_FOLDER}/<pack>/<day>.yml"
        return STRAY_AGENDA.make_finding(place, words)
    if parts[0] not in packs:
        hint = suggest_word(parts[0], packs)
        return STRAY_AGENDA.make_finding(place, f"there is no pack '{parts[0]}'{hint}")
    if not packs[parts[0]].committee:
        words = f"'{parts[0]}' is {packs[parts[0]].cadence}: it has sections and no agenda"
        return STRAY_AGENDA.make_finding(place, words)
    return parts[0], day


def _load_agenda(
    data: bytes, path: str, edition_id: EditionId, public_title: str | None
) -> tuple[FiledAgenda | None, list[Finding]]:
    """Return an agenda; `public_title` is its pack's, None where it may be private."""
    agenda, document, findings = read_yaml(data, path, Agenda)
    if agenda is None or document is None:
        return None, findings
    private_parts = (
        [] if public_title is None else list(_iterate_private_parts(agenda, public_title))
    )
    if private_parts:
        # Nothing of what is private goes any further, whatever becomes of the finding.
        return None, findings + [
            PRIVATE_AGENDA.make_finding(document.find_place(loc), words)
            for words, loc in private_parts
        ]
    faults = list(_find_contradictions(agenda, parse_edition_period(edition_id[1])))
    findings += [rule.make_finding(document.find_place(loc), words) for rule, words, loc in faults]
    return FiledAgenda(_drop_bad_months(agenda, faults), path, list_lines(document)), findings


def _iterate_private_parts(agenda: Agenda, pack_title: str) -> Iterator[tuple[str, Loc]]:
    if is_called_private(pack_title):
        yield f"its pack, '{pack_title[:80]}', is called private", ()
    if agenda.private:
        yield "this is said to be private", ("private",)
    for index, item in enumerate(agenda.items):
        if item.private:
            yield "this is said to be private", ("items", index, "private")
        for key, title in (("title", item.title), ("group", item.group)):
            if is_called_private(title):
                yield f"'{title[:80]}' is called private", ("items", index, key)


_Fault = tuple[Rule, str, Loc]


def _drop_bad_months(agenda: Agenda, faults: Sequence[_Fault]) -> Agenda:
    bad = {loc[1] for _, _, loc in faults if loc[-1] == "figures_of"}
    items = (
        replace(item, figures_of="") if index in bad else item
        for index, item in enumerate(agenda.items)
    )
    return replace(agenda, items=tuple(items))


def _find_contradictions(agenda: Agenda, meeting: Period) -> Iterator[_Fault]:
    if not agenda.items:
        yield BAD_ITEM, "the agenda has no items", ("items",)
    for key in ("item", "paper", "enclosure"):
        counts = Counter(getattr(item, key) for item in agenda.items)
        for index, item in enumerate(agenda.items):
            value = getattr(item, key)
            if value and counts[value] > 1:
                words = f"'{value}' is the {key} of more than one item"
                yield BAD_ITEM, words, ("items", index, key)
    for index, item in enumerate(agenda.items):
        for words, key in _find_item_faults(item, meeting):
            yield BAD_ID if key == "paper" else BAD_ITEM, words, ("items", index, key)


def _find_item_faults(item: AgendaItem, meeting: Period) -> Iterator[tuple[str, str]]:
    if item.paper and not ID.fullmatch(item.paper):
        yield f"'{item.paper}' is not a short name", "paper"
    if item.paper and item.shows:
        yield "an enclosure is either a paper or made by boardpack", "shows"
    if item.datasets and not item.paper:
        yield "it shows datasets, and has no paper below which they could stand", "datasets"
    if item.paper and not item.lead:
        yield "it has a paper, and nobody leads it who could sign", "lead"
    if len(item.purpose) > MOST_PURPOSES or len(set(item.purpose)) < len(item.purpose):
        yield f"an item has at most {MOST_PURPOSES} purposes, each once", "purpose"
    if item.minutes < 0:
        yield "it takes less than no time", "minutes"
    if item.figures_of and not is_period(item.figures_of, Cadence.MONTHLY):
        yield f"'{item.figures_of[:20]}' is no month such as 2018-10", "figures_of"
    elif item.figures_of and parse_period(item.figures_of).start > meeting.start:
        yield f"the figures are of {item.figures_of}, after the meeting", "figures_of"
