"""Jinja2 as the templates of an edition see it, with the words that readers see.

Besides the fields of a page, a template may name three globals: `shapes` and `rating_words`, each
by rating, and `spc_rules`, by which signals are found. The filters are those of
`boardpack.render.filters` and, from the edition,

- `approval`: a dataset's contract to who approved its thresholds, in words;
- `judge`: a measured series to its `MeasureView`; `judged`: those of a block;
- `charts`: a block with a section's events to the `CaptionedChart`s of its measures;
- `person`, `role_or_person`: the title of a role, or the name of a person;
- `measure_titles`: ids of measures to their titles;
- `role`, `service_title`: the title of a role, of a service.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from jinja2 import BytecodeCache, Environment

from boardpack.analysis.approval import describe_approval
from boardpack.analysis.dialects import describe_dialect
from boardpack.analysis.edition import Edition
from boardpack.analysis.measures import Measured
from boardpack.analysis.rag import Rating
from boardpack.render.filters import FILTERS
from boardpack.render.measure_view import MeasureView, MeasureViews
from boardpack.render.page import create_environment
from boardpack.render.words import RATING_WORDS

SHAPES = {Rating.RED: "◆", Rating.AMBER: "▲", Rating.GREEN: "●", Rating.UNRATED: "–"}


def build_environment(
    templates: Mapping[str, str], edition: Edition, cache: BytecodeCache | None = None
) -> Environment:
    """Return the environment of an edition's pages and documents."""
    directorate = edition.instance.directorate
    measure_views = MeasureViews(edition.variations)
    environment = create_environment(templates, cache)
    environment.globals.update(
        shapes=SHAPES, rating_words=RATING_WORDS, spc_rules=describe_dialect(directorate)
    )
    environment.filters.update(FILTERS)
    environment.filters.update(
        approval=partial(describe_approval, edition.pack),
        judge=measure_views.judge,
        judged=measure_views.judge_block,
        charts=measure_views.list_charts,
        person=edition.instance.name_person_or_role,
        role_or_person=edition.instance.name_person_or_role,
        measure_titles=partial(_name_measures, edition.instance.measure_titles),
        role=directorate.find_role_title,
        service_title=directorate.find_service_title,
    )
    return environment


def judge_measured(environment: Environment, measured: Measured) -> MeasureView:
    """Return a measured series with its judgement, the same that the templates show."""
    measure_view = environment.filters["judge"](measured)
    assert isinstance(measure_view, MeasureView)
    return measure_view


def _name_measures(titles: Mapping[str, str], names: Sequence[str]) -> list[str]:
    """Return the titles of measures by their ids."""
    return [titles.get(name, name) for name in names]
