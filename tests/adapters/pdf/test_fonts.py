from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from boardpack.adapters.pdf import fonts
from boardpack.adapters.pdf.fonts import use_fonts, write_fonts
from boardpack.load.letters import settle_letters


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


def test_the_letters_that_are_read_are_those_that_can_be_printed(tmp_path: Path) -> None:
    write_fonts(tmp_path)
    files = [*fonts._find_open_sans().glob("*.ttf"), tmp_path / "symbols/BoardpackSymbols.ttf"]
    text, shapes = [set(TTFont(path).getBestCmap()) for path in files[:-1]], files[-1]
    printed = set.intersection(*text) | set(TTFont(shapes).getBestCmap())
    every = [chr(n) for n in (*range(32, 0x3100), *range(0xE000, 0x10000), 0x1F600)]
    read = {ord(letter) for letter in every if not settle_letters(letter)[1]}
    meant = {ord(means) for letter in every for means in settle_letters(letter)[0]}
    assert meant <= printed
    assert {n for n in printed if n >= 32} <= read


def test_a_folder_may_have_an_ampersand_in_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "A&E <reports>"
    folder.mkdir()
    seen = ElementTree.parse(write_fonts(folder)).getroot()
    assert str(folder / "symbols") in [part.text for part in seen]
