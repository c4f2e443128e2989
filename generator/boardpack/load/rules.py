"""The rules on files: what cannot be read, and what is not as the formats ask."""

from __future__ import annotations

from boardpack.findings import collect_rules
from boardpack.load import (
    agendas,
    approvals,
    bind,
    contracts,
    datasets,
    directorate,
    front_matter,
    guide,
    letters,
    meetings,
    minutes_lines,
    narratives,
    originals,
    packs,
    refused_rows,
    strict_csv,
    strict_yaml,
    submissions,
    tree,
    unread,
)

RULES = collect_rules(
    agendas,
    approvals,
    bind,
    contracts,
    datasets,
    directorate,
    front_matter,
    guide,
    letters,
    meetings,
    minutes_lines,
    narratives,
    originals,
    packs,
    refused_rows,
    strict_csv,
    strict_yaml,
    submissions,
    tree,
    unread,
)
