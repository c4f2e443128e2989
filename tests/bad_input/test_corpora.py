"""What `make corpora` does with a folder: every kind of file is read, and a fault is told."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from support import corpora
from support.running import put

pytestmark = pytest.mark.rotating

FILES = {
    "yaml/1/in.yaml": b"a: b\n",
    "yaml/2/in.yaml": b"a: &x b\n",
    "yaml/3/in.yaml": b"a: 'b\nc'\n",
    "yaml/3/error": b"",
    "tables/simple.csv": b"a,b\n1,2\n",
    "tables/wide.csv": b"a,b\n1,2,3\n",
    "texts/words.json": b'["fine words", "<script>alert(1)</script>", "\\ud800"]',
    "texts/spec.json": b'[{"markdown": "*a*", "html": "x"}, {"other": 1}]',
    "texts/lines.txt": b"# a comment\nwords\n\n[x](javascript:alert(1))\n",
    "texts/page.md": b"A page.\n",
}
LINE = "{:24}{:8}{:8}{:9}{:8}"


def test_every_kind_of_file_is_read_and_summed_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # How fast this machine is does not matter here.
    monkeypatch.setattr(corpora, "MOST_SECONDS", math.inf)
    assert corpora.main([str(put(FILES, tmp_path))]) == 0
    said = capsys.readouterr().out
    for name, read, refused in (("tables", 1, 1), ("texts", 5, 2), ("yaml", 2, 1)):
        assert LINE.format(name, read + refused, read, refused, 0) in said
    assert "no YAML by its own word, and read all the same: 3/in.yaml" in said
    assert said.endswith("Nothing happened that must not.\n")


def test_a_traceback_and_a_slow_case_are_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("no")

    put(FILES, tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(corpora, "parse_yaml", fail)
        assert corpora.main([str(tmp_path)]) == 1
    assert "yaml/1/in.yaml: ValueError: no" in capsys.readouterr().out
    monkeypatch.setattr(corpora, "MOST_SECONDS", 0)
    assert corpora.main([str(tmp_path)]) == 1
    assert re.search(r"tables/simple\.csv: \d+\.\d seconds, ", capsys.readouterr().out)


def test_no_folder_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert corpora.main([]) == 2
    assert "make corpora DIR=..." in capsys.readouterr().err
