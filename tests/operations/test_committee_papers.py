"""A committee's papers are signed, published, corrected and proved as any edition is."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from boardpack.commands.build import show_outcome
from boardpack.model.signoff import Standing
from boardpack.operations.build import EditionBuilder
from boardpack.operations.build_editions import build_editions
from support import signing
from support.instances import plain
from support.papers import AGENDA, CYCLE_PAPER, EDITION, FINANCE_PAPER, with_papers
from support.publications import NoPrinter, introduce, quick_make
from support.running import Ran, git, put
from support.signing import Month

pytestmark = pytest.mark.rotating

DIRECTOR = "primary-care-director"
FINANCE, CYCLE, LATE = "directorate/finance", "directorate/cycle", "directorate/premises"
SITE = "https://example.org/care/"
LATE_PAPER = "content/board/2018-12-13/premises.md"
LATE_ITEM = """
  - item: 5
    title: Premises
    paper: premises
    enclosure: "04"
    lead: [director-of-primary-care]
    narrated_by: development-manager
    purpose: [D]
    supplement:
      due: 2018-12-06
      received: 2018-12-11
      reason: The landlord answered on the day before.
"""


@pytest.fixture
def papers(month: Month, monkeypatch: pytest.MonkeyPatch) -> Month:
    """Return a repository in which each paper was written by its author, and none is signed."""
    monkeypatch.setattr(EditionBuilder, "build_edition", quick_make)
    monkeypatch.setattr(signing, "PACK", EDITION[0])
    monkeypatch.setattr(signing, "PERIOD", EDITION[1])
    tree = with_papers()
    written = {path: tree.pop(path) for path in (FINANCE_PAPER, CYCLE_PAPER)}
    put({**tree, ".gitignore": b"/build/\n"}, month.root)
    month.commit("development-manager", "The agenda")
    month.put(FINANCE_PAPER, written[FINANCE_PAPER], "manager.finance@example.org")
    month.put(CYCLE_PAPER, written[CYCLE_PAPER], "development-manager")
    introduce(month.root)
    git(month.root, "config", "gpg.format", "ssh")
    return month


def approve(papers: Month, *sections: str) -> Ran:
    given = ("--as", DIRECTOR, "--key", papers.key(DIRECTOR), "--yes")
    ran = papers.run("signoff", "approve", *EDITION, *_named(sections), *given)
    papers.commit(DIRECTOR, "Sign")
    return ran


def _named(sections: tuple[str, ...]) -> tuple[str, ...]:
    return ("--section", *sections) if sections else ()


def publish(papers: Month, *words: str) -> Ran:
    return papers.run("publish", *EDITION, *words)


def test_papers_are_signed_published_and_proved(papers: Month) -> None:
    shut = publish(papers)
    assert shut.status == 1, shut
    assert approve(papers).status == 0
    assert papers.standing(FINANCE) is Standing.VALID
    assert papers.standing(CYCLE) is Standing.VALID
    ran = publish(papers)
    assert ran.status == 0, ran
    assert "Other systems will not read of its meetings, in OParl 1.1, because" in ran.out
    proof = papers.run("verify", "board-2018-12-13")
    assert proof.status == 0, proof
    assert "The records of the approvals, and the evidence kept with them, hold." in proof.out


def test_a_build_says_when_other_systems_will_not_read_of_its_meetings(papers: Month) -> None:
    [outcome] = build_editions(papers.root, *EDITION, NoPrinter())
    out = StringIO()
    show_outcome(outcome, out)
    words = "board 2018-12-13: other systems will not read of its meetings, in OParl 1.1, because"
    assert words in out.getvalue()
    assert "data/directorate.yml does not say where publications are read (site_url)." in (
        out.getvalue()
    )


@pytest.mark.parametrize(
    ("path", "old", "new", "is_stale"),
    [
        (FINANCE_PAPER, "overspent by a little to", "overspent by much to", True),
        (FINANCE_PAPER, "summary: It is overspent by a little.", "summary: All is well.", True),
        (AGENDA, "purpose: [S]", "purpose: [A]", True),
        (AGENDA, 'enclosure: "02"', 'enclosure: "02a"', True),
        (AGENDA, 'starts: "14:40"', 'starts: "14:50"', False),
        (CYCLE_PAPER, "takes up finance", "takes up money", False),
    ],
)
def test_a_signature_holds_until_the_paper_or_what_it_is_for_changes(
    papers: Month, path: str, old: str, new: str, is_stale: bool
) -> None:
    approve(papers)
    papers.edit(path, old, new, by="development-manager")
    expected = Standing.STALE if is_stale else Standing.VALID
    assert papers.standing(FINANCE) is expected


def test_nobody_signs_what_they_wrote(papers: Month) -> None:
    papers.edit(FINANCE_PAPER, "settled.", "settled soon.", by=DIRECTOR)
    approve(papers)
    verdict = papers.verdict(FINANCE)
    assert verdict.standing is not Standing.VALID
    assert papers.standing(CYCLE) is Standing.VALID


def test_a_late_paper_is_a_revision_in_which_the_others_stay_signed(papers: Month) -> None:
    directorate = (papers.root / "data/directorate.yml").read_text()
    given = f"{directorate}\nsite_url: {SITE}\n".encode()
    papers.put("data/directorate.yml", given, "development-manager")
    approve(papers)
    assert publish(papers).status == 0
    agenda = (papers.root / AGENDA).read_text()
    papers.put(AGENDA, (agenda.rstrip() + LATE_ITEM).encode(), "development-manager")
    text = plain((papers.root / CYCLE_PAPER).read_text()).replace(
        "## Cycle of business", "## Premises"
    )
    papers.put(LATE_PAPER, text.encode(), "development-manager")
    assert papers.standing(FINANCE) is Standing.VALID
    assert papers.standing(LATE) is Standing.MISSING
    assert publish(papers, "--reason", "Premises came late").status == 1
    approve(papers, LATE)
    ran = publish(papers, "--reason", "Premises came late")
    assert ran.status == 0, ran
    assert f"in OParl 1.1, at {SITE}oparl/system.json\n" in ran.out
    oparl = git(papers.root, "show", "gh-pages:oparl/list/papers/1.json")
    assert f"{SITE}oparl/paper/board/2018-12-13/premises.json" in oparl
    assert papers.run("verify", "board-2018-12-13-r2").status == 0
    proof = papers.run("verify", "board-2018-12-13")
    assert (proof.status, "oparl" in proof.out) == (0, False), proof


def test_papers_of_a_day_that_has_no_agenda_cannot_be_opened(papers: Month) -> None:
    ran = papers.run("new", "board", "2062-01-31")
    assert (ran.status, ran.out) == (2, "")
    assert "data/packs/board/2062-01-31.yml is not there or cannot be read" in ran.err
    ran = papers.run("new", "board", "2018-12")
    assert "'board' is of meetings, and '2018-12' is no such period; write one like 2018-12-19" in (
        ran.err
    )


def test_a_new_meeting_is_opened_with_an_empty_cover_sheet_for_each_paper(papers: Month) -> None:
    later = (papers.root / AGENDA).read_text().replace("2018-12-06", "2019-01-24")
    put({"data/packs/board/2019-01-31.yml": later.encode()}, papers.root)
    ran = papers.run("new", "board", "2019-01-31")
    assert ran.status == 0, ran
    text = Path(papers.root / "content/board/2019-01-31/finance.md").read_text()
    assert 'enclosure: "02"\n' in text
    assert "executive_lead: director-of-primary-care\n" in text
    assert "## Finance report\n" in text
    assert papers.run("check", "board", "2019-01-31").status == 1
