"""Our charts as PDF operators: a tenth of the time that WeasyPrint takes for the same SVG.

WeasyPrint draws SVG as the standard has it, letter by letter. Our charts are strokes and short
labels only, so their few elements are written straight into the page. An SVG that holds anything
else is left as it is, for WeasyPrint to draw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.etree import ElementTree

from tinycss2.color5 import parse_color
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.svg.text import Style, TextBox
from weasyprint.text.line_break import split_first_line

FAMILY = "Open Sans"
_SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)
_CLASS = re.compile(r'<svg( class="[\w -]+")')
_STEP = re.compile(r"([MLHVhlvz])([^MLHVhlvz]*)")
_PATH = re.compile(r"(?:[MLHVhlvz][-0-9. ]*)+")
_NUMBER = re.compile(r"-?[\d.]+")
_SHARED = {"stroke", "fill", "stroke-width", "stroke-dasharray", "stroke-linejoin",
           "stroke-linecap", "font-size", "font-weight", "text-anchor"}  # fmt: skip
_KNOWN = {"g": _SHARED, "path": {"d", *_SHARED}, "text": {"x", "y", *_SHARED}}
_ROUND = {"round": 1}
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}

Look = dict[str, str]
"""The attributes of an element, those of the groups around it included."""
Step = tuple[str, float, float]
"""`move`, `line` or `close`, and where to."""
Steps = tuple[Step, ...]
Mark = tuple[Look, Steps | str]
"""How something looks, and its path or its words."""


_INITIAL: Look = {"fill": "#000"}


class _Unknown(Exception):  # noqa: N818  (it ends the attempt, nothing else)
    """The SVG holds something that is not drawn here."""


def pictures(html: str, fonts: Any) -> tuple[str, dict[str, Any]]:
    """Return a document with `<img>` in the place of its charts, and the charts by address.

    They are what WeasyPrint's option `cache` takes.
    """
    found: dict[str, Any] = {}

    def replace(match: re.Match[str]) -> str:
        try:
            picture, title = _picture(match[0], fonts)
        except (_Unknown, ElementTree.ParseError, KeyError, ValueError):
            return match[0]
        address = f"drawing:{len(found)}"
        found[address] = picture
        named = _CLASS.match(match[0])
        return f'<img{named[1] if named else ""} src="{address}" alt="{title}"/>'

    return _SVG.sub(replace, html), found


@dataclass(frozen=True, slots=True)
class _Picture:
    """What WeasyPrint takes for an image: it asks for the size and lets it draw itself."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    fonts: Any

    def get_intrinsic_size(self, *_: object) -> tuple[float, float, float]:
        return self.width, self.height, self.width / self.height

    def draw(self, stream: Any, width: float, height: float, _: object) -> None:
        stream.transform(a=width / self.width, d=height / self.height)
        for look, what in self.marks:
            if isinstance(what, str):
                _write(stream, look, what, self.fonts)
            else:
                _stroke(stream, look, what)


def _picture(svg: str, fonts: Any) -> tuple[_Picture, str]:
    root = ElementTree.fromstring(svg)
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    title, *rest = root
    if (left, top, title.tag) != (0, 0, "title") or not title.text:
        raise _Unknown
    shown = re.search(r"<title>(.*?)</title>", svg)
    marks = tuple(mark for element in rest for mark in _marks(element, _INITIAL))
    return _Picture(width, height, marks, fonts), shown[1].replace('"', "&quot;") if shown else ""


def _marks(element: ElementTree.Element, around: Look) -> Iterator[Mark]:
    if element.tag not in _KNOWN or set(element.attrib) - _KNOWN[element.tag]:
        raise _Unknown
    look = {**around, **element.attrib}
    if element.tag == "g":
        for inner in element:
            yield from _marks(inner, look)
    elif len(element):
        raise _Unknown
    elif element.tag == "path":
        yield look, tuple(_steps(look["d"]))
    else:
        yield look, element.text or ""


def _steps(path: str) -> Iterator[Step]:
    """Yield the moves and lines of a path, all in its own coordinates."""
    if not _PATH.fullmatch(path):
        raise _Unknown
    x = y = 0.0
    for step, text in _STEP.findall(path):
        numbers = [float(n) for n in _NUMBER.findall(text)]
        if step == "z":
            yield "close", x, y
        elif step in "Vv":
            y = numbers[0] + (y if step == "v" else 0)
            yield "line", x, y
        elif step in "Hh":
            x = numbers[0] + (x if step == "h" else 0)
            yield "line", x, y
        else:
            for n, (across, down) in enumerate(zip(numbers[::2], numbers[1::2], strict=True)):
                x, y = (x + across, y + down) if step == "l" else (across, down)
                yield ("line" if n or step != "M" else "move"), x, y


def _stroke(stream: Any, look: Look, steps: Steps) -> None:
    filled, stroked = look["fill"] != "none", "stroke" in look
    if filled:
        stream.set_color(_colour(look["fill"]))
    if stroked:
        stream.set_color(_colour(look["stroke"]), stroke=True)
        stream.set_line_width(float(look.get("stroke-width", 1)))
        stream.set_dash([float(n) for n in look.get("stroke-dasharray", "").split()], 0)
        stream.set_line_cap(_ROUND.get(look.get("stroke-linecap", ""), 0))
        stream.set_line_join(_ROUND.get(look.get("stroke-linejoin", ""), 0))
    for draw, x, y in steps:
        if draw == "close":
            stream.close()
        else:
            (stream.move_to if draw == "move" else stream.line_to)(x, y)
    if filled and stroked:
        stream.fill_and_stroke()
    elif filled:
        stream.fill()
    else:
        stream.stroke()


def _write(stream: Any, look: Look, text: str, fonts: Any) -> None:
    style = Style(INITIAL_VALUES)
    style.update(
        font_family=[FAMILY],
        font_size=float(look["font-size"]),
        font_weight=int(look.get("font-weight", 400)),
    )
    style.font_config = fonts
    layout, _, _, width, _, _ = split_first_line(text, style, None, float("inf"), 0)
    x = float(look["x"]) - width * _ANCHORS[look.get("text-anchor", "start")]
    layout.reactivate(style)
    stream.set_color(_colour(look["fill"]))
    stream.begin_text()
    box = TextBox(layout, style)
    draw_first_line(stream, box, "none", "none", Matrix(d=-1, e=x, f=float(look["y"])))
    stream.end_text()


@cache
def _colour(words: str) -> Any:
    return parse_color(words)
