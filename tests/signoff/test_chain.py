"""In which order decisions were taken, whatever the clocks of those who took them said."""

from __future__ import annotations

from dataclasses import replace

from boardpack.model.signoff import Decision, Register
from boardpack.signoff.chain import estimate_time, merge_decisions, order_chains
from support.publications import SUBJECT, record

NINE, TEN, ELEVEN = (f"2018-12-12T{hour}:00:00Z" for hour in ("09", "10", "11"))


def taken(by: str, time: str) -> Decision:
    return Decision(replace(record(SUBJECT, actor=by), time=time), Register({}, ()))


def people(decisions: tuple[Decision, ...]) -> list[str]:
    return [f"{one.record.actor} {one.record.time[11:13]}" for one in decisions]


def test_a_decision_is_no_older_than_the_commit_that_lay_before_the_signer() -> None:
    assert estimate_time(NINE, TEN, ELEVEN) == TEN


def test_a_decision_is_no_younger_than_the_commit_with_which_it_came_in() -> None:
    assert estimate_time(ELEVEN, NINE, TEN) == TEN


def test_a_clock_that_git_does_not_contradict_is_believed() -> None:
    assert estimate_time(TEN, NINE, ELEVEN) == TEN
    assert estimate_time(TEN, "", "") == TEN


def test_decisions_of_several_people_are_in_the_order_of_time() -> None:
    found = order_chains([(1, taken("b", ELEVEN)), (2, taken("a", NINE)), (3, taken("a", TEN))])
    assert people(found) == ["a 09", "a 10", "b 11"]


def test_a_clock_put_back_moves_nobodys_decision_in_front_of_their_earlier_one() -> None:
    found = order_chains([(1, taken("a", ELEVEN)), (2, taken("a", NINE)), (3, taken("b", TEN))])
    assert people(found) == ["b 10", "a 11", "a 09"]


def test_of_two_at_the_same_time_that_which_came_in_later_is_the_later() -> None:
    found = order_chains([(2, taken("a", TEN)), (1, taken("b", TEN))])
    assert people(found) == ["b 10", "a 10"]


def test_reviews_and_records_are_merged_and_a_record_never_overtakes_the_one_before_it() -> None:
    records = (taken("a", ELEVEN), taken("a", NINE))
    found = merge_decisions(records, (taken("b", TEN),))
    assert people(found) == ["b 10", "a 11", "a 09"]
