from __future__ import annotations

import zlib

import pydyf
import pytest

from boardpack.adapters.pdf import quick_compression
from boardpack.adapters.pdf.quick_compression import QuickCompression, compress_quickly

PAGE = b"\n".join(b"BT 1 0 0 1 %d %d Tm (row %d) Tj ET" % (n, n * 7, n * n) for n in range(4000))


def press(compression: object) -> bytes:
    pressed = compression.compressobj(level=9)  # type: ignore[attr-defined]
    return bytes(pressed.compress(PAGE) + pressed.flush())


def test_what_is_pressed_quickly_is_the_same_and_hardly_larger() -> None:
    quick, slow = press(QuickCompression), press(zlib)
    assert zlib.decompress(quick) == zlib.decompress(slow) == PAGE
    assert quick != slow
    assert len(quick) < 1.2 * len(slow)


def test_a_version_that_was_not_looked_at_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pydyf, "zlib", zlib)
    monkeypatch.setattr(quick_compression, "LOOKED_AT", ("0.0",))
    compress_quickly()
    assert vars(pydyf)["zlib"] is zlib
    monkeypatch.setattr(quick_compression, "LOOKED_AT", (pydyf.__version__,))
    compress_quickly()
    assert vars(pydyf)["zlib"] is QuickCompression
