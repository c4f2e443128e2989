"""`boardpack signoff`: what is shown, what is asked, what is written, and what is refused."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from boardpack.load.signoffs import read_record
from boardpack.model.signoff import Action, Standing
from support.instances import ACCESS_ROWS, APPOINTMENTS, CANNOCK, minimal
from support.running import Ran, boardpack, put
from support.signing import ALLOWED, LEDGER, REVOKED, Month

pytestmark = pytest.mark.rotating

DIRECTOR, OTHER, MANAGER = "director-cannock", "director-seisdon", "manager-cannock"
SECTION = "cannock-chase/access"
EVERYBODY = (DIRECTOR, OTHER, "primary-care-director")
ROW = "2018-11,cannock-chase,missed,3.5,77,2200"


def sign_all(month: Month) -> None:
    """Let everybody sign whatever waits for them."""
    for person in EVERYBODY:
        assert month.sign("approve", person).status == 0
        month.commit(person, "Sign")


def refused(ran: Ran, *words: str) -> None:
    """Demand a refusal in these words and nothing else."""
    assert ran.status == 2, ran
    for word in words:
        assert word in ran.err, ran
    assert "Traceback" not in ran.err


def nothing_was_written(month: Month) -> bool:
    return not (month.root / LEDGER).exists()


# Status


def test_status_says_what_waits_for_whom(month: Month) -> None:
    ran = month.run("signoff", "status")
    assert ran.status == 1
    assert ran.out.startswith("Monthly pack, November 2018: 0 of 11 due sections are signed off.")
    assert "Service director, Cannock Chase: 5" in ran.out
    assert "  not signed off:\n    cannock-chase/summary, cannock-chase/" in ran.out
    assert "  directorate/risks: not signed off" in ran.out


def test_status_takes_the_words_that_every_command_takes(month: Month) -> None:
    by_words = month.run("signoff", "status", "monthly", "November 2018")
    assert by_words == month.run("signoff", "status")
    refused(month.run("signoff", "status", "monthly", "2018-10"), "has no edition '2018-10'")
    refused(month.run("signoff", "status", "access"), "a section is named after --section")
    refused(
        month.run("signoff", "status", "monthly", SECTION), "unrecognized arguments: " + SECTION
    )


@pytest.mark.parametrize(
    "words",
    [
        (SECTION,),
        (SECTION, "monthly", "2018-11"),
        ("monthly", "11/2018", SECTION),
        ("monthly", "--period", "November 2018", "--section", SECTION),
        ("--pack", "monthly", "--period", "2018-11", "--section", SECTION),
    ],
)
def test_a_section_and_its_edition_are_named_by_words_or_by_options(
    month: Month, words: tuple[str, ...]
) -> None:
    given = ("--as", DIRECTOR, "--key", month.key(DIRECTOR), "--yes")
    assert month.run("signoff", "approve", *words, *given).status == 0
    (record,) = (read_record(path.read_bytes()) for path in month.chain(DIRECTOR))
    assert [subject.name for subject in record.covers] == [SECTION]


def test_status_says_a_cause_once_for_all_sections_that_it_keeps_open(month: Month) -> None:
    month.edit(CANNOCK, "status: ready", "status: draft", by=MANAGER)
    out = month.run("signoff", "status").out
    assert out.count("(the section is still draft)") == 1


def test_status_is_clear_once_everybody_signed(month: Month) -> None:
    sign_all(month)
    ran = month.run("signoff", "status")
    assert ran.status == 0
    assert "11 of 11 due sections are signed off." in ran.out
    assert (
        "  cannock-chase/access: Director of Cannock Chase signed it off on 10 December 2018"
    ) in ran.out


def test_status_says_what_is_not_committed_yet(month: Month) -> None:
    month.sign("approve", DIRECTOR)
    counted = '"uncommitted": {}'
    assert "1 record is not committed yet, so nobody else" in month.run("signoff", "status").out
    assert counted.format(1) in month.run("signoff", "status", "--format", "json").out
    month.commit(DIRECTOR, "Sign")
    assert "committed yet" not in month.run("signoff", "status").out
    assert counted.format(0) in month.run("signoff", "status", "--format", "json").out


def test_status_for_programs_has_every_section(month: Month) -> None:
    month.sign("approve", DIRECTOR, SECTION)
    month.commit(DIRECTOR, "Sign")
    month.edit(ACCESS_ROWS, ROW, "2018-11,cannock-chase,missed,3.6,79,2200", by=MANAGER)
    ran = month.run("signoff", "status", "--format", "json")
    (edition,) = json.loads(ran.out)
    assert (edition["pack"], edition["period"]) == ("monthly", "2018-11")
    assert (edition["signed_off"], edition["due"], edition["ledger"]) == (0, 11, [])
    (access,) = [s for s in edition["sections"] if (s["service"], s["section"]) == SECTION_ID]
    assert access["verdict"] == "stale"
    assert access["changed"] == ["data", "figures"]
    assert len(access["digest"]) == 64


SECTION_ID = ("cannock-chase", "access")


def test_status_says_what_is_wrong_with_the_ledger(month: Month) -> None:
    sign_all(month)
    path = f"{LEDGER}/{DIRECTOR}/0001.json"
    month.edit(path, "signer's", "singer's", by=MANAGER)
    ran = month.run("signoff", "status")
    assert ran.status == 1
    assert f"Ledger: {path}: it was altered in commit" in ran.out


def test_status_lists_what_does_not_count(month: Month) -> None:
    month.approve(OTHER, SECTION)
    out = month.run("signoff", "status").out
    assert "does not count: Director of Seisdon Peninsula is no service-director" in out


def test_status_needs_a_whole_history(tmp_path: Path, month: Month) -> None:
    bare = put(minimal(), tmp_path / "bare")
    refused(boardpack("-C", bare, "signoff", "status"), "is not in a Git repository")
    month.git("clone", "--quiet", "--depth=1", month.root.as_uri(), str(tmp_path / "shallow"))
    ran = boardpack("-C", tmp_path / "shallow", "signoff", "status")
    refused(ran, "lacks older commits", "git fetch --unshallow")


def test_status_by_the_registers_of_a_branch_that_is_not_here_is_refused(month: Month) -> None:
    ran = month.run("signoff", "status", "--base", "nowhere")
    refused(ran, "Git knows no revision 'nowhere'")


def test_status_judges_a_proposal_by_the_registers_of_its_base(month: Month) -> None:
    month.branch("proposal")
    month.add_line(APPOINTMENTS, f"{MANAGER},service-director,cannock-chase,2018-12-01,,")
    month.approve(MANAGER, "cannock-chase/finance")
    here = json.loads(month.run("signoff", "status", "--format", "json").out)
    by_main = month.run("signoff", "status", "--format", "json", "--base", "main").out
    assert here[0]["signed_off"] == 1
    assert json.loads(by_main)[0]["signed_off"] == 0


def test_status_of_an_instance_that_cannot_be_read_is_refused(month: Month) -> None:
    month.put("data/directorate.yml", "title: [", MANAGER)
    refused(month.run("signoff", "status"), "cannot be read", "boardpack check")


# Approving


def test_approve_shows_what_is_signed_and_says_what_to_do_next(month: Month) -> None:
    ran = month.sign("approve", DIRECTOR, SECTION)
    assert ran.status == 0
    assert "Cannock Chase: Access (Monthly pack, November 2018, ready)" in ran.out
    assert "  | Missed appointments (DNA) fell for the third month" in ran.out
    assert "  Appointments missed: 3.5%, target 5%, green" in ran.out
    assert f"digest {month.subjects()[SECTION_ID].digest[:12]}" in ran.out
    assert f"Signed off in {LEDGER}/{DIRECTOR}/0001.json" in ran.out
    assert "git add data/signoffs && git commit && git push origin HEAD" in ran.out


def test_approve_writes_a_record_of_what_was_shown(month: Month) -> None:
    month.sign("approve", DIRECTOR, SECTION)
    record = read_record((month.root / LEDGER / DIRECTOR / "0001.json").read_bytes())
    assert record.covers == (month.subjects()[SECTION_ID],)
    assert (record.actor, record.role, record.deputy_for) == (DIRECTOR, "service-director", "")
    assert record.time == "2018-12-10T09:11:00Z"
    assert record.commit == month.git("rev-parse", "HEAD")
    assert month.standing(SECTION) is Standing.VALID


def test_approve_without_a_name_signs_all_that_waits(month: Month) -> None:
    ran = month.sign("approve", DIRECTOR)
    assert ran.out.count("Cannock Chase: ") == 5
    assert "Seisdon" not in ran.out
    again = month.sign("approve", DIRECTOR)
    assert (again.status, again.out) == (0, "Nothing waits for Director of Cannock Chase.\n")


def test_approve_takes_a_section_s_name_alone_for_the_services_that_one_signs(
    month: Month,
) -> None:
    ran = month.sign("approve", DIRECTOR, "access", "summary")
    assert ran.status == 0
    assert month.standing(SECTION) is Standing.VALID
    assert month.standing("seisdon/access") is Standing.MISSING


def test_approve_again_shows_what_changed_since_it_was_signed(month: Month) -> None:
    month.sign("approve", DIRECTOR, SECTION)
    month.commit(DIRECTOR, "Sign")
    month.edit(ACCESS_ROWS, ROW, "2018-11,cannock-chase,missed,3.6,79,2200", by=MANAGER)
    ran = month.sign("approve", DIRECTOR, SECTION)
    assert "Until now: You signed it on 10 December 2018" in ran.out
    shown = ran.out.partition("  Since it was signed:\n")[2]
    assert "was  access 2018-11 missed 3.5, numerator 77, denominator 2200\n" in shown
    assert "now  access 2018-11 missed 3.6, numerator 79, denominator 2200\n" in shown
    month.commit(DIRECTOR, "Sign")
    assert month.standing(SECTION) is Standing.VALID


def test_approve_again_shows_only_the_first_of_many_lines_that_changed(month: Month) -> None:
    month.sign("approve", DIRECTOR, SECTION)
    month.commit(DIRECTOR, "Sign")
    lines = "\n\n".join(f"Line {number}." for number in range(20))
    month.edit(CANNOCK, "## Access\n", f"## Access\n\n{lines}\n", by=MANAGER)
    out = month.sign("approve", DIRECTOR, SECTION).out
    assert out.count("    now  text ") == 12
    assert "    ... and 28 more: boardpack signoff diff\n" in out


def test_approve_says_first_that_it_does_not_know_somebody(
    month: Month, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    refused(month.run("signoff", "approve", "--as", "nobody"), "there is no 'nobody'")


def test_several_decisions_before_a_commit_are_one_chain(month: Month) -> None:
    for section in ("access", "summary", "feedback"):
        assert month.sign("approve", DIRECTOR, section).status == 0
    month.commit(DIRECTOR, "Sign")
    assert month.ledger_findings() == []
    assert month.standing("cannock-chase/feedback") is Standing.VALID


def test_approve_signs_for_whom_one_is_deputy(month: Month) -> None:
    month.add_line(APPOINTMENTS, f"{OTHER},service-director,cannock-chase,2018-12-01,,{DIRECTOR}")
    assert month.sign("approve", OTHER).out.count("Signed off in") == 2
    month.commit(OTHER, "Sign")
    assert month.verdict(SECTION).reason.endswith("as deputy for Director of Cannock Chase")
    assert month.verdict("seisdon/access").reason.endswith("on 10 December 2018")


@pytest.mark.parametrize(
    ("person", "sections", "words"),
    [
        ("nobody", (), ["there is no 'nobody' in data/people.csv"]),
        (DIRECTOR, ("acces",), ["no section that is due is called 'acces'", "signoff status"]),
        (
            DIRECTOR,
            ("seisdon/access",),
            [
                "seisdon/access is signed off by the service director of Seisdon Peninsula, "
                "which 'director-cannock' is not today"
            ],
        ),
        (
            DIRECTOR,
            ("directorate/risks",),
            ["by the director of primary care, which 'director-cannock' is not today"],
        ),
        (DIRECTOR, ("risks",), ["'director-cannock' signs off no section that is called 'risks'"]),
        (MANAGER, ("access",), ["'manager-cannock' signs off no section that is called 'access'"]),
    ],
)
def test_approve_refuses(
    month: Month, person: str, sections: tuple[str, ...], words: list[str]
) -> None:
    refused(month.sign("approve", person, *sections), *words)
    assert nothing_was_written(month)


def test_approve_finds_nothing_for_somebody_without_a_role(month: Month) -> None:
    ran = month.sign("approve", MANAGER)
    who = "Manager of Cannock Chase, who holds no role that signs anything here today"
    assert (ran.status, ran.out) == (0, f"Nothing waits for {who}.\n")


def test_approve_refuses_a_draft_and_leaves_it_out_of_what_waits(month: Month) -> None:
    month.edit(CANNOCK, "status: ready", "status: draft", by=MANAGER)
    refused(
        month.sign("approve", DIRECTOR, SECTION),
        "cannock-chase/access is not complete (draft); only what is ready can be signed",
    )
    ran = month.sign("approve", DIRECTOR)
    assert ran.out.count("Cannock Chase: ") == 1
    assert "Left out: cannock-chase/access is not complete (draft)\n" in ran.out


def test_approve_refuses_one_s_own_words_and_leaves_them_out_of_what_waits(month: Month) -> None:
    month.edit(CANNOCK, "fell for", "rose for", by=DIRECTOR)
    refused(
        month.sign("approve", DIRECTOR, SECTION),
        "'director-cannock' had a hand in cannock-chase/access; another holder of the role must",
    )
    ran = month.sign("approve", DIRECTOR)
    assert ran.out.count("Cannock Chase: ") == 4
    assert "Cannock Chase: Access" not in ran.out
    left_out = (
        "Left out: 'director-cannock' had a hand in cannock-chase/access; another holder of "
        "the role must "
        "sign it off: a deputy can, with a row in data/appointments.csv\n"
    )
    assert left_out in ran.out
    assert month.sign("approve", DIRECTOR).out == (
        f"Nothing waits for Director of Cannock Chase.\n{left_out}"
    )


def test_sections_that_one_wrote_are_left_out_together(month: Month) -> None:
    month.edit(CANNOCK, "fell for", "rose for", by=DIRECTOR)
    month.put(CANNOCK, (month.root / CANNOCK).read_text() + "\nMore words.\n", DIRECTOR)
    (line,) = [one for one in month.sign("approve", DIRECTOR).out.splitlines() if "Left out" in one]
    assert "had a hand in cannock-chase/access, cannock-chase/" in line
    assert "must sign them off" in line


def test_a_key_is_asked_for_only_where_something_waits(
    month: Month, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert month.run("signoff", "approve", "--as", MANAGER).out.startswith("Nothing waits for")


def test_status_and_check_say_that_whoever_may_sign_wrote_it(month: Month) -> None:
    month.edit(CANNOCK, "fell for", "rose for", by=DIRECTOR)
    said = "Director of Cannock Chase had a hand in it, and nobody signs off their own work"
    assert said in " ".join(month.run("signoff", "status").out.split())
    checked = " ".join(month.run("check", "--publishable").out.split())
    assert said in checked
    assert (
        "boardpack signoff approve monthly 2018-11 --section cannock-chase/access --as PERSON"
        in checked
    )


def test_approve_refuses_what_is_not_committed(month: Month) -> None:
    month.alter(CANNOCK, "fell for", "rose for")
    refused(month.sign("approve", DIRECTOR), f"{CANNOCK} is not as it was committed", "git restore")
    assert nothing_was_written(month)


def test_a_file_that_is_new_is_not_to_be_put_back(month: Month) -> None:
    path = "content/monthly/2018-12/seisdon.md"
    put({path: (month.root / CANNOCK).read_bytes()}, month.root)
    ran = month.sign("approve", DIRECTOR)
    refused(ran, f"{path} is not as it was committed", f"it is new: commit it (git add {path})")
    assert "git restore" not in ran.err


def test_approve_refuses_a_key_that_is_not_there(month: Month, tmp_path: Path) -> None:
    given = ("--as", DIRECTOR, "--yes", "--key", tmp_path / "none")
    ran = month.run("signoff", "approve", *given)
    refused(ran, "there is no key")
    assert ran.out == ""
    assert nothing_was_written(month)


def test_approve_without_a_key_says_how_to_make_one(
    month: Month, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    ran = month.run("signoff", "approve", "--as", DIRECTOR, "--yes")
    refused(ran, "no SSH key was found", "ssh-keygen -t ed25519")


def test_approve_uses_the_key_that_git_signs_with(month: Month) -> None:
    month.git("config", "user.signingKey", str(month.key(DIRECTOR)))
    assert month.run("signoff", "approve", "--as", DIRECTOR, "--yes").status == 0
    assert month.standing(SECTION) is Standing.VALID


def test_approve_refuses_a_key_that_nobody_would_believe(month: Month) -> None:
    given = ("--as", DIRECTOR, "--yes", "--key", month.key(OTHER))
    refused(
        month.run("signoff", "approve", *given),
        "nothing was signed, for it would not count",
        "it is not a key that allowed_signers gives this person",
        f"this key belongs to {OTHER} (line 2 of {ALLOWED})",
    )
    assert nothing_was_written(month)


def test_approve_with_a_key_that_nobody_has_says_at_once_what_line_to_commit(month: Month) -> None:
    # Before anybody is asked, though the director has another key there.
    given = ("--as", DIRECTOR, "--key", month.key("stranger"))
    line = month.allowed("stranger").replace("stranger", DIRECTOR).strip()
    refused(
        month.run("signoff", "approve", *given),
        f"commit your public key to {ALLOWED} first, as one line: {line}",
    )


def test_approve_says_that_a_line_of_allowed_signers_lacks_a_name(month: Month) -> None:
    pasted = (month.keys / f"{DIRECTOR}.pub").read_text()
    month.put(ALLOWED, f"# Who signs\n{pasted}", MANAGER)
    line = month.allowed(DIRECTOR).strip()
    refused(
        month.sign("approve", DIRECTOR),
        f"line 2 of {ALLOWED} names no person; write: {line}",
    )
    options = f'namespaces="signoff@boardpack" {pasted}'
    month.put(ALLOWED, options, MANAGER)
    refused(month.sign("approve", DIRECTOR), f"line 1 of {ALLOWED} names no person")


def test_approve_says_which_line_gives_a_key_for_something_else(month: Month) -> None:
    month.put(ALLOWED, month.allowed(DIRECTOR, 'namespaces="git"'), MANAGER)
    refused(month.sign("approve", DIRECTOR), f"see line 1 of {ALLOWED}, or take another key")


def test_an_allowed_signer_s_name_cannot_steer_a_terminal(month: Month) -> None:
    month.put(ALLOWED, month.allowed(DIRECTOR).replace(DIRECTOR, "x\x1b[2J"), MANAGER)
    refused(month.sign("approve", DIRECTOR), "this key belongs to x\\u001b[2J")


def test_approve_refuses_a_key_that_was_revoked(month: Month) -> None:
    month.put(REVOKED, (month.keys / f"{DIRECTOR}.pub").read_bytes(), MANAGER)
    refused(month.sign("approve", DIRECTOR), "its key was revoked as compromised")
    assert nothing_was_written(month)


def test_approve_refuses_a_ledger_that_is_not_in_order(month: Month) -> None:
    month.sign("approve", DIRECTOR, SECTION)
    (month.root / LEDGER / DIRECTOR / "0001.json").unlink()
    refused(month.sign("approve", DIRECTOR, "summary"), "the record of this signature is gone")


def test_approve_asks_unless_told_otherwise(month: Month) -> None:
    given = ("--as", DIRECTOR, "--key", month.key(DIRECTOR))
    ran = month.run("signoff", "approve", "--section", SECTION, *given)
    refused(ran, "nobody is there to be asked; add --yes")
    assert ran.out == ""
    assert nothing_was_written(month)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("approve",),
            "say who you are, with --as and your id in data/people.csv; may sign today: ",
        ),
        (
            ("object", "--as", "director-canock", "--why", "x", "--section", SECTION),
            "there is no 'director-canock' in data/people.csv; may sign today: director-cannock, "
            "director-seisdon, primary-care-director; did you mean 'director-cannock'?",
        ),
        (
            ("object", "--as", DIRECTOR, "--why", "x", "--section", "acess"),
            "no section that is due is called 'acess'; there is summary, access, ",
        ),
        (
            ("withdraw", "--as", DIRECTOR, "--why", "x", "--section", "seisdn/access"),
            "did you mean 'seisdon/access'?; see them with: boardpack signoff status",
        ),
    ],
)
def test_whoever_names_nobody_or_nothing_is_shown_the_choices(
    month: Month, words: tuple[str, ...], said: str
) -> None:
    ran = month.run("signoff", *words)
    refused(ran, said)


@pytest.mark.parametrize(
    ("allowed", "said"),
    [
        ("", "gives this person; commit your public key to data/signoffs/"),
        ("manager-cannock", "gives this person; this key belongs to manager-cannock (line "),
    ],
)
def test_a_key_that_would_not_count_is_named_before_anybody_is_asked(
    month: Month, allowed: str, said: str
) -> None:
    key = month.key("new")
    lines = (month.root / ALLOWED).read_text().splitlines(keepends=True)
    if allowed:
        lines.append(month.allowed("new").replace("new", allowed, 1))
    else:
        lines = [line for line in lines if not line.startswith(f"{DIRECTOR} ")]
    month.put(ALLOWED, "".join(lines), "development-manager")
    ran = month.run("signoff", "approve", SECTION, "--as", DIRECTOR, "--key", key)
    refused(ran, said)


class Typed(StringIO):
    """Somebody at a terminal."""

    def isatty(self) -> bool:
        return True


def answer(month: Month, monkeypatch: pytest.MonkeyPatch, answers: str, *sections: str) -> Ran:
    """Let the director of Cannock Chase answer at a terminal."""
    monkeypatch.setattr(sys, "stdin", Typed(answers))
    named = [word for section in sections for word in ("--section", section)]
    return month.run("signoff", "approve", *named, "--as", DIRECTOR, "--key", month.key(DIRECTOR))


def covered(month: Month) -> list[str]:
    """Return the sections that the director's records cover."""
    chain = [read_record(path.read_bytes()) for path in month.chain(DIRECTOR)]
    return [subject.section for record in chain for subject in record.covers]


@pytest.mark.parametrize(("typed", "status"), [("y\n", 0), ("Yes\n", 0), ("n\n", 1), ("\n", 1)])
def test_approve_signs_only_on_a_yes(
    month: Month, monkeypatch: pytest.MonkeyPatch, typed: str, status: int
) -> None:
    ran = answer(month, monkeypatch, typed, SECTION)
    assert (
        "Sign off this section? [y/N, l: every line that you sign, q: leave the rest] " in ran.out
    )
    assert ran.status == status
    assert nothing_was_written(month) is (status == 1)
    assert ("Nothing was signed." in ran.out) is (status == 1)


def test_approve_asks_after_each_section_and_signs_those_that_were_agreed_to(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = answer(month, monkeypatch, "y\nn\ny\nq\n")
    assert [f"({one} of 5)" in ran.out for one in range(1, 6)] == [True] * 4 + [False]
    assert ran.out.index("Cannock Chase: Access (") < ran.out.index("(2 of 5)?")
    assert covered(month) == ["summary", "feedback"]


def test_approve_leaves_the_rest_where_nobody_answers_any_more(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answer(month, monkeypatch, "y\n").status == 0
    assert covered(month) == ["summary"]


def test_approve_offers_nothing_that_the_check_refuses(month: Month) -> None:
    month.edit(ACCESS_ROWS, ROW, ROW.replace("3.5", "three"), by=MANAGER)
    ran = month.sign("approve", DIRECTOR)
    assert "Left out: cannock-chase/access is not " in ran.out
    assert "Cannock Chase: Access" not in ran.out
    assert "access" not in covered(month)
    refused(month.sign("approve", DIRECTOR, SECTION), "cannock-chase/access is not ")


def test_an_error_in_a_section_leaves_out_that_section_alone(month: Month) -> None:
    month.edit(CANNOCK, "fell for", "fell ![chart](x.png) for", by=MANAGER)
    ran = month.sign("approve", DIRECTOR)
    assert "Left out: cannock-chase/access is not in order: " in ran.out
    assert "boardpack check" in ran.out
    assert covered(month) == ["summary", "feedback", "extra-shifts", "finance"]
    refused(month.sign("approve", DIRECTOR, SECTION), "cannock-chase/access is not in order: ")


def test_whoever_is_asked_can_see_every_line_first(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = answer(month, monkeypatch, "l\nn\n", SECTION)
    assert "    access missed thresholds board 6, slt 8\n" in ran.out
    assert ran.out.count("Sign off this section?") == 2
    assert "boardpack signoff preview" in ran.out
    assert nothing_was_written(month)


@pytest.mark.parametrize("action", ["approve", "object", "withdraw"])
def test_deciding_needs_a_repository_with_its_whole_history(
    month: Month, tmp_path: Path, action: str
) -> None:
    words = ["signoff", action, "--section", SECTION, "--as", DIRECTOR, "--yes"]
    words += [] if action == "approve" else ["--why", "x"]
    bare = put(minimal(), tmp_path / "bare")
    refused(boardpack("-C", bare, *words), "is not in a Git repository")
    month.git("clone", "--quiet", "--depth=1", month.root.as_uri(), str(tmp_path / "shallow"))
    refused(boardpack("-C", tmp_path / "shallow", *words), "git fetch --unshallow")


# Objecting and taking back


def test_object_blocks_with_its_reason(month: Month) -> None:
    ran = month.sign("object", DIRECTOR, SECTION, "--why", "The figure is wrong.")
    assert ran.status == 0
    assert "Objected to in" in ran.out
    month.commit(DIRECTOR, "Object")
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.OBJECTED
    assert verdict.reason.endswith("objected on 10 December 2018: The figure is wrong.")


def test_words_of_an_objection_cannot_steer_a_terminal(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    words = "No\x1b[2J\u202e"
    out = month.sign("object", DIRECTOR, SECTION, "--why", words).out
    out += month.run("signoff", "status").out
    out += month.run("signoff", "diff").out
    out += month.sign("approve", DIRECTOR, SECTION).out
    assert "No\\u001b[2J" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_object_is_allowed_on_a_draft_and_on_one_s_own_words(month: Month) -> None:
    month.edit(CANNOCK, "status: ready", "status: draft", by=DIRECTOR)
    assert month.sign("object", DIRECTOR, SECTION, "--why", "Not so").status == 0


def test_object_needs_a_section_and_a_reason(month: Month) -> None:
    refused(month.sign("object", DIRECTOR, "--why", "x"), "say to which sections you object")
    assert month.sign("object", DIRECTOR, SECTION).status == 2
    assert nothing_was_written(month)


def test_an_objection_is_lifted_by_signing(month: Month) -> None:
    month.sign("object", DIRECTOR, SECTION, "--why", "The figure is wrong.")
    month.sign("approve", DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.VALID


def test_withdraw_takes_back_all_that_one_decided(month: Month) -> None:
    month.sign("approve", DIRECTOR, SECTION)
    month.sign("object", DIRECTOR, "summary", "--why", "Too short")
    ran = month.sign("withdraw", DIRECTOR, "--why", "Too early")
    assert ran.out.count("Cannock Chase: ") == 2
    assert "Taken back in" in ran.out
    assert month.standing(SECTION) is Standing.MISSING
    assert month.standing("cannock-chase/summary") is Standing.MISSING
    status = " ".join(month.run("signoff", "status").out.split())
    gone = "Director of Cannock Chase took the {} back on 10 December 2018: Too early"
    assert f"cannock-chase/access: not signed off: {gone.format('sign-off')}" in status
    assert f"cannock-chase/summary: not signed off: {gone.format('objection')}" in status
    assert "Nothing waits for" in month.sign("withdraw", DIRECTOR, "--why", "Again").out


def test_withdraw_refuses_where_nothing_was_decided(month: Month) -> None:
    month.sign("approve", DIRECTOR, "summary")
    ran = month.sign("withdraw", DIRECTOR, SECTION, "--why", "Too early")
    refused(ran, "'director-cannock' has decided nothing on cannock-chase/access")


# What changed


def test_diff_shows_what_went_and_what_came_since_it_was_signed(month: Month) -> None:
    sign_all(month)
    assert month.run("signoff", "diff").out == "Nothing changed since it was signed.\n"
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    month.edit(ACCESS_ROWS, ROW, "2018-11,cannock-chase,missed,8.5,187,2200", by=MANAGER)
    ran = month.run("signoff", "diff")
    assert ran.status == 0
    assert ran.out.startswith("Cannock Chase: Access: stale: Director of Cannock Chase signed it")
    assert "was  text Missed appointments (DNA) fell for" in ran.out
    assert "now  text Missed appointments (DNA) rose for" in ran.out
    assert "was  access 2018-11 missed rating green, before green" in ran.out
    assert "now  access 2018-11 missed rating red, before green" in ran.out
    assert "Summary" not in ran.out


def test_diff_counts_what_is_not_signed_off(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    assert month.run("signoff", "diff").out == (
        "Nothing changed since it was signed.\n"
        "10 sections are not signed off yet: boardpack signoff status\n"
    )
    assert "not signed off" not in month.run("signoff", "diff", "--section", SECTION).out
    assert (
        "1 section is not signed off yet"
        in month.run("signoff", "diff", "--section", "seisdon/access").out
    )
    assert "not signed off" not in month.run("signoff", "diff", "--since", "HEAD").out


def test_diff_finds_what_was_signed_after_a_squash_took_the_commit_away(month: Month) -> None:
    month.branch("proposal")
    month.edit(CANNOCK, "fell for", "fell again for", by=MANAGER)
    month.sign("approve", DIRECTOR, SECTION)
    month.commit(DIRECTOR, "Sign")
    month.switch("main")
    month.git("merge", "--squash", "--quiet", "proposal")
    month.commit(MANAGER, "Squash")
    month.git("branch", "--quiet", "-D", "proposal")
    month.git("reflog", "expire", "--expire=now", "--all")
    month.git("gc", "--quiet", "--prune=now")
    month.edit(CANNOCK, "fell again for", "rose for", by=MANAGER)
    out = month.run("signoff", "diff").out
    assert "was  text Missed appointments (DNA) fell again for" in out


def test_diff_since_a_revision_needs_no_signature(month: Month) -> None:
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    out = month.run("signoff", "diff", "--section", "access", "--since", "HEAD~1").out
    assert out.startswith("Cannock Chase: Access: changed since HEAD~1 (narrative)")
    nothing = month.run("signoff", "diff", "--section", "summary", "--since", "HEAD~1").out
    assert nothing == "Nothing changed since HEAD~1.\n"


def test_diff_refuses_names_that_it_does_not_know(month: Month) -> None:
    refused(
        month.run("signoff", "diff", "--section", "acces"),
        "no section that is due is called 'acces'",
    )
    ran = month.run("signoff", "diff", "--since", "nowhere")
    refused(ran, "Git knows no revision 'nowhere'")


def test_preview_is_a_page_of_exactly_what_changed(month: Month, tmp_path: Path) -> None:
    month.edit(CANNOCK, "fell for", "rose <b>for", by=MANAGER)
    ran = month.run("signoff", "preview", "--since", "HEAD~1", "--output", tmp_path / "page")
    assert ran.status == 0
    assert ran.out == f"1 section changed: {tmp_path / 'page/preview.html'}\n"
    page = (tmp_path / "page/preview.html").read_text()
    assert "<h1>Cannock Chase, Monthly pack, November 2018</h1>" in page
    assert month.subjects()[SECTION_ID].digest[:12] in page
    assert "Patient feedback" not in page
    assert "rose <b>for" not in page


def test_preview_without_a_revision_shows_all_that_is_due(month: Month, tmp_path: Path) -> None:
    ran = month.run("signoff", "preview", "--output", tmp_path)
    assert (ran.status, ran.out) == (0, f"11 sections: {tmp_path / 'preview.html'}\n")


# What check and the other commands make of it


def test_check_asks_for_sign_offs_only_when_told_to(month: Month) -> None:
    assert month.run("check").status == 0
    ran = month.run("check", "--publishable")
    assert ran.status == 1
    assert "V101" in ran.out
    command = "boardpack signoff approve monthly 2018-11 --section cannock-chase/access"
    assert f"{command} --as director-cannock" in ran.out


def test_check_publishable_is_clear_once_everybody_signed(month: Month) -> None:
    sign_all(month)
    assert month.run("check", "--publishable").status == 0


def test_check_publishable_is_shut_by_content_that_is_signed_but_not_good(month: Month) -> None:
    month.edit(CANNOCK, "status: ready", "status: draft", by=MANAGER)
    names = [f"cannock-chase/{one}" for one in ("summary", "access", "feedback", "extra-shifts")]
    month.approve(DIRECTOR, *names, "cannock-chase/finance")
    month.approve(OTHER, *(name.replace("cannock-chase", "seisdon") for name in names))
    month.approve(OTHER, "seisdon/finance")
    month.decide("primary-care-director", "directorate/risks", role="director-of-primary-care")
    assert {one.standing for one in month.gate().verdicts} == {Standing.VALID}
    assert month.run("check", "--publishable").status == 1


def test_a_broken_record_is_named_before_the_sign_offs_that_it_takes_away(month: Month) -> None:
    month.approve("director-cannock", "cannock-chase/access")
    record = f"{LEDGER}/director-cannock/0001.json"
    (month.root / record).write_text("x")
    ran = month.run("check", "--publishable")
    assert ran.status == 1
    assert ran.out.startswith(f"{record}  L101  ")


def test_check_publishable_judges_whole_editions_with_their_history(
    month: Month, tmp_path: Path
) -> None:
    ran = month.run("check", "--publishable", "--changed-since", "HEAD~1")
    refused(ran, "leave --changed-since out")
    bare = put(minimal(), tmp_path / "bare")
    refused(boardpack("-C", bare, "check", "--publishable"), "is not in a Git repository")


def test_a_clone_of_what_was_signed_judges_alike(month: Month, tmp_path: Path) -> None:
    sign_all(month)
    month.git("clone", "--quiet", str(month.root), str(tmp_path / "clone"))
    clone = replace(month, root=tmp_path / "clone")
    assert clone.gate().verdicts == month.gate().verdicts
    assert clone.run("signoff", "status").status == 0


def test_an_instance_in_a_subfolder_of_a_repository_is_signed_alike(
    month: Month, tmp_path: Path
) -> None:
    inner = tmp_path / "outer/packs"
    month.git("clone", "--quiet", str(month.root), str(tmp_path / "outer"))
    outer = replace(month, root=tmp_path / "outer")
    inner.mkdir()
    outer.git("mv", "content", "data", "packs/")
    outer.commit("development-manager", "Move")
    outer.root = inner
    outer.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    assert outer.sign("approve", DIRECTOR, "access").status == 0
    outer.commit(DIRECTOR, "Sign")
    assert outer.standing(SECTION) is Standing.VALID
    outer.decide(DIRECTOR, SECTION, action=Action.WITHDRAW, words="No")
    assert outer.standing(SECTION) is Standing.MISSING
