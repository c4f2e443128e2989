"""What is no longer reported: said on its page, signed, and never without a reason."""

from __future__ import annotations

import pytest

from boardpack.signoff.signed_lines import list_signed_lines
from support.editions import edition_of, said
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    DIRECTORATE,
    FEEDBACK,
    PACK,
    RISK_ROWS,
    RISKS,
    SHIFT_ROWS,
    Files,
    edited,
    minimal,
    with_file,
    with_plans,
)

FEEDBACK_TITLE = "    title: Patient feedback\n"
MISSED = "  - id: missed\n"
ENDED = f"{MISSED}    until: 2018-10\n"
EXPLAINED = f"{ENDED}    because: The practices count it no more.\n"


def without_last_month(tree: Files) -> Files:
    """Take the newest month of the missed appointments out of their file."""
    rows = tree[ACCESS_ROWS].decode().splitlines()
    kept = [row for row in rows if not (row.startswith("2018-11") and ",missed," in row)]
    return with_file(tree, ACCESS_ROWS, "\n".join(kept) + "\n")


def with_measure(lines: str) -> Files:
    return without_last_month(edited(minimal(), ACCESS, MISSED, lines))


def signed(tree: Files, section: str) -> list[str]:
    """Return what a director signs of the endings that a section tells."""
    edition = edition_of(tree)
    entry = edition.list_section_entries(section)[0]
    narrative = list_signed_lines(edition, entry).narrative
    return [line for line in narrative if line.startswith("ended")]


def test_s114_passes_where_nothing_has_ended_or_the_reason_is_given() -> None:
    assert said(minimal(), "S114") == []
    assert said(with_measure(EXPLAINED), "S114") == []


def test_s114_finds_a_measure_that_ends_without_a_reason() -> None:
    faults = said(with_measure(ENDED), "S114")
    assert [(str(fault.place), fault.service, fault.section) for fault in faults] == [
        (ACCESS, "cannock-chase", "access"),
        (ACCESS, "seisdon", "access"),
    ]
    assert faults[0].what.endswith("was last reported in October 2018, and nobody says why")


def test_s114_finds_a_measure_whose_end_is_dated_back() -> None:
    tree = edited(minimal(), ACCESS, MISSED, f"{MISSED}    until: 2016-03\n")
    assert len(said(tree, "S114")) == 2


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (FEEDBACK, "kind: measures", "kind: measures\nuntil: 2018-10"),
        (FEEDBACK, "kind: measures", "kind: measures\nservices: [cannock-chase]"),
        (
            PACK,
            "    title: Patient feedback\n",
            "    title: Patient feedback\n    until: 2018-10\n",
        ),
        (
            PACK,
            "    title: Patient feedback\n",
            "    title: Patient feedback\n    services: [cannock-chase]\n",
        ),
    ],
)
def test_s114_finds_a_section_that_goes_by_whatever_key(path: str, old: str, new: str) -> None:
    faults = said(edited(minimal(), path, old, new), "S114")
    assert {fault.what.partition(" was")[0] for fault in faults} == {"'Patient feedback'"}
    assert "seisdon" in {fault.service for fault in faults}


SHIFTS_OF_ALL = "    datasets: [extra-shifts]\n    scope: directorate\n    narrative: none\n"


def test_s114_passes_a_section_of_the_whole_directorate_whose_rows_are_a_services() -> None:
    assert said(with_plans(), "S114") == []
    shifts = "    datasets: [extra-shifts]\n    narrative: optional\n"
    tree = edited(minimal(), PACK, shifts, SHIFTS_OF_ALL)
    assert said(tree, "S114") == []


def test_s114_finds_a_section_that_ended_though_another_shows_its_figures() -> None:
    title = "    title: Extra shifts\n"
    again = "  - id: again\n    title: Again\n    group: Staffing\n    datasets: [extra-shifts]\n"
    again += "    narrative: none\n"
    for scope in ("", "    scope: directorate\n"):
        tree = edited(minimal(), PACK, "timetable:\n", f"{again}{scope}timetable:\n")
        assert said(tree, "S114") == []
        tree = edited(tree, PACK, title, f"{title}    until: 2018-10\n")
        earlier = {SHIFT_ROWS.replace("2018-11", "2018-10"): tree[SHIFT_ROWS]}
        found = said({**tree, **earlier}, "S114")
        assert {fault.what.split("'")[1] for fault in found} == {"Extra shifts"}


def test_s114_finds_a_service_that_ends_without_a_reason_or_a_successor() -> None:
    title = "    title: Seisdon Peninsula\n"
    closed = edited(minimal(), DIRECTORATE, title, f"{title}    until: 2018-10\n")
    assert {fault.place.path for fault in said(closed, "S114")} == {DIRECTORATE}
    became = edited(
        minimal(),
        DIRECTORATE,
        title,
        f"{title}    until: 2018-10\n    became: cannock-chase\n",
    )
    assert said(became, "S114") == []


@pytest.mark.parametrize(
    ("path", "old", "title"),
    [
        (PACK, "    title: Risk register\n", "Risk register"),
        (RISKS, "kind: risks\n", "Risk register"),
        (PACK, "    title: Extra shifts\n", "Extra shifts"),
    ],
)
def test_s114_finds_what_ends_of_all_services_together(path: str, old: str, title: str) -> None:
    indent = old[: len(old) - len(old.lstrip())]
    tree = edited(minimal(), path, old, f"{old}{indent}until: 2018-10\n")
    earlier = {rows.replace("2018-11", "2018-10"): tree[rows] for rows in (RISK_ROWS, SHIFT_ROWS)}
    found = said({**tree, **earlier}, "S114")
    assert title in {fault.what.split("'")[1] for fault in found}


def test_what_ended_is_signed_with_its_reason() -> None:
    assert signed(minimal(), "access") == []
    [line] = signed(with_measure(EXPLAINED), "access")
    assert line.endswith('"October 2018"; "The practices count it no more."')


def test_what_ended_more_than_a_year_ago_is_said_no_more() -> None:
    tree = with_measure(ENDED)
    later = edition_of(tree, period="2019-12")
    assert not [ending for entry in later.entries for ending in entry.endings]
