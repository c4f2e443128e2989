from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.load.linear_pattern import PatternError, compile_linear

ATOMS = st.sampled_from(["a", "b", "[ab]", "[^a]", r"\d", ".", r"\."])
REPEATED = st.sampled_from(["", "*", "+", "?", "{2}", "{0,2}", "{2,}", "{0}"])


def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return (
        st.tuples(inner, inner).map("".join)
        | st.tuples(inner, inner).map(lambda two: f"({two[0]}|{two[1]})")
        | st.tuples(inner, REPEATED).map(lambda one: f"(?:{one[0]}){one[1]}")
    )


PATTERNS = st.recursive(st.tuples(ATOMS, REPEATED).map("".join), grow, max_leaves=6)


@given(PATTERNS, st.text("ab1.", max_size=6))
def test_a_pattern_means_what_it_means_to_python(pattern: str, text: str) -> None:
    assert compile_linear(pattern).matches(text) == bool(re.fullmatch(pattern, text))


@pytest.mark.parametrize(
    ("pattern", "text"), [("^a|b$", "b"), (r"a\$", "a$"), ("", ""), ("[]a]+", "]a"), ("é.", "éx")]
)
def test_anchors_and_odd_characters_are_understood(pattern: str, text: str) -> None:
    assert compile_linear(pattern).matches(text)


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(a*)*b", "a*a*a*a*b", "(a?){99}a{99}"])
def test_no_pattern_takes_longer_than_its_text(pattern: str) -> None:
    start = time.process_time()
    assert not compile_linear(pattern).matches("a" * 20_000 + "c")
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("[", "which is not understood"),
        ("a**", "repeats a repetition"),
        ("a*?", "repeats a repetition"),
        ("(?=a)", "begins more than a group"),
        (r"(a)\1", "which is not understood"),
        ("a{3,2}", "at least 3 and at most 2"),
        ("(a", "does not close it"),
        ("a)", "where nothing is to be closed"),
        ("[z-a]", "no set of characters"),
        ("((a{99}){99}){99}", "repeats too much"),
        ("(" * 50, "too many groups"),
        ("a" * 201, "longer than 200"),
    ],
)
def test_what_cannot_be_matched_in_linear_time_is_refused(pattern: str, words: str) -> None:
    with pytest.raises(PatternError, match=re.escape(words)):
        compile_linear(pattern)
