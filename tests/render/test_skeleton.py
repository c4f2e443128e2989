from __future__ import annotations

import re

from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.load.instance import load_instance
from boardpack.render.skeleton import render_skeleton
from support.instances import (
    ACCESS_ROWS,
    CANNOCK,
    PACK,
    PLAN_ROWS,
    SEISDON,
    edited,
    minimal,
    plain,
    with_plans,
    without_file,
    without_line,
)


def edition(tree: dict[str, bytes]) -> Edition:
    instance, _ = load_instance(tree)
    assert instance is not None
    return analyse_edition(instance, "monthly", "2018-11")


def test_every_section_that_is_narrated_has_its_heading_prompt_form_and_figures() -> None:
    skeleton = render_skeleton(edition(without_file(minimal(), CANNOCK)), "cannock-chase")
    assert re.sub("Notes [0-9a-f]{8}", "Notes DIGEST", skeleton) == plain(
        """
        ---
        # yaml-language-server: $schema=../../../data/schemas/submission.schema.json
        author: manager-cannock
        status: draft
        ---

        <!--
        Write under each heading; these grey notes are not shown. When everything is written, \
change `status: draft` at the top to `status: ready`; a section that is finished before the others \
may say `Status: ready` right below its heading.
        -->

        ## Summary

        <!-- Notes DIGEST, kept up to date by boardpack: write below them, not in here.
        What must a busy reader know?
        At least 20 words.
        -->

        ### What went well

        ### What needs attention

        ## Access

        <!-- Notes DIGEST, kept up to date by boardpack: write below them, not in here.
        What changed, and what are you doing about it?
        At least 10 words.
        Figures of November 2018:
        - Appointments booked: 2,200, +100
        - Appointments missed: 3.5%, −0.5 points, better, green
        -->

        ## Patient feedback

        <!-- Notes DIGEST, kept up to date by boardpack: write below them, not in here.
        What did patients say, and what did you do?
        At least 10 words.
        Figures of November 2018:
        - Would recommend us: 92%, green
        -->

        ### You said

        ### We did

        ### Action plan

        ## Extra shifts

        <!-- Notes DIGEST, kept up to date by boardpack: write below them, not in here.
        What pattern do you see?
        You may leave this out.
        -->
        """
    )


def test_a_skeleton_is_a_submission_in_which_nothing_is_written_yet() -> None:
    text = render_skeleton(edition(minimal()), "seisdon")
    instance, findings = load_instance({**minimal(), SEISDON: text.encode()})
    assert findings == []
    assert instance is not None
    written = instance.submissions["monthly", "2018-11", "seisdon"]
    assert [narrative.words for narrative in written.narratives] == [0, 0, 0, 0]
    assert [narrative.text for narrative in written.narratives][1] == ""


def test_sections_that_are_not_due_are_left_out() -> None:
    tree = edited(minimal(), PACK, "title: Access\n", "title: Access\n    due: quarterly\n")
    assert "## Access" not in render_skeleton(edition(tree), "seisdon")


def test_nobody_writes_where_nothing_is_narrated() -> None:
    assert render_skeleton(edition(minimal()), "directorate") == ""


def test_an_author_who_is_not_known_is_left_to_be_filled_in() -> None:
    tree = without_line(minimal(), "data/appointments.csv", "manager-seisdon,practice-manager")
    assert "\nauthor: \nstatus: draft\n" in render_skeleton(edition(tree), "seisdon")


def test_a_prompt_cannot_end_its_comment() -> None:
    tree = edited(minimal(), PACK, "What pattern do you see?", "Well --> or ---> or <!-- so?")
    text = render_skeleton(edition(tree), "seisdon")
    assert "Well -> or -> or <!- so?" in text
    _, findings = load_instance({**tree, SEISDON: text.encode()})
    assert findings == []


RED = ("2018-11,cannock-chase,missed,3.5,77,2200", "2018-11,cannock-chase,missed,9.0,198,2200")


def test_the_summary_is_asked_about_what_is_escalated_with_its_reason() -> None:
    text = render_skeleton(edition(edited(minimal(), ACCESS_ROWS, *RED)), "cannock-chase")
    asked = text.split("## Summary")[1].split("## ")[0]
    assert "For the leadership team, worst first:\n- Appointments missed: Red now, " in asked
    assert "9.0% is above the leadership team's threshold of 8%." in asked


def test_a_summary_is_asked_only_about_its_own_service() -> None:
    text = render_skeleton(edition(edited(minimal(), ACCESS_ROWS, *RED)), "seisdon")
    assert "worst first" not in text


def test_the_directorates_summary_is_asked_about_every_service() -> None:
    tree = edited(minimal(), ACCESS_ROWS, *RED)
    tree = edited(tree, PACK, "form: summary\n", "form: summary\n    scope: directorate\n")
    text = render_skeleton(edition(tree), "directorate")
    assert "- Appointments missed, Cannock Chase: Red now, " in text


def test_a_triple_a_summary_has_its_three_headings_each_with_what_it_asks() -> None:
    tree = edited(edited(minimal(), ACCESS_ROWS, *RED), PACK, "form: summary", "form: triple-a")
    tree = edited(tree, PACK, "    headings: [What went well, What needs attention]\n", "")
    text = render_skeleton(edition(tree), "cannock-chase")
    asked = text.split("## Summary")[1].split("\n## ")[0]
    assert [line for line in asked.splitlines() if line.startswith("###")] == [
        *("### Alert", "### Advise", "### Assure"),
    ]
    assert "### Alert\n\n<!--\nWhat needs a decision or help now: what is red" in asked
    assert "For the leadership team, worst first:\n- Appointments missed: Red now, " in asked
    _, findings = load_instance({**tree, CANNOCK: text.encode()})
    assert findings == []


def test_a_highlight_report_has_its_eight_headings_each_with_what_it_asks() -> None:
    tree = edited(edited(minimal(), ACCESS_ROWS, *RED), PACK, "form: summary", "form: highlight")
    tree = edited(tree, PACK, "    headings: [What went well, What needs attention]\n", "")
    text = render_skeleton(edition(tree), "cannock-chase")
    asked = text.split("## Summary")[1].split("\n## ")[0]
    assert [line.removeprefix("### ") for line in asked.splitlines() if line[:3] == "###"] == [
        *("Objectives", "Cost improvement", "Finance", "Workforce"),
        *("Quality", "Performance", "Risk", "Contractual"),
    ]
    assert "### Cost improvement\n\n<!--\nWhat was saved against the plan" in asked
    _, findings = load_instance({**tree, CANNOCK: text.encode()})
    assert findings == []


def test_a_summary_is_told_of_late_plans_of_its_service_and_of_all() -> None:
    late = edited(with_plans(), PLAN_ROWS, ",complete,", ",behind,")
    desk = "- A2 Shared telephone desk: was due by 31 October 2018"
    clinics = "- A3 Evening clinics: was due by 30 September 2018"
    first = "Plans that are late, the longest overdue first:"
    seisdon, cannock = (
        render_skeleton(edition(late), service) for service in ("seisdon", "cannock-chase")
    )
    assert f"{first}\n{clinics}\n{desk}\n" in seisdon
    assert f"{first}\n{desk}\n" in cannock
    assert "Plans that are late" not in render_skeleton(edition(minimal()), "seisdon")


def test_only_the_summary_is_asked_about_what_is_escalated() -> None:
    text = render_skeleton(edition(edited(minimal(), ACCESS_ROWS, *RED)), "cannock-chase")
    assert text.count("For the leadership team, worst first:") == 1
