"""`boardpack upgrade` moves exception reports out of the front matter, and changes no fact."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardpack.load.instance import load_instance
from boardpack.load.submissions import list_headed_sections
from boardpack.load.upgraded_submission import upgrade_submission
from boardpack.signoff.signed_lines import list_signed_lines
from support.editions import edition_of
from support.instances import CANNOCK, Files, edited, found, line_of, minimal, with_file
from support.running import boardpack, put

FORMER = """status: ready
exceptions: # asked for by the board
  # agreed with the reception team
  - section: access
    issue: "Mondays: 3.5% were missed."
    cause: >-
      Reminders failed
      for six days.
    action: 'Send "them" again # and again'
    lead: practice-manager
    due: 2019-02-28
    outcome: did-not-work
    next_step: targeted-support
    review: 2019-03-31
  - {section: finance, issue: GMS is over, action: Ask, lead: finance-manager, due: 2019-01-10}
# kept: what happened
events:
  - {section: access, date: 2018-11-05, words: Reminders by text}
"""
TODAY = """\
### Exception report

Issue: Mondays: 3.5% were missed.
Cause: Reminders failed for six days.
Action: Send "them" again # and again
Lead: practice-manager
Due: 28 February 2019
Review: 31 March 2019
Outcome: did not work
Next step: targeted support

## Patient feedback
"""


def former(text: str = FORMER) -> dict[str, bytes]:
    return edited(minimal(), CANNOCK, "status: ready\n", text)


def upgraded(tree: Files) -> dict[str, bytes]:
    instance, _ = load_instance(tree)
    assert instance is not None
    titles = list_headed_sections(instance.packs["monthly"], "cannock-chase")
    text = upgrade_submission(tree[CANNOCK], CANNOCK, titles)
    assert text.obstacle == ""
    return {**tree, CANNOCK: text.data}


def signed(tree: Files) -> dict[tuple[str, str], object]:
    edition = edition_of(tree)
    return {
        (entry.service, entry.section.id): list_signed_lines(edition, entry)
        for entry in edition.entries
    }


def test_a_report_in_the_old_and_in_the_new_form_has_the_same_signed_lines() -> None:
    old, new = former(), upgraded(former())
    assert old != new
    assert signed(old) == signed(new) != signed(minimal())


def test_s115_finds_the_old_form_and_names_the_command() -> None:
    [fault] = found(former(), "S115")
    assert fault.place.line == line_of(former(), CANNOCK, "exceptions:")
    assert "`boardpack upgrade`" in fault.advice
    assert fault.is_error


def test_s115_passes_what_was_upgraded() -> None:
    assert found(upgraded(former()), "S115") == []


def test_the_command_says_what_it_changed_and_finds_nothing_the_second_time(
    tmp_path: Path,
) -> None:
    root = put(former(), tmp_path)
    trial = boardpack("-C", root, "upgrade", "--trial")
    assert trial.out == f"{CANNOCK}: exception reports would stand under Access, Finance\n"
    assert (root / CANNOCK).read_bytes() == former()[CANNOCK]
    ran = boardpack("-C", root, "upgrade")
    assert ran.status == 0
    assert ran.out.startswith(f"{CANNOCK}: exception reports now stand under Access, Finance\n")
    assert (root / CANNOCK).read_bytes() == upgraded(former())[CANNOCK]
    again = boardpack("-C", root, "upgrade")
    assert again.out == "Every file is written as it is today.\n"


def test_all_but_the_reports_stays_byte_for_byte_and_comments_go_with_them() -> None:
    text = upgraded(former())[CANNOCK].decode()
    assert TODAY in text
    assert text.startswith("---\nauthor: manager-cannock\nstatus: ready\n# kept: what happened\n")
    for words in ("asked for by the board", "agreed with the reception team"):
        assert text.index(f"<!-- {words} -->") < text.index("### Exception report")
    added = "## Finance\n\n### Exception report\n\nIssue: GMS is over\n"
    assert text.index("## Extra shifts") < text.index(added)
    old_lines = minimal()[CANNOCK].decode().splitlines()
    lines = iter(text.splitlines())
    assert all(line in lines for line in old_lines)


def test_line_ends_of_windows_and_a_byte_order_mark_stay() -> None:
    data = b"\xef\xbb\xbf" + former()[CANNOCK].replace(b"\n", b"\r\n")
    new = upgraded(with_file(former(), CANNOCK, data))[CANNOCK]
    assert new.startswith(b"\xef\xbb\xbf---\r\n")
    assert new.count(b"\n") == new.count(b"\r\n")
    assert new.replace(b"\r\n", b"\n")[3:] == upgraded(former())[CANNOCK]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("section: access\n", "section: acces\n", "there is no section 'acces' here"),
        ("due: 2019-02-28", "due: soon", "the front matter cannot be read; mend it first"),
        ("3.5% were missed.", "<!-- 3.5% -->", "what is signed would not stay the same"),
    ],
)
def test_what_cannot_be_carried_over_is_left_as_it_was(
    tmp_path: Path, old: str, new: str, why: str
) -> None:
    tree = former(FORMER.replace(old, new))
    root = put(tree, tmp_path)
    ran = boardpack("-C", root, "upgrade")
    assert ran.status == 1
    assert f"left as it was: {why}" in ran.out
    assert (root / CANNOCK).read_bytes() == tree[CANNOCK]


@pytest.mark.rotating
@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40))
def test_any_words_of_a_report_are_the_same_after_the_upgrade_or_it_is_refused(words: str) -> None:
    quoted = "".join(f"\\U{ord(letter):08x}" for letter in words)
    tree = former(FORMER.replace('"Mondays: 3.5% were missed."', f'"a {quoted} b"'))
    if load_instance(tree)[1] != load_instance(former())[1]:
        return
    if "<" not in words:
        assert signed(upgraded(tree)) == signed(tree)
