from __future__ import annotations

from datetime import date

from boardpack.findings import Severity
from support.books import demo
from support.editions import edition_of, said
from support.instances import PACK, RISK_ROWS, RISKS, edited, minimal, with_file

OWNER = "Director of primary care"


def test_r101_passes_risks_with_owner_and_lead() -> None:
    assert said(minimal(), "R101") == []


def test_r101_finds_a_risk_without_owner_and_lead() -> None:
    names = "2,3,director-of-primary-care,practice-manager,down"
    [fault] = said(edited(minimal(), RISK_ROWS, names, "2,3,,,down"), "R101")
    assert (str(fault.place), fault.what) == (f"{RISK_ROWS}:3", "risk R2 has no owner and no lead")
    assert (fault.who, fault.section, fault.severity) == (OWNER, "risks", Severity.WARNING)


def test_r101_passes_a_register_that_is_not_due() -> None:
    names = "2,3,director-of-primary-care,practice-manager,down"
    tree = edited(minimal(), RISK_ROWS, names, "2,3,,,down")
    assert said(tree, "R101", period="2018-12") == []


def test_r102_passes_scores_that_bands_cover() -> None:
    assert said(minimal(), "R102") == []


def test_r102_finds_a_score_between_two_bands() -> None:
    tree = edited(minimal(), RISKS, "maximum: 10}", "maximum: 8}")
    [fault] = said(tree, "R102")
    assert str(fault.place) == f"{RISK_ROWS}:3"
    assert fault.what == "risk R2 scores 9, which lies in no band"
    assert (fault.who, fault.section) == (OWNER, "risks")


def test_r104_passes_a_risk_updated_on_the_day_it_was_opened() -> None:
    tree = edited(minimal(), RISK_ROWS, "2018-08-28,2018-11-20", "2018-11-20,2018-11-20")
    assert said(tree, "R104") == []


def test_r104_finds_a_risk_updated_before_it_was_opened() -> None:
    tree = edited(minimal(), RISK_ROWS, "2018-08-28,2018-11-20", "2018-11-21,2018-11-20")
    [fault] = said(tree, "R104")
    assert str(fault.place) == f"{RISK_ROWS}:3"
    assert fault.what == ("risk R2 was updated on 2018-11-20, before it was opened on 2018-11-21")
    assert (fault.who, fault.section) == (OWNER, "risks")


EARLIER = "data/datasets/risk-register/2018-08.csv"


def with_earlier_register(old: str, new: str, *more: str) -> dict[str, bytes]:
    """Return an instance with a register of August in which some text was another."""
    text = minimal()[RISK_ROWS].decode()
    assert old in text
    lines = text.replace(old, new).splitlines()
    return with_file(minimal(), EARLIER, "".join(f"{line}\n" for line in (*lines, *more)).encode())


def test_r105_says_nothing_of_a_first_register_which_has_nothing_to_compare_with() -> None:
    assert said(minimal(), "R105") == []


def test_r105_passes_trends_that_follow_from_the_register_before() -> None:
    # R1 is the same as in August (residual 12); R2 fell from 9 to 6.
    assert said(with_earlier_register("3,3,2,2,2,3", "3,3,2,2,3,3"), "R105") == []


def test_r105_finds_a_trend_that_the_register_before_contradicts() -> None:
    tree = with_earlier_register("4,4,2,3,4,3", "4,4,2,3,3,3")
    [one, other] = said(tree, "R105")
    assert (str(one.place), one.severity) == (f"{RISK_ROWS}:2", Severity.WARNING)
    assert one.what == (
        "risk R1 is called 'same', and its residual score was 9 in 2018-08, and is 12: 'up'"
    )
    assert other.what == (
        "risk R2 is called 'down', and its residual score was 6 in 2018-08, and is 6: 'same'"
    )


def test_r105_compares_like_with_like_where_a_residual_score_is_missing() -> None:
    tree = edited(with_earlier_register("4,4,2,3,4,3", "5,4,2,3,,"), EARLIER, "2,3,dir", "3,3,dir")
    [found] = said(tree, "R105")
    assert "its inherent score was 20 in 2018-08, and is 16: 'down'" in found.what


def test_r105_finds_a_risk_that_no_register_before_has() -> None:
    tree = with_earlier_register("R1,Workforce", "R9,Workforce")
    found = next(one for one in said(tree, "R105") if "R1" in one.what)
    assert found.what == "risk R1 is called 'same', and no register before has it: 'new'"


def test_r105_compares_with_the_inherent_score_where_the_register_says_so() -> None:
    tree = edited(minimal(), RISKS, "shown_from: 12", "shown_from: 12\ntrend_from: inherent")
    [found] = said(tree, "R105")
    assert found.what == (
        "risk R1 is called 'same', and its inherent score is 16, its residual one 12: 'down'"
    )
    assert said(edited(tree, RISK_ROWS, ",same,", ",down,"), "R105") == []


def reviewed_within(days: int) -> dict[str, bytes]:
    """Return the instance, due on 18 December, with a limit to how long a risk may stand."""
    return edited(minimal(), PACK, "\nsections:\n", f"\nrisk_review_days: {days}\nsections:\n")


def test_r106_passes_risks_that_were_updated_in_time() -> None:
    # R1 was updated on 15 November.
    due = edition_of(minimal()).due_day
    days = (due - date(2018, 11, 15)).days
    assert said(reviewed_within(days), "R106") == []
    [late] = said(reviewed_within(days - 1), "R106")
    assert late.what == (
        f"risk R1 was last updated on 2018-11-15, {days} days before the edition is due"
    )


def test_r106_finds_a_risk_that_was_never_updated() -> None:
    tree = edited(reviewed_within(60), RISK_ROWS, "2018-08-28,2018-11-20", "2018-08-28,")
    [found] = said(tree, "R106")
    assert "risk R2 was never updated since it was opened on 2018-08-28" in found.what
    assert (str(found.place), found.severity) == (f"{RISK_ROWS}:3", Severity.WARNING)


def dated(day: str, *more: str) -> dict[str, bytes]:
    words = "".join(f", {one}" for one in more)
    version = f"versions: {{2018-11: {{number: '13', dated: {day}{words}}}}}\nshown_from: 12"
    return edited(minimal(), RISKS, "shown_from: 12", version)


def test_r107_passes_a_register_of_the_day_of_its_newest_entry() -> None:
    assert said(minimal(), "R107") == []
    assert said(dated("2018-11-20"), "R107") == []


def test_r107_finds_an_entry_that_is_newer_than_its_register() -> None:
    [found] = said(dated("2018-11-19"), "R107")
    assert str(found.place) == f"{RISK_ROWS}:3"
    assert found.what == (
        "risk R2 was updated on 2018-11-20, and the register is version 13 of 2018-11-19"
    )


def test_r107_finds_the_risk_of_the_example_that_is_newer_than_its_register() -> None:
    [found] = said(dict(demo()), "R107")
    assert found.what == (
        "risk A1.66 was opened on 2018-11-21, and the register is version 13 of 2018-10-11"
    )


GONE = "R7,Flood,Water.,financial,Seisdon Peninsula,3,3,2,2,2,3,x,y,same,2018-01-01,,,"


def test_r108_passes_a_risk_that_was_recommended_for_closure_or_transferred() -> None:
    kept = said(with_earlier_register("R1", "R1"), "R108")
    closing = with_earlier_register("mitigations,note", "mitigations,note,closure")
    closing = edited(closing, EARLIER, "Shared rota,", "Shared rota,,")
    closing = edited(closing, EARLIER, "Lease review,", f"Lease review,,\n{GONE}Insured")
    assert (kept, said(closing, "R108")) == ([], [])
    moved = dated("2018-11-20", "transferred: [R7]")
    earlier = with_earlier_register("R1", "R1", GONE)[EARLIER]
    assert said(with_file(moved, EARLIER, earlier), "R108") == []


def test_r108_finds_a_risk_that_is_gone() -> None:
    [found] = said(with_earlier_register("R1", "R1", GONE), "R108")
    assert str(found.place) == f"{EARLIER}:4"
    assert found.what == (
        "risk R7 stood in the register of 2018-08, and nobody said it would close"
    )


def naming(measure: str) -> dict[str, bytes]:
    tree = edited(minimal(), RISK_ROWS, "mitigations,note", "mitigations,note,measures")
    tree = edited(tree, RISK_ROWS, "Shared rota,", f"Shared rota,,{measure}")
    return edited(tree, RISK_ROWS, "Lease review,", "Lease review,,")


def test_r109_passes_a_measure_that_is_there() -> None:
    assert said(naming("missed"), "R109") == []


def test_r109_finds_a_measure_that_is_not_there() -> None:
    [found] = said(naming("mised"), "R109")
    assert "risk R1 names a measure 'mised', which is not there; did you" in found.what
    assert (str(found.place), found.severity) == (f"{RISK_ROWS}:2", Severity.ERROR)
