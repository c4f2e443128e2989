"""What a narrative says under each heading that its form asks for."""

from __future__ import annotations

from dataclasses import dataclass

from boardpack.analysis.entry import Entry
from boardpack.load.markdown import list_headings
from boardpack.model.forms import fold_title, list_form_headings


@dataclass(frozen=True, slots=True)
class FormPart:
    """A heading of the form and the CommonMark below it, smaller headings included.

    `title` is empty for what stands before the first heading that is asked for.
    """

    title: str
    text: str


def split_form_parts(entry: Entry) -> tuple[FormPart, ...]:
    """Return the parts of an entry's narrative in its own order; nothing of it is left out."""
    if entry.narrative is None:
        return ()
    text = entry.narrative.prose
    lines = text.split("\n")
    headings = list_form_headings(entry.section)
    titles = {fold_title(heading.title): heading.title for heading in headings}
    starts = [("", 0, 0)]
    # Most forms ask for none, and to read Markdown takes its time.
    for heading in list_headings(text) if titles else ():
        if title := titles.get(fold_title(heading.title)):
            starts.append((title, heading.line, heading.end))
    ends = [line for _, line, _ in starts[1:]] + [len(lines)]
    parts = (
        FormPart(title, "\n".join(lines[start:end]).strip())
        for (title, _, start), end in zip(starts, ends, strict=True)
    )
    return tuple(part for part in parts if part.title or part.text)
