"""The acronyms that a document uses anywhere: in its words, its titles, its tables, its charts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import unescape

from boardpack.model.directorate import Term
from boardpack.render.edition_view import EditionView
from boardpack.render.narrative import find_known_acronyms
from boardpack.render.page import Page, render_page

# By an expression, in a tenth of the time of Python's HTML parser: a document is our own, in which
# each attribute is quoted. Possessive, so that whatever stands in a tag is read once.
_NOT_SHOWN = re.compile(
    r"<(style|script)\b.*?</\1\s*>|<!--.*?-->|<(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*+>", re.DOTALL
)


def render_with_glossary(
    edition_view: EditionView, complete: Callable[[tuple[Term, ...]], Page]
) -> str:
    """Return the HTML of a page that `complete` gives for the terms of its glossary.

    They are those that all the rest of the page uses.
    """
    html = render_page(edition_view.env, complete(()))
    terms = list_used_terms(edition_view.edition.instance.glossary, html)
    return render_page(edition_view.env, complete(terms)) if terms else html


def list_used_terms(glossary: Iterable[Term], html: str) -> tuple[Term, ...]:
    """Return the terms that a page uses, or that their meanings use, in alphabetical order."""
    # Backwards, so that of an acronym listed twice the first meaning stays.
    terms = {term.acronym: term for term in reversed(tuple(glossary))}
    used: set[str] = set()
    waiting = [_read_text(html)]
    while waiting:
        new = find_known_acronyms(waiting.pop(), terms) - used
        used |= new
        waiting += [terms[acronym].meaning for acronym in sorted(new)]
    return tuple(terms[acronym] for acronym in sorted(used, key=str.casefold))


def _read_text(html: str) -> str:
    # Apart, so that words of two cells or headings never make one.
    return unescape(_NOT_SHOWN.sub("\n", html))
