"""What readers can read in a file that was built, passage by passage.

A passage is what stands together: a paragraph, a cell, a row of a download, an attribute that is
shown or read aloud. Scripts and style sheets are the theme's, and coordinates are nobody's words.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import unescape
from types import MappingProxyType
from typing import Any

from boardpack.identifiers import names_personal_column, read_path
from boardpack.publish.workbook_passages import list_workbook_passages

# Possessive, so that whatever stands in a tag is read once.
_WITHIN_TAG = r"(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*+"
_HIDDEN = re.compile(r"<(script|style)\b(?![^>]*json)[^>]*>.*?</\1\s*>|<!--.*?-->", re.DOTALL)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|tspan|u"
    rf"|wbr)\b{_WITHIN_TAG}>"
)
_CELL = re.compile(rf"<t[hd]\b{_WITHIN_TAG}>")
_TAG = re.compile(rf"<{_WITHIN_TAG}>")
_SHOWN_ATTRIBUTE = re.compile(
    r"\s(?!(?:class|c[xy]|d|fill|font-\w+|height|points|r|stroke[\w-]*|style|text-anchor|transform"
    r"|viewBox|width|[xy][12]?|xmlns)=)[\w:-]+=(?:\"([^\"]*)\"|'([^']*)')"
)


def list_html_passages(html: str) -> Iterator[str]:
    """Yield what stands between the tags of a page, and each attribute that is not for drawing."""
    html = _HIDDEN.sub("\0", html)
    # Within tags alone: words may hold a quotation mark, which would run on to the next one.
    values = {
        double or single
        for tag in set(_TAG.findall(html))
        for double, single in _SHOWN_ATTRIBUTE.findall(tag)
    }
    words = set(_TAG.sub("\0", _INLINE.sub("", html)).split("\0"))
    for passage in sorted(values | words):
        if not passage.isspace():
            yield from _list_value_passages(unescape(passage))
    yield from _list_personal_rows(html)


def _list_personal_rows(html: str) -> Iterator[str]:
    """Yield each row of a table with a column for what names a person, cells behind its names.

    What stands in a cell alone, such as a day, says nothing of whose it is.
    """
    for table in html.split("<table")[1:]:
        header, *rows = (
            [unescape(" ".join(_TAG.sub(" ", cell).split())) for cell in _CELL.split(row)[1:]]
            for row in f"{table.partition('</table')[0]}<tr>".split("<tr")[1:]
        )
        if any(map(names_personal_column, header)):
            yield from (_join_row(header, row) for row in rows)


def _list_value_passages(words: str) -> Iterator[str]:
    """Yield a text as it is, or the strings of one that holds values, such as a chart."""
    if words.lstrip()[:1] in ("{", "["):
        try:
            value = json.loads(words)
        # Somebody's text may begin so, and be nested deeper than any of ours.
        except (ValueError, RecursionError):
            pass
        else:
            yield from _list_strings(value)
            return
    yield words


def _list_strings(value: Any) -> Iterator[str]:
    """Yield the passages of every string in a value; its bare numbers are figures."""
    match value:
        case str():
            yield from list_html_passages(value) if "<" in value else _list_value_passages(value)
        case dict():
            for name, inner in value.items():
                yield name
                yield from _list_strings(inner)
        case list():
            for inner in value:
                yield from _list_strings(inner)
        case _:
            pass


def _list_json_passages(text: str) -> Iterator[str]:
    """Yield the strings of a file of values, also of one that a script assigns to a name."""
    return _list_strings(json.loads(text[text.index("{") :].rstrip().rstrip(";")))


def _list_csv_passages(text: str) -> Iterator[str]:
    """Yield each row, every cell behind the name of its column."""
    header, *rows = csv.reader(text.splitlines())
    yield "; ".join(header)
    for row in rows:
        yield _join_row(header, row)


def _join_row(header: Sequence[str], row: Sequence[str]) -> str:
    return "; ".join(f"{name} {cell}" for name, cell in zip(header, row, strict=False) if cell)


def _list_feed_passages(text: str) -> Iterator[str]:
    """Yield what a calendar shows; not the names and moments by which it tells events apart."""
    # Imported here, because no site has a feed.
    from icalendar import Calendar, vText

    for component in Calendar.from_ical(text).walk():
        for name, value in component.items():
            if isinstance(value, vText) and name != "UID":
                yield from value.splitlines()


# sitemap.xml.gz is a copy of sitemap.xml.
_UNREAD = frozenset(("pdf", "gz"))
_READERS: Mapping[str, Callable[[str], Iterable[str]]] = MappingProxyType(
    {
        "html": list_html_passages,
        "xml": list_html_passages,
        "json": _list_json_passages,
        "js": _list_json_passages,
        "csv": _list_csv_passages,
        "ics": _list_feed_passages,
    }
)


def list_passages(path: str, data: bytes) -> Iterator[str]:
    """Yield the name of a file of a site and its passages: its lines, where its kind is not known.

    Not those of a PDF, whose words are read before they are printed.
    """
    yield read_path(path)
    ending = path.rpartition(".")[2]
    if ending == "xlsx":
        yield from list_workbook_passages(data)
    elif ending not in _UNREAD:
        yield from _READERS.get(ending, str.splitlines)(data.decode("utf-8", "replace"))
