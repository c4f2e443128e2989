from __future__ import annotations

from support.editions import said
from support.instances import CANNOCK, FINANCE, FINANCE_ROWS, Files, edited, minimal
from support.reports import with_report

RULE = "rounding: 1\n"
GMS = "cannock-chase,Contracts,GMS,1,100,105,5,200,205,5"


def judged(material: str, tree: Files | None = None) -> dict[str, bytes]:
    """Return an instance whose budgets have a rule of what is material."""
    return edited(tree or minimal(), FINANCE, RULE, f"{RULE}material: {material}\n")


def explained(words: str) -> dict[str, bytes]:
    report = f"""
        Issue: {words}
        Action: We review it.
        Lead: finance-manager
        Due: 2019-01-31
        """
    tree = edited(
        judged("{absolute: 5, percent: 5}"), CANNOCK, "## Extra", "## Finance\n\n## Extra"
    )
    return with_report(tree, report, before="## Extra")


def test_b104_passes_where_nothing_is_material_or_no_rule_is_set() -> None:
    assert said(minimal(), "B104") == []
    assert said(judged("{absolute: 6, percent: 1}"), "B104") == []
    assert said(judged("{absolute: 1, percent: 11}"), "B104") == []


def test_b104_finds_a_variance_that_reaches_both_figures_once_a_line() -> None:
    first, second = said(judged("{absolute: 5, percent: 5}"), "B104")
    what = "GMS is 5 (5.0%) over budget, GBP thousand (year to date), and nothing explains it"
    assert (str(first.place), first.what) == (f"{FINANCE_ROWS}:2", what)
    assert second.what.startswith("PMS is 5 (10.0%) under budget")
    assert (first.who, first.service, first.section) == (
        "Finance manager",
        "cannock-chase",
        "finance",
    )


def test_b104_finds_a_variance_of_the_forecast_alone() -> None:
    tree = edited(minimal(), FINANCE_ROWS, GMS, GMS.replace("105,5,", "100,0,"))
    faults = said(judged("{absolute: 5, percent: 2}", tree), "B104")
    assert "(full-year forecast)" in faults[-1].what


def test_b104_passes_variances_that_an_exception_report_names() -> None:
    assert said(explained("gms is over because pay rose; PMS under as one left."), "B104") == []


def test_b104_finds_the_line_that_is_not_named() -> None:
    [fault] = said(explained("GMS-like contracts are over; PMSX as well as GMS."), "B104")
    assert fault.what.startswith("PMS is")


def test_b104_finds_any_variance_of_a_budget_of_nothing() -> None:
    tree = edited(minimal(), FINANCE_ROWS, GMS, "cannock-chase,Contracts,GMS,1,0,5,5,0,0,0")
    [fault] = said(judged("{absolute: 5, percent: 50}", tree), "B104")
    assert fault.what.startswith("GMS is 5 over budget, GBP thousand")


def test_b104_passes_what_a_submission_that_cannot_be_read_may_explain() -> None:
    tree = judged("{absolute: 5, percent: 1}")
    unreadable = {**tree, CANNOCK: b"\xff"}
    assert "cannock-chase" in {fault.service for fault in said(tree, "B104")}
    assert "cannock-chase" not in {fault.service for fault in said(unreadable, "B104")}
