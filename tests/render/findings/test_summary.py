from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from boardpack.findings import Finding, Place, Severity
from boardpack.render.findings.report import Report
from boardpack.render.findings.summary import LIMIT, render_summary
from support.instances import CANNOCK, edited, minimal, plain
from support.running import boardpack, put

EDITIONS = ("monthly 2018-11",)
FILE = "content/monthly/2018-11/seisdon.md"


def error(
    what: str, line: int | None = 3, who: str = "Ann", advice: str = "Write.", path: str = FILE
) -> Finding:
    return Finding("N103", Severity.ERROR, Place(path, line), what, advice, who)


def warning(what: str, who: str = "Ann") -> Finding:
    return Finding("M107", Severity.WARNING, Place("data/x.csv", 7), what, "Look.", who)


def html(findings: tuple[Finding, ...]) -> str:
    return str(
        MarkdownIt("commonmark", {"html": True}).render(render_summary(Report(findings, EDITIONS)))
    )


def test_what_is_missing_stands_under_who_owes_it() -> None:
    found = (
        error("'Access' has no words yet", 12),
        error("'Summary' has no words yet", 20),
        error("the pack has no timetable", None, "", "Write one.", "data/packs/monthly.yml"),
        warning("5.7, not 5.4"),
    )
    assert render_summary(Report(found, EDITIONS)) + "\n" == plain(
        """
        ## Something is missing or wrong

        3 errors and 1 warning in monthly 2018-11: the gate is shut.

        ### Ann: 2 to mend, 1 worth a look

        - To do: Write.
          - content/monthly/2018-11/seisdon.md:12: 'Access' has no words yet (N103)
          - content/monthly/2018-11/seisdon.md:20: 'Summary' has no words yet (N103)
        - Worth a look: Look.
          - data/x.csv:7: 5.7, not 5.4 (M107)

        ### Whoever keeps the file: 1 to mend

        - To do: Write one.
          - data/packs/monthly.yml: the pack has no timetable (N103)
        """
    )


def test_the_first_line_says_when_nothing_is_missing() -> None:
    assert render_summary(Report((), EDITIONS)).splitlines()[0] == "## Nothing is missing"
    looked = render_summary(Report((warning("5.7, not 5.4"),), EDITIONS))
    assert looked.splitlines()[0] == "## Nothing is missing, but look at this"


def test_the_first_line_never_says_that_all_is_well_when_something_cannot_be_read() -> None:
    unread = render_summary(Report((), EDITIONS, is_readable=False))
    assert unread.splitlines()[0] == "## Something cannot be read, so nothing is known yet"


def test_a_change_is_told_only_of_what_it_brought() -> None:
    report = Report((error("no words"),), EDITIONS, others=2, since="main")
    lines = render_summary(report).splitlines()
    assert (
        lines[2]
        == "1 error in monthly 2018-11 comes from your change since main: the gate is shut."
    )
    assert lines[3] == "2 more findings are not yours."


def test_contributors_words_are_neither_html_nor_markdown() -> None:
    shown = html((error("<img src=x> [a](javascript:b) **c** `d`", who="<b>Ann</b>\n# e"),))
    assert set(re.findall(r"<(\w+)", shown)) == {"h2", "p", "h3", "ul", "li"}
    assert "[a](javascript:b) **c** `d`" in shown


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_whatever_is_quoted_stays_one_item_of_plain_text(words: str) -> None:
    shown = html((error(words, who="Ann", advice="Write."),))
    tags = re.findall(r"<(\w+)", shown)
    assert tags == ["h2", "p", "h3", "ul", "li", "ul", "li"]


def test_check_shows_it(tmp_path: Path) -> None:
    put(edited(minimal(), CANNOCK, "status: ready", "status: draft"), tmp_path)
    ran = boardpack("-C", tmp_path, "check", "--format", "summary")
    assert (ran.status, ran.err) == (1, "")
    assert ran.out.startswith("## Something is missing or wrong\n\n1 error in monthly 2018-11")
    assert "### Practice manager, Cannock Chase: 1 to mend\n" in ran.out


def test_a_summary_stays_within_what_github_shows_and_counts_the_rest() -> None:
    many = tuple(error(f"{n} {'é' * 290}", n) for n in range(1, 4001))
    shown = render_summary(Report(many, EDITIONS))
    assert len(shown.encode()) <= LIMIT + 100
    told = len(re.findall("(?m)^  - ", shown))
    left = re.search(r"There are ([0-9]+) more findings: `boardpack check` has all\.$", shown)
    assert left is not None
    assert told + int(left[1]) == len(many)
