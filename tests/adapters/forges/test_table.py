from __future__ import annotations

import pytest

from boardpack.adapters.forges.table import find_account_id, is_forge_committer, replay_forge
from boardpack.signoff.forge import Unreadable


def test_a_forge_is_replayed_by_the_name_that_records_keep() -> None:
    assert replay_forge("github", "directorate/packs", {}).name == "github"


def test_what_was_kept_of_a_forge_of_no_known_name_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="nobody can read what was kept of the forge 'parish'"):
        replay_forge("parish", "directorate/packs", {})


@pytest.mark.parametrize(
    ("email", "account"),
    [
        ("1001+old-name@users.noreply.github.com", "1001"),
        ("old-name@users.noreply.github.com", ""),
        ("1001+old-name@example.org", ""),
        ("", ""),
    ],
)
def test_an_address_that_a_forge_made_up_tells_the_account(email: str, account: str) -> None:
    assert find_account_id(email) == account


def test_what_is_done_on_a_forges_own_pages_has_its_committer() -> None:
    assert is_forge_committer("noreply@github.com")
    assert not is_forge_committer("director@example.org")
