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
        ::error file=content/x.md,line=12,title=N103::no words%0Ado: Write.%0Awho: Ann
        ::warning file=data/x.csv,line=1,title=M107::5.7%25, not 5.4%25%0Ado: Look.
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
    assert lines[0].startswith("::error file=content/a%2Ctitle=x%3A%3Ay.md,line=1,title=N103::")
    assert "\r" not in lines[0]


def test_paths_begin_at_the_top_of_the_repository() -> None:
    one = Finding("N103", Severity.ERROR, Place("content/x.md", 2), "no words", "Write.")
    assert "file=packs/content/x.md,line=2" in render_github(Report((one,), EDITIONS), "packs")
