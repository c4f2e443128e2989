"""What a rule refuses is used by nothing: a bad value anywhere is a finding, never a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

import pytest
import yaml

from boardpack.analysis.edition import analyse_edition
from boardpack.checks.run import apply_rules
from boardpack.findings import Finding
from boardpack.load.instance import load_instance
from boardpack.load.refused import drop_refused
from boardpack.model.dataset import Contract, Kind, Measure, Rebase
from support.instances import CANNOCK, Files, found, minimal, with_file
from support.sampling import sampled

Spoilt = tuple[str, int, int, str]
"""A file, where a value begins and ends in it, and the bad one that takes its place."""
ACCESS, PACK = "data/datasets/access/dataset.yml", "data/packs/monthly.yml"
BAD_VALUES = (
    "", "''", "-1", "-0.5", "0", "123456789012345", "0.000000000001", "1e999", "2018-7", "2018-13",
    "0000-01", "2018-W99", "2018-02-30", "09-01", "tomorrow", "true", "[a]", "{a: b}", "../a",
    "directorate", '"a\\nb"', '"\\u202e"', "x" * 1100,
)  # fmt: skip
MANY_KEYS = """
    benchmark: 6
    rebase: [{date: 2018-10, reason: New system}]
    targets: {directorate: 5, cannock-chase/nurses: 3}
    thresholds_by_service: {cannock-chase: {board: 5, slt: 7}}
    rated_against: own
    trajectory: {2018-11: 4}
    aggregate: mean
    fix_after: 12
    thresholds: {board: 6, slt: 8}
"""
SEASONAL = """
  - id: flu
    title: Flu
    group: Season
    datasets: [access]
    narrative: none
    data_by: practice-manager
    due: seasonal
    season: {start: 09-01, end: 03-31}
    lag: 1
timetable:
"""


@cache
def rich() -> Files:
    """Return a small instance in which most keys are written."""
    tree = minimal()
    access = tree[ACCESS].decode().replace("    thresholds: {board: 6, slt: 8}\n", MANY_KEYS, 1)
    pack = tree[PACK].decode().replace("timetable:\n", SEASONAL.lstrip("\n"), 1)
    pack += "escalation: {deteriorating_periods: 3, deteriorating_measures: 2}\n"
    return {**tree, ACCESS: access.encode(), PACK: pack.encode()}


def scalars(path: str) -> Iterator[tuple[int, int]]:
    """Yield where each key and value of a YAML file, or of a front matter, begins and ends."""
    text = rich()[path].decode()
    start = 4 if path.endswith(".md") else 0
    end = text.index("\n---", 4) if start else len(text)
    for token in yaml.scan(text[start:end]):
        if isinstance(token, yaml.ScalarToken):
            yield token.start_mark.index + start, token.end_mark.index + start


def spoilt_configurations() -> list[Spoilt]:
    paths = [path for path in sorted(rich()) if path.endswith(".yml")] + [CANNOCK]
    return [
        (path, start, end, value)
        for path in paths
        for start, end in scalars(path)
        for value in BAD_VALUES
    ]


def spoilt_cells() -> list[Spoilt]:
    """Return where the cells of the second and the last row of each CSV file are, and bad ones."""
    places = []
    for path in sorted(path for path in rich() if path.endswith(".csv")):
        text = rich()[path].decode()
        rows = text.splitlines(keepends=True)
        for number in {1, len(rows) - 1} if len(rows) > 1 else ():
            start = sum(map(len, rows[:number]))
            for cell in rows[number].rstrip("\n").split(","):
                places.append((path, start, start + len(cell)))
                start += len(cell) + 1
    values = [value for value in BAD_VALUES if "\n" not in value]
    return [(*place, value) for place in places for value in values]


def judged(tree: Files) -> list[Finding]:
    """Return what `check` finds in the pack's newest edition."""
    instance, findings = load_instance(tree)
    if instance is None or "monthly" not in instance.packs:
        return list(findings)
    return [*findings, *apply_rules(analyse_edition(instance, "monthly", "2018-11"))]


PARTS = 240


def test_the_instance_that_is_spoilt_is_good() -> None:
    assert [finding for finding in judged(rich()) if finding.code[0] in "DYC"] == []


@pytest.mark.rotating
@pytest.mark.parametrize("part", sampled(range(PARTS), PARTS))
@pytest.mark.parametrize("list_spoilt", [spoilt_configurations, spoilt_cells])
def test_every_bad_value_is_judged_and_none_is_used(
    list_spoilt: Callable[[], list[Spoilt]], part: int
) -> None:
    for path, start, end, value in list_spoilt()[part::PARTS]:
        text = rich()[path].decode()
        for finding in judged({**rich(), path: (text[:start] + value + text[end:]).encode()}):
            assert finding.what, (path, text[start:end], value)
            assert finding.advice, (path, text[start:end], value)


def test_a_rebase_that_is_refused_restarts_nothing_and_hides_no_other_finding() -> None:
    tree = with_file(rich(), CANNOCK, rich()[CANNOCK].decode().replace("## Access", "## Acess"))
    tree = {**tree, ACCESS: tree[ACCESS].replace(b"date: 2018-10,", b"date: 2018-7,")}
    codes = {finding.code for finding in judged(tree)}
    assert {"D105", "S103"} <= codes
    [fault] = found(tree, "D105")
    assert "is rebased at '2018-7', which is not a monthly period" in fault.what


def test_what_is_refused_goes_and_the_rest_stays() -> None:
    rebases = (Rebase("2018-7", "a"), Rebase("2018-08", "b"))
    first = Measure("a", "A", decimals=99, rebase=rebases, targets={"x/y/z": Decimal(1)})
    measures = (first, Measure("b", "B"))
    contract = Contract("T", Kind.MEASURES, "s", "o", measures=measures, history=0)
    kept = drop_refused(
        contract,
        [
            ("measures", 0, "rebase", 0), ("measures", 0, "decimals"), ("history",), (), ("kind",),
            ("measures", 0, "targets", "x/y/z"), ("measures", 1, "title"), ("history",),
            ("progress",), ("progress", "title"),
        ],
    )  # fmt: skip
    assert kept.measures == (Measure("a", "A", rebase=rebases[1:]),)
    assert (kept.history, kept.title) == (1, "T")


def test_nothing_refused_is_nothing_changed() -> None:
    contract = Contract("T", Kind.MEASURES, "s", "o", history=0)
    assert drop_refused(contract, []) is contract
