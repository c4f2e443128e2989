from __future__ import annotations

from boardpack.findings import Finding, Place, Severity
from boardpack.render.findings.github import render_github
from boardpack.render.findings.report import Report
from support.instances import plain

EDITIONS = ("monthly 2018-11",)


def test_each_finding_is_a_command_for_its_line() -> None:
    error = Finding("N103", Severity.ERROR, Place("content/x.md", 12), "no words", "Write.", "Ann")
    warning = Finding("M107", Severity.WARNING, Place("data/x.csv"), "5.7%, not 5.4%", "Look.")
    assert render_github(Report((error, warning), EDITIONS)) + "\n" == plain(
        """
        ::error file=content/x.md,line=12,title=no words::do: Write.%0Awho: Ann%0Arule: N103
        ::warning file=data/x.csv,line=1,title=5.7%25%2C not 5.4%25::do: Look.%0Arule: M107
        1 error and 1 warning in monthly 2018-11: the gate is shut.
        """
    )


def test_nothing_in_a_file_can_give_a_command_of_its_own() -> None:
    odd = Finding(
        "N103",
        Severity.ERROR,
        Place("content/a,title=x::y.md", 1),
        "first\r\n::add-mask::second",
        "a\n::stop-commands::b",
        "c\n::error::d",
    )
    lines = render_github(Report((odd,), EDITIONS)).split("\n")
    assert len(lines) == 2
    assert lines[0].startswith("::error file=content/a%2Ctitle=x%3A%3Ay.md,line=1,title=first")
    assert "\r" not in lines[0]


def test_a_long_title_is_cut_and_said_in_full_below_it_and_what_to_paste_stands_in_lines() -> None:
    what = "words " * 30
    one = Finding("E101", Severity.ERROR, Place("a.md"), what, "Write:", paste="Issue:\nDue:")
    command = render_github(Report((one,), EDITIONS)).split("\n")[0]
    title, _, message = command.partition("title=")[2].partition("::")
    assert len(title) <= 100
    assert message == f"{what}%0Ado: Write:%0AIssue:%0ADue:%0Arule: E101"


def test_paths_begin_at_the_top_of_the_repository() -> None:
    one = Finding("N103", Severity.ERROR, Place("content/x.md", 2), "no words", "Write.")
    assert "file=packs/content/x.md,line=2" in render_github(Report((one,), EDITIONS), "packs")
