"""What stands of the sign-off of the editions that are meant."""

from __future__ import annotations

import pytest

from boardpack.adapters.workspace import open_workspace
from boardpack.errors import CannotRun
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.signoff_status import SignoffStatus, find_signoff_statuses
from support.signing import DIRECTOR, LEDGER, MANAGER, SECTION, Month

pytestmark = pytest.mark.rotating

APPROVERS = {
    DIRECTOR: "cannock-chase",
    "director-seisdon": "seisdon",
    "primary-care-director": "directorate",
}


def find_status(month: Month) -> SignoffStatus:
    """Return what stands of the only edition."""
    (status,) = find_signoff_statuses(open_workspace(month.root), None, None, EvidenceSource())
    return status


def test_the_gate_is_clear_once_everybody_signed(month: Month) -> None:
    assert not find_status(month).is_clear
    for person in APPROVERS:
        month.sign("approve", person)
    status = find_status(month)
    assert status.is_clear
    assert all(verdict.is_valid for verdict in status.gate_report.verdicts)


def test_records_that_nobody_else_has_are_counted(month: Month) -> None:
    month.file(month.record(DIRECTOR, SECTION))
    assert find_status(month).uncommitted_count == 1
    month.commit(DIRECTOR, "Sign")
    assert find_status(month).uncommitted_count == 0


def test_a_ledger_that_is_not_in_order_keeps_the_gate_shut(month: Month) -> None:
    for person in APPROVERS:
        month.sign("approve", person)
        month.commit(person, "Sign")
    month.edit(f"{LEDGER}/{DIRECTOR}/0001.json", "signer's", "singer's", by=MANAGER)
    assert not find_status(month).is_clear


def test_an_instance_that_cannot_be_read_is_refused(month: Month) -> None:
    month.put("data/directorate.yml", "title: [", MANAGER)
    with pytest.raises(CannotRun, match="cannot be read"):
        find_status(month)
