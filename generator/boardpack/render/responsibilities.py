"""The responsibility matrices of packs, as Markdown to read and as CSV for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardpack.analysis.responsibilities import Responsibility
from boardpack.render.data_files import to_csv
from boardpack.render.markdown import escape_markdown, join_markdown_cells

_COLUMNS = {
    "section": "Section",
    "services": "For",
    "source": "Source",
    "requester": "Requested or made by",
    "data_role": "Who prepares the figures",
    "data_duty": "What they do for the figures",
    "narrative_role": "Who writes",
    "narrative_duty": "What they write",
    "signing_role": "Who signs",
    "due": "When",
}

Matrices = Sequence[tuple[str, Sequence[Responsibility]]]
"""The title of each pack, which two may share, and its rows."""


def render_matrices_as_csv(matrices: Matrices) -> str:
    """Return the rows of all packs in one table."""
    header = ("Pack", *(_COLUMNS[name] for name in Responsibility._fields))
    return to_csv(header, ((title, *row) for title, rows in matrices for row in rows))


def render_matrices_as_markdown(matrices: Matrices) -> str:
    """Return a heading and a table for each pack."""
    return "\n\n".join("\n".join(_iterate_lines(title, rows)) for title, rows in matrices)


def _iterate_lines(title: str, rows: Sequence[Responsibility]) -> Iterator[str]:
    yield f"# {escape_markdown(title)}: who does what"
    yield ""
    yield join_markdown_cells(_COLUMNS[name] for name in Responsibility._fields)
    yield join_markdown_cells("---" for _ in Responsibility._fields)
    yield from (join_markdown_cells(map(escape_markdown, row)) for row in rows)
