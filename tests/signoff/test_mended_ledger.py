"""Whatever happens to the ledger by accident can be mended, and nothing signed is lost by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from boardpack.model.signoff import Action, Standing
from support.running import put
from support.sampling import sampled_pairs
from support.signing import DEVELOPER, DIRECTOR, LEDGER, MANAGER, SECTION, SUMMARY, Month

pytestmark = pytest.mark.rotating

HERS = f"{LEDGER}/{DIRECTOR}"
FIRST = f"{HERS}/0001.json"


def what_is_wrong(month: Month) -> list[str]:
    return [f"{one.place}: {one.what}" for one in month.ledger_findings()]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("note.txt", b"Mine\n"),
        pytest.param("0002.json", b"", marks=pytest.mark.exhaustive),
        ("0002.json", b'{"action":"appr'),
        ("0002.json.sig", b"-----BEGIN SSH SIGNATURE-----\n"),
        ("0002.JSON", b"{}"),
        pytest.param("2.json", b"{}", marks=pytest.mark.exhaustive),
        ("old/0001.json", b"{}"),
    ],
)
def test_what_was_never_a_decision_shuts_the_gate_until_it_is_taken_out(
    month: Month, name: str, data: bytes
) -> None:
    month.approve(DIRECTOR, SECTION)
    month.put(f"{HERS}/{name}", data, DIRECTOR)
    (finding,) = month.ledger_findings()
    assert str(finding.place) == f"{HERS}/{name}"
    month.git("rm", "--quiet", f"{HERS}/{name}")
    month.commit(DIRECTOR, "Take it out")
    assert what_is_wrong(month) == []
    assert month.standing(SECTION) is Standing.VALID


@pytest.mark.parametrize(
    ("is_committed", "name"),
    sampled_pairs([True, False], [".DS_Store", "0001.json~", "Thumbs.db", "._0001.json"]),
)
def test_what_programs_leave_behind_is_no_part_of_the_ledger(
    month: Month, is_committed: bool, name: str
) -> None:
    month.approve(DIRECTOR, SECTION)
    put({f"{LEDGER}/{name}": b"x", f"{HERS}/{name}": b"x"}, month.root)
    if is_committed:
        month.commit(DIRECTOR)
    assert what_is_wrong(month) == []
    assert month.standing(SECTION) is Standing.VALID


def test_a_copy_of_a_record_in_another_s_folder_may_go_again(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    copy = f"{LEDGER}/{MANAGER}/0001.json"
    month.put(copy, (month.root / FIRST).read_bytes(), MANAGER)
    assert what_is_wrong(month)
    month.git("rm", "--quiet", copy)
    month.commit(MANAGER)
    assert what_is_wrong(month) == []


def test_a_record_that_nobody_s_known_key_signed_may_go_again(month: Month) -> None:
    month.file(month.record(DIRECTOR, SECTION), key=month.key("stranger"))
    month.commit(MANAGER)
    month.git("rm", "--quiet", "-r", HERS)
    month.commit(DIRECTOR)
    assert what_is_wrong(month) == []
    assert month.standing(SECTION) is Standing.MISSING


def sign_on_two_computers(month: Month, laptop: str, desktop: str, *hers: str) -> None:
    """Let the director decide on two branches, and keep what main has of the conflict."""
    month.branch("desktop")
    month.decide(DIRECTOR, *hers, action=Action(desktop))
    month.switch("main")
    month.decide(DIRECTOR, SECTION, action=Action(laptop))
    month.switch("desktop")
    month.merge("main", DIRECTOR)
    month.git("checkout", "--quiet", "--theirs", LEDGER)
    month.commit(DIRECTOR, "Keep main's")


def test_of_two_records_with_one_number_the_dropped_one_must_be_decided_again(
    month: Month,
) -> None:
    sign_on_two_computers(month, "approve", "approve", SUMMARY)
    (finding,) = month.ledger_findings()
    assert "it was altered in commit" in finding.what
    assert (
        f"boardpack signoff approve monthly 2018-11 --section {SUMMARY} --as {DIRECTOR}"
        in finding.advice
    )
    assert month.sign("approve", DIRECTOR).status == 0
    month.commit(DIRECTOR)
    assert what_is_wrong(month) == []
    assert month.standing(SECTION) is month.standing(SUMMARY) is Standing.VALID


def test_the_same_decision_under_one_number_needs_nothing_more(month: Month) -> None:
    sign_on_two_computers(month, "approve", "approve", SECTION)
    assert what_is_wrong(month) == []
    assert month.standing(SECTION) is Standing.VALID


def test_an_objection_that_a_merge_dropped_keeps_the_gate_shut_until_its_maker_decides(
    month: Month,
) -> None:
    sign_on_two_computers(month, "approve", "object", SECTION)
    assert len(what_is_wrong(month)) == 1
    month.approve("director-seisdon", "seisdon/access")
    assert len(what_is_wrong(month)) == 1, "somebody else's decision mends nothing"
    month.decide(DIRECTOR, SUMMARY)
    assert len(what_is_wrong(month)) == 1, "nor does one on another section"
    assert month.sign("approve", DIRECTOR, SECTION).status == 0
    month.commit(DIRECTOR)
    assert what_is_wrong(month) == []


def test_a_decision_from_before_the_loss_mends_nothing(month: Month) -> None:
    before = month.git("rev-parse", "HEAD")
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="The figure is wrong.")
    month.git("rm", "--quiet", "-r", HERS)
    month.commit(MANAGER, "Away with the objection")
    month.decide(DIRECTOR, SECTION, commit=before)
    assert len(what_is_wrong(month)) == 1


def test_a_forged_decision_mends_nothing(month: Month) -> None:
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="The figure is wrong.")
    month.git("rm", "--quiet", "-r", HERS)
    month.commit(MANAGER, "Away with the objection")
    month.file(month.record(DIRECTOR, SECTION), key=month.key(MANAGER))
    month.commit(MANAGER)
    assert len(what_is_wrong(month)) == 1


def test_a_lost_record_is_put_back_by_what_its_finding_says(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.put(f"{HERS}/note.txt", b"x", DIRECTOR)
    month.git("rm", "--quiet", "-r", HERS)
    month.commit(MANAGER, "By mistake")
    (finding,) = month.ledger_findings()
    command = finding.advice.partition("(git ")[2].partition(")")[0]
    month.git(*command.split())
    month.commit(DEVELOPER, "Put it back")
    assert what_is_wrong(month) == []
    assert month.standing(SECTION) is Standing.VALID


def test_a_signature_that_was_spoilt_is_put_back_by_what_its_finding_says(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    for text in ("spoilt", "spoilt again"):
        month.put(f"{FIRST}.sig", text, MANAGER)
    month.git("rm", "--quiet", f"{FIRST}.sig")
    month.commit(MANAGER)
    month.put(f"{FIRST}.sig", "spoilt anew", MANAGER)
    (finding,) = month.ledger_findings()
    month.git(*finding.advice.partition(": git ")[2].rstrip(".").split())
    month.commit(DEVELOPER, "Put it back")
    assert what_is_wrong(month) == []
    assert month.standing(SECTION) is Standing.VALID


def test_a_record_that_follows_another_than_is_there_is_taken_out_and_decided_again(
    month: Month,
) -> None:
    month.approve(DIRECTOR, SECTION)
    month.file(replace(month.record(DIRECTOR, SUMMARY), previous="0" * 64))
    month.commit(DIRECTOR)
    assert "it does not follow the record before it" in what_is_wrong(month)[0]
    month.git("rm", "--quiet", f"{HERS}/0002.json", f"{HERS}/0002.json.sig")
    month.commit(DIRECTOR)
    assert "it was removed in commit" in what_is_wrong(month)[0]
    assert month.sign("approve", DIRECTOR, SUMMARY).status == 0
    month.commit(DIRECTOR)
    assert what_is_wrong(month) == []


def test_an_objection_that_took_another_record_s_place_is_not_lost_with_it(month: Month) -> None:
    """As `git pull --rebase` leaves it when the director keeps her own of two records."""
    month.approve(DIRECTOR, SECTION)
    approval = (month.root / FIRST).read_bytes(), (month.root / f"{FIRST}.sig").read_bytes()
    month.git("rm", "--quiet", "-r", HERS)
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="The figure is wrong.")
    put({FIRST: approval[0], f"{FIRST}.sig": approval[1]}, month.root)
    month.commit(MANAGER, "Tidy")
    (wrong,) = what_is_wrong(month)
    assert "it was altered in commit" in wrong


@pytest.fixture
def dropped(month: Month) -> Month:
    """Return a clone in which a director objected, and a rebase or reset took that away again."""
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="The figure is wrong.")
    month.git("reset", "--quiet", "--hard", "HEAD~1")
    return month


def test_a_clone_does_not_forget_an_objection_that_was_dropped(dropped: Month) -> None:
    (finding,) = dropped.ledger_findings()
    assert "this clone saw this objection in commit" in finding.what
    assert finding.who == "Director of Cannock Chase"
    assert (
        f"boardpack signoff object monthly 2018-11 --section {SECTION} --as {DIRECTOR}"
        in finding.advice
    )


def test_a_dropped_objection_is_mended_by_its_maker_s_next_decision_alone(dropped: Month) -> None:
    dropped.approve("director-seisdon", "seisdon/access")
    dropped.decide(DIRECTOR, SUMMARY)
    assert len(what_is_wrong(dropped)) == 1
    assert dropped.sign("approve", DIRECTOR, SECTION).status == 0
    dropped.commit(DIRECTOR)
    assert what_is_wrong(dropped) == []


def test_what_was_dropped_and_lies_on_another_branch_is_not_lost(month: Month) -> None:
    month.branch("desktop")
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="The figure is wrong.")
    month.switch("main")
    assert what_is_wrong(month) == []


def test_a_dropped_approval_lets_nothing_in_and_is_not_missed(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.git("reset", "--quiet", "--hard", "HEAD~1")
    assert what_is_wrong(month) == []


def test_a_dropped_objection_that_another_forged_is_not_missed(month: Month) -> None:
    record = month.record(DIRECTOR, SECTION, action=Action.OBJECT, words="No")
    month.file(record, key=month.key(MANAGER))
    month.commit(MANAGER)
    month.git("reset", "--quiet", "--hard", "HEAD~1")
    assert what_is_wrong(month) == []
