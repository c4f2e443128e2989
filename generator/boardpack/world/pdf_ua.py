"""What WeasyPrint 70 writes into a tagged PDF in a way that reading software stumbles over.

Four repairs of the document before it is written: running heads and page numbers become
artifacts, figures get their box in points from the bottom, header cells get their scope, and
links are called by their words.
"""

from __future__ import annotations

from typing import Any

import pydyf

_POINTS_PER_PIXEL = 0.75


def repair(document: Any, pdf: Any) -> None:
    """Mend a rendered document; `document` and `pdf` are what WeasyPrint's finisher gets."""
    elements = {o.reference: o for o in pdf.objects if _is_element(o)}
    page_of = {reference: n for n, reference in enumerate(pdf.page_references)}
    live = _reached(elements)
    parents = next(o for o in pdf.objects if isinstance(o, dict) and set(o) == {"Nums"})["Nums"]
    orphans: dict[int, set[int]] = {}
    for reference, element in elements.items():
        if reference not in live:
            _disown(element, page_of[element["Pg"]], parents, orphans)
        elif element["S"] == "/Figure":
            _turn_box(element, document.pages[page_of[element["Pg"]]])
        elif element["S"] == "/TH":
            row = elements[element["P"]]
            in_head = elements[row["P"]]["S"] == "/THead"
            element["A"]["Scope"] = "/Column" if in_head else "/Row"
    for page, ids in orphans.items():
        _mark_artifacts(_content(pdf, page), ids)
    _name_links(document, pdf)


def _is_element(thing: Any) -> bool:
    return isinstance(thing, dict) and thing.get("Type") == "/StructElem" and "S" in thing


def _reached(elements: dict[Any, Any]) -> set[Any]:
    root = next(ref for ref, element in elements.items() if element["S"] == "/Document")
    live: set[Any] = set()
    waiting = [root]
    while waiting:
        reference = waiting.pop()
        if reference in elements and reference not in live:
            live.add(reference)
            waiting.extend(kid for kid in elements[reference]["K"] if isinstance(kid, bytes))
    return live


def _disown(element: Any, page: int, parents: Any, orphans: dict[int, set[int]]) -> None:
    for mark in element["K"]:
        if isinstance(mark, int):
            orphans.setdefault(page, set()).add(mark)
            parents[2 * page + 1][mark] = "null"
    element.clear()


def _turn_box(element: Any, page: Any) -> None:
    left, top, right, bottom = element["A"]["BBox"]
    box = (left, page.height - bottom, right, page.height - top)
    element["A"]["BBox"][:] = [side * _POINTS_PER_PIXEL for side in box]


def _content(pdf: Any, page: int) -> Any:
    reference = pdf.page_references[page]
    contents = pdf.objects[int(reference.split()[0])]["Contents"]
    return pdf.objects[int(contents.split()[0])]


def _mark_artifacts(stream: Any, ids: set[int]) -> None:
    operators = stream.stream
    for index, operator in enumerate(operators):
        if isinstance(operator, dict) and operator.get("MCID") in ids:
            operators[index - 1], operators[index] = "/Artifact", "<</Type/Pagination>>"


def _name_links(document: Any, pdf: Any) -> None:
    names = {
        link.get("href", "")[1:]: "Go to " + " ".join("".join(link.itertext()).split())
        for link in document._html.etree_element.iter("a")
        if link.get("href", "").startswith("#")
    }
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("Subtype") == "/Link" and "Dest" in thing:
            words = names.get(thing["Dest"].string, thing["Contents"].string)
            thing["Contents"] = pydyf.String(words)
