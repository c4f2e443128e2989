"""BAD-INPUT row 38: no cell that is suppressed can be had back from anything that is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from boardpack.analysis.blocks.measures import build_measures_block
from boardpack.analysis.current import collect_series
from boardpack.analysis.directorate import combine_services
from boardpack.analysis.small_numbers import protect_dataset
from boardpack.findings import Place
from boardpack.model.dataset import (
    Aggregate,
    Cell,
    Contract,
    Field,
    FieldType,
    Gap,
    Kind,
    Measure,
    Unit,
    Value,
)
from boardpack.model.directorate import WHOLE_DIRECTORATE as ALL
from boardpack.model.period import parse_period
from boardpack.model.rows import DataFile, Dataset, Observation, TableRow
from boardpack.model.span import Reporter, build_span

STAR, NONE = Gap.SUPPRESSED, Gap.MISSING
SERVICES = ("cannock", "seisdon", "stafford")
PERIODS = ("2018-09", "2018-10", "2018-11")
BELOW = 5
MEASURES = (
    Measure("clinical", "Clinical", aggregate=Aggregate.SUM),
    Measure("other", "Other", aggregate=Aggregate.SUM),
    Measure("total", "Total", aggregate=Aggregate.SUM, sum_of=("clinical", "other")),
    Measure("answered", "Answered in time", Unit.PERCENT, 1),
)
COUNTS = Contract("Complaints", Kind.MEASURES, "Register", "manager", measures=MEASURES)
PEOPLE = replace(COUNTS, suppress_below=BELOW)

Key = tuple[str, str, str]
"""Service, measure and period."""
Change = Callable[[int], int]


@dataclass(frozen=True)
class Delivery:
    """One file: its counts, whether it has the totals of a service and those of all services."""

    counts: Mapping[Key, int]
    totals: bool
    overall: bool


def to_row(key: Key, value: Any, numerator: Any = None, denominator: Any = None) -> Observation:
    service, measure, period = key
    figures = (to_value(value), to_value(numerator), to_value(denominator))
    return Observation(period, service, measure, *figures, NONE, NONE, "counts.csv", 2)


def to_value(figure: Any) -> Value:
    if isinstance(figure, Gap):
        return figure
    return NONE if figure is None else Decimal(str(figure))


def dataset_of(contract: Contract, *files: Sequence[Observation | TableRow]) -> Dataset:
    """Return a dataset whose files are for the last periods."""
    periods = PERIODS[-len(files) :]
    landed = tuple(
        DataFile(period, f"{period}.csv", tuple(_move_row(row, f"{period}.csv") for row in rows))
        for period, rows in zip(periods, files, strict=True)
    )
    return Dataset("complaints", contract, Place("dataset.yml"), landed)


def _move_row(row: Observation | TableRow, path: str) -> Observation | TableRow:
    return row._replace(path=path) if isinstance(row, Observation) else row


def shown(dataset: Dataset, period: str = PERIODS[-1]) -> dict[Key, tuple[Value, Value, Value]]:
    """Return the figures that an edition shows."""
    series = collect_series(protect_dataset(dataset, period), period)
    return {
        (row.service, row.measure, row.period): (row.value, row.numerator, row.denominator)
        for rows in series.rows.values()
        for row in rows.values()
    }


def values(dataset: Dataset, period: str = PERIODS[-1]) -> dict[Key, Value]:
    return {key: figures[0] for key, figures in shown(dataset, period).items()}


# Trying to have them back


@st.composite
def deliveries(draw: st.DrawFn) -> list[Delivery]:
    """Return the files of some months: each has its month, and may restate any before."""
    services = SERVICES[: draw(st.integers(2, 3))]
    counts = st.one_of(st.integers(0, 6), st.integers(0, 60))
    months = PERIODS[-draw(st.integers(1, 3)) :]
    found = []
    for number, month in enumerate(months):
        names = ("clinical", "other", "answered")
        keys = [(service, name, month) for service in services for name in names]
        earlier = [
            (service, name, before)
            for before in months[:number]
            for service in services
            for name in names
        ]
        keys += draw(st.lists(st.sampled_from(earlier), unique=True)) if earlier else []
        found.append(
            Delivery({key: draw(counts) for key in keys}, draw(st.booleans()), draw(st.booleans()))
        )
    return found


def vary(count: int, shift: int, first: int = 1) -> int:
    """Return another count that is as small; all others stay as they are."""
    is_varied = first <= count < first + BELOW - 1
    return first + (count - first + shift) % (BELOW - 1) if is_varied else count


def land(files: Sequence[Delivery], shift: int = 0) -> tuple[Dataset, dict[int, list[int]]]:
    """Return the dataset with every small count shifted, and which rows each total sums up."""
    landed: list[list[Observation]] = []
    latest: dict[Key, tuple[int, int]] = {}
    sums: dict[int, list[int]] = {}
    number = 0

    def add(key: Key, count: int, parts: Sequence[int] = ()) -> None:
        nonlocal number
        if key[1] == "answered":
            whole = 60 * max(len(parts), 1)
            share = (Decimal(100) * count / whole).quantize(Decimal("0.1"))
            landed[-1].append(to_row(key, share, count, whole))
        else:
            landed[-1].append(to_row(key, count))
        latest[key] = number, count
        if parts:
            sums[number] = list(parts)
        number += 1

    def add_total(key: Key, keys: Sequence[Key]) -> None:
        known = [latest[part] for part in keys if part in latest]
        if known:
            add(key, sum(count for _, count in known), [row for row, _ in known])

    for file in files:
        landed.append([])
        for key, count in file.counts.items():
            varied = vary(count, shift)
            # Of 60, what is left may be small as well.
            add(key, vary(varied, shift, 60 - BELOW + 1) if key[1] == "answered" else varied)
        months = dict.fromkeys(month for _, _, month in file.counts)
        for month in months:
            services = dict.fromkeys(service for service, _, at in latest if at == month)
            here = [service for service in services if service != ALL]
            if file.totals:
                for service in here:
                    parts = [(service, name, month) for name in ("clinical", "other")]
                    add_total((service, "total", month), parts)
            if file.overall:
                for name in ("clinical", "other", "total", "answered"):
                    add_total((ALL, name, month), [(service, name, month) for service in here])
    return dataset_of(PEOPLE, *landed), sums


def publish(dataset: Dataset) -> Iterator[Any]:
    """Yield all that every edition shows: figures, restatements, and those of all services."""
    for file in dataset.files:
        safe = protect_dataset(dataset, file.period)
        series = collect_series(safe, file.period)
        yield shown(dataset, file.period), series.restatements
        services = sorted({service for service, _ in series.rows} - {ALL})
        period = parse_period(file.period)
        blocks = [
            build_measures_block(safe, series, Reporter(service, build_span("", "")), period)
            for service in services
        ]
        for measured in zip(*(block.measured for block in blocks), strict=True):
            yield combine_services(measured)


@pytest.mark.bad_input(38)
@settings(deadline=None)
@given(deliveries(), st.integers(1, BELOW - 2))
def test_what_is_shown_would_be_the_same_whatever_the_small_counts_are(
    files: list[Delivery], shift: int
) -> None:
    assert list(publish(land(files)[0])) == list(publish(land(files, shift)[0]))


@pytest.mark.bad_input(38)
@settings(deadline=None)
@given(deliveries())
def test_no_count_follows_from_totals_shares_months_and_revisions(files: list[Delivery]) -> None:
    dataset, sums = land(files)
    rows = [row for file in dataset.files for row in file.rows]
    equations = [{total: 1.0, **dict.fromkeys(parts, -1.0)} for total, parts in sums.items()]
    seen: set[int] = set()
    for file in dataset.files:
        safe = protect_dataset(dataset, file.period)
        shown_rows = [row for one in safe.files for row in one.rows]
        for index, row in enumerate(shown_rows):
            assert isinstance(row, Observation)
            if isinstance(row.value, Decimal):
                seen.add(index)
                equations.append({index: 1.0})
    small = [
        index
        for index, row in enumerate(rows)
        if isinstance(row, Observation) and index not in sums and is_small(row)
    ]
    assert not seen & set(small)
    matrix = np.zeros((len(equations), len(rows)))
    for line, equation in enumerate(equations):
        matrix[line, list(equation)] = list(equation.values())
    # A count can be worked out where no solution of the homogeneous equations moves it.
    _, sizes, solutions = np.linalg.svd(matrix)
    free = solutions[np.count_nonzero(sizes > 1e-9) :]
    assert all(np.any(abs(free[:, index]) > 1e-9) for index in small)


def is_small(row: Observation) -> bool:
    count = row.value if row.numerator is NONE else row.numerator
    assert isinstance(count, Decimal)
    left = Decimal(60) - count if row.measure == "answered" else Decimal(0)
    return 0 < count < BELOW or 0 < left < BELOW


@pytest.mark.bad_input(38)
@settings(deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=8), st.integers(1, 3))
def test_no_step_of_what_adds_up_is_small(steps: list[int], a_file: int) -> None:
    so_far = np.cumsum(steps).tolist()
    contract = replace(PEOPLE, measures=(Measure("clinical", "Clinical", cumulative=True),))
    rows = [
        to_row(("cannock", "clinical", f"2018-{month:02}"), count)
        for month, count in enumerate(so_far, start=1)
    ]
    parts = [rows[start::a_file] for start in range(a_file)]
    seen = [value for _, value in sorted(values(dataset_of(contract, *parts)).items())]
    known = [value for value in seen if isinstance(value, Decimal)]
    differences = [later - earlier for earlier, later in pairwise(known)]
    assert not [one for one in (*known, *differences) if 0 < one < BELOW]


# One by one

SEPTEMBER, OCTOBER, NOVEMBER = (("cannock", "clinical", period) for period in PERIODS)
ELSEWHERE, OVERALL = (("seisdon", "clinical", PERIODS[-1]), (ALL, "clinical", PERIODS[-1]))
SHARE = ("cannock", "answered", PERIODS[-1])


@pytest.mark.parametrize(
    ("count", "seen"), [(0, 0), (1, STAR), (4, STAR), (5, 5), (None, NONE), (STAR, STAR)]
)
def test_counts_below_the_number_are_suppressed_but_not_nought(count: Any, seen: Any) -> None:
    assert values(dataset_of(PEOPLE, [to_row(NOVEMBER, count)]))[NOVEMBER] == seen


@pytest.mark.parametrize(
    ("figures", "is_seen"),
    [
        ((50, 30, 60), True),
        ((5, 3, 60), False),
        ((95, 57, 60), False),
        ((0, 0, 60), True),
        ((0, 0, 4), False),
        ((5, None, 60), False),
        ((50, None, 60), True),
        ((50, 3, None), False),
        ((5, None, None), True),
    ],
)
def test_a_share_goes_with_its_counts_and_with_what_is_left_of_them(
    figures: tuple[Any, Any, Any], is_seen: bool
) -> None:
    seen = shown(dataset_of(PEOPLE, [to_row(SHARE, *figures)]))[SHARE]
    hidden = tuple(NONE if n and one is None else STAR for n, one in enumerate(figures))
    assert seen == (tuple(map(to_value, figures)) if is_seen else hidden)


@pytest.mark.bad_input(38)
@pytest.mark.parametrize(
    ("unit", "figures", "is_seen"),
    [
        (Unit.DAYS, (12, 36, None), False),
        (Unit.GBP, ("12.5", 50, None), False),
        (Unit.DAYS, (12, 120, None), True),
        (Unit.DAYS, (0, 0, None), True),
        (Unit.RATE, (960, 48, 50), False),
        (Unit.RATE, (600, 30, 50), True),
    ],
)
def test_a_mean_goes_with_the_count_that_follows_from_its_sum_and_a_rate_with_what_is_left(
    unit: Unit, figures: tuple[Any, Any, Any], is_seen: bool
) -> None:
    contract = replace(PEOPLE, measures=(Measure("clinical", "Clinical", unit, 1),))
    seen = shown(dataset_of(contract, [to_row(NOVEMBER, *figures)]))[NOVEMBER]
    hidden = tuple(NONE if one is None else STAR for one in figures)
    assert seen == (tuple(map(to_value, figures)) if is_seen else hidden)


@pytest.mark.bad_input(38)
@pytest.mark.parametrize("figures", [(STAR, 2, 60), (3, STAR, 60), (3, 2, STAR)])
def test_a_star_takes_along_what_it_was_worked_out_from(figures: tuple[Any, Any, Any]) -> None:
    assert shown(dataset_of(COUNTS, [to_row(SHARE, *figures)]))[SHARE] == (STAR, STAR, STAR)


def test_the_figure_for_all_goes_with_a_part_even_if_only_a_star_says_so() -> None:
    rows = [to_row(NOVEMBER, STAR), to_row(ELSEWHERE, 20), to_row(OVERALL, 23)]
    seen = values(dataset_of(COUNTS, rows))
    assert [seen[key] for key in (NOVEMBER, ELSEWHERE, OVERALL)] == [STAR, 20, STAR]


def test_of_a_total_with_a_star_the_smallest_part_goes() -> None:
    rows = [to_row(NOVEMBER, 30), to_row(ELSEWHERE, 20), to_row(OVERALL, STAR)]
    seen = values(dataset_of(COUNTS, rows))
    assert [seen[key] for key in (NOVEMBER, ELSEWHERE, OVERALL)] == [30, STAR, STAR]


def test_a_total_stays_suppressed_when_its_part_is_restated_and_it_is_not() -> None:
    first = [to_row(OCTOBER, 3), to_row(("seisdon", *OCTOBER[1:]), 20)]
    total = (ALL, *OCTOBER[1:])
    dataset = dataset_of(PEOPLE, [*first, to_row(total, 23)], [to_row(OCTOBER, 8)])
    assert values(dataset)[OCTOBER] == 8
    assert values(dataset)[total] is STAR


def test_a_part_that_comes_late_takes_its_total_along_but_not_out_of_what_was_shown() -> None:
    total, other = ((service, *OCTOBER[1:]) for service in (ALL, "seisdon"))
    dataset = dataset_of(PEOPLE, [to_row(total, 23), to_row(other, 20)], [to_row(OCTOBER, 3)])
    assert values(dataset, "2018-10")[total] == 23
    assert values(dataset, "2018-11")[total] is STAR


def test_a_later_file_shows_nothing_in_an_earlier_edition() -> None:
    dataset = dataset_of(PEOPLE, [to_row(OCTOBER, 30)], [to_row(NOVEMBER, 31)])
    assert protect_dataset(dataset, "2018-10").files[1].rows == ()


@pytest.mark.parametrize(("old", "new"), [(3, STAR), (30, STAR), (30, 3)])
def test_what_is_suppressed_now_is_not_said_as_a_restatement(old: Any, new: Any) -> None:
    dataset = dataset_of(
        replace(PEOPLE, suppress_below=None if new is STAR else BELOW),
        [to_row(OCTOBER, old)],
        [to_row(OCTOBER, new)],
    )
    [restatement] = collect_series(protect_dataset(dataset, "2018-11"), "2018-11").restatements
    assert (restatement.old_value, restatement.new_value) == (STAR, STAR)


def test_what_was_suppressed_is_not_said_when_it_no_longer_is() -> None:
    dataset = dataset_of(PEOPLE, [to_row(OCTOBER, 3)], [to_row(OCTOBER, 8)])
    [restatement] = collect_series(protect_dataset(dataset, "2018-11"), "2018-11").restatements
    assert [restatement.old_value, restatement.new_value] == [STAR, 8]


def test_measures_that_count_no_people_are_left_alone() -> None:
    contract = replace(PEOPLE, counts_of_people=("other",))
    assert values(dataset_of(contract, [to_row(NOVEMBER, 3)]))[NOVEMBER] == 3


def test_a_pooled_share_stays_one_when_its_latest_parts_are_suppressed() -> None:
    earlier = SHARE[0], SHARE[1], PERIODS[1]
    rows = [to_row(earlier, 50, 30, 60), to_row(SHARE, 5, 3, 60)]
    safe = protect_dataset(dataset_of(replace(PEOPLE, history=2), rows), PERIODS[-1])
    cannock = Reporter("cannock", build_span("", ""))
    series = collect_series(safe, PERIODS[-1])
    block = build_measures_block(safe, series, cannock, parse_period(PERIODS[-1]))
    combined = combine_services([block.measured[-1]])
    assert combined is not None
    assert list(combined.values) == [50, STAR]


def test_where_nothing_is_suppressed_a_dataset_is_the_same_one() -> None:
    dataset = dataset_of(COUNTS, [to_row(NOVEMBER, 3)])
    assert protect_dataset(dataset, "2018-11") is dataset


@pytest.mark.parametrize(
    ("unit", "figures", "seen"),
    [
        (Unit.COUNT, (12, None, None), ("10", NONE, NONE)),
        (Unit.COUNT, ("12.5", None, None), ("15", NONE, NONE)),
        (Unit.PERCENT, ("51.9", 27, 52), ("50.0", "25", "50")),
        (Unit.PERCENT, ("51.9", None, 52), ("50.0", NONE, "50")),
        (Unit.PERCENT, ("51.9", None, None), ("51.9", NONE, NONE)),
        (Unit.PERCENT, ("50", 1, 2), (STAR, STAR, STAR)),
        (Unit.RATE, ("3.4", 27, 8003), ("3.1", "25", "8005")),
        (Unit.DAYS, ("4.5", 54, 12), ("4.5", NONE, "10")),
        (Unit.COUNT, (STAR, None, None), (STAR, NONE, NONE)),
    ],
)
def test_counts_are_rounded_and_shares_worked_out_from_them(
    unit: Unit, figures: tuple[Any, Any, Any], seen: tuple[Any, Any, Any]
) -> None:
    measure = Measure("clinical", "Clinical", unit, 0 if unit is Unit.COUNT else 1)
    contract = replace(COUNTS, measures=(measure,), round_to=5)
    assert shown(dataset_of(contract, [to_row(NOVEMBER, *figures)]))[NOVEMBER] == tuple(
        map(to_value, seen)
    )


# Tables

TABLE = Contract(
    "Patients", Kind.TABLE, "Register", "manager", suppress_below=BELOW,
    fields=(
        Field("service"), Field("practice"), Field("seen", FieldType.INTEGER),
        Field("waiting", FieldType.INTEGER), Field("share", FieldType.NUMBER),
    ),
)  # fmt: skip
TableCells = tuple[str, str, Cell, Cell, Cell]


def table(*rows: TableCells, contract: Contract = TABLE) -> list[tuple[Cell, ...]]:
    names = [field.name for field in contract.fields]
    landed = [TableRow(row[0], dict(zip(names, row, strict=True)), Place("t.csv")) for row in rows]
    safe = protect_dataset(dataset_of(contract, landed), "2018-11")
    [file] = safe.files
    return [tuple(row.cells.values()) for row in file.rows if isinstance(row, TableRow)]


def is_hidden(row: Sequence[Cell]) -> bool:
    return row[2] is STAR and row[3] is STAR


def test_a_row_of_a_table_goes_with_one_of_its_counts_and_shares_go_with_any_row() -> None:
    rows = table(("a", "x", 3, 40, Decimal("6.9")), ("a", "y", 20, 30, Decimal("40.0")))
    assert rows == [("a", "x", STAR, STAR, STAR), ("a", "y", 20, 30, STAR)]


def test_a_row_goes_with_what_a_part_leaves_of_its_whole() -> None:
    # 53, of which 50: three are left.
    rows = table(("a", "x", 50, 53, NONE), ("a", "y", 20, 60, NONE), ("b", "x", 30, 30, NONE))
    assert [is_hidden(row) for row in rows] == [True, False, False]
    # Of which there are now more, now fewer, is no part.
    rows = table(("a", "x", 50, 53, NONE), ("a", "y", 60, 20, NONE), ("b", "x", 30, 30, NONE))
    assert not any(map(is_hidden, rows))


@pytest.mark.parametrize("words", ["All practices", "Total"])
def test_rows_that_sum_up_others_go_with_any_of_them(words: str) -> None:
    rows = table(
        ("a", "x", 3, 40, NONE),
        ("a", "y", 20, 30, NONE),
        ("a", words, 23, 70, NONE),
        ("b", "z", 50, 60, NONE),
        ("b", "w", 51, 61, NONE),
        ("b", words, 101, 121, NONE),
        ("", words, 124, 191, NONE),
    )
    hidden = [is_hidden(row) for row in rows]
    # A row that only its figures make a total is known to have no part in another service.
    assert hidden == [True, False, True, False, False, words == "Total", True]


def test_a_total_goes_by_its_name_where_a_star_hides_what_it_sums_up() -> None:
    rows = table(("a", "x", STAR, 40, NONE), ("a", "y", 20, 30, NONE), ("", "Total", 23, 71, NONE))
    assert [is_hidden(row) for row in rows] == [True, False, True]


def hidden_counts(fields: Sequence[Field], rows: Sequence[tuple[Cell, ...]]) -> str:
    """Return for each row whether its last cell, a count, is suppressed."""
    contract = replace(TABLE, fields=(*fields, Field("count", FieldType.INTEGER)))
    names = [field.name for field in contract.fields]
    landed = [TableRow("s", dict(zip(names, row, strict=True)), Place("t.csv")) for row in rows]
    [file] = protect_dataset(dataset_of(contract, landed), "2018-11").files
    cells = [row.cells["count"] for row in file.rows if isinstance(row, TableRow)]
    return "".join("*" if cell is STAR else "." for cell in cells)


@pytest.mark.parametrize("words", ["North total", "Practices, overall", "north_subtotal", " ALL "])
def test_a_total_is_named_so_anywhere_in_its_cell(words: str) -> None:
    rows: list[tuple[Cell, ...]] = [("A", 3), ("B", 20), ("C", 90), (words, 23)]
    assert hidden_counts([Field("practice")], rows) == "*..*"
    rows[-1] = "Teetotallers", 28
    assert hidden_counts([Field("practice")], rows) == "*..."


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        (FieldType.INTEGER, 2017, 2018),
        (FieldType.DATE, date(2017, 1, 1), date(2018, 1, 1)),
        (FieldType.BOOLEAN, True, False),
    ],
)
def test_rows_belong_together_by_any_column_that_is_no_count(
    kind: FieldType, first: Cell, second: Cell
) -> None:
    rows = [(first, "A", 3), (second, "C", 90), (first, "Both", 23), (second, "D", 91),
            (first, "B", 20)]  # fmt: skip
    assert hidden_counts([Field("group", kind), Field("practice")], rows) == "*.*.."


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ((3, 20, 23, 9, 21, 30), "*.*..."),
        ((23, 3, 20, 30, 9, 21), "**...."),
        ((50, 3, 20, 23, 9, 21, 30, 53), ".*.*...*"),
        ((STAR, 20, 23, 90, 91), "*.*.."),
        ((3, 20, 90, 91), "*..."),
    ],
)
def test_a_subtotal_goes_with_the_rows_beside_it(counts: Sequence[Cell], hidden: str) -> None:
    # 50 comes to nothing with its neighbours, but 53 to what the two subtotals come to.
    rows = [(f"p{number}", count) for number, count in enumerate(counts)]
    assert hidden_counts([Field("practice")], rows) == hidden


def test_a_table_without_small_counts_stays_whole() -> None:
    rows: list[TableCells] = [("a", "x", 30, 0, Decimal("6.9")), ("a", "y", 20, 30, NONE)]
    assert table(*rows) == rows


def test_columns_that_count_no_people_are_left_alone() -> None:
    contract = replace(TABLE, counts_of_people=("waiting",), round_to=10)
    rows = table(("a", "x", 3, 44, Decimal("6.9")), ("a", "y", 20, 2, NONE), contract=contract)
    # What is not whole may rest on the counts that are named.
    assert rows == [("a", "x", 3, 40, STAR), ("a", "y", 20, STAR, NONE)]


counts_of_rows = st.lists(
    st.tuples(st.sampled_from("ab"), *[st.one_of(st.integers(0, 6), st.integers(7, 99))] * 2),
    min_size=2, max_size=6,
)  # fmt: skip


@pytest.mark.bad_input(38)
@settings(deadline=None)
@given(counts_of_rows, st.booleans(), st.integers(1, BELOW - 2))
# The total is as many as wait, or more, by a count that nobody may see.
@example([("a", 0, 0), ("a", 0, 0), ("a", 1, 0), ("a", 5, 6)], True, 1)
def test_a_table_would_look_the_same_whatever_its_small_counts_are(
    counts: list[tuple[str, int, int]], has_totals: bool, shift: int
) -> None:
    def total(service: str, rows: Sequence[tuple[str, int, int]]) -> TableCells:
        return service, "Total", sum(row[1] for row in rows), sum(row[2] for row in rows), NONE

    def build(shift: int) -> list[tuple[Cell, ...]]:
        varied = [
            (service, vary(seen, shift), vary(waiting, shift)) for service, seen, waiting in counts
        ]
        rows: list[TableCells] = []
        for service in "ab":
            here = [row for row in varied if row[0] == service]
            rows += [(row[0], f"p{n}", row[1], row[2], NONE) for n, row in enumerate(here)]
            rows += [total(service, here)] if here and has_totals else []
        return table(*rows, *([total("", varied)] if has_totals else []))

    assert build(0) == build(shift)
