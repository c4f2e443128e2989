from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.load.strict_yaml import parse_yaml
from support.instances import (
    DIRECTORATE,
    edited,
    found,
    line_of,
    minimal,
    plain,
    with_file,
)

YAMLISH = st.text(alphabet=st.sampled_from(list("ab:-[]{},&*!|>'\"#%@`?\n\n  \t~<.0\x07\r")))


def test_y101_passes_plain_yaml() -> None:
    assert found(minimal(), "Y101") == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb:\n\tc: 2\n", 3, "a tab at the beginning of a line; indent with spaces"),
        ("a: 1\nb: [1,\n2\n", 2, "a list in square brackets is not closed"),
        ('a: 1\nb: "c\n', 2, "a quotation mark is opened here and never closed"),
        ("title: Access: a report\n", 1, "put quotation marks around text that holds one"),
        ("a: @home\n", 1, "a character that text cannot begin with"),
        ("a: 1\n b: 2\n", 2, "a colon that is not expected"),
        ("a:\n  - b\n  c: d\n", 3, "this line should begin with `- `"),
        (f"a: 1\nb: {'9' * 5000}\n", 2, "a number with 5000 digits"),
    ],
)
def test_y101_finds_yaml_that_cannot_be_read(text: str, line: int, words: str) -> None:
    [fault] = found(with_file(minimal(), DIRECTORATE, text.encode()), "Y101")
    assert str(fault.place) == f"{DIRECTORATE}:{line}"
    assert words in fault.what


def test_y102_passes_yaml_without_anchors() -> None:
    assert found(minimal(), "Y102") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title: &name T\n", "an anchor, &name"),
        ("title: *name\n", "an alias, *name"),
        ("title: !!python/object:os.system x\n", "a tag, tag:yaml.org,2002:python/object:os"),
        ("title: !include x\n", "a tag, !include"),
        ("<<: {a: b}\n", "a merge key"),
        ("? [a, b]\n: c\n", "a list or mapping as a key"),
        ("a: " + "[" * 30 + "]" * 30 + "\n", "nested more than 20 deep"),
        ("a: " + "[" * 900 + "]" * 900 + "\n", "nested more than 20 deep"),
    ],
)
def test_y102_finds_fancy_yaml(text: str, words: str) -> None:
    document, [fault] = parse_yaml("about: x\n" + text, "a.yml")
    assert document is None
    assert (fault.code, str(fault.place)) == ("Y102", "a.yml:2")
    assert words in fault.what


def test_y102_finds_a_second_document() -> None:
    tree = edited(minimal(), DIRECTORATE, "services:", "---\nservices:")
    [fault] = found(tree, "Y102")
    assert fault.place.line == line_of(tree, DIRECTORATE, "---")
    assert fault.what == "a second document begins after `---`"


def test_y103_passes_the_same_key_in_two_mappings() -> None:
    assert parse_yaml("- {a: 1}\n- {a: 2}\n", "a.yml")[1] == []


def test_y103_finds_a_key_that_stands_twice() -> None:
    tree = edited(minimal(), DIRECTORATE, "services:", "title: Another\nservices:")
    [fault] = found(tree, "Y103")
    assert str(fault.place) == f"{DIRECTORATE}:5"
    assert "'title' stands here a second time" in fault.what


def test_y103_finds_a_key_that_stands_twice_although_blank() -> None:
    _, [fault] = parse_yaml("a:\na: 1\n", "a.yml")
    assert (fault.code, str(fault.place)) == ("Y103", "a.yml:2")


@pytest.mark.parametrize(
    "typed", ["no", "yes", "12:30", "0123", "1e5", "2018-11-30", ".nan", "1_0"]
)
def test_text_stays_what_was_typed(typed: str) -> None:
    document, findings = parse_yaml(f"a: {typed}\n", "a.yml")
    assert findings == []
    assert document is not None
    assert document.value == {"a": typed}


@pytest.mark.parametrize("typed", ["", "~", "null"])
def test_a_blank_value_is_as_if_the_key_were_not_there(typed: str) -> None:
    document, _ = parse_yaml(f"a: {typed}\nb: ''\n", "a.yml")
    assert document is not None
    assert document.value == {"b": ""}


def test_every_location_knows_its_line() -> None:
    document, _ = parse_yaml(plain("""
        a:
          - b: 1

          - b: 2
            c: 3
        """), "a.yml", first_line=11)  # fmt: skip
    assert document is not None
    assert str(document.find_place(("a", 1, "c"))) == "a.yml:15"
    assert str(document.find_place(("a", 1, "unknown"))) == "a.yml:14"


@given(st.text() | YAMLISH)
def test_any_text_gives_a_document_or_findings(text: str) -> None:
    document, findings = parse_yaml(text, "a.yml")
    assert (document is None) is bool(findings)
    assert all(finding.what and finding.place.line for finding in findings)


@pytest.mark.parametrize("text", ["# a\na: b\n", "a: b#3\n", "a: 'b #3'\n", "a: # c\n  b: d\n"])
def test_y107_passes_comments_on_lines_of_their_own_and_words_in_quotation_marks(text: str) -> None:
    assert parse_yaml(text, "a.yml")[1] == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 5.9% were missed at site #3 of four\n", 1),
        ("a: #3 of four\nb: c\n", 1),
        ("a:\n  - b\n  - c #3\n", 3),
        ("a: b\n  c #3\nd: e\n", 1),
        ("a: 'b' # c\n", 1),
        ("a: [b, c] # d\n", 1),
        ("a: [b,#3\n  c]\n", 1),
        ("a: {b: c} #3\n", 1),
        ("a: >-2 # b\n  c\n", 1),
        ("a: |#b\n  c\n", 1),
    ],
)
def test_y107_finds_words_behind_a_value(text: str, line: int) -> None:
    [fault] = parse_yaml(text, "a.yml")[1]
    assert (fault.code, fault.place.line) == ("Y107", line)
    assert "the words after # are not read: '#" in fault.what


@pytest.mark.parametrize(
    "text", ["a: b\n" + "[" * 100_000, "{a: " * 101, "[b, " * 101, "- " * 50 + "a"]
)
def test_y102_finds_deep_nesting_before_it_costs_any_time(text: str) -> None:
    [fault] = parse_yaml(text, "a.yml")[1]
    assert (fault.code, fault.what) == ("Y102", "nested more than 20 deep")
