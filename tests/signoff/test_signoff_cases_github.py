"""What the gate says of reviews on GitHub; the numbers are those of the agreed list of cases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from boardpack.model.signoff import Component, Standing
from support.forge import WAYS, Hub, hurry
from support.github_server import AT, Said, account, event
from support.instances import ACCESS_ROWS, APPOINTMENTS, CANNOCK, SEISDON, minimal
from support.sampling import sampled_pairs

pytestmark = pytest.mark.rotating

ACCESS_SECTION = "cannock-chase/access"
SUMMARY = "cannock-chase/summary"
TEXT = minimal()[CANNOCK]
FELL = "Missed appointments (DNA) fell"
ROSE = "Missed appointments (DNA) rose"
MONDAYS = "Mondays stay hard to staff"
TUESDAYS = "Tuesdays stay hard to staff"
ROW, REVISED = "2018-11,cannock-chase,booked,2200", "2018-11,cannock-chase,booked,2201"
VALID, STALE, MISSING = Standing.VALID, Standing.STALE, Standing.MISSING
INVALID, OBJECTED, RESIDUAL = Standing.INVALID, Standing.OBJECTED, Standing.RESIDUAL
UNVERIFIABLE, ERROR = Standing.UNVERIFIABLE, Standing.ERROR


def proposed(hub: Hub) -> int:
    """Open a pull request with the text of Cannock Chase."""
    return hub.propose(CANNOCK, TEXT, by="manager-cannock")


def approved(hub: Hub) -> int:
    number = proposed(hub)
    hub.approve(number)
    return number


def merged(hub: Hub, how: str = "squash") -> int:
    number = approved(hub)
    hub.merge(number, how)
    return number


def changed(hub: Hub, old: str, new: str, path: str = CANNOCK, by: str = "manager-cannock") -> int:
    """Change a text by a pull request that nobody reviews."""
    number = hub.amend(path, old, new, by)
    hub.merge(number, "squash")
    return number


# What was approved, and what became of it


def test_case_01_an_approval_is_stale_once_a_later_commit_edits_that_narrative(hub: Hub) -> None:
    merged(hub)
    assert hub.standing() is VALID
    changed(hub, FELL, ROSE)
    found = hub.verdict()
    assert (found.standing, found.changed) == (STALE, (Component.NARRATIVE,))


def test_case_01_an_approval_is_stale_when_the_pull_request_went_on_after_it(hub: Hub) -> None:
    number = approved(hub)
    hub.month.edit(CANNOCK, FELL, ROSE, "manager-cannock")
    hub.push(number)
    hub.merge(number, "squash")
    assert hub.standing() is STALE
    assert hub.standing(SUMMARY) is VALID


def test_case_02_an_approval_stands_when_another_section_of_the_file_is_edited(hub: Hub) -> None:
    merged(hub)
    changed(hub, MONDAYS, TUESDAYS)
    assert (hub.standing(), hub.standing(SUMMARY)) == (VALID, STALE)


@pytest.mark.parametrize("how", WAYS)
def test_case_07_an_approval_stands_whatever_way_the_forge_merges(hub: Hub, how: str) -> None:
    number = approved(hub)
    other = hub.propose(SEISDON, minimal()[SEISDON], by="manager-seisdon")
    hub.approve(other, "director-seisdon")
    hub.merge(number, how)
    hub.merge(other, how)
    found = hub.verdicts()
    assert {found[name].standing for name in (ACCESS_SECTION, SUMMARY)} == {VALID}
    assert found["seisdon/access"].standing is VALID


def test_case_07_whoever_merges_by_rebase_becomes_no_author_by_that(hub: Hub) -> None:
    number = approved(hub)
    hub.month.edit(CANNOCK, MONDAYS, TUESDAYS, "manager-cannock")
    hub.push(number)
    hub.approve(number)
    hub.merge(number, "rebase", by="director-cannock")
    assert {hub.standing(), hub.standing(SUMMARY)} == {VALID}


@pytest.mark.parametrize("how", ["merge", "squash", "queue"])
def test_case_08_text_that_only_the_merge_brought_in_blocks(hub: Hub, how: str) -> None:
    number = approved(hub)
    hub.merge(number, how, text={CANNOCK: TEXT.replace(FELL.encode(), ROSE.encode())})
    found = hub.verdict()
    assert (found.standing, found.changed) == (RESIDUAL, (Component.NARRATIVE,))
    assert hub.standing(SUMMARY) is VALID


@pytest.mark.parametrize("how", WAYS[:2])
def test_case_08_text_that_came_by_resolving_a_conflict_blocks(hub: Hub, how: str) -> None:
    merged(hub)
    number = hub.amend(CANNOCK, FELL, ROSE, "manager-cannock")
    hub.approve(number)
    changed(hub, FELL, "No-shows fell")
    hub.month.switch(hub.pulls[number].branch)
    hub.month.git("fetch", "--quiet", "origin")
    hub.month.merge("origin/main", "manager-cannock")
    hub.month.put(
        CANNOCK, TEXT.replace(FELL.encode(), b"Nothing fell, they say"), "manager-cannock"
    )
    hub.push(number)
    hub.merge(number, how)
    assert hub.standing() is RESIDUAL


def test_case_09_a_sync_with_the_main_line_that_brings_new_data_makes_it_stale(hub: Hub) -> None:
    number = approved(hub)
    hub.branch("data")
    hub.month.edit(ACCESS_ROWS, ROW, REVISED, "development-manager")
    hub.push_directly()
    hub.month.switch(hub.pulls[number].branch)
    hub.month.git("fetch", "--quiet", "origin")
    hub.month.merge("origin/main", "manager-cannock")
    hub.push(number)
    hub.merge(number)
    found = hub.verdict()
    assert found.standing is STALE
    assert Component.DATA in found.changed
    assert hub.standing(SUMMARY) is VALID


def test_case_09_a_sync_that_does_not_change_the_section_leaves_it_valid(hub: Hub) -> None:
    number = approved(hub)
    other = hub.propose(SEISDON, minimal()[SEISDON], by="manager-seisdon")
    hub.merge(other)
    hub.month.switch(hub.pulls[number].branch)
    hub.month.git("fetch", "--quiet", "origin")
    hub.month.merge("origin/main", "manager-cannock")
    hub.push(number)
    hub.merge(number)
    assert hub.standing() is VALID


# Force-pushes


def test_case_10_an_approval_older_than_a_force_push_is_not_trusted_though_it_names_the_head(
    hub: Hub,
) -> None:
    number = approved(hub)
    hub.month.alter(CANNOCK, FELL, ROSE)
    hub.month.commit("manager-cannock", "Rewritten", "--amend")
    hub.force_push(number)
    hub.pulls[number].reviews[0]["commit_id"] = hub.pulls[number].head
    hub.merge(number)
    found = hub.verdict()
    assert found.standing is INVALID
    assert "made before the branch was force-pushed; approve again" in found.reason


def test_case_10_an_approval_after_the_force_push_counts(hub: Hub) -> None:
    number = approved(hub)
    hub.month.alter(CANNOCK, FELL, ROSE)
    hub.month.commit("manager-cannock", "Rewritten", "--amend")
    hub.force_push(number)
    hub.approve(number)
    hub.merge(number)
    assert hub.standing() is VALID


def test_case_11_setting_the_committers_date_back_does_not_help(hub: Hub) -> None:
    number = approved(hub)
    now, hub.month.time = hub.month.time, hub.month.time.replace(day=1)
    hub.month.alter(CANNOCK, FELL, ROSE)
    hub.month.commit("manager-cannock", "Rewritten", "--amend")
    hub.month.time = now
    hub.force_push(number)
    hub.pulls[number].reviews[0]["commit_id"] = hub.pulls[number].head
    hub.merge(number)
    assert hub.standing() is INVALID


@pytest.mark.parametrize("kind", ["base_ref_changed", "automatic_base_change_succeeded"])
def test_case_10_an_approval_from_when_it_led_into_another_branch_is_not_trusted(
    hub: Hub, kind: str
) -> None:
    number = approved(hub)
    hub.pulls[number].timeline.append(event(kind, hub.now()))
    hub.merge(number)
    found = hub.verdict()
    assert found.standing is INVALID
    assert "made when it led into another branch; approve again" in found.reason


def test_case_12_what_was_put_back_byte_for_byte_is_valid_again(hub: Hub) -> None:
    merged(hub)
    changed(hub, FELL, ROSE)
    changed(hub, ROSE, FELL)
    assert hub.standing() is VALID


def test_case_12_what_was_put_back_is_not_valid_after_a_later_objection(hub: Hub) -> None:
    merged(hub)
    number = hub.amend(CANNOCK, FELL, ROSE, "manager-cannock")
    hub.object(number)
    hub.merge(number)
    changed(hub, ROSE, FELL)
    assert hub.standing() is OBJECTED


def test_case_12_what_was_put_back_is_stale_after_a_review_approved_other_words(hub: Hub) -> None:
    merged(hub)
    number = hub.amend(CANNOCK, FELL, ROSE, "manager-cannock")
    hub.approve(number)
    hub.merge(number, "squash")
    assert hub.standing() is VALID
    changed(hub, ROSE, FELL)
    assert hub.standing() is STALE
    again = hub.amend(CANNOCK, FELL, ROSE, "manager-cannock")
    hub.merge(again, "squash")
    assert hub.standing() is VALID


def test_case_12_what_was_put_back_is_not_valid_when_its_approval_was_dismissed(hub: Hub) -> None:
    number = proposed(hub)
    review = hub.approve(number)
    hub.merge(number)
    changed(hub, FELL, ROSE)
    changed(hub, ROSE, FELL)
    hub.dismiss(review)
    assert hub.standing() is INVALID


# Who wrote it


def test_case_16_whoever_opened_the_pull_request_cannot_approve_it(hub: Hub) -> None:
    hub.branch("work")
    hub.month.put(CANNOCK, TEXT, "manager-cannock")
    number = hub.open("director-cannock")
    hub.approve(number)
    hub.merge(number)
    found = hub.verdict()
    assert found.standing is INVALID
    assert "opened pull request 1 and cannot approve it as well" in found.reason


def written_by_director(hub: Hub) -> int:
    """Open a pull request in which the director wrote a word of the section on access."""
    hub.branch("work")
    hub.month.put(CANNOCK, TEXT.replace(FELL.encode(), ROSE.encode()), "manager-cannock")
    hub.month.edit(CANNOCK, ROSE, FELL, "director-cannock")
    number = hub.open()
    hub.approve(number)
    return number


@pytest.mark.parametrize("how", WAYS)
def test_case_16_who_wrote_it_in_a_commit_that_the_merge_hides_cannot_approve_it(
    hub: Hub, how: str
) -> None:
    hub.merge(written_by_director(hub), how)
    found = hub.verdict()
    assert found.standing is INVALID
    assert "and nobody signs off their own work" in found.reason
    assert hub.standing(SUMMARY) is VALID


def test_case_16_a_co_author_of_a_hidden_commit_cannot_approve_it(hub: Hub) -> None:
    hub.branch("work")
    words = "Text\n\nCo-authored-by: D <cannock.director@example.org>"
    hub.month.put(CANNOCK, TEXT, "manager-cannock", words)
    number = hub.open()
    hub.approve(number)
    hub.merge(number, "squash")
    assert hub.standing() is INVALID


def test_case_16_a_co_author_whom_only_the_squash_names_cannot_approve_it(hub: Hub) -> None:
    number = approved(hub)
    hub.merge(number, "squash", words="Co-authored-by: D <cannock.director@example.org>")
    assert hub.standing() is INVALID


def test_case_16_whoever_added_text_by_merging_wrote_it(hub: Hub) -> None:
    number = approved(hub)
    text = TEXT.replace(FELL.encode(), ROSE.encode())
    hub.merge(number, text={CANNOCK: text}, by="director-cannock")
    other = hub.amend(CANNOCK, ROSE, f"{ROSE} again, and", "manager-cannock")
    hub.approve(other)
    hub.merge(other)
    assert hub.standing() is INVALID


def test_case_17_a_bot_opened_the_pull_request_and_the_director_wrote_the_text(hub: Hub) -> None:
    hub.branch("work")
    hub.month.put(CANNOCK, TEXT, "director-cannock")
    number = hub.open("robot[bot]")
    hub.approve(number)
    hub.merge(number, "squash")
    assert hub.standing() is INVALID


@pytest.mark.parametrize("how", WAYS[:2])
def test_case_18_an_address_of_nobody_known_blocks(hub: Hub, how: str) -> None:
    hub.branch("work")
    hub.month.put(CANNOCK, TEXT, "home@example.org")
    number = hub.open()
    hub.approve(number)
    hub.merge(number, how)
    found = hub.verdict()
    assert found.standing is UNVERIFIABLE
    assert "home@example.org, who is nobody in data/people.csv" in found.reason


def test_case_18_an_address_that_the_forge_knows_is_that_persons(hub: Hub) -> None:
    hub.addresses["home@example.org"] = "manager-cannock"
    hub.branch("work")
    hub.month.put(CANNOCK, TEXT, "home@example.org")
    number = hub.open()
    hub.approve(number)
    hub.merge(number)
    assert hub.standing() is VALID


def test_case_18_an_address_that_the_forge_knows_as_the_directors_is_theirs(hub: Hub) -> None:
    hub.addresses["home@example.org"] = "director-cannock"
    hub.branch("work")
    hub.month.put(CANNOCK, TEXT, "home@example.org")
    number = hub.open()
    hub.approve(number)
    hub.merge(number, "squash")
    assert hub.standing() is INVALID


def test_case_18_an_account_that_is_nobodys_in_the_register_blocks(hub: Hub) -> None:
    hub.addresses["home@example.org"] = "stranger"
    hub.branch("work")
    hub.month.put(CANNOCK, TEXT, "home@example.org")
    number = hub.open()
    hub.approve(number)
    hub.merge(number)
    assert hub.standing() is UNVERIFIABLE


@pytest.mark.parametrize("how", WAYS[:2])
def test_case_19_a_director_who_only_updated_the_branch_wrote_nothing(hub: Hub, how: str) -> None:
    number = approved(hub)
    hub.merge(hub.propose(SEISDON, minimal()[SEISDON], by="manager-seisdon"))
    hub.month.switch(hub.pulls[number].branch)
    hub.month.git("fetch", "--quiet", "origin")
    hub.month.merge("origin/main", "director-cannock")
    hub.push(number)
    hub.merge(number, how)
    assert hub.standing() is VALID


# Who may


def test_case_20_who_may_write_but_has_not_the_role_is_ignored_with_the_reason(hub: Hub) -> None:
    number = proposed(hub)
    hub.review(number, "administrator", author_association="OWNER")
    hub.review(number, "director-seisdon")
    hub.merge(number)
    found = hub.verdict()
    assert found.standing is MISSING
    assert found.ignored == (
        "administrator is not in data/people.csv",
        "Director of Seisdon Peninsula is no service-director for cannock-chase",
    )


def test_case_21_a_bot_or_an_app_that_approves_is_ignored(hub: Hub) -> None:
    number = proposed(hub)
    hub.review(number, "robot[bot]")
    hub.merge(number)
    found = hub.verdict()
    assert found.standing is MISSING
    assert found.ignored == ("robot[bot] reviewed pull request 1, but robot[bot] is a program, "
                             "not a person",)  # fmt: skip


def test_case_22_a_director_who_approves_and_then_requests_changes_blocks(hub: Hub) -> None:
    number = approved(hub)
    hub.object(number)
    hub.merge(number)
    assert hub.standing() is OBJECTED


def test_case_22_changes_requested_after_the_merge_block_as_well(hub: Hub) -> None:
    number = merged(hub)
    assert hub.standing() is VALID
    hub.object(number)
    assert hub.standing() is OBJECTED


def test_case_23_requested_changes_that_somebody_dismissed_are_no_approval(hub: Hub) -> None:
    number = approved(hub)
    hub.dismiss(hub.object(number))
    hub.merge(number)
    found = hub.verdict()
    assert found.standing is OBJECTED
    assert "the review was dismissed by administrator" in found.reason


def test_requested_changes_that_somebody_dismissed_outlive_a_deputys_approval(
    hub: Hub,
) -> None:
    deputised(hub, "2018-04-01", "")
    number = proposed(hub)
    hub.approve(number, "director-seisdon")
    hub.dismiss(hub.object(number))
    hub.merge(number)
    assert hub.standing() is OBJECTED


def test_requested_changes_that_somebody_dismissed_end_with_ones_own_approval(
    hub: Hub,
) -> None:
    number = proposed(hub)
    hub.dismiss(hub.object(number))
    hub.approve(number)
    hub.merge(number)
    assert hub.standing() is VALID


def test_requested_changes_that_their_author_dismissed_are_taken_back(hub: Hub) -> None:
    deputised(hub, "2018-04-01", "")
    number = proposed(hub)
    hub.dismiss(hub.object(number), by="director-cannock")
    hub.approve(number, "director-seisdon")
    hub.merge(number)
    assert hub.standing() is VALID


def test_case_23_a_dismissed_objection_revives_no_approval_of_another_pull_request(
    hub: Hub,
) -> None:
    merged(hub)
    number = hub.amend(CANNOCK, FELL, ROSE, "manager-cannock")
    hub.dismiss(hub.object(number))
    hub.merge(number)
    changed(hub, ROSE, FELL)
    found = hub.verdict()
    assert found.standing is OBJECTED
    assert hub.standing(SUMMARY) is VALID
    assert any("a later review of theirs was dismissed" in one for one in found.ignored)


def test_case_24_a_comment_after_an_approval_takes_nothing_back(hub: Hub) -> None:
    number = approved(hub)
    hub.review(number, "director-cannock", "COMMENTED")
    hub.merge(number)
    assert hub.standing() is VALID


@pytest.mark.parametrize("when", ["before", "after"])
def test_case_25_an_approval_that_is_dismissed_around_the_merge_is_invalid(
    hub: Hub, when: str
) -> None:
    number = proposed(hub)
    review = hub.approve(number)
    if when == "before":
        hub.dismiss(review)
    hub.merge(number)
    if when == "after":
        hub.dismiss(review)
    found = hub.verdict()
    assert found.standing is INVALID
    assert "the review was dismissed by administrator" in found.reason


@pytest.mark.parametrize(
    ("first", "second", "standing"),
    [("APPROVED", "CHANGES_REQUESTED", OBJECTED), ("CHANGES_REQUESTED", "APPROVED", VALID)],
)
def test_case_26_reviews_of_the_same_second_are_in_the_order_of_their_numbers(
    hub: Hub, first: str, second: str, standing: Standing
) -> None:
    number = proposed(hub)
    at = hub.now()
    hub.review(number, "director-cannock", second, at=at, id=82)
    hub.review(number, "director-cannock", first, at=at, id=81)
    hub.merge(number)
    assert hub.standing() is standing


def test_case_26_reviews_whose_order_nobody_can_tell_block(hub: Hub) -> None:
    number = proposed(hub)
    for state in ("APPROVED", "CHANGES_REQUESTED"):
        hub.review(number, "director-cannock", state, id=81)
    hub.merge(number)
    assert hub.standing() is ERROR


def deputised(hub: Hub, since: str, until: str) -> None:
    """Record that the director of Seisdon stands in for the one of Cannock Chase."""
    line = f"director-seisdon,service-director,cannock-chase,{since},{until},director-cannock"
    hub.branch("deputy")
    hub.month.add_line(APPOINTMENTS, line)
    hub.push_directly()


def test_case_27_a_deputy_approves_inside_the_recorded_delegation(hub: Hub) -> None:
    deputised(hub, "2018-12-01", "2018-12-31")
    number = proposed(hub)
    hub.approve(number, "director-seisdon")
    hub.merge(number)
    found = hub.verdict()
    assert found.standing is VALID
    assert "as deputy for Director of Cannock Chase" in found.reason


def test_case_27_a_deputy_outside_the_recorded_delegation_is_invalid(hub: Hub) -> None:
    deputised(hub, "2018-11-01", "2018-11-30")
    number = proposed(hub)
    hub.approve(number, "director-seisdon")
    hub.merge(number)
    assert hub.standing() is INVALID


def test_case_27_a_deputy_whom_nobody_recorded_counts_for_nothing(hub: Hub) -> None:
    number = proposed(hub)
    hub.approve(number, "director-seisdon")
    hub.merge(number)
    assert hub.standing() is MISSING


def test_case_28_a_director_who_objects_after_their_deputy_approved_blocks(hub: Hub) -> None:
    deputised(hub, "2018-12-01", "2018-12-31")
    number = proposed(hub)
    hub.approve(number, "director-seisdon")
    hub.object(number, "director-cannock")
    hub.merge(number)
    assert hub.standing() is OBJECTED


HELD = "director-cannock,service-director,cannock-chase,2018-04-01,"


def test_case_29_an_approval_after_the_role_was_lost_is_invalid(hub: Hub) -> None:
    hub.branch("roles")
    hub.month.edit(APPOINTMENTS, HELD, f"{HELD}2018-12-01", "development-manager")
    hub.push_directly()
    merged(hub)
    found = hub.verdict()
    assert found.standing is INVALID
    assert "was no service-director for cannock-chase on 2018-12-10" in found.reason


def test_case_29_an_approval_outlives_the_role(hub: Hub) -> None:
    merged(hub)
    hub.branch("roles")
    hub.month.edit(APPOINTMENTS, HELD, f"{HELD}2018-12-11", "development-manager")
    hub.push_directly()
    assert hub.standing() is VALID


@pytest.mark.parametrize("how", WAYS)
def test_case_30_a_pull_request_cannot_give_the_role_on_which_it_relies(hub: Hub, how: str) -> None:
    hub.branch("work")
    gift = "director-seisdon,service-director,cannock-chase,2018-04-01,,"
    hub.month.add_line(APPOINTMENTS, gift, "manager-cannock")
    hub.month.put(CANNOCK, TEXT, "manager-cannock")
    number = hub.open()
    hub.approve(number, "director-seisdon")
    hub.merge(number, how)
    found = hub.verdict()
    assert found.standing is MISSING
    assert "is no service-director for cannock-chase" in found.ignored[0]


def test_case_31_a_renamed_account_is_the_same_person(hub: Hub) -> None:
    number = proposed(hub)
    hub.review(number, "x", account=account(1001, "another-name"))
    hub.merge(number)
    assert hub.standing() is VALID


def test_case_31_another_account_with_the_old_name_is_nobody(hub: Hub) -> None:
    number = proposed(hub)
    hub.review(number, "x", account=account(3333, "director-cannock"))
    hub.merge(number)
    found = hub.verdict()
    assert (found.standing, found.is_valid) == (MISSING, False)
    assert found.ignored == ("director-cannock is not in data/people.csv",)


def test_case_31_an_account_that_no_longer_exists_is_unverifiable(hub: Hub) -> None:
    number = proposed(hub)
    hub.review(number, "x", account=None)
    hub.merge(number)
    assert hub.standing() is UNVERIFIABLE


def test_case_32_an_approval_of_last_months_edition_says_nothing_of_this_one(hub: Hub) -> None:
    number = hub.propose(CANNOCK.replace("2018-11", "2018-10"), TEXT, by="manager-cannock")
    hub.approve(number)
    hub.merge(number)
    hub.merge(proposed(hub))
    assert hub.standing() is MISSING


def test_case_33_an_approval_of_a_pull_request_that_was_closed_unmerged_is_invalid(
    hub: Hub,
) -> None:
    number = approved(hub)
    hub.close(number)
    hub.push_directly()
    assert hub.standing() is MISSING
    listed = [hub.pulls[number].shown(is_listed=True)]
    hub.answers[f"{AT}/commits/{hub.pulls[number].head}/pulls"] = Said(listed)
    found = hub.verdict()
    assert found.standing is INVALID
    assert "pull request 1 was closed without being merged" in found.reason


def test_case_33_an_approval_of_a_pull_request_into_another_branch_is_invalid(hub: Hub) -> None:
    number = approved(hub)
    hub.pulls[number].base = "drafts"
    hub.git("update-ref", "refs/heads/drafts", hub.git("rev-parse", "refs/heads/main"))
    hub.merge(number)
    hub.push_directly()
    found = hub.verdict()
    assert found.standing is INVALID
    assert "goes into the branch 'drafts', not into 'main'" in found.reason


def test_case_34_what_was_pushed_directly_is_unsigned(hub: Hub) -> None:
    hub.branch("work")
    hub.month.put(CANNOCK, TEXT, "manager-cannock")
    hub.push_directly()
    assert hub.standing() is MISSING
    assert hub.run("check", "--publishable").status == 1


def test_case_34_what_an_administrator_merged_past_the_rules_is_unsigned(hub: Hub) -> None:
    hub.merge(proposed(hub), by="development-manager")
    assert hub.standing() is MISSING


def test_case_35_of_three_approved_sections_only_the_changed_one_is_stale(hub: Hub) -> None:
    merged(hub)
    changed(hub, MONDAYS, TUESDAYS)
    found = {name: one.standing for name, one in hub.verdicts().items() if name.startswith("cann")}
    assert found.pop(SUMMARY) is STALE
    assert set(found.values()) == {VALID}


# What cannot be read

PATHS = ("commits", "pull", "reviews", "timeline")
FAILURES: dict[str, Callable[[], Said]] = {
    "403": lambda: Said({"message": "Resource not accessible"}, 403),
    "404": lambda: Said({"message": "Not Found"}, 404),
    "429": lambda: Said({"message": "Slow down"}, 429, {"Retry-After": "60"}),
    "500": lambda: Said({"message": "Oh"}, 500),
    "502": lambda: Said(raw=b"<html>", status=502),
    "timeout": lambda: Said(silent=True),
    "cut short": lambda: Said(raw=b'[{"id": 1, "st', missing=40),
    "half a page": lambda: Said(raw=b'[{"id": 1, "st'),
}


def path_of(hub: Hub, number: int, what: str) -> str:
    return {
        "commits": f"{AT}/commits/{hub.pulls[number].merge_commit}/pulls",
        "pull": f"{AT}/pulls/{number}",
        "reviews": f"{AT}/pulls/{number}/reviews",
        "timeline": f"{AT}/issues/{number}/timeline",
    }[what]


@pytest.mark.parametrize(("failure", "what"), sampled_pairs(list(FAILURES), PATHS))
def test_case_36_what_cannot_be_read_is_an_error_on_every_section_and_shuts_the_gate(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, what: str, failure: str
) -> None:
    number = merged(hub)
    if failure == "timeout":
        hurry(monkeypatch, 0.1)
    hub.answers[path_of(hub, number, what)] = FAILURES[failure]()
    found = hub.gate()
    assert {one.standing for one in found.verdicts} == {ERROR}
    assert len(found.findings) >= 1


def test_case_36_a_further_page_that_never_came_is_an_error(hub: Hub) -> None:
    number = merged(hub)
    url = f"{hub.server.address}{AT}/pulls/{number}/reviews?per_page=100&page=2"
    page = Said(hub.pulls[number].reviews, headers={"Link": f'<{url}>; rel="next"'})
    hub.answers[f"{AT}/pulls/{number}/reviews"] = page
    assert {one.standing for one in hub.gate().verdicts} == {ERROR}


def test_case_36_a_commit_that_cannot_be_fetched_is_an_error(hub: Hub) -> None:
    number = approved(hub)
    hub.merge(number, "squash")
    hub.git("update-ref", "-d", f"refs/pull/{number}/head")
    hub.git("update-ref", "-d", f"refs/heads/{hub.pulls[number].branch}")
    found = hub.verdict()
    assert found.standing is ERROR
    assert "cannot be fetched" in found.reason


def test_case_36_the_gate_says_that_it_could_not_read_and_never_that_nobody_signed(
    hub: Hub,
) -> None:
    number = merged(hub)
    hub.answers[f"{AT}/pulls/{number}/reviews"] = FAILURES["500"]()
    ran = hub.run("check", "--publishable")
    assert ran.status == 1
    assert "GitHub answered 500" in ran.out
    assert "nobody who may sign" not in ran.out


def test_a_month_needs_a_request_for_each_commit_and_three_for_each_pull_request(hub: Hub) -> None:
    merged(hub)
    changed(hub, MONDAYS, TUESDAYS)
    changed(hub, TUESDAYS, MONDAYS)
    hub.gate()
    opening = 1
    assert len(hub.server.asked) == 3 * (1 + 3) + opening
    assert not any("If-None-Match" in one.headers for one in hub.server.asked)
    hub.server.asked.clear()
    hub.gate()
    assert len(hub.server.asked) == 3 * (1 + 3) + opening
    assert all("If-None-Match" in one.headers for one in hub.server.asked)


def test_a_month_that_all_directors_approved_opens_the_gate(hub: Hub) -> None:
    hub.branch("work")
    hub.month.put(CANNOCK, TEXT, "manager-cannock")
    hub.month.put(SEISDON, minimal()[SEISDON], "manager-seisdon")
    number = hub.open()
    for person in ("director-cannock", "director-seisdon", "primary-care-director"):
        hub.approve(number, person)
    hub.merge(number, "squash")
    assert {one.standing for one in hub.gate().verdicts} == {VALID}
    assert hub.run("check", "--publishable").status == 0
    assert hub.run("signoff", "status").status == 0
