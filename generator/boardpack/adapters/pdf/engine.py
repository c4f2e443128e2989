"""What a computer prints with, told by a page that it prints: the same there, the same bytes."""

from __future__ import annotations

import hashlib
import platform
from importlib.metadata import version

from boardpack.adapters.files import compute_engine_digest
from boardpack.adapters.pdf.print_job import DEFAULT_LIMITS
from boardpack.errors import CannotRun

Engine = dict[str, str]
"""What prints, each part with its version or digest; only `TEST_PAGE` decides with the code."""

TEST_PAGE = "test page"
_CODE = "boardpack"
_PACKAGES = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "fonttools", "ttf-opensans")
_LETTERS = "Affinity, 1,234.50 × 12 % – “fly” ½ ◆ ▲ ● ↑ ↓ ← → ■ ✓ ✗"
_PAGE = f"""<!doctype html><html lang="en-GB"><title>Test page</title><h1>Test page</h1>
<p>{_LETTERS} <b>{_LETTERS}</b> <i>{_LETTERS}</i></p><table><tr><th>{_LETTERS}<td>1</table>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 9" role="img"><title>t</title>
<path d="M0 0h9v9z"/><text x="1" y="8" font-size="3">{_LETTERS}</text></svg>"""
_CSS = "@page { size: A5 } body { font: 10pt 'Open Sans', 'Boardpack Symbols' }"


def describe_engine() -> Engine:
    """Return what this process prints with; CannotRun when not even the test page is printed.

    Versions alone would not do: Pango, HarfBuzz and zlib come from the system, and no two systems
    name them alike.
    """
    from boardpack.adapters.pdf.printer import print_html

    page = print_html(_PAGE, _CSS, DEFAULT_LIMITS)
    if page.refusal:
        raise CannotRun(f"not even a test page: {page.refusal}")
    packages = {package: version(package) for package in _PACKAGES}
    return {
        _CODE: compute_engine_digest(),
        "Python": platform.python_version(),
        **packages,
        TEST_PAGE: hashlib.sha256(page.pdf).hexdigest(),
    }


def differs(engine: Engine, other: Engine) -> bool:
    """Return whether two computers may print the same document as different bytes."""
    return any(engine.get(part) != other.get(part) for part in (_CODE, TEST_PAGE))


def describe_difference(there: Engine, here: Engine) -> str:
    """Return what differs as a clause, such as "weasyprint 69.0 there, 70.0 here"."""
    parts = [
        f"{part} {there.get(part) or 'missing'} there, {here[part]} here"
        for part in here
        if part not in (_CODE, TEST_PAGE) and there.get(part) != here[part]
    ]
    if there.get(_CODE) != here[_CODE]:
        parts.append("boardpack's own code, or a package that it makes pages with, is another")
    if there.get(TEST_PAGE) != here[TEST_PAGE]:
        parts.append("a page printed there is not the page printed here")
    return "; ".join(parts)
