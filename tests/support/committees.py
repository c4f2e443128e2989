"""The smallest instance with a committee: its terms, two registers, and minutes of one meeting."""

from __future__ import annotations

from boardpack.load.instance import load_instance
from boardpack.model.instance import Instance
from boardpack.model.meeting import Committee
from support.instances import Files, minimal, plain

TERMS = "data/meetings/board.yml"
ACTIONS = "data/meetings/board/actions.csv"
MARKS = "data/meetings/board/attendance.csv"
OCTOBER = "content/meetings/board/2018-10-25.md"
DECEMBER = "content/meetings/board/2018-12-13.md"

_FILES = {
    TERMS: """
        title: Primary care board
        pack: monthly
        purpose: Decides on primary care.
        bodies:
          - {id: north, title: North group}
          - {id: south, title: South group}
        members:
          - {id: chair, title: The chair, body: north, groups: [lay], chair: true, deputy: lay-north}
          - {id: lay-north, title: Lay member of the north, body: north, groups: [lay], deputy: none yet}
          - {id: lay-south, title: Lay member of the south, body: south, groups: [lay], deputy: chair}
          - {id: director-of-primary-care, body: south, deputy: finance-manager}
        attendees:
          - {id: finance-manager}
          - {id: visitor, title: The visitor, co_opted: Knows about premises}
        deputies_named: true
        quorum:
          - {at_least: 1, among: lay, each_body: true}
        attendance_percent: 75
        responsibilities:
          - {id: A, title: Money, areas: [money]}
        form:
          - {id: money, title: Money}
          - {id: premises, title: Premises, if_applicable: true}
        returned_same_day: true
        meetings:
          - {day: 2018-10-25}
          - {day: 2018-11-22, business: false, note: Workshop}
          - {day: 2018-12-13}
          - {day: 2019-01-31}
        approved_by: The governing bodies
        approved_on: 2018-04-03
        review_on: 2019-04-02
        register_as_at: 2018-12-13
        """,  # noqa: E501
    ACTIONS: """
        ref,meeting_date,item,action,owners,due,status,updates
        7,2018-10-25,Money,Share the letter,director-of-primary-care,2018-11-30,complete,2018-11-20: sent
        8,2018-10-25,Money,Send the budget report,finance-manager,2018-12-07,open,
        """,  # noqa: E501
    MARKS: """
        who,date,mark
        chair,2018-10-25,present
        lay-north,2018-10-25,apologies
        lay-south,2018-10-25,away
        """,
    DECEMBER: """
        ---
        state: checked
        opened: "14:00"
        closed: "16:00"
        chair: chair
        present: [chair, lay-south, director-of-primary-care]
        apologies: [lay-north]
        in_attendance: [finance-manager]
        returned: 2018-12-13
        ---

        ## Money

        The month was talked through.

        - Received: The finance report.
        - Approved: The budget of the practices.
        - Action 8 is open: the report comes next week.
        - Action 9: Set out the risks. Owner: finance-manager; chair. Due: 2019-01-31.
        """,
}


def with_committee(tree: Files | None = None) -> dict[str, bytes]:
    """Return an instance with a committee: the smallest complete, good one when none is given."""
    files = {path: plain(text).encode() for path, text in _FILES.items()}
    return {**(minimal() if tree is None else tree), **files}


def with_agenda(tree: Files, text: str, day: str = "2019-01-31") -> dict[str, bytes]:
    """Return an instance with a pack for the committee's meetings and the agenda of one of them."""
    pack = """
        title: Board papers
        cadence: meeting
        committee: board
        signed_off_by: director-of-primary-care
        """
    files = {"data/packs/papers.yml": pack, f"data/packs/papers/{day}.yml": text}
    return {**tree, **{path: plain(words).encode() for path, words in files.items()}}


def instance_of(tree: Files) -> Instance:
    """Return the instance of a tree that can be read."""
    instance, _ = load_instance(tree)
    assert instance is not None, "the instance cannot be read"
    return instance


def committee_of(tree: Files) -> Committee:
    """Return the committee of a tree, in which nothing is wrong."""
    instance, findings = load_instance(tree)
    assert instance is not None
    assert findings == []
    return instance.committees["board"]
