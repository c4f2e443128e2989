"""Rows 21 to 25 of the register: YAML, in configuration and before a narrative."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import check, spoil
from support.instances import ACCESS, CANNOCK, PACK
from support.running import boardpack, put


@pytest.mark.bad_input(21)
@pytest.mark.parametrize(
    ("path", "old", "line"),
    [(ACCESS, "kind: measures", 3), (CANNOCK, "status: ready", 4), (PACK, "cadence: monthly", 3)],
)
def test_a_key_that_stands_twice_is_refused(tmp_path: Path, path: str, old: str, line: int) -> None:
    status, said = check(spoil(path, (old, f"{old}\n{old}")), tmp_path)
    assert status > 0
    assert said[f"Y103 {path}:{line}"].endswith(" stands here a second time")


@pytest.mark.bad_input(22)
def test_a_text_stays_what_was_typed(tmp_path: Path) -> None:
    typed = ("no", "12:30", "0123", "1e5", "0x1F", "1_000", "2018-11-01", "on", ".5")
    tree = spoil(PACK, ("What went well, What needs attention", ", ".join(typed)))
    said = boardpack("-C", put(tree, tmp_path), "check").out
    assert [text for text in typed if f"there is no heading '### {text}'" not in said] == []


@pytest.mark.bad_input(23)
@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2018-02-30", "'date' of entry 1 of events is a day that does not exist: '2018-02-30'"),
        ("0000-00-00", "'date' of entry 1 of events is a day that does not exist: '0000-00-00'"),
        (
            "03/04/2018",
            "'date' of entry 1 of events must be a day such as 2018-11-30, not '03/04/2018'",
        ),
        (
            "Nov 2018",
            "'date' of entry 1 of events must be a day such as 2018-11-30, not 'Nov 2018'",
        ),
        (
            "99999-01-01",
            "'date' of entry 1 of events must be a day such as 2018-11-30, not '99999-01-01'",
        ),
    ],
)
def test_an_impossible_day_is_named(tmp_path: Path, day: str, words: str) -> None:
    event = f"status: ready\nevents: [{{section: access, date: {day}, words: A flood.}}]"
    assert check(spoil(CANNOCK, ("status: ready", event)), tmp_path) == (
        1, {f"Y106 {CANNOCK}:4": words}
    )  # fmt: skip


@pytest.mark.bad_input(24)
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("title: Access", "title: &a Access", "an anchor, &a"),
        ("source: Appointment system", "source: *a", "an alias, *a"),
        ("title: Access", "title: !!str Access", "a tag, tag:yaml.org,2002:str"),
        (
            "title: Access",
            "title: !!python/object/apply:os.system [touch x]",
            "a tag, tag:yaml.org,2002:python/object/apply:os.system",
        ),
        ("kind: measures", "<<: {a: b}\nkind: measures", "a merge key"),
    ],
)
def test_what_lets_yaml_stand_for_something_else_is_refused(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    status, said = check(spoil(ACCESS, (old, new)), tmp_path)
    assert (status, list(said.values())) == (1, [words])


@pytest.mark.bad_input(25)
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("title: Access", f"title: {'[' * 2_000}", "Y102"),
        ("title: Access", f"title: {'{a: ' * 2_000}", "Y102"),
        ("title: Access", "title: Access\n---\ntitle: Access", "Y102"),
        ("history: 3", f"history: {'9' * 5_000}", "Y101"),
        ("measures:\n", "measures:\n\t- id: x\n", "Y101"),
        ("target: 5", "target: .nan", "Y106"),
        ("target: 5", "target: -.inf", "Y106"),
        ("target: 5", "target: 1e400", "Y106"),
    ],
    ids=lambda text: text[:12],
)
def test_what_no_figure_and_no_text_needs_is_refused(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    status, said = check(spoil(ACCESS, (old, new)), tmp_path)
    assert (status, [place.split(":")[0] for place in said]) == (1, [f"{code} {ACCESS}"])
