"""What counts as a reason."""

from __future__ import annotations

import pytest

from boardpack.model.words import says_why
from support.editions import everything_said
from support.instances import ACCESS, edited, minimal

NO_REASONS = ["", " ", "-", "n/a", "-1", "0", "true", "tbc", "TBC tbc", "???", "2018-11", "1 2 3"]


@pytest.mark.parametrize("text", NO_REASONS)
def test_what_somebody_types_who_has_no_reason_is_none(text: str) -> None:
    assert not says_why(text)


@pytest.mark.parametrize("text", ["No clinic", "Practice closed for refitting", "Dim clinig"])
def test_a_few_words_are_a_reason(text: str) -> None:
    assert says_why(text)


@pytest.mark.parametrize("text", ["tbc", "'-1'", "true"])
@pytest.mark.parametrize("key", ["rebase: [{{date: 2018-10, reason: {}}}]", "because: {}"])
def test_a_measure_gives_reasons_in_words(key: str, text: str) -> None:
    tree = edited(
        minimal(), ACCESS, "  - id: missed\n", f"  - id: missed\n    {key.format(text)}\n"
    )
    [fault] = [one for one in everything_said(tree) if one.code == "Y106"]
    assert "must give the reason in words" in fault.what
