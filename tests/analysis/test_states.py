from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from boardpack.analysis.states import State, determine_section_state, is_good_waiver
from boardpack.model.directorate import Waiver
from boardpack.model.pack import Need, Section
from boardpack.model.submission import Submission
from support.editions import edition_of
from support.instances import CANNOCK, WAIVERS, edited, minimal

SECTION = Section("access", "Access", "Performance")
OPTIONAL = replace(SECTION, narrative=Need.OPTIONAL)
NONE = replace(SECTION, narrative=Need.NONE)


def submission(words: str = "", status: str = "ready", reason: str = "") -> Submission:
    """Return Cannock Chase's submission with other words under Access."""
    tree = edited(minimal(), CANNOCK, "status: ready", f"status: {status}")
    was = "Missed appointments (DNA) fell for the third month because reminders now go out by text."
    tree = edited(tree, CANNOCK, was, words)
    if reason:
        new = f"status: {status}\nnot_applicable:\n  access: {reason}"
        tree = edited(tree, CANNOCK, f"status: {status}", new)
    entry = edition_of(tree).find_entry("cannock-chase", "access")
    assert entry is not None
    assert entry.submission is not None
    return entry.submission


def waiver() -> Waiver:
    row = "monthly,2018-11,cannock-chase,access,No figures yet,director-cannock,2019-01-31\n"
    tree = {**minimal(), WAIVERS: minimal()[WAIVERS] + row.encode()}
    return edition_of(tree).instance.waivers[0]


PROMPT = "<!-- What changed, and what are you doing about it? -->"


@pytest.mark.parametrize(
    ("section", "due", "words", "status", "has_data", "state"),
    [
        (SECTION, False, "Words.", "ready", True, State.NOT_DUE),
        (SECTION, True, None, "ready", True, State.MISSING),
        (SECTION, True, PROMPT, "ready", True, State.PLACEHOLDER),
        (SECTION, True, PROMPT, "draft", True, State.PLACEHOLDER),
        (SECTION, True, "Words.", "draft", True, State.DRAFT),
        (SECTION, True, "Words.", "draft", False, State.DRAFT),
        (SECTION, True, "Words.", "ready", True, State.READY),
        (SECTION, True, "Words.", "ready", False, State.MISSING),
        (OPTIONAL, True, None, "ready", True, State.READY),
        (OPTIONAL, True, PROMPT, "ready", True, State.READY),
        (OPTIONAL, True, "Words.", "draft", True, State.DRAFT),
        (NONE, True, None, "ready", True, State.READY),
        (NONE, True, None, "ready", False, State.MISSING),
    ],
)
def test_a_section_has_the_state_of_its_words_and_its_figures(
    section: Section, due: bool, words: str | None, status: str, has_data: bool, state: State
) -> None:
    of = None if words is None else submission(words, status)
    assert determine_section_state(section, due, of, None, has_data) is state


@pytest.mark.parametrize("has_data", [True, False])
def test_a_waiver_or_a_reason_outweighs_what_is_missing(has_data: bool) -> None:
    assert determine_section_state(SECTION, True, None, waiver(), has_data) is State.WAIVED
    of = submission(PROMPT, reason="Nobody is employed here.")
    assert determine_section_state(SECTION, True, of, None, has_data) is State.WAIVED


def test_what_is_complete_needs_no_waiver() -> None:
    assert (
        determine_section_state(SECTION, True, submission("Words."), waiver(), True) is State.READY
    )
    assert determine_section_state(SECTION, False, None, waiver(), True) is State.NOT_DUE


def test_a_waiver_is_good_with_reason_owner_and_an_end_that_is_not_too_soon() -> None:
    good = waiver()
    assert good.until == date(2019, 1, 31)
    assert is_good_waiver(good, date(2019, 1, 31))
    assert not is_good_waiver(good, date(2019, 2, 1))
    for lacking in (replace(good, reason=""), replace(good, owner=""), replace(good, until=None)):
        assert not is_good_waiver(lacking, date(2018, 12, 1))


def test_only_four_states_owe_nothing() -> None:
    complete = {state for state in State if state.is_complete}
    assert complete == {State.NOT_DUE, State.READY, State.SIGNED_OFF, State.WAIVED}
