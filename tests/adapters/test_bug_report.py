from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from boardpack.adapters.bug_report import write_report


def test_a_report_that_cannot_be_written_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    words = write_report(ValueError("odd"), ["check"], "0.1.0")
    assert words.startswith("No report could be written, so here it is:")
    assert "ValueError: odd" in words
