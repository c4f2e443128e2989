"""The assurance framework as the board reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from boardpack.analysis.blocks.block import FiledBlock
from boardpack.analysis.blocks.quotable import Quotable
from boardpack.analysis.blocks.row_keys import RowKey
from boardpack.analysis.lines import list_contract_lines, to_line
from boardpack.analysis.rag import Rating
from boardpack.analysis.standing_files import list_standing_files
from boardpack.analysis.variation import Variations
from boardpack.model.dataset import Contract
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import Period
from boardpack.model.rows import AssuranceLine, Dataset


@dataclass(frozen=True, slots=True)
class AssuranceBlock(FiledBlock):
    """The objectives of the board, in the order of the file: it is nobody's to rank them."""

    dataset_id: str
    contract: Contract
    period: Period
    file_period: Period
    path: str
    lines: tuple[AssuranceLine, ...]

    @property
    def gap_count(self) -> int:
        """How many gaps there are in all."""
        return sum(len(line.gaps) for line in self.lines)

    @property
    def is_there(self) -> bool:
        """Whether there is a framework."""
        return bool(self.path)

    @property
    def is_blank(self) -> bool:
        """Whether it has no objective."""
        return not self.lines

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """Nothing: risks and measures are rated where they stand."""
        return ()

    def list_missing(self) -> Iterator[str]:
        """Yield that there is no framework yet."""
        if not self.path:
            yield f"no assurance framework up to {self.period.title}"

    def summarise(self) -> Iterator[str]:
        """Yield each objective with its risks and gaps."""
        for line in self.lines:
            risks = ", ".join(line.risks) or "no risk named"
            yield f"{line.id} {line.objective}: {risks}; {len(line.gaps)} gaps"

    def list_quotables(self) -> Iterator[Quotable]:
        """Yield nothing: it has no figures."""
        return iter(())

    def list_responsible(self) -> Iterator[str]:
        """Yield who owns each objective."""
        return (line.owner for line in self.lines)

    def list_named_measures(self) -> Iterator[str]:
        """Yield the measures of each objective."""
        return (name for line in self.lines for name in line.measures)

    def list_row_keys(self) -> Iterator[RowKey]:
        """Yield the key of all rows in the file that is shown."""
        yield self.dataset_id, PurePosixPath(self.path).stem, WHOLE_DIRECTORATE

    def signed_rows(self) -> Iterator[str]:
        """Yield each objective with all that is said of it."""
        return (f"{self.dataset_id} {to_line(line)}" for line in self.lines)

    def signed_definitions(self, service: str) -> Iterator[str]:
        """Yield what the contract says."""
        for line in list_contract_lines(self.contract, service, self.period):
            yield f"{self.dataset_id} {line}"

    def signed_figures(self, variations: Variations) -> Iterator[str]:
        """Yield nothing: it has no figures."""
        return iter(())


def build_assurance_block(dataset: Dataset, service: str, period: Period) -> AssuranceBlock:
    """Return the framework of the newest file up to a period; services have no part of it."""
    files = list_standing_files(dataset, period)
    rows = files[-1].rows if files and service == WHOLE_DIRECTORATE else ()
    return AssuranceBlock(
        dataset.id,
        dataset.contract,
        dataset.contract.find_period(period),
        period,
        files[-1].path if files else "",
        tuple(row for row in rows if isinstance(row, AssuranceLine)),
    )
