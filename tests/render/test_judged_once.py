"""XmR is worked out once for each series, however many rules, pages and documents ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from boardpack.analysis import variation as module
from boardpack.analysis.measures import Measured
from boardpack.analysis.spc_result import Xmr
from boardpack.analysis.spc_rules import Dialect
from boardpack.render.pdf.documents import plan_documents
from support.books import book_of, staged
from support.instances import minimal


def test_each_series_of_an_edition_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[tuple[str, str, str, str]] = Counter()
    work_out = module._analyse_measures

    def counted(series: Mapping[int, Measured], dialect: Dialect) -> Mapping[int, Xmr]:
        asked.update(
            (one.dataset_id, one.measure.id, one.service, one.periods[-1].id)
            for one in series.values()
        )
        return work_out(series, dialect)

    monkeypatch.setattr(module, "_analyse_measures", counted)
    book = book_of(minimal())
    judged_by_rules = len(asked)
    staged(book)
    for output in plan_documents(book):
        output.make()
    assert judged_by_rules > 0
    assert set(asked.values()) == {1}
