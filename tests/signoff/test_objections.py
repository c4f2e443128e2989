"""An objection outlives everything but its author's own approval or withdrawal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boardpack.adapters import ssh
from boardpack.model.signoff import Action, Standing
from support.instances import APPOINTMENTS, CANNOCK
from support.signing import (
    ALLOWED,
    DEPUTY,
    DEVELOPER,
    DIRECTOR,
    MANAGER,
    REVOKED,
    SECTION,
    Month,
)

pytestmark = pytest.mark.rotating

OBJECTED, VALID = Standing.OBJECTED, Standing.VALID
SLOW, FAST = "2018-12-10T04:00:00Z", "2018-12-11T09:00:00Z"


@pytest.fixture
def month(month: Month) -> Month:
    """Return a month in which a deputy has signed the section."""
    month.add_line(APPOINTMENTS, f"{DEPUTY},service-director,cannock-chase,2018-12-01,,{DIRECTOR}")
    month.add_line(ALLOWED, month.allowed(DEPUTY).strip())
    month.decide(DEPUTY, SECTION, deputy_for=DIRECTOR)
    assert month.standing(SECTION) is VALID
    return month


def object_to(month: Month, **changes: str) -> None:
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="No", **changes)


def revoke(month: Month, person: str = DIRECTOR) -> None:
    month.put(REVOKED, (month.keys / f"{person}.pub").read_bytes(), DEVELOPER)


def renew_key(month: Month) -> None:
    """Give the director another key beside the old one, as after a loss."""
    line = month.allowed("renewed").replace("renewed", DIRECTOR, 1)
    month.add_line(ALLOWED, line.strip(), by=DEVELOPER)


def take_back_with_renewed_key(month: Month) -> None:
    record = month.record(DIRECTOR, SECTION, action=Action.WITHDRAW, words="It is right")
    month.file(record, key=month.key("renewed"))
    month.commit(DIRECTOR, "Sign")


def test_it_outlives_the_revocation_of_its_key(month: Month) -> None:
    object_to(month)
    revoke(month)
    verdict = month.verdict(SECTION)
    assert verdict.standing is OBJECTED
    assert "its key was revoked as compromised" in verdict.reason


def test_it_outlives_a_list_of_revoked_keys_that_nobody_can_read(month: Month) -> None:
    object_to(month)
    month.put(REVOKED, b"this is no key\n", DEVELOPER)
    assert month.standing(SECTION) is OBJECTED


def test_its_author_lifts_it_with_another_key(month: Month) -> None:
    object_to(month)
    revoke(month)
    renew_key(month)
    take_back_with_renewed_key(month)
    assert month.standing(SECTION) is VALID


def test_whoever_has_the_revoked_key_cannot_lift_it(month: Month) -> None:
    object_to(month)
    month.decide(DIRECTOR, SECTION, action=Action.WITHDRAW, words="It is right")
    assert month.standing(SECTION) is VALID
    revoke(month)
    assert month.standing(SECTION) is OBJECTED


def test_what_was_taken_back_with_a_key_that_was_revoked_later_stays_taken_back(
    month: Month,
) -> None:
    month.approve(DIRECTOR, SECTION)
    renew_key(month)
    take_back_with_renewed_key(month)
    month.decide(DEPUTY, SECTION, action=Action.WITHDRAW, deputy_for=DIRECTOR)
    assert month.standing(SECTION) is Standing.MISSING
    revoke(month, "renewed")
    assert month.standing(SECTION) is Standing.MISSING


@pytest.mark.parametrize("clock", [SLOW, FAST, "2001-01-01T00:00:00Z", "2101-01-01T00:00:00Z"])
def test_it_is_not_lost_to_a_clock(month: Month, clock: str) -> None:
    object_to(month, time=clock)
    verdict = month.verdict(SECTION)
    assert verdict.standing is OBJECTED
    assert "10 December 2018" in verdict.reason


@pytest.mark.parametrize("option", ['valid-before="20181201Z"', 'valid-after="20190101Z"'])
def test_it_is_not_lost_to_the_days_of_its_key(month: Month, option: str) -> None:
    options = f'{option},namespaces="{ssh.NAMESPACE}"'
    month.put(ALLOWED, month.allowed(DIRECTOR, options) + month.allowed(DEPUTY), DEVELOPER)
    object_to(month)
    assert month.standing(SECTION) is OBJECTED


def test_it_is_not_lost_when_its_key_came_in_with_it(month: Month) -> None:
    month.put(ALLOWED, month.allowed(DEPUTY), DEVELOPER)
    month.file(month.record(DIRECTOR, SECTION, action=Action.OBJECT, words="No"))
    month.add_line(ALLOWED, month.allowed(DIRECTOR).strip(), by=DIRECTOR)
    assert month.standing(SECTION) is OBJECTED


@pytest.mark.parametrize("clock", [SLOW, FAST])
def test_an_approval_by_such_a_clock_counts_for_nothing(month: Month, clock: str) -> None:
    month.decide(DEPUTY, SECTION, action=Action.WITHDRAW, deputy_for=DIRECTOR)
    month.decide(DIRECTOR, SECTION, time=clock)
    assert month.standing(SECTION) is Standing.INVALID


def test_it_is_nobody_s_when_another_key_signed_it(month: Month) -> None:
    record = month.record(DIRECTOR, SECTION, action=Action.OBJECT, words="No")
    month.file(record, key=month.key("stranger"))
    month.commit(DEVELOPER, "Sign")
    assert month.standing(SECTION) is VALID


def test_a_successor_lifts_it_though_its_key_was_revoked(month: Month) -> None:
    object_to(month)
    revoke(month)
    held = "director-cannock,service-director,cannock-chase,2018-04-01,"
    row = f"{held}2018-12-09,\ndirector-seisdon,service-director,cannock-chase,2018-12-10,"
    month.edit(APPOINTMENTS, f"{held},", f"{row},", by=DEVELOPER)
    month.add_line(ALLOWED, month.allowed("director-seisdon").strip())
    month.approve("director-seisdon", SECTION)
    assert month.standing(SECTION) is VALID


@pytest.mark.parametrize(("old", "new"), [(f",{DIRECTOR}", ","), (",,", ",2018-12-09,")])
def test_it_counts_though_its_author_s_role_changed_while_it_was_on_its_way(
    month: Month, old: str, new: str
) -> None:
    seen = month.git("rev-parse", "HEAD")
    month.edit(APPOINTMENTS, f"2018-12-01,,{DIRECTOR}", f"2018-12-01,,{DIRECTOR}".replace(old, new),
               by=DEVELOPER)  # fmt: skip
    words = {"words": "No", "deputy_for": DIRECTOR, "commit": seen}
    month.decide(DEPUTY, SECTION, action=Action.OBJECT, **words)
    assert month.standing(SECTION) is OBJECTED


def test_a_signature_by_a_clock_a_year_ahead_is_not_the_last_word_for_a_year(month: Month) -> None:
    now = month.time
    month.time = now + timedelta(days=365)
    month.decide(DIRECTOR, SECTION)
    month.time = now + timedelta(hours=1)
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    month.decide(DEPUTY, SECTION, deputy_for=DIRECTOR)
    assert month.standing(SECTION) is VALID


def test_a_revoked_key_stays_revoked_when_somebody_takes_its_line_out(month: Month) -> None:
    revoke(month, DEPUTY)
    assert month.standing(SECTION) is not VALID
    month.put(REVOKED, b"", MANAGER)
    assert month.standing(SECTION) is not VALID
