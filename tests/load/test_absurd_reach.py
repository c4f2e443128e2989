"""Numbers that reach beyond time itself are findings, and nothing that follows stumbles on them."""

from __future__ import annotations

import pytest

from boardpack.analysis.edition import analyse_edition
from boardpack.load.instance import load_instance
from support.instances import ACCESS, PACK, edited, minimal


@pytest.mark.parametrize("history", ["100000", "-5", "99999999"])
def test_an_absurd_history_is_refused_and_the_rest_is_still_judged(history: str) -> None:
    tree = edited(minimal(), ACCESS, "history: 3", f"history: {history}")
    instance, findings = load_instance(tree)
    assert instance is not None
    assert "D105" in {finding.code for finding in findings}
    assert analyse_edition(instance, "monthly", "2018-11").entries


@pytest.mark.parametrize("lag", ["100000", "-100000"])
def test_an_absurd_lag_is_refused_and_the_rest_is_still_judged(lag: str) -> None:
    tree = edited(minimal(), PACK, "quarter_month: 2", f"quarter_month: 2\n    lag: {lag}")
    instance, findings = load_instance(tree)
    assert instance is not None
    assert "D102" in {finding.code for finding in findings}
    assert analyse_edition(instance, "monthly", "2018-11").entries
