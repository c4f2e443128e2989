"""Figures that words name: `{{ missed }}`, `{{ missed.change }}`, `{{ missed.target }}`.

A lookup and nothing else: no other words between braces mean anything, and none are ever run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from boardpack.analysis.blocks.block import Block
from boardpack.analysis.measures import (
    Measured,
    compute_change,
    count_decimals,
    format_measured,
    format_value,
)
from boardpack.findings import suggest_word
from boardpack.model.dataset import Gap
from boardpack.model.submission import ExceptionReport, Narrative, Submission

_NAME = re.compile(r"\{\{[ \t]*(?P<name>[^{}\n]{0,120}?)[ \t]*\}\}")
_PARTS = re.compile(
    r"(?:(?P<dataset>[a-z0-9-]+)/)?(?P<measure>[a-z0-9-]+)(?:\.(?P<aspect>change|target))?"
)
_MARKUP = re.compile(r"[\\`*_\[\]<>#|~]")


@dataclass(frozen=True, slots=True)
class _NamedSeries:
    section: str
    dataset: str
    series: Measured


class FigureIndex:
    """The figures that a service's words may name, in all of its sections."""

    def __init__(self, blocks: Iterable[tuple[str, Block]]) -> None:
        """Take each block with the section that shows it."""
        self._series: dict[str, list[_NamedSeries]] = {}
        for section, block in blocks:
            for series in block.measured:
                named = _NamedSeries(section, block.dataset_id, series)
                self._series.setdefault(series.measure.id, []).append(named)

    def find_figure(self, name: str, section: str) -> tuple[str, str]:
        """Return a figure as pages print it, or nothing and why there is none.

        Of measures of the same id, that of the section itself is meant.
        """
        parts = _PARTS.fullmatch(name)
        if not parts:
            return "", f"'{name}' is no figure; write it as measure, measure.change or .target"
        named = self._series.get(parts["measure"], [])
        if parts["dataset"]:
            named = [one for one in named if one.dataset == parts["dataset"]]
        if not named:
            hint = suggest_word(parts["measure"], self._series)
            return "", f"no measure of this service has the id '{name.partition('.')[0]}'{hint}"
        own = [one for one in named if one.section == section] or named
        datasets = list(dict.fromkeys(one.dataset for one in own))
        if len(datasets) > 1:
            choices = " or ".join(f"{dataset}/{parts['measure']}" for dataset in datasets)
            return "", f"more than one dataset has '{name}': write {choices}"
        words = _format_aspect(own[0].series, parts["aspect"] or "")
        return words, "" if words else f"'{name}' is not known this time"


def _format_aspect(series: Measured, aspect: str) -> str:
    """Return a figure, or "" where it is not known."""
    change, target = compute_change(series), series.target
    match aspect:
        case "change" if not isinstance(change, Gap):
            return format_value(change, series.measure.unit, series.decimals, signed=True)
        case "target" if not isinstance(target, Gap):
            return format_measured(series, target, count_decimals(target))
        case "" if not isinstance(series.latest, Gap):
            return format_measured(series, series.latest)
        case _:
            return ""


def fill_submission(submission: Submission, index: FigureIndex) -> Submission:
    """Return a submission with the figures that its words name; unknown ones stay as typed."""
    narratives = tuple(
        _fill_narrative(narrative, index) if "{{" in narrative.text else narrative
        for narrative in submission.narratives
    )
    exceptions = tuple(_fill_report(report, index) for report in submission.exceptions)
    return replace(submission, narratives=narratives, exceptions=exceptions)


def names_figures(submission: Submission) -> bool:
    """Return whether anything in a submission could name a figure."""
    texts = [narrative.text for narrative in submission.narratives]
    texts += [text for report in submission.exceptions for text in _list_texts(report).values()]
    return any("{{" in text for text in texts)


def iterate_names(text: str) -> Iterator[tuple[str, int]]:
    """Yield each name between braces and its line in the text, counted from 0."""
    for match in _NAME.finditer(text):
        yield match["name"], text.count("\n", 0, match.start())


def _fill_narrative(narrative: Narrative, index: FigureIndex) -> Narrative:
    section = narrative.section
    return replace(
        narrative,
        text=_fill_text(narrative.text, section, index, escapes=True),
        prose=_fill_text(narrative.prose, section, index, escapes=True),
    )


def _fill_report(report: ExceptionReport, index: FigureIndex) -> ExceptionReport:
    filled: dict[str, Any] = {
        name: _fill_text(text, report.section, index, escapes=False)
        for name, text in _list_texts(report).items()
        if "{{" in text
    }
    return replace(report, **filled) if filled else report


def _list_texts(report: ExceptionReport) -> dict[str, str]:
    values = ((field.name, getattr(report, field.name)) for field in fields(report))
    # Not isinstance: what came of a plan is a word of a closed list.
    return {name: value for name, value in values if type(value) is str and name != "section"}


def _fill_text(text: str, section: str, index: FigureIndex, *, escapes: bool) -> str:
    def put_figure(match: re.Match[str]) -> str:
        words = index.find_figure(match["name"], section)[0]
        # A unit is words of whoever keeps the data: no mark in it means anything.
        return (_MARKUP.sub(r"\\\g<0>", words) if escapes else words) or match[0]

    return _NAME.sub(put_figure, text)
