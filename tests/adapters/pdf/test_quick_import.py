"""A process that prints starts quickly, and has lost nothing by it."""

from __future__ import annotations

import os
import subprocess
import sys
from textwrap import dedent

import pytest

import boardpack


def run(code: str) -> list[str]:
    path = os.path.dirname(os.path.dirname(boardpack.__file__))
    done = subprocess.run(
        [sys.executable, "-c", dedent(code)],
        env={**os.environ, "PYTHONPATH": path},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.split()


@pytest.mark.skipif(sys.platform != "linux", reason="only there does Python ask a compiler")
def test_no_program_is_run_and_no_part_is_loaded_that_is_not_used() -> None:
    said = run("""
        import sys
        sys.addaudithook(lambda event, _: event == "subprocess.Popen" and print(event))
        import boardpack.adapters.pdf.quick_import
        print("fontTools.subset" in sys.modules, "fontTools.varLib.instancer" in sys.modules)
    """)
    assert said == ["False", "False"]


def test_what_was_put_off_is_there_when_it_is_called() -> None:
    said = run("""
        import boardpack.adapters.pdf.quick_import
        from weasyprint.pdf import fonts
        print(type(fonts.subset.Options()).__module__)
        import ctypes.util, fontTools.subset, fontTools.varLib.instancer as instancer
        print(fontTools.subset.__file__ is not None, instancer.__file__ is not None)
        print(ctypes.util.find_library.__module__)
    """)
    assert said == ["fontTools.subset", "True", "True", "ctypes.util"]
