"""An edition with all its figures and states: what rules judge and pages show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from boardpack.analysis.blocks.block import Block
from boardpack.analysis.blocks.build import build_block, has_figures_of
from boardpack.analysis.blocks.measures import build_former_series
from boardpack.analysis.current import collect_series
from boardpack.analysis.deadlines import compute_due_day
from boardpack.analysis.dialects import choose_dialect
from boardpack.analysis.due import is_due
from boardpack.analysis.endings import (
    Ending,
    list_closures,
    list_figure_endings,
    list_section_endings,
)
from boardpack.analysis.entry import Entry
from boardpack.analysis.measures import Measured
from boardpack.analysis.named_figures import FigureIndex, fill_submission, names_figures
from boardpack.analysis.rag import find_worst_rating
from boardpack.analysis.small_numbers import protect_dataset
from boardpack.analysis.standing_files import find_file_period, find_shown_period
from boardpack.analysis.states import determine_section_state, is_good_waiver
from boardpack.analysis.variation import Variations
from boardpack.model.agenda import Agenda
from boardpack.model.directorate import WHOLE_DIRECTORATE, Waiver
from boardpack.model.instance import Instance
from boardpack.model.meeting import Committee
from boardpack.model.pack import Pack, Scope, Section
from boardpack.model.period import Period, parse_edition_period
from boardpack.model.series import Series
from boardpack.model.span import Reporter
from boardpack.model.submission import Submission, locate_submission


@dataclass(frozen=True, slots=True)
class Edition:
    """A pack for one period. `entries` are in the order of services, then sections.

    `variations` judges its series, each once however many rules, pages and documents ask;
    `worked_out` has the answers of the functions that are marked with `worked_out_once`.
    """

    instance: Instance
    pack_id: str
    pack: Pack
    period: Period
    entries: tuple[Entry, ...]
    series: Mapping[str, Series]
    by_service: Mapping[str, tuple[Entry, ...]]
    variations: Variations = field(default_factory=Variations, compare=False, repr=False)
    # Not taken over by an edition that is made of this one, of which other things are true.
    worked_out: dict[str, object] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @property
    def title(self) -> str:
        """`Monthly pack, November 2018`."""
        return f"{self.pack.title}, {self.period.title}"

    @property
    def id(self) -> str:
        """`monthly-2018-11`."""
        return f"{self.pack_id}-{self.period.id}"

    @property
    def committees(self) -> tuple[Committee, ...]:
        """The committees that its pack reports to, and the one whose papers it holds, by id."""
        return tuple(
            committee
            for _, committee in sorted(self.instance.committees.items())
            if self.pack_id == committee.terms.pack or self.pack.committee == committee.id
        )

    @property
    def due_day(self) -> date:
        """The day on which the edition is due."""
        return compute_due_day(self.pack, self.period)

    @property
    def agenda(self) -> Agenda | None:
        """The agenda of the meeting whose papers it holds."""
        filed = self.instance.find_agenda(self.pack_id, self.period.id)
        return filed.agenda if filed else None

    def name_submission(self, entry: Entry) -> str:
        """Return the name of the file in which an entry is written."""
        return self.pack.name_submission(entry.service, entry.section.id)

    def locate_submission(self, name: str) -> str:
        """Return where a submission or paper lies, by its name, whether or not it is there."""
        return locate_submission(self.pack_id, self.period.id, name)

    def find_submission(self, name: str) -> Submission | None:
        """Return a submission or paper by its name, if it is there and can be read."""
        return self.instance.submissions.get((self.pack_id, self.period.id, name))

    def is_unread(self, name: str) -> bool:
        """Return whether a submission is there but cannot be read."""
        return self.locate_submission(name) in self.instance.unread

    @property
    def by_submission(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries that are written in each file, by its name: a service's, or one paper."""
        if self.pack.committee:
            return {entry.section.id: (entry,) for entry in self.entries}
        return self.by_service

    def list_written_together(self, entry: Entry) -> tuple[Entry, ...]:
        """Return the entries that stand in one file with an entry, itself among them."""
        return (entry,) if self.pack.committee else self.list_service_entries(entry.service)

    def list_service_entries(self, service: str) -> tuple[Entry, ...]:
        """Return the entries of a service, in the pack's order."""
        return self.by_service.get(service, ())

    def list_section_entries(self, section: str) -> tuple[Entry, ...]:
        """Return the entries of a section, in the order of services."""
        return tuple(entry for entry in self.entries if entry.section.id == section)

    def find_entry(self, service: str, section: str) -> Entry | None:
        """Return one section of one service, if the pack has it."""
        return next(
            (entry for entry in self.list_service_entries(service) if entry.section.id == section),
            None,
        )

    def is_new(self, entry: Entry, block: Block) -> bool:
        """Return whether the edition before could not show the figures of a block's period.

        A quarter's stand for three months, and the latest that there are for as long as they do.
        """
        dataset = self.instance.datasets[block.dataset_id]
        previous = self.period.step_back(entry.section.lag + 1)
        return find_shown_period(dataset, previous) != block.period

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the pack that somebody has this time, in the pack's order."""
        section_ids = {entry.section.id for entry in self.entries}
        return tuple(section for section in self.pack.sections if section.id in section_ids)

    @property
    def present_services(self) -> tuple[str, ...]:
        """Ids of the services that are there in its period, in their order."""
        return tuple(
            reporter.id
            for reporter in self.instance.directorate.reporters
            if reporter.id != WHOLE_DIRECTORATE and reporter.span.covers(self.period)
        )

    @property
    def services(self) -> tuple[str, ...]:
        """Ids of those who have entries, the services first and the directorate last."""
        return tuple(self.by_service)


@dataclass(frozen=True, slots=True)
class _Sources:
    """What the entries of one edition are built from.

    `former` are, by dataset and period of its file, the series of services that have ended.
    """

    instance: Instance
    period: Period
    series: Mapping[str, Series]
    waivers: Mapping[tuple[str, str], Waiver]
    former: Mapping[tuple[str, str], tuple[Measured, ...]]


def analyse_edition(instance: Instance, pack_id: str, period_id: str) -> Edition:
    """Return the edition of a pack for a period; KeyError or ValueError where there is none."""
    pack, period = instance.define_pack(pack_id, period_id), parse_edition_period(period_id)
    names = dict.fromkeys(
        dataset_id for section in pack.sections for dataset_id in section.shown_datasets
    )
    safe_datasets = {
        name: protect_dataset(instance.datasets[name], period.id)
        for name in names
        if name in instance.datasets
    }
    # From here on nothing knows a count that must not be shown.
    instance = replace(instance, datasets={**instance.datasets, **safe_datasets})
    series = {name: collect_series(dataset, period.id) for name, dataset in safe_datasets.items()}
    waivers = _find_good_waivers(instance, pack_id, pack, period)
    former = _build_former_series(instance, pack, period, series)
    sources = _Sources(instance, period, series, waivers, former)
    entries = tuple(_build_entries(sources, pack_id, pack))
    by_service: dict[str, tuple[Entry, ...]] = {
        service: tuple(service_entries)
        # Entries come service by service, which is all that groupby needs.
        for service, service_entries in groupby(entries, lambda entry: entry.service)
    }
    variations = Variations(choose_dialect(instance.directorate))
    return Edition(instance, pack_id, pack, period, entries, series, by_service, variations)


def _build_entries(sources: _Sources, pack_id: str, pack: Pack) -> Iterator[Entry]:
    """Yield the entry of each section that there is for each service that there is.

    The first of each says also which sections have gone.
    """
    reporters = [
        reporter
        for reporter in sources.instance.directorate.reporters
        if reporter.span.covers(sources.period)
    ]
    entries_by_reporter = [
        _fill_words(tuple(_build_service_entries(sources, pack_id, pack, reporter)))
        for reporter in reporters
    ]
    directorate, its_entries = reporters[-1], entries_by_reporter[-1]
    shared_endings = (
        *_list_gone_sections(sources, pack_id, pack, directorate, its_entries),
        *list_closures(sources.instance, sources.period),
    )
    for reporter, entries in zip(reporters, entries_by_reporter, strict=True):
        endings: tuple[Ending, ...] = ()
        if reporter is not directorate:
            shown = (*entries, *its_entries)
            endings = tuple(_list_gone_sections(sources, pack_id, pack, reporter, shown))
        # The directorate's sections say it once for all, where there are any.
        if reporter is directorate or not its_entries:
            endings += shared_endings
        for entry in entries[:1]:
            yield replace(entry, endings=(*entry.endings, *endings))
        yield from entries[1:]


def _build_service_entries(
    sources: _Sources, pack_id: str, pack: Pack, service: Reporter
) -> Iterator[Entry]:
    submissions, period_id = sources.instance.submissions, sources.period.id
    for section in pack.sections:
        if section.span.covers(sources.period) and _is_for(section, service.id):
            names = _list_datasets(sources, section, section.datasets, service)
            # Of a section with figures nothing is left where none of them is the service's.
            if names or not section.datasets:
                name = pack.name_submission(service.id, section.id)
                submission = submissions.get((pack_id, period_id, name))
                yield _build_entry(sources, section, service, submission, names)


def index_figures(entries: Iterable[Entry]) -> FigureIndex:
    """Return the figures that the words of a service's entries may name."""
    return FigureIndex(
        (entry.section.id, block) for entry in entries for block in (*entry.blocks, *entry.beside)
    )


def _fill_words(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Put into the words of a service's entries the figures that they name."""
    submissions = {entry.submission.path: entry.submission for entry in entries if entry.submission}
    naming = [submission for submission in submissions.values() if names_figures(submission)]
    if not naming:
        return entries
    index = index_figures(entries)
    filled = {submission.path: fill_submission(submission, index) for submission in naming}
    return tuple(
        replace(entry, submission=filled.get(entry.submission.path, entry.submission))
        if entry.submission
        else entry
        for entry in entries
    )


def _list_gone_sections(
    sources: _Sources, pack_id: str, pack: Pack, service: Reporter, entries: Sequence[Entry]
) -> Iterator[Ending]:
    """Yield the sections of a service that are not among those that are shown of it."""
    section_ids = {entry.section.id for entry in entries}
    shown = {block.dataset_id for entry in entries for block in entry.blocks}
    # Figures that another section shows are not gone with one that begins later.
    gone = [
        _leave_out_datasets(section, shown) if section.span.first > sources.period.end else section
        for section in pack.sections
        if section.id not in section_ids
    ]
    edition_id = pack_id, sources.period.id
    return list_section_endings(sources.instance, edition_id, gone, sources.series, service)


def _leave_out_datasets(section: Section, names: Collection[str]) -> Section:
    return replace(section, datasets=tuple(name for name in section.datasets if name not in names))


def _is_for(section: Section, service: str) -> bool:
    """Return whether a section is for a service, or for the whole directorate."""
    if service == WHOLE_DIRECTORATE or section.scope is Scope.DIRECTORATE:
        return service == WHOLE_DIRECTORATE and section.scope is Scope.DIRECTORATE
    return not section.services or service in section.services


def _list_datasets(
    sources: _Sources, section: Section, names: Sequence[str], service: Reporter
) -> list[str]:
    """Return the datasets that have figures of a service, and those that nobody knows."""
    data_period = sources.period.step_back(section.lag)
    datasets = sources.instance.datasets
    return [
        name
        for name in names
        if name not in datasets
        or has_figures_of(
            datasets[name].contract, service, find_file_period(datasets[name], data_period)
        )
    ]


def _build_entry(
    sources: _Sources,
    section: Section,
    service: Reporter,
    submission: Submission | None,
    dataset_ids: Sequence[str],
) -> Entry:
    data_period = sources.period.step_back(section.lag)
    beside_ids = _list_datasets(sources, section, section.beside, service)
    blocks, beside = (
        tuple(
            _build_block(sources, name, service, data_period)
            for name in names
            if name in sources.series
        )
        for names in (dataset_ids, beside_ids)
    )
    # A dataset that is not there has no block, and must not count as complete.
    has_data = len(blocks) == len(dataset_ids) and all(block.is_there for block in blocks)
    waiver = sources.waivers.get((service.id, section.id))
    is_section_due = is_due(section, sources.period)
    state = determine_section_state(section, is_section_due, submission, waiver, has_data)
    rating = find_worst_rating(rating for block in blocks for rating in block.ratings)
    endings = tuple(_list_endings(sources, section, service, data_period))
    return Entry(section, service.id, state, submission, waiver, blocks, rating, beside, endings)


def _list_endings(
    sources: _Sources, section: Section, service: Reporter, data_period: Period
) -> Iterator[Ending]:
    """Yield, of the datasets of a section, what its figures no longer have."""
    known = [sources.instance.datasets[name] for name in section.datasets if name in sources.series]
    return list_figure_endings(known, sources.series, service, data_period)


def _build_block(sources: _Sources, name: str, service: Reporter, period: Period) -> Block:
    file_period = find_file_period(sources.instance.datasets[name], period)
    series, former = sources.series[name], sources.former.get((name, file_period.id), ())
    day = sources.period.end
    return build_block(sources.instance, name, series, service, file_period, day, former)


def _build_former_series(
    instance: Instance, pack: Pack, period: Period, series: Mapping[str, Series]
) -> dict[tuple[str, str], tuple[Measured, ...]]:
    """Return the series of services that have ended, once however many sections show them."""
    reporters = instance.directorate.reporters
    ended = [reporter for reporter in reporters if reporter.span.last < period.start]
    shown_files = {
        (name, find_file_period(instance.datasets[name], period.step_back(section.lag)))
        for section in (pack.sections if ended else ())
        for name in section.shown_datasets
        if name in series
    }
    return {
        (name, file_period.id): build_former_series(
            instance.datasets[name], series[name], ended, file_period
        )
        for name, file_period in shown_files
    }


def _find_good_waivers(
    instance: Instance, pack_id: str, pack: Pack, period: Period
) -> dict[tuple[str, str], Waiver]:
    """Return by service and section the waivers that protect; the dates wait until there is one."""
    waivers = [
        waiver
        for waiver in instance.waivers
        if (waiver.pack, waiver.period) == (pack_id, period.id)
    ]
    # Not today: a check knows no clock, and says the same for ever (decision 7).
    day = compute_due_day(pack, period) if waivers else period.end
    return {
        (waiver.service, waiver.section): waiver
        # Of two that are good the first counts: the last that is put in stays.
        for waiver in reversed(waivers)
        if is_good_waiver(waiver, day)
    }
