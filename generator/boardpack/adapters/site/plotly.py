"""The chart library for the browser: of Plotly's script, what the charts of a page are drawn with.

Its Python package ships one script of all kinds of chart, of which four fifths are maps, 3D and
others that no page has. Each part of that script is a function that runs when another calls it by
its name, so that what nothing calls can be left out: see decision 20.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from boardpack.errors import CannotRun

PACKAGE = "plotly"
DRAWN_KINDS = frozenset({"scatter", "bar"})
"""The kinds of trace that charts consist of; `scatter` is a part of every script of Plotly."""

_ENTRY = re.compile(
    r"var (?P<name>[\w$]+)=(?P<wrapper>[\w$]+)\(\([\w$]+,(?P<module>[\w$]+)\)=>"
    r"\{var (?P<library>[\w$]+)=(?P<core>[\w$]+)\(\);"
    r"(?P<register>(?P=library)\.register\(\[(?P<kinds>[^\]]*)\]\));"
    r"(?P=module)\.exports=(?P=library)\}\);return (?P=name)\(\);"
)
"""The part in which a script begins: its wrapper, its core and the kinds that the core is given."""
_CALL = re.compile(r"(?<![\w$.])([\w$]+)\(\)")
_KIND = re.compile(r'moduleType:"trace",name:"(\w+)"')
_PASSED_ON = re.compile(r'=>\{(?:"use strict";)?[\w$]+\.exports=([\w$]+)\(\)\}\);$')
"""A part that does nothing but pass on another one."""


def read_chart_library() -> str:
    """Return the script, which is whole where it does not look as it did; CannotRun without one."""
    path = _find_script()
    return _reduce_file(path)


def _find_script() -> Path:
    # The package itself is not imported, which takes a while.
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise CannotRun("The package plotly is not installed; install boardpack again.")
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


@cache
def _reduce_file(path: Path) -> str:
    return reduce_script(path.read_text("utf-8"))


def reduce_script(script: str) -> str:
    """Return a script of Plotly without the kinds of chart that no page has.

    A script that is put together in another way is returned as it is.
    """
    entry = _ENTRY.search(script)
    if entry is None:
        return script
    head, parts = _split_parts(script[: entry.start()], entry["wrapper"])
    drawn = [
        name for name in _CALL.findall(entry["kinds"]) if _find_kind(name, parts) in DRAWN_KINDS
    ]
    used = _find_used_parts([entry["core"], *drawn], parts)
    kept = "".join(part for name, part in parts.items() if name in used)
    calls = ",".join(f"{name}()" for name in drawn)
    own_entry = entry[0].replace(entry["register"], f"{entry['library']}.register([{calls}])")
    return f"{head}{kept}{own_entry}{script[entry.end() :]}"


def _split_parts(script: str, wrapper: str) -> tuple[str, dict[str, str]]:
    """Return what stands before the first part of a script, and its parts by name."""
    # What stands in front is looked at last: a pattern that begins with letters is found quickly.
    starts = list(re.finditer(rf"var (?<=[;}}]var )([\w$]+)={re.escape(wrapper)}\(", script))
    places = [*(start.start() for start in starts), len(script)]
    names = [start[1] for start in starts]
    return script[: places[0]], {
        name: script[start:end] for name, (start, end) in zip(names, pairwise(places), strict=True)
    }


def _find_kind(name: str, parts: Mapping[str, str]) -> str:
    """Return which kind of trace a part is, itself or by a part that it passes on; or ""."""
    while name in parts:
        if kind := _KIND.search(parts[name]):
            return kind[1]
        passed_on = _PASSED_ON.search(parts[name])
        name = passed_on[1] if passed_on else ""
    return ""


def _find_used_parts(names: list[str], parts: Mapping[str, str]) -> set[str]:
    """Return the names of some parts and of all that they call."""
    used: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += _iterate_calls(parts[name], parts)
    return used


def _iterate_calls(part: str, parts: Mapping[str, str]) -> Iterator[str]:
    return (name for name in _CALL.findall(part) if name in parts)
