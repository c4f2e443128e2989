from __future__ import annotations

import pytest

from boardpack.checks.rows import MOST_ROWS
from boardpack.findings import Severity
from support.editions import said
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    DIRECTORATE,
    FEEDBACK,
    FEEDBACK_ROWS,
    FINANCE_ROWS,
    FINANCE_TOTALS,
    RISK_ROWS,
    SHIFT_ROWS,
    SHIFTS,
    Files,
    edited,
    line_of,
    minimal,
    with_file,
)

KEEPER = "Directorate development manager"
LATER = ACCESS_ROWS.replace("-11", "-12")
EARLIER = ACCESS_ROWS.replace("-11", "-10")


def test_m101_passes_rows_of_the_whole_directorate() -> None:
    row = "2018-11,seisdon,recommend,94\n"
    tree = edited(minimal(), FEEDBACK_ROWS, row, row + "2018-11,directorate,recommend,93\n")
    assert said(tree, "M101") == []


def test_m101_passes_files_of_later_months() -> None:
    rows = "period,service,measure,value\n2018-12,nowhere,booked,1\n"
    assert said(with_file(minimal(), LATER, rows), "M101") == []


def test_m101_finds_an_unknown_service_once_a_file() -> None:
    tree = edited(minimal(), ACCESS_ROWS, ",seisdon,", ",siesdon,", count=6)
    [fault] = said(tree, "M101")
    assert str(fault.place) == f"{ACCESS_ROWS}:4"
    assert fault.what == (
        "there is no service 'siesdon', here and in 5 more rows; did you mean 'seisdon'?"
    )
    assert (fault.who, fault.section) == (KEEPER, "access")


@pytest.mark.parametrize("path", [FINANCE_ROWS, FINANCE_TOTALS, SHIFT_ROWS])
def test_m101_finds_an_unknown_service_in_other_kinds_of_data(path: str) -> None:
    tree = edited(minimal(), path, minimal()[path].decode().splitlines()[1], _elsewhere(path))
    [fault] = said(tree, "M101")
    assert str(fault.place) == f"{path}:2"


def test_m101_finds_a_service_that_earlier_files_know_once_and_opens_none_of_them() -> None:
    tree = edited(minimal(), DIRECTORATE, "  - id: seisdon\n    title: Seisdon Peninsula\n", "")
    rows = tree[FEEDBACK_ROWS].decode().replace("2018-11", "2018-10")
    tree = with_file(tree, FEEDBACK_ROWS.replace("-11", "-10"), rows)
    [fault] = said(tree, "M101")
    assert str(fault.place) == DIRECTORATE
    assert fault.what == (
        "there is no service 'seisdon', of which 5 files have rows, such as " + ACCESS_ROWS
    )
    assert fault.advice == (
        "Put 'seisdon' back among the services of data/directorate.yml, with `until:` its last "
        "month if it has closed; files of earlier months stay as they are."
    )
    # What else names it says the same, not that an old row must be corrected.
    assert {one.advice for one in said(tree, "P103")} == {fault.advice}


def test_m102_passes_a_measure_that_only_one_service_reports() -> None:
    tree = edited(minimal(), FEEDBACK, "unit: percent", "unit: percent\n    services: [seisdon]")
    row = "2018-11,cannock-chase,recommend,92\n"
    assert said(edited(tree, FEEDBACK_ROWS, row, ""), "M102") == []


def test_m102_finds_an_unknown_measure() -> None:
    tree = edited(minimal(), ACCESS_ROWS, "2018-11,seisdon,missed", "2018-11,seisdon,mised")
    [fault] = said(tree, "M102")
    assert str(fault.place) == f"{ACCESS_ROWS}:{line_of(tree, ACCESS_ROWS, 'mised')}"
    assert fault.what == "there is no measure 'mised'; did you mean 'missed'?"
    assert (fault.who, fault.service, fault.section) == (KEEPER, "seisdon", "access")


def test_m102_finds_a_row_that_would_be_shown_nowhere() -> None:
    tree = edited(minimal(), FEEDBACK, "unit: percent", "unit: percent\n    services: [seisdon]")
    [fault] = said(tree, "M102")
    assert str(fault.place) == f"{FEEDBACK_ROWS}:2"
    assert fault.what == "'recommend' is not reported by 'cannock-chase'"


def test_m105_passes_the_same_row_in_two_files() -> None:
    rows = "period,service,measure,value\n2018-10,seisdon,booked,1100\n"
    assert said(with_file(minimal(), EARLIER, rows), "M105") == []


@pytest.mark.parametrize(
    ("path", "row", "words"),
    [
        (
            ACCESS_ROWS,
            "2018-09,seisdon,booked,1000,,",
            "the same service, measure and period as in line 4",
        ),
        (
            FINANCE_ROWS,
            "seisdon,Premises,Rent,2,20,19,-1,40,40,0",
            "'Rent' in 'Premises' already stands in line 6",
        ),
        (
            FINANCE_TOTALS,
            "seisdon,grand-total,,3,100,101,1,200,202,2",
            "this grand-total total already stands in line 7",
        ),
        (SHIFT_ROWS, "seisdon,Monday,11", "this row already stands in line 4"),
    ],
)
def test_m105_finds_a_row_that_stands_twice(path: str, row: str, words: str) -> None:
    tree = edited(minimal(), path, row + "\n", f"{row}\n{row}\n")
    [fault] = said(tree, "M105")
    assert str(fault.place) == f"{path}:{line_of(tree, path, row) + 1}"
    assert fault.what == words
    assert fault.who == ("Finance manager" if "budgets" in path else KEEPER)


def test_m105_finds_a_risk_that_stands_twice() -> None:
    [fault] = said(edited(minimal(), RISK_ROWS, "R2,", "R1,"), "M105")
    assert (fault.place.line, fault.what) == (3, "risk R1 already stands in line 2")


def test_m106_passes_the_smallest_and_largest_value() -> None:
    rows = "period,service,measure,value\n2018-11,cannock-chase,recommend,100\n"
    tree = with_file(minimal(), FEEDBACK_ROWS, rows + "2018-11,seisdon,recommend,0\n")
    assert said(tree, "M106") == []


def test_m106_passes_a_slip_that_a_later_file_mended() -> None:
    rows = "period,service,measure,value\n2018-10,seisdon,missed,400\n"
    assert said(with_file(minimal(), EARLIER, rows), "M106") == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("101", "101 is above 100, the most that 'Would recommend us' can be"),
        ("-1", "-1 is below 0, the least that 'Would recommend us' can be"),
    ],
)
def test_m106_finds_a_value_that_cannot_be_right(value: str, words: str) -> None:
    tree = edited(minimal(), FEEDBACK_ROWS, "recommend,94", f"recommend,{value}")
    [fault] = said(tree, "M106")
    assert (str(fault.place), fault.what) == (f"{FEEDBACK_ROWS}:3", words)
    assert (fault.who, fault.service, fault.section) == (KEEPER, "seisdon", "feedback")


def test_m107_passes_a_restatement_of_an_earlier_edition() -> None:
    earliest = ACCESS_ROWS.replace("-11", "-09")
    rows = "period,service,measure,value\n2018-09,seisdon,booked,{}\n"
    tree = with_file(minimal(), earliest, rows.format(900))
    tree = with_file(tree, EARLIER, rows.format(1000))
    assert said(tree, "M107") == []


def test_m107_finds_a_figure_that_changed() -> None:
    rows = "period,service,measure,value\n2018-10,seisdon,missed,4.2\n"
    tree = with_file(minimal(), EARLIER, rows)
    [fault] = said(tree, "M107")
    line = line_of(tree, ACCESS_ROWS, "2018-10,seisdon,missed")
    assert str(fault.place) == f"{ACCESS_ROWS}:{line}"
    assert fault.what == f"'Appointments missed' in October 2018: 4.0%, in {EARLIER}:2 it was 4.2%"
    assert (fault.who, fault.service, fault.section) == (KEEPER, "seisdon", "access")
    assert fault.severity is Severity.WARNING


@pytest.mark.parametrize("value", ["3.45", "3.55", "n/a", "*"])
def test_m110_passes_percentages_within_rounding(value: str) -> None:
    row = "2018-11,seisdon,missed,"
    tree = edited(minimal(), ACCESS_ROWS, row + "3.5", row + value)
    assert said(tree, "M110") == []


@pytest.mark.parametrize("figures", ["3.6,42,1200", "3.5,24,1200", "3.5,42,0"])
def test_m110_finds_a_percentage_that_does_not_follow(figures: str) -> None:
    row = "2018-11,seisdon,missed,"
    tree = edited(minimal(), ACCESS_ROWS, row + "3.5,42,1200", row + figures)
    [fault] = said(tree, "M110")
    value, above, below = figures.split(",")
    assert str(fault.place) == f"{ACCESS_ROWS}:{line_of(tree, ACCESS_ROWS, row)}"
    assert fault.what == f"{value}% is not {above} of {below}"
    assert (fault.who, fault.service, fault.section) == (KEEPER, "seisdon", "access")


def test_m111_passes_rows_of_earlier_periods() -> None:
    assert said(minimal(), "M111") == []


def test_m111_finds_a_row_from_the_future() -> None:
    row = "2018-11,seisdon,booked"
    tree = edited(minimal(), ACCESS_ROWS, row, row.replace("-11", "-12"))
    [fault] = said(tree, "M111")
    assert str(fault.place) == f"{ACCESS_ROWS}:{line_of(tree, ACCESS_ROWS, '2018-12')}"
    assert fault.what == "2018-12 is after 2018-11"
    assert (fault.who, fault.service, fault.section) == (KEEPER, "seisdon", "access")


def test_rules_on_rows_say_nothing_about_datasets_that_the_pack_does_not_use() -> None:
    rows = "period,service,measure,value\n2018-11,nowhere,nothing,-5\n"
    tree = with_file(minimal(), "data/datasets/unused/dataset.yml", minimal()[ACCESS])
    tree = with_file(tree, "data/datasets/unused/2018-11.csv", rows)
    assert [said(tree, code) for code in ("M101", "M102", "M106")] == [[], [], []]


def _elsewhere(path: str) -> str:
    first = minimal()[path].decode().splitlines()[1]
    return first.replace("cannock-chase", "elsewhere")


def test_m102_puts_back_a_measure_that_earlier_files_know_and_leaves_them_closed() -> None:
    tree = edited(minimal(), FEEDBACK, "id: recommend", "id: recommended")
    earlier = FEEDBACK_ROWS.replace("-11", "-10")
    rows = tree[FEEDBACK_ROWS].decode().replace("2018-11", "2018-10")
    faults = said(with_file(tree, earlier, rows), "M102")
    advice = {fault.advice for fault in faults if fault.place.path == earlier}
    assert advice == {
        "Put 'recommend' back among the measures of the dataset.yml, with `until:` the last month "
        "of its figures; files of earlier months stay as they are."
    }
    # A service that once reported a measure did so rightly.
    tree = edited(minimal(), FEEDBACK, "unit: percent", "unit: percent\n    services: [seisdon]")
    tree = edited(tree, FEEDBACK_ROWS, "2018-11,cannock-chase,recommend,92\n", "")
    assert said(with_file(tree, earlier, rows), "M102") == []


def test_a_figure_of_an_earlier_file_is_put_right_in_the_newest() -> None:
    text = "period,service,measure,value\n2018-10,seisdon,recommend,101\n"
    tree = with_file(minimal(), FEEDBACK_ROWS.replace("-11", "-10"), text)
    [fault] = said(tree, "M106")
    assert fault.advice.startswith("Put a row with the right figure into the newest file")


@pytest.mark.parametrize("row", ["2018-10,seisdon,recommend,n/a", "2018-11,seisdon,recommend,94"])
def test_m118_passes_a_time_without_figures(row: str) -> None:
    tree = begun("from: 2018-11")
    kept = tree[FEEDBACK_ROWS].decode().replace("2018-11,seisdon,recommend,94", row)
    assert said(with_file(without_access(tree), FEEDBACK_ROWS, kept), "M118") == []


def test_m118_finds_figures_from_before_a_service_and_after_a_measure() -> None:
    faults = said(begun("from: 2018-11"), "M118")
    # One for each of its measures, and not one for each row.
    assert [fault.place.path for fault in faults] == [ACCESS_ROWS] * 2
    assert faults[0].what == (
        "'seisdon' begins on 1 November 2018; this figure is of September 2018, "
        "here and in 1 more row"
    )
    tree = edited(minimal(), ACCESS, "  - id: booked\n", "  - id: booked\n    until: 2018-10\n")
    ended = [one.what for one in said(tree, "M118")]
    assert ended == ["'booked' ended on 31 October 2018; this figure is of November 2018"] * 2


def test_m119_passes_a_register_that_stands_from_before_a_service_ended() -> None:
    tree = begun("until: 2018-11")
    assert said(tree, "M119", period="2018-12") == []


@pytest.mark.parametrize("path", [FINANCE_ROWS, SHIFT_ROWS])
def test_m119_finds_rows_of_a_service_that_has_ended(path: str) -> None:
    tree = begun("until: 2018-10")
    [fault] = [one for one in said(tree, "M119") if one.place.path == path]
    assert fault.what.startswith(
        "'seisdon' ended on 31 October 2018, so that this row is shown nowhere"
    )


def test_m119_finds_rows_of_a_service_that_a_dataset_does_not_count() -> None:
    tree = edited(minimal(), SHIFTS, "unit: shifts", "unit: shifts\nservices: [cannock-chase]")
    [fault] = said(tree, "M119")
    assert fault.place.line == line_of(tree, SHIFT_ROWS, "seisdon")
    assert fault.what == (
        "the dataset has no figures of 'seisdon', so that this row is shown nowhere"
    )


def begun(line: str) -> Files:
    """Return the good instance with a line on when one of its services is there."""
    title = "    title: Seisdon Peninsula\n"
    return edited(minimal(), DIRECTORATE, title, f"{title}    {line}\n")


def without_access(tree: Files) -> Files:
    return with_file(tree, ACCESS_ROWS, "period,service,measure,value\n")


def shifts(count: int) -> bytes:
    return minimal()[SHIFT_ROWS] + b"seisdon,Monday,1\n" * count


def test_m120_passes_as_many_rows_as_a_table_shows() -> None:
    assert said(with_file(minimal(), SHIFT_ROWS, shifts(MOST_ROWS - 1)), "M120") == []


def test_m120_finds_a_table_that_nobody_would_read_to_its_end() -> None:
    [fault] = said(with_file(minimal(), SHIFT_ROWS, shifts(MOST_ROWS)), "M120")
    assert (str(fault.place), fault.service) == (SHIFT_ROWS, "seisdon")
    assert fault.what == "2,001 rows for one service; a table shows 2,000 at most"
