"""The pages that readers look things up on: findings, rules, glossary and data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from boardpack.findings import Finding, Rule
from boardpack.model.dataset import Contract
from boardpack.model.directorate import Term
from boardpack.render.data_workbook import locate_workbook
from boardpack.render.edition_view import EditionView
from boardpack.render.output import Output
from boardpack.render.page import Page
from boardpack.render.site.site_page import SitePage, plan_quick_page


@dataclass(frozen=True)
class FindingsPage(SitePage):
    """What the rules found."""

    template: ClassVar[str] = "pages/findings.md.jinja"
    findings: Sequence[Finding]
    error_count: int
    warning_count: int


@dataclass(frozen=True)
class RulesPage(SitePage):
    """Every rule by which an edition is judged."""

    template: ClassVar[str] = "pages/rules.md.jinja"
    rules: Sequence[Rule]


@dataclass(frozen=True)
class GlossaryPage(SitePage):
    """What the acronyms stand for, in alphabetical order."""

    template: ClassVar[str] = "pages/glossary.md.jinja"
    terms: Sequence[Term]


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """A dataset whose figures can be downloaded."""

    id: str
    contract: Contract


@dataclass(frozen=True)
class DataPage(SitePage):
    """The figures behind every table, of each dataset and all in one workbook."""

    template: ClassVar[str] = "pages/data.md.jinja"
    datasets: Sequence[DatasetRow]
    workbook: str


def plan_reference_pages(edition_view: EditionView) -> Iterator[Output]:
    """Yield the four pages."""
    banner = edition_view.render_banner(edition_view.describe_missing())
    edition = edition_view.edition
    pages: dict[str, Page] = {
        "findings.md": _build_findings_page(edition_view),
        "rules.md": RulesPage(edition, banner, edition_view.rules),
        "glossary.md": GlossaryPage(edition, banner, _sort_terms(edition_view)),
        "data.md": DataPage(
            edition, banner, _list_datasets(edition_view), locate_workbook(edition)
        ),
    }
    for path, page in pages.items():
        yield plan_quick_page(edition_view, path, page)


def _build_findings_page(edition_view: EditionView) -> FindingsPage:
    findings = edition_view.findings
    error_count = sum(finding.is_error for finding in findings)
    return FindingsPage(
        edition=edition_view.edition,
        banner=edition_view.render_banner(edition_view.describe_missing()),
        findings=findings,
        error_count=error_count,
        warning_count=len(findings) - error_count,
    )


def _sort_terms(edition_view: EditionView) -> list[Term]:
    return sorted(edition_view.edition.instance.glossary, key=lambda term: term.acronym.casefold())


def _list_datasets(edition_view: EditionView) -> list[DatasetRow]:
    datasets = edition_view.edition.instance.datasets
    return [
        DatasetRow(dataset_id, datasets[dataset_id].contract)
        for dataset_id in edition_view.edition.series
        if dataset_id in datasets
    ]
