from __future__ import annotations

import io
import zipfile

import pytest

from boardpack.load.instance import load_instance
from support.committees import DECEMBER, with_committee
from support.instances import (
    ACCESS,
    CANNOCK,
    DIRECTORATE,
    GLOSSARY,
    PACK,
    PEOPLE,
    Files,
    edited,
    minimal,
    with_file,
)

# Valid by its check digit alone.
NUMBER = "401 023 2137"
GUIDE = "content/guide/help.md"


def list_found(tree: Files, code: str) -> list[str]:
    findings = load_instance(tree)[1]
    assert not any(NUMBER in finding.what for finding in findings)
    return [str(finding.place) for finding in findings if finding.code == code]


def pack_words(words: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("xl/sharedStrings.xml", f"<sst><si><t>{words}</t></si></sst>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("path", "data"),
    [
        pytest.param(GUIDE, b"# Help\nCaf\xe9 401 023 2137\n", id="not UTF-8"),
        pytest.param(GUIDE, f"# Help\n{NUMBER}\n".encode("utf-16"), id="UTF-16"),
        pytest.param(GUIDE, f"# Help\n{NUMBER}{'a' * 20_000}".encode(), id="a long line"),
        pytest.param(GUIDE, f"# Help\n{'a' * 19_996}{NUMBER}".encode(), id="where it is cut"),
        pytest.param(GUIDE, f"# Help\n{NUMBER}\n{'a b ' * 60_000}".encode(), id="a long text"),
        pytest.param(CANNOCK, f"---\nauthor: [{NUMBER}\n---\n".encode(), id="wrong front matter"),
        pytest.param(CANNOCK, f"---\npatient: {NUMBER}\n---\n".encode(), id="an unknown key"),
        pytest.param(PACK, f"title: a\n{NUMBER}: [\n".encode(), id="wrong YAML"),
        pytest.param(ACCESS, f"kind: measures\ntitle: [{NUMBER}\n".encode(), id="a contract"),
        pytest.param(PEOPLE, f"id,name\n{NUMBER},\n".encode(), id="another header"),
        pytest.param(GLOSSARY, f'term,meaning\n"{NUMBER},a\n'.encode(), id="an open quotation"),
        pytest.param(DIRECTORATE, f"title: a\n{NUMBER}: [\n".encode(), id="the directorate"),
    ],
)
def test_i111_finds_a_patient_in_whatever_was_refused(path: str, data: bytes) -> None:
    assert list_found(with_file(minimal(), path, data), "I111") == [f"{path}:2"]


def test_i111_looks_into_a_workbook_by_another_name() -> None:
    for path in (GLOSSARY, "data/list.xlsx"):
        assert list_found(with_file(minimal(), path, pack_words(NUMBER)), "I111") == [path]
    assert list_found(with_file(minimal(), GLOSSARY, pack_words("nobody")), "I111") == []
    assert list_found(with_file(minimal(), GLOSSARY, b"PK\x03\x04"), "I111") == []


def test_i111_searches_everything_where_nothing_can_be_read() -> None:
    tree = edited(minimal(), CANNOCK, "status: ready\n---\n", f"status: ready\n---\n{NUMBER}\n")
    del tree[DIRECTORATE]
    assert len(list_found(tree, "I111")) == 1


def test_i111_searches_the_texts_of_a_pack_that_cannot_be_read() -> None:
    tree = with_file(minimal(), CANNOCK, f"# Report\n{NUMBER}\n")
    assert list_found(with_file(tree, PACK, b"sections: ["), "I111") == [f"{CANNOCK}:2"]


def test_i111_leaves_what_was_read_to_the_rules_on_what_is_shown() -> None:
    text = minimal()[CANNOCK].decode()
    tree = with_file(minimal(), CANNOCK, f"{text}\nThe <b>case</b> of {NUMBER}.\n")
    assert any(finding.is_error for finding in load_instance(tree)[1])
    assert list_found(tree, "I111") == []


@pytest.mark.parametrize(
    ("path", "comment"),
    [
        (CANNOCK, f"\n<!-- {NUMBER} -->\n"),
        (CANNOCK, f"\n<!-- first\nsecond\n{NUMBER}\n-->\n"),
        (CANNOCK, f"\nWords <!-- {NUMBER} --> go on.\n"),
        (DECEMBER, f"\n<!-- {NUMBER} -->\n"),
        (GUIDE, f"\n<!-- {NUMBER} -->\n"),
        (PACK, f"\n# {NUMBER}\n"),
        (DIRECTORATE, f"# {NUMBER}\n"),
    ],
)
def test_i115_finds_a_patient_in_a_comment(path: str, comment: str) -> None:
    tree = with_file(with_committee(), GUIDE, "# Help\n\nAsk.\n")
    text = f"{tree[path].decode()}{comment}"
    line = text[: text.index(NUMBER)].count("\n") + 1
    tree = with_file(tree, path, text)
    assert list_found(tree, "I115") == [f"{path}:{line}"]
    assert list_found(tree, "I111") == []


def test_i115_finds_a_patient_in_a_comment_before_the_text() -> None:
    tree = edited(minimal(), CANNOCK, "status: ready\n", f"status: ready # {NUMBER}\n")
    assert len(list_found(tree, "I115")) == 1


@pytest.mark.parametrize(
    ("path", "comment"),
    [
        (CANNOCK, "\n<!--\nborn 1.2.1950\nMr John Smith\n-->\n"),
        (CANNOCK, f"\n<!--\n{NUMBER[:7]}\n{NUMBER[8:]}\n-->\n"),
        (CANNOCK, f"\n<!--\n{NUMBER[:3]}\n{NUMBER[4:7]}\n{NUMBER[8:]}\n-->\n"),
        (CANNOCK, f"\n<!-- item 5\n{NUMBER}\n-->\n"),
        (CANNOCK, "\n<!--\nborn 1.2.1950\n\nand seen by us:\nMr John Smith\n-->\n"),
        (PACK, "\n# born 1.2.1950,\n# Mr John Smith\n"),
        (PACK, f"\n# {NUMBER[:3]}\n# {NUMBER[4:7]}\n# {NUMBER[8:]}\n"),
    ],
)
def test_i115_finds_what_begins_in_one_line_of_a_comment_and_goes_on_in_the_next(
    path: str, comment: str
) -> None:
    tree = with_file(minimal(), path, f"{minimal()[path].decode()}{comment}")
    assert len(list_found(tree, "I115")) == 1


def test_i115_passes_comments_about_nobody_and_headings() -> None:
    text = f"<!-- 12 words -->\n# Case {NUMBER}\n<!-- closed --> {NUMBER[:3]}\n{NUMBER}\n"
    assert list_found(with_file(minimal(), GUIDE, text), "I115") == []
