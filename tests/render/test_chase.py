from __future__ import annotations

from boardpack.analysis.outstanding import Handover
from boardpack.model.message import Message
from boardpack.render.chase import compose_notice
from boardpack.render.owed_words import shorten_list
from support.cycles import Office, load, opened, ready, timed, with_appointments
from support.instances import (
    ACCESS_ROWS,
    APPOINTMENTS,
    CANNOCK,
    DIRECTORATE,
    FEEDBACK_ROWS,
    FINANCE_ROWS,
    PACK,
    PEOPLE,
    SEISDON,
    Files,
    edited,
    plain,
    without_file,
    without_line,
)

LINK = "https://github.com/example/primary-care/edit/main/content/monthly/2018-11/cannock-chase.md"


def composed(tree: Files, moment: str, person: str, handover: Handover | None = None) -> Message:
    return compose_notice(load(tree), Office().chase(tree, moment, handover)[person])


def test_who_is_late_gets_the_file_the_figures_and_whom_to_ask() -> None:
    message = composed(timed(), "2018-12-13T09:00", "manager-cannock")
    assert message.subject == "Late: 4 narratives (Monthly pack, November 2018)"
    assert message.recipient.address == "cannock.manager@example.org"
    assert message.text == plain(
        f"""
        Manager of Cannock Chase,

        WHAT YOU OWE, AND IS LATE

        Monthly pack, November 2018: since 12 December 2018
          draft: Summary, Access, Patient feedback, Extra shifts
          Write here: {LINK}
          Figures that wait for your words on Access:
            Figures of November 2018:
            - Appointments booked: 2,200, +100
            - Appointments missed: 3.5%, −0.5 points, better, green
          Figures that wait for your words on Patient feedback:
            Figures of November 2018:
            - Would recommend us: 92%, green

        Line manager: told of what is late, too.

        Questions, or not the right person? Write to Directorate development manager (manager.development@example.org).

        Nobody need answer this: it stops when everything is there.
        """  # noqa: E501
    )


def test_a_line_manager_reads_who_owes_what_since_when() -> None:
    message = composed(timed(), "2018-12-13T09:00", "line-manager")
    assert message.subject == "Late, for you to know: 4 narratives (Monthly pack, November 2018)"
    assert message.text == plain(
        """
        Line manager,

        FOR YOU TO KNOW: WHAT OTHERS OWE, AND IS LATE

        Practice manager, Cannock Chase (Manager of Cannock Chase)
          Monthly pack, November 2018, since 12 December 2018
            draft: Summary, Access, Patient feedback, Extra shifts

        They are told as well, each working day until it is there.

        Questions, or not the right person? Write to Directorate development manager (manager.development@example.org).

        Nobody need answer this: it stops when everything is there.
        """  # noqa: E501
    )


def test_a_reminder_says_until_when_there_is_time() -> None:
    message = composed(timed(), "2018-12-11T09:00", "manager-cannock")
    assert message.subject == (
        "Due by 12 December 2018: 4 narratives (Monthly pack, November 2018)"
    )
    assert "\nWHAT IS DUE NOW\n\nMonthly pack, November 2018: by 12 December 2018\n" in message.text
    assert "told of what is late" not in message.text


def test_missing_figures_have_the_file_to_put_them_into() -> None:
    tree = without_file(timed(), FINANCE_ROWS)
    text = composed(tree, "2018-12-10T09:00", "finance-manager").text
    assert "  figures missing for Cannock Chase and Seisdon Peninsula: Finance\n" in text
    assert (
        "  Take in the file that came: boardpack take FILE --dataset budgets --period 2018-11\n"
        "  or write them into data/datasets/budgets/2018-11.csv\n"
    ) in text


def test_a_file_that_nobody_has_made_is_opened_first_and_has_no_link() -> None:
    unopened = without_file(without_line(timed(), PACK, "id: open,"), CANNOCK)
    text = composed(unopened, "2018-12-13T09:00", "manager-cannock").text
    assert "  missing, to be opened first by boardpack new monthly 2018-11: Summary" in text
    assert "  Write here: content/monthly/2018-11/cannock-chase.md\n" in text
    assert LINK not in text


def test_a_director_reads_what_to_sign_and_how() -> None:
    text = composed(ready(timed()), "2018-12-14T09:00", "director-cannock", Handover()).text
    assert "ready to be signed, Cannock Chase: Summary, Access, Patient feedback" in text
    assert "  boardpack signoff approve monthly 2018-11 --as YOUR-ID\n" in text


def test_who_opens_publishes_and_circulates_reads_the_command() -> None:
    text = composed(ready(timed()), "2018-12-31T09:00", "development-manager").text
    assert "  to be opened: boardpack new monthly 2018-12\n" in text
    tree = ready(timed())
    pack = tree["data/packs/monthly.yml"].replace(b", done_when: signed-off", b"")
    tree = {**tree, "data/packs/monthly.yml": pack}
    for handover, words in (
        (Handover(), "to be published: boardpack publish monthly 2018-11"),
        (Handover(True), "to be circulated: boardpack circulate --send"),
    ):
        assert words in composed(tree, "2018-12-18T09:00", "development-manager", handover).text


def test_a_deputy_reads_for_whom_they_stand_in_and_that_person_gets_a_copy() -> None:
    row = "manager-seisdon,practice-manager,cannock-chase,2018-12-13,2018-12-14,manager-cannock"
    message = composed(with_appointments(timed(), row), "2018-12-13T09:00", "manager-seisdon")
    assert "you stand in for Manager of Cannock Chase, who gets a copy of this." in message.text
    assert [copy.person for copy in message.copies] == ["manager-cannock"]


def test_what_nobody_is_there_for_names_the_register() -> None:
    tree = without_line(timed(), APPOINTMENTS, "manager-cannock,practice")
    message = composed(tree, "2018-12-12T09:00", "development-manager")
    assert message.subject == "Nobody is there for 4 narratives (Monthly pack, November 2018)"
    assert "NOBODY IS THERE FOR THIS: data/appointments.csv NAMES NOBODY" in message.text
    assert (
        "Practice manager (nobody holds this role)\n  Monthly pack, November 2018" in message.text
    )


def test_without_a_forge_the_file_is_named() -> None:
    address = "https://github.com/example/primary-care/edit/main/{path}"
    text = composed(
        edited(timed(), DIRECTORATE, address, '""'), "2018-12-13T09:00", "manager-cannock"
    ).text
    assert "  Write here: content/monthly/2018-11/cannock-chase.md\n" in text


def test_what_is_due_later_is_said_too() -> None:
    tree = opened(timed(), "2018-12", "draft")
    text = composed(tree, "2019-01-08T09:00", "manager-cannock").text
    assert "WHAT IS DUE LATER\n\nMonthly pack, December 2018: by 11 January 2019\n" in text


def test_a_key_tells_the_day_the_person_and_what_of() -> None:
    first = composed(timed(), "2018-12-13T09:00", "manager-cannock")
    again = composed(timed(), "2018-12-13T15:00", "manager-cannock")
    next_day = composed(timed(), "2018-12-14T09:00", "manager-cannock")
    assert first.key.startswith("chase/2018-12-13/manager-cannock/")
    assert first.key == again.key != next_day.key
    assert (first.pack, first.period) == ("chase", "2018-12")
    assert first.about == ("monthly/2018-11/cannock-chase/narrative/2018-12-12/late",)


def test_a_name_in_two_lines_stays_in_the_text_and_never_reaches_the_subject() -> None:
    tree = edited(timed(), PEOPLE, "Manager of Cannock Chase", '"Manager\nBcc: x@example.org"')
    message = composed(tree, "2018-12-13T09:00", "manager-cannock")
    assert "Bcc" not in message.subject


def test_figures_of_many_files_are_asked_for_once() -> None:
    tree = without_file(without_file(timed(), ACCESS_ROWS), FEEDBACK_ROWS)
    text = composed(tree, "2018-12-10T09:00", "development-manager").text
    assert (
        "  figures missing for Cannock Chase and Seisdon Peninsula: Access (access), "
        "Patient feedback (feedback)\n"
        "  Take in the file that came: boardpack take FILE --dataset NAME --period 2018-11\n"
        "  or write them into data/datasets/NAME/2018-11.csv, NAME as in brackets\n"
    ) in text
    assert text.count("Monthly pack, November 2018") == 1


def test_a_long_list_is_cut_for_whoever_only_is_to_know() -> None:
    assert shorten_list(["a", "b", "c"], 2) == "a, b, c"
    assert shorten_list(["a", "b", "c", "d"], 2) == "a, b and 2 more"


def test_roles_of_one_person_are_one_group() -> None:
    row = "manager-cannock,practice-manager,seisdon,2018-04-01,,\n"
    tree = without_line(timed(), APPOINTMENTS, "manager-seisdon,practice")
    tree = edited(
        {**tree, APPOINTMENTS: tree[APPOINTMENTS] + row.encode()},
        SEISDON,
        "status: ready",
        "status: draft",
    )
    text = composed(tree, "2018-12-13T09:00", "line-manager").text
    roles = "Practice manager, Cannock Chase and Seisdon Peninsula (Manager of Cannock Chase)"
    assert text.count(roles) == text.count("(Manager of Cannock Chase)") == 1
    assert text.count("Monthly pack, November 2018, since") == 2
