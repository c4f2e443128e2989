"""The guide's pages: narratives like any other, under headings of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from boardpack.findings import Finding, Place, Rule
from boardpack.load.markdown import Heading, find_links, parse_outline
from boardpack.load.narratives import SECTION_LEVEL, find_prose_faults
from boardpack.load.tree import Tree, decode_text, iterate_files_under
from boardpack.model.guide import GuidePage, GuidePart

GUIDE_TITLE = Rule(
    "G101",
    "Every page of the guide begins with its title",
    "Let the file begin with a line `# ` and the title.",
)
GUIDE_LINK = Rule(
    "G102",
    "Links within the guide lead to pages that are there",
    "Correct the link, or add the page.",
)

GUIDE_FOLDER = "content/guide/"


def load_guide(tree: Tree) -> tuple[tuple[GuidePage, ...], list[Finding]]:
    """Return every page of the guide that can be read, in the order of their paths."""
    pages: list[GuidePage] = []
    findings: list[Finding] = []
    files = iterate_files_under(tree, GUIDE_FOLDER.rstrip("/"))
    for path, data in ((path, data) for path, data in files if path.endswith(".md")):
        text, new_findings = decode_text(data, path)
        findings += new_findings
        if not new_findings:
            page, new_findings = _read_page(text.replace("\r\n", "\n").replace("\r", "\n"), path)
            pages.append(page)
            findings += new_findings
    return tuple(pages), [*findings, *_find_broken_links(pages)]


def _read_page(text: str, path: str) -> tuple[GuidePage, list[Finding]]:
    outline = parse_outline(text)
    name = path.removeprefix(GUIDE_FOLDER)
    openers = [heading for heading in outline.headings if heading.level <= SECTION_LEVEL]
    findings = list(find_prose_faults(outline, lambda line: Place(path, line + 1)))
    if openers and openers[0].level == 1 and not text[: text.find("#")].strip():
        title, *openers = openers
        parts = _split_at_headings(text, title.end, openers)
        return GuidePage(name, path, title.title, text, tuple(parts)), findings
    findings.append(GUIDE_TITLE.make_finding(Place(path, 1), "there is no title"))
    return GuidePage(name, path, name, text, tuple(_split_at_headings(text, 0, openers))), findings


def _split_at_headings(text: str, start: int, openers: Sequence[Heading]) -> Iterator[GuidePart]:
    # Not splitlines(), which breaks at more characters than the parser counts lines by.
    lines = text.split("\n")
    ends = [*(heading.line for heading in openers), len(lines)]
    yield GuidePart("", "\n".join(lines[start : ends[0]]))
    for heading, (_, end) in zip(openers, pairwise(ends), strict=True):
        yield GuidePart(heading.title, "\n".join(lines[heading.end : end]))


def _find_broken_links(pages: Sequence[GuidePage]) -> Iterator[Finding]:
    names = {page.name for page in pages}
    for page in pages:
        for line, address in find_links(page.text):
            target = address.partition("#")[0]
            if target.endswith(".md") and ":" not in target and target not in names:
                place = Place(page.path, line + 1)
                yield GUIDE_LINK.make_finding(place, f"there is no page '{target[:80]}'")
