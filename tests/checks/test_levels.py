from __future__ import annotations

import pytest

from support.editions import said
from support.instances import ACCESS, ACCESS_ROWS, Files, edited, minimal, with_file

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


def test_t102_passes_rows_that_bring_the_targets_of_their_measures_or_the_only_ones() -> None:
    assert said(bringing("missed", "5"), "T102") == []
    assert said(bringing("booked", "900"), "T102") == []


def test_t102_finds_a_row_that_brings_another_target() -> None:
    [fault] = said(bringing("missed", "7"), "T102")
    assert fault.what == "'Appointments missed': the row says 7, and its measure's target is 5"
    assert fault.place.path == ACCESS_ROWS


def bringing(measure: str, target: str) -> Files:
    """Return an instance in which a row of November brings a target."""
    lines = minimal()[ACCESS_ROWS].decode().splitlines()
    rows = [f"{lines[0]},target"] + [
        f"{line},{target}" if line.startswith(f"2018-11,seisdon,{measure}") else f"{line},"
        for line in lines[1:]
    ]
    return with_file(minimal(), ACCESS_ROWS, "\n".join(rows).encode())
