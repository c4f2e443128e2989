"""Dataset contracts: `data/datasets/<dataset>/dataset.yml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Literal

from boardpack.model.area import Area
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.intake import Intake
from boardpack.model.period import MARCH, Cadence, Period, find_latest, parse_period
from boardpack.model.risk_scale import Band, Basis, RegisterVersion, ScaleStep, TrendFrom
from boardpack.model.span import Span, build_span
from boardpack.model.words import Reason

FigureCadence = Literal[Cadence.MONTHLY, Cadence.WEEKLY, Cadence.QUARTERLY, Cadence.YEARLY]
"""How often figures appear: no dataset is of meetings."""


class Gap(Enum):
    """Why there is no value to show; it is never zero. Only the first two stand in cells."""

    MISSING = "missing"
    SUPPRESSED = "suppressed"
    INCOMPARABLE = "not comparable"


Value = Decimal | Gap
Cell = str | int | Decimal | date | bool | Gap


class Kind(StrEnum):
    """How the rows of a dataset are read, judged and drawn."""

    MEASURES = "measures"
    FINANCE = "finance"
    RISKS = "risks"
    ASSURANCE = "assurance"
    PLANS = "plans"
    TABLE = "table"

    @property
    def lasts(self) -> bool:
        """Whether a file stands until a newer one comes: not every period needs one of its own."""
        match self:
            case Kind.MEASURES | Kind.FINANCE:
                return False
            case Kind.RISKS | Kind.ASSURANCE | Kind.PLANS | Kind.TABLE:
                return True


class Arrival(StrEnum):
    """Whether figures are of an edition's own period, or the latest that there are."""

    EACH_PERIOD = "each-period"
    LATEST = "latest"


class FieldType(StrEnum):
    """Column types, as in Frictionless Table Schema."""

    STRING = "string"
    NUMBER = "number"
    INTEGER = "integer"
    DATE = "date"
    BOOLEAN = "boolean"


class Better(StrEnum):
    """Which side of a measure is good."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


class Unit(StrEnum):
    """What a measure counts."""

    COUNT = "count"
    PERCENT = "percent"
    GBP = "gbp"
    DAYS = "days"
    RATE = "rate"


class Aggregate(StrEnum):
    """How the values of services become the directorate's, where no numerators are given."""

    SUM = "sum"
    MEAN = "mean"
    NONE = "none"


class RatedAgainst(StrEnum):
    """Whose thresholds a service is rated against: the aggregate plan's, or its own."""

    AGGREGATE = "aggregate"
    OWN = "own"


class Level(StrEnum):
    """What a printed total of a finance dataset adds up."""

    GROUP = "group"
    SUB_TOTAL = "sub-total"
    GRAND_TOTAL = "grand-total"


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a value must satisfy, as in Frictionless Table Schema."""

    required: bool = False
    """A blank cell is a finding."""
    minimum: Decimal | None = None
    """Smallest value allowed."""
    maximum: Decimal | None = None
    """Largest value allowed."""
    pattern: str = ""
    """Regular expression that the whole text must match."""
    enum: tuple[str, ...] = ()
    """The only texts allowed."""
    maxLength: int | None = None  # noqa: N815  (the name in Table Schema)
    """Longest text allowed, in characters."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column, as in Frictionless Table Schema."""

    name: str
    """Column name as in the CSV's first row."""
    type: FieldType = FieldType.STRING
    """What the column holds."""
    title: str = ""
    """Heading shown above the column."""
    description: str = ""
    """What the column means."""
    constraints: Constraints = Constraints()
    """What a value must satisfy."""
    bareNumber: bool = True  # noqa: N815  (the name in Table Schema)
    """`false` accepts a leading £ or a trailing % and drops it."""
    groupChar: str = ""  # noqa: N815  (the name in Table Schema)
    """Character between groups of three digits that is accepted and dropped, such as a comma."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Breaching the board's is amber, breaching the leadership team's is red."""

    board: Decimal
    """Beyond this the measure is amber."""
    slt: Decimal
    """Beyond this the measure is red."""


@dataclass(frozen=True, slots=True)
class Approval:
    """Which board approved thresholds, and until when they hold; without one they are drafts."""

    approved_by: str
    """The board, in words."""
    approved_on: date
    """Day of its decision."""
    review_on: date
    """Day by which it looks at them again."""


@dataclass(frozen=True, slots=True)
class Rebase:
    """From this period on the process is another one: nothing is compared across it."""

    date: str
    """First period of the new process, such as 2018-07."""
    reason: Reason
    """Why; it is shown on the chart."""


@dataclass(frozen=True, slots=True)
class LaterTarget:
    """A target that comes into force: nothing is judged by it before."""

    from_: str
    """First period in which it holds, such as 2019-04."""
    target: Decimal
    """Value to be reached from then on."""
    level: str = WHOLE_DIRECTORATE
    """Whose it is: `directorate`, a service's id, or `service/team`."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator of a dataset."""

    id: str
    """Short name used in the CSV: lower case, digits and hyphens."""
    title: str
    """Name as readers know it."""
    unit: Unit = Unit.COUNT
    """What is counted."""
    decimals: int = 0
    """Digits shown after the point; halves are rounded away from zero."""
    better: Better = Better.NEUTRAL
    """Which side is good."""
    target: Decimal | None = None
    """Value to be reached."""
    thresholds: Thresholds | None = None
    """Where amber and red begin."""
    benchmark: Decimal | None = None
    """Value of comparable organisations."""
    benchmark_title: str = ""
    """Whose value the benchmark is."""
    minimum: Decimal | None = None
    """Smallest value that can be right."""
    maximum: Decimal | None = None
    """Largest value that can be right."""
    services: tuple[str, ...] = ()
    """Services that report it; all of them when empty."""
    chart: bool = True
    """Whether a line chart is drawn."""
    description: str = ""
    """How it is counted."""
    rebase: tuple[Rebase, ...] = ()
    """Where limits are worked out anew."""
    fix_after: int | None = None
    """How many first points the limits are worked out from."""
    screen_outliers: bool = True
    """Whether extreme moving ranges are left out of the limits."""
    cumulative: bool = False
    """`true` for a figure that adds up through a year or season: no XmR chart, no forecast."""
    targets: Mapping[str, Decimal] = field(default_factory=dict)
    """Targets by level: `directorate`, a service's id, or `service/team`."""
    later_targets: tuple[LaterTarget, ...] = ()
    """Targets that come into force, each in place of the one before at its level."""
    trajectory: Mapping[str, Decimal] = field(default_factory=dict)
    """Planned value by period, such as `2019-03: 85`: the path to the target."""
    thresholds_by_service: Mapping[str, Thresholds] = field(default_factory=dict)
    """Thresholds of a service's own, by its id; `directorate` rates the figure for all."""
    rated_against: RatedAgainst = RatedAgainst.AGGREGATE
    """`aggregate`: all are rated by `thresholds`; `own`: each by its own, where it has them."""
    aggregate: Aggregate = Aggregate.NONE
    """How the directorate's value follows from its services': `sum`, `mean` or `none`."""
    sum_of: tuple[str, ...] = ()
    """Measures of the dataset that it is the sum of: it is suppressed with any of them."""
    area: Area | None = None
    """Area in which it is benchmarked; the dataset's own where it is left out."""
    from_: str = ""
    """When it is first collected: a month, week or day. No figure is owed before."""
    until: str = ""
    """When it is last collected: a month, week or day. No figure is owed after."""
    because: Reason = ""
    """Why it is no longer collected, in a sentence that readers see."""

    @property
    def span(self) -> Span:
        """From when until when it is there."""
        return build_span(self.from_, self.until)

    def find_target(self, level: str, period_id: str = "") -> Decimal | None:
        """Return the target of `directorate`, a service or `service/team`: its own or the next.

        It is the one in force in a period; without one, that of before any later target.
        """
        own_target = self.find_own_target(level, period_id)
        if own_target is not None or level == WHOLE_DIRECTORATE:
            return own_target
        return self.find_target(_find_level_above(level), period_id)

    def list_targets(self, level: str, period_ids: Sequence[str]) -> list[Decimal | None]:
        """Return the target of a level in each of some periods."""
        if not self.later_targets:
            return [self.find_target(level)] * len(period_ids)
        return [self.find_target(level, period_id) for period_id in period_ids]

    def find_own_target(self, level: str, period_id: str = "") -> Decimal | None:
        """Return the target that a level has itself in a period."""
        begun = [later for later in self._list_later(level) if later.from_ <= period_id]
        if begun:
            return begun[-1].target
        return self.targets.get(level, self.target if level == WHOLE_DIRECTORATE else None)

    def find_coming_target(self, level: str, period_id: str) -> LaterTarget | None:
        """Return the next target that will hold for a level after a period, if there is one."""
        for later in self._list_later(level):
            if later.from_ > period_id:
                return later
        # What has a target of its own keeps it whatever comes into force above.
        if level == WHOLE_DIRECTORATE or self.find_own_target(level, period_id) is not None:
            return None
        return self.find_coming_target(_find_level_above(level), period_id)

    def _list_later(self, level: str) -> list[LaterTarget]:
        """Return the later targets of a level in the order in which they come into force."""
        if not self.later_targets:
            return []
        # Ids of one cadence sort as text in the order of time.
        own = [later for later in self.later_targets if later.level == level]
        return sorted(own, key=lambda later: later.from_) if own else own


def _find_level_above(level: str) -> str:
    return level.rpartition("/")[0] or WHOLE_DIRECTORATE


@dataclass(frozen=True, slots=True)
class Progress:
    """Which columns of a table or plans say what was planned or received, and what came of it."""

    title: str
    """Column that names the row, such as the scheme or the year."""
    planned: str
    """Column of the amount planned or received."""
    actual: str
    """Column of the amount delivered or spent so far."""
    group: str = ""
    """Column by which rows are gathered, such as the programme."""
    one_off: str = ""
    """Column that is true where the money is one-off."""
    through_year: bool = False
    """`true` when the plan falls due evenly from April to March."""


@dataclass(frozen=True, slots=True)
class Material:
    """A variance that reaches both figures, over or under, must be explained."""

    absolute: Decimal = Decimal(0)
    """Smallest variance, in the dataset's unit."""
    percent: Decimal = Decimal(0)
    """Smallest variance as a percentage of the budget."""


@dataclass(frozen=True, slots=True)
class Contract:
    """What a dataset promises: `dataset.yml`."""

    title: str
    """Name of the dataset."""
    kind: Kind
    """How its rows are read, judged and drawn."""
    source: str
    """Where the figures come from, in words."""
    owner: str
    """Role that answers for the figures."""
    cadence: FigureCadence = Cadence.MONTHLY
    """How often figures appear; quarterly and yearly ones stand in monthly packs."""
    year_ends: int = MARCH
    """For yearly figures: the month, 1 to 12, in which their year ends."""
    arrives: Arrival = Arrival.EACH_PERIOD
    """`latest`: the newest file counts, under its own date, where the period has none."""
    within: int = 3
    """How many periods old the newest file of a dataset that `arrives: latest` may be."""
    licence: str = ""
    """Terms under which the figures may be used."""
    illustrative: bool = False
    """`true` when the figures are made up; the pages say so."""
    description: str = ""
    """What a reader should know of the figures."""
    fields: tuple[Field, ...] = ()
    """Columns of a `table`, or constraints on the columns that the kind gives."""
    measures: tuple[Measure, ...] = ()
    """Indicators of a `measures` dataset."""
    area: Area | None = None
    """Area in which its measures are benchmarked that name none themselves."""
    thresholds_approval: Approval | None = None
    """Which board approved its thresholds; the pack's own approval where it is left out."""
    history: int = 1
    """How many periods back, this one included, every measure must have a row for."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """How many rows the source has for each service: nothing was lost on the way."""
    suppress_below: int | None = None
    """Counts of people under this number, but for 0, are suppressed, with all that tells them."""
    round_to: int | None = None
    """Counts of people are shown to the nearest multiple of this number, such as 5."""
    publish_small_numbers: Reason = ""
    """Why every count may be shown, however small, in place of the two before."""
    counts_of_people: tuple[str, ...] = ()
    """Measures that count people or rest on such counts, or whole columns; all when left out."""
    unit: str = ""
    """Unit of a dataset of finance, plans or a table, such as `GBP thousand`."""
    rounding: Decimal = Decimal(1)
    """What finance figures are rounded to in the source."""
    totals: tuple[Level, ...] = ()
    """Levels of total that the source prints: `group`, `sub-total`, `grand-total`."""
    unchanged: Mapping[str, Reason] = field(default_factory=dict)
    """Period and the reason why its figures are those of the period before."""
    progress: Progress | None = None
    """How a table or plans set delivery against plan, or spending against funding."""
    material: Material | None = None
    """Which variances of a budget must be explained; none when it is left out."""
    bands: tuple[Band, ...] = ()
    """Ratings of risk scores, lowest first."""
    shown_from: int = 0
    """The committee sees risks that score this or more."""
    counts: Basis = Basis.RESIDUAL
    """Which score counts, for every risk: `inherent`, before anything was done, or `residual`."""
    versions: Mapping[str, RegisterVersion] = field(default_factory=dict)
    """By the period of its file, which version of a risk register it is."""
    trend_from: TrendFrom = TrendFrom.REGISTER
    """What trends compare scores with: the `register` before, or the `inherent` scores."""
    likelihoods: tuple[ScaleStep, ...] = ()
    """What the likelihoods of risks are called, from 1 to 5; numbers alone when left out."""
    consequences: tuple[ScaleStep, ...] = ()
    """What the consequences of risks are called, from 1 to 5; numbers alone when left out."""
    services: tuple[str, ...] = ()
    """Services that have such figures; all of them when empty."""
    from_: str = ""
    """When it begins: a month, week or day. No figure is owed before."""
    until: str = ""
    """When it ends: a month, week or day. No figure is owed after."""
    because: Reason = ""
    """Why it has ended, in a sentence that readers see."""
    intake: Intake | None = None
    """How what the source sends becomes its rows; `boardpack take` reads and proposes it."""

    @property
    def span(self) -> Span:
        """From when until when it is there."""
        return build_span(self.from_, self.until)

    def find_period(self, edition_period: Period) -> Period:
        """Return the period whose figures are due for an edition's: the last that has ended."""
        return find_latest(edition_period, self.cadence, self.year_ends)

    def read_period(self, text: str) -> Period:
        """Return the period that a row or key names; ValueError with a sentence for any other."""
        named_period = parse_period(text)
        if named_period.cadence is not self.cadence.of_editions:
            raise ValueError(f"the dataset is {self.cadence}")
        period = self.find_period(named_period)
        if period.id != text:
            later_id = period.step_back(-1).id
            unit = self.cadence.units.removesuffix("s")
            raise ValueError(
                f"a {unit} is called by its last month: write {period.id} or {later_id}"
            )
        return period

    def is_period(self, text: str) -> bool:
        """Return whether a text is the id of one of its periods."""
        try:
            return bool(self.read_period(text))
        except ValueError:
            return False
