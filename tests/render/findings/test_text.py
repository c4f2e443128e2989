from __future__ import annotations

from dataclasses import replace

from boardpack.findings import Finding, Place, Severity, sort_findings
from boardpack.render.findings.report import Report
from boardpack.render.findings.text import render_text
from support.instances import plain

SUBMISSION = "content/monthly/2018-11/north.md"
ROWS = "data/datasets/access/2018-11.csv"


def finding(
    path: str,
    line: int | None,
    code: str,
    what: str,
    advice: str = "Mend it.",
    who: str = "",
    severity: Severity = Severity.ERROR,
) -> Finding:
    return Finding(code, severity, Place(path, line), what, advice, who)


def report(*findings: Finding, **more: object) -> Report:
    return Report(sort_findings(findings), ("monthly 2018-11",), **more)  # type: ignore[arg-type]


def test_findings_stand_by_file_with_advice_once_and_a_name_where_it_changes() -> None:
    shown = render_text(
        report(
            finding(SUBMISSION, 12, "N103", "'QOF' has no words", "Write it.", "Manager"),
            finding(SUBMISSION, 20, "N103", "'Flu' has no words", "Write it.", "Manager"),
            finding(SUBMISSION, 30, "N103", "'PREM' has no words", "Ask Ann.", "Ann"),
            finding(ROWS, None, "M101", "no row for 'booked'", "Add the row.", "Bob"),
            finding(ROWS, 3, "M107", "was 4, is 5", "Look.", "Bob", Severity.WARNING),
        )
    )
    assert shown + "\n" == plain(
        """
        content/monthly/2018-11/north.md:12  N103  'QOF' has no words
            do: Write it.
            who: Manager
        content/monthly/2018-11/north.md:20  N103  'Flu' has no words
        content/monthly/2018-11/north.md:30  N103  'PREM' has no words
            do: Ask Ann.
            who: Ann

        data/datasets/access/2018-11.csv  M101  no row for 'booked'
            do: Add the row.
            who: Bob
        data/datasets/access/2018-11.csv:3  M107  warning: was 4, is 5
            do: Look.

        4 errors and 1 warning in monthly 2018-11: the gate is shut.
        """
    )


def test_what_is_to_be_pasted_can_be_copied_as_it_stands() -> None:
    lines = finding(SUBMISSION, 12, "E101", "no report", "Write:", "Manager")
    shown = render_text(report(replace(lines, paste="### Exception report\n\nIssue:")))
    assert "    who: Manager\n\n### Exception report\n\nIssue:\n\n" in shown


def test_nothing_found_opens_the_gate() -> None:
    assert render_text(report()) == (
        "Nothing missing in monthly 2018-11: the gate is open for sign-off."
    )


def test_a_warning_leaves_the_gate_open() -> None:
    shown = render_text(report(finding(ROWS, 3, "M107", "odd", severity=Severity.WARNING)))
    assert shown.endswith("\n\n1 warning in monthly 2018-11: the gate is open for sign-off.")


def test_what_cannot_be_read_is_not_called_open_or_shut() -> None:
    shown = render_text(report(finding(ROWS, 3, "Y101", "odd"), is_readable=False))
    assert shown.endswith("boardpack cannot judge until this is mended.")


def test_findings_of_others_are_counted_and_their_gate_is_not_spoken_of() -> None:
    assert render_text(report(since="main", others=1, elsewhere=2)) + "\n" == plain(
        """
        Nothing wrong in monthly 2018-11 comes from your change since main.
        1 more finding is not yours.
        2 more findings in other editions.
        """
    )


def test_a_change_is_told_its_own_findings() -> None:
    error = finding(ROWS, 3, "C105", "odd")
    warning = finding(ROWS, 4, "M107", "odd", severity=Severity.WARNING)
    where = "in monthly 2018-11"
    assert render_text(report(error, since="main")).splitlines()[-1] == (
        f"1 error {where} comes from your change since main: the gate is shut."
    )
    assert render_text(report(warning, since="main")).splitlines()[-1] == (
        f"1 warning {where} comes from your change since main: none of it shuts the gate."
    )


def test_a_flood_of_one_rule_in_one_file_is_counted() -> None:
    rows = [finding(ROWS, n, "C105", "value 'x' is no number") for n in range(2, 302)]
    lines = render_text(report(*rows)).splitlines()
    assert lines[-3:] == [
        "    and 290 more of C105 in this file",
        "",
        "300 errors in monthly 2018-11: the gate is shut.",
    ]
    assert len(lines) == 14


def test_several_editions_are_named() -> None:
    shown = render_text(Report((), ("monthly 2018-11", "safety 2018-W50", "board 2018-11")))
    assert shown.startswith("Nothing missing in monthly 2018-11, safety 2018-W50 and board 2018-11")


def test_nothing_in_a_file_can_command_the_terminal() -> None:
    shown = render_text(
        report(finding("data/\x1b[2J.csv", 1, "C105", "'\x1b]0;x\x07' \u202eodd", "\x9b"))
    )
    assert r"data/\u001b[2J.csv:1  C105  '\u001b]0;x\u0007' \u202eodd" in shown
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)


def test_colour_is_beside_the_words_and_never_instead_of_them() -> None:
    warning = finding(ROWS, 3, "M107", "odd", severity=Severity.WARNING)
    shown = render_text(report(warning), colour=True)
    assert f"\x1b[1m{ROWS}:3\x1b[0m  \x1b[33mM107\x1b[0m  warning: odd" in shown
    assert "\x1b[32m1 warning in monthly 2018-11: the gate is open for sign-off.\x1b[0m" in shown
