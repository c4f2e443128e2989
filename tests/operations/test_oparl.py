"""Other systems read of meetings and papers in OParl 1.1, by addresses that stay.

What each object must have is written down here by hand from OParl-Spezifikation 1.1 (OParl/spec, CC
BY-SA 4.0), sections 2.5 on lists, 2.8 on deleted objects and 3 on objects, and from the description
of the interface in OParl/resources, `oparl_1-1_openapi.yaml`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pytest

from boardpack.analysis.edition import Edition
from boardpack.errors import CannotRun
from boardpack.model.publication import Publication
from boardpack.operations.oparl import compose_oparl
from boardpack.render.oparl import pages
from support.editions import edition_of
from support.instances import Files
from support.papers import AGENDA, EDITION, with_papers

SITE = "https://www.example.org/care/"
TERMS = "data/meetings/board.yml"
DIRECTORATE = "data/directorate.yml"
PACK_PDF, PACK_PAGES = "pdf/directorate.pdf", "pdf/directorate.json"
PAGES = b'{"items": [{"paper": "finance", "first_page": 4, "last_page": 6}]}'
FIRST, LATER, LAST = "2018-12-14T16:00:00Z", "2018-12-20T16:00:00Z", "2019-01-10T16:00:00Z"

# By type: what must be there, then what may; each with its kind of value.
COMMON = {"id": "url", "type": "url", "created": "moment", "modified": "moment"}
OPTIONAL = {"web": "url", "deleted": "flag", "name": "text"}
TABLE: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "System": ({"oparlVersion": "url", "body": "url"}, {"website": "url"}),
    "Body": (
        {
            "name": "text", "organization": "url", "person": "url", "meeting": "url",
            "paper": "url", "legislativeTerm": "objects", "agendaItem": "url",
            "consultation": "url", "file": "url", "locationList": "url",
            "legislativeTermList": "url", "membership": "url",
        },
        {"system": "url", "shortName": "text", "website": "url"},
    ),
    "Organization": (
        {},
        {"body": "url", "meeting": "url", "post": "texts", "organizationType": "text"},
    ),
    "Meeting": (
        {},
        {
            "meetingState": "text", "start": "moment", "end": "moment", "organization": "urls",
            "invitation": "object", "agendaItem": "objects",
        },
    ),
    "AgendaItem": (
        {"order": "number"},
        {
            "meeting": "url", "number": "text", "public": "flag", "consultation": "url",
            "start": "moment",
        },
    ),
    "Consultation": (
        {},
        {
            "paper": "url", "agendaItem": "url", "meeting": "url", "organization": "urls",
            "authoritative": "flag", "role": "text",
        },
    ),
    "Paper": (
        {},
        {
            "body": "url", "reference": "text", "date": "day", "paperType": "text",
            "mainFile": "object", "consultation": "objects",
        },
    ),
    "File": (
        {"accessUrl": "url"},
        {
            "fileName": "text", "mimeType": "text", "date": "day", "size": "number",
            "sha512Checksum": "text", "meeting": "urls", "paper": "urls",
        },
    ),
}  # fmt: skip
RECOMMENDED_STATES = ("terminiert", "eingeladen", "durchgeführt")


def is_url(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"https://[\w./#-]+", value))


def is_moment(value: object) -> bool:
    return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None


CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "url": is_url,
    "urls": lambda value: bool(value) and all(map(is_url, value)),
    "text": lambda value: isinstance(value, str) and bool(value.strip()),
    "texts": lambda value: bool(value) and all(isinstance(each, str) for each in value),
    "flag": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "day": lambda value: bool(date.fromisoformat(value)),
    "moment": is_moment,
    "object": lambda value: isinstance(value, dict),
    "objects": lambda value: all(isinstance(each, dict) for each in value),
}


def with_site(tree: Files | None = None, site: str = SITE) -> dict[str, bytes]:
    files = with_papers() if tree is None else dict(tree)
    files[DIRECTORATE] += f"\nsite_url: {site}\n".encode()
    return files


def altered(tree: Files, path: str, old: str, new: str) -> dict[str, bytes]:
    assert old in tree[path].decode()
    return {**tree, path: tree[path].replace(old.encode(), new.encode())}


def publish(
    tree: Files,
    pack_and_period: tuple[str, str],
    moment: str,
    earlier: Mapping[str, bytes] | None = None,
    before: tuple[Publication, ...] = (),
    revision: int = 1,
) -> tuple[dict[str, bytes], tuple[Publication, ...]]:
    """Return the interface after a publication, and the publications until then."""
    edition: Edition = edition_of(tree, *pack_and_period)
    version = f"{edition.id}-r{revision}" if revision > 1 else edition.id
    publication = Publication(
        version, edition.title, *pack_and_period, revision, "", moment, "c" * 40, "m" * 64
    )
    files = {PACK_PDF: b"%PDF-1.7 papers", PACK_PAGES: PAGES} if edition.agenda else {}
    return compose_oparl(edition, publication, files, before, earlier or {}), (*before, publication)


MONTHLY = ("monthly", "2018-11")


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    return publish(with_site(), EDITION, FIRST)[0]


def read(files: Mapping[str, bytes], path: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(files[f"oparl/{path}.json"])
    return value


def iterate_objects(files: Mapping[str, bytes]) -> Iterator[dict[str, Any]]:
    """Yield every object, also within others and in lists."""
    for data in files.values():
        yield from _iterate_within(json.loads(data))


def _iterate_within(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for each in value.values():
            yield from _iterate_within(each)
    elif isinstance(value, list):
        for each in value:
            yield from _iterate_within(each)


def list_strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for each in value.values() if isinstance(value, dict) else value:
            if isinstance(each, (str, dict, list)):
                yield from list_strings(each)


# What the specification asks for


def test_every_object_has_what_the_specification_asks_for_and_nothing_unknown(
    papers: dict[str, bytes],
) -> None:
    seen = set()
    for value in iterate_objects(papers):
        schema, _, kind = value["type"].rpartition("/")
        assert schema == "https://schema.oparl.org/1.1"
        seen.add(kind)
        must, may = TABLE[kind]
        assert {*COMMON, *must} <= value.keys(), value["id"]
        for name, each in value.items():
            if not name.startswith("boardpack:"):
                assert CHECKS[{**COMMON, **OPTIONAL, **must, **may}[name]](each), (name, value)
    assert seen == TABLE.keys()


def test_every_address_of_the_interface_leads_to_a_file(papers: dict[str, bytes]) -> None:
    strings = {text for data in papers.values() for text in list_strings(json.loads(data))}
    addresses = {text for text in strings if text.startswith(f"{SITE}oparl/")}
    assert {address.removeprefix(SITE) for address in addresses} == papers.keys()


def test_every_object_lies_at_its_own_address(papers: dict[str, bytes]) -> None:
    for path, data in papers.items():
        value = json.loads(data)
        address = value["id"] if "id" in value else value["links"]["self"]
        assert address == SITE + path


def test_a_list_has_pages_that_lead_to_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_LENGTH", 3)
    files, _ = publish(with_site(), EDITION, FIRST)
    first, last = read(files, "list/agenda-items/1"), read(files, "list/agenda-items/2")
    counts = {"totalElements": 4, "elementsPerPage": 3, "totalPages": 2}
    assert first["pagination"] == {**counts, "currentPage": 1}
    assert last["pagination"] == {**counts, "currentPage": 2}
    assert first["links"]["next"] == last["links"]["self"] == first["links"]["last"]
    assert last["links"]["prev"] == first["links"]["self"] == first["links"]["first"]
    assert "next" not in last["links"]
    assert "prev" not in first["links"]
    assert (len(first["data"]), len(last["data"])) == (3, 1)


def test_what_refers_to_something_is_referred_to_by_it(papers: dict[str, bytes]) -> None:
    item = read(papers, "agenda-item/board/2018-12-13/finance")
    taken = read(papers, "consultation/board/2018-12-13/finance")
    paper = read(papers, "paper/board/2018-12-13/finance")
    meeting = read(papers, "meeting/board/2018-12-13")
    file = read(papers, "file/board-2018-12-13")
    assert (item["consultation"], taken["agendaItem"]) == (taken["id"], item["id"])
    assert (taken["paper"], paper["consultation"][0]["id"]) == (paper["id"], taken["id"])
    assert item["meeting"] == taken["meeting"] == meeting["id"]
    assert [each["id"] for each in meeting["agendaItem"]][2] == item["id"]
    assert meeting["invitation"]["id"] == paper["mainFile"]["id"] == file["id"]
    assert (paper["id"] in file["paper"], file["meeting"]) == (True, [meeting["id"]])
    assert (paper["boardpack:firstPage"], paper["boardpack:lastPage"]) == (4, 6)


def test_a_meeting_says_when_it_is_and_how_far_it_has_come(papers: dict[str, bytes]) -> None:
    meeting = read(papers, "meeting/board/2018-12-13")
    assert meeting["start"] == "2018-12-13T14:00:00+00:00"
    assert meeting["end"] == "2018-12-13T15:00:00+00:00"
    states = {each["meetingState"] for each in read(papers, "list/meetings/1")["data"]}
    assert states <= set(RECOMMENDED_STATES)
    assert meeting["meetingState"] == "eingeladen"


def test_a_time_in_summer_has_the_zone_of_summer() -> None:
    tree = with_site()
    tree["data/packs/board/2019-06-13.yml"] = tree[AGENDA].replace(b"2018-12-06", b"2019-06-06")
    files, _ = publish(tree, EDITION, FIRST)
    assert read(files, "meeting/board/2019-06-13")["start"] == "2019-06-13T14:00:00+01:00"


def test_a_meeting_without_a_known_hour_has_none(papers: dict[str, bytes]) -> None:
    meeting = read(papers, "meeting/board/2019-01-31")
    assert meeting.keys().isdisjoint({"start", "end", "agendaItem", "invitation"})
    assert (meeting["boardpack:day"], meeting["meetingState"]) == ("2019-01-31", "terminiert")


# Nobody's name, and nothing before it is public


def test_seats_have_titles_and_people_are_nowhere(papers: dict[str, bytes]) -> None:
    posts = read(papers, "organization/board")["post"]
    assert "Director of primary care" in posts
    assert read(papers, "list/people/1")["data"] == []
    assert read(papers, "list/memberships/1")["data"] == []


def test_a_paper_is_named_once_it_is_published_and_not_before() -> None:
    tree = with_site()
    files, before = publish(tree, MONTHLY, FIRST)
    assert not [path for path in files if path.startswith(("oparl/paper/", "oparl/file/"))]
    files, _ = publish(tree, EDITION, LATER, files, before)
    assert "oparl/paper/board/2018-12-13/finance.json" in files


def test_what_was_published_stays_when_the_agenda_is_altered_and_nobody_published_that() -> None:
    tree = with_site()
    files, before = publish(tree, EDITION, FIRST)
    tree = altered(tree, AGENDA, "title: Finance report", "title: Something else")
    after, _ = publish(tree, MONTHLY, LATER, files, before)
    path = "oparl/agenda-item/board/2018-12-13/finance.json"
    assert after[path] == files[path]
    assert not any("Something else" in data.decode() for data in after.values())


def test_a_committee_that_an_edition_does_not_show_is_left_alone() -> None:
    tree = with_site()
    files, before = publish(tree, EDITION, FIRST)
    tree = altered(tree, TERMS, "pack: monthly", "pack: other")
    after, _ = publish(tree, MONTHLY, LATER, files, before)
    assert after == files


# Dates, which tell whoever keeps a copy what to read again


def test_the_same_publication_gives_the_same_files(papers: dict[str, bytes]) -> None:
    assert publish(with_site(), EDITION, FIRST)[0] == papers


def test_only_what_changed_has_a_new_date() -> None:
    tree = with_site()
    files, before = publish(tree, EDITION, FIRST)
    tree = altered(tree, AGENDA, "title: Welcome", "title: Welcome by the chair")
    after, _ = publish(tree, EDITION, LAST, files, before, revision=2)
    dates = {
        path.removeprefix("oparl/"): (value["created"], value["modified"])
        for path, data in after.items()
        if "created" in (value := json.loads(data))
    }
    assert dates["agenda-item/board/2018-12-13/1.json"] == (FIRST, LAST)
    assert dates["meeting/board/2018-12-13.json"] == (FIRST, LAST)
    assert dates["file/board-2018-12-13-r2.json"] == (LAST, LAST)
    assert dates["file/board-2018-12-13.json"] == (FIRST, FIRST)
    assert dates["agenda-item/board/2018-12-13/2.json"] == (FIRST, FIRST)
    assert dates["system.json"] == dates["organization/board.json"] == (FIRST, FIRST)


def test_what_is_gone_says_so_at_its_address_and_can_come_back() -> None:
    tree = with_site()
    there, before = publish(tree, EDITION, FIRST)
    postponed = altered(tree, TERMS, "2019-01-31", "2019-02-07")
    gone, before = publish(postponed, MONTHLY, LATER, there, before)
    path = "meeting/board/2019-01-31"
    assert read(gone, path) == {
        "id": f"{SITE}oparl/{path}.json",
        "type": "https://schema.oparl.org/1.1/Meeting",
        "deleted": True,
        "created": FIRST,
        "modified": LATER,
    }
    assert any(each.get("deleted") for each in read(gone, "list/meetings/1")["data"])
    back, _ = publish(tree, MONTHLY, LAST, gone, before)
    assert (read(back, path)["created"], read(back, path)["modified"]) == (FIRST, LAST)
    assert "deleted" not in read(back, path)


def test_the_meeting_of_published_papers_stays_when_its_day_is_nowhere_else() -> None:
    files, before = publish(with_site(), EDITION, FIRST)
    tree = altered(with_site(), TERMS, "  - {day: 2018-12-13}\n", "")
    del tree["content/meetings/board/2018-12-13.md"]
    after, _ = publish(tree, MONTHLY, LATER, files, before)
    assert read(after, "meeting/board/2018-12-13")["invitation"]["id"].endswith("2018-12-13.json")


# Where it cannot be


def test_without_an_address_of_the_site_nothing_is_written() -> None:
    assert publish(with_papers(), EDITION, FIRST)[0] == {}


def test_without_a_committee_nothing_is_written() -> None:
    tree = {
        path: data
        for path, data in with_site().items()
        if "/meetings/" not in path and "board" not in path
    }
    assert publish(tree, MONTHLY, FIRST)[0] == {}


def test_when_the_site_moves_its_objects_move_with_it() -> None:
    files, before = publish(with_site(), EDITION, FIRST)
    moved = "https://example.org/new/"
    after, _ = publish(with_site(site=moved), MONTHLY, LATER, files, before)
    assert not any(SITE in data.decode() for data in after.values())
    assert read(after, "paper/board/2018-12-13/finance")["created"] == FIRST


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("oparl/system.json", b"{}"),
        ("oparl/system.json", b"\xff"),
        ("oparl/meeting/board/2018-12-13.json", b"[]"),
        ("oparl/meeting/board/2018-12-13.json", b'{"id": "x", "type": "y"}'),
        ("oparl/agenda-item/board/2018-12-13/1.json", b""),
        ("oparl/agenda-item/board/2018-12-13/1.json", None),
    ],
)
def test_what_cannot_be_read_stops_the_publication_with_a_sentence(
    papers: dict[str, bytes], path: str, data: bytes | None
) -> None:
    broken = {**papers, path: data} if data is not None else dict(papers)
    if data is None:
        del broken[path]
    with pytest.raises(CannotRun, match="restore it on the pages branch"):
        publish(with_site(), MONTHLY, LATER, broken)
