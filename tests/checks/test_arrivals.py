from __future__ import annotations

import pytest

from boardpack.analysis.edition import analyse_edition
from boardpack.checks.run import apply_rules
from boardpack.findings import Severity
from boardpack.load.instance import load_instance
from support.editions import said
from support.instances import (
    ACCESS_ROWS,
    FEEDBACK_ROWS,
    FINANCE_ROWS,
    PACK,
    RISK_ROWS,
    SHIFT_ROWS,
    SHIFTS,
    WAIVERS,
    edited,
    line_of,
    minimal,
    with_file,
    without_file,
    without_line,
)

KEEPER = "Directorate development manager"
TREASURER = "Finance manager"
DIRECTOR = "Director of primary care"
CANNOCK, WHOLE = "cannock-chase", "directorate"
WAIVED = """
    pack,period,service,section,reason,owner,until
    monthly,2018-11,seisdon,{},The figures are late.,development-manager,2018-12-31
    """


def test_m103_passes_a_figure_that_is_said_to_be_missing() -> None:
    row = "2018-11,seisdon,recommend,94"
    tree = edited(minimal(), FEEDBACK_ROWS, row, row.replace("94", "n/a"))
    assert said(tree, "M103") == []


def test_m103_passes_what_is_waived() -> None:
    tree = without_line(minimal(), FEEDBACK_ROWS, "2018-11,seisdon,recommend")
    assert said(with_file(tree, WAIVERS, WAIVED.format("feedback")), "M103") == []


def test_m103_passes_the_file_of_the_month_that_a_section_lags_behind() -> None:
    data_by = "data_by: finance-manager"
    tree = edited(minimal(), PACK, data_by, f"{data_by}\n    lag: 1")
    rows = tree[FINANCE_ROWS].decode()
    tree = without_file(tree, FINANCE_ROWS)
    assert said(with_file(tree, FINANCE_ROWS.replace("-11", "-10"), rows), "M103") == []


def test_m103_finds_a_measure_without_its_row() -> None:
    [fault] = said(without_line(minimal(), ACCESS_ROWS, "2018-11,seisdon,missed"), "M103")
    assert str(fault.place) == ACCESS_ROWS
    assert (
        fault.what
        == "Seisdon Peninsula: no row for 'Appointments missed' (missed) in November 2018"
    )
    assert (fault.who, fault.service, fault.section) == (KEEPER, "seisdon", "access")


def test_m103_finds_a_file_that_has_not_arrived_once_for_each_service() -> None:
    cannock, seisdon = said(without_file(minimal(), ACCESS_ROWS), "M103")
    assert cannock.what == "Cannock Chase: no rows for November 2018; 2 measures are awaited"
    assert (cannock.service, seisdon.service) == ("cannock-chase", "seisdon")


def test_m103_finds_a_budget_without_lines() -> None:
    [fault, _] = said(without_file(minimal(), FINANCE_ROWS), "M103")
    assert fault.what == "Cannock Chase: no budget lines for November 2018"
    assert (fault.who, fault.section) == ("Finance manager", "finance")


def test_m103_finds_a_table_without_rows() -> None:
    [fault] = said(without_line(minimal(), SHIFT_ROWS, "seisdon"), "M103")
    assert str(fault.place) == SHIFT_ROWS
    assert fault.what == "Seisdon Peninsula: no rows for November 2018"
    assert (fault.who, fault.service, fault.section) == (KEEPER, "seisdon", "extra-shifts")


def test_m103_finds_that_there_is_no_risk_register() -> None:
    [fault] = said(without_file(minimal(), RISK_ROWS), "M103")
    assert fault.what == "Example primary care: no risk register up to November 2018"
    assert (fault.service, fault.section) == ("directorate", "risks")


@pytest.mark.parametrize("path", [FEEDBACK_ROWS, SHIFT_ROWS, FINANCE_ROWS, RISK_ROWS])
def test_m103_passes_the_latest_figures_within_their_limit(path: str) -> None:
    for code in ("M103", "M104", "M114"):
        assert said(latest(path, "2018-09"), code) == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (FEEDBACK_ROWS, "no row for 'Would recommend us' (recommend) in November 2018"),
        (SHIFT_ROWS, "no rows for November 2018"),
        (FINANCE_ROWS, "no budget lines for November 2018"),
        (RISK_ROWS, "no risk register up to November 2018"),
    ],
)
def test_m103_finds_the_latest_figures_beyond_their_limit(path: str, words: str) -> None:
    fault = said(latest(path, "2018-08"), "M103")[0]
    assert fault.what.endswith(f"{words}; the latest may be up to 2 periods old")
    assert str(fault.place) == path


def latest(path: str, period: str) -> dict[str, bytes]:
    """Return an instance in which the newest rows of a dataset are of an earlier period."""
    contract = path.rpartition("/")[0] + "/dataset.yml"
    tree = edited(minimal(), contract, "illustrative: true", f"illustrative: true\n{LIMIT}")
    rows = tree[path].decode().replace("2018-11,", f"{period},")
    return with_file(without_file(tree, path), path.replace("2018-11", period), rows)


LIMIT = "arrives: latest\nwithin: 2"


def test_m104_passes_a_history_with_missing_figures() -> None:
    row = "2018-09,seisdon,booked,"
    tree = edited(minimal(), ACCESS_ROWS, row + "1000", row + "n/a")
    assert said(tree, "M104") == []


def test_m104_finds_a_period_without_a_row() -> None:
    [fault] = said(without_line(minimal(), ACCESS_ROWS, "2018-10,seisdon,booked"), "M104")
    assert str(fault.place) == ACCESS_ROWS
    assert (
        fault.what
        == "Seisdon Peninsula: no row for 'Appointments booked' in 2018-10; 3 periods are shown"
    )
    assert (fault.who, fault.service, fault.section) == (KEEPER, "seisdon", "access")


def test_m108_passes_a_dataset_without_control_counts() -> None:
    tree = edited(minimal(), SHIFTS, "rows:\n  cannock-chase: 2\n  seisdon: 1\n", "")
    assert said(without_line(tree, SHIFT_ROWS, "Friday"), "M108") == []


@pytest.mark.parametrize(
    ("path", "containing", "words", "service", "who"),
    [
        (SHIFT_ROWS, "Friday", "1 row for Cannock Chase; the source has 2", CANNOCK, KEEPER),
        (FINANCE_ROWS, "PMS", "2 rows for Cannock Chase; the source has 3", CANNOCK, TREASURER),
        (RISK_ROWS, "R2", "1 row for Example primary care; the source has 2", WHOLE, DIRECTOR),
    ],
)
def test_m108_finds_rows_that_were_lost(
    path: str, containing: str, words: str, service: str, who: str
) -> None:
    [fault] = said(without_line(minimal(), path, containing), "M108")
    assert (str(fault.place), fault.what) == (path, words)
    assert (fault.service, fault.who) == (service, who)


def test_m108_finds_rows_that_were_doubled() -> None:
    row = "seisdon,Monday,11\n"
    [fault] = said(edited(minimal(), SHIFT_ROWS, row, row + row), "M108")
    assert fault.what == "2 rows for Seisdon Peninsula; the source has 1"
    assert fault.section == "extra-shifts"


def test_m113_passes_a_figure_missing_in_the_past() -> None:
    row = "2018-09,seisdon,booked,"
    tree = edited(minimal(), ACCESS_ROWS, row + "1000", row + "n/a")
    assert said(tree, "M113") == []


@pytest.mark.parametrize(("gap", "words"), [("n/a", "has no figure"), ("*", "is suppressed")])
def test_m113_finds_a_figure_that_is_not_known(gap: str, words: str) -> None:
    row = "2018-11,seisdon,recommend,"
    tree = edited(minimal(), FEEDBACK_ROWS, row + "94", row + gap)
    [fault] = said(tree, "M113")
    assert str(fault.place) == f"{FEEDBACK_ROWS}:{line_of(tree, FEEDBACK_ROWS, row)}"
    assert fault.what == f"'Would recommend us' {words} in November 2018"
    assert (fault.who, fault.severity) == (KEEPER, Severity.WARNING)
    assert (fault.service, fault.section) == ("seisdon", "feedback")


def test_m114_passes_files_of_the_period() -> None:
    assert said(minimal(), "M114") == []


def test_m114_finds_a_table_of_an_earlier_month_once() -> None:
    rows = minimal()[SHIFT_ROWS]
    earlier = SHIFT_ROWS.replace("-11", "-10")
    [fault] = said(with_file(without_file(minimal(), SHIFT_ROWS), earlier, rows), "M114")
    assert str(fault.place) == SHIFT_ROWS
    assert fault.what == f"there is no file for November 2018; {earlier} is shown instead"
    assert (fault.who, fault.section) == (KEEPER, "extra-shifts")
    assert fault.severity is Severity.WARNING


def test_a_row_that_could_not_be_read_is_not_missed_as_well() -> None:
    tree = edited(minimal(), ACCESS_ROWS, "seisdon,booked,1200", "seisdon,booked,many")
    instance, findings = load_instance(tree)
    assert instance is not None
    judged = [*findings, *apply_rules(analyse_edition(instance, "monthly", "2018-11"))]
    assert [fault.code for fault in judged if fault.is_error] == ["C105"]
