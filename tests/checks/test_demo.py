"""The example in the repository is good, and nothing can be lost from it unnoticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.quoting import Verdict, judge_numbers
from boardpack.checks.run import CHECKS, apply_rules
from boardpack.load.datasets import load_datasets
from boardpack.load.directorate import load_people
from boardpack.load.instance import load_instance
from boardpack.model.instance import Instance
from boardpack.model.submission import Submission
from support.editions import edition_of
from support.months import DECEMBER, copied_month
from support.sampling import sampled

ROOT = Path(__file__).parents[2]
EDITIONS = (("monthly", "2018-11"), ("safety", "2018-W50"))


@cache
def demo() -> dict[str, bytes]:
    """Return the files of the example."""
    files = (path for top in ("content", "data") for path in (ROOT / top).rglob("*"))
    return {f.relative_to(ROOT).as_posix(): f.read_bytes() for f in files if f.is_file()}


@cache
def loaded() -> Instance:
    instance, _ = load_instance(demo())
    assert instance is not None
    return instance


@pytest.mark.parametrize(("pack", "period"), EDITIONS)
def test_the_example_has_no_errors(pack: str, period: str) -> None:
    findings = [*load_instance(demo())[1], *apply_rules(analyse_edition(loaded(), pack, period))]
    assert [finding for finding in findings if finding.is_error] == []


@pytest.mark.rotating
@pytest.mark.parametrize("is_first_of_section", sampled([True, False], every=2))
@pytest.mark.parametrize(("pack", "period"), EDITIONS)
def test_removing_any_narrative_of_the_example_gives_an_error(
    pack: str, period: str, is_first_of_section: bool
) -> None:
    removed = 0
    sections: set[str] = set()
    for entry in analyse_edition(loaded(), pack, period).entries:
        if entry.submission and entry.narrative and entry.is_owed and entry.needs_narrative:
            is_known = entry.section.id in sections
            sections.add(entry.section.id)
            if is_known is is_first_of_section:
                continue
            key = (pack, period, entry.service)
            submissions = {**loaded().submissions, key: without_narrative(entry.submission, entry)}
            changed = replace(loaded(), submissions=submissions)
            edition = analyse_edition(changed, pack, period)
            assert any(one.is_error for one in CHECKS["N102"](edition)), entry.section.id
            removed += 1
    assert removed


@pytest.mark.rotating
@pytest.mark.parametrize("first", sampled(range(6), every=6))
@pytest.mark.parametrize(("pack", "period"), EDITIONS)
def test_removing_any_row_of_the_newest_files_gives_an_error(
    pack: str, period: str, first: int
) -> None:
    edition = analyse_edition(loaded(), pack, period)
    removed, unnoticed = 0, []
    for path in newest_files(edition):
        dataset = path.split("/")[2]
        folder = {p: d for p, d in demo().items() if p.startswith(f"data/datasets/{dataset}/")}
        lines = demo()[path].splitlines(keepends=True)
        for number in range(1 + first, len(lines), 6):
            if may_go(edition, dataset, lines[number].decode()):
                continue
            shorter = b"".join(lines[:number] + lines[number + 1 :])
            datasets, findings = load_datasets({**folder, path: shorter})
            changed = replace(loaded(), datasets={**loaded().datasets, **datasets})
            removed += 1
            if not findings and not has_error(analyse_edition(changed, pack, period)):
                unnoticed.append(f"{path}:{number + 1} {lines[number].decode().strip()[:60]}")
    assert unnoticed == []
    assert removed


@pytest.mark.parametrize("first", sampled(range(4), every=4))
def test_removing_any_person_of_the_example_gives_an_error(first: int) -> None:
    path = "data/people.csv"
    lines = demo()[path].splitlines(keepends=True)
    for number in range(1 + first, len(lines), 4):
        people, _ = load_people({path: b"".join(lines[:number] + lines[number + 1 :])})
        changed = replace(loaded(), people=people)
        edition = analyse_edition(changed, *EDITIONS[0])
        assert any(one.is_error for one in CHECKS["P101"](edition)), lines[number]


def test_last_month_does_not_pass_as_this_month() -> None:
    edition = edition_of(copied_month(demo()), period=DECEMBER)
    repeated = {(fault.service, fault.section) for fault in CHECKS["N113"](edition)}
    narrated = {(entry.service, entry.section.id) for entry in edition.entries if entry.narrative}
    assert repeated == narrated
    told = [*CHECKS["M116"](edition), *CHECKS["M117"](edition)]
    # Of the others, vacancies and networks, too few figures repeat that do not do so by chance.
    assert len({fault.place.path for fault in told}) == 20


def test_nearly_every_number_is_matched_and_none_is_questioned() -> None:
    editions = [analyse_edition(loaded(), *edition_id) for edition_id in EDITIONS]
    counts = Counter(
        judged.verdict
        for edition in editions
        for entry in edition.entries
        for judged in judge_numbers(edition, entry)
    )
    assert set(counts) == {Verdict.MATCHED, Verdict.UNMATCHED}
    assert counts[Verdict.MATCHED] > 15 * counts[Verdict.UNMATCHED] > 0


def without_narrative(submission: Submission, entry: Entry) -> Submission:
    kept = tuple(one for one in submission.narratives if one.section != entry.section.id)
    return replace(submission, narratives=kept)


def newest_files(edition: Edition) -> Iterator[str]:
    """Yield for each dataset of the pack the newest file and the totals beside it."""
    for name in edition.series:
        file = [one for one in loaded().datasets[name].files if one.period <= edition.period.id][-1]
        yield file.path
        totals = file.path.replace(".csv", ".totals.csv")
        if totals in demo():
            yield totals


def may_go(edition: Edition, dataset: str, line: str) -> bool:
    """Return whether a row is waived, or restates a figure that an older file has, too.

    Without the row the older figure would be shown again, and no file says that it is outdated:
    only the sign-off of the section does, which the row's removal makes stale.
    """
    period, service, name, *_ = line.strip().split(",")
    waived = {
        entry.service
        for entry in edition.entries
        if entry.waiver and dataset in entry.section.datasets
    }
    restated = {one[:3] for one in edition.series[dataset].restatements}
    return (service, name, period) in restated or service in waived


def has_error(edition: Edition) -> bool:
    """Return whether any rule finds an error; those on data are asked first, for speed."""
    by_likelihood = sorted(CHECKS.items(), key=lambda one: one[0][0] not in "MB")
    return any(found.is_error for _, check in by_likelihood for found in check(edition))
