"""Whose each key is, by allowed_signers as OpenSSH reads it."""

from __future__ import annotations

import pytest

from boardpack.load.allowed_signers import find_shared_keys, list_owners

AT = "@"
KEY, OTHER = "ssh-ed25519 AAAAC3Nza", f"sk-ssh-ed25519{AT}openssh.com AAAAGnNr"
PEOPLE = ("director", "manager", "deputy")
OPTIONS = 'namespaces="signoff@boardpack"'


def said(text: str) -> list[tuple[int | None, str]]:
    """Return the lines that are named and what is said of them."""
    findings = find_shared_keys(text.encode(), PEOPLE)
    return [(finding.place.line, finding.what) for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        f"director {OPTIONS} {KEY}\nmanager {OPTIONS} {KEY} a comment\n",
        f'director {KEY}\n\nmanager {OPTIONS},valid-before="20190101" {KEY}\n',
        f"director,manager {OPTIONS} {KEY}\n",
        f'"director,manager" {OPTIONS} {KEY}\n',
        f"*,!deputy {KEY}\n",
        f"director {KEY}\r\nm?nager {KEY}\r\n",
        f"\ufeffdirector\t{KEY}\nmanager\t{KEY}\n",
    ],
)
def test_l102_finds_two_people_with_one_key(text: str) -> None:
    (finding,) = said(text)
    assert finding[1].startswith(f"director and manager have the same key ({KEY}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"director {KEY}\nmanager {OTHER}\n",
        f"director {OPTIONS} {KEY}\ndirector {OPTIONS} {KEY}\n",
        f"director,nora@example.org {KEY}\n",
        f"director {KEY}\n# manager {KEY}\n",
        f"director {KEY}\nmanager cert-authority {KEY}\n",
        f"director {KEY}\n{OPTIONS} {KEY}\n",
    ],
)
def test_l102_passes_a_key_of_one_person(text: str) -> None:
    assert said(text) == []


def test_the_line_is_named_and_all_who_have_the_key() -> None:
    text = f"# keys\n* {KEY}\n"
    assert said(text) == [(2, f"director and manager and deputy have the same key ({KEY}...)")]


def test_owners_are_those_whom_the_patterns_mean() -> None:
    text = f"d*,!deputy {KEY}\n".encode()
    assert list_owners(text, KEY, PEOPLE) == ("director",)
    assert list_owners(text, OTHER, PEOPLE) == ()
