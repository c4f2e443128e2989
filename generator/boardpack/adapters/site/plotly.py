"""The chart library for the browser, as it lies in its Python package."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from boardpack.errors import CannotRun


def find_plotly_script() -> Path:
    """Return Plotly's script; the package itself is not imported, which takes a while."""
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        raise CannotRun("The package plotly is not installed; install boardpack again.")
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"
