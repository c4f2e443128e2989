from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from boardpack.operations.rules import CHECK_RULES
from support.instances import (
    ACCESS_ROWS,
    CANNOCK,
    DIRECTORATE,
    PACK,
    SEISDON,
    edited,
    minimal,
    plain,
    with_file,
    without_file,
    without_line,
)
from support.running import boardpack, commit, git, put, repository

OLDER = "content/monthly/2018-10/seisdon.md"


def checked(tree: dict[str, bytes], folder: Path, *words: str) -> tuple[int, str]:
    ran = boardpack("-C", put(tree, folder), "check", *words)
    assert ran.err == ""
    return ran.status, ran.out


def test_a_complete_edition_opens_the_gate(tmp_path: Path) -> None:
    assert checked(minimal(), tmp_path) == (
        0,
        "Nothing missing in monthly 2018-11: the gate is open for sign-off.\n",
    )


def test_the_whole_report_of_a_spoilt_edition(tmp_path: Path) -> None:
    tree = edited(minimal(), CANNOCK, "status: ready", "status: draft")
    tree = edited(
        tree, ACCESS_ROWS, "2018-11,cannock-chase,booked,", "2018-11,cannock-chase,booked,x"
    )
    tree = without_file(tree, SEISDON)
    status, out = checked(tree, tmp_path)
    assert status == 1
    heads = [line.split("  ")[:2] for line in out.splitlines() if line.startswith(("c", "d"))]
    assert [CANNOCK + ":3", "N104"] in heads
    assert [SEISDON, "N101"] in heads
    assert [f"{ACCESS_ROWS}:10", "C105"] in heads
    assert out.count("who: Practice manager, Cannock Chase") == 1
    assert out.endswith(" in monthly 2018-11: the gate is shut.\n")


def test_an_edition_may_be_named(tmp_path: Path) -> None:
    assert checked(minimal(), tmp_path, "monthly", "2018-11")[0] == 0
    assert checked(minimal(), tmp_path, "monthly")[0] == 0


def test_the_newest_edition_is_meant_and_older_ones_are_only_counted(tmp_path: Path) -> None:
    tree = with_file(minimal(), OLDER, "No front matter.\n")
    assert checked(tree, tmp_path) == (
        0,
        "Nothing missing in monthly 2018-11: the gate is open for sign-off.\n"
        "1 more finding in other editions.\n",
    )
    status, out = checked(tree, tmp_path, "monthly", "2018-10")
    assert status == 1
    assert f"{OLDER}:1  S102  the file does not begin with the lines" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["weekly"], "there is no pack 'weekly'; there is monthly"),
        (
            ["monthly", "2018-12"],
            "'monthly' has no edition '2018-12'; there is 2018-11"
            ". To open it: boardpack new monthly 2018-12",
        ),
        (
            ["monthly", "soon"],
            "argument period: 'soon' is neither a month like 2018-11 nor a week like 2018-W50; a "
            "month may also be given as 'Nov 2018', in quotes, or 11/2018; "
            "see boardpack check --help",
        ),
    ],
)
def test_an_unknown_edition_is_answered_with_those_there_are(
    tmp_path: Path, words: list[str], said: str
) -> None:
    ran = boardpack("-C", put(minimal(), tmp_path), "check", *words)
    assert ran == (2, "", f"boardpack: {said}\n")


def test_an_instance_without_any_edition_cannot_be_checked(tmp_path: Path) -> None:
    tree = without_file(without_file(minimal(), CANNOCK), SEISDON)
    ran = boardpack("-C", put(tree, tmp_path), "check")
    assert ran.status == 2
    advice = "Open whatever is under way: boardpack new; or a pack and a period: boardpack new "
    assert f"no edition has been opened. {advice}monthly 2018-11" in ran.err
    by_name = boardpack("-C", tmp_path, "check", "monthly").err
    assert f"'monthly' has no edition yet. {advice}monthly 2018-11" in by_name


@pytest.mark.parametrize("words", ["2018-11", "Nov 2018", "november-2018", "11/2018", "2018/11"])
def test_a_period_is_read_however_it_is_written(tmp_path: Path, words: str) -> None:
    assert boardpack("-C", put(minimal(), tmp_path), "check", "monthly", words).status == 0


def test_a_pack_that_cannot_be_read_is_exit_2_and_never_passed_over(tmp_path: Path) -> None:
    tree = edited(minimal(), PACK, "cadence: monthly", "cadence: yearly")
    for words in ([], ["monthly"], ["monthly", "2018-11"]):
        status, out = checked(tree, tmp_path, *words)
        assert status == 2
        assert f"{PACK}:2  Y106  'cadence' must be" in out
        assert out.endswith("boardpack cannot judge until this is mended.\n")


def test_a_second_pack_that_cannot_be_read_stops_the_first_as_well(tmp_path: Path) -> None:
    tree = with_file(minimal(), "data/packs/weekly.yml", "title: [\n")
    assert checked(tree, tmp_path)[0] == 1
    tree = with_file(tree, "content/weekly/2018-W50/seisdon.md", "x\n")
    assert checked(tree, tmp_path)[0] == 2


@pytest.mark.bad_input(17)
def test_a_link_in_the_tree_shuts_the_gate(tmp_path: Path) -> None:
    put(minimal(), tmp_path)
    (tmp_path / "content/monthly/2018-11/more.md").symlink_to("/etc/passwd")
    status, out = checked({}, tmp_path)
    assert status == 1
    assert "content/monthly/2018-11/more.md  F104  this is a link to another place\n" in out


def test_json_and_junit_can_be_read_back(tmp_path: Path) -> None:
    tree = edited(minimal(), CANNOCK, "status: ready", "status: draft")
    status, out = checked(tree, tmp_path, "--format", "json")
    assert (status, json.loads(out)["gate"]) == (1, "shut")
    status, out = checked(tree, tmp_path, "--format", "junit")
    assert (status, fromstring(out).get("tests")) == (1, str(len(CHECK_RULES)))


def test_junit_lists_no_rule_on_sign_off_as_passed_while_nobody_asked(tmp_path: Path) -> None:
    _, out = checked(minimal(), tmp_path, "--format", "junit")
    codes = {case.get("classname", "") for case in fromstring(out).iter("testcase")}
    assert "boardpack.N101" in codes
    assert not {code for code in codes if code.startswith(("boardpack.V", "boardpack.L"))}


def test_github_is_told_where_the_instance_lies_in_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = edited(minimal(), CANNOCK, "status: ready", "status: draft")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert (
        f"::error file=packs/{CANNOCK},line=3,title=the submission is still a draft::"
        in (checked(tree, tmp_path / "packs", "--format", "github")[1])
    )
    assert f"::error file={CANNOCK},line=3" in checked(tree, tmp_path, "--format", "github")[1]


# --changed-since


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A repository whose main branch has two faults, and a branch `mine` that is checked out."""
    tree = edited(minimal(), SEISDON, "status: ready", "status: draft")
    tree = edited(tree, DIRECTORATE, "title: Example primary care", "titel: x\ntitle: x")
    tree = edited(tree, DIRECTORATE, "titel: x\n", "")
    folder = repository(tree, tmp_path / "here")
    git(folder, "switch", "--quiet", "--create", "mine")
    return folder


def since(folder: Path, revision: str = "main", *words: str) -> tuple[int, list[str]]:
    ran = boardpack("-C", folder, "check", "--changed-since", revision, *words)
    assert ran.err == ""
    return ran.status, ran.out.splitlines()


def change(folder: Path, path: str, old: str, new: str) -> None:
    put({path: edited({path: (folder / path).read_bytes()}, path, old, new)[path]}, folder)


def test_faults_that_were_there_before_are_not_mine(here: Path) -> None:
    assert since(here) == (
        0,
        [
            "Nothing wrong in monthly 2018-11 comes from your change since main.",
            "1 more finding is not yours.",
        ],
    )


def test_a_fault_that_i_have_not_committed_is_mine(here: Path) -> None:
    change(here, CANNOCK, "status: ready", "status: draft")
    status, lines = since(here)
    assert status == 1
    assert lines[0] == f"{CANNOCK}:3  N104  the submission is still a draft"
    assert lines[-2:] == [
        "1 error in monthly 2018-11 comes from your change since main: the gate is shut.",
        "1 more finding is not yours.",
    ]


def test_a_fault_that_i_have_committed_is_mine(here: Path) -> None:
    change(here, CANNOCK, "status: ready", "status: draft")
    commit(here, "Not yet")
    assert since(here)[0] == 1


def test_all_findings_of_a_submission_that_i_touch_are_mine(here: Path) -> None:
    change(here, SEISDON, "one more nurse", "two more nurses")
    status, lines = since(here)
    assert status == 1
    assert lines[0] == f"{SEISDON}:3  N104  the submission is still a draft"


def test_a_row_that_i_remove_is_missed_in_another_place_and_that_is_mine(here: Path) -> None:
    rows = (here / ACCESS_ROWS).read_bytes()
    put(without_line({ACCESS_ROWS: rows}, ACCESS_ROWS, "2018-11,cannock-chase,missed"), here)
    status, lines = since(here)
    assert status == 1
    missed = "Cannock Chase: no row for 'Appointments missed'"
    assert lines[0].startswith(f"{ACCESS_ROWS}  M103  {missed}")


def test_a_submission_that_i_remove_is_mine(here: Path) -> None:
    (here / CANNOCK).unlink()
    status, lines = since(here)
    assert status == 1
    assert lines[0].startswith(f"{CANNOCK}  N101  there is no submission")


def test_what_others_did_on_main_since_then_is_not_mine(here: Path) -> None:
    git(here, "switch", "--quiet", "main")
    change(here, SEISDON, "status: draft", "status: ready")
    commit(here, "Theirs")
    git(here, "switch", "--quiet", "mine")
    assert since(here)[0] == 0


def test_an_older_edition_that_i_touch_is_judged_too(here: Path) -> None:
    put({OLDER: b"No front matter.\n"}, here)
    status, lines = since(here)
    assert status == 1
    assert (
        f"{OLDER}:1  S102  the file does not begin with the lines between --- that say who wrote it"
        in lines
    )
    assert "monthly 2018-11 and monthly 2018-10" in lines[-2]


def test_an_instance_that_is_new_is_mine_altogether(tmp_path: Path) -> None:
    here = repository({"README.md": b""}, tmp_path)
    put(edited(minimal(), CANNOCK, "status: ready", "status: draft"), here)
    assert since(here)[0] == 1


def test_a_change_that_makes_the_instance_unreadable_is_exit_2(here: Path) -> None:
    put({PACK: b"title: [\n"}, here)
    status, lines = since(here)
    assert status == 2
    assert lines[-1].endswith("boardpack cannot judge until this is mended.")


def test_a_branch_that_mends_an_unreadable_instance_is_judged(here: Path) -> None:
    git(here, "switch", "--quiet", "main")
    good = (here / PACK).read_bytes()
    put({PACK: b"title: [\n"}, here)
    bad = commit(here, "Broken")
    put({PACK: good}, here)
    commit(here, "Mended")
    status, lines = since(here, bad)
    assert (status, lines[-1]) == (
        1,
        f"1 error in monthly 2018-11 comes from your change since {bad}: the gate is shut.",
    )


def test_a_folder_outside_git_is_a_sentence_and_exit_2(tmp_path: Path) -> None:
    ran = boardpack("-C", put(minimal(), tmp_path), "check", "--changed-since", "main")
    assert ran == (
        2,
        "",
        f"boardpack: {tmp_path} is not in a Git repository, so nothing is known of changes\n",
    )


def test_the_help_states_the_rule() -> None:
    words = " ".join(boardpack("check", "--help").out.split())
    assert "A finding is the change's own when it stands in a submission that differs" in words


def test_the_report_for_people_is_the_same_every_time(tmp_path: Path) -> None:
    tree = edited(minimal(), CANNOCK, "status: ready", "status: draft")
    first, second = checked(tree, tmp_path), checked(tree, tmp_path)
    assert first == second
    assert first[1] == plain(
        f"""
        {CANNOCK}:3  N104  the submission is still a draft
            do: Write `status: ready` at the top of the file when you have finished; \
or finish a section by itself with `Status: ready` right below its heading.
            who: Practice manager, Cannock Chase

        1 error in monthly 2018-11: the gate is shut.
        """
    )


def test_all_that_is_wrong_with_a_file_is_said_at_once_each_with_who_can_mend_it(
    tmp_path: Path,
) -> None:
    tree = edited(minimal(), CANNOCK, "status: ready", "status: redy")
    tree = edited(tree, CANNOCK, "## Access", "## Acces")
    out = checked(tree, tmp_path, "--format", "json")[1]
    findings = json.loads(out)["findings"]
    assert [(one["code"], one["line"]) for one in findings if one["path"] == CANNOCK] == [
        ("Y106", 3),
        ("S103", 16),
    ]
    assert {one["who"] for one in findings} == {"Practice manager, Cannock Chase"}
