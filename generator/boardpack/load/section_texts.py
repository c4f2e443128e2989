"""What sections of a submission say, also where a file of the history is not as it should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from boardpack.load.bare_body import NarrativeBody
from boardpack.load.bind import bind_document
from boardpack.load.exception_reports import WrittenReport
from boardpack.load.former_exceptions import FormerFrontMatter
from boardpack.load.front_matter import BOUNDARY, LONGEST_WORDS
from boardpack.load.lead_names import LeadNames
from boardpack.load.lengths import fold_text
from boardpack.load.strict_yaml import YamlDocument, parse_yaml
from boardpack.load.submission_body import read_submission_body
from boardpack.load.submissions import list_headed_sections, list_needs
from boardpack.load.tree import decode_leniently
from boardpack.model.cover import CoverSheet
from boardpack.model.pack import Pack


def read_section_texts(data: bytes, pack: Pack, name: str) -> Mapping[str, str]:
    """Return what a submission says in each section, also where the file is not as it should be.

    Its declared author is part of all that it says. Untouched headings and prompts are nothing yet,
    and it is the same whichever way its exception reports are written.
    """
    front_text, body_text = _split_leniently(data)
    titles, needs = list_headed_sections(pack, name), list_needs(pack)
    is_paper = bool(pack.committee)
    body = read_submission_body(
        NarrativeBody(body_text, "", 0, name, titles, needs), LeadNames(), has_reports=not is_paper
    )
    texts = {
        narrative.section: [narrative.prose] for narrative in body.narratives if narrative.words
    }
    document, _ = parse_yaml(front_text, "", 1)
    if is_paper:
        cover = bind_document(document, CoverSheet, LONGEST_WORDS)[0] if document else None
        statements = [(section, repr(cover)) for section in texts]
    else:
        statements = list(_iterate_statements(document, body.reports))
    for section, words in statements:
        texts.setdefault(section, []).append(words)
    author = _find_declared_author(document)
    return {section: "\n".join((f"author {author}\n", *parts)) for section, parts in texts.items()}


def read_declared_author(data: bytes) -> str:
    """Return the person whom a submission names as its author; empty where it names none."""
    return _find_declared_author(parse_yaml(_split_leniently(data)[0], "", 1)[0])


def _split_leniently(data: bytes) -> tuple[str, str]:
    """Return front matter and body of a file that need not be as it should be."""
    text = fold_text(decode_leniently(data).replace("\r\n", "\n").replace("\r", "\n"))
    opening = BOUNDARY.match(text)
    closing = BOUNDARY.search(text, opening.end()) if opening else None
    front_text = text[opening.end() : closing.start()] if opening and closing else ""
    return front_text, text[closing.end() if closing else 0 :]


def _find_declared_author(document: YamlDocument | None) -> str:
    declared = document.value.get("author") if document and isinstance(document.value, dict) else ""
    return declared if isinstance(declared, str) else ""


def _iterate_statements(
    document: YamlDocument | None, reports: Iterable[WrittenReport]
) -> Iterator[tuple[str, str]]:
    """Yield by section what the front matter and exception reports say of it."""
    bound = bind_document(document, FormerFrontMatter, LONGEST_WORDS)[0] if document else None
    front = bound or FormerFrontMatter(author="")
    yield from front.not_applicable.items()
    yield from front.unchanged.items()
    for report in front.exceptions:
        yield report.section, repr(report)
    for written in reports:
        if written.text:
            yield written.section, repr(written.report) if written.report else written.text
    for event in front.events:
        yield event.section, repr(event)
