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
from itertools import chain
from types import MappingProxyType

from boardpack.identifiers import names_personal_column, read_path
from boardpack.publish.workbook_passages import list_workbook_passages

# Possessive, so that whatever stands in a tag is read once.
_WITHIN_TAG = r"(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*+"
_HIDDEN = re.compile(r"<(script|style)\b(?![^>]*json)[^>]*>.*?</\1\s*>|<!--.*?-->", re.DOTALL)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|tspan|u"
    r"|wbr)\b"
)
_CELL = re.compile(rf"<t[hd]\b{_WITHIN_TAG}>")
_TAG = re.compile(rf"(<{_WITHIN_TAG}>)")
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"')
_SHOWN_ATTRIBUTE = re.compile(
    r"\s(?!(?:class|c[xy]|d|fill|font-\w+|height|points|r|stroke[\w-]*|style|text-anchor|transform"
    r"|viewBox|width|[xy][12]?|xmlns)=)[\w:-]+=(?:\"([^\"]*)\"|'([^']*)')"
)


def list_html_passages(html: str) -> Iterator[str]:
    """Yield what stands between the tags of a page, and each attribute that is not for drawing."""
    html = _HIDDEN.sub("\0", html)
    # Words and tags by turns.
    parts = _TAG.split(html)
    separators = {tag: "" if _INLINE.match(tag) else "\0" for tag in set(parts[1::2])}
    # Within one tag: a quotation mark of another, or of words, would run on to the next one.
    attributes = chain.from_iterable(map(_SHOWN_ATTRIBUTE.findall, separators))
    values = {double or single for double, single in attributes}
    parts[1::2] = map(separators.__getitem__, parts[1::2])
    words = set("".join(parts).split("\0"))
    shown = (unescape(passage) for passage in sorted(values | words) if not passage.isspace())
    # Each once: all charts of a page name the same months.
    yield from dict.fromkeys(chain.from_iterable(map(_list_value_passages, shown)))
    yield from _list_personal_rows(html)


def _list_personal_rows(html: str) -> Iterator[str]:
    """Yield each row of a table with a column for what names a person, cells behind its names.

    What stands in a cell alone, such as a day, says nothing of whose it is.
    """
    for table in html.split("<table")[1:]:
        _, *rows = table.partition("</table")[0].split("<tr")
        header = _read_cells(rows[0]) if rows else []
        if any(map(names_personal_column, header)):
            yield from (_join_row(header, _read_cells(row)) for row in rows[1:])


def _read_cells(row: str) -> list[str]:
    return [unescape(" ".join(_TAG.sub(" ", cell).split())) for cell in _CELL.split(row)[1:]]


def _list_value_passages(words: str) -> Iterable[str]:
    """Return a text as it is, or the strings of one that holds values, such as a chart."""
    if words.lstrip()[:1] in ("{", "["):
        try:
            json.loads(words)
        # Somebody's text may begin so, and be nested deeper than any of ours.
        except (ValueError, RecursionError):
            pass
        else:
            return _list_strings(words)
    return (words,)


def _list_strings(values: str) -> Iterator[str]:
    """Yield the passages of every string in JSON; its bare numbers are figures."""
    # Read as written, each once: a chart says the same of many points, and a value would have to be
    # gone through in Python.
    for quoted in dict.fromkeys(_STRING.findall(values)):
        words = json.loads(f'"{quoted}"') if "\\" in quoted else quoted
        yield from list_html_passages(words) if "<" in words else _list_value_passages(words)


def _list_json_passages(text: str) -> Iterator[str]:
    """Yield the strings of a file of values, also of one that a script assigns to a name."""
    values = text[text.index("{") :].rstrip().rstrip(";")
    json.loads(values)
    return _list_strings(values)


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
