from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from boardpack.load.instance import load_instance
from boardpack.model.instance import Instance
from boardpack.render.codeowners import REGISTERS, find_unreachable_owners, render_codeowners
from support.instances import (
    ACCESS,
    APPOINTMENTS,
    PACK,
    PEOPLE,
    edited,
    minimal,
    without_line,
)

DAY = date(2018, 12, 10)
CANNOCK = "cannock.director@example.org"
SEISDON = "seisdon.director@example.org"
DEPUTY = "manager-seisdon,service-director,cannock-chase,2018-12-17,2019-01-04,director-cannock\n"


def read(tree: Mapping[str, bytes]) -> Instance:
    instance, _ = load_instance(tree)
    assert instance is not None
    return instance


def owners(tree: Mapping[str, bytes], day: date = DAY) -> dict[str, list[str]]:
    lines = render_codeowners(read(tree), day).splitlines()
    words = [line.split() for line in lines if line and not line.startswith("#")]
    return {path: rest for path, *rest in words}


def with_deputy() -> dict[str, bytes]:
    return {**minimal(), APPOINTMENTS: minimal()[APPOINTMENTS] + DEPUTY.encode()}


def test_a_submission_is_for_those_who_sign_its_sections() -> None:
    found = owners(minimal())
    assert found["/content/monthly/*/cannock-chase.md"] == [CANNOCK]
    assert found["/content/monthly/*/seisdon.md"] == [SEISDON]


def test_a_submission_that_nobody_writes_has_no_line() -> None:
    # The only section for the whole directorate shows a register and is not narrated.
    assert "/content/monthly/*/directorate.md" not in owners(minimal())
    written = edited(minimal(), PACK, "narrative: none\n    due: quarterly", "due: quarterly")
    found = owners(written)["/content/monthly/*/directorate.md"]
    assert found == ["director.care.primary@example.org"]


def test_the_figures_are_for_those_who_sign_sections_that_show_them() -> None:
    found = owners(minimal())
    assert found["/data/datasets/access/"] == [CANNOCK, SEISDON]
    assert found["/data/datasets/risk-register/"] == ["director.care.primary@example.org"]


def test_an_original_is_for_those_who_see_to_the_figures_that_were_read_from_it() -> None:
    lines = owners(minimal())
    assert lines["/data/originals/access/"] == lines["/data/datasets/access/"]


def test_figures_shown_beside_another_section_are_for_its_signers_too() -> None:
    beside = edited(
        minimal(),
        PACK,
        "datasets: [risk-register]",
        "datasets: [risk-register]\n    beside: [access]",
    )
    found = owners(beside)["/data/datasets/access/"]
    assert found == [CANNOCK, SEISDON, "director.care.primary@example.org"]


def test_a_deputy_is_asked_while_the_delegation_lasts_and_no_longer() -> None:
    path = "/content/monthly/*/cannock-chase.md"
    for day in (date(2018, 12, 17), date(2019, 1, 4)):
        assert owners(with_deputy(), day)[path] == [CANNOCK, "seisdon.manager@example.org"]
    for day in (date(2018, 12, 16), date(2019, 1, 5)):
        assert owners(with_deputy(), day)[path] == [CANNOCK]


def test_whoever_has_left_is_not_asked() -> None:
    row = "director-cannock,service-director,cannock-chase,2018-04-01,"
    left = edited(minimal(), APPOINTMENTS, row, row + "2018-11-30")
    assert "/content/monthly/*/cannock-chase.md" not in owners(left)
    assert "# /content/monthly/*/cannock-chase.md has nobody" in render_codeowners(read(left), DAY)


def test_the_registers_are_for_whoever_opens_the_editions_and_who_stands_over_them() -> None:
    # Nobody may approve their own change, so the keeper of the registers is not their only owner.
    keepers = ["manager.development@example.org", CANNOCK, SEISDON]
    found = owners(minimal())
    assert {path: found[path] for path in ("*", *REGISTERS)} == dict.fromkeys(
        ("*", *REGISTERS), keepers
    )


def test_what_is_not_named_comes_first_because_the_last_line_that_fits_counts() -> None:
    assert next(iter(owners(minimal()))) == "*"


def test_a_login_comes_before_an_address() -> None:
    people = (
        edited(minimal(), PEOPLE, "id,name,forge_id,emails", "id,name,forge_id,emails,login")[
            PEOPLE
        ]
        .decode()
        .replace("cannock.director@example.org", "cannock.director@example.org,cannock-director")
        .replace(".org\n", ".org,\n")
        .encode()
    )
    found = owners({**minimal(), PEOPLE: people})
    assert found["/content/monthly/*/cannock-chase.md"] == ["@cannock-director"]
    assert found["/content/monthly/*/seisdon.md"] == [SEISDON]


def test_somebody_without_login_and_address_is_named_and_the_line_goes_to_others() -> None:
    tree = edited(minimal(), PEOPLE, CANNOCK, "")
    assert find_unreachable_owners(read(tree), DAY) == ("Director of Cannock Chase",)
    assert find_unreachable_owners(read(minimal()), DAY) == ()
    assert "# GitHub cannot ask Director of Cannock Chase, who has no" in render_codeowners(
        read(tree), DAY
    )
    found = owners(tree)
    # A path without owners would be nobody's; left out, it is for the keepers of everything.
    assert "/content/monthly/*/cannock-chase.md" not in found
    assert found["/data/datasets/access/"] == [SEISDON]


def test_the_name_of_a_folder_cannot_add_an_owner_or_a_line() -> None:
    odd = {
        f"data/datasets/x @eve\n* @eve/{path.split('/')[-1]}": minimal()[path] for path in (ACCESS,)
    }
    lines = render_codeowners(read({**minimal(), **odd}), DAY).splitlines()
    assert not [line for line in lines if "@eve" in line.replace("?", " ").split()]
    assert not [line for line in lines if line.startswith("* @eve")]


def test_who_is_not_in_the_register_of_people_is_left_out() -> None:
    tree = without_line(minimal(), PEOPLE, "director-cannock")
    assert owners(tree)["/data/datasets/access/"] == [SEISDON]


def test_the_file_says_what_made_it() -> None:
    text = render_codeowners(read(minimal()), DAY)
    assert "Made by `boardpack codeowners`" in text
    assert text == render_codeowners(read(minimal()), DAY)


def test_every_line_is_a_path_and_those_whom_github_asks() -> None:
    found = owners(minimal())
    assert all(path == "*" or path.startswith("/") for path in found)
    assert all(handles and all("@" in one for one in handles) for handles in found.values())
