"""What the figures of a document are and where they come from, said once for each dataset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boardpack.analysis.blocks.block import Block
from boardpack.model.dataset import Contract
from boardpack.render.entry_view import EntryView


@dataclass(frozen=True, slots=True)
class Definition:
    """A dataset, and the titles of the periods that are shown of it."""

    dataset_id: str
    contract: Contract
    periods: tuple[str, ...]


def list_definitions(entry_views: Sequence[EntryView]) -> list[Definition]:
    """Return the datasets of a document in the order in which they are shown."""
    blocks: dict[str, list[Block]] = {}
    for entry_view in entry_views:
        for block in (*entry_view.entry.printed_blocks, *entry_view.entry.beside):
            blocks.setdefault(block.dataset_id, []).append(block)
    return [
        Definition(
            dataset_id,
            shown[0].contract,
            tuple(dict.fromkeys(block.period.title for block in shown)),
        )
        for dataset_id, shown in blocks.items()
    ]
