"""Thresholds are approved by a board, or said to be drafts."""

from __future__ import annotations

import pytest

from boardpack.analysis.approval import describe_approval, list_approvals
from support.editions import edition_of, everything_said, said
from support.instances import ACCESS, PACK, Files, edited, minimal

SECTIONS = "signed_off_by: service-director\nsections:"
APPROVAL = (
    "thresholds_approval: {{approved_by: {by}, approved_on: 2018-03-01, review_on: {review}}}\n"
)


def approved(path: str, review: str = "2019-03-01", by: str = "Access board") -> dict[str, bytes]:
    words = APPROVAL.format(by=by, review=review)
    first = SECTIONS if path == PACK else "kind: measures\n"
    second = first.replace("sections:", f"{words}sections:") if path == PACK else f"{first}{words}"
    return edited(minimal(), path, first, second)


def described(tree: Files) -> str:
    edition = edition_of(tree)
    return describe_approval(edition.pack, edition.instance.datasets["access"].contract)


def test_thresholds_that_nobody_approved_are_drafts() -> None:
    assert described(minimal()) == "Draft thresholds: no board has approved them."


@pytest.mark.parametrize("path", [PACK, ACCESS])
def test_d110_passes_an_approval_and_a_page_says_whose_it_is(path: str) -> None:
    words = "Thresholds approved by Access board on 1 March 2018, to be reviewed by 1 March 2019."
    assert described(approved(path)) == words
    assert any(line.startswith(words[:-1]) for line in list_approvals(edition_of(approved(path))))


def test_e109_passes_thresholds_whose_review_is_to_come_and_drafts() -> None:
    assert said(approved(PACK), "E109") == said(minimal(), "E109") == []


def test_e109_finds_thresholds_that_should_have_been_reviewed() -> None:
    [fault] = said(approved(ACCESS, review="2018-11-01"), "E109")
    assert fault.what == "the thresholds of 'Access' were to be reviewed by 2018-11-01"


@pytest.mark.parametrize(("path", "code"), [(PACK, "D110"), (ACCESS, "D105")])
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"review": "2018-03-01"}, "is not after that"),
        ({"by": "' '"}, "the thresholds are approved by nobody"),
    ],
)
def test_d110_finds_an_approval_without_a_board_or_with_no_later_review(
    path: str, code: str, changed: dict[str, str], words: str
) -> None:
    [fault] = [one for one in everything_said(approved(path, **changed)) if one.code == code]
    assert fault.what.endswith(words)
