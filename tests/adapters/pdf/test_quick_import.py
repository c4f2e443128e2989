"""A process that prints starts quickly, and has lost nothing by it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

import boardpack

pytestmark = pytest.mark.rotating


def run(code: str) -> list[str]:
    path = os.path.dirname(os.path.dirname(boardpack.__file__))
    env = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", dedent(code)],
        env={**env, "PYTHONPATH": path},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
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


@pytest.mark.skipif(sys.platform != "linux", reason="only there does Python ask a compiler")
def test_weasyprint_alone_runs_programs_and_loads_parts_that_are_not_used() -> None:
    said = run("""
        import sys, warnings
        warnings.simplefilter("ignore")
        sys.addaudithook(lambda event, _: event == "subprocess.Popen" and print(event))
        import weasyprint
        print("fontTools.subset" in sys.modules, "fontTools.varLib.instancer" in sys.modules)
    """)
    assert said.count("subprocess.Popen") > 10
    assert said[-2:] == ["True", "True"]


def test_the_import_shows_weasyprint_no_fonts_of_the_machine() -> None:
    said = run("""
        import os
        import boardpack.adapters.pdf.quick_import
        print(os.environ["FONTCONFIG_FILE"])
    """)
    assert "<dir>" not in Path(said[0]).read_text()


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
