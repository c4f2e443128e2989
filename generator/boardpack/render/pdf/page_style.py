"""The running heads and feet of a document, which say on every page what it is worth."""

from __future__ import annotations

from markupsafe import Markup

from boardpack.render.edition_view import EditionView

_MOST_MISSING = 3
_LONGEST_HEAD, _LONGEST_FOOT = 160, 220
"""So many letters fit into the margins; the cover has the whole title, the front all that lacks."""


def build_page_style(
    edition_view: EditionView, heading: str, lacking: tuple[str, ...] | None
) -> Markup:
    """Return them as CSS that is safe inside a style element; `lacking` is None of no draft."""
    top = _to_css(_shorten(heading, _LONGEST_HEAD))
    foot = _to_css(_shorten(_compose_foot(edition_view, lacking), _LONGEST_FOOT))
    # The cover has no room above its words, whatever all pages say.
    return Markup(
        f"@page{{@top-left{{content:{top}}}@bottom-left{{content:{foot}}}}}"
        "@page cover{@top-left{content:none}}"
    )


def _compose_foot(edition_view: EditionView, lacking: tuple[str, ...] | None) -> str:
    if lacking is not None:
        return f"DRAFT. {_describe_draft(lacking)}"
    title, certificate = edition_view.edition.title, edition_view.certificate
    if certificate is None:
        return f"FOR REVIEW. Not signed off; not a publication. {title}"
    return title if certificate.revision < 2 else f"{title}, revision {certificate.revision}"


def _describe_draft(lacking: tuple[str, ...]) -> str:
    if not lacking:
        return "Complete itself; other parts of the edition are not."
    listed = "; ".join(lacking[:_MOST_MISSING])
    hidden_count = len(lacking) - _MOST_MISSING
    return f"Missing: {listed}" + (
        f"; and {hidden_count} more, listed in front." if hidden_count > 0 else "."
    )


def _shorten(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _to_css(text: str) -> str:
    """Return text as a CSS string: all but letters, digits and blanks escaped."""
    # Titles are people's words: a quote would end the string, and `</style>` the style sheet.
    safe = (c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)
    return '"' + "".join(safe) + '"'
