"""What WeasyPrint 70 writes into a tagged PDF in a way that reading software stumbles over.

Four repairs of the document before it is written: running heads and page numbers become
artifacts, figures get their box in points from the bottom, header cells get their scope, and
links are called by their words.
"""

from __future__ import annotations

from typing import Any

import pydyf

# CSS: 72 points or 96 pixels are an inch.
_POINTS_PER_PIXEL = 0.75


def repair_document(document: Any, pdf: Any, root: Any) -> None:
    """Mend a rendered document; `document` and `pdf` are what WeasyPrint's finisher gets.

    `root` is the element of the HTML that was rendered.
    """
    elements = {
        pdf_object.reference: pdf_object for pdf_object in pdf.objects if _is_element(pdf_object)
    }
    page_of = {reference: n for n, reference in enumerate(pdf.page_references)}
    reachable = _find_reachable(elements)
    # The tree that leads from marks to elements is the only object with nothing but /Nums.
    parents = next(
        pdf_object
        for pdf_object in pdf.objects
        if isinstance(pdf_object, dict) and set(pdf_object) == {"Nums"}
    )["Nums"]
    orphans: dict[int, set[int]] = {}
    for reference, element in elements.items():
        if reference not in reachable:
            _disown_element(element, page_of[element["Pg"]], parents, orphans)
        elif element["S"] == "/Figure":
            _turn_box(element, document.pages[page_of[element["Pg"]]])
        elif element["S"] == "/TH":
            _set_scope(element, elements)
    for page, ids in orphans.items():
        _mark_artifacts(_find_content(pdf, page), ids)
    _name_links(root, pdf)


def _is_element(pdf_object: Any) -> bool:
    return (
        isinstance(pdf_object, dict)
        and pdf_object.get("Type") == "/StructElem"
        and "S" in pdf_object
    )


def _find_reachable(elements: dict[Any, Any]) -> set[Any]:
    root = next(reference for reference, element in elements.items() if element["S"] == "/Document")
    reachable: set[Any] = set()
    pending = [root]
    while pending:
        reference = pending.pop()
        if reference in elements and reference not in reachable:
            reachable.add(reference)
            pending.extend(child for child in elements[reference]["K"] if isinstance(child, bytes))
    return reachable


def _disown_element(element: Any, page: int, parents: Any, orphans: dict[int, set[int]]) -> None:
    for mark in element["K"]:
        if isinstance(mark, int):
            orphans.setdefault(page, set()).add(mark)
            # /Nums alternates keys and values, and the keys are the pages in their order.
            parents[2 * page + 1][mark] = "null"
    # Emptied, not removed: objects are known by their position.
    element.clear()


def _turn_box(element: Any, page: Any) -> None:
    left, top, right, bottom = element["A"]["BBox"]
    # WeasyPrint counts pixels from the top, PDF counts points from the bottom.
    box = (left, page.height - bottom, right, page.height - top)
    element["A"]["BBox"][:] = [side * _POINTS_PER_PIXEL for side in box]


def _set_scope(element: Any, elements: dict[Any, Any]) -> None:
    row = elements[element["P"]]
    in_head = elements[row["P"]]["S"] == "/THead"
    element["A"]["Scope"] = "/Column" if in_head else "/Row"


def _find_content(pdf: Any, page: int) -> Any:
    reference = pdf.page_references[page]
    contents = pdf.objects[int(reference.split()[0])]["Contents"]
    return pdf.objects[int(contents.split()[0])]


def _mark_artifacts(stream: Any, ids: set[int]) -> None:
    operators = stream.stream
    for index, operator in enumerate(operators):
        if isinstance(operator, dict) and operator.get("MCID") in ids:
            # In a content stream the tag stands just before its properties.
            operators[index - 1], operators[index] = "/Artifact", "<</Type/Pagination>>"


def _name_links(root: Any, pdf: Any) -> None:
    names = {
        link.get("href", "")[1:]: "Go to " + " ".join("".join(link.itertext()).split())
        for link in root.iter("a")
        if link.get("href", "").startswith("#")
    }
    for pdf_object in pdf.objects:
        if (
            isinstance(pdf_object, dict)
            and pdf_object.get("Subtype") == "/Link"
            and "Dest" in pdf_object
        ):
            # PDF/UA-1 (7.18.5) wants words here, and an address is none.
            text = names.get(pdf_object["Dest"].string, pdf_object["Contents"].string)
            pdf_object["Contents"] = pydyf.String(text)
