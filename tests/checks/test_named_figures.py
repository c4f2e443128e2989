"""Figures that words name are put in from the data, signed as shown, and never run."""

from __future__ import annotations

import pytest

from boardpack.analysis.quoting import Verdict, judge_numbers
from boardpack.load.instance import load_instance
from boardpack.signoff.signed_lines import list_signed_lines
from support.books import book_of, fragment
from support.editions import edition_of, said
from support.instances import ACCESS_ROWS, CANNOCK, FEEDBACK, Files, edited, line_of, minimal
from support.reports import with_report

TEXT = "Missed appointments (DNA) fell for the third month because reminders now go out by text."


def told(words: str) -> dict[str, bytes]:
    return edited(minimal(), CANNOCK, TEXT, words)


def shown(tree: Files, section: str = "access") -> str:
    entry = edition_of(tree).find_entry("cannock-chase", section)
    assert entry is not None
    assert entry.narrative is not None
    return entry.narrative.prose


@pytest.mark.rotating
@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("{{ missed }}", "3.5%"),
        ("{{missed}}", "3.5%"),
        ("{{ booked }}", "2,200"),
        ("{{ missed.change }}", "−0.5 points"),
        ("{{ missed.target }}", "5.0%"),
        ("{{ recommend }}", "92%"),
        ("{{ access/missed }}", "3.5%"),
    ],
)
def test_n119_passes_figures_of_the_service_which_are_shown_as_pages_print_them(
    name: str, figure: str
) -> None:
    tree = told(f"We missed {name} this month.")
    assert shown(tree).startswith(f"We missed {figure} this month.")
    assert said(tree, "N119") == []
    assert (
        f"We missed {figure} this month." in fragment(book_of(tree), "cannock-chase", "access").html
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("{{ mised }}", "no measure of this service has the id 'mised'; did you mean 'missed'?"),
        ("{{ missed.next }}", "'missed.next' is no figure; write it as measure, measure.change"),
        ("{{ 7 * 7 }}", "'7 * 7' is no figure"),
        ("{{ config.items() }}", "'config.items()' is no figure"),
        ("{{ recommend.change }}", "'recommend.change' is not known this time"),
        ("{{ booked.target }}", "'booked.target' is not known this time"),
    ],
)
def test_n119_finds_what_is_no_figure_and_leaves_it_as_it_was_typed(name: str, words: str) -> None:
    tree = told(f"We missed {name} this month.")
    [fault] = said(tree, "N119")
    assert fault.what.startswith(words)
    assert fault.place.line == line_of(tree, CANNOCK, name)
    assert shown(tree).startswith(f"We missed {name} this month.")


def test_of_two_measures_of_one_id_that_of_the_section_is_meant_else_the_dataset_is_named() -> None:
    tree = edited(told("We missed {{ missed }}."), FEEDBACK, "id: recommend", "id: missed")
    tree = {path: data.replace(b"chase,recommend", b"chase,missed") for path, data in tree.items()}
    tree = {
        path: data.replace(b"seisdon,recommend", b"seisdon,missed") for path, data in tree.items()
    }
    assert said(tree, "N119") == []
    assert "We missed 3.5%." in shown(tree)
    summary = edited(tree, CANNOCK, "More patients", "{{ missed }} and {{ feedback/missed }}, more")
    [fault] = said(summary, "N119")
    assert fault.what.endswith("write access/missed or feedback/missed")
    assert "{{ missed }} and 92%, more" in shown(summary, "summary")


def test_an_exception_report_may_name_figures_too() -> None:
    report = (
        "Issue: {{ missed }} were missed.\nAction: Ask.\nLead: practice-manager\nDue: 2019-01-31"
    )
    entry = edition_of(with_report(minimal(), report)).find_entry("cannock-chase", "access")
    assert entry is not None
    assert entry.exceptions[0].issue == "3.5% were missed."
    [fault] = said(with_report(minimal(), report.replace("missed }}", "mised }}")), "N119")
    assert fault.section == "access"


def test_what_is_shown_is_signed_so_that_a_new_figure_makes_it_stale() -> None:
    tree = told("We missed {{ missed }} this month.")
    edition = edition_of(tree)
    lines = list_signed_lines(edition, edition.list_service_entries("cannock-chase")[1]).narrative
    assert "text We missed 3.5% this month. " in "\n".join(lines) + " "
    later = edited(tree, ACCESS_ROWS, "missed,3.5,77,2200", "missed,3.6,79.2,2200")
    assert shown(later).startswith("We missed 3.6% this month.")


def test_named_figures_of_any_section_are_matched_when_numbers_are_compared() -> None:
    tree = told("Missed were {{ missed }}, by {{ missed.change }}; {{ recommend }} recommend us.")
    edition = edition_of(tree)
    entry = edition.find_entry("cannock-chase", "access")
    assert entry is not None
    verdicts = [judged.verdict for judged in judge_numbers(edition, entry)]
    assert len(verdicts) >= 3
    assert set(verdicts) == {Verdict.MATCHED}


def test_words_without_figures_are_the_very_same_value() -> None:
    instance, _ = load_instance(minimal())
    assert instance is not None
    entry = edition_of(minimal()).find_entry("cannock-chase", "access")
    assert entry is not None
    assert entry.submission == instance.submissions["monthly", "2018-11", "cannock-chase"]
