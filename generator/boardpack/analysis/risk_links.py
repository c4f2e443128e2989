"""What in an edition belongs to each risk of a register: exception reports, and measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from boardpack.analysis.blocks.block import select_blocks
from boardpack.analysis.blocks.risks import RisksBlock
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.measures import Measured
from boardpack.analysis.once import worked_out_once
from boardpack.analysis.states import State
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.submission import ExceptionReport


@dataclass(frozen=True, slots=True)
class RiskLinks:
    """Reports that name a risk, with where they stand, and the series of measures it names."""

    reports: tuple[tuple[Entry, ExceptionReport], ...] = ()
    measured: tuple[tuple[Entry, Measured], ...] = ()


@worked_out_once
def list_register_blocks(edition: Edition) -> tuple[RisksBlock, ...]:
    """Return each register that the edition shows, whole where it is shown whole."""
    blocks: dict[str, RisksBlock] = {}
    for entry in edition.entries:
        if entry.state is not State.NOT_DUE:
            for block in select_blocks(entry.blocks, RisksBlock):
                if block.path and entry.service == WHOLE_DIRECTORATE:
                    blocks.setdefault(block.path, block)
    return tuple(blocks.values())


def find_risk_links(edition: Edition) -> Mapping[str, RiskLinks]:
    """Return by reference what belongs to each risk of the registers that are shown."""
    reports: dict[str, list[tuple[Entry, ExceptionReport]]] = {}
    for entry in edition.entries:
        for report in entry.exceptions:
            reports.setdefault(report.risk.strip(), []).append((entry, report))
    measured: dict[str, list[tuple[Entry, Measured]]] = {}
    for entry, series in _iterate_measured(edition):
        measured.setdefault(series.measure.id, []).append((entry, series))
    links = {}
    for block in list_register_blocks(edition):
        for risk in block.risks:
            named = (pair for name in risk.measures for pair in measured.get(name, ()))
            links[risk.ref] = RiskLinks(tuple(reports.get(risk.ref, ())), tuple(named))
    return MappingProxyType(links)


def _iterate_measured(edition: Edition) -> Iterator[tuple[Entry, Measured]]:
    """Yield each series of a service once, though two sections show it."""
    seen: set[tuple[str, str, str]] = set()
    for entry in edition.entries:
        for series in entry.measured if entry.state is not State.NOT_DUE else ():
            key = (series.dataset_id, series.measure.id, series.service)
            if key not in seen:
                seen.add(key)
                yield entry, series
