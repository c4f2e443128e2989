"""The guide is read, refused and searched as narratives are."""

from __future__ import annotations

import pytest

from support.instances import found, minimal, with_file

HELP = "content/guide/help.md"


def with_guide(text: str) -> dict[str, bytes]:
    return with_file(minimal(), HELP, text)


GOOD = "# Help\n\n<!-- ours -->\n\n[Below](help.md#more), [out](https://www.example.org/a.md)\n"


def test_g101_passes_a_page_that_begins_with_its_title() -> None:
    assert found(with_guide(GOOD), "G101") == []


def test_g102_passes_links_to_pages_of_the_guide_and_to_other_sites() -> None:
    assert found(with_guide(GOOD), "G102") == []


def test_comments_are_welcome_in_the_guide() -> None:
    assert found(with_guide(GOOD), "S106") == []


@pytest.mark.parametrize("text", ["Words.\n", "", "## Part\n", "Words.\n\n# Title\n"])
def test_g101_finds_a_page_without_its_title(text: str) -> None:
    [fault] = found(with_guide(text), "G101")
    assert str(fault.place) == f"{HELP}:1"


def test_g101_finds_settings_of_the_site_builder_where_the_title_should_be() -> None:
    assert found(with_guide("---\ntemplate: 404.html\n---\n# Title\n"), "G101")


def test_g102_finds_a_link_to_a_page_that_is_not_there() -> None:
    [fault] = found(with_guide("# Help\n\n[More](other.md#part)\n"), "G102")
    assert str(fault.place) == f"{HELP}:3"
    assert "'other.md'" in fault.what


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<script>alert(1)</script>", "S106"),
        ("words <b onclick=x>here</b>", "S106"),
        ("![a picture](x.png)", "S107"),
    ],
)
def test_what_no_narrative_may_hold_is_refused_in_the_guide_too(text: str, code: str) -> None:
    faults = found(with_guide(f"# Help\n\n{text}\n"), code)
    assert {str(fault.place) for fault in faults} == {f"{HELP}:3"}


def test_f103_finds_a_page_that_is_not_utf_8() -> None:
    tree = {**minimal(), HELP: b"# Help\n\ncaf\xe9\n"}
    [fault] = found(tree, "F103")
    assert str(fault.place) == f"{HELP}:3"
