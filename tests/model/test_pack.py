from __future__ import annotations

from boardpack.model.pack import Pack, Section
from boardpack.model.period import Cadence


def test_a_section_is_found_by_its_id() -> None:
    access = Section("access", "Access", "Performance")
    pack = Pack("Monthly pack", Cadence.MONTHLY, "service-director", (access,))
    assert pack.find_section("access") is access
    assert pack.find_section("unknown") is None
