"""Agendas are read, and their papers are the sections of an edition; or it is said why not."""

from __future__ import annotations

import pytest

from boardpack.findings import Finding
from boardpack.load.instance import load_instance
from boardpack.model.agenda import Purpose
from boardpack.model.cover import CoverForm
from boardpack.model.pack import Scope
from support.editions import edition_of, everything_said
from support.instances import edited, found, line_of, with_file, without_file
from support.papers import AGENDA, BOARD, CYCLE_PAPER, EDITION, FINANCE_PAPER, with_papers


def test_the_papers_of_an_agenda_are_the_sections_of_its_edition() -> None:
    edition = edition_of(with_papers(), *EDITION)
    assert edition.title == "Primary care board, 13 December 2018"
    assert [
        (section.id, section.title, section.scope, edition.pack.find_signing_role(section))
        for section in edition.sections
    ] == [
        ("finance", "Finance report", Scope.DIRECTORATE, "director-of-primary-care"),
        ("cycle", "Cycle of business", Scope.DIRECTORATE, "director-of-primary-care"),
    ]
    assert edition.agenda is not None
    assert edition.agenda.items[3].purpose == (Purpose.ASSURANCE, Purpose.INFORMATION)
    covers = [
        entry.submission.cover.form
        for entry in edition.entries
        if entry.submission and entry.submission.cover
    ]
    assert covers == [CoverForm.COMMITTEE, CoverForm.GOVERNING_BODY]


def test_papers_that_are_as_they_should_be_have_no_other_finding() -> None:
    # Of minutes that an agenda shows none were kept before this meeting.
    assert [fault.code for fault in everything_said(with_papers(), *EDITION)] == ["A136"]


def test_a122_passes_agendas_that_lie_where_they_belong() -> None:
    assert found(with_papers(), "A122") == []


def test_a123_passes_items_that_do_not_contradict_themselves() -> None:
    assert found(with_papers(), "A123") == []


def test_a124_passes_what_is_public() -> None:
    assert found(with_papers(), "A124") == []


def test_a125_passes_papers_that_are_on_the_agenda() -> None:
    assert found(with_papers(), "A125") == []


def test_a_fault_of_an_agenda_holds_up_no_other_edition() -> None:
    tree = edited(with_papers(), AGENDA, "purpose: [A]", "purpose: [A, S, I]")
    [fault] = found(tree, "A123")
    assert fault.place.path == AGENDA
    assert edition_of(tree, *EDITION).sections


@pytest.mark.parametrize("name", ["2018-12-32.yml", "2018-12-13.yaml"])
def test_a122_finds_an_agenda_that_is_of_no_day(name: str) -> None:
    tree = with_file(with_papers(), f"data/packs/board/{name}", "items: []\n")
    [fault] = found(tree, "A122")
    assert fault.what == "this is not data/packs/<pack>/<day>.yml"


@pytest.mark.parametrize(
    ("pack", "words"),
    [
        ("bord", "there is no pack 'bord'; did you mean 'board'?"),
        ("monthly", "'monthly' is monthly: it has sections and no agenda"),
    ],
)
def test_a122_finds_an_agenda_of_no_committee(pack: str, words: str) -> None:
    tree = with_file(with_papers(), f"data/packs/{pack}/2018-12-13.yml", "items: []\n")
    [fault] = found(tree, "A122")
    assert fault.what == words


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("purpose: [S, I]", "purpose: [S, I, D]", "an item has at most 2 purposes, each once"),
        ("purpose: [S, I]", "purpose: [S, S]", "an item has at most 2 purposes, each once"),
        ("item: 4", "item: 3", "'3' is the item of more than one item"),
        ('enclosure: "03"', 'enclosure: "02"', "'02' is the enclosure of more than one item"),
        ("figures_of: 2018-10", "figures_of: 2019-10", "figures are of 2019-10, after the meeting"),
        ("figures_of: 2018-10", "figures_of: October", "'October' is no month such as 2018-10"),
        ("paper: cycle", "paper: cycle\n    shows: glossary", "either a paper or made by"),
        ("minutes: 20", "minutes: -20", "it takes less than no time"),
        ("title: Welcome,", "title: Welcome, datasets: [budgets],", "has no paper below which"),
    ],
)
def test_a123_finds_an_item_that_contradicts_itself(old: str, new: str, words: str) -> None:
    faults = found(edited(with_papers(), AGENDA, old, new), "A123")
    assert words in faults[0].what
    assert faults[0].place.line


def test_a124_finds_what_is_private_and_keeps_nothing_of_it() -> None:
    whole = edited(with_papers(), AGENDA, 'closes: "15:00"', 'closes: "15:00"\nprivate: true')
    item = edited(with_papers(), AGENDA, "item: 4", "item: 4\n    private: true")
    for tree in (whole, item):
        [fault] = found(tree, "A124")
        assert fault.place.line == line_of(tree, AGENDA, "private: true")
        instance, _ = load_instance(tree)
        assert instance is not None
        assert instance.agendas == {}
        assert not [key for key in instance.submissions if key[0] == "board"]


def test_a124_finds_a_private_paper_and_keeps_nothing_of_it() -> None:
    tree = edited(with_papers(), CYCLE_PAPER, "confirmed: true", "confirmed: true\nprivate: true")
    [fault] = found(tree, "A124")
    assert (fault.place.path, fault.place.line) == (CYCLE_PAPER, line_of(tree, CYCLE_PAPER, "priv"))
    instance, _ = load_instance(tree)
    assert instance is not None
    assert (*EDITION, "cycle") not in instance.submissions


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (AGENDA, "title: Cycle of business", "title: 'Private session: cycle of business'"),
        (AGENDA, "group: Governance", "group: Private part"),
        (AGENDA, "title: Welcome", "title: Confidential welcome"),
    ],
)
def test_a124_finds_an_item_that_is_called_private(path: str, old: str, new: str) -> None:
    tree = edited(with_papers(), path, old, new)
    [fault] = found(tree, "A124")
    assert fault.place.line == line_of(tree, path, new)
    instance, _ = load_instance(tree)
    assert instance is not None
    assert instance.agendas == {}


def test_a124_finds_a_pack_of_a_committee_that_is_called_private() -> None:
    tree = edited(with_papers(), BOARD, "Primary care board", "Primary care board (private)")
    [fault] = found(tree, "A124")
    assert fault.what == "its pack, 'Primary care board (private)', is called private"
    assert load_instance(tree, may_be_private=True)[1] == load_instance(with_papers())[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The budget is overspent", "### Confidential: not for publication\n\nThe budget is"),
        ("The budget is overspent", "**In private**\n\nThe budget is"),
        ("purpose: Shows", "purpose: Confidential. Shows"),
        ("summary: It", "programme: Closed session\nsummary: It"),
        ("summary: It", "appendices: [Private papers]\nsummary: It"),
    ],
)
def test_a124_finds_a_paper_that_calls_itself_private(old: str, new: str) -> None:
    tree = edited(with_papers(), FINANCE_PAPER, old, new)
    [fault] = found(tree, "A124")
    line = line_of(tree, FINANCE_PAPER, new.partition("\n")[0])
    assert (fault.place.path, fault.place.line) == (FINANCE_PAPER, line)
    instance, _ = load_instance(tree)
    assert instance is not None
    assert (*EDITION, "finance") not in instance.submissions
    private, _ = load_instance(tree, may_be_private=True)
    assert private is not None
    assert (*EDITION, "finance") in private.submissions


def test_a124_passes_business_that_is_about_private_patients() -> None:
    tree = edited(with_papers(), AGENDA, "title: Welcome", "title: Income from private patients")
    assert (
        found(edited(tree, FINANCE_PAPER, "purpose: Shows", "purpose: Reserved beds."), "A124")
        == []
    )


def test_a125_finds_a_paper_that_is_not_on_the_agenda() -> None:
    tree = with_papers()
    tree = with_file(tree, "content/board/2018-12-13/finances.md", tree[FINANCE_PAPER])
    [fault] = found(tree, "A125")
    assert fault.what == f"no item of {AGENDA} has the paper 'finances'; did you mean 'finance'?"


def test_a125_finds_papers_of_a_meeting_without_an_agenda() -> None:
    faults = found(without_file(with_papers(), AGENDA), "A125")
    assert [fault.place.path for fault in faults] == [CYCLE_PAPER, FINANCE_PAPER]


@pytest.mark.parametrize("fault", ["private: perhaps", "item: []\nitems: x", "&a", "private: true"])
def test_of_an_agenda_that_cannot_be_read_its_papers_wait(fault: str) -> None:
    tree = with_papers()
    tree = with_file(tree, AGENDA, tree[AGENDA] + f"\n{fault}\n".encode())
    faults = everything_said(tree, *EDITION)
    assert {one.place.path for one in faults if one.is_error} == {AGENDA}


def test_an_item_whose_paper_is_not_there_is_said_to_want_one() -> None:
    faults = everything_said(without_file(with_papers(), CYCLE_PAPER), *EDITION)
    [fault] = [fault for fault in faults if fault.code == "N101"]
    assert fault.place.path == CYCLE_PAPER


def test_a_paper_bears_the_title_that_the_agenda_gives_it() -> None:
    tree = edited(with_papers(), FINANCE_PAPER, "## Finance report", "## Finance reports")
    [fault] = found(tree, "S103")
    assert fault.what.endswith("did you mean 'Finance report'?")


def test_a_title_that_names_another_month_than_its_figures_is_a_finding() -> None:
    # Enclosure 04 of 19 December 2018 was called Month 6 and reported month 7.
    tree = edited(with_papers(), AGENDA, "title: Finance report", "title: Finance report month 6")
    tree = edited(tree, FINANCE_PAPER, "## Finance report", "## Finance report month 6")
    [fault] = [one for one in everything_said(tree, *EDITION) if one.code == "N109"]
    assert "names month 6; this is October 2018 (Month 7)" in fault.what


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cadence: meeting", "cadence: monthly"),
        ("committee: board\n", ""),
    ],
)
def test_d102_finds_a_pack_that_is_half_a_committees(old: str, new: str) -> None:
    faults: list[Finding] = found(edited(with_papers(), BOARD, old, new), "D102")
    assert any(fault.place.path == BOARD for fault in faults)
