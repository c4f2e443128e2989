"""An objection on a forge outlives a closed proposal, a fast clock, and figures that came early."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boardpack.model.signoff import Action, Standing
from support.forge import Hub
from support.instances import ACCESS_ROWS, APPOINTMENTS, CANNOCK, minimal
from support.signing import ALLOWED, DEPUTY, DIRECTOR, SECTION

pytestmark = pytest.mark.rotating

TEXT = minimal()[CANNOCK]


@pytest.fixture
def staffed(hub: Hub) -> Hub:
    """Return a forge at which a deputy may sign for the director of Cannock Chase."""
    hub.branch("registers")
    row = f"{DEPUTY},service-director,cannock-chase,2018-12-01,,{DIRECTOR}"
    hub.month.add_line(APPOINTMENTS, row)
    hub.month.put(ALLOWED, "".join(map(hub.month.allowed, (DEPUTY, DIRECTOR))), "administrator")
    hub.push_directly()
    return hub


def approve_by_deputy(hub: Hub) -> None:
    hub.branch(f"deputy-{len(hub.pulls)}")
    hub.month.decide(DEPUTY, SECTION, deputy_for=DIRECTOR)
    hub.push_directly()


def propose_and_object(hub: Hub) -> None:
    hub.object(hub.propose(CANNOCK, TEXT, by="manager-cannock"))


@pytest.mark.parametrize("how", ["anew", "the same commits", "pushed"])
def test_it_outlives_its_closed_proposal_when_the_same_bytes_come_in_otherwise(
    staffed: Hub, how: str
) -> None:
    propose_and_object(staffed)
    staffed.close(1)
    if how == "anew":
        staffed.merge(staffed.propose(CANNOCK, TEXT, by="manager-seisdon"))
    elif how == "the same commits":
        staffed.month.branch("again")
        staffed.merge(staffed.open("manager-seisdon"))
    else:
        staffed.branch("direct")
        staffed.month.put(CANNOCK, TEXT, "manager-cannock")
        staffed.push_directly()
    approve_by_deputy(staffed)
    assert staffed.standing() is Standing.OBJECTED


def test_it_holds_while_its_proposal_is_still_open_and_another_brings_the_same(
    staffed: Hub,
) -> None:
    propose_and_object(staffed)
    staffed.merge(staffed.propose(CANNOCK, TEXT, by="manager-seisdon"))
    approve_by_deputy(staffed)
    assert staffed.standing() is Standing.OBJECTED


def test_it_shuts_nothing_when_other_words_came_in(staffed: Hub) -> None:
    propose_and_object(staffed)
    staffed.close(1)
    other = TEXT.replace(b"fell for", b"rose for")
    staffed.merge(staffed.propose(CANNOCK, other, by="manager-cannock"))
    approve_by_deputy(staffed)
    assert staffed.verdict().is_valid, staffed.verdict().reason


def test_whoever_raised_it_lifts_it_where_the_words_came_in(staffed: Hub) -> None:
    propose_and_object(staffed)
    staffed.close(1)
    number = staffed.propose(CANNOCK, TEXT, by="manager-seisdon")
    staffed.approve(number)
    staffed.merge(number)
    assert staffed.verdict().is_valid, staffed.verdict().reason


def test_an_objection_that_was_lifted_before_the_proposal_closed_is_none(staffed: Hub) -> None:
    propose_and_object(staffed)
    staffed.approve(1)
    staffed.close(1)
    staffed.merge(staffed.propose(CANNOCK, TEXT, by="manager-cannock"))
    approve_by_deputy(staffed)
    assert staffed.verdict().is_valid, staffed.verdict().reason


def test_a_signature_by_a_fast_clock_does_not_lift_it(staffed: Hub) -> None:
    staffed.merge(staffed.propose(CANNOCK, TEXT, by="manager-cannock"))
    now = staffed.month.time
    staffed.month.time += timedelta(hours=5)
    staffed.branch("fast")
    staffed.month.decide(DIRECTOR, SECTION)
    staffed.push_directly()
    staffed.month.time = now + timedelta(minutes=30)
    number = staffed.amend(CANNOCK, "fell for", "rose for", by="manager-cannock")
    staffed.object(number)
    staffed.merge(number)
    assert staffed.standing() is Standing.OBJECTED
    staffed.month.time = now + timedelta(hours=6)
    staffed.branch("right")
    staffed.month.decide(DIRECTOR, SECTION)
    staffed.push_directly()
    assert staffed.verdict().is_valid, staffed.verdict().reason


def test_it_holds_for_figures_that_came_in_before_the_edition_was_opened(staffed: Hub) -> None:
    number = staffed.amend(ACCESS_ROWS, "3.5,77,2200", "3.4,75,2200", by="manager-cannock")
    staffed.object(number)
    staffed.merge(number)
    staffed.merge(staffed.propose(CANNOCK, TEXT, by="manager-cannock"))
    approve_by_deputy(staffed)
    assert staffed.standing() is Standing.OBJECTED
    staffed.branch("lifted")
    staffed.month.decide(DIRECTOR, SECTION, action=Action.APPROVE)
    staffed.push_directly()
    assert staffed.verdict().is_valid, staffed.verdict().reason
