"""`boardpack add`: what is new lies where it belongs, and the files are in order with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.model.dataset import Kind
from boardpack.render.yaml_items import NoSuchList, add_list_item
from support.instances import ACCESS, APPOINTMENTS, DIRECTORATE, PACK, PEOPLE, minimal
from support.papers import with_papers
from support.running import boardpack, put

ROLE = "practice-manager"


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return put(minimal(), tmp_path)


def files_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def added_lines(path: Path, before: bytes) -> list[str]:
    """Return what is new in a file, all else of which is as it was, byte for byte."""
    old, new = before.decode().splitlines(), path.read_text().splitlines()
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    count = len(new) - len(old)
    assert new[:start] + new[start + count :] == old
    return new[start : start + count]


def test_a_service_stands_at_the_end_of_the_list_and_owes_nothing_for_the_past(
    instance: Path,
) -> None:
    ran = boardpack("-C", instance, "add", "service", "east", "--title", "East: a practice")
    assert (ran.status, ran.err) == (0, "")
    assert added_lines(instance / DIRECTORATE, minimal()[DIRECTORATE]) == [
        "  - id: east",
        '    title: "East: a practice"',
        "    from: 2018-12",
    ]
    assert "boardpack add person ID --name NAME --role ROLE --service east" in ran.out
    assert boardpack("-C", instance, "check").status == 0


def test_a_person_has_a_row_in_both_registers(instance: Path) -> None:
    words = ("--name", "Deputy, of Cannock", "--role", "service-director", "--since", "2018-12-01")
    ran = boardpack("-C", instance, "add", "person", "deputy", *words, "--service", "cannock-chase")
    assert (ran.status, ran.err) == (0, "")
    (row,) = added_lines(instance / PEOPLE, minimal()[PEOPLE])
    assert row.startswith('deputy,"Deputy, of Cannock",')
    (row,) = added_lines(instance / APPOINTMENTS, minimal()[APPOINTMENTS])
    assert row.startswith("deputy,service-director,cannock-chase,2018-12-01")
    assert boardpack("-C", instance, "check").status == 0


def test_another_role_of_somebody_is_an_appointment_and_no_other_person(instance: Path) -> None:
    words = ("--role", "service-director", "--service", "seisdon", "--from", "2018-12-01")
    ran = boardpack("-C", instance, "add", "person", "director-cannock", *words)
    assert (ran.status, ran.err) == (0, "")
    assert (instance / PEOPLE).read_bytes() == minimal()[PEOPLE]
    (row,) = added_lines(instance / APPOINTMENTS, minimal()[APPOINTMENTS])
    assert row.startswith("director-cannock,service-director,seisdon,2018-12-01")


def test_who_begins_after_the_edition_that_is_open_is_told_so(instance: Path) -> None:
    words = ("--name", "X", "--role", "finance-manager", "--since", "2026-11-29")
    ran = boardpack("-C", instance, "add", "person", "x", *words)
    assert "They hold it from 2026-11-29 on: monthly 2018-11, due on 20" in ran.out


def test_a_measure_is_owed_from_the_next_period_on(instance: Path) -> None:
    words = ("access", "waits", "--title", "Waits", "--unit", "percent", "--target", "4.5")
    ran = boardpack("-C", instance, "add", "measure", *words)
    assert (ran.status, ran.err) == (0, "")
    assert added_lines(instance / ACCESS, minimal()[ACCESS])[-3:] == [
        "    unit: percent",
        "    target: 4.5",
        "    from: 2018-12",
    ]
    assert boardpack("-C", instance, "check").status == 0


@pytest.mark.rotating
@pytest.mark.parametrize("kind", list(Kind))
def test_a_dataset_of_each_kind_can_be_shown_at_once(instance: Path, kind: Kind) -> None:
    words = ("--title", "Beds", "--source", "Ward returns", "--owner", "development-manager")
    assert boardpack("-C", instance, "add", "dataset", "beds", *words, "--kind", kind).status == 0
    section = ("monthly", "beds", "--title", "Beds", "--group", "Wards", "--dataset", "beds")
    ran = boardpack("-C", instance, "add", "section", *section, "--narrated-by", "practice-manager")
    assert (ran.status, ran.err) == (0, "")
    assert "It is part of the pack from 2018-12 on" in ran.out
    assert "  - id: beds" in added_lines(instance / PACK, minimal()[PACK])
    assert boardpack("-C", instance, "check").status == 0


@pytest.mark.parametrize("dataset", ["access", "feedback", "risk-register"])
def test_what_a_section_shows_already_may_be_shown_by_another(instance: Path, dataset: str) -> None:
    section = ("monthly", "more", "--title", "More", "--group", "Wards", "--dataset", dataset)
    ran = boardpack("-C", instance, "add", "section", *section, "--narrated-by", "practice-manager")
    assert (ran.status, ran.err) == (0, "")
    assert boardpack("-C", instance, "check").status == 0


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        (PEOPLE, None, ("person", "x", "--name", "X")),
        (PEOPLE, "id,name\nx,Zoë\n".encode("utf-16"), ("person", "y", "--name", "Y")),
        (APPOINTMENTS, b"", ("person", "manager-seisdon", "--role", "finance-manager")),
        (DIRECTORATE, b"\xff", ("service", "east", "--title", "East")),
        (ACCESS, b"title: [", ("measure", "access", "x", "--title", "x")),
        (
            PACK,
            b"title: [",
            ("section", "monthly", "x", "--title", "x", "--group", "g", "--narrated-by", ROLE),
        ),
    ],
)
def test_to_a_file_that_cannot_be_read_nothing_is_added(
    instance: Path, path: str, data: bytes | None, words: tuple[str, ...]
) -> None:
    (instance / path).unlink() if data is None else (instance / path).write_bytes(data)
    before = files_of(instance)
    ran = boardpack("-C", instance, "add", *words)
    assert (ran.status, ran.out) == (2, "")
    assert files_of(instance) == before


@pytest.mark.rotating
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("service", "East", "--title", "x"), "nothing was written"),
        (("service", "seisdon", "--title", "x"), "nothing was written"),
        (("measure", "acess", "x", "--title", "x"), "there is no dataset 'acess'; there is access"),
        (("person", "x", "--name", "X", "--role", "boss"), "there is no role 'boss'; there is"),
        (
            ("section", "weekly", "x", "--title", "x", "--group", "g", "--narrated-by", "y"),
            "there is no pack 'weekly'; there is monthly",
        ),
        (
            (
                "dataset",
                "access",
                "--title",
                "x",
                "--source",
                "s",
                "--owner",
                "development-manager",
            ),
            "there is a dataset 'access' already",
        ),
        (("service", "x"), "the following arguments are required: --title"),
        (
            ("person", "x", "--name", "X", "--role", "practice-manager", "--service", "siesdon"),
            "there is no service 'siesdon'; there is cannock-chase, seisdon, directorate; "
            "did you mean 'seisdon'?",
        ),
        (
            ("person", "x", "--name", "X", "--role", "service-director"),
            "each service has its own 'service-director': say whose, with --service, such as "
            "--service cannock-chase, or --service directorate for all of them",
        ),
        (("person", "x", "--role", "finance-manager"), "'x' is new: say how readers know them"),
        (
            ("person", "finance-manager", "--name", "Other", "--role", "development-manager"),
            "'finance-manager' is Finance manager already; give somebody else an id",
        ),
        (
            ("person", "finance-manager", "--role", "finance-manager"),
            "'finance-manager' is 'finance-manager' of 'directorate' already",
        ),
        (("person", "x", "--name", "X", "--role", "finance-manager", "--since", "1/2/18"), "a day"),
        # What only a rule sees, and no reader of a file.
        (("service", "x", "--title", "Of 400 000 0004"), "nothing was written: "),
        (("measure", "access", "x", "--title", "Of 400 000 0004"), "nothing was written: "),
    ],
)
def test_what_would_not_be_in_order_is_not_written(
    instance: Path, words: tuple[str, ...], said: str
) -> None:
    ran = boardpack("-C", instance, "add", *words)
    assert ran.status == 2
    assert said in ran.err
    assert all((instance / path).read_bytes() == data for path, data in minimal().items())


def test_comments_and_line_ends_stay_where_they_are() -> None:
    text = "# top\r\nlist:\r\n- id: a # one\r\n\r\n# of the next\r\nnext: 1\r\n"
    assert add_list_item(text, "list", {"id": "b"}) == (
        "# top\r\nlist:\r\n- id: a # one\r\n- id: b\r\n\r\n# of the next\r\nnext: 1\r\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("list:\n  - {id: a}\n", "list:\n  - {id: a}\n  - id: b\n"),
        ("list:\n  - t: |\n      x\n\n", "list:\n  - t: |\n      x\n  - id: b\n\n"),
        ("list:\n  - t: [1,\n      2]\nx: 1", "list:\n  - t: [1,\n      2]\n  - id: b\nx: 1\n"),
        ("a: 1\n", "a: 1\nlist:\n  - id: b\n"),
    ],
)  # fmt: skip
def test_an_item_comes_after_the_last_value_however_that_is_written(
    before: str, after: str
) -> None:
    assert add_list_item(before, "list", {"id": "b"}) == after


@pytest.mark.parametrize("text", ["list: [a]\n", "list:\nnext: 1\n", "list: []\n"])
def test_a_list_without_dashes_is_left_alone(text: str) -> None:
    with pytest.raises(NoSuchList):
        add_list_item(text, "list", {"id": "b"})


def test_a_service_may_be_added_where_a_committee_has_met(tmp_path: Path) -> None:
    instance = put(with_papers(), tmp_path)
    assert boardpack("-C", instance, "add", "service", "east", "--title", "East").status == 0
    assert "from: 2018-12\n" in (instance / DIRECTORATE).read_text()


def test_every_dataset_of_a_new_section_must_be_there(instance: Path) -> None:
    words = ["--title", "Calls", "--group", "Access", "--narrated-by", "practice-manager"]
    names = ["--dataset", "access", "--dataset", "calls"]
    ran = boardpack("-C", instance, "add", "section", "monthly", "calls", *words, *names)
    assert ran.status == 2
    assert "there is no dataset 'calls'" in ran.err
    assert (instance / PACK).read_bytes() == minimal()[PACK]
