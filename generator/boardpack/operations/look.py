"""The look of the site, `mkdocs.yml`: an instance may choose words and colours, no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from boardpack.adapters.files import find_shipped
from boardpack.errors import CannotRun
from boardpack.load.strict_yaml import Loc, YamlDocument, parse_yaml
from boardpack.load.tree import decode_text

LOOK_FILE = "mkdocs.yml"
_LOGO = ("theme", "logo")
_CHOSEN = (
    ("site_name",), ("theme", "language"), ("theme", "palette"), ("theme", "features"),
    ("theme", "icon"), _LOGO,
)  # fmt: skip
"""What may differ from the settings that travel with boardpack; all else could run or fetch."""
_FORMERLY_SHIPPED: Mapping[Loc, str] = {("extra", "polyfills", 0): "assets/search-from-disk.js"}
"""Stands in the file of instances that were made before boardpack brought it itself."""
_PICTURE = re.compile(r"assets/[\w-]+\.svg")
"""A logo lies in `site_templates/theme/assets`, so that no page fetches it elsewhere."""
_WORDS = re.compile(r"[\w ./()-]{0,100}")


def find_look(root: Path) -> Path:
    """Return the settings of an instance's site, or else those that travel with boardpack.

    CannotRun where they do more than choose a look: hooks, plugins, `!ENV` and others run code or
    reach for files when a site is built.
    """
    path = root / LOOK_FILE
    shipped_path = find_shipped(LOOK_FILE)
    if path.is_symlink():
        raise CannotRun(
            f"{LOOK_FILE} is a link to another place; replace it by a copy of that file"
        )
    if not path.is_file():
        return shipped_path
    document = _parse_settings(path)
    shipped = dict(_iterate_leaves(_parse_settings(shipped_path).value, ()))
    own = dict(_iterate_leaves(document.value, ()))
    for loc in own:
        if not _is_allowed(loc, own[loc], shipped):
            raise CannotRun(
                f"{document.find_place(loc)}: '{_name_setting(loc)}' cannot be set here; an "
                f"instance may choose {', '.join('.'.join(chosen) for chosen in _CHOSEN)} in plain "
                "words, and leaves the rest as boardpack ships it"
            )
    # What is left out is not off: the theme would have fonts fetched from elsewhere, for one.
    if missing := next((loc for loc in shipped if loc not in own and not _is_chosen(loc)), None):
        raise CannotRun(
            f"{LOOK_FILE}: '{_name_setting(missing)}: {shipped[missing]}' is missing; write it as "
            "in the file that boardpack init makes"
        )
    return path


def _parse_settings(path: Path) -> YamlDocument:
    text, findings = decode_text(path.read_bytes(), path.name)
    document = None
    if text is not None and not findings:
        document, findings = parse_yaml(text, path.name)
    if document is None or not isinstance(document.value, dict):
        finding = findings[0] if findings else None
        words = f"{finding.place}: {finding.what}" if finding else f"{path.name} holds no settings"
        raise CannotRun(f"{words}; compare it with the one that boardpack init writes")
    return document


def _iterate_leaves(value: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Yield the location and text of each value; a list or mapping with nothing in it is `""`."""
    if not isinstance(value, dict | list) or not value:
        yield loc, str(value or "")
        return
    for key, child in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _iterate_leaves(child, (*loc, key))


def _is_allowed(loc: Loc, text: str, shipped: dict[Loc, str]) -> bool:
    if loc == ("site_name",) or text in (shipped.get(loc), _FORMERLY_SHIPPED.get(loc)):
        return True
    if loc == _LOGO:
        return _PICTURE.fullmatch(text) is not None
    return _is_chosen(loc) and all(_WORDS.fullmatch(str(part)) for part in (*loc, text))


def _is_chosen(loc: Loc) -> bool:
    return any(loc[: len(chosen)] == chosen for chosen in _CHOSEN)


def _name_setting(loc: Loc) -> str:
    return ".".join(str(part) for part in loc if isinstance(part, str))
