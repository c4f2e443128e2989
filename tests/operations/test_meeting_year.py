"""A year of meetings in one repository, from files that people write, commit by commit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from boardpack.adapters.workspace import Workspace, open_workspace
from boardpack.analysis.edition import Edition
from boardpack.analysis.meetings.actions import compile_register
from boardpack.load.instance import load_instance
from boardpack.model.instance import Instance
from boardpack.operations.build import EditionBuilder
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.pages_options import PagesOptions
from boardpack.operations.publication import PublicationRequest, Published
from boardpack.operations.publications import Approvals
from boardpack.operations.publish import publish_edition
from boardpack.render.meetings import summarise_quorum
from boardpack.render.site.decisions import plan_decisions_file
from boardpack.render.site.forward_plan import plan_forward_plan_page
from boardpack.render.site.meetings import plan_meeting_pages
from support.books import book_of
from support.instances import minimal, plain
from support.publications import NoPrinter, approved, clone, quick_make
from support.running import boardpack, commit, git, put

pytestmark = pytest.mark.rotating

DAYS = [date(2019, month, 28) for month in range(1, 13)]
JUNE = DAYS[5]
SCHEDULE = "".join(f"  - {{day: {day}}}\n" for day in DAYS)
BOARD = f"""title: Primary care board
pack: monthly
members:
  - {{id: chair, title: The chair, chair: true}}
  - {{id: lay-north, title: Lay member of the north}}
  - {{id: lay-south, title: Lay member of the south}}
  - {{id: director-of-primary-care}}
quorum:
  - {{at_least: 3}}
meetings:
{SCHEDULE}business_cycle:
  - {{id: finance, subject: Finance report}}
  - {{id: estates, subject: Estates, months: [7]}}
approved_by: The governing bodies
approved_on: 2019-01-02
review_on: 2020-01-01
"""
PACK = """
    title: Board papers
    cadence: meeting
    committee: board
    signed_off_by: director-of-primary-care
    """
AGENDA = """papers_due: 2019-06-20
items:
  - {item: 1, title: Welcome}
  - {item: 2, title: Finance report, paper: finance, enclosure: "01", lead: [director-of-primary-care], purpose: [I]}
"""  # noqa: E501
LATE_ITEM = """  - item: 3
    title: Closing a branch
    paper: branch
    enclosure: "02"
    lead: [director-of-primary-care]
    purpose: [D]
    supplement: {due: 2019-06-20, received: 2019-06-25, reason: "The landlord answered only on that day."}
"""  # noqa: E501
LINES = {
    1: "- Action 1: Write to the practices. Owner: chair. Due: 2019-02-20.\n- Noted: We overspent.",
    2: "- Action 1 is open: two letters are to follow.",
    3: "- Action 1 is complete: all were sent.\n- Sought virtually: The approval of the lease.",
    4: "- Ratified: The lease, as it was sought virtually in March.",
}
WAS, NOW = "We overspent.", "We overspent by 78 thousand pounds."


def compose_minutes(month: int, lines: str, state: str, more: str = "") -> str:
    # In March a member leaves before another comes: for half an hour there are two of four.
    present = "left: {lay-south: '14:30'}\njoined: {lay-north: '15:00'}\n" if month == 3 else ""
    return (
        f"---\nstate: {state}\n{more}opened: '14:00'\nclosed: '16:00'\nchair: chair\n"
        f"present: [chair, lay-north, lay-south, director-of-primary-care]\n{present}"
        f"---\n\n## Money\n\n{lines}\n"
    )


def compose_paper(enclosure: str, title: str) -> str:
    return plain(f"""
        ---
        author: primary-care-director
        status: ready
        enclosure: "{enclosure}"
        executive_lead: director-of-primary-care
        authors: [director-of-primary-care]
        action_required: [assurance/information]
        purpose: Shows how things stand.
        summary: They stand well.
        quality_impact: {{done: not applicable, why: It changes no service at all.}}
        equality_impact: {{done: not applicable, why: It changes no service at all.}}
        recommendations: [Receive the report]
        ---

        ## {title}

        All is well in each of the practices that the board looks after. Nothing of this month needs
        a decision of anybody but the board itself.
        """)


def write(root: Path, path: str, text: str) -> None:
    put({path: text.encode()}, root)


def locate_minutes(month: int) -> str:
    return f"content/meetings/board/{DAYS[month - 1]}.md"


def hold_meeting(root: Path, month: int) -> str:
    """Open, write and commit the notes of a meeting, which agrees the last; return what opens."""
    day = DAYS[month - 1]
    ran = boardpack("-C", root, "meeting", "new", "board", str(day))
    assert (ran.status, ran.err) == (0, "")
    form = (root / locate_minutes(month)).read_text("utf-8")
    lines = LINES.get(month, "- Noted: The month, as reported.")
    write(root, locate_minutes(month), compose_minutes(month, lines, "checked"))
    if month > 1:
        agreed, earlier = f"agreed_at: {day}\n", LINES.get(month - 1, lines)
        if month == 2:
            agreed += f"corrections:\n  - {{item: Money, was: {WAS}, now: {NOW}}}\n"
            earlier = earlier.replace(WAS, NOW)
        text = compose_minutes(month - 1, earlier, "agreed", agreed)
        write(root, locate_minutes(month - 1), text)
    commit(root, f"The meeting of {day}")
    return form


def load(root: Path) -> Instance:
    instance, findings = load_instance(open_workspace(root).tree)
    assert instance is not None
    assert [finding.what for finding in findings] == []
    return instance


def list_numbers(root: Path, month: int) -> tuple[list[str], list[str]]:
    """Return the numbers on the list and on the completed list, as at the meeting of a month."""
    register = compile_register(load(root).committees["board"], DAYS[month - 1])
    return (
        [action.ref for action in register.current],
        [action.ref for action in register.completed],
    )


def publish_papers(root: Path, reason: str, day: int) -> Published:
    def approve_all(workspace: Workspace, edition: Edition, source: EvidenceSource) -> Approvals:
        return approved(workspace, edition)

    git(root, "push", "--quiet", "origin", "main")
    request = PublicationRequest(
        "papers", str(JUNE), reason, PagesOptions("gh-pages"), EvidenceSource()
    )
    moment = datetime(2019, 6, day, 16, tzinfo=UTC)
    outcome = publish_edition(
        root, request, NoPrinter(), lambda: moment, approval_judge=approve_all
    )
    assert isinstance(outcome, Published), outcome
    return outcome


def test_a_year_of_meetings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EditionBuilder, "build_edition", quick_make)
    pack = {"data/packs/papers.yml": plain(PACK).encode()}
    root = clone({**minimal(), **pack, "data/meetings/board.yml": BOARD.encode()}, tmp_path)

    # An action is born, is brought forward, is done, and leaves the list one meeting later.
    forms = [hold_meeting(root, month) for month in (1, 2, 3, 4, 5)]
    brought_forward = ["- Action 1: Write to the practices." in form for form in forms]
    assert brought_forward == [False, True, True, False, False]
    assert [list_numbers(root, month) for month in (1, 3, 4, 5)] == [
        (["1"], []), (["1"], []), (["1"], []), ([], ["1"]),
    ]  # fmt: skip

    # Quorum is lost and regained within a meeting; what needed it is sought, then ratified.
    board = load(root).committees["board"]
    assert summarise_quorum(board.terms, board.meetings[2]) == (
        "Quorate 14:00 to 14:30; Not quorate 14:30 to 15:00; Quorate 15:00 to 16:00"
    )

    # A late paper comes as a version of its own, for the chair's reason.
    agenda, papers = f"data/packs/papers/{JUNE}.yml", f"content/papers/{JUNE}"
    write(root, agenda, AGENDA)
    write(root, f"{papers}/finance.md", compose_paper("01", "Finance report"))
    commit(root, "The papers of June")
    first = publish_papers(root, "", 20).publication
    write(root, agenda, AGENDA + LATE_ITEM)
    write(root, f"{papers}/branch.md", compose_paper("02", "Closing a branch"))
    commit(root, "A late paper")
    second = publish_papers(root, "Supplement: closing a branch", 26).publication
    assert (first.revision, second.revision) == (1, 2)
    assert (second.supersedes, second.reason) == (first.version, "Supplement: closing a branch")

    # What lies ahead is planned: the agenda where there is one, else the cycle.
    plan = "".join(
        output.make() for output in plan_forward_plan_page(book_of(open_workspace(root).tree))
    )
    assert "Welcome<br>Finance report<br>Closing a branch" in plan
    assert '28 July 2019</th><td data-of="What will be discussed">Finance report<br>Estates' in plan

    for month in range(6, 13):
        hold_meeting(root, month)
    view = book_of(open_workspace(root).tree)
    pages = {output.path: output.make() for output in plan_meeting_pages(view)}
    assert (
        "Agreed at the meeting of 28 February 2019, with corrections" in pages["meetings/board.md"]
    )
    assert f"<del>{WAS}</del>" in pages[f"meetings/board/{DAYS[0]}.md"]
    assert "Completed list: 1" in pages["meetings/board.md"]
    [register] = [output.make().splitlines() for output in plan_decisions_file(view)]
    assert len(register) == 1 + 11
    assert register[-1].startswith(f"2019-01-28,Primary care board,,Noted,Money,{NOW}")
    assert git(root, "rev-list", "--count", "main") == str(1 + 12 + 2)
