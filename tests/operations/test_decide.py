"""Deciding on sections: what would be signed, what is left out and why, and what is written."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import datetime

import pytest

from boardpack.adapters.ssh import NAMESPACE, SigningKey
from boardpack.adapters.workspace import open_workspace
from boardpack.errors import CannotRun
from boardpack.load.signoffs import read_record
from boardpack.model.signoff import Action, Component, Standing
from boardpack.operations.decide import list_uncounted, prepare_decision, sign_decision
from boardpack.operations.decision import (
    DecisionRequest,
    NothingToDecide,
    OmissionReason,
    PreparedDecision,
    SignedRecord,
)
from support.instances import APPOINTMENTS, CANNOCK
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

OTHER = "director-seisdon"
BOTH = ("cannock-chase", "seisdon")


def ask(
    month: Month, *sections: str, action: Action = Action.APPROVE, reason: str = ""
) -> DecisionRequest:
    """Return the request of Cannock Chase's director, at the month's time, with their key."""
    key = month.key(DIRECTOR)
    return DecisionRequest(action, DIRECTOR, month.time, sections, reason=reason, key=key)


def prepare(month: Month, request: DecisionRequest) -> PreparedDecision:
    """Return what would be signed; there is something."""
    decision = prepare_decision(open_workspace(month.root), request)
    assert isinstance(decision, PreparedDecision)
    return decision


def sign(month: Month, request: DecisionRequest) -> list[SignedRecord]:
    """Sign what is prepared, and return the records."""
    return list(sign_decision(open_workspace(month.root), prepare(month, request)))


def name_sections(decision: PreparedDecision) -> list[str]:
    """Return the names of the sections that would be signed."""
    return [section.verdict.subject.name for section in decision.sections]


def test_what_would_be_signed_is_known_before_anything_is_written(month: Month) -> None:
    decision = prepare(month, ask(month))
    assert name_sections(decision) == [
        f"cannock-chase/{section}"
        for section in ("summary", "access", "feedback", "extra-shifts", "finance")
    ]
    assert decision.signing_key.file == month.key(DIRECTOR)
    assert decision.omissions == ()
    assert not (month.root / LEDGER / DIRECTOR).exists()


def test_a_decision_is_frozen(month: Month) -> None:
    with pytest.raises(FrozenInstanceError):
        prepare(month, ask(month)).sections = ()  # type: ignore[misc]


def test_approving_writes_a_record_of_the_moment_and_the_reason(month: Month) -> None:
    (signed,) = sign(month, ask(month, SECTION))
    assert signed.path == month.root / LEDGER / DIRECTOR / "0001.json"
    assert read_record(signed.path.read_bytes()) == signed.record
    assert signed.record.covers == (month.subjects()["cannock-chase", "access"],)
    assert signed.record.time == month.time.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (signed.record.action, signed.record.words) == (Action.APPROVE, "")
    assert month.standing(SECTION) is Standing.VALID


def test_approving_writes_a_record_for_each_capacity(month: Month) -> None:
    month.add_line(APPOINTMENTS, f"{DIRECTOR},service-director,seisdon,2018-12-01,,{OTHER}")
    own_record, deputy_record = (signed.record for signed in sign(month, ask(month, "access")))
    assert [record.deputy_for for record in (own_record, deputy_record)] == ["", OTHER]
    covers = [*own_record.covers, *deputy_record.covers]
    assert [subject.name for subject in covers] == [f"{service}/access" for service in BOTH]
    assert [signed.path.name for signed in sign(month, ask(month, "summary"))] == [
        "0003.json",
        "0004.json",
    ]


def test_records_that_were_not_asked_for_are_not_written(month: Month) -> None:
    month.add_line(APPOINTMENTS, f"{DIRECTOR},service-director,seisdon,2018-12-01,,{OTHER}")
    records = sign_decision(open_workspace(month.root), prepare(month, ask(month, "access")))
    assert len(month.chain(DIRECTOR)) == 0
    next(records)
    assert len(month.chain(DIRECTOR)) == 1


def test_what_is_incomplete_or_one_s_own_is_left_out_with_the_reason(month: Month) -> None:
    month.edit(CANNOCK, "fell for", "rose for", by=DIRECTOR)
    month.edit(CANNOCK, "## Patient feedback\n", "## Something else\n", by=MANAGER)
    decision = prepare(month, ask(month))
    assert not {SECTION, "cannock-chase/feedback"} & set(name_sections(decision))
    incomplete, own = decision.omissions
    assert (incomplete.sections, incomplete.reason) == (
        ("cannock-chase/feedback",),
        OmissionReason.INCOMPLETE,
    )
    assert incomplete.explanation == "cannock-chase/feedback is not complete (missing)"
    assert (own.sections, own.reason) == ((SECTION,), OmissionReason.OWN_WORK)
    assert own.explanation.startswith(
        f"'{DIRECTOR}' had a hand in {SECTION}; another holder of the role"
    )


def test_nothing_is_left_out_of_what_is_named_or_taken_back(month: Month) -> None:
    month.approve(DIRECTOR, SUMMARY)
    month.edit(CANNOCK, "fell for", "rose for", by=DIRECTOR)
    assert prepare(month, ask(month, "finance")).omissions == ()
    withdrawal = prepare(month, ask(month, action=Action.WITHDRAW, reason="Too early"))
    assert (name_sections(withdrawal), withdrawal.omissions) == ([SUMMARY], ())


def test_whoever_has_signed_all_has_nothing_to_decide(month: Month) -> None:
    sign(month, ask(month))
    assert prepare_decision(open_workspace(month.root), ask(month)) == NothingToDecide(
        "Director of Cannock Chase", has_role=True, omissions=()
    )


def test_whoever_holds_no_role_has_nothing_to_decide_and_needs_no_key(month: Month) -> None:
    request = DecisionRequest(Action.APPROVE, MANAGER, month.time, key=month.keys / "none")
    assert prepare_decision(open_workspace(month.root), request) == NothingToDecide(
        "Manager of Cannock Chase", has_role=False, omissions=()
    )


def test_a_deputy_is_one_by_the_day_of_the_request(month: Month) -> None:
    month.add_line(APPOINTMENTS, f"{OTHER},service-director,cannock-chase,2018-12-11,,{DIRECTOR}")
    request = replace(ask(month, SUMMARY), person=OTHER, key=month.key(OTHER))
    workspace = open_workspace(month.root)
    with pytest.raises(CannotRun, match="which 'director-seisdon' is not today"):
        prepare_decision(workspace, request)
    (section,) = prepare(month, replace(request, moment=month.time.replace(day=11))).sections
    assert section.capacity == ("monthly-2018-11", "service-director", DIRECTOR)


def test_an_objection_names_its_sections(month: Month) -> None:
    with pytest.raises(CannotRun, match="say to which sections you object"):
        prepare(month, ask(month, action=Action.OBJECT, reason="The figure is wrong."))
    (signed,) = sign(month, ask(month, "access", action=Action.OBJECT, reason="It is wrong."))
    assert (signed.record.action, signed.record.words) == (Action.OBJECT, "It is wrong.")
    assert month.standing(SECTION) is Standing.OBJECTED


def test_what_changed_since_it_was_signed_is_part_of_what_is_shown(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    assert prepare(month, ask(month, SUMMARY)).sections[0].difference == {}
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    (section,) = prepare(month, ask(month, SECTION)).sections
    assert list(section.difference) == [Component.NARRATIVE]
    assert [line[:3] for line in section.difference[Component.NARRATIVE]] == ["was", "now"]


def test_a_key_that_nobody_would_believe_writes_nothing(month: Month) -> None:
    unknown_key = month.key(OTHER)
    with pytest.raises(CannotRun, match="would not count"):
        prepare(month, replace(ask(month), key=unknown_key))
    decision = replace(prepare(month, ask(month)), signing_key=SigningKey(unknown_key))
    with pytest.raises(CannotRun, match="would not count"):
        list(sign_decision(open_workspace(month.root), decision))
    assert month.chain(DIRECTOR) == []


SLOW = "2018-12-10T06:00:00Z"


def at(request: DecisionRequest, time: str) -> DecisionRequest:
    """Return the same request by another clock."""
    return replace(request, moment=datetime.fromisoformat(time))


def test_an_approval_by_a_slow_clock_writes_nothing_and_says_what_to_do(month: Month) -> None:
    decision = prepare(month, at(ask(month, SECTION), SLOW))
    head = month.git("rev-parse", "HEAD")[:12]
    with pytest.raises(CannotRun) as refusal:
        list(sign_decision(open_workspace(month.root), decision))
    assert str(refusal.value) == (
        f"nothing was signed, for it would not count: your clock says {SLOW}, but what you sign "
        "was committed at 2018-12-10T09:09:00Z; set your computer's clock and decide again, or if "
        f"it is right, the clock of whoever made commit {head} is fast: let them commit again, or "
        "decide after 2018-12-10T09:09:00Z"
    )
    assert month.chain(DIRECTOR) == []


def test_an_objection_by_a_slow_clock_is_written_stands_and_says_what_is_wrong(
    month: Month,
) -> None:
    request = ask(month, SECTION, action=Action.OBJECT, reason="No")
    (signed,) = sign(month, at(request, SLOW))
    assert signed.weakness.startswith(f"your clock says {SLOW}")
    assert month.standing(SECTION) is Standing.OBJECTED
    month.commit(DIRECTOR)
    assert month.standing(SECTION) is Standing.OBJECTED


def test_taking_back_by_a_slow_clock_writes_nothing(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    request = ask(month, SECTION, action=Action.WITHDRAW, reason="Oh")
    with pytest.raises(CannotRun, match="your clock says"):
        sign(month, at(request, SLOW))
    assert month.standing(SECTION) is Standing.VALID


@pytest.mark.parametrize("option", ['valid-before="20181201Z"', 'valid-after="20190101Z"'])
def test_a_key_outside_its_days_approves_nothing_but_objects(month: Month, option: str) -> None:
    options = f'{option},namespaces="{NAMESPACE}"'
    month.put(ALLOWED, month.allowed(DIRECTOR, options), DEVELOPER)
    with pytest.raises(CannotRun, match="see line 1 of data/signoffs/allowed_signers"):
        sign(month, ask(month, SECTION))
    (signed,) = sign(month, ask(month, SECTION, action=Action.OBJECT, reason="No"))
    assert "the key was" in signed.weakness
    assert month.standing(SECTION) is Standing.OBJECTED


def test_a_revoked_key_approves_nothing_but_objects(month: Month) -> None:
    month.put(REVOKED, (month.keys / f"{DIRECTOR}.pub").read_bytes(), DEVELOPER)
    with pytest.raises(CannotRun, match="its key was revoked"):
        sign(month, ask(month, SECTION))
    sign(month, ask(month, SECTION, action=Action.OBJECT, reason="No"))
    assert month.standing(SECTION) is Standing.OBJECTED


def test_what_git_is_told_to_ignore_is_not_signed(month: Month) -> None:
    month.put(".gitignore", "*.sig\n", DEVELOPER)
    with pytest.raises(CannotRun, match="Git is told to ignore data/signoffs"):
        sign(month, ask(month, SECTION))
    assert not (month.root / LEDGER / DIRECTOR).exists()


def test_words_that_this_clone_knows_to_be_others_on_main_are_not_signed(month: Month) -> None:
    here = month.git("rev-parse", "HEAD")
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    month.git("update-ref", "refs/remotes/origin/main", "HEAD")
    month.git("reset", "--quiet", "--hard", here)
    with pytest.raises(CannotRun, match="is another one on origin/main by now"):
        prepare(month, ask(month, SECTION))
    assert name_sections(prepare(month, ask(month, SUMMARY))) == [SUMMARY]


def test_a_sign_off_that_does_not_count_yet_is_said_with_the_reason(month: Month) -> None:
    month.alter(CANNOCK, "fell for", "rose for")
    month.commit(MANAGER, "Work", "--author=Somebody <nobody@example.org>")
    decision = prepare(month, ask(month, SECTION, SUMMARY))
    list(sign_decision(open_workspace(month.root), decision))
    (uncounted,) = list_uncounted(open_workspace(month.root), decision)
    assert uncounted.startswith(f"{SECTION}: part of it was written or changed by nobody@example")
