"""The guide's pages: Markdown under the same rules as narratives."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from boardpack.findings import Finding, Place, Rule
from boardpack.load.markdown import Outline, parse_outline
from boardpack.load.narratives import find_dead_ends, find_markup_faults
from boardpack.load.tree import Tree, decode_text
from boardpack.model.guide import GuidePage

GUIDE_FOLDER = "content/guide/"
DEAD_LINK = Rule(
    "S108",
    "Links between pages of the guide lead somewhere",
    "Correct the link, or bring the page back that it leads to.",
)


def load_guide(tree: Tree) -> tuple[tuple[GuidePage, ...], list[Finding]]:
    """Return every page of the guide that can be read, in the order of their paths."""
    pages: list[GuidePage] = []
    findings: list[Finding] = []
    paths = sorted(path for path in tree if path.startswith(GUIDE_FOLDER) and path.endswith(".md"))
    for path in paths:
        text, letter_findings = decode_text(tree[path], path)
        findings += letter_findings
        if text is None:
            continue
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        outline = parse_outline(text)
        findings += find_markup_faults(outline, path)
        findings += _find_dead_links(outline, path, paths)
        # Pages of the guide lie beside each other; whatever names a scheme lies elsewhere.
        findings += find_dead_ends((link for link in outline.links if ":" in link.text), path)
        name = path.removeprefix(GUIDE_FOLDER)
        title = outline.headings[0].title if outline.headings else name.removesuffix(".md")
        pages.append(GuidePage(name, path, title, text))
    return tuple(pages), findings


def _find_dead_links(outline: Outline, path: str, paths: list[str]) -> Iterator[Finding]:
    for link in outline.links:
        target, _, _ = link.text.partition("#")
        if not target.endswith(".md") or ":" in target:
            continue
        full_path = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if full_path not in paths:
            words = f"there is no page '{target[:80]}'"
            yield DEAD_LINK.make_finding(Place(path, link.line + 1), words)
