from __future__ import annotations

import pytest

from boardpack.findings import Finding
from boardpack.load.instance import load_instance
from boardpack.model.dataset import Contract
from support.instances import ACCESS, FINANCE, SHIFTS, edited, minimal


def read(path: str, key: str, lines: str) -> tuple[Contract, list[Finding]]:
    """Return a contract of the small instance with some lines more, and what is wrong with it."""
    tree = edited(minimal(), path, key, f"{lines}\n{key}")
    instance, findings = load_instance(tree)
    assert instance is not None
    return instance.datasets[path.split("/")[2]].contract, findings


@pytest.mark.parametrize(
    ("path", "key", "lines"),
    [
        (ACCESS, "measures:", "suppress_below: 5\nround_to: 5\ncounts_of_people: [booked]"),
        (SHIFTS, "fields:", "suppress_below: 8\ncounts_of_people: [shifts]"),
        (SHIFTS, "fields:", "publish_small_numbers: They are shifts, not people"),
        (ACCESS, "  - id: missed", "    sum_of: [missed]"),
    ],
)
def test_d105_passes_choices_that_can_be_kept(path: str, key: str, lines: str) -> None:
    assert read(path, key, lines)[1] == []


@pytest.mark.parametrize(
    ("path", "key", "lines", "words"),
    [
        (ACCESS, "measures:", "suppress_below: 0", "to show every count, write publish_small_num"),
        (ACCESS, "measures:", "suppress_below: -5", "suppress_below must be 2 or more"),
        (ACCESS, "measures:", "round_to: 1", "round_to must be 2 or more"),
        (ACCESS, "measures:", "counts_of_people: [bookde]", "did you mean 'booked'?"),
        (SHIFTS, "fields:", "counts_of_people: [shift]", "did you mean 'shifts'?"),
        (SHIFTS, "fields:", "counts_of_people: [day]", "of type string: a count of peo"),
        (FINANCE, "rounding:", "suppress_below: 5", "only measures and tables have suppress_below"),
        (
            FINANCE,
            "rounding:",
            "publish_small_numbers: They are pounds",
            "tables have publish_small_numbers",
        ),
        (ACCESS, "  - id: missed", "    sum_of: [booked]", "cannot be a part of itself"),
        (ACCESS, "  - id: missed", "    sum_of: [mised]", "did you mean 'missed'?"),
    ],
)
def test_d105_finds_choices_that_cannot_be_kept(
    path: str, key: str, lines: str, words: str
) -> None:
    contract, [finding] = read(path, key, lines)
    assert (finding.code, words in finding.what) == ("D105", True), finding.what
    assert finding.place.line is not None
    assert (contract.suppress_below, contract.round_to) == (None, None)


def test_of_two_choices_that_contradict_each_other_the_safe_one_holds() -> None:
    lines = "suppress_below: 5\npublish_small_numbers: They are shifts"
    contract, [finding] = read(ACCESS, "measures:", lines)
    assert finding.code == "D105"
    assert (contract.suppress_below, contract.publish_small_numbers) == (5, "")
