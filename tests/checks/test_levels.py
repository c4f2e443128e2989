from __future__ import annotations

import pytest

from support.editions import said
from support.instances import ACCESS, edited, minimal

TARGET = "    target: 5\n"


def test_t101_passes_services_teams_and_the_directorate() -> None:
    levels = f"{TARGET}    targets: {{directorate: 5, cannock-chase: 4, cannock-chase/nurses: 3}}\n"
    assert said(edited(minimal(), ACCESS, TARGET, levels), "T101") == []


@pytest.mark.parametrize(
    "levels",
    [
        "targets: {seisdn: 4}",
        "targets: {seisdn/nurses: 4}",
        "rated_against: own\n    thresholds_by_service: {seisdn: {board: 6, slt: 8}}",
    ],
)
def test_t101_finds_a_service_that_does_not_exist(levels: str) -> None:
    tree = edited(minimal(), ACCESS, TARGET, f"{TARGET}    {levels}\n")
    [fault] = said(tree, "T101")
    words = "measure 'missed': there is no service 'seisdn'; did you mean 'seisdon'?"
    assert (fault.what, fault.place.path) == (words, ACCESS)
    assert (fault.who, fault.section) == ("Directorate development manager", "access")
