from __future__ import annotations

from collections.abc import Mapping

import pytest

from boardpack.findings import Finding
from boardpack.load import submissions
from boardpack.load.instance import load_instance
from boardpack.model.instance import Instance
from support.instances import CANNOCK, SEISDON, Files, minimal, with_file

OLD = "content/monthly/2018-10/seisdon.md"
KEY = ("monthly", "2018-10", "seisdon")


class Kept:
    """A memory that holds one note."""

    def __init__(self) -> None:
        self.value: Mapping[str, list[str]] | None = None

    def recall(self, *subject: str) -> Mapping[str, list[str]] | None:
        assert subject == ("old editions",)
        return self.value

    def note(self, value: Mapping[str, list[str]], *subject: str) -> None:
        self.value = value


@pytest.fixture
def read_paths(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    paths: list[str] = []
    read = submissions._read_submission

    def watch(data: bytes, location: submissions._SubmissionLocation, names: object) -> object:
        paths.append(location.path)
        return read(data, location, names)  # type: ignore[arg-type]

    monkeypatch.setattr(submissions, "FEWEST_KEPT", 0)
    monkeypatch.setattr(submissions, "_read_submission", watch)
    return paths


def history(old: bytes | None = None) -> Files:
    faulty = minimal()[SEISDON] + b"\n## Acess\n\nWords under a heading that there is not.\n"
    return with_file(minimal(), OLD, faulty if old is None else old)


def load(tree: Files, kept: Kept | None = None) -> tuple[Instance, list[Finding]]:
    instance, findings = load_instance(tree, memory=kept)
    assert instance is not None
    return instance, findings


def test_an_old_edition_is_read_once_and_its_texts_when_somebody_asks(
    read_paths: list[str],
) -> None:
    tree = history(minimal()[SEISDON])
    plain, plain_findings = load(tree)
    kept = Kept()
    load(tree, kept)
    read_paths.clear()
    instance, findings = load(tree, kept)
    assert (findings, read_paths) == (plain_findings, [CANNOCK, SEISDON])
    assert KEY in instance.submissions
    assert instance.submissions[KEY] == plain.submissions[KEY]
    assert instance.unread == plain.unread
    assert read_paths == [CANNOCK, SEISDON, OLD]


def test_what_is_wrong_with_an_old_edition_is_said_each_time(read_paths: list[str]) -> None:
    kept = Kept()
    for _ in range(2):
        _, findings = load(history(), kept)
        assert any(finding.place.path == OLD for finding in findings)
        assert findings == load(history())[1]


@pytest.mark.parametrize(
    "tree",
    [
        history(minimal()[SEISDON]),
        {
            path: data.replace(b"min_words: 20", b"min_words: 21")
            for path, data in history().items()
        },
        {
            path: data + (b"\nnew-lead,New lead,99" if path == "data/people.csv" else b"")
            for path, data in history().items()
        },
    ],
)
def test_an_old_edition_is_read_again_when_it_or_what_decides_on_it_changes(
    tree: Files, read_paths: list[str]
) -> None:
    assert tree != history()
    kept = Kept()
    load(history(), kept)
    read_paths.clear()
    _, findings = load(tree, kept)
    assert OLD in read_paths
    assert findings == load(tree)[1]


def test_a_file_that_could_not_be_read_stays_one(read_paths: list[str]) -> None:
    tree = history(b"\xff")
    kept = Kept()
    for _ in range(2):
        instance, findings = load(tree, kept)
        assert OLD in instance.unread
        assert KEY not in instance.submissions
        assert findings == load(tree)[1]


def test_of_an_edition_that_is_gone_nothing_is_kept(read_paths: list[str]) -> None:
    kept, older = Kept(), OLD.replace("2018-10", "2018-09")
    load(with_file(history(), older, minimal()[SEISDON]), kept)
    assert set(kept.value or ()) == {"monthly/2018-09", "monthly/2018-10"}
    load(history(), kept)
    assert set(kept.value or ()) == {"monthly/2018-10"}
