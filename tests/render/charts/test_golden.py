"""Every kind of chart is drawn as it was drawn when somebody last looked at it.

After a wanted change: `BOARDPACK_REDRAW=1 pytest tests/render/charts`, look at the files, commit.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from boardpack.analysis.spc_result import Assurance, VariationIcon
from boardpack.analysis.variation import judge_measure
from boardpack.model.dataset import Better, Rebase
from boardpack.render import icons
from boardpack.render.charts import bars, bridge, funnel, line, outlook, sparkline, xmr
from support import figures

CASES = Path(__file__).parents[2] / "cases" / "charts"


def _xmr(**settings: object) -> str:
    measured = figures.measured(**settings)  # type: ignore[arg-type]
    found = judge_measure(measured).xmr
    assert found is not None
    return xmr.draw_svg(
        figures.xmr_figure(measured, found, "Seen in four hours fell below its lower limit.")
    )


def _pictures() -> str:
    found = [
        *map(icons.draw_variation_icon, VariationIcon),
        *map(icons.draw_assurance_icon, Assurance),
    ]
    return f"<div>{''.join(found)}</div>"


KINDS: dict[str, Callable[[], str]] = {
    "line": lambda: line.draw_svg(figures.line_figure()),
    "xmr": _xmr,
    "xmr-neutral": lambda: _xmr(better=Better.NEUTRAL, target=None),
    "xmr-rebased": lambda: _xmr(
        values=(*figures.CALM, *(v + 10 for v in figures.CALM[:14])),
        rebase=(Rebase("2017-10", "The department moved"),),
    ),
    "sparkline": lambda: sparkline.draw_svg(figures.small()),
    "sparkline-rebased": lambda: sparkline.draw_svg(figures.small_rebased()),
    "small-multiple": lambda: sparkline.draw_svg(figures.small(), sparkline.PAGE, (60, 100)),
    "funnel": lambda: funnel.draw_svg(figures.shares(), str.title, 95.0),
    "outlook": lambda: outlook.draw_svg(figures.outlook()),
    "outlook-rebased": lambda: outlook.draw_svg(figures.outlook_rebased()),
    "bars": lambda: bars.draw_svg(figures.bars()),
    "bridge": lambda: bridge.draw_svg(figures.bridge()),
    "icons": _pictures,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_is_drawn_as_before(kind: str) -> None:
    drawn = KINDS[kind]().replace("><", ">\n<") + "\n"
    file = CASES / f"{kind}.svg"
    if os.environ.get("BOARDPACK_REDRAW") == "1":
        file.write_text(drawn, "utf-8")
    assert drawn == file.read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_is_well_formed_and_its_first_child_says_what_it_shows(kind: str) -> None:
    root = ET.fromstring(KINDS[kind]())
    for svg in root.findall("svg") or [root]:
        assert svg[0].tag == "title"
        assert (svg[0].text or "").strip()
