"""What the figures of a document are, said once for each dataset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boardpack.model.dataset import Contract
from boardpack.render.entry_view import EntryView


@dataclass(frozen=True, slots=True)
class Definition:
    """A dataset that says what it is, or what it does with small numbers."""

    dataset_id: str
    contract: Contract


def list_definitions(entry_views: Sequence[EntryView]) -> list[Definition]:
    """Return the datasets of a document in the order in which they are shown."""
    contracts = {
        block.dataset_id: block.contract
        for entry_view in entry_views
        for block in (*entry_view.entry.printed_blocks, *entry_view.entry.beside)
    }
    return [
        Definition(dataset_id, contract)
        for dataset_id, contract in contracts.items()
        if contract.description or contract.suppress_below or contract.round_to
    ]
