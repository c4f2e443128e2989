"""Who comes late and who leaves early decides for how long a meeting can decide."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.analysis.meetings.quorum import (
    QuorumSpell,
    compute_quorum,
    list_quorate_bodies,
    was_always_quorate,
)
from support.books import demo
from support.committees import DECEMBER, TERMS, committee_of, instance_of, with_committee
from support.instances import edited

FACTS = Path(__file__).parents[2] / "cases/meetings/quorum_facts.csv"
USUAL = committee_of(with_committee())
RULE = "{at_least: 1, among: lay, each_body: true}"


def spells_of(
    front: str = "", quorum: str = RULE, apologies: str = "[lay-north]"
) -> tuple[QuorumSpell, ...]:
    tree = edited(with_committee(), DECEMBER, "opened:", f"{front}\nopened:".lstrip("\n"))
    tree = edited(tree, DECEMBER, "[lay-north]", apologies)
    committee = committee_of(edited(tree, TERMS, RULE, quorum))
    return compute_quorum(committee.terms, committee.meetings[0])


def test_a_meeting_without_comings_and_goings_is_one_spell() -> None:
    [spell] = spells_of()
    assert (spell.since, spell.until, spell.is_quorate()) == ("14:00", "16:00", True)
    assert [(count.body, count.counted, count.needed, count.seats) for count in spell.counts] == [
        ("north", 1, 1, 2),
        ("south", 1, 1, 1),
    ]


def test_quorum_is_lost_when_a_member_leaves_and_regained_when_another_comes() -> None:
    # The south has one lay member; here it leaves, and the deputy of the terms does not count.
    late = spells_of("joined: {lay-south: 14:20}")
    assert [(s.since, s.until, s.is_quorate()) for s in late] == [
        ("14:00", "14:20", False),
        ("14:20", "16:00", True),
    ]
    both = spells_of(
        "joined: {director-of-primary-care: 15:30}\nleft: {lay-south: 15:00}", "{at_least: 2}"
    )
    assert [(s.since, s.until, s.counts[0].counted, s.is_quorate()) for s in both] == [
        ("14:00", "15:00", 2, True),
        ("15:00", "15:30", 1, False),
        ("15:30", "16:00", 2, True),
    ]


def test_each_body_is_quorate_by_its_own_rules_and_those_of_all() -> None:
    tree = edited(with_committee(), DECEMBER, "opened:", "left: {lay-south: 15:00}\nopened:")
    committee = committee_of(tree)
    first, second = compute_quorum(committee.terms, committee.meetings[0])
    assert list_quorate_bodies(committee.terms, first) == ("north", "south")
    assert list_quorate_bodies(committee.terms, second) == ("north",)
    assert not was_always_quorate(committee.terms, committee.meetings[0])


@pytest.mark.parametrize(("count", "quorate"), [("true", True), ("false", False)])
def test_a_deputy_counts_unless_the_terms_say_otherwise(count: str, quorate: bool) -> None:
    rule = f"{{at_least: 2, among: lay, body: north, deputies_count: {count}}}"
    [spell] = spells_of("deputies: {lay-north: visitor}", rule, "[]")
    assert spell.is_quorate() is quorate


def test_the_time_of_a_deputy_is_that_of_the_seat() -> None:
    [before, after] = spells_of(
        "deputies: {lay-north: visitor}\njoined: {visitor: 14:30}", "{at_least: 4}", "[]"
    )
    assert (before.counts[0].counted, after.counts[0].counted) == (3, 4)


@pytest.mark.parametrize(
    ("share", "needed", "quorate"), [(50, 2, True), (66, 2, True), (67, 3, False)]
)
def test_a_share_of_those_who_vote_is_rounded_up(share: int, needed: int, quorate: bool) -> None:
    # Three vote, and two of them are lay members.
    [spell] = spells_of(quorum=f"{{percent: {share}, among: lay}}")
    assert (spell.counts[0].needed, spell.is_quorate()) == (needed, quorate)


def test_nobody_at_all_is_no_quorum_by_a_share() -> None:
    rule = "{percent: 50, among: lay}"
    tree = edited(with_committee(), TERMS, RULE, rule)
    tree = edited(tree, DECEMBER, "present: [chair, lay-south, director-of-primary-care]", "")
    committee = committee_of(tree)
    assert not was_always_quorate(committee.terms, committee.meetings[0])


def test_members_without_a_vote_are_not_counted() -> None:
    tree = edited(with_committee(), TERMS, "body: south, deputy: fin", "voting: false, deputy: fin")
    committee = committee_of(edited(tree, TERMS, RULE, "{at_least: 3}"))
    [spell] = compute_quorum(committee.terms, committee.meetings[0])
    assert (spell.counts[0].counted, spell.counts[0].seats) == (2, 3)


def test_without_a_rule_there_is_nothing_to_lose() -> None:
    tree = edited(with_committee(), TERMS, f"quorum:\n  - {RULE}\n", "")
    committee = committee_of(tree)
    assert compute_quorum(committee.terms, committee.meetings[0]) == ()
    assert was_always_quorate(committee.terms, committee.meetings[0])


@given(st.lists(st.tuples(st.integers(0, 119), st.booleans()), max_size=6))
def test_spells_follow_each_other_from_the_opening_to_the_close(
    changes: list[tuple[int, bool]],
) -> None:
    names = ("chair", "lay-south", "director-of-primary-care", "finance-manager")
    moments = [f"{14 + minute // 60}:{minute % 60:02}" for minute, _ in changes]
    joined = {n: m for n, m, (_, late) in zip(names, moments, changes, strict=False) if late}
    left = {n: m for n, m, (_, late) in zip(names, moments, changes, strict=False) if not late}
    front = replace(USUAL.meetings[0].front, joined=joined, left=left)
    spells = compute_quorum(USUAL.terms, replace(USUAL.meetings[0], front=front))
    assert (spells[0].since, spells[-1].until) == ("14:00", "16:00")
    assert all(one.until == other.since for one, other in pairwise(spells))
    assert all(one.counts != other.counts for one, other in pairwise(spells))


def test_on_25_october_2018_one_of_three_bodies_was_quorate_to_the_close() -> None:
    # quorum_facts: quorate for south-east-staffs-and-seisdon only, with 1 of 2, 1 of 2 and 2 of 2.
    committee = instance_of(demo()).committees["primary-care-committees"]
    [meeting] = committee.meetings
    assert sorted(meeting.front.joined.values()) == ["11:15", "11:19", "11:53"]
    [spell] = compute_quorum(committee.terms, meeting)
    assert spell.until == "11:54"
    assert [(count.body, count.counted, count.seats) for count in spell.counts] == [
        ("cannock-chase", 1, 2),
        ("stafford-and-surrounds", 1, 2),
        ("south-east-staffs-and-seisdon", 2, 2),
    ]
    assert list_quorate_bodies(committee.terms, spell) == ("south-east-staffs-and-seisdon",)


def test_the_quorums_of_the_sources_can_be_said_as_data() -> None:
    facts = {
        (row["body"], row["fact"]): row["value"]
        for row in csv.DictReader(FACTS.read_text("utf-8").splitlines())
    }
    group = facts["operational-performance-group", "quorum (members or nominated deputies)"]
    team = facts["management-team", "quorum"]
    gps = facts["governing-body", "voting members who are GPs, at least"]
    lay = facts["governing-body", "lay members, at least"]
    assert [spell.is_quorate() for spell in spells_of(quorum=f"{{at_least: {group}}}")] == [False]
    assert [spell.is_quorate() for spell in spells_of(quorum=f"{{at_least: {team}}}")] == [False]
    tree = edited(with_committee(), TERMS, f"  - {RULE}", (
        f"  - {{at_least: {lay}, among: lay}}\n  - {{percent: {gps}, among: gp}}"
    ))  # fmt: skip
    tree = edited(tree, TERMS, "{id: director-of-primary-care, body", (
        "{id: director-of-primary-care, groups: [gp], body"
    ))  # fmt: skip
    [spell] = compute_quorum(committee_of(tree).terms, committee_of(tree).meetings[0])
    # Two lay members are there, and one of three who vote is a GP: half of three is two.
    assert [(count.counted, count.needed) for count in spell.counts] == [(2, 2), (1, 2)]


def test_whoever_stands_in_for_another_and_has_a_seat_is_one_person() -> None:
    # The director has a seat, and stands in for a lay member who is away.
    front, rule = "deputies: {lay-north: director-of-primary-care}", "{at_least: 4}"
    [spell] = spells_of(front, rule, "[]")
    assert (spell.counts[0].counted, spell.counts[0].seats) == (3, 4)
