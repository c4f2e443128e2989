"""Whether a time of publication can be true, by what it rests on."""

from __future__ import annotations

import pytest

from boardpack.publish.times import list_time_faults
from support.publications import MANIFEST

SIGNED_AT = "2018-12-12T09:30:00Z"


def faults(published: str, commit_time: str = "") -> tuple[str, ...]:
    return list_time_faults(published, MANIFEST.sections, commit_time)


def test_what_is_published_when_it_was_signed_or_later_is_in_order() -> None:
    assert faults(SIGNED_AT) == faults(MANIFEST.published, SIGNED_AT) == ()


def test_a_publication_before_its_sign_off_names_the_section_and_both_times() -> None:
    [fault] = faults("2018-12-12T09:29:59Z")
    assert fault == (
        "its time of publication, 2018-12-12T09:29:59Z, is before seisdon, access was signed on "
        "2018-12-12T09:30:00Z"
    )


def test_a_commit_may_be_an_hour_ahead_and_no_more() -> None:
    assert faults(SIGNED_AT, "2018-12-12T10:30:00Z") == ()
    [fault] = faults(SIGNED_AT, "2018-12-12T10:30:01Z")
    assert fault.endswith("is before its commit was made on 2018-12-12T10:30:01Z")


def test_a_commit_of_a_time_that_nobody_can_read_is_no_proof() -> None:
    [fault] = faults(SIGNED_AT, "10000-01-01T00:00:00Z")
    assert "10000-01-01T00:00:00Z" in fault


@pytest.mark.parametrize("published", ["", "yesterday", "2018-12-14", "9999999-01-01T00:00:00Z"])
def test_a_time_that_is_none_is_said(published: str) -> None:
    assert "is no time such as" in faults(published)[0]
