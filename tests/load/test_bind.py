from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest

from boardpack.findings import suggest_word
from boardpack.load.instance import load_instance
from support.instances import (
    ACCESS,
    CANNOCK,
    DIRECTORATE,
    PACK,
    SHIFTS,
    Files,
    edited,
    found,
    line_of,
    minimal,
    with_file,
    without_line,
)


@pytest.mark.parametrize(
    ("path", "line", "advice"),
    [
        (ACCESS, "kind: measures", "Add the line `kind: ...` with one of measures, finance, "),
        (ACCESS, "source:", 'Add the line `source: "..."`.'),
        (DIRECTORATE, "title: Example", 'Add the line `title: "..."`.'),
        (PACK, "title: Monthly", 'Add the line `title: "..."`.'),
    ],
)
def test_y105_shows_the_line_that_is_missing_and_what_may_stand_in_it(
    path: str, line: str, advice: str
) -> None:
    [fault] = found(without_line(minimal(), path, line), "Y105")
    assert fault.advice.startswith(advice)


def test_y105_says_what_a_number_a_list_and_a_mapping_look_like() -> None:
    tree = edited(minimal(), ACCESS, "thresholds: {board: 6, slt: 8}", "thresholds: {slt: 8}")
    [fault] = found(tree, "Y105")
    assert fault.advice == "Add the line `board: ...` with a number."
    faults = found({**minimal(), DIRECTORATE: b"title: x\n"}, "Y105")
    assert {one.advice for one in faults} == {
        "Add `services:` and under it a line for each entry, after `- `.",
        "Add `roles:` and under it a line for each entry, after `- `.",
    }


def test_y104_passes_known_keys() -> None:
    assert found(minimal(), "Y104") == []


def test_y104_finds_an_unknown_key_of_the_front_matter() -> None:
    tree = edited(minimal(), CANNOCK, "status: ready", "status: ready\ntemplate: evil.html")
    [fault] = found(tree, "Y104")
    assert str(fault.place) == f"{CANNOCK}:4"
    assert fault.what == "unknown key 'template'"


def test_y104_finds_a_misspelt_key_and_says_which_is_meant() -> None:
    tree = edited(minimal(), ACCESS, "    thresholds:", "    treshold:")
    [fault] = found(tree, "Y104")
    assert fault.place.line == line_of(tree, ACCESS, "treshold:")
    assert fault.what == "unknown key 'treshold'; did you mean 'thresholds'?"


def test_y105_passes_when_needed_keys_are_there() -> None:
    assert found(minimal(), "Y105") == []


def test_y105_finds_a_missing_key() -> None:
    [fault] = found(without_line(minimal(), CANNOCK, "author:"), "Y105")
    assert fault.place.path == CANNOCK
    assert fault.what == "'author' is missing"


def test_y105_finds_a_key_without_a_value() -> None:
    [fault] = found(edited(minimal(), CANNOCK, "author: manager-cannock", "author:"), "Y105")
    assert str(fault.place) == f"{CANNOCK}:2"
    assert fault.what == "'author' is missing"


def test_y105_finds_what_an_empty_file_lacks() -> None:
    faults = found(with_file(minimal(), DIRECTORATE, ""), "Y105")
    assert [fault.what for fault in faults] == [
        "'title' is missing",
        "'services' is missing",
        "'roles' is missing",
    ]


def test_y106_passes_values_of_the_right_kind() -> None:
    assert found(minimal(), "Y106") == []


@pytest.mark.parametrize(
    ("path", "old", "new", "words"),
    [
        (PACK, "cadence: monthly", "cadence: montly",
         "one of monthly, weekly or meeting, not 'montly'; did you mean 'monthly'?"),
        (PACK, "quarter_month: 2", "quarter_month: two",
         "'quarter_month' of entry 6 of sections must be a whole number"),
        (PACK, "quarter_month: 2", "quarter_month: 0x2", "must be a whole number such as 12"),
        (PACK, "[What went well, What needs attention]", "What went well", "must be a list"),
        (ACCESS, "target: 5", "target: .nan", "must be a plain number such as 12.5, not '.nan'"),
        (ACCESS, "target: 5", "target: NaN", "must be a plain number such as 12.5, not 'NaN'"),
        (ACCESS, "target: 5", "target: inf", "must be a plain number such as 12.5, not 'inf'"),
        (ACCESS, "target: 5", "target: 1_000", "must be a plain number such as 12.5, not '1_000'"),
        (ACCESS, "target: 5", "target: 1e5", "must be a plain number such as 12.5, not '1e5'"),
        (PACK, "title: Access", 'title: "A\\nb"', "of entry 2 of sections has more than one line"),
        (PACK, "title: Access", f"title: {'a' * 1001}", "has 1,001 letters, more than 1,000"),
        (ACCESS, "{board: 6, slt: 8}", "6", "must be a mapping: one `key: value` a line"),
        (ACCESS, "illustrative: true", "illustrative: yes", "must be true or false, not 'yes'"),
        (ACCESS, "illustrative: true", "illustrative: maybe", "must be true or false"),
        (SHIFTS, "cannock-chase: 2", "cannock-chase: few", "'cannock-chase' of rows must"),
        (DIRECTORATE, "title: Example primary care", "title: [a]", "'title' must be text"),
    ],
)  # fmt: skip
def test_y106_finds_a_value_of_another_kind(path: str, old: str, new: str, words: str) -> None:
    tree = edited(minimal(), path, old, new)
    [fault] = found(tree, "Y106")
    assert fault.place.path == path
    assert fault.place.line is not None
    assert words in fault.what


EVENT = """events:
  - section: access
    words: Text reminders
    date: {}
"""


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2019-02-31", "'date' of entry 1 of events is a day that does not exist: '2019-02-31'"),
        ("31/01/2019", "must be a day such as 2018-11-30, not '31/01/2019'"),
        ("2019-01-31T10:00:00", "must be a day such as 2018-11-30"),
        ("1548892800", "must be a day such as 2018-11-30, not '1548892800'"),
        ("soon", "must be a day such as 2018-11-30, not 'soon'"),
    ],
)
def test_y106_finds_an_impossible_day(day: str, words: str) -> None:
    tree = edited(minimal(), CANNOCK, "status: ready\n", "status: ready\n" + EVENT.format(day))
    [fault] = found(tree, "Y106")
    assert str(fault.place) == f"{CANNOCK}:7"
    assert words in fault.what


LONG_AGO = "events: [{section: access, date: 1541376000, words: Texts}]"


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        (CANNOCK, {"status: ready": f"status: redy\n{LONG_AGO}"}),
        (
            ACCESS,
            {"source: ": "source: |\n  An\n  ", "illustrative: true": "illustrative: perhaps"},
        ),
    ],
)
def test_y106_finds_what_can_be_misread_beside_what_is_of_another_kind(
    path: str, changes: dict[str, str]
) -> None:
    tree: Files = minimal()
    for old, new in changes.items():
        tree = edited(tree, path, old, new)
    assert len(found(tree, "Y106")) == 2


def test_days_and_numbers_are_values_and_texts_stay_texts() -> None:
    tree = edited(minimal(), CANNOCK, "status: ready\n",
                  "status: ready\n" + EVENT.format("2019-01-31"))  # fmt: skip
    tree = edited(tree, DIRECTORATE, "title: Cannock Chase", "title: no")
    tree = edited(tree, DIRECTORATE, "title: Seisdon Peninsula", "title: 12:30")
    tree = edited(tree, DIRECTORATE, "title: Finance manager", "title: 0123")
    instance, findings = load_instance(tree)
    assert findings == []
    assert instance is not None
    front = instance.submissions["monthly", "2018-11", "cannock-chase"].front
    assert front.events[0].date == date(2019, 1, 31)
    assert instance.datasets["access"].contract.measures[1].target == Decimal(5)
    assert [service.title for service in instance.directorate.services] == ["no", "12:30"]
    assert instance.directorate.find_role_title("finance-manager") == "0123"


def test_a_hint_never_repeats_what_was_typed_and_names_keys_of_its_own_level_only() -> None:
    tree = edited(minimal(), DIRECTORATE, "about:", "cadence: monthly\nabout:")
    [fault] = found(tree, "Y104")
    assert fault.what == "unknown key 'cadence'"


@pytest.mark.parametrize("space", ["\u00a0", "\u2009"])
def test_a_hint_names_an_odd_space(space: str) -> None:
    name = unicodedata.name(space).lower()
    assert suggest_word(f"List{space}size", ["List size"]) == (
        f"; it holds {name} (U+{ord(space):04X}): type 'List size' anew"
    )
