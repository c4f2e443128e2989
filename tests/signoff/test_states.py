from __future__ import annotations

import pytest

from boardpack.analysis.states import State
from boardpack.model.signoff import Standing, Verdict
from boardpack.signoff.states import apply_verdicts
from boardpack.signoff.subject import build_subjects
from support.editions import edition_of
from support.instances import CANNOCK, Files, edited, minimal


def state(tree: Files, standing: Standing) -> State:
    """Return the state of Cannock's access section under one verdict on everything."""
    found = edition_of(tree)
    verdicts = [
        Verdict(one, "service-director", standing, "") for one in build_subjects(found).values()
    ]
    entry = apply_verdicts(found, verdicts).find_entry("cannock-chase", "access")
    assert entry is not None
    return entry.state


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing.VALID, State.SIGNED_OFF),
        (Standing.STALE, State.STALE),
        (Standing.RESIDUAL, State.STALE),
        (Standing.OBJECTED, State.OBJECTED),
        (Standing.MISSING, State.READY),
        (Standing.ERROR, State.READY),
    ],
)
def test_a_ready_section_shows_what_stands_of_its_sign_off(
    standing: Standing, expected: State
) -> None:
    assert state(minimal(), standing) is expected


def test_a_draft_stays_a_draft_whatever_was_signed() -> None:
    draft = edited(minimal(), CANNOCK, "status: ready", "status: draft")
    assert state(draft, Standing.VALID) is State.DRAFT


def test_services_show_the_same_states_as_the_edition() -> None:
    found = edition_of(minimal())
    verdicts = [Verdict(one, "", Standing.VALID, "") for one in build_subjects(found).values()]
    signed = apply_verdicts(found, verdicts)
    assert signed.entries == tuple(
        one for s in signed.services for one in signed.list_service_entries(s)
    )
