"""Licences and the bill of materials are those of the lock."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support import materials
from support.materials import ELSEWHERE, build_bill, find_licence, list_packages, read_rows


def test_the_page_has_the_licence_of_every_package_and_who_needs_it() -> None:
    rows = read_rows()
    assert list(rows) == list(dict.fromkeys(package.name for package in list_packages()))
    here = {name: find_licence(name) for name in rows}
    assert {n: one for n, one in here.items() if one not in (ELSEWHERE, rows[n])} == {}, "make bom"
    assert materials.render_page() == materials.PAGE.read_text("utf-8"), "make bom"


def test_the_bill_has_every_package_with_its_digests_and_what_it_needs() -> None:
    bill = build_bill()
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    components = bill["components"]
    assert len({one["bom-ref"] for one in components}) == len(components) > 50
    assert all(one["hashes"] and one["licenses"] for one in components)
    needs = {one["ref"].split("@")[0]: one["dependsOn"] for one in bill["dependencies"]}
    assert {ref for on in needs.values() for ref in on} == {one["bom-ref"] for one in components}
    assert any(ref.startswith("pkg:pypi/weasyprint@") for ref in needs["pkg:pypi/boardpack"])
    assert any(ref.startswith("pkg:pypi/pydyf@") for ref in needs["pkg:pypi/weasyprint"])


def test_the_bill_is_written_the_same_every_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = materials.PAGE.read_bytes()
    assert [materials.main([str(tmp_path / name)]) for name in "ab"] == [0, 0]
    [one], [other] = ((tmp_path / name).iterdir() for name in "ab")
    assert one.read_bytes() == other.read_bytes()
    assert json.loads(one.read_bytes()) == build_bill()
    assert materials.PAGE.read_bytes() == page
    assert "packages" in capsys.readouterr().out
