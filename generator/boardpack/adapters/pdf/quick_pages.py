"""Lay out each page once: a number of a page is written where room was left for it.

A page that refers to others is laid out by WeasyPrint three times, because only then all numbers
are known. Where print.css gives a number a place of its own width, a float or an inline block,
nothing else moves when it comes, and its digits alone are exchanged: printing takes 0.6 of the time
with it. If one number of a document has no such place, or does not fit, all is laid out as before,
and so it is with a version that was not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import weasyprint
from weasyprint import layout
from weasyprint.formatting_structure import boxes
from weasyprint.layout import page as page_layout
from weasyprint.layout.inline import split_first_line

LOOKED_AT = ("70.0",)
_SHIFTS = {"left": 0, "start": 0, "right": 1, "end": 1}
"""By how much of what a text is shorter it moves, by how its line is aligned."""


def lay_out_once() -> None:
    """Let WeasyPrint exchange numbers of pages, if it is a version that was looked at."""
    if weasyprint.__version__ in LOOKED_AT:
        layout.make_all_pages = make_all_pages


def make_all_pages(context: Any, root_box: Any, html: Any, pages: Sequence[Any]) -> Sequence[Any]:
    """Do what WeasyPrint's function of this name does, and leave less to be made again."""
    made = list(page_layout.make_all_pages(context, root_box, html, pages))
    if not pages:
        _exchange_numbers(made, context)
    return made


def _exchange_numbers(pages: Sequence[Any], context: Any) -> None:
    """Give each reference its number, and call its page unchanged; all of them or none."""
    makers = list(zip(pages, context.page_maker, context.page_maker[1:], strict=False))
    exchanges: list[tuple[Any, Any, Any]] = []
    changed = [maker for maker in makers if maker[1][-1]["content_changed"]]
    for page, _, (*_, page_state, _) in changed:
        references = list(_find_references(page, context))
        for box, lookup in references:
            lookup.parse_again(page_state[1])
            exchange = None if _wants_page_count(lookup) else _lay_out_text(box, context)
            if exchange is None:
                return
            exchanges.append(exchange)
        if not references:
            # It changed for another reason.
            return
    for text_box, line, text_layout in exchanges:
        _exchange_text(text_box, line, text_layout)
    for _, (*_, remake_state), _ in changed:
        remake_state["content_changed"] = False


def _find_references(page: Any, context: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each box with a counter that was not known when it was made, and what will know it."""
    lookups = context.target_collector.counter_lookup_items
    for box in page.descendants(placeholders=True):
        if box.missing_link and (lookup := lookups.get((box.missing_link, "content"))):
            yield box, lookup


def _wants_page_count(lookup: Any) -> bool:
    """Return whether the number of all pages is asked for, which is known after all of this."""
    return any("pages" in names for names in _list_counters(lookup))


def _list_counters(lookup: Any) -> Iterator[Sequence[str]]:
    yield lookup.missing_counters
    yield from lookup.missing_target_counters.values()


def _lay_out_text(box: Any, context: Any) -> tuple[Any, Any, Any] | None:
    """Return a box's text box and line, and the layout of the text that it should have by now.

    None where other words may move with it.
    """
    is_apart = box.is_floated() or isinstance(box, boxes.InlineBlockBox)
    wanted, shown = _find_only_text(box.missing_link), _find_only_text(box)
    is_apart &= box.style["width"] != "auto" and box.style["text_align_all"] in _SHIFTS
    if not is_apart or wanted is None or shown is None:
        return None
    laid_out = split_first_line(
        wanted.text, shown.style, context, box.width, shown.justification_spacing
    )
    _, _, rest, width, height, _ = laid_out
    if rest is not None or height != shown.height or width > box.width:
        return None
    return shown, box.children[0], laid_out


def _exchange_text(text_box: Any, line: Any, laid_out: Any) -> None:
    """Show another text, no higher than the one before."""
    text_layout, _, _, width, *_ = laid_out
    text_box.text, text_box.pango_layout = text_layout.text, text_layout
    line.translate(_SHIFTS[line.style["text_align_all"]] * (text_box.width - width))
    text_box.width = line.width = width


def _find_only_text(box: Any) -> Any:
    """Return the text box that is all that there is in a box, or None."""
    while len(getattr(box, "children", ())) == 1:
        (box,) = box.children
    return box if isinstance(box, boxes.TextBox) else None
