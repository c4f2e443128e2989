"""The smallest instance with the papers of a committee: a pack, an agenda, two papers."""

from __future__ import annotations

from support.committees import with_committee
from support.instances import Files, plain

BOARD = "data/packs/board.yml"
AGENDA = "data/packs/board/2018-12-13.yml"
FINANCE_PAPER = "content/board/2018-12-13/finance.md"
CYCLE_PAPER = "content/board/2018-12-13/cycle.md"
EDITION = ("board", "2018-12-13")

_FILES = {
    BOARD: """
        title: Primary care board
        cadence: meeting
        committee: board
        signed_off_by: director-of-primary-care
        documents: [directorate]
        timetable:
          - {id: papers-in, when: 5 working days before the meeting, who: development-manager, what: Papers are in}
        """,  # noqa: E501
    AGENDA: """
        opens: "14:00"
        closes: "15:00"
        papers_due: 2018-12-06
        items:
          - {item: 1, title: Welcome, lead: [chair], starts: "14:00", minutes: 5}
          - {item: 2, title: Minutes, enclosure: "01", shows: minutes, lead: [chair], purpose: [A], minutes: 5}
          - item: 3
            title: Finance report
            group: Governance
            paper: finance
            enclosure: "02"
            lead: [director-of-primary-care, finance-manager]
            purpose: [S]
            starts: "14:10"
            minutes: 30
            figures_of: 2018-10
          - item: 4
            title: Cycle of business
            paper: cycle
            enclosure: "03"
            lead: [director-of-primary-care]
            narrated_by: development-manager
            purpose: [S, I]
            starts: "14:40"
            minutes: 20
        """,  # noqa: E501
    FINANCE_PAPER: """
        ---
        author: finance-manager
        status: ready
        enclosure: "02"
        executive_lead: director-of-primary-care
        authors: [finance-manager]
        action_required: [decision]
        purpose: Shows how the budget stands.
        summary: It is overspent by a little.
        risk_refs: [R1]
        quality_impact: {done: yes, why: Nothing is lower for it.}
        equality_impact: {done: not applicable, why: It changes no service.}
        recommendations: [Receive the report]
        ---

        ## Finance report

        The budget is overspent by a little to the end of October, and both groups will end the
        year as planned, because reserves are held until all claims for premises are settled.
        """,
    CYCLE_PAPER: """
        ---
        author: development-manager
        status: ready
        form: governing-body
        authors: [development-manager]
        sponsor: director-of-primary-care
        purpose: Sets out what the board takes up in a year.
        recommendations: [Note the cycle]
        principles: [Practices decide together]
        assurance:
          quality: considered
          board-assurance: considered
          budget: no action required
          legal: considered
          people: action required
          value: considered
          information: considered
          equality: considered
          freedom-of-information: considered
        confirmed: true
        ---

        ## Cycle of business

        The board takes up finance at each meeting, savings in June, quality in September, plans
        for winter in November, and the budgets of the coming year in February of each year.
        """,
}


def with_papers(tree: Files | None = None) -> dict[str, bytes]:
    """Return an instance, the smallest unless told otherwise, with the papers of one meeting."""
    return {
        **(with_committee() if tree is None else tree),
        **{path: plain(text).encode() for path, text in _FILES.items()},
    }
