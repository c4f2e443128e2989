"""One verdict from many decisions: what goes before what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.load.instance import load_instance
from boardpack.model.directorate import Appointment
from boardpack.model.signoff import (
    Action,
    Authorship,
    Component,
    Decision,
    Doubt,
    Register,
    Standing,
    Subject,
    Verdict,
)
from boardpack.model.signoff import Testimony as Heard  # pytest takes Test... for tests
from boardpack.signoff.subject import build_subjects
from boardpack.signoff.verdict import NOT_YET, reach_verdicts
from support.instances import APPOINTMENTS, Files, edited, minimal
from support.publications import record

pytestmark = pytest.mark.rotating

PLACE = ("cannock-chase", "access")
DIRECTOR, DEPUTY = "director-cannock", "manager-seisdon"
DELEGATED = edited(
    minimal(),
    APPOINTMENTS,
    "manager-cannock,practice",
    f"{DEPUTY},service-director,cannock-chase,2018-04-01,,{DIRECTOR}\nmanager-cannock,practice",
)
OTHER = "f" * 64

SIGNING_ROLES = {"monthly": {"access": "service-director"}}


def edition(tree: Files = DELEGATED) -> Edition:
    instance, findings = load_instance(tree)
    assert instance is not None, findings
    return analyse_edition(instance, "monthly", "2018-11")


def now() -> Subject:
    return build_subjects(edition())[PLACE]


def changed(**parts: str) -> Subject:
    """Return the section's subject as it was when some of its components were others."""
    return replace(now(), digest=OTHER, **parts)


def decision(
    action: Action = Action.APPROVE,
    by: str = DIRECTOR,
    covers: Subject | None = None,
    doubt: Doubt | None = None,
    **changes: Any,
) -> Decision:
    made = record(covers or now(), actor=by)
    appointments: tuple[Appointment, ...] = edition().instance.appointments
    register = Register(edition().instance.people, appointments, SIGNING_ROLES)
    deputy = DIRECTOR if by == DEPUTY else ""
    filled = replace(made, action=action, deputy_for=deputy, **changes)
    return Decision(filled, register, doubt, "cannot be believed" if doubt else "", by)


def verdict(
    *decisions: Decision,
    authors: Authorship | None = None,
    merged: frozenset[str] = frozenset(),
    error: str = "",
) -> Verdict:
    testimony = Heard(decisions, {PLACE: authors or Authorship()}, {PLACE: merged}, error)
    found = reach_verdicts(edition(), build_subjects(edition()), testimony)
    return next(v for v in found if (v.subject.service, v.subject.section) == PLACE)


OBJECT, WITHDRAW = Action.OBJECT, Action.WITHDRAW
UNKNOWN = Authorship(unknown=frozenset({"stranger@example.org"}))


def test_without_any_decision_it_is_missing() -> None:
    assert verdict().standing is Standing.MISSING
    assert verdict().record is None


def test_an_approval_of_what_is_there_is_valid_and_names_its_record() -> None:
    found = verdict(decision())
    assert found.is_valid
    assert found.record == decision().record
    assert found.reason == "Director of Cannock Chase signed it off on 12 December 2018"


def test_what_cannot_be_read_goes_before_everything() -> None:
    found = verdict(decision(), error="GitHub answered 503")
    assert found.standing is Standing.ERROR
    assert found.reason == "GitHub answered 503"


def test_an_objection_goes_before_an_approval_of_somebody_else() -> None:
    assert verdict(decision(OBJECT), decision(by=DEPUTY)).standing is Standing.OBJECTED
    assert verdict(decision(by=DEPUTY), decision(OBJECT)).standing is Standing.OBJECTED


def test_an_objection_goes_before_an_unknown_writer() -> None:
    assert verdict(decision(OBJECT), authors=UNKNOWN).standing is Standing.OBJECTED


def test_an_unknown_writer_goes_before_an_approval() -> None:
    assert verdict(decision(), authors=UNKNOWN).standing is Standing.UNVERIFIABLE


def test_an_objection_to_what_was_there_before_still_stands() -> None:
    assert verdict(decision(OBJECT, covers=changed())).standing is Standing.OBJECTED


def test_the_last_decision_of_a_person_is_theirs() -> None:
    assert verdict(decision(), decision(OBJECT)).standing is Standing.OBJECTED
    assert verdict(decision(OBJECT), decision()).standing is Standing.VALID
    assert verdict(decision(), decision(WITHDRAW)).standing is Standing.MISSING
    assert verdict(decision(OBJECT), decision(WITHDRAW)).standing is Standing.MISSING
    assert verdict(decision(WITHDRAW), decision()).standing is Standing.VALID


def test_a_decision_that_was_taken_back_is_told_with_its_reason() -> None:
    gone = decision(WITHDRAW, words="Too early")
    who = "Director of Cannock Chase took the"
    when = "back on 12 December 2018: Too early"
    assert verdict(decision(), gone).reason == f"{who} sign-off {when}"
    assert verdict(decision(OBJECT), gone).reason == f"{who} objection {when}"
    assert verdict(decision(), gone, decision(), replace(gone)).reason == f"{who} sign-off {when}"
    assert verdict(gone).reason == NOT_YET


def test_of_several_decisions_taken_back_the_last_is_told() -> None:
    late = decision(WITHDRAW, by=DEPUTY, words="Late", time="2018-12-14T09:00:00Z")
    early = decision(WITHDRAW, words="Early", time="2018-12-13T09:00:00Z")
    found = verdict(decision(by=DEPUTY), late, decision(), early)
    assert found.standing is Standing.MISSING
    assert found.reason.endswith("took the sign-off back on 14 December 2018: Late")


def test_where_everybody_who_may_sign_wrote_some_of_it_the_reason_says_so() -> None:
    both = Authorship(frozenset({DIRECTOR, DEPUTY, "manager-cannock"}))
    found = verdict(authors=both)
    assert found.standing is Standing.MISSING
    assert found.reason == (
        "Director of Cannock Chase and Manager of Seisdon Peninsula had a hand in it, and nobody "
        "signs off their own work: a deputy can, with a row in data/appointments.csv"
    )
    assert verdict(authors=Authorship(frozenset({DIRECTOR}))).reason == NOT_YET


def test_an_unknown_writer_is_named_with_what_to_do() -> None:
    assert verdict(authors=UNKNOWN).reason == (
        "part of it was written or changed by stranger@example.org, who is nobody in "
        "data/people.csv; "
        "put that address into `emails` of their row in data/people.csv"
    )


def test_a_decision_that_counts_for_nothing_lifts_no_objection() -> None:
    for doubt in Doubt:
        found = verdict(decision(OBJECT), decision(doubt=doubt))
        assert found.standing is Standing.OBJECTED


def test_an_objection_of_nobody_knows_whom_blocks() -> None:
    found = verdict(decision(), decision(OBJECT, by="", doubt=Doubt.UNVERIFIABLE))
    assert found.standing is Standing.OBJECTED
    assert found.reason == "somebody objected, and nobody can say who: cannot be believed"


LEFT = edited(
    DELEGATED,
    APPOINTMENTS,
    "director-cannock,service-director,cannock-chase,2018-04-01,,",
    "director-cannock,service-director,cannock-chase,2018-04-01,2018-12-31,\n"
    "director-seisdon,service-director,cannock-chase,2019-01-01,,",
)
JANUARY = "2019-01-07T09:00:00Z"


def succeeding(by: str, time: str, deputy_for: str = "") -> Decision:
    """Return an approval by the register from which the director left at the end of December."""
    one = decision(by=by, time=time)
    instance = edition(LEFT).instance
    register = Register(instance.people, instance.appointments, SIGNING_ROLES)
    return replace(one, record=replace(one.record, deputy_for=deputy_for), register=register)


def test_an_objection_of_somebody_who_left_is_lifted_by_their_successor() -> None:
    found = verdict(decision(OBJECT), succeeding("director-seisdon", JANUARY))
    assert found.standing is Standing.VALID
    assert found.reason == "Director of Seisdon Peninsula signed it off on 7 January 2019"


def test_an_objection_of_somebody_who_left_is_not_lifted_by_a_deputy() -> None:
    found = verdict(decision(OBJECT), succeeding(DEPUTY, JANUARY, DIRECTOR))
    assert found.standing is Standing.OBJECTED


def test_an_objection_is_not_lifted_by_an_approval_from_before_it() -> None:
    later = decision(OBJECT, time="2019-01-08T09:00:00Z")
    found = verdict(later, succeeding("director-seisdon", JANUARY))
    assert found.standing is Standing.OBJECTED


def test_an_objection_stands_though_another_holder_of_the_role_approves_it() -> None:
    both = edited(
        DELEGATED,
        APPOINTMENTS,
        "director-seisdon,service-director,seisdon",
        "director-seisdon,service-director,directorate",
    )
    register = Register(
        edition(both).instance.people, edition(both).instance.appointments, SIGNING_ROLES
    )
    other = replace(decision(by="director-seisdon", time=JANUARY), register=register)
    assert verdict(other).standing is Standing.VALID
    assert verdict(decision(OBJECT), other).standing is Standing.OBJECTED


def test_a_weak_objection_blocks_and_says_why_it_is_weak() -> None:
    found = verdict(decision(by=DEPUTY), decision(OBJECT, doubt=Doubt.WEAK, words="No"))
    assert found.standing is Standing.OBJECTED
    assert found.reason == (
        "Director of Cannock Chase objected on 12 December 2018: No "
        "(cannot be believed; an objection stands all the same)"
    )
    assert found.ignored == ()


def test_a_weak_objection_is_lifted_as_any_other() -> None:
    assert verdict(decision(OBJECT, doubt=Doubt.WEAK), decision()).is_valid
    taken_back = verdict(decision(OBJECT, doubt=Doubt.WEAK), decision(WITHDRAW))
    assert taken_back.standing is Standing.MISSING


def test_a_weak_withdrawal_takes_approvals_back_and_lifts_no_objection() -> None:
    weak = decision(WITHDRAW, doubt=Doubt.WEAK)
    assert verdict(decision(), weak).standing is Standing.MISSING
    assert verdict(decision(OBJECT), weak).standing is Standing.OBJECTED


def test_a_weak_objection_of_somebody_without_the_role_does_not_block() -> None:
    stranger = decision(OBJECT, by="manager-cannock", doubt=Doubt.WEAK)
    assert verdict(decision(), stranger).standing is Standing.VALID


def test_the_day_of_an_unbelievable_time_is_that_on_which_it_was_given() -> None:
    long_ago = decision(OBJECT, time="2001-01-01T00:00:00Z", doubt=Doubt.WEAK)
    assert verdict(decision(by=DEPUTY), long_ago).standing is Standing.VALID
    given = replace(long_ago, taken="2018-12-12T09:30:00Z")
    assert verdict(decision(by=DEPUTY), given).standing is Standing.OBJECTED


@pytest.mark.parametrize("doubt", [Doubt.IGNORED, Doubt.INVALID])
def test_an_objection_that_is_not_good_does_not_block(doubt: Doubt) -> None:
    assert verdict(decision(), decision(OBJECT, by="x", doubt=doubt)).standing is Standing.VALID


@pytest.mark.parametrize(
    ("doubt", "standing"),
    [
        (Doubt.IGNORED, Standing.MISSING),
        (Doubt.INVALID, Standing.INVALID),
        (Doubt.UNVERIFIABLE, Standing.UNVERIFIABLE),
    ],
)
def test_an_approval_in_doubt_is_no_approval(doubt: Doubt, standing: Standing) -> None:
    found = verdict(decision(doubt=doubt))
    assert found.standing is standing
    assert found.ignored == ("Director of Cannock Chase cannot be believed",)


def test_a_good_approval_goes_before_one_in_doubt() -> None:
    found = verdict(decision(by="x", doubt=Doubt.UNVERIFIABLE), decision())
    assert found.standing is Standing.VALID
    assert found.ignored == ("x cannot be believed",)


def test_an_approval_that_nobody_can_place_goes_before_an_invalid_one() -> None:
    found = verdict(decision(doubt=Doubt.INVALID), decision(by="x", doubt=Doubt.UNVERIFIABLE))
    assert found.standing is Standing.UNVERIFIABLE


def test_an_approval_of_something_else_is_stale_and_says_what_changed() -> None:
    found = verdict(decision(covers=changed(data=OTHER, figures=OTHER)))
    assert found.standing is Standing.STALE
    assert found.changed == (Component.DATA, Component.FIGURES)
    assert found.reason == (
        "Director of Cannock Chase signed it on 12 December 2018; "
        "since then the data and figures have changed"
    )


def test_what_a_merge_brought_in_is_residual_and_not_merely_stale() -> None:
    merged = frozenset({now().digest})
    found = verdict(decision(covers=changed(narrative=OTHER)), merged=merged)
    assert found.standing is Standing.RESIDUAL
    assert verdict(decision(), merged=merged).standing is Standing.VALID
    assert verdict(merged=merged).standing is Standing.MISSING


def test_of_several_approvals_the_last_counts() -> None:
    before = decision(covers=changed(narrative=OTHER))
    assert verdict(before, decision()).standing is Standing.VALID
    assert verdict(decision(), before).standing is Standing.STALE
    assert verdict(decision(), before, decision()).standing is Standing.VALID


def test_an_approval_of_other_words_supersedes_those_of_everybody_before_it() -> None:
    corrected = decision(
        by=DEPUTY, covers=changed(data=OTHER, figures=OTHER), time="2018-12-13T09:00:00Z"
    )
    found = verdict(decision(), corrected)
    assert found.standing is Standing.STALE
    assert found.reason == (
        "Director of Cannock Chase signed it on 12 December 2018, but Manager of Seisdon "
        "Peninsula approved other data and figures on 13 December 2018; what was left behind "
        "then counts again only when it is signed again"
    )
    assert found.changed == (Component.DATA, Component.FIGURES)
    assert verdict(corrected, decision()).standing is Standing.VALID


def test_an_objection_to_other_words_supersedes_though_it_was_taken_back() -> None:
    objected = decision(OBJECT, by=DEPUTY, covers=changed(narrative=OTHER))
    withdrawn = decision(WITHDRAW, by=DEPUTY, covers=changed(narrative=OTHER))
    found = verdict(decision(), objected, withdrawn)
    assert found.standing is Standing.STALE
    assert "Manager of Seisdon Peninsula took back a decision on other narrative" in found.reason


def test_a_deputys_approval_of_the_same_words_supersedes_nothing() -> None:
    assert verdict(decision(), decision(by=DEPUTY)).standing is Standing.VALID
    taken_back = (decision(by=DEPUTY), decision(WITHDRAW, by=DEPUTY))
    assert verdict(decision(), *taken_back).standing is Standing.VALID


@pytest.mark.parametrize("doubt", Doubt)
def test_a_decision_in_doubt_supersedes_nothing(doubt: Doubt) -> None:
    other = decision(by=DEPUTY, covers=changed(narrative=OTHER), doubt=doubt)
    assert verdict(decision(), other).standing is Standing.VALID


def test_staleness_is_told_by_the_latest_approval() -> None:
    early = decision(covers=changed(data=OTHER), time="2018-12-11T09:00:00Z")
    late = decision(by=DEPUTY, covers=changed(narrative=OTHER), time="2018-12-12T09:00:00Z")
    assert verdict(late, early).changed == (Component.NARRATIVE,)


def test_the_holder_is_named_before_the_deputy() -> None:
    found = verdict(decision(by=DEPUTY), decision())
    assert found.record is not None
    assert found.record.actor == DIRECTOR
    assert verdict(decision(by=DEPUTY)).reason.endswith("as deputy for Director of Cannock Chase")


def test_an_approval_of_another_edition_is_invalid() -> None:
    found = verdict(decision(period="2018-10"))
    assert found.standing is Standing.INVALID
    assert found.reason.endswith("signed monthly 2018-10, which is another edition")


def test_the_same_reason_is_listed_once() -> None:
    twice = decision(doubt=Doubt.IGNORED)
    assert len(verdict(twice, twice).ignored) == 1


def test_every_due_section_has_a_verdict_in_its_own_role() -> None:
    found = reach_verdicts(edition(), build_subjects(edition()), Heard(()))
    roles = {(v.subject.service, v.subject.section): v.role for v in found}
    assert len(roles) == 11
    assert roles["directorate", "risks"] == "director-of-primary-care"
    assert roles["seisdon", "finance"] == "service-director"
    assert not any(one.is_valid for one in found)
