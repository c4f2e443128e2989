"""What is asked for is what somebody asks, and not that nobody asks."""

from __future__ import annotations

import pytest

from boardpack.analysis.asks import list_asks
from boardpack.analysis.edition import analyse_edition
from boardpack.load.instance import load_instance
from support.instances import CANNOCK, PACK, edited, minimal

CIRCULATION = "circulation: {to: [service-director], asks: [What we ask]}\nsections:\n"


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("Nothing.", []),
        ("None this month", []),
        ("Nothing is asked.", []),
        ("No decision needed this month.", []),
        ("Nothing but a second nurse.", ["Nothing but a second nurse."]),
        ("No more than a decision on the lease.", ["No more than a decision on the lease."]),
    ],
)
def test_that_nothing_is_asked_is_no_ask(words: str, asked: list[str]) -> None:
    tree = edited(minimal(), PACK, "sections:\n", CIRCULATION)
    tree = edited(tree, CANNOCK, "## Access\n", f"### What we ask\n\n{words}\n\n## Access\n")
    instance, _ = load_instance(tree)
    assert instance is not None
    edition = analyse_edition(instance, "monthly", "2018-11")
    assert [ask.words for ask in list_asks(edition)] == asked
