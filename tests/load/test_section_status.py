"""A section may be finished by itself: `Status: ready` right below its heading."""

from __future__ import annotations

import pytest

from boardpack.analysis.states import State
from boardpack.load.instance import load_instance
from boardpack.signoff.subject import build_subjects
from support.editions import edition_of, said
from support.instances import CANNOCK, Files, edited, found, line_of, minimal

DRAFT = edited(minimal(), CANNOCK, "status: ready", "status: draft")


def with_status(tree: Files, line: str, heading: str = "## Access") -> dict[str, bytes]:
    return edited(tree, CANNOCK, f"{heading}\n", f"{heading}\n\n{line}\n")


def states(tree: Files) -> dict[str, State]:
    entries = edition_of(tree).list_service_entries("cannock-chase")
    return {entry.section.id: entry.state for entry in entries}


@pytest.mark.parametrize(
    "line", ["Status: ready", "status: READY.", "**Status:** ready", "<!-- so -->\n\nStatus: ready"]
)
def test_s119_passes_a_section_that_is_ready_in_a_draft(line: str) -> None:
    tree = with_status(DRAFT, line)
    assert load_instance(tree)[1] == []
    assert states(tree)["access"] is State.READY
    assert states(tree)["feedback"] is State.DRAFT


def test_a_section_may_be_a_draft_in_a_file_that_is_ready() -> None:
    tree = with_status(minimal(), "Status: draft")
    assert states(tree)["access"] is State.DRAFT
    assert states(tree)["feedback"] is State.READY
    [fault] = said(tree, "N104")
    assert fault.what == "'Access' is still a draft"
    assert (fault.section, fault.place.line) == ("access", line_of(tree, CANNOCK, "Status:"))


def test_what_the_file_says_holds_for_the_others_and_is_said_once() -> None:
    [fault] = said(with_status(DRAFT, "Status: ready"), "N104")
    assert fault.what == "the submission is still a draft, and 3 sections are not finished"
    assert fault.place.line == 3


def test_the_line_is_no_part_of_the_words_and_changes_nothing_that_is_signed() -> None:
    old, new = edition_of(minimal()), edition_of(with_status(minimal(), "Status: ready"))
    assert {place: one.digest for place, one in build_subjects(old).items()} == {
        place: one.digest for place, one in build_subjects(new).items()
    }


def test_s119_finds_another_word() -> None:
    tree = with_status(minimal(), "Status: redy")
    [fault] = found(tree, "S119")
    assert fault.what == "'redy' is neither draft nor ready; did you mean 'ready'?"
    assert fault.place.line == line_of(tree, CANNOCK, "Status: redy")


@pytest.mark.parametrize("line", ["Status: green on all counts", "Status: open\nand more"])
def test_a_sentence_that_begins_so_stays_a_sentence(line: str) -> None:
    tree = with_status(minimal(), line)
    assert found(tree, "S119") == []
    narrative = edition_of(tree).list_service_entries("cannock-chase")[1].narrative
    assert narrative is not None
    assert narrative.prose.startswith("Status: ")


@pytest.mark.parametrize("line", ["Status: green", "**Status:** Open"])
def test_s119_passes_a_rating_below_a_heading_as_words_of_the_section(line: str) -> None:
    tree = with_status(minimal(), line)
    assert found(tree, "S119") == []
    text = load_instance(tree)[0].submissions  # type: ignore[union-attr]
    assert any(line in narrative.text for file in text.values() for narrative in file.narratives)
