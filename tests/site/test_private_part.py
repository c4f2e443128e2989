"""Nothing of a meeting's private part reaches anything that is public.

Words that stand nowhere else are planted in every field of a private agenda and its paper. All that
was made of the instance is then searched byte by byte: pages, search index, downloads, PDFs with
their streams unpacked, manifests, and every object of the repository with its pages branch.
"""

from __future__ import annotations

import re
import subprocess
import zlib
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from pypdf import PdfReader

from boardpack.adapters.pdf.fonts import write_fonts
from boardpack.adapters.pdf.workers import start_printers
from support import publications
from support.instances import plain
from support.papers import AGENDA, EDITION, with_papers
from support.publications import clone, published
from support.running import boardpack, git, put

PRIVATE_AGENDA = """
    opens: "16:00"
    closes: "16:30"
    venue: @
    illustrative: @
    private: true
    items:
      - item: 1
        title: Title @
        group: Group @
        paper: @
        enclosure: "91"
        lead: [director-of-primary-care]
        narrated_by: development-manager
        purpose: [D]
        starts: "16:00"
        minutes: 30
        private: true
        supplement: {due: 2018-12-06, received: 2018-12-07, reason: Reason @ here}
      - {item: 2, title: Verbal @, lead: [chair]}
"""
PAPER = """
    ---
    author: development-manager
    status: ready
    form: FORM
    executive_lead: director-of-primary-care
    sponsor: director-of-primary-care
    authors: [development-manager]
    clinical_reviewer: None but @
    contact: The office @
    programme: Programme @
    action_required: [decision]
    purpose: Purpose @
    key_points: [Point @]
    summary: Summary @
    risks: Risks @
    risk_refs: [R1]
    implications: {legal: @, cqc: @, patient_safety: @, patient_engagement: @, finance: @, sustainability: @, workforce: @}
    quality_impact: {done: yes, why: Why @ quality}
    equality_impact: {done: yes, why: Why @ equality}
    groups_consulted: Groups @
    changed_by_assessment: Changed @
    stakeholders: {done: yes, why: Why @ stakeholders}
    practices: {done: yes, why: Why @ practices}
    patients: {done: yes, why: Why @ patients}
    recommendations: [Decide @]
    previous_committees: [Earlier @]
    principles: [Principle @]
    appendices: [Appendix @]
    private: true
    ---

    ## Title @

    Whether the practice @ is to be closed is decided here, and until it is decided nobody but the
    members may know of it, because staff and patients are to hear it first and from us.

    ### Heading @

    | Column @ | Other |
    |---|---|
    | Cell @ | [link @](https://example.org/@) |
"""  # noqa: E501
PUBLIC = EDITION
PLANTED = re.compile(r"zq[a-z]{4}xk")


def plant(text: str, first: int) -> str:
    """Return a text with a word of its own in each place."""
    numbers = count(first)
    return re.sub("@", lambda _: spell(next(numbers)), plain(text))


def spell(number: int) -> str:
    letters = "".join(chr(ord("a") + number // 26**place % 26) for place in range(4))
    return f"zq{letters}xk"


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a private part, apart from any instance."""
    folder = tmp_path_factory.mktemp("private")
    agenda = plant(PRIVATE_AGENDA, 0)
    name = re.findall(r"paper: (\w+)", agenda)[0]
    title = re.findall(r"title: (Title \w+)", agenda)[0]
    paper = plant(PAPER, 100).replace("FORM", "committee")
    paper = re.sub(r"## Title \w+", f"## {title}", paper, count=1)
    tree = {AGENDA: agenda.encode(), f"content/board/2018-12-13/{name}.md": paper.encode()}
    return put(tree, folder)


@pytest.fixture(scope="module")
def root(private: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an instance of which the private part was made, and then the public one published."""
    tree = with_papers()
    tree["data/directorate.yml"] += b"\nsite_url: https://example.org/care/\n"
    root = clone(tree, tmp_path_factory.mktemp("public"))
    ran = boardpack("-C", root, "build", *EDITION, "--private", private)
    assert ran.status == 0, ran
    patch = pytest.MonkeyPatch()
    patch.setattr(publications, "EDITION", PUBLIC)
    with start_printers(1, write_fonts(root / "build/.fonts")) as printer:
        ran = published(root, printer=printer)
    patch.undo()
    assert ran.status == 0, ran
    assert boardpack("-C", root, "build", *EDITION).status == 0
    return root


def iterate_bytes(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield all that a folder holds, packed or not, by where it stands."""
    for path in sorted(folder.rglob("*")):
        yield str(path), str(path).encode()
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            yield str(path), data
            yield from ((f"{path} (unpacked)", each) for each in unpack(data))


def unpack(data: bytes) -> Iterator[bytes]:
    """Yield what is packed in a PDF, or in an object of Git."""
    if data.startswith(b"%PDF"):
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            try:
                yield zlib.decompressobj().decompress(stream)
            except zlib.error:
                continue
    elif data[:1] == b"x":
        try:
            yield zlib.decompress(data)
        except zlib.error:
            return


def read_pdf(path: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.mark.rotating
def test_the_members_have_it_all_in_their_own_pdf(root: Path, private: Path) -> None:
    [pdf] = (private / "build").glob("*/site/pdf/directorate.pdf")
    words = set(PLANTED.findall(re.sub(r"\s", "", read_pdf(pdf))))
    [paper] = (private / "content").rglob("*.md")
    sources = paper.read_text() + (private / AGENDA).read_text()
    hidden_from_this_form = {
        PLANTED.findall(line)[0]
        for line in sources.splitlines()
        if line.startswith(("contact", "previous", "principles", "appendices", "    paper"))
    }
    links = set(PLANTED.findall(" ".join(re.findall(r"https://\S+", sources))))
    assert set(PLANTED.findall(sources)) - hidden_from_this_form - links <= words
    assert "private part" in read_pdf(pdf)


def test_nothing_of_it_is_in_what_was_made_of_the_instance(root: Path) -> None:
    leaks = [place for place, data in iterate_bytes(root) if PLANTED.search(data.decode("latin-1"))]
    assert leaks == []


def test_nothing_of_it_is_in_the_repository_or_on_its_pages_branch(root: Path) -> None:
    assert "gh-pages" in git(root, "branch", "--all")
    assert "Finance report" in git(root, "show", "gh-pages:oparl/list/papers/1.json")
    words = ["git", "cat-file", "--batch-all-objects", "--batch"]
    objects = subprocess.run(words, cwd=root, check=True, capture_output=True).stdout
    assert b"%PDF" in objects
    assert not PLANTED.search(objects.decode("latin-1"))
    unpacked = list(unpack(b"%PDF" + objects))
    assert len(unpacked) > 10
    assert not [each for each in unpacked if PLANTED.search(each.decode("latin-1"))]


@pytest.mark.usefixtures("root")
def test_the_search_would_see_a_leak(private: Path) -> None:
    places = [
        place for place, data in iterate_bytes(private) if PLANTED.search(data.decode("latin-1"))
    ]
    assert any(place.endswith(".html") for place in places)
    assert any("/site/search/" in place for place in places)


@pytest.mark.parametrize("inside", [True, False])
def test_a_private_folder_within_the_instance_or_around_it_is_refused(
    tmp_path: Path, inside: bool
) -> None:
    root = put(with_papers(), tmp_path / "outer" / "instance")
    folder = root / "closed" if inside else tmp_path / "outer"
    folder.mkdir(exist_ok=True)
    ran = boardpack("-C", root, "build", *EDITION, "--private", folder)
    assert ran.status == 2
    assert "are not apart" in ran.err


def test_a_private_folder_without_an_agenda_is_refused(tmp_path: Path) -> None:
    root = put(with_papers(), tmp_path / "instance")
    (tmp_path / "closed").mkdir()
    ran = boardpack("-C", root, "build", *EDITION, "--private", tmp_path / "closed")
    assert ran.status == 2
    assert "holds no agenda: data/packs/<pack>/<day>.yml" in ran.err
