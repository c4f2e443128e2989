from __future__ import annotations

import pytest

from boardpack.findings import sort_findings
from boardpack.load.instance import load_instance
from boardpack.model.status import Status
from boardpack.model.submission import Submission
from support.instances import CANNOCK, edited, found, line_of, minimal, with_file


def cannock(tree: dict[str, bytes]) -> Submission:
    instance, findings = load_instance(tree)
    assert findings == []
    assert instance is not None
    return instance.submissions["monthly", "2018-11", "cannock-chase"]


def test_a_submission_knows_its_place_front_matter_and_headings() -> None:
    submission = cannock(minimal())
    assert submission.path == CANNOCK
    assert submission.front.author == "manager-cannock"
    assert submission.front.status is Status.READY
    assert submission.front_lines["status"] == 3
    assert submission.headings[:2] == (("Summary", 6), ("What went well", 8))
    assert [n.section for n in submission.narratives] == [
        "summary",
        "access",
        "feedback",
        "extra-shifts",
    ]


def test_s101_passes_files_named_for_their_edition_and_service() -> None:
    assert found(minimal(), "S101") == []


def test_s101_passes_the_guide_and_the_meetings() -> None:
    tree = with_file(minimal(), "content/guide/how.md", "# How\n")
    assert (
        found(with_file(tree, "content/meetings/board/2018-12-19.md", "# Minutes\n"), "S101") == []
    )


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("content/monthly/cannock-chase.md", "not content/<pack>/<period>/<service>.md"),
        ("content/monthly/2018-11/chart.png", "not content/<pack>/<period>/<service>.md"),
        ("content/montly/2018-11/seisdon.md", "no pack 'montly' in data/packs; did you mean"),
        ("content/monthly/2018-13/seisdon.md", "'2018-13' is neither a month like 2018-11"),
        ("content/monthly/2018-W50/seisdon.md", "'monthly' is monthly, '2018-W50' is not"),
        ("content/monthly/2018-11/seisdn.md", "no service 'seisdn' in data/directorate.yml; did "
         "you mean 'seisdon'?"),
    ],
)  # fmt: skip
def test_s101_finds_a_file_that_lies_astray(path: str, words: str) -> None:
    [fault] = found(with_file(minimal(), path, ""), "S101")
    assert str(fault.place) == path
    assert words in fault.what


def test_s102_passes_front_matter_between_lines_of_dashes() -> None:
    assert found(minimal(), "S102") == []


@pytest.mark.parametrize("text", ["", "## Summary\n", "Words.\n", "---\n\nWords.\n"])
def test_s102_finds_a_file_without_front_matter(text: str) -> None:
    [fault] = found(with_file(minimal(), CANNOCK, text.encode()), "S102")
    assert str(fault.place) == f"{CANNOCK}:1"
    assert " --- " in fault.what


def test_s102_finds_front_matter_that_does_not_end() -> None:
    tree = edited(minimal(), CANNOCK, "status: ready\n---\n", "status: ready\n")
    [fault] = found(tree, "S102")
    assert str(fault.place) == f"{CANNOCK}:3"
    assert fault.what == "a line --- is missing below 'status: ready'"


HEAD = "---\nauthor: manager-cannock\nstatus: ready\n---\n"


@pytest.mark.parametrize(
    ("head", "line"),
    [
        (f"\n{HEAD}", 1),
        (f"\ufeff\n \n{HEAD}", 1),
        (HEAD.replace("---", "—", 1), 1),
        (HEAD.replace("---", "–-"), 1),
        (HEAD.removeprefix("---\n"), 1),
        (HEAD.removesuffix("---\n") + "\n", 3),
        (HEAD.removesuffix("---\n") + "—\n", 4),
        (f" {HEAD}", 1),
        ("", 1),
    ],
)
def test_s102_finds_a_top_that_is_not_as_it_should_be_and_the_rest_is_judged(
    head: str, line: int
) -> None:
    tree = edited(minimal(), CANNOCK, "## Access", "## Axess")
    tree = edited(tree, CANNOCK, HEAD, head)
    _, findings = load_instance(tree)
    first, *_ = sort_findings(findings)
    assert first.code == "S102"
    assert findings[0].place.line == line
    [heading] = found(tree, "S103")
    assert heading.place.line == line_of(tree, CANNOCK, "## Axess")


def test_what_is_known_of_such_a_top_is_read() -> None:
    instance, _ = load_instance(edited(minimal(), CANNOCK, HEAD, f"\n{HEAD.replace('---', '—')}"))
    assert instance is not None
    front = instance.submissions["monthly", "2018-11", "cannock-chase"].front
    assert (front.author, front.status.value) == ("manager-cannock", "ready")


def test_what_is_wrong_with_the_text_is_said_although_the_front_matter_is_wrong_too() -> None:
    tree = edited(minimal(), CANNOCK, "status: ready", "status: done")
    tree = edited(tree, CANNOCK, "## Access", "## Axess")
    instance, findings = load_instance(tree)
    assert instance is not None
    assert instance.submissions["monthly", "2018-11", "cannock-chase"].unread == {"status"}
    assert [finding.code for finding in findings] == ["Y106", "S103"]


def test_a_line_of_dashes_in_the_text_is_not_the_end_of_anything() -> None:
    tree = edited(
        minimal(), CANNOCK, "## Patient feedback", "---\n\nauthor: x\n\n## Patient feedback"
    )
    access = cannock(tree).find_narrative("access")
    assert access is not None
    assert access.text.endswith("by text.\n\n---\n\nauthor: x")


@pytest.mark.parametrize("line_end", [b"\r\n", b"\r"])
def test_files_with_other_line_ends_are_read_alike(line_end: bytes) -> None:
    tree = minimal()
    expected = cannock(tree)
    tree[CANNOCK] = tree[CANNOCK].replace(b"\n", line_end)
    assert cannock(tree) == expected


def test_a_byte_order_mark_is_no_part_of_the_front_matter() -> None:
    tree = minimal()
    expected = cannock(tree)
    tree[CANNOCK] = b"\xef\xbb\xbf" + tree[CANNOCK]
    assert cannock(tree) == expected


def test_lines_count_from_the_top_of_the_file() -> None:
    tree = edited(minimal(), CANNOCK, "---\n\n## Summary", "---\n\n\n\n## Summary")
    tree = edited(tree, CANNOCK, "author:", "# a comment\n\nauthor:")
    submission = cannock(tree)
    assert submission.front_lines["author"] == line_of(tree, CANNOCK, "author:")
    assert submission.narratives[0].line == line_of(tree, CANNOCK, "## Summary")
