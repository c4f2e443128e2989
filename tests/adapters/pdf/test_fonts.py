from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from boardpack.adapters.pdf.fonts import use_fonts, write_fonts


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", os.environ.get("FONTCONFIG_FILE", ""))
    monkeypatch.setenv("FONTCONFIG_PATH", "/etc/fonts")


def test_only_our_two_folders_of_fonts_are_seen(tmp_path: Path) -> None:
    config = write_fonts(tmp_path)
    assert os.environ["FONTCONFIG_PATH"] == "/etc/fonts", "others see what they saw before"
    use_fonts(config)
    settings = (tmp_path / "fonts.conf").read_text()
    assert settings.count("<dir>") == 2
    assert "<include" not in settings
    assert os.environ["FONTCONFIG_FILE"] == str(tmp_path / "fonts.conf")
    assert "FONTCONFIG_PATH" not in os.environ


def test_the_font_of_shapes_has_every_shape_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        write_fonts(tmp_path / name)
        made.append((tmp_path / name / "symbols/BoardpackSymbols.ttf").read_bytes())
    assert made[0] == made[1]
    known = TTFont(tmp_path / "one/symbols/BoardpackSymbols.ttf").getBestCmap()
    assert {ord(char) for char in "◆▲●■↑→↓ "} <= set(known)


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "A&E <reports>, 'x' \"y\" é"
    settings = ElementTree.parse(write_fonts(folder))
    assert [entry.text for entry in settings.iter("dir")][1] == str(folder / "symbols")
    assert [entry.text for entry in settings.iter("cachedir")] == [str(folder / "cache")]
