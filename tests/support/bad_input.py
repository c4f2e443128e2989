"""The register of bad input: what may arrive, what must happen, and which tests hold it.

As a program it writes the register's page, `generator/bad-input.md`, from the marks of the tests.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from support.repository import ROOT, texts

PAGE = ROOT / "generator/bad-input.md"
MARK = "bad_input"
GROUPS: dict[str, dict[int, tuple[str, str]]] = {
    "PDFs": {
        1: (
            "A link that attaches a file of this machine",
            "refused; nothing is embedded",
        ),
        2: (
            "A picture, object, style or font at an address: file, http, ftp, this computer, "
            "169.254.169.254",
            "refused; no request leaves",
        ),
        3: ("`<base href>`", "stripped; what it leads to is refused"),
        4: ("A drawing that holds an outside picture", "refused, although WeasyPrint goes on"),
        5: ("A drawing with an external entity", "nothing of the file is shown"),
        6: (
            "A table a million columns wide, drawings that repeat each other",
            "its process is ended at a limit; it is named; other packs are built",
        ),
        7: ("3,000 nested elements, quotations or lists", "a sentence, no traceback"),
        8: ("Thousands of pages", "refused: by its size before anybody signs, by a cap of pages"),
        9: ("A picture of 900 megapixels in 100 KB", "refused before it is decoded"),
        10: ("A picture without words, a document without its language", "refused"),
    },
    "Pages": {
        11: ("`<script>`, `onerror=`, frames, forms, styles", "found; gone from every page"),
        12: ("Links to `javascript:` and `data:`", "found; no link on any page"),
        13: ("Lists of attributes, `{onerror=...}`", "text"),
        14: ("Titles such as `x</title><script>`", "escaped on every page"),
        15: ("`template:` or another unknown key before a narrative", "refused"),
        16: ("Words that include files, `--8<--`", "text"),
        17: ("Symbolic links in `content/` or `data/`", "refused, not followed"),
        18: (
            "Names with `..`, `%2e`, NUL, devices of Windows, a dot at the end, other case only, "
            "letters that nobody sees, or longer than a file's name may be",
            "refused",
        ),
        19: ("Pictures at an address", "refused"),
        20: ("Naughty strings in every text field", "escaped or refused; no crash"),
    },
    "YAML and front matter": {
        21: ("A key that stands twice", "refused"),
        22: ("`no`, `12:30`, `0123`, `1e5` where a text is meant", "stays what was typed"),
        23: ("Impossible dates", "named, with how to write them"),
        24: ("Anchors, aliases, tags, merge keys", "refused"),
        25: (
            "Deep nesting, numbers of 5,000 digits, `.nan`, two documents, tabs that indent",
            "refused",
        ),
    },
    "CSV": {
        26: ("A byte-order mark", "no part of a column's name"),
        27: ("Windows-1252 or UTF-16", "refused: save as CSV UTF-8"),
        28: ("Semicolons, or `sep=;`", "named"),
        29: (
            "Rows of another length, two columns of one name, an open quotation mark, NUL, a cell "
            "without end",
            "refused with the line",
        ),
        30: ("`1_000`, Arabic digits, `nan`, `inf`, `1e400`", "refused"),
        31: (
            "`1,234`, `5%`, `£5`, `(5)`, a typographic minus",
            "refused, unless the contract says how numbers are dressed up",
        ),
        32: ("`-`, `n/a`, blank; `*`", "missing; suppressed; never 0"),
        33: ("`03/04/2026`", "refused: it could be two days"),
        34: (
            "Cells that begin with `= + - @`, tab or carriage return, also in full width or after "
            "a space",
            "text in every CSV that is written; numbers stay numbers",
        ),
    },
    "Identifiers": {
        35: (
            "NHS numbers, in text and in cells",
            "of England or Wales: publication stops; others: a warning; none is repeated",
        ),
        36: ("E-mail addresses and telephone numbers", "found outside columns for them"),
        37: ("A postcode and a date of birth in one row or paragraph", "publication stops"),
        38: ("Counts of people under a threshold", "suppressed, and not to be had back"),
    },
    "Workflows": {
        39: (
            "Workflows with more rights than they need, actions that can change, text from outside "
            "in a command",
            "found by zizmor and GitHub's schema",
        ),
        40: (
            "A pull request that changes rules, roles, templates or workflows",
            "judged by the base branch's",
        ),
    },
    "Workbooks that are taken in": {
        41: (
            "A zip bomb, entities, macros, a password, half a file, a part that stands twice, "
            "another kind of zip file",
            "refused in a sentence; nothing is unpacked onto the disk or fetched",
        ),
        42: (
            "Numbers, percentages, dates and names that could be two things; formulas without a "
            "result, or with an error",
            "refused with the cell; nothing is written",
        ),
        43: (
            "A patient's number in a hidden sheet, a hidden row, a comment or a pivot table",
            "refused before anything of it is quoted or kept",
        ),
    },
}


def list_tests_by_row() -> dict[int, list[str]]:
    """Return the tests that are marked with each row, as `path::name`."""
    tests: dict[int, list[str]] = {}
    for path, text in sorted(texts(".py").items()):
        if path.startswith("tests/") and MARK in text:
            for row, name in _iterate_marks(ast.parse(text)):
                tests.setdefault(row, []).append(f"{path}::{name}")
    return tests


def _iterate_marks(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        calls = (
            call
            for decorator in function.decorator_list
            for call in ast.walk(decorator)
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == MARK
        )
        rows = {row.value for call in calls for row in call.args if isinstance(row, ast.Constant)}
        yield from ((row, function.name) for row in sorted(rows, key=str) if isinstance(row, int))


def render_page() -> str:
    """Return the register's page."""
    tests = list_tests_by_row()
    lines = [
        "# Bad input, and what happens",
        "",
        "What may arrive in files that others write, what must happen, and the tests that hold it. "
        "They run the real commands. To refuse is to say file, line, reason and what to do, with "
        "exit status 1 or 2; nothing is published and nothing is lost.",
        "",
        "This page is made from the marks of the tests: `python -m support.bad_input`, run in "
        "`tests/` with `generator/` on the path, writes it anew.",
    ]
    for title, rows in GROUPS.items():
        lines += ["", f"## {title}", "", "| row | what arrives | what happens | tests |"]
        lines.append("|--:|---|---|---|")
        for number, (what, then) in rows.items():
            links = "<br>".join(map(_link, tests.get(number, ())))
            lines.append(f"| {number} | {what} | {then} | {links} |")
    return "\n".join(lines) + "\n"


def _link(test: str) -> str:
    path, _, name = test.partition("::")
    return f"[{name.removeprefix('test_').replace('_', ' ')}](../{path})"


if __name__ == "__main__":
    PAGE.write_text(render_page(), "utf-8")
