"""How somebody decides on sections, as a command to copy."""

from __future__ import annotations

from collections.abc import Sequence

from boardpack.model.signoff import Action


def format_decision_command(
    action: Action, pack: str, period: str, section_names: Sequence[str], person: str
) -> str:
    """Return `boardpack signoff approve monthly 2018-11 --section seisdon/access --as ID`."""
    words = (action.value, pack, period, "--section", *section_names, "--as", person)
    return f"boardpack signoff {' '.join(words)}"
