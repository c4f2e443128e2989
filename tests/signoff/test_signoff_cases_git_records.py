"""Evidence from plain Git, cases 31 to 40: is there a record, and is it what was written?"""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boardpack.adapters import ssh
from boardpack.errors import CannotRun
from boardpack.load.signoffs import serialise_record
from boardpack.model.signoff import Action, Component, Standing
from support.instances import ACCESS_ROWS, APPOINTMENTS, CANNOCK, PEOPLE, WAIVERS
from support.running import put
from support.signing import (
    ALLOWED,
    DEVELOPER,
    DIRECTOR,
    LEDGER,
    MANAGER,
    REVOKED,
    SECTION,
    SUMMARY,
    Month,
)

pytestmark = pytest.mark.rotating

ROW = "2018-11,cannock-chase,missed,3.5,77,2200"


# 31 to 36: other accounts, other editions, no evidence


def test_case_31_an_account_that_was_renamed_is_known_by_its_number(month: Month) -> None:
    address = "1001+an-older-name@users.noreply.github.com"
    month.edit(CANNOCK, "fell for", "rose for", by=address)
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.INVALID


def test_case_31_a_login_that_another_account_took_over_is_nobody_known(month: Month) -> None:
    address = "9999+an-older-name@users.noreply.github.com"
    month.edit(CANNOCK, "fell for", "rose for", by=address)
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.UNVERIFIABLE


def test_case_32_an_approval_of_last_month_s_edition_is_none_of_this_one_s(month: Month) -> None:
    month.decide(DIRECTOR, SECTION, period="2018-10")
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.INVALID
    assert verdict.reason == (
        "Director of Cannock Chase signed monthly 2018-10, which is another edition"
    )


def test_case_32_what_is_signed_belongs_to_its_edition_even_if_all_else_is_equal(
    month: Month,
) -> None:
    november = month.subjects()[("cannock-chase", "access")]
    record = month.record(DIRECTOR, SECTION)
    other = replace(november, digest="0" * 64)
    month.file(replace(record, covers=(other,)))
    month.commit(DIRECTOR, "Sign")
    assert month.standing(SECTION) is Standing.STALE


def test_case_33_an_approval_on_a_branch_that_was_never_merged_is_none(month: Month) -> None:
    month.branch("proposal")
    month.approve(DIRECTOR, SECTION)
    month.switch("main")
    assert month.standing(SECTION) is Standing.MISSING


def test_case_34_what_was_pushed_directly_is_not_signed(month: Month) -> None:
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.MISSING
    assert verdict.reason == "nobody who may sign it has done so yet"


def test_case_34_what_an_administrator_pushed_over_an_approval_is_not_signed(
    month: Month,
) -> None:
    month.approve(DIRECTOR, SECTION)
    month.edit(CANNOCK, "fell for", "rose for", by=DEVELOPER)
    assert month.standing(SECTION) is Standing.STALE


def test_case_35_of_three_sections_approved_at_once_only_the_changed_one_is_stale(
    month: Month,
) -> None:
    three = [SUMMARY, SECTION, "cannock-chase/feedback"]
    month.approve(DIRECTOR, *three)
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    assert [month.standing(name) for name in three] == [
        Standing.VALID,
        Standing.STALE,
        Standing.VALID,
    ]


def test_case_36_a_clone_without_its_older_commits_is_an_error(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    url = month.root.as_uri()
    shallow = replace(month, root=month.root.with_name("shallow"))
    month.git("clone", "--quiet", "--depth=1", url, str(shallow.root))
    with pytest.raises(CannotRun, match="git fetch --unshallow"):
        shallow.gate()


def test_case_36_a_folder_without_a_history_is_an_error(month: Month) -> None:
    month.git("commit", "--allow-empty", "--message", "x")
    (month.root / ".git").rename(month.root.parent / "git")
    with pytest.raises(CannotRun, match="is not in a Git repository"):
        month.gate()


def test_case_36_an_object_that_is_lost_from_the_clone_is_an_error(
    month: Month, tmp_path: Path
) -> None:
    (pack,) = (month.root / ".git/objects/pack").glob("*.pack")
    with pack.rename(tmp_path / "pack").open("rb") as objects:
        subprocess.run(["git", "unpack-objects", "-q"], stdin=objects, cwd=month.root, check=True)
    month.approve(DIRECTOR, SECTION)
    blob = month.git("rev-parse", f"HEAD~1:{APPOINTMENTS}")
    (month.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(CannotRun, match=blob):
        month.gate()


@pytest.mark.parametrize("data", [b"", b"{}\n", b"\xff", b"[" * 100_000, b'{"schema":2}\n'])
def test_case_36_a_record_that_cannot_be_read_blocks(month: Month, data: bytes) -> None:
    put({f"{LEDGER}/{DIRECTOR}/0001.json": data}, month.root)
    put({f"{LEDGER}/{DIRECTOR}/0001.json.sig": b"x"}, month.root)
    month.commit(DIRECTOR, "Sign")
    found = month.gate()
    assert [one.code for one in found.findings if one.code == "L101"] == ["L101"]
    assert not any(one.is_valid for one in found.verdicts)


def test_case_36_an_approval_that_came_in_over_an_unreadable_register_is_not_valid(
    month: Month,
) -> None:
    good = (month.root / PEOPLE).read_bytes()
    record = month.record(DIRECTOR, SECTION)
    month.put(PEOPLE, b"\xff\xfe\x00", DEVELOPER)
    month.file(record)
    month.commit(DIRECTOR, "Sign")
    month.put(PEOPLE, good, DEVELOPER)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.MISSING
    assert verdict.ignored == ("director-cannock is not in data/people.csv",)


def test_case_36_without_allowed_signers_nothing_is_valid(month: Month) -> None:
    (month.root / ALLOWED).unlink()
    month.commit(DEVELOPER, "Lose the keys")
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.INVALID


# 37 to 39: keys and records


def test_case_37_a_key_that_was_revoked_as_compromised_needs_a_new_approval(
    month: Month,
) -> None:
    month.approve(DIRECTOR, SECTION)
    month.put(REVOKED, (month.keys / f"{DIRECTOR}.pub").read_bytes(), DEVELOPER)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.INVALID
    assert verdict.reason == (
        "Director of Cannock Chase signed, but its key was revoked as compromised, "
        "or the list of revoked keys is unreadable"
    )


def test_case_37_another_s_revoked_key_changes_nothing(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.put(REVOKED, (month.keys / "director-seisdon.pub").read_bytes(), DEVELOPER)
    assert month.standing(SECTION) is Standing.VALID


def test_case_37_revoked_keys_that_cannot_be_read_make_nothing_valid(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.put(REVOKED, b"this is no key\n", DEVELOPER)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.INVALID
    assert "the list of revoked keys is unreadable" in verdict.reason


def test_case_37_a_key_whose_holder_merely_left_keeps_older_signatures_valid(
    month: Month,
) -> None:
    month.approve(DIRECTOR, SECTION)
    options = f'valid-before="20181211Z",namespaces="{ssh.NAMESPACE}"'
    kept = month.allowed("director-seisdon") + month.allowed(DIRECTOR, options)
    month.put(ALLOWED, kept, DEVELOPER)
    assert month.standing(SECTION) is Standing.VALID


def test_case_37_a_key_that_went_from_the_list_keeps_older_signatures_valid(
    month: Month,
) -> None:
    month.approve(DIRECTOR, SECTION)
    month.put(ALLOWED, month.allowed("director-seisdon"), DEVELOPER)
    assert month.standing(SECTION) is Standing.VALID


def test_case_37_a_signature_made_after_the_holder_left_is_invalid(month: Month) -> None:
    options = f'valid-before="20181201Z",namespaces="{ssh.NAMESPACE}"'
    month.put(ALLOWED, month.allowed(DIRECTOR, options), DEVELOPER)
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.INVALID


def after_the_days_of_the_key(month: Month, action: Action) -> Standing:
    """Let the director sign, then decide again with the same key when its days are over."""
    options = f'valid-before="20181220Z",namespaces="{ssh.NAMESPACE}"'
    month.put(ALLOWED, month.allowed(DIRECTOR, options), DEVELOPER)
    month.approve(DIRECTOR, SECTION)
    month.time += timedelta(days=20)
    month.decide(DIRECTOR, SECTION, action=action, words="Somebody found the key")
    return month.standing(SECTION)


def test_case_37_a_withdrawal_after_the_days_of_its_key_takes_nothing_back(month: Month) -> None:
    assert after_the_days_of_the_key(month, Action.WITHDRAW) is Standing.VALID


def test_case_37_an_objection_after_the_days_of_its_key_is_heard(month: Month) -> None:
    assert after_the_days_of_the_key(month, Action.OBJECT) is Standing.OBJECTED


def signed_thrice(month: Month) -> list[str]:
    """Let the director decide three times and return the paths of the records."""
    month.approve(DIRECTOR, SECTION)
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="The figure is wrong.")
    month.approve(DIRECTOR, SUMMARY)
    return [path.relative_to(month.root).as_posix() for path in month.chain(DIRECTOR)]


def blocked(month: Month, *words: str) -> None:
    """Demand that the gate is shut for what these words say of the ledger."""
    found = month.gate()
    said = [one.what for one in found.findings if one.code == "L101" and one.is_error]
    assert said
    for word in words:
        assert any(word in one for one in said), said


@settings(
    # Each asks the whole gate four times.
    max_examples=settings().max_examples // 8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_case_38_any_byte_of_a_record_or_signature_that_changed_is_detected(
    month: Month, data: st.DataObject
) -> None:
    if not month.chain(DIRECTOR):
        month.approve(DIRECTOR, SECTION)
    record = month.chain(DIRECTOR)[0]
    for file in (record, record.with_name(f"{record.name}.sig")):
        written = file.read_bytes()
        place = data.draw(st.integers(0, len(written) - 1))
        change = data.draw(st.integers(1, 255))
        altered = bytes([written[place] ^ change])
        file.write_bytes(written[:place] + altered + written[place + 1 :])
        blocked(month, "it is not as it was committed")
        file.write_bytes(written)
        assert month.ledger_findings() == []


def test_case_38_a_record_that_was_edited_is_detected(month: Month) -> None:
    _, second, _ = signed_thrice(month)
    month.edit(second, '"object"', '"approve"', by=DIRECTOR)
    blocked(month, "it was altered in commit", "it does not follow the record before it")


def test_case_38_a_record_edited_but_not_committed_is_detected(month: Month) -> None:
    _, _, third = signed_thrice(month)
    month.alter(third, "signer's", "singer's")
    blocked(month, "it is not as it was committed")


def test_case_38_a_signature_that_was_altered_is_detected(month: Month) -> None:
    first, _, _ = signed_thrice(month)
    data = (month.root / f"{first}.sig").read_bytes()
    month.put(f"{first}.sig", data.replace(b"U1NI", b"U1NJ"), DIRECTOR)
    blocked(month, "it was altered in commit")


def test_case_38_a_record_that_was_removed_from_between_is_detected(month: Month) -> None:
    _, second, _ = signed_thrice(month)
    month.git("rm", "--quiet", second, f"{second}.sig")
    month.commit(MANAGER, "Away with the objection")
    blocked(month, "it was removed in commit", "record 0002.json before it is gone")


def test_case_38_the_last_records_that_were_removed_are_missed(month: Month) -> None:
    _, second, third = signed_thrice(month)
    month.git("rm", "--quiet", second, f"{second}.sig", third, f"{third}.sig")
    month.commit(MANAGER, "Away with the objection")
    blocked(month, "it was removed in commit")


def test_case_38_a_whole_ledger_that_was_removed_is_missed(month: Month) -> None:
    signed_thrice(month)
    month.git("rm", "-r", "--quiet", LEDGER)
    month.commit(MANAGER, "Away with it all")
    blocked(month, "it was removed in commit")


def test_case_38_a_record_removed_but_not_committed_is_missed(month: Month) -> None:
    _, _, third = signed_thrice(month)
    (month.root / third).unlink()
    (month.root / f"{third}.sig").unlink()
    blocked(month, "it is not as it was committed")


def test_case_38_a_record_that_a_merge_removed_is_missed(month: Month) -> None:
    month.branch("proposal")
    month.put("content/guide/one.md", "# Guide\n", DEVELOPER)
    month.switch("main")
    _, _, third = signed_thrice(month)
    month.merge("proposal", DEVELOPER, "--no-commit")
    month.git("rm", "--quiet", third, f"{third}.sig")
    month.commit(DEVELOPER, "Merge")
    blocked(month, "it was removed in commit")


def test_case_38_a_record_that_was_left_behind_on_the_other_side_of_a_merge_is_missed(
    month: Month,
) -> None:
    month.branch("proposal")
    month.put("content/guide/one.md", "# Guide\n", DEVELOPER)
    month.switch("main")
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="The figure is wrong.")
    month.switch("proposal")
    month.merge("main", DEVELOPER, "--strategy=ours")
    month.switch("main")
    month.git("merge", "--quiet", "--ff-only", "proposal")
    assert month.chain(DIRECTOR) == []
    blocked(month, "it was removed in commit")


def test_case_38_a_record_on_a_branch_that_another_way_was_squashed_is_not_missed(
    month: Month,
) -> None:
    month.branch("proposal")
    month.approve(DIRECTOR, SECTION)
    month.switch("main")
    month.git("merge", "--squash", "proposal")
    month.commit(DEVELOPER, "Squash")
    month.git("merge", "--quiet", "--no-edit", "proposal")
    assert month.ledger_findings() == []
    assert month.standing(SECTION) is Standing.VALID


def test_case_38_records_in_another_order_are_detected(month: Month) -> None:
    first, second, _ = signed_thrice(month)
    for end in ("", ".sig"):
        one, other = ((month.root / f"{path}{end}").read_bytes() for path in (first, second))
        put({f"{first}{end}": other, f"{second}{end}": one}, month.root)
    month.commit(MANAGER, "Turn round")
    blocked(month, "it was altered in commit", "it does not follow the record before it")


def test_case_38_a_record_under_a_later_number_is_detected(month: Month) -> None:
    _, _, third = signed_thrice(month)
    for end in ("", ".sig"):
        month.git("mv", f"{third}{end}", f"{third.replace('0003', '0007')}{end}")
    month.commit(MANAGER, "Number anew")
    blocked(month, "it was removed in commit", "record 0003.json before it is gone")


def test_case_38_a_record_cut_short_is_detected(month: Month) -> None:
    _, _, third = signed_thrice(month)
    month.put(third, (month.root / third).read_bytes()[:-40], MANAGER)
    blocked(month, "it was altered in commit", "this is not a sign-off record")


def test_case_38_a_record_that_was_replaced_by_another_good_one_is_detected(
    month: Month,
) -> None:
    _, _, third = signed_thrice(month)
    for end in ("", ".sig"):
        (month.root / f"{third}{end}").unlink()
    month.approve(DIRECTOR, SECTION)
    blocked(month, "it was altered in commit")


def test_case_38_a_record_removed_and_put_back_as_it_was_counts_again(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.git("rm", "-r", "--quiet", LEDGER)
    month.commit(MANAGER, "By mistake")
    blocked(month, "it was removed in commit")
    month.git("revert", "--no-edit", "HEAD")
    assert month.ledger_findings() == []
    assert month.standing(SECTION) is Standing.VALID


def test_case_38_a_signature_without_its_record_and_a_record_without_one_are_detected(
    month: Month,
) -> None:
    month.approve(DIRECTOR, SECTION)
    (record,) = month.chain(DIRECTOR)
    record.with_name("0001.json.sig").rename(record.with_name("0002.json.sig"))
    blocked(month, "its signature is gone")


def test_case_38_a_file_of_another_kind_among_the_records_is_detected(month: Month) -> None:
    month.put(f"{LEDGER}/{DIRECTOR}/note.txt", "x", MANAGER)
    blocked(month, "this is not a record or its signature")


def test_case_38_a_record_with_an_impossible_time_is_detected(month: Month) -> None:
    month.decide(DIRECTOR, SECTION, time="2018-19-39T29:59:59Z")
    blocked(month, "'time' must be such as 2018-12-12T09:30:00Z")


def test_case_38_a_record_in_somebody_else_s_folder_is_detected(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    (record,) = month.chain(DIRECTOR)
    signature = record.with_name("0001.json.sig")
    folder = f"{LEDGER}/director-seisdon"
    put(
        {
            f"{folder}/0001.json": record.read_bytes(),
            f"{folder}/0001.json.sig": signature.read_bytes(),
        },
        month.root,
    )
    month.commit(MANAGER, "Copy")
    blocked(month, "it is a record of 'director-cannock'")


def test_case_39_a_signature_made_for_git_is_invalid(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssh, "NAMESPACE", "git")
    path = month.file(month.record(DIRECTOR, SECTION))
    monkeypatch.undo()
    month.commit(DIRECTOR, "Sign")
    assert path.exists()
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.INVALID
    assert verdict.reason == (
        "Director of Cannock Chase signed, but the signature was made for another purpose"
    )


def test_case_39_a_signature_of_another_record_is_invalid(month: Month) -> None:
    month.approve(DIRECTOR, SUMMARY)
    taken = month.chain(DIRECTOR)[0].with_name("0001.json.sig").read_bytes()
    path = month.file(month.record(DIRECTOR, SECTION))
    path.with_name("0002.json.sig").write_bytes(taken)
    month.commit(DIRECTOR, "Sign")
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.INVALID
    assert verdict.reason == (
        "Director of Cannock Chase signed, but the signature is of something else"
    )


def test_case_39_a_signature_with_somebody_else_s_key_is_invalid(month: Month) -> None:
    month.file(month.record(DIRECTOR, SECTION), key=month.key(MANAGER))
    month.commit(MANAGER, "Sign")
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.INVALID
    assert verdict.reason == (
        "Director of Cannock Chase signed, but the signature is not by a key that "
        "allowed_signers gives this person"
    )


def test_case_39_a_record_that_covers_another_section_says_nothing_of_this_one(
    month: Month,
) -> None:
    month.approve(DIRECTOR, SUMMARY)
    assert month.standing(SECTION) is Standing.MISSING


def test_case_39_a_record_that_came_with_the_first_commit_has_no_register_to_vouch_for_it(
    month: Month,
) -> None:
    record = month.record(DIRECTOR, SECTION)
    month.file(record)
    month.git("checkout", "--quiet", "--orphan", "anew")
    month.commit(MANAGER, "Everything at once")
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.INVALID
    assert "came in with the very first commit" in verdict.reason
    assert serialise_record(record).endswith(b"\n")


# 40: what need not be written


WAIVER = f"monthly,2018-11,cannock-chase,access,The system was down,{DEVELOPER},2018-12-31"


def test_case_40_a_section_that_was_waived_after_the_approval_is_stale(month: Month) -> None:
    month.edit(ACCESS_ROWS, f"{ROW}\n", "", by=DEVELOPER)
    month.approve(DIRECTOR, SECTION)
    month.add_line(WAIVERS, WAIVER)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.STALE
    assert verdict.changed == (Component.NARRATIVE,)


def test_case_40_a_waiver_needs_a_sign_off_of_its_own(month: Month) -> None:
    month.edit(ACCESS_ROWS, f"{ROW}\n", "", by=DEVELOPER)
    month.add_line(WAIVERS, WAIVER)
    assert month.standing(SECTION) is Standing.MISSING
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.VALID


def test_case_40_a_waiver_whose_reason_or_end_changes_needs_another_sign_off(
    month: Month,
) -> None:
    month.edit(ACCESS_ROWS, f"{ROW}\n", "", by=DEVELOPER)
    month.add_line(WAIVERS, WAIVER)
    month.approve(DIRECTOR, SECTION)
    month.edit(WAIVERS, "was down", "was off", by=DEVELOPER)
    assert month.standing(SECTION) is Standing.STALE


def test_case_40_a_section_that_became_not_applicable_after_the_approval_is_stale(
    month: Month,
) -> None:
    month.approve(DIRECTOR, SECTION)
    reason = "status: ready\nnot_applicable:\n  access: No clinics were held\n"
    month.edit(CANNOCK, "status: ready\n", reason, by=MANAGER)
    assert month.standing(SECTION) is Standing.STALE
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.VALID
