from __future__ import annotations

import pytest

from boardpack.load.instance import load_instance
from support.instances import PACK, edited, found, line_of, minimal, with_file


def test_d102_passes_sections_without_contradiction() -> None:
    assert found(minimal(), "D102") == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("due: quarterly", "due: seasonal", "'risks' is seasonal but has no season"),
        ("quarter_month: 2", "quarter_month: 4", "'risks' is due in a month of the quarter other"),
        ("quarter_month: 2", "lag: -1", "'risks' has a lag that is not between 0 and 60 periods"),
        (
            "quarter_month: 2",
            "season: {start: 09-01, end: 02-30}",
            "'risks' has a season that is not written as month-day, such as 09-01",
        ),
        (
            "quarter_month: 2",
            "season: {start: September, end: 03-31}",
            "'risks' has a season that is not written as month-day, such as 09-01",
        ),
        ("datasets: [risk-register]", "", "'risks' has neither a narrative nor data"),
        ("datasets: [risk-register]", "datasets: [../x]", "names a dataset '../x' that is not a"),
        ("title: Risk register", "title: ''", "'risks' has a title that cannot be a heading"),
        ("title: Risk register", 'title: " "', "'risks' has a title that cannot be a heading"),
        ("title: Risk register", "title: FINANCE", "'risks' has the title of an earlier section"),
        ("    headings: [What went well, What needs attention]\n", "", "names no headings"),
        ("form: summary", "form: triple-a", "the form triple-a has its own"),
    ],
)
def test_d102_finds_a_section_that_contradicts_itself(old: str, new: str, words: str) -> None:
    tree = edited(minimal(), PACK, old, new)
    [fault] = found(tree, "D102")
    assert fault.place.path == PACK
    assert words in fault.what


def test_d102_finds_a_section_with_its_line() -> None:
    tree = edited(minimal(), PACK, "quarter_month: 2", "quarter_month: 4")
    [fault] = found(tree, "D102")
    assert fault.place.line == line_of(tree, PACK, "quarter_month: 4")


def test_d102_finds_roles_that_are_not_named() -> None:
    tree = with_file(
        minimal(),
        "data/packs/weekly.yml",
        """
        title: Weekly pack
        cadence: weekly
        signed_off_by: service-director
        sections:
          - id: staffing
            title: Staffing
            group: Safety
            datasets: [staffing]
        """,
    )
    assert [(str(f.place), f.what) for f in found(tree, "D102")] == [
        ("data/packs/weekly.yml:5", "'staffing' does not say which role narrates it"),
        ("data/packs/weekly.yml:5", "'staffing' does not say which role pulls its data"),
    ]


def test_d102_finds_a_pack_without_sections() -> None:
    text = "title: T\ncadence: weekly\nsigned_off_by: r\nsections: []\n"
    [fault] = found(with_file(minimal(), "data/packs/weekly.yml", text), "D102")
    assert str(fault.place) == "data/packs/weekly.yml:4"
    assert fault.what == "the pack has no sections"


def test_d103_passes_deadlines_of_the_grammar() -> None:
    assert found(minimal(), "D103") == []


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("+1 working day after rest", "is called 'rest'; did you mean 'reset'?"),
        ("+1 working day after data", "no step further up is called 'data'"),  # itself
        ("+1 working day after narrate", "no step further up is called 'narrate'"),  # comes later
    ],
)
def test_d103_finds_a_step_that_follows_none_further_up(when: str, words: str) -> None:
    [fault] = found(edited(minimal(), PACK, "when: day 10", f"when: {when}"), "D103")
    assert words in fault.what
    assert fault.place.line == line_of(minimal(), PACK, "when: day 10")


def test_d103_finds_each_step_that_follows_one_which_is_not_understood() -> None:
    tree = edited(minimal(), PACK, "when: day 10", "when: soon")
    tree = edited(tree, PACK, "when: working day 10", "when: +2 working days after data")
    assert [fault.place.line for fault in found(tree, "D103")] == [
        line_of(tree, PACK, "when: soon"),
        line_of(tree, PACK, "after data"),
    ]


def test_d102_finds_a_step_about_a_section_that_there_is_not() -> None:
    tree = edited(minimal(), PACK, "when: day 10", "when: day 10\n    sections: [finances]")
    [fault] = found(tree, "D102")
    assert fault.what == (
        "step 'data' is about 'finances', which is no section; did you mean 'finance'?"
    )


@pytest.mark.parametrize("when", ["thursday", "day 31", "soon", "working day 0", "10", "''"])
def test_d103_finds_a_deadline_that_is_not_understood(when: str) -> None:
    tree = edited(minimal(), PACK, "when: day 10", f"when: {when}")
    [fault] = found(tree, "D103")
    assert fault.place.path == PACK
    assert fault.place.line == line_of(minimal(), PACK, "when: day 10")
    assert "is not understood" in fault.what
    assert "'working day 5'" in fault.advice


@pytest.mark.parametrize("name", ["Monthly.yml", "weekly.yaml", "README.md", "old/weekly.yml"])
def test_d101_finds_a_pack_whose_file_is_not_named_for_it(name: str) -> None:
    tree = with_file(minimal(), f"data/packs/{name}", "title: T\n")
    instance, findings = load_instance(tree)
    assert instance is not None
    assert list(instance.packs) == ["monthly"]
    [fault] = [f for f in findings if f.code == "D101"]
    assert f"'{name}' is not the name of a pack's file, such as 'monthly.yml'" in fault.what
