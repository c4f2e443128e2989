from __future__ import annotations

import pytest

from boardpack.findings import Place
from boardpack.load.personal_paths import find_personal_name, find_personal_paths


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("content/guide/4010232137.md", "content/guide/(what looks like a patient's number).md"),
        ("content/guide/case-401-023-2137.md", None),
        ("content/guide/case.401_023_2137.md", None),
        ("content/guide/dob-1960-04-03.md", "content/guide/dob-(a date of birth).md"),
        ("content/guide/ring-01543-123456.md", None),
        ("content/guide/jane.smith@example.org.md", None),
        ("content/monthly/2018-11/401 023 2137.md", None),
        ("data/datasets/4010232137/a.csv", "data/datasets/(what looks like a patient's number)"),
        ("data/datasets/a/401/023/2137.csv", None),
        ("data/inbox/flu/4010232137.xlsx", None),
    ],
)
def test_i114_finds_a_name_that_points_to_a_person(path: str, shown: str | None) -> None:
    [finding] = find_personal_paths([path])
    said = f"{finding.place} {finding.what}"
    assert not any(part in said for part in ("2137", "1960", "123456", "smith@"))
    if shown:
        assert str(finding.place) == shown


def test_i114_passes_the_names_that_there_are() -> None:
    paths = (
        "content/monthly/2018-11/cannock-chase.md",
        "content/meetings/board/2018-12-19-cannock-chase.md",
        "data/datasets/forms-4010/2018-11.csv",
        "data/datasets/forms-4010/2018-11-05.csv",
        "data/signoffs/2018-11/0f3c4010232137a90f3c4010232137a9.json",
    )
    assert list(find_personal_paths(paths)) == []


def test_i114_names_a_folder_once() -> None:
    folder = "data/datasets/4010232137"
    assert len(list(find_personal_paths([f"{folder}/a.csv", f"{folder}/b.csv"]))) == 1


def test_i114_finds_what_a_sender_called_a_file() -> None:
    [finding] = find_personal_name("List 401 023 2137.xlsx", Place("data/originals/a/2018-11.json"))
    assert str(finding.place) == "data/originals/a/2018-11.json"
