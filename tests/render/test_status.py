from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.analysis.roles import Holding
from boardpack.load.instance import load_instance
from boardpack.render.owed_words import group_by_person
from boardpack.render.status import compile_status, render_status, to_status_values
from boardpack.render.status_markdown import render_status_as_markdown
from support.instances import (
    ACCESS_ROWS,
    CANNOCK,
    DIRECTORATE,
    FINANCE_ROWS,
    FINANCE_TOTALS,
    PACK,
    PEOPLE,
    SEISDON,
    edited,
    minimal,
    plain,
    without_file,
    without_line,
)

BEFORE, AFTER = map(datetime.fromisoformat, ("2018-12-01T09:00", "2018-12-12T09:00"))


def edition(tree: dict[str, bytes]) -> Edition:
    instance, _ = load_instance(tree)
    assert instance is not None
    return analyse_edition(instance, "monthly", "2018-11")


def spoilt() -> dict[str, bytes]:
    tree = edited(minimal(), CANNOCK, "status: ready", "status: draft")
    tree = without_file(without_file(tree, FINANCE_ROWS), FINANCE_TOTALS)
    tree = without_line(tree, ACCESS_ROWS, "2018-11,cannock-chase,missed")
    return without_file(tree, SEISDON)


def test_the_table_has_words_and_those_who_owe_have_a_file_and_a_day() -> None:
    assert render_status(compile_status(edition(spoilt()), AFTER), 80) + "\n" == plain(
        """
        Monthly pack, November 2018
        Due 14 December 2018. 2 of 11 sections are complete: 5 missing, 4 draft.

        Next, by 12 December 2018: Narratives are complete (Practice manager)
          It waits for Finance manager: the figures of 2 sections

                          Cannock Chase        Seisdon Peninsula    Whole directorate
        Summary           draft                missing
        Access            draft                missing
        Patient feedback  draft                missing
        Extra shifts      draft                ready
        Finance           missing              missing
        Risk register                                               ready

        Who owes what

          Practice manager, Cannock Chase (Manager of Cannock Chase)
            by 12 December 2018
              content/monthly/2018-11/cannock-chase.md
              draft: Summary, Access, Patient feedback, Extra shifts
              https://github.com/example/primary-care/edit/main/content/monthly/2018-11/cannock-chase.md

          Directorate development manager
            by 14 December 2018
              data/datasets/access/2018-11.csv
              figures missing for Cannock Chase: Access

          Finance manager
            by 10 December 2018 (late)
              data/datasets/budgets/2018-11.csv
              figures missing for Cannock Chase and Seisdon Peninsula: Finance

          Practice manager, Seisdon Peninsula (Manager of Seisdon Peninsula)
            by 12 December 2018
              content/monthly/2018-11/seisdon.md
              missing, to be opened first by boardpack new monthly 2018-11: Summary,
                Access, Patient feedback
        """
    )


def test_a_complete_edition_has_nobody_who_owes() -> None:
    found = compile_status(edition(minimal()), BEFORE)
    assert found.is_complete
    assert render_status(found, 80) + "\n" == plain(
        """
        Monthly pack, November 2018
        Due 14 December 2018. 11 of 11 sections are complete.

        Next, by 10 December 2018: Finance figures are in (Finance manager)

                          Cannock Chase        Seisdon Peninsula    Whole directorate
        Summary           ready                ready
        Access            ready                ready
        Patient feedback  ready                ready
        Extra shifts      ready                ready
        Finance           ready                ready
        Risk register                                               ready
        """
    )


def test_titles_are_wrapped_where_there_is_little_room() -> None:
    lines = (
        render_status(compile_status(edition(minimal()), BEFORE), 60).split("\n\n")[2].splitlines()
    )
    assert lines[:3] == [
        "                  Cannock       Seisdon       Whole",
        "                  Chase         Peninsula     directorate",
        "Summary           ready         ready",
    ]
    assert max(map(len, lines)) <= 60


def test_a_table_that_does_not_fit_becomes_a_list_for_each_service() -> None:
    assert render_status(compile_status(edition(spoilt()), AFTER), 50).split("\n\n")[
        2
    ] + "\n" == plain(
        """
        Cannock Chase
          missing: Finance
          draft: Summary, Access, Patient feedback, Extra
            shifts
        Seisdon Peninsula
          missing: Summary, Access, Patient feedback,
            Finance
          ready: Extra shifts
        Whole directorate
          ready: Risk register
        """
    )


def test_colour_does_not_shift_the_columns() -> None:
    found = compile_status(edition(spoilt()), AFTER)
    coloured = render_status(found, 80, colour=True)
    assert "\x1b[31mmissing\x1b[0m" in coloured
    for tone in ("0", "31", "32", "33"):
        coloured = coloured.replace(f"\x1b[{tone}m", "")
    assert coloured == render_status(found, 80)


def test_json_has_the_states_the_debts_and_the_links() -> None:
    values = json.loads(json.dumps(to_status_values(compile_status(edition(spoilt()), AFTER))))
    assert values["schema"] == "boardpack.status/1"
    assert (values["pack"], values["period"], values["due"]) == ("monthly", "2018-11", "2018-12-14")
    assert values["counts"]["draft"] == 4
    assert values["sections"][0] == {
        "section": "summary",
        "title": "Summary",
        "states": {"cannock-chase": "draft", "seisdon": "missing"},
    }
    assert values["owed"][0] == {
        "who": "Practice manager, Cannock Chase (Manager of Cannock Chase)",
        "people": ["manager-cannock"],
        "service": "cannock-chase",
        "section": "summary",
        "what": "narrative",
        "state": "draft",
        "path": CANNOCK,
        "by": "2018-12-12T23:59",
        "late": False,
    }
    assert list(values["links"]) == ["cannock-chase", "seisdon"]
    assert values["at"] == "2018-12-12T09:00"
    assert values["next"] == {
        "step": "narrate",
        "by": "2018-12-12T23:59",
        "waits_for": [{"who": "Finance manager", "owes": "the figures of 2 sections"}],
    }
    assert values["steps"][1] == {
        "step": "data",
        "what": "Finance figures are in",
        "who": "finance-manager",
        "by": "2018-12-10T23:59",
        "done": None,
        "late": False,
    }


def test_waived_sections_are_complete_and_counted_by_themselves() -> None:
    row = b"monthly,2018-11,seisdon,access,It is late,development-manager,2019-01-31\n"
    tree = without_line(minimal(), ACCESS_ROWS, "2018-11,seisdon,missed")
    waivers = "data/waivers.csv"
    found = compile_status(edition({**tree, waivers: tree[waivers] + row}), BEFORE)
    assert "11 of 11 sections are complete (1 waived)." in render_status(found, 80)


def test_a_role_that_nobody_holds_is_said_to_be_so() -> None:
    tree = without_line(spoilt(), "data/appointments.csv", "manager-seisdon,practice-manager")
    assert "Practice manager (nobody holds this role)\n" in render_status(
        compile_status(edition(tree), BEFORE), 80
    )


def test_a_name_that_says_no_more_than_the_role_is_left_out() -> None:
    name, role = "Manager of Seisdon Peninsula", '"Practice manager, Seisdon Peninsula"'
    tree = edited(spoilt(), PEOPLE, name, role)
    assert "  Practice manager, Seisdon Peninsula\n" in render_status(
        compile_status(edition(tree), BEFORE), 80
    )


def test_without_an_address_there_are_no_links() -> None:
    tree = edited(
        spoilt(), DIRECTORATE, "https://github.com/example/primary-care/edit/main/{path}", '""'
    )
    assert compile_status(edition(tree), BEFORE).links == {}


def test_markdown_has_the_timetable_the_debts_and_the_states() -> None:
    tree = edited(spoilt(), PEOPLE, "Finance manager", "Finance *manager*")
    tree = edited(tree, PACK, "what: Finance figures are in", "what: In\n    done_when: figures")
    text = render_status_as_markdown(compile_status(edition(tree), AFTER))
    assert text.startswith(plain(
        """
        # Monthly pack, November 2018

        At 12 December 2018, 09:00: due 14 December 2018. 2 of 11 sections are complete: 5 missing, 4 draft.

        ## Timetable

        | By | Step | Who | State |
        | --- | --- | --- | --- |
        | 30 November 2018 | Publish a new empty pack | Directorate development manager | over |
        | 10 December 2018 | In | Finance manager | late |
        | 12 December 2018 | Narratives are complete | Practice manager | next |
        | 14 December 2018 | Review and sign the pack | Service director | to come |

        The next step waits for:

        - Finance manager \\(Finance \\*manager\\*\\): the figures of 2 sections

        ## Who owes what

        ### Practice manager, Cannock Chase \\(Manager of Cannock Chase\\)

        - by 12 December 2018, in `content/monthly/2018-11/cannock-chase.md` ([edit](https://github.com/example/primary-care/edit/main/content/monthly/2018-11/cannock-chase.md))
            - draft: Summary, Access, Patient feedback, Extra shifts
        """  # noqa: E501
    ))  # fmt: skip
    assert "- by 10 December 2018, **late**, in `data/datasets/budgets/2018-11.csv`" in text
    assert "| Summary | draft | missing |  |" in text


def test_a_moment_later_in_the_day_may_be_late() -> None:
    tree = edited(spoilt(), PACK, "cadence: monthly", "cadence: weekly")
    tree = edited(tree, PACK, "when: working day 8", "when: thursday 17:00")
    for when in ("last working day of previous month", "day 10", "working day 10"):
        tree = edited(tree, PACK, f"when: {when}", "when: friday")
    instance, _ = load_instance(tree)
    assert instance is not None
    week = analyse_edition(instance, "monthly", "2018-W50")
    late = [
        {item.section for item in compile_status(week, now).outstanding if item.is_late}
        for now in map(datetime.fromisoformat, ("2018-12-20T17:00", "2018-12-20T17:01"))
    ]
    assert late[0] == set()
    assert {"summary", "access", "feedback"} <= late[1]


def test_whoever_holds_two_roles_is_named_once_with_both() -> None:
    of_both = Holding("a", "Practice manager", "Rugeley, north", "Ann (deputy)")
    holdings = [
        of_both,
        replace(of_both, service="Seisdon"),
        Holding("a", "Chair", "", of_both.name),
    ]
    item = compile_status(edition(spoilt()), AFTER).outstanding[0]
    items = [replace(item, holding=holding) for holding in holdings]
    assert list(group_by_person(items)) == [
        "Practice manager, Rugeley, north and Seisdon; Chair (Ann (deputy))"
    ]
    named_by_role = [replace(one, holding=replace(one.holding, name="Chair")) for one in items]
    assert list(group_by_person(named_by_role)) == [
        "Practice manager, Rugeley, north and Seisdon; Chair"
    ]
