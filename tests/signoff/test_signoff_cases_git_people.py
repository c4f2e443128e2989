"""Evidence from plain Git, cases 16 to 30: who wrote it, and who may sign it?"""

from __future__ import annotations

import pytest

from boardpack.model.signoff import Action, Standing
from support.instances import APPOINTMENTS, CANNOCK, PEOPLE
from support.signing import (
    ALLOWED,
    DEPUTY,
    DEVELOPER,
    DIRECTOR,
    EMAILS,
    MANAGER,
    REVOKED,
    SECTION,
    SUMMARY,
    Month,
)

pytestmark = pytest.mark.rotating


def appoint(month: Month, row: str, person: str) -> None:
    """Put an appointment into the register, and the person's key among those allowed."""
    month.add_line(APPOINTMENTS, row)
    month.add_line(ALLOWED, month.allowed(person).strip())


def coauthored(person: str) -> str:
    return f"Work\n\nCo-authored-by: Somebody <{EMAILS[person]}>"


# 16 to 19: who wrote it


def test_case_16_the_approver_who_wrote_the_section_may_not_sign_it(month: Month) -> None:
    month.edit(CANNOCK, "fell for", "rose for", by=DIRECTOR)
    month.approve(DIRECTOR, SECTION)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.INVALID
    assert verdict.reason == (
        "Director of Cannock Chase had a hand in this section (its words, figures, waiver or "
        "exceptions), and nobody signs off their own work"
    )


def test_case_16_the_approver_who_committed_another_s_text_may_not_sign_it(month: Month) -> None:
    month.alter(CANNOCK, "fell for", "rose for")
    month.commit(DIRECTOR, "Work", f"--author=Manager <{EMAILS[MANAGER]}>")
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.INVALID


@pytest.mark.parametrize("key", ["Co-authored-by", "Co-Authored-By", "co-authored-by"])
def test_case_16_the_approver_who_is_named_as_co_author_may_not_sign_it(
    month: Month, key: str
) -> None:
    message = coauthored(DIRECTOR).replace("Co-authored-by", key)
    month.edit(CANNOCK, "fell for", "rose for", MANAGER, message)
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.INVALID


def test_case_16_a_co_author_named_amid_a_message_counts_too(month: Month) -> None:
    message = f"{coauthored(DIRECTOR)}\n\nMore words that a squash put below."
    month.edit(CANNOCK, "fell for", "rose for", MANAGER, message)
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.INVALID


def test_case_16_an_address_in_other_letters_is_the_same_person(month: Month) -> None:
    month.alter(CANNOCK, "fell for", "rose for")
    month.commit(MANAGER, "Work", f"--author=X <{EMAILS[DIRECTOR].upper()}>")
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.INVALID


def test_case_16_the_approver_who_wrote_another_section_of_the_file_may_sign_this_one(
    month: Month,
) -> None:
    month.edit(CANNOCK, "More patients", "Fewer patients", by=DIRECTOR)
    month.approve(DIRECTOR, SECTION)
    month.approve(DIRECTOR, SUMMARY)
    assert month.standing(SECTION) is Standing.VALID
    assert month.standing(SUMMARY) is Standing.INVALID


def test_case_16_words_that_another_wrote_over_stay_the_approver_s(month: Month) -> None:
    month.edit(CANNOCK, "fell for", "rose for", by=DIRECTOR)
    month.edit(CANNOCK, "rose for", "rose again for", by=MANAGER)
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.INVALID


def test_case_16_words_written_on_a_branch_that_was_merged_stay_the_approver_s(
    month: Month,
) -> None:
    month.branch("proposal")
    month.edit(CANNOCK, "fell for", "rose for", by=DIRECTOR)
    month.switch("main")
    month.merge("proposal", DEVELOPER)
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.INVALID


def test_case_16_whoever_moved_the_file_here_wrote_it(month: Month) -> None:
    month.git("mv", CANNOCK, "content/monthly/2018-11/x.md")
    month.commit(MANAGER, "Away")
    month.git("mv", "content/monthly/2018-11/x.md", CANNOCK)
    month.commit(DIRECTOR, "Back")
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.INVALID


def test_case_16_the_approver_who_wrote_its_exception_may_not_sign_it(month: Month) -> None:
    reason = "status: ready\nnot_applicable:\n  access: No clinics were held\n"
    month.edit(CANNOCK, "status: ready\n", reason, by=DIRECTOR)
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.INVALID


def test_case_16_settings_of_the_reader_s_own_git_do_not_hide_who_wrote(month: Month) -> None:
    month.branch("proposal")
    month.switch("main")
    month.put("content/guide/one.md", "# Guide\n", DEVELOPER)
    month.merge("proposal", DIRECTOR, "--no-commit")
    month.switch("proposal")
    month.put("content/guide/two.md", "# Guide\n", DEVELOPER)
    month.switch("main")
    month.merge("proposal", DIRECTOR, "--no-commit")
    month.alter(CANNOCK, "fell for", "rose for")
    month.commit(DIRECTOR, "Merge")
    month.approve(DIRECTOR, SECTION)
    for name, value in (
        ("log.diffMerges", "off"),
        ("log.showRoot", "false"),
        ("log.follow", "true"),
        ("diff.renames", "copies"),
    ):
        month.git("config", name, value)
    assert month.standing(SECTION) is Standing.INVALID


def test_case_17_what_the_director_wrote_on_the_forge_s_pages_is_theirs(month: Month) -> None:
    month.alter(CANNOCK, "fell for", "rose for")
    month.git("add", "--all")
    author = f"--author=D <{EMAILS[DIRECTOR]}>"
    month.git("commit", "--quiet", "--message", "Edit", author, by="noreply@github.com")
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.INVALID


def test_case_17_the_forge_itself_is_nobody_who_wrote(month: Month) -> None:
    month.alter(CANNOCK, "fell for", "rose for")
    month.git("add", "--all")
    author = f"--author=M <{EMAILS[MANAGER]}>"
    month.git("commit", "--quiet", "--message", "Edit", author, by="noreply@github.com")
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.VALID


def test_case_18_an_address_that_belongs_to_nobody_known_blocks(month: Month) -> None:
    month.edit(CANNOCK, "fell for", "rose for", by="stranger@example.org")
    month.approve(DIRECTOR, SECTION)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.UNVERIFIABLE
    assert verdict.reason == (
        "part of it was written or changed by stranger@example.org, who is nobody in "
        "data/people.csv; "
        "put that address into `emails` of their row in data/people.csv"
    )


def test_case_18_an_address_of_nobody_in_another_section_does_not_block(month: Month) -> None:
    month.edit(CANNOCK, "More patients", "Fewer patients", by="stranger@example.org")
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.VALID


def test_case_18_it_opens_once_the_register_knows_the_address(month: Month) -> None:
    month.edit(CANNOCK, "fell for", "rose for", by="stranger@example.org")
    month.approve(DIRECTOR, SECTION)
    known = f"{EMAILS[MANAGER]};stranger@example.org"
    month.edit(PEOPLE, EMAILS[MANAGER], known, by=DEVELOPER)
    assert month.standing(SECTION) is Standing.VALID


def test_case_19_the_director_who_only_updated_the_branch_may_sign(month: Month) -> None:
    month.branch("proposal")
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    month.switch("main")
    month.edit(CANNOCK, "More patients", "Fewer patients", by=MANAGER)
    month.switch("proposal")
    month.merge("main", DIRECTOR)
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.VALID


def test_case_19_also_when_both_sides_edited_the_same_section(month: Month) -> None:
    month.branch("proposal")
    month.edit(CANNOCK, "More patients", "Many more patients", by=MANAGER)
    month.switch("main")
    month.edit(CANNOCK, "two more people", "three more people", by=MANAGER)
    month.switch("proposal")
    month.merge("main", DIRECTOR)
    month.approve(DIRECTOR, SUMMARY)
    assert month.standing(SUMMARY) is Standing.VALID


def test_case_19_the_director_who_added_words_while_merging_wrote_them(month: Month) -> None:
    month.branch("proposal")
    month.edit(CANNOCK, "More patients", "Many more patients", by=MANAGER)
    month.switch("main")
    month.edit(CANNOCK, "two more people", "three more people", by=MANAGER)
    month.switch("proposal")
    month.merge("main", DIRECTOR, "--no-commit")
    month.alter(CANNOCK, "three more people", "four more people")
    month.commit(DIRECTOR, "Merge")
    month.approve(DIRECTOR, SUMMARY)
    assert month.standing(SUMMARY) is Standing.INVALID


def test_case_19_the_director_who_resolved_a_conflict_wrote_what_neither_side_had(
    month: Month,
) -> None:
    month.branch("proposal")
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    month.switch("main")
    month.edit(CANNOCK, "fell for", "hardly fell for", by=MANAGER)
    month.switch("proposal")
    month.merge("main", DIRECTOR)
    text = month.git("show", "main:" + CANNOCK) + "\n"
    month.put(CANNOCK, text.replace("hardly fell", "neither fell nor rose"), DIRECTOR)
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.INVALID


# 20 to 30: who may decide, and what else was decided


def test_case_20_an_approval_without_the_role_is_ignored_and_listed(month: Month) -> None:
    month.approve("director-seisdon", SECTION)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.MISSING
    assert verdict.ignored == (
        "Director of Seisdon Peninsula is no service-director for cannock-chase",
    )


def test_case_20_an_approval_without_the_role_does_not_hurt_a_good_one(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.decide("director-seisdon", SECTION, action=Action.OBJECT, words="No")
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.VALID
    assert len(verdict.ignored) == 1


def test_case_21_a_signature_of_a_program_that_is_nobody_is_ignored(month: Month) -> None:
    month.add_line(ALLOWED, month.allowed("publishing-bot").strip())
    month.approve("publishing-bot", SECTION)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.MISSING
    assert verdict.ignored == ("publishing-bot is not in data/people.csv",)


def test_case_22_the_director_who_approved_and_then_objected_blocks(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="The figure is wrong.")
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.OBJECTED
    assert verdict.reason == (
        "Director of Cannock Chase objected on 10 December 2018: The figure is wrong."
    )


def test_case_22_the_director_who_objected_and_then_approved_opens_it(month: Month) -> None:
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="The figure is wrong.")
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.VALID


def test_case_23_an_objection_is_not_lifted_by_somebody_else(month: Month) -> None:
    appoint(month, f"{DEPUTY},service-director,cannock-chase,2018-12-01,,{DIRECTOR}", DEPUTY)
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="The figure is wrong.")
    month.decide(DEPUTY, SECTION, action=Action.WITHDRAW, deputy_for=DIRECTOR)
    month.decide(DEPUTY, SECTION, deputy_for=DIRECTOR)
    assert month.standing(SECTION) is Standing.OBJECTED


def test_case_23_an_objection_that_was_taken_back_is_still_no_approval(month: Month) -> None:
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="The figure is wrong.")
    month.decide(DIRECTOR, SECTION, action=Action.WITHDRAW, words="It is right.")
    assert month.standing(SECTION) is Standing.MISSING


def test_case_25_an_approval_that_was_taken_back_is_none(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.decide(DIRECTOR, SECTION, action=Action.WITHDRAW, words="Too early")
    assert month.standing(SECTION) is Standing.MISSING


def test_case_26_two_decisions_of_the_same_second_stand_in_the_order_of_their_chain(
    month: Month,
) -> None:
    at = "2018-12-10T09:30:00Z"
    month.decide(DIRECTOR, SECTION, time=at)
    month.decide(DIRECTOR, SECTION, time=at, action=Action.OBJECT, words="No")
    assert month.standing(SECTION) is Standing.OBJECTED
    month.decide(DIRECTOR, SECTION, time=at)
    assert month.standing(SECTION) is Standing.VALID


DELEGATED = f"{DEPUTY},service-director,cannock-chase,2018-12-01,2018-12-31,{DIRECTOR}"


def test_case_27_a_deputy_inside_the_recorded_delegation_is_valid_and_named_so(
    month: Month,
) -> None:
    appoint(month, DELEGATED, DEPUTY)
    month.decide(DEPUTY, SECTION, deputy_for=DIRECTOR)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.VALID
    assert verdict.reason == (
        "Manager of Seisdon Peninsula signed it off on 10 December 2018 "
        "as deputy for Director of Cannock Chase"
    )


def test_case_27_a_deputy_outside_the_delegation_s_days_is_invalid(month: Month) -> None:
    appoint(month, DELEGATED.replace("2018-12-01,2018-12-31", "2018-11-01,2018-11-30"), DEPUTY)
    month.decide(DEPUTY, SECTION, deputy_for=DIRECTOR)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.INVALID
    assert "(the register says 2018-11-01 to 2018-11-30)" in verdict.reason


def test_case_27_a_deputy_for_another_service_is_invalid(month: Month) -> None:
    appoint(month, DELEGATED.replace("cannock-chase", "seisdon"), DEPUTY)
    month.decide(DEPUTY, SECTION, deputy_for=DIRECTOR)
    assert month.standing(SECTION) is Standing.INVALID


def test_case_27_a_deputy_whom_no_register_names_is_invalid(month: Month) -> None:
    month.add_line(ALLOWED, month.allowed(DEPUTY).strip())
    month.decide(DEPUTY, SECTION, deputy_for=DIRECTOR)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.INVALID
    assert verdict.reason.endswith("is not recorded as deputy for director-cannock")


def test_case_27_a_deputy_who_signs_as_if_in_their_own_right_is_invalid(month: Month) -> None:
    appoint(month, DELEGATED, DEPUTY)
    month.approve(DEPUTY, SECTION)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.INVALID
    assert "signed as deputy for nobody, but the register says for director-cannock" in (
        verdict.reason
    )


def test_case_28_a_deputy_approved_and_the_director_objects_later_so_it_is_blocked(
    month: Month,
) -> None:
    appoint(month, DELEGATED, DEPUTY)
    month.decide(DEPUTY, SECTION, deputy_for=DIRECTOR)
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="Not so")
    assert month.standing(SECTION) is Standing.OBJECTED


def test_case_29_a_role_that_was_lost_before_the_approval_makes_it_invalid(month: Month) -> None:
    held = "director-cannock,service-director,cannock-chase,2018-04-01,"
    month.edit(APPOINTMENTS, held, f"{held}2018-12-09", by=DEVELOPER)
    month.approve(DIRECTOR, SECTION)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.INVALID
    assert verdict.reason == (
        "Director of Cannock Chase was no service-director for cannock-chase on 2018-12-10 "
        "(the register says 2018-04-01 to 2018-12-09)"
    )


@pytest.mark.parametrize("until", ["2018-12-10", "2018-12-01"])
def test_case_29_a_role_that_was_lost_after_the_approval_leaves_it_valid(
    month: Month, until: str
) -> None:
    month.approve(DIRECTOR, SECTION)
    held = "director-cannock,service-director,cannock-chase,2018-04-01,"
    month.edit(APPOINTMENTS, held, f"{held}{until}", by=DEVELOPER)
    assert month.standing(SECTION) is Standing.VALID


def test_case_29_a_person_who_left_the_register_after_the_approval_leaves_it_valid(
    month: Month,
) -> None:
    month.approve(DIRECTOR, SECTION)
    month.edit(
        APPOINTMENTS, "director-cannock,service-director,cannock-chase,2018-04-01,,\n", "", "x"
    )
    row = f"{DIRECTOR},Director of Cannock Chase,1001,{EMAILS[DIRECTOR]}\n"
    month.edit(PEOPLE, row, "", by=DEVELOPER)
    assert month.standing(SECTION) is Standing.VALID


def test_case_30_a_proposal_that_appoints_its_signer_is_judged_by_the_base_s_register(
    month: Month,
) -> None:
    month.branch("proposal")
    appoint(month, f"{DEPUTY},service-director,cannock-chase,2018-12-01,,", DEPUTY)
    month.approve(DEPUTY, SECTION)
    verdict = month.verdict(SECTION, base="main")
    assert verdict.standing is Standing.INVALID
    assert verdict.ignored == (
        "Manager of Seisdon Peninsula signed, but the signature is not by a key that "
        "allowed_signers gives this person",
    )


def test_case_30_a_proposal_that_only_appoints_its_signer_is_judged_by_the_base_s_register(
    month: Month,
) -> None:
    month.add_line(ALLOWED, month.allowed(DEPUTY).strip())
    month.branch("proposal")
    month.add_line(APPOINTMENTS, f"{DEPUTY},service-director,cannock-chase,2018-12-01,,")
    month.approve(DEPUTY, SECTION)
    verdict = month.verdict(SECTION, base="main")
    assert verdict.standing is Standing.MISSING
    assert verdict.ignored == (
        "Manager of Seisdon Peninsula is no service-director for cannock-chase",
    )


def test_case_30_a_proposal_that_gives_its_signer_a_key_is_judged_by_the_base_s(
    month: Month,
) -> None:
    month.branch("proposal")
    stolen = month.allowed("stolen").replace("stolen", DIRECTOR, 1)
    month.add_line(ALLOWED, stolen.strip())
    month.file(month.record(DIRECTOR, SECTION), key=month.key("stolen"))
    month.commit(DEVELOPER, "Sign")
    assert month.standing(SECTION, base="main") is Standing.INVALID


def test_case_30_a_commit_that_appoints_and_signs_at_once_is_judged_by_what_was_before(
    month: Month,
) -> None:
    month.add_line(ALLOWED, month.allowed(DEPUTY).strip())
    month.file(month.record(DEPUTY, SECTION))
    month.add_line(APPOINTMENTS, f"{DEPUTY},service-director,cannock-chase,2018-12-01,,")
    assert month.standing(SECTION) is Standing.MISSING


def test_case_30_a_merge_that_brings_a_register_and_a_record_is_judged_by_what_was_before(
    month: Month,
) -> None:
    month.add_line(ALLOWED, month.allowed(DEPUTY).strip())
    month.branch("proposal")
    month.add_line(APPOINTMENTS, f"{DEPUTY},service-director,cannock-chase,2018-12-01,,")
    month.approve(DEPUTY, SECTION)
    month.switch("main")
    month.merge("proposal")
    assert month.standing(SECTION) is Standing.MISSING


def test_case_30_a_proposal_cannot_make_a_stranger_somebody_known(month: Month) -> None:
    month.branch("proposal")
    month.edit(CANNOCK, "fell for", "rose for", by="stranger@example.org")
    known = f"{EMAILS[MANAGER]};stranger@example.org"
    month.edit(PEOPLE, EMAILS[MANAGER], known, by=DEVELOPER)
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION, base="main") is Standing.UNVERIFIABLE


def test_case_30_a_proposal_cannot_take_back_that_a_key_was_revoked(month: Month) -> None:
    month.put(REVOKED, (month.keys / f"{DIRECTOR}.pub").read_bytes(), DEVELOPER)
    month.branch("proposal")
    month.put(REVOKED, "", DEVELOPER)
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION, base="main") is Standing.INVALID


def test_case_30_an_approval_in_a_proposal_that_changes_no_register_is_valid(
    month: Month,
) -> None:
    month.branch("proposal")
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION, base="main") is Standing.VALID
