from __future__ import annotations

from datetime import datetime

from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.analysis.outstanding import Duty, Handover, list_outstanding_items
from boardpack.analysis.steps import StepProgress, find_next_step, list_step_progress
from boardpack.load.instance import load_instance
from boardpack.model.pack import Step
from support.editions import edition_of
from support.instances import CANNOCK, FINANCE_ROWS, PACK, Files, edited, minimal, without_file

STEPS = """timetable:
  - {id: open, when: last working day of previous month, who: development-manager, what: Open, done_when: opened}
  - {id: figures, when: working day 5, who: development-manager, what: Pull, done_when: figures}
  - {id: money, when: day 10, who: finance-manager, what: Report, sections: [finance], done_when: figures}
  - {id: words, when: working day 8, who: practice-manager, what: Write, done_when: narratives, chase: development-manager}
  - {id: sign, when: working day 10, who: service-director, what: Sign, gate: complete, done_when: signed-off}
  - {id: send, when: working day 12, who: development-manager, what: Send, gate: published, done_when: circulated}
"""  # noqa: E501
NOW = datetime.fromisoformat("2018-12-11T09:00")


def with_steps(tree: Files) -> dict[str, bytes]:
    text = tree[PACK].decode()
    return {**tree, PACK: (text[: text.index("timetable:")] + STEPS).encode()}


def judged(
    edition: Edition, handover: Handover | None = None, now: datetime = NOW
) -> dict[str, StepProgress]:
    items = list_outstanding_items(edition, now, handover=handover)
    return {progress.step.id: progress for progress in list_step_progress(edition, items, handover)}


def done(edition: Edition, handover: Handover | None = None) -> dict[str, bool | None]:
    return {name: progress.is_done for name, progress in judged(edition, handover).items()}


def test_what_is_there_shows_which_steps_are_done() -> None:
    assert done(edition_of(with_steps(minimal())), Handover()) == {
        "open": True, "figures": True, "money": True, "words": True, "sign": False, "send": False,
    }  # fmt: skip


def test_figures_are_a_step_s_own_part_whatever_others_owe() -> None:
    edition = edition_of(without_file(with_steps(minimal()), FINANCE_ROWS))
    assert (done(edition)["figures"], done(edition)["money"]) == (True, False)


def test_nobody_knows_what_was_sent_where_nobody_looked() -> None:
    assert done(edition_of(with_steps(minimal())))["send"] is None
    assert done(edition_of(with_steps(minimal())), Handover(True, True))["send"] is True


def test_a_step_without_a_sign_is_neither_done_nor_undone() -> None:
    assert set(done(edition_of(minimal())).values()) == {None}


def test_the_next_step_waits_for_what_should_be_there_before_it() -> None:
    tree = without_file(with_steps(minimal()), FINANCE_ROWS)
    steps = judged(edition_of(edited(tree, CANNOCK, "status: ready", "status: draft")))
    next_step = find_next_step(tuple(steps.values()), NOW)
    assert next_step is steps["words"]
    assert {item.holding.words for item in steps["words"].waits_for} == {"Finance manager"}
    assert {item.kind for item in steps["sign"].waits_for} == {Duty.FIGURES, Duty.NARRATIVE}
    assert steps["money"].is_late(NOW)
    assert not steps["words"].is_late(NOW)


def test_after_the_last_step_none_is_next() -> None:
    steps = judged(edition_of(with_steps(minimal())))
    assert find_next_step(tuple(steps.values()), datetime.fromisoformat("2019-01-02")) is None


def test_an_edition_that_nobody_opened_waits_for_that_alone() -> None:
    instance, _ = load_instance(with_steps(minimal()))
    assert instance is not None
    edition = analyse_edition(instance, "monthly", "2018-12")
    items = list_outstanding_items(edition, NOW)
    assert [item.kind for item in items if item.kind is not Duty.FIGURES] == [Duty.OPENING]
    assert items[0].holding.words == "Directorate development manager"
    assert items[0].due == datetime.fromisoformat("2018-12-31T23:59")


def owed(tree: Files, handover: Handover | None) -> list[tuple[Duty, str]]:
    items = list_outstanding_items(edition_of(tree), NOW, handover=handover)
    return list(dict.fromkeys((item.kind, item.holding.words) for item in items))


def test_what_is_complete_is_to_be_signed_by_those_who_sign() -> None:
    assert owed(with_steps(minimal()), Handover()) == [
        (Duty.SIGNATURE, "Service director, Cannock Chase (Director of Cannock Chase)"),
        (Duty.SIGNATURE, "Service director, Seisdon Peninsula (Director of Seisdon Peninsula)"),
        (Duty.SIGNATURE, "Director of primary care"),
    ]


def test_what_is_signed_is_to_be_published_and_then_circulated() -> None:
    tree = edited(with_steps(minimal()), PACK, ", done_when: signed-off", "")
    keeper = "Directorate development manager"
    assert owed(tree, Handover()) == [(Duty.PUBLICATION, keeper)]
    assert owed(tree, Handover(is_published=True)) == [(Duty.CIRCULATION, keeper)]
    assert owed(tree, Handover(True, True)) == []
    assert owed(tree, None) == []


def test_training_figures_have_the_step_that_names_their_section() -> None:
    training = Step("x", "working day 1", "development-manager", "Train")
    tree = edited(
        with_steps(minimal()),
        PACK,
        "  - {id: figures,",
        f"  - {{id: training, when: {training.when}, who: {training.who}, what: Train, "
        "sections: [feedback], done_when: figures}\n  - {id: figures,",
    )
    tree = without_file(tree, "data/datasets/feedback/2018-11.csv")
    tree = without_file(tree, "data/datasets/access/2018-11.csv")
    items = list_outstanding_items(edition_of(tree), NOW)
    due = {item.section: f"{item.due:%d %b}" for item in items if item.kind is Duty.FIGURES}
    assert due == {"access": "07 Dec", "feedback": "03 Dec"}
