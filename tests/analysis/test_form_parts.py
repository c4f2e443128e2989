"""What a narrative says under each heading of its form."""

from __future__ import annotations

from boardpack.analysis.form_parts import FormPart, split_form_parts
from support.editions import edition_of
from support.instances import CANNOCK, Files, edited, minimal

WELL = "More patients were seen than in any month of this year, and fewer appointments were missed."


def _split(tree: Files) -> tuple[FormPart, ...]:
    entries = edition_of(tree).list_service_entries("cannock-chase")
    [entry] = [entry for entry in entries if entry.section.id == "summary"]
    return split_form_parts(entry)


def test_each_heading_has_the_words_below_it() -> None:
    first, second = _split(minimal())
    assert first == FormPart("What went well", WELL)
    assert second.title == "What needs attention"
    assert second.text.startswith("Mondays stay hard to staff")


def test_smaller_and_other_headings_stay_with_the_one_above() -> None:
    tree = edited(minimal(), CANNOCK, WELL, f"#### Access\n\n{WELL}\n\n### And more\n\nWords.")
    assert _split(tree)[0].text == f"#### Access\n\n{WELL}\n\n### And more\n\nWords."


def test_words_before_the_first_heading_are_not_lost() -> None:
    tree = edited(minimal(), CANNOCK, "### What went well", "First this.\n\n### what went well:")
    assert _split(tree)[:2] == (FormPart("", "First this."), FormPart("What went well", WELL))


def test_an_entry_without_words_has_no_parts() -> None:
    entry = edition_of(minimal()).list_service_entries("directorate")[0]
    assert split_form_parts(entry) == ()
