from __future__ import annotations

from dataclasses import replace

import pytest

from boardpack.analysis.blocks.block import select_blocks
from boardpack.analysis.blocks.risks import (
    RisksBlock,
    build_risks_block,
)
from boardpack.analysis.rag import Rating
from boardpack.analysis.risks import (
    find_band_title,
    find_score,
    is_for_committee,
    rate_risk_score,
)
from boardpack.load.instance import load_instance
from boardpack.model.period import parse_period
from boardpack.model.risk_scale import Basis
from boardpack.model.rows import (
    Dataset,
)
from support.books import demo_book, fragment
from support.instances import RISK_ROWS, minimal, with_file


def dataset(*extra: str) -> Dataset:
    text = minimal()[RISK_ROWS].decode() + "".join(f"{row}\n" for row in extra)
    instance, _ = load_instance(with_file(minimal(), RISK_ROWS, text.encode()))
    assert instance is not None
    return instance.datasets["risk-register"]


def risk(ref: str, residual: str, stakeholders: str = "Cannock Chase") -> str:
    return (
        f"{ref},T,D,operational,{stakeholders},5,5,1,1,{residual},director-of-primary-care,"
        "practice-manager,same,2018-08-28,,,"
    )


def block(of: Dataset, service: str = "directorate", period: str = "2018-11") -> RisksBlock:
    title = {"cannock-chase": "Cannock Chase", "seisdon": "Seisdon Peninsula"}.get(service, "")
    return build_risks_block(of, service, title, parse_period(period))


def test_the_highest_score_comes_first_and_equal_scores_by_reference() -> None:
    found = block(dataset(risk("A9", "5,4"), risk("A3", "3,4"), risk("A1", "3,4")))
    assert [(one.ref, find_score(found.contract, one)) for one in found.risks] == [
        ("A9", 20), ("A1", 12), ("A3", 12), ("R1", 12), ("R2", 6)
    ]  # fmt: skip


def test_one_score_counts_for_every_risk_and_none_is_taken_for_another() -> None:
    register = dataset(risk("A9", ","))
    residual = block(register)
    assert [find_score(residual.contract, one) for one in residual.risks] == [None, 12, 6]
    assert (residual.counts, residual.unscored_count) == (((12, "High", 1), (6, "Medium", 1)), 1)
    assert is_for_committee(residual.contract, residual.risks[0])
    assert residual.ratings[0] is Rating.UNRATED
    inherent = block(replace(register, contract=replace(register.contract, counts=Basis.INHERENT)))
    assert inherent.counts == ((25, "High", 1), (16, "High", 1), (9, "Medium", 1))
    assert inherent.unscored_count == 0


def test_the_register_of_the_example_counts_as_its_paper_prints() -> None:
    book = demo_book()
    entry = book.edition.find_entry("directorate", "risk-register")
    assert entry is not None
    [found] = select_blocks(entry.blocks, RisksBlock)
    # The cover paper: five risks score 16 (High), three 9 and one 6 (Medium).
    assert found.counts == ((16, "High", 5), (9, "Medium", 3), (6, "Medium", 1))
    html = str(fragment(book, "directorate", "risk-register").html)
    assert "Counted by inherent score, before anything was done: 5 risks score 16 (High)" in html


def test_a_risk_may_carry_the_scores_of_each_organisation() -> None:
    text = minimal()[RISK_ROWS].decode().splitlines()
    rows = [f"{text[0]},organisation", f"{text[1]},First", f"{text[1]},Second", f"{text[2]},"]
    instance, findings = load_instance(
        with_file(minimal(), RISK_ROWS, "".join(f"{row}\n" for row in rows).encode())
    )
    assert findings == []
    assert instance is not None
    found = block(instance.datasets["risk-register"]).risks
    assert [one.identity[0] for one in found] == [
        "risk R1 of First",
        "risk R1 of Second",
        "risk R2",
    ]


def test_a_service_sees_the_risks_that_concern_it() -> None:
    assert [one.ref for one in block(dataset(), "cannock-chase").risks] == ["R1"]
    assert [one.ref for one in block(dataset(), "seisdon").risks] == ["R1", "R2"]


def test_the_register_stands_until_a_newer_one_comes_and_not_before_it_came() -> None:
    assert len(block(dataset(), period="2019-03").risks) == 2
    assert block(dataset(), period="2018-10").risks == ()
    assert block(dataset(), period="2018-10").path == ""


@pytest.mark.parametrize(
    ("score", "title", "rating"),
    [
        (1, "Low", Rating.GREEN), (4, "Low", Rating.GREEN),
        (5, "Medium", Rating.AMBER), (10, "Medium", Rating.AMBER),
        (12, "High", Rating.RED), (25, "High", Rating.RED),
        (11, "not rated", Rating.UNRATED),
    ],
)  # fmt: skip
def test_scores_are_rated_by_the_bands_of_the_contract(
    score: int, title: str, rating: Rating
) -> None:
    contract = dataset().contract
    assert (find_band_title(contract, score), rate_risk_score(contract, score)) == (title, rating)


def test_scores_are_counted_from_the_highest() -> None:
    assert block(dataset(risk("A1", "3,4"))).counts == ((12, "High", 2), (6, "Medium", 1))
