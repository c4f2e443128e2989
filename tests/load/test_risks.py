from __future__ import annotations

import pytest

from boardpack.load.instance import load_instance
from boardpack.model.rows import (
    Risk,
)
from support.instances import RISK_ROWS, edited, found, minimal


def test_a_risk_is_read_with_its_lists_and_scores() -> None:
    instance, _ = load_instance(minimal())
    assert instance is not None
    [file] = instance.datasets["risk-register"].files
    risk = file.rows[0]
    assert isinstance(risk, Risk)
    assert risk.stakeholders == ("Cannock Chase", "Seisdon Peninsula")
    assert risk.mitigations == ("Recruitment plan", "Shared rota")
    assert (risk.inherent_score, risk.residual_score) == (16, 12)
    assert str(risk.opened) == "2018-08-28"
    assert str(risk.place) == f"{RISK_ROWS}:2"


def test_a_risk_may_have_no_residual_score() -> None:
    instance, findings = load_instance(edited(minimal(), RISK_ROWS, "4,4,2,3,4,3", "4,4,2,3,,"))
    assert findings == []
    assert instance is not None
    risk = instance.datasets["risk-register"].files[0].rows[0]
    assert isinstance(risk, Risk)
    assert (risk.inherent_score, risk.residual_score) == (16, None)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("4,4,2,3,4,3", "6,4,2,3,4,3", "inherent_likelihood '6' is above 5"),
        ("4,4,2,3,4,3", ",4,2,3,4,3", "inherent_likelihood needs a value"),
        ("4,4,2,3,4,3", "*,4,2,3,4,3", "inherent_likelihood '*' stands for a suppressed value"),
        ("same,2018-08-28", "same,*", "opened '*' stands for a suppressed value"),
        ("same,2018-08-28", "same,28/08/2018", "opened '28/08/2018' must be a day written as"),
        ("same,2018", "sideways,2018", "trend 'sideways' must be one of new, up, same, down"),
    ],
)
def test_c105_finds_a_risk_that_cannot_be_used(old: str, new: str, words: str) -> None:
    [fault] = found(edited(minimal(), RISK_ROWS, old, new), "C105")
    assert str(fault.place) == f"{RISK_ROWS}:2"
    assert fault.what.startswith(words)
