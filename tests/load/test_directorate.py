from __future__ import annotations

import pytest

from boardpack.load.instance import load_instance
from support.instances import (
    APPOINTMENTS,
    DIRECTORATE,
    GLOSSARY,
    PEOPLE,
    WAIVERS,
    edited,
    found,
    line_of,
    minimal,
    with_file,
    without_file,
)


def test_f105_passes_when_the_needed_files_are_there() -> None:
    assert found(minimal(), "F105") == []


def test_f105_passes_without_waivers_and_glossary() -> None:
    tree = without_file(without_file(minimal(), WAIVERS), GLOSSARY)
    assert load_instance(tree)[1] == []


@pytest.mark.parametrize("path", [DIRECTORATE, PEOPLE, APPOINTMENTS])
def test_f105_finds_a_missing_file(path: str) -> None:
    [fault] = found(without_file(minimal(), path), "F105")
    assert str(fault.place) == path
    assert fault.what == "there is no such file"


def test_there_is_no_instance_without_a_directorate() -> None:
    assert load_instance({})[0] is None
    assert load_instance(without_file(minimal(), PEOPLE))[0] is not None


def test_d101_passes_short_names() -> None:
    assert found(minimal(), "D101") == []


@pytest.mark.parametrize("odd", ["Seisdon", "seis don", "seisdon-", "-s", "a--b", "é", "../x"])
def test_d101_finds_an_id_that_is_not_a_short_name(odd: str) -> None:
    tree = edited(minimal(), DIRECTORATE, "id: seisdon", f"id: {odd}")
    [fault] = found(tree, "D101")
    assert str(fault.place) == f"{DIRECTORATE}:8"
    assert f"'{odd}' is not a short name" in fault.what


def test_d101_finds_an_id_that_is_used_twice() -> None:
    tree = edited(minimal(), DIRECTORATE, "id: seisdon", "id: cannock-chase")
    [fault] = found(tree, "D101")
    assert str(fault.place) == f"{DIRECTORATE}:8"
    assert "'cannock-chase' is used a second time" in fault.what


def test_d101_finds_a_service_that_takes_the_name_of_the_whole() -> None:
    tree = edited(minimal(), DIRECTORATE, "id: seisdon", "id: directorate")
    [fault] = found(tree, "D101")
    assert "stands for all services together" in fault.what


def test_d101_finds_a_person_who_stands_twice() -> None:
    tree = edited(minimal(), PEOPLE, "director-seisdon", "director-cannock")
    [fault] = found(tree, "D101")
    assert str(fault.place) == f"{PEOPLE}:3"
    assert "'director-cannock' is used a second time" in fault.what


def test_d107_passes_people_without_accounts() -> None:
    tree = with_file(minimal(), PEOPLE, "id,name\na,Person A\nb,Person B\n")
    assert not found(tree, "D107")


def test_d107_finds_two_people_with_one_address() -> None:
    tree = edited(minimal(), PEOPLE, "seisdon.director@", "Other@example.org; Cannock.Director@")
    [fault] = found(tree, "D107")
    assert str(fault.place) == f"{PEOPLE}:3"
    assert fault.what == "'cannock.director@example.org' is also director-cannock's"


def test_d107_finds_two_people_with_one_account() -> None:
    [fault] = found(edited(minimal(), PEOPLE, "1002", "1001"), "D107")
    assert fault.what == "'1001' is also director-cannock's"


def test_a_directorate_without_services_is_refused() -> None:
    tree = with_file(minimal(), DIRECTORATE, "title: T\nservices: []\nroles: []\n")
    faults = found(tree, "Y106")
    assert [(str(f.place), f.what) for f in faults] == [
        (f"{DIRECTORATE}:2", "'services' names none"),
        (f"{DIRECTORATE}:3", "'roles' names none"),
    ]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)//{path}", "https://example.org/edit", "http://example.org/{path}"]
)
def test_an_edit_url_that_is_unsafe_or_has_no_path_is_refused(url: str) -> None:
    good = "https://github.com/example/primary-care/edit/main/{path}"
    [fault] = found(edited(minimal(), DIRECTORATE, good, url), "Y106")
    assert str(fault.place) == f"{DIRECTORATE}:4"
    assert "must begin with https:// and hold {path}" in fault.what


def test_a_waiver_is_read_although_its_reason_is_still_to_be_given() -> None:
    row = "monthly,2018-11,seisdon,access,,primary-care-director,2019-01-15\n"
    header = minimal()[WAIVERS].decode()
    instance, findings = load_instance(with_file(minimal(), WAIVERS, header + row))
    assert findings == []
    assert instance is not None
    [waiver] = instance.waivers
    assert (waiver.section, waiver.reason, str(waiver.until)) == ("access", "", "2019-01-15")
    assert str(waiver.place) == f"{WAIVERS}:2"


def test_an_appointment_has_its_days_and_may_be_open_ended() -> None:
    tree = with_file(
        minimal(),
        APPOINTMENTS,
        """
        person,role,service,since,until,deputy_for
        manager-cannock,practice-manager,cannock-chase,2018-04-01,2018-12-31,
        manager-seisdon,practice-manager,cannock-chase,2018-12-01,,manager-cannock
        """,
    )
    instance, _ = load_instance(tree)
    assert instance is not None
    first, second = instance.appointments
    assert str(first.until) == "2018-12-31"
    assert second.until is None
    assert second.deputy_for == "manager-cannock"


def test_an_appointment_whose_day_is_an_asterisk_is_a_finding_and_no_traceback() -> None:
    tree = edited(
        minimal(),
        APPOINTMENTS,
        "manager-seisdon,practice-manager,seisdon,2018-04-01",
        "manager-seisdon,practice-manager,seisdon,*",
    )
    [fault] = found(tree, "C105")
    assert str(fault.place) == f"{APPOINTMENTS}:5"
    assert fault.what == "since '*' stands for a suppressed value, which cannot be here"


@pytest.mark.parametrize(
    ("witness", "said"),
    [
        ("{provider: gitea, repository: a/b}", "must be one of github"),
        ("{provider: github, repository: ''}", "owner/name"),
        ("{provider: github, repository: --x}", "owner/name"),
        ("{provider: github}", "'repository' of signoff is missing"),
        ("github", "must be a mapping"),
    ],
)
def test_a_witness_that_cannot_be_asked_is_refused(witness: str, said: str) -> None:
    line = f"signoff: {witness}\n"
    [fault] = load_instance(edited(minimal(), DIRECTORATE, "services:\n", f"{line}services:\n"))[1]
    assert str(fault.place) == f"{DIRECTORATE}:5"
    assert said in fault.what


@pytest.mark.parametrize("reserved", ["con", "nul", "com1"])
def test_d101_finds_an_id_that_windows_cannot_have_as_a_file(reserved: str) -> None:
    [fault] = found(edited(minimal(), DIRECTORATE, "id: seisdon", f"id: {reserved}"), "D101")
    assert fault.what == f"'{reserved}' is a name that Windows reserves"


def test_d101_finds_an_id_that_is_too_long_for_the_name_of_a_file() -> None:
    tree = edited(minimal(), DIRECTORATE, "id: seisdon", f"id: {'x' * 101}")
    [fault] = found(tree, "D101")
    assert fault.what == f"'{'x' * 40}...' has more than 100 letters"
    assert found(edited(minimal(), DIRECTORATE, "id: seisdon", f"id: {'x' * 100}"), "D101") == []


PENINSULA = "    title: Seisdon Peninsula\n"


@pytest.mark.parametrize(
    "lines",
    ["from: 2018-11", "until: 2018-11-30", "from: 2018-W14\n    until: 2018-11",
     "until: 2018-11\n    became: cannock-chase"],
)  # fmt: skip
def test_d109_passes_a_service_that_begins_and_ends(lines: str) -> None:
    tree = edited(minimal(), DIRECTORATE, PENINSULA, f"{PENINSULA}    {lines}\n")
    assert load_instance(tree)[1] == []


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("from: soon", "has 'from: soon', which is no month, week or day such as 2018-11"),
        ("until: Nov-18", "has 'until: Nov-18', which is no month, week or day such as 2018-11"),
        ("from: 2018-11\n    until: 2018-10", "ends (2018-10) before it begins (2018-11)"),
        ("until: 2018-11\n    became: stone", "became 'stone', which is no service"),
        ("until: 2018-11\n    became: seisdon", "became 'seisdon', which is no service"),
        ("became: cannock-chase", "became 'cannock-chase', and does not say when"),
    ],
)
def test_d109_finds_a_service_that_cannot_begin_or_end_so(lines: str, words: str) -> None:
    tree = edited(minimal(), DIRECTORATE, PENINSULA, f"{PENINSULA}    {lines}\n")
    [fault] = found(tree, "D109")
    assert fault.what.startswith(f"'seisdon' {words}")
    assert fault.place.line == line_of(tree, DIRECTORATE, lines.splitlines()[-1])


@pytest.mark.parametrize(
    ("form", "key", "words"),
    [
        (
            "forge: github\n  sign_in: https://sign-in.example.org",
            "form",
            "'form' needs 'repository'",
        ),
        ("forge: github\n  repository: a/b", "form", "'form' needs 'sign_in' for github"),
        ("forge: gitlab\n  repository: a/b", "form", "'form' needs 'app_id' for gitlab"),
        ("forge: forgejo\n  repository: a/b\n  app_id: x", "form", "'form' needs 'server'"),
        ("forge: local\n  server: https://example.org", "server", "an address of this computer"),
        (
            "forge: github\n  repository: a\n  sign_in: https://sign-in.example.org",
            "repository",
            "owner/",
        ),
        (
            "forge: github\n  repository: a/b\n  sign_in: https://example.org/; x *",
            "sign_in",
            "has no path",
        ),
    ],
)
def test_y106_finds_a_form_that_could_not_reach_its_forge(form: str, key: str, words: str) -> None:
    text = minimal()[DIRECTORATE].decode() + f"form:\n  {form}\n"
    tree = with_file(minimal(), DIRECTORATE, text)
    instance, findings = load_instance(tree)
    [fault] = findings
    assert words in fault.what
    assert fault.place.line == line_of(tree, DIRECTORATE, f"{key}:")
    assert instance is not None
    assert instance.directorate.form is None
