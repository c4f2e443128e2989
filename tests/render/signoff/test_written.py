"""Who signs is shown all that they sign of a paper's cover sheet and of an exception report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.unsigned import list_signed_names
from boardpack.load.instance import load_instance
from boardpack.model.agenda import Supplement
from boardpack.model.cover import (
    ActionRequired,
    Answer,
    Assessment,
    Consideration,
    CoverForm,
    CoverSheet,
    Implications,
)
from boardpack.model.cover_forms import ASSURANCE_MATTERS
from boardpack.model.signoff import Standing, Verdict
from boardpack.model.submission import ExceptionReport, NextStep, PlanOutcome
from boardpack.render.signoff.signing import (
    list_shown_paragraphs,
    list_written_paragraphs,
    render_for_signing,
)
from boardpack.signoff.signed_lines import list_signed_lines
from boardpack.signoff.subject import build_subjects
from boardpack.signoff.verdict import NOT_YET
from support.instances import Files, edited, minimal
from support.papers import AGENDA, EDITION, FINANCE_PAPER, with_papers

REPORT: Mapping[str, tuple[Any, str]] = {
    "issue": ("Too late", "Too late."),
    "cause": ("Text reminders failed", "Cause: Text reminders failed."),
    "action": ("Chase it", "Action: Chase it."),
    "lead": ("practice-manager", "Lead: Practice manager."),
    "due": (date(2018, 12, 31), "Due: 31 December 2018."),
    "measurable": ("No more than five", "Measured by: No more than five."),
    "systems": ("One system for all", "Systems and processes: One system for all."),
    "remedial_plan": ("Plan 4 on the shelf", "Remedial plan: Plan 4 on the shelf."),
    "risk": ("A1.54", "Risk register: A1.54."),
    "investment_priority": ("Ten telephones", "Investment priority: Ten telephones."),
    "review": (date(2019, 2, 1), "Review: 1 February 2019."),
    "outcome": (PlanOutcome.DID_NOT_WORK, "Outcome: did not work."),
    "next_step": (NextStep.DIRECTOR_INTERVENTION, "Next step: the director steps in."),
}
"""By field of an exception report a value, and how it is put before who signs."""

IMPLICATIONS = {field.name: f"For {field.name} it is new" for field in fields(Implications)}
COVER: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "enclosure": ("07", ("Enclosure by the cover sheet: 07",)),
    "executive_lead": ("director-of-primary-care", ("Executive lead: Director of primary care",)),
    "authors": (("practice-manager",), (": Practice manager",)),
    "clinical_reviewer": ("Nobody, it is about money", ("Clinical reviewer: Nobody, it is",)),
    "programme": ("Care near home", ("Link to the county programme: Care near home",)),
    "action_required": (
        (ActionRequired.DECISION,),
        ("Action required, Decision: Yes", "Action required, Discussion: No"),
    ),
    "purpose": ("Shows what is spent", ("Purpose: Shows what is spent",)),
    "key_points": (("It is dear", "It is late"), ("Key points: It is dear", ": It is late")),
    "summary": ("A little too much", ("Summary: A little too much",)),
    "risks": ("Money runs out", ("Summary of risks: Money runs out",)),
    "risk_refs": (("R1", "R2"), ("Risks in the register: R1", "Risks in the register: R2")),
    "implications": (Implications(**IMPLICATIONS), tuple(IMPLICATIONS.values())),
    "quality_impact": (Assessment(Answer.YES, "None is worse"), ("Yes. None is worse",)),
    "equality_impact": (Assessment(Answer.NO, "No time for it"), ("No. No time for it",)),
    "groups_consulted": ("Older people", ("Protected groups consulted: Older people",)),
    "changed_by_assessment": ("A ramp was built", ("What changed because of it: A ramp",)),
    "stakeholders": (Assessment(Answer.YES, "They like it"), ("Yes. They like it",)),
    "practices": (Assessment(Answer.NO, "None asked yet"), ("No. None asked yet",)),
    "patients": (Assessment(Answer.YES, "By a letter"), ("public: Yes. By a letter",)),
    "recommendations": (("Spend ten million pounds",), (": Spend ten million pounds",)),
    "sponsor": ("director-of-primary-care", ("Sponsoring member: Director of primary care",)),
    "contact": ("finance-manager", ("Contact: Finance manager",)),
    "previous_committees": (("Finance, in May",), ("Previous committees: Finance, in May",)),
    "principles": (("Practices decide",), ("Strategic principles supported: Practices decide",)),
    "assurance": (
        dict.fromkeys(ASSURANCE_MATTERS, Consideration.ACTION),
        tuple(f"Assurance, {title}: Action required" for title in ASSURANCE_MATTERS.values()),
    ),
    "confirmed": (True, ("The author has considered these matters: Yes",)),
    "appendices": (("Table of claims",), ("Appendices: Table of claims",)),
}
"""By field of a cover sheet a value, and how it is put before who signs."""


def analysed(tree: Files, pack: str = "monthly", period: str = "2018-11") -> Edition:
    instance, findings = load_instance(tree)
    assert instance is not None, findings
    return analyse_edition(instance, pack, period)


def found_entry(edition: Edition, service: str, section: str) -> Entry:
    entry = edition.find_entry(service, section)
    assert entry is not None
    return entry


def shown(edition: Edition, entry: Entry) -> str:
    subject = build_subjects(edition)[entry.service, entry.section.id]
    verdict = Verdict(subject, "service-director", Standing.MISSING, NOT_YET)
    return render_for_signing(edition, entry, list_signed_lines(edition, entry), verdict)


def board(tree: Files | None = None) -> tuple[Edition, Entry]:
    edition = analysed(tree or with_papers(), *EDITION)
    return edition, found_entry(edition, "directorate", "finance")


def covered(entry: Entry, cover: CoverSheet) -> Entry:
    assert entry.submission is not None
    return replace(entry, submission=replace(entry.submission, cover=cover))


def test_every_signed_field_of_an_exception_report_is_shown() -> None:
    # The section of a report is that under whose heading it is shown.
    assert set(REPORT) == set(list_signed_names(ExceptionReport)) - {"section"}
    edition = analysed(minimal())
    entry = found_entry(edition, "cannock-chase", "access")
    assert entry.submission is not None
    values = {name: value for name, (value, _) in REPORT.items()}
    report = ExceptionReport(section="access", **values)
    submission = replace(entry.submission, exceptions=(report,))
    text = shown(edition, replace(entry, submission=submission))
    line = next(line for line in text.splitlines() if line.startswith("  Exception: "))
    assert [words for _, words in REPORT.values() if words not in line] == []


@pytest.mark.parametrize("form", CoverForm)
def test_every_signed_field_of_a_cover_sheet_is_shown_whatever_its_form(form: CoverForm) -> None:
    assert set(COVER) == set(list_signed_names(CoverSheet)) - {"form"}
    edition, entry = board()
    values = {name: value for name, (value, _) in COVER.items()}
    entry = covered(entry, CoverSheet(author="finance-manager", form=form, **values))
    text = shown(edition, entry)
    assert f"  Form of the cover sheet: {form.replace('-', ' ')}\n" in text
    awaited = [words for _, lines in COVER.values() for words in lines]
    assert [words for words in awaited if words not in text] == []
    written = "\n".join(list_written_paragraphs(edition, entry))
    assert [words for words in awaited if words not in written] == []


def test_a_paper_s_place_on_the_agenda_is_shown_with_the_reason_why_it_is_late() -> None:
    definitions = list_signed_lines(*board()).definitions
    names = {line.split()[1] for line in definitions if line.startswith("agenda ")}
    assert names == {"enclosure", "lead", "purpose", "supplement"}
    assert set(list_signed_names(Supplement)) == {"due", "received", "reason"}
    late = "{due: 2018-12-06, received: 2018-12-10, reason: The bank was slow}"
    tree = edited(
        with_papers(),
        AGENDA,
        "    figures_of: 2018-10",
        f"    figures_of: 2018-10\n    supplement: {late}",
    )
    lines = shown(*board(tree)).splitlines()
    assert lines[1:6] == [
        "  Enclosure: 02",
        "  Led by: Director of primary care, Finance manager",
        "  For: Assurance",
        "  Late: due 6 December 2018, received 10 December 2018. The bank was slow",
        "  Form of the cover sheet: committee",
    ]


def test_the_cover_sheet_is_shown_before_the_words_without_what_boardpack_adds() -> None:
    text = shown(*board())
    assert text.index("Recommendations: Receive the report") < text.index("  | The budget is")
    assert "Signed off" not in text


def test_a_row_that_the_form_does_not_have_is_said_not_to_be_printed() -> None:
    edition, entry = board()
    assert entry.submission is not None
    assert entry.submission.cover is not None
    text = shown(edition, covered(entry, replace(entry.submission.cover, appendices=("Claims",))))
    assert "  Not printed, because the form has no row for it: Appendices: Claims\n" in text
    assert text.count("Not printed") == 1


def test_what_is_not_printed_is_put_before_who_signs_and_before_no_reader() -> None:
    edition, entry = board()
    assert entry.submission is not None
    assert entry.submission.cover is not None
    entry = covered(entry, replace(entry.submission.cover, appendices=("Claims",)))
    shown_words = list_shown_paragraphs(edition, entry)
    assert "Recommendations: Receive the report" in "\n".join(shown_words)
    unprinted = "Not printed, because the form has no row for it: Appendices: Claims"
    assert list_written_paragraphs(edition, entry) == [*shown_words, unprinted]


def test_a_cover_sheet_neither_steers_a_terminal_nor_adds_a_line_of_its_own() -> None:
    words = '"Shows \\e[2Jhow\\n  digest 0"'
    tree = edited(with_papers(), FINANCE_PAPER, "Shows how the budget stands.", words)
    text = shown(*board(tree))
    assert "\x1b" not in text
    assert "\n  digest 0" not in text


def test_a_section_that_is_no_paper_has_no_place_on_an_agenda() -> None:
    edition = analysed(minimal())
    assert "Enclosure" not in shown(edition, found_entry(edition, "cannock-chase", "access"))
