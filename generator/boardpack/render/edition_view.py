"""Everything that pages and documents of one edition have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Generic, Protocol, TypeVar

from jinja2 import Environment
from markupsafe import Markup

from boardpack.analysis.asks import Ask, list_asks
from boardpack.analysis.changes import MeasureChange, list_changes
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.entry_changes import analyse_edition_before, has_edition_before
from boardpack.analysis.escalation import Escalation, find_escalations
from boardpack.analysis.measures import Measured
from boardpack.analysis.risk_links import RiskLinks, find_risk_links
from boardpack.analysis.volumes import Volume, split_into_volumes
from boardpack.cycle.runs import LastRun
from boardpack.findings import Finding, Rule
from boardpack.model.dataset import Contract
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.meeting import Committee
from boardpack.model.period import Period
from boardpack.model.publication import Certificate
from boardpack.render.entry_view import EntryView, build_entry_views
from boardpack.render.meetings import (
    ActionTable,
    build_action_tables,
    select_shown_committees,
)
from boardpack.render.missing import MissingItem, list_missing_items
from boardpack.render.page import render_page


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where some figures come from, and of when they are."""

    contract: Contract
    period: Period

    @property
    def is_illustrative(self) -> bool:
        """Whether the figures are made up to show how a page looks."""
        return self.contract.illustrative


@dataclass(frozen=True, slots=True)
class DraftBanner:
    """What a page says first of a draft: what is missing; None when it is no draft."""

    template: ClassVar[str] = "pages/banner.html.jinja"
    missing: tuple[str, ...] | None


class _OfEntry(Protocol):
    """Whatever stands in an entry."""

    @property
    def entry(self) -> Entry: ...


T = TypeVar("T", bound=_OfEntry)


class ByService(Generic[T]):
    """Things of an edition in their order: all, or those of one service.

    They are gathered once, because each document of a service asks.
    """

    def __init__(self, items: Iterable[T]) -> None:
        self._all = tuple(items)
        self._by_service: dict[str, list[T]] = {}
        for item in self._all:
            self._by_service.setdefault(item.entry.service, []).append(item)

    def select(self, service: str = "") -> Sequence[T]:
        """Return what a service has, or all."""
        return self._by_service.get(service, ()) if service else self._all


@dataclass(frozen=True)
class EditionView:
    """An edition ready to be shown. `engine` is the digest of all that turns it into HTML.

    It is a draft while it is not complete, for review until it has a certificate, and a
    publication with one. `last_runs` say when those who make it were last told what they owe.
    `has_editor` says that the editor of the form in the browser is there.
    """

    edition: Edition
    findings: Sequence[Finding]
    rules: Sequence[Rule]
    env: Environment
    engine: str
    is_draft: bool
    certificate: Certificate | None = None
    last_runs: Sequence[LastRun] = ()
    has_editor: bool = False

    @property
    def is_for_review(self) -> bool:
        """Whether it is complete, and nobody has published it yet."""
        return not self.is_draft and self.certificate is None

    @cached_property
    def entry_views(self) -> tuple[EntryView, ...]:
        """The fragment of each entry, in the order of the edition."""
        meanings = {term.acronym: term.meaning for term in self.edition.instance.glossary}
        return build_entry_views(self.edition, self.env, meanings, self.engine)

    @cached_property
    def views_by_service(self) -> Mapping[str, tuple[EntryView, ...]]:
        """The fragments of each service, the directorate's own last."""
        views: dict[str, list[EntryView]] = {}
        for entry_view in self.entry_views:
            views.setdefault(entry_view.entry.service, []).append(entry_view)
        return {service: tuple(entry_views) for service, entry_views in views.items()}

    @cached_property
    def present_services(self) -> tuple[str, ...]:
        """Ids of the services that are there in its period, in their order."""
        return self.edition.present_services

    @cached_property
    def volumes(self) -> Mapping[str, Volume]:
        """The volumes of its services, by their document, where one document cannot hold all."""
        return split_into_volumes(self.edition)

    @cached_property
    def _service_titles(self) -> Mapping[str, str]:
        return {service.id: service.title for service in self.edition.instance.directorate.services}

    @cached_property
    def escalations(self) -> ByService[Escalation]:
        """What the edition's figures escalate, worst first."""
        return ByService(find_escalations(self.edition))

    @cached_property
    def asks(self) -> ByService[Ask]:
        """What readers are asked."""
        return ByService(list_asks(self.edition))

    @cached_property
    def changes(self) -> ByService[MeasureChange]:
        """What is not as it was in the edition before."""
        return ByService(list_changes(self.edition))

    @cached_property
    def has_edition_before(self) -> bool:
        """Whether its site holds the facts of the edition before; a publication only its own."""
        is_unpublished = self.certificate is None
        return (
            is_unpublished and not self.edition.pack.committee and has_edition_before(self.edition)
        )

    @property
    def is_compared(self) -> bool:
        """Whether readers may compare it: a publication may have others beside it."""
        return self.certificate is not None or self.has_edition_before

    @cached_property
    def edition_before(self) -> Edition:
        """The edition of the period before, as its files are now."""
        return analyse_edition_before(self.edition)

    @cached_property
    def shown_committees(self) -> tuple[Committee, ...]:
        """The committees of the edition, with the minutes that readers may see."""
        return select_shown_committees(self.edition, self.is_draft)

    @cached_property
    def action_tables(self) -> Mapping[str, tuple[ActionTable, ...]]:
        """What is open on the lists of meetings, by service; all under an empty id."""
        return build_action_tables(self.edition, self.shown_committees)

    @cached_property
    def risk_links(self) -> Mapping[str, RiskLinks]:
        """By reference, what in the edition belongs to each risk that it shows."""
        return find_risk_links(self.edition)

    @cached_property
    def missing_items(self) -> tuple[MissingItem, ...]:
        """What a draft lacks; nothing when the edition is complete."""
        return list_missing_items(self.edition, self.findings) if self.is_draft else ()

    def describe_missing(
        self, services: tuple[str, ...] = (), section: str = ""
    ) -> tuple[str, ...] | None:
        """Return what is missing of services or a section (or of all); None when not a draft."""
        if not self.is_draft:
            return None
        return tuple(
            item.words
            for item in self.missing_items
            if (not services or item.service in services) and section in ("", item.section)
        )

    def render_banner(self, lacking: tuple[str, ...] | None) -> Markup:
        """Return the draft banner of a page; nothing when the edition is complete."""
        return Markup(render_page(self.env, DraftBanner(lacking)))

    def name_service(self, service: str) -> str:
        """Return a service's title; the directorate's sections are called so."""
        if service == WHOLE_DIRECTORATE:
            return "Papers" if self.edition.pack.committee else "Whole directorate"
        return self._service_titles.get(service, self.edition.instance.directorate.title)

    def list_sources(self, series: Iterable[Measured]) -> tuple[DataSource, ...]:
        """Return each dataset and period that some figures are of, once."""
        dataset_periods = dict.fromkeys(
            (measured.dataset_id, measured.periods[-1]) for measured in series
        )
        datasets = self.edition.instance.datasets
        return tuple(
            DataSource(datasets[name].contract, period) for name, period in dataset_periods
        )

    @property
    def organisation(self) -> str:
        """The name on the covers."""
        directorate = self.edition.instance.directorate
        return directorate.organisation or directorate.title
