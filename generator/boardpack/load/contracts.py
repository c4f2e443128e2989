"""What can be wrong with a dataset's contract although every key is well formed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from boardpack.findings import Finding, Rule, Severity, suggest_word
from boardpack.load.approvals import find_approval_fault
from boardpack.load.columns import list_column_names, list_fields
from boardpack.load.directorate import ID, check_ids
from boardpack.load.refused import drop_refused
from boardpack.load.spans import find_span_faults
from boardpack.load.strict_csv import compile_pattern
from boardpack.load.strict_yaml import Loc, YamlDocument
from boardpack.model.dataset import (
    Better,
    Contract,
    Field,
    FieldType,
    Kind,
    Measure,
    RatedAgainst,
    Thresholds,
)
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.past_rows import iterate_distinct
from boardpack.model.period import MONTHS_A_YEAR
from boardpack.model.rows import DataFile

BAD_CONTRACT = Rule(
    "D105", "Dataset contracts do not contradict themselves", "Correct the dataset's dataset.yml."
)
UNMATCHED_REBASE = Rule(
    "D108",
    "Limits restart at a period that has a figure",
    "Correct the period, or take the entry out: the limits do not restart there.",
    Severity.WARNING,
)

MOST_DECIMALS = 6
SHORTEST_FIX = 12
_NUMBERS = (FieldType.INTEGER, FieldType.NUMBER)
_PROGRESS_TYPES: Mapping[str, tuple[FieldType, ...]] = MappingProxyType(
    {
        "title": tuple(FieldType),
        "group": tuple(FieldType),
        "planned": _NUMBERS,
        "actual": _NUMBERS,
        "one_off": (FieldType.BOOLEAN,),
    }
)
MAX_HISTORY = 600
STEPS_OF_SCALE = 5
MOST_FIELDS = 50
FEWEST_PEOPLE = 2
"""No count lies between 0 and 1 to be suppressed, and none is changed by rounding to 1."""
_SMALL_NUMBERS = ("suppress_below", "round_to", "publish_small_numbers", "counts_of_people")
ContractFault = tuple[str, Loc]


def settle_contract(
    dataset_id: str, contract: Contract, document: YamlDocument
) -> tuple[Contract, list[Finding]]:
    """Return a contract without what contradicts itself, and a finding for each contradiction."""
    faults = list(_find_faults(contract))
    findings = list(check_ids([measure.id for measure in contract.measures], document, "measures"))
    if not ID.fullmatch(dataset_id):
        faults.append((f"the folder '{dataset_id}' is not a short name such as 'list-size'", ()))
    findings += [
        BAD_CONTRACT.make_finding(document.find_place(loc), words, who=contract.owner)
        for words, loc in faults
    ]
    return drop_refused(contract, (loc for _, loc in faults)), findings


def find_unmatched_rebases(
    contract: Contract, document: YamlDocument, files: Iterable[DataFile]
) -> Iterator[Finding]:
    """Yield each rebase of a contract, as it is written, at a period that no figure is of."""
    periods_by_measure: dict[str, set[str]] = {}
    if any(measure.rebase for measure in contract.measures):
        for figure in iterate_distinct(files):
            periods_by_measure.setdefault(figure.measure, set()).add(figure.period)
    for index, measure in enumerate(contract.measures):
        periods = periods_by_measure.get(measure.id, set())
        for number, rebase in enumerate(measure.rebase):
            # What is no period is said already, and so is a measure without figures.
            is_said = not periods or not contract.is_period(rebase.date)
            if is_said or rebase.date in periods:
                continue
            place = document.find_place(("measures", index, "rebase", number, "date"))
            words = _describe_unmatched_rebase(rebase.date, min(periods), max(periods))
            yield UNMATCHED_REBASE.make_finding(
                place, f"'{measure.id}' {words}", who=contract.owner
            )


def _describe_unmatched_rebase(period: str, first: str, last: str) -> str:
    if period < first:
        return f"is rebased at {period}, before its first figure, of {first}"
    if period > last:
        return f"is rebased at {period}, after its last figure, of {last}"
    return f"is rebased at {period}, of which there is no figure"


def _find_faults(contract: Contract) -> Iterator[ContractFault]:
    if contract.kind is Kind.MEASURES and not contract.measures:
        yield "a dataset of measures lists none", ("kind",)
    if contract.kind is Kind.TABLE and not contract.fields:
        yield "a table lists no fields", ("kind",)
    if len(contract.fields) > MOST_FIELDS:
        words = f"{len(contract.fields)} columns fit on no page; a table has {MOST_FIELDS} at most"
        yield words, ("fields",)
    if contract.kind is Kind.RISKS and not contract.bands:
        yield "a risk register gives no bands of scores", ("kind",)
    yield from _find_scale_faults(contract)
    if not 1 <= contract.history <= MAX_HISTORY:
        yield f"history must be between 1 and {MAX_HISTORY} periods", ("history",)
    if not 1 <= contract.within <= MAX_HISTORY:
        yield f"within must be between 1 and {MAX_HISTORY} periods", ("within",)
    if not 1 <= contract.year_ends <= MONTHS_A_YEAR:
        yield f"year_ends must be a month from 1 to {MONTHS_A_YEAR}", ("year_ends",)
    if contract.material and (contract.material.absolute < 0 or contract.material.percent < 0):
        yield "what is material must be 0 or more", ("material",)
    yield from ((f"the dataset {words}", loc) for words, loc in find_span_faults(contract))
    if fault := find_approval_fault(contract.thresholds_approval):
        yield fault, ("thresholds_approval",)
    yield from _find_progress_faults(contract)
    for period in contract.unchanged:
        if not contract.is_period(period):
            yield f"'{period}' is not a {contract.cadence} period", ("unchanged", period)
    yield from _find_suppression_faults(contract)
    if contract.rounding <= 0:
        yield "rounding must be more than 0", ("rounding",)
    for index, measure in enumerate(contract.measures):
        for words, loc in _find_measure_faults(measure, contract):
            yield f"'{measure.id}' {words}", ("measures", index, *loc)
    yield from _find_field_faults(contract.fields)
    yield from _find_unknown_columns(contract)
    yield from _find_band_faults(contract)


def _find_scale_faults(contract: Contract) -> Iterator[ContractFault]:
    for period in contract.versions:
        if not contract.is_period(period):
            yield f"'{period}' is not a {contract.cadence} period", ("versions", period)
    if contract.versions and contract.kind is not Kind.RISKS:
        yield "only a risk register has versions", ("versions",)
    for name in ("likelihoods", "consequences"):
        count = len(getattr(contract, name))
        if count not in (0, STEPS_OF_SCALE):
            yield f"{name} has {count} steps, of {STEPS_OF_SCALE}", (name,)
        if count and contract.kind is not Kind.RISKS:
            yield f"only a risk register has {name}", (name,)


def _find_progress_faults(contract: Contract) -> Iterator[ContractFault]:
    if contract.progress is None:
        return
    if contract.kind not in (Kind.TABLE, Kind.PLANS):
        yield "only a table and plans have progress", ("progress",)
    types_by_column = {field.name: field.type for field in list_fields(contract)}
    for key, allowed_types in _PROGRESS_TYPES.items():
        name = getattr(contract.progress, key)
        if name and types_by_column.get(name) not in allowed_types:
            problem = (
                "no such column"
                if name not in types_by_column
                else f"a column of type {types_by_column[name]}"
            )
            yield f"progress names '{name}' as {key}, which is {problem}", ("progress", key)


def _find_suppression_faults(contract: Contract) -> Iterator[ContractFault]:
    """Yield what is wrong with what a contract says of small counts of people."""
    written = [name for name in _SMALL_NUMBERS if getattr(contract, name) not in (None, "", ())]
    if contract.kind not in (Kind.MEASURES, Kind.TABLE):
        words = "money and scores are no counts of people: only measures and tables have"
        yield from ((f"{words} {name}", (name,)) for name in written)
        return
    for name in ("suppress_below", "round_to"):
        number = getattr(contract, name)
        if number is not None and number < FEWEST_PEOPLE:
            words = f"{name} must be {FEWEST_PEOPLE} or more; to show every count, write"
            yield f"{words} publish_small_numbers and why", (name,)
        elif number is not None and contract.publish_small_numbers:
            words = f"says both {name} and why small numbers are published; {name} holds"
            yield words, ("publish_small_numbers",)
    types = {field.name: field.type for field in contract.fields}
    names = {*types, *(measure.id for measure in contract.measures)}
    for index, name in enumerate(contract.counts_of_people):
        loc = ("counts_of_people", index)
        words = f"counts_of_people names '{name}', which is"
        if name not in names:
            yield f"{words} no measure or column{suggest_word(name, names)}", loc
        elif contract.kind is Kind.TABLE and types.get(name) is not FieldType.INTEGER:
            words = f"{words} of type {types.get(name)}: a count of people is of type integer"
            yield words, loc
    yield from _find_sum_faults(contract.measures)


def _find_sum_faults(measures: Sequence[Measure]) -> Iterator[ContractFault]:
    ids = [measure.id for measure in measures]
    for number, measure in enumerate(measures):
        for index, part in enumerate(measure.sum_of):
            loc = ("measures", number, "sum_of", index)
            if part == measure.id:
                yield f"'{measure.id}' cannot be a part of itself", loc
            elif part not in ids:
                hint = suggest_word(part, ids)
                yield f"'{measure.id}' is the sum of '{part}', which is no measure{hint}", loc


def _find_measure_faults(measure: Measure, contract: Contract) -> Iterator[ContractFault]:
    yield from find_span_faults(measure)
    thresholds = measure.thresholds
    if thresholds and measure.better is Better.NEUTRAL:
        yield "has thresholds but no better side", ("thresholds",)
    elif thresholds and _is_wrong_way_round(thresholds, measure.better):
        words = "would be red before amber: its thresholds are the wrong way round"
        yield words, ("thresholds",)
    if not 0 <= measure.decimals <= MOST_DECIMALS:
        yield f"must have 0 to {MOST_DECIMALS} decimals", ("decimals",)
    lowest, highest = measure.minimum, measure.maximum
    if lowest is not None and highest is not None and lowest > highest:
        yield "has a minimum above its maximum", ("maximum",)
    if measure.fix_after is not None and measure.fix_after < SHORTEST_FIX:
        words = f"must work its limits out from {SHORTEST_FIX} points or more"
        yield words, ("fix_after",)
    for index, rebase in enumerate(measure.rebase):
        if not contract.is_period(rebase.date):
            words = f"is rebased at '{rebase.date}', which is not a {contract.cadence} period"
            yield words, ("rebase", index)
    yield from _find_level_faults(measure)
    yield from _find_later_target_faults(measure, contract)
    for period in measure.trajectory:
        if not contract.is_period(period):
            words = f"has a trajectory for '{period}', which is not a {contract.cadence} period"
            yield words, ("trajectory", period)


def _find_level_faults(measure: Measure) -> Iterator[ContractFault]:
    """Yield what is wrong with thresholds of services and with the levels of targets."""
    for level, thresholds in measure.thresholds_by_service.items():
        if measure.better is Better.NEUTRAL:
            words = f"has thresholds for '{level}' but no better side"
            yield words, ("thresholds_by_service", level)
        elif _is_wrong_way_round(thresholds, measure.better):
            words = f"would be red before amber for '{level}': thresholds are the wrong way round"
            yield words, ("thresholds_by_service", level)
    services = set(measure.thresholds_by_service) - {WHOLE_DIRECTORATE}
    if services and measure.rated_against is RatedAgainst.AGGREGATE:
        words = "has thresholds for services, but is rated against the aggregate plan"
        yield words, ("thresholds_by_service",)
    for level in measure.targets:
        if level.count("/") > 1:
            words = f"has a target for '{level}'; levels are directorate, service or service/team"
            yield words, ("targets", level)


def _find_later_target_faults(measure: Measure, contract: Contract) -> Iterator[ContractFault]:
    starts = [(later.level, later.from_) for later in measure.later_targets]
    for index, (level, start) in enumerate(starts):
        loc = ("later_targets", index)
        if not contract.is_period(start):
            yield f"has a target from '{start}', which is not a {contract.cadence} period", loc
        if level.count("/") > 1:
            words = f"has a target for '{level}'; levels are directorate, service or service/team"
            yield words, loc
        if (level, start) in starts[:index]:
            yield f"has two targets for '{level}' from {start}", loc


def _is_wrong_way_round(thresholds: Thresholds, better: Better) -> bool:
    if better is Better.HIGHER:
        # Breaching the board's is amber, the leadership team's red: that must lie further out.
        return thresholds.slt > thresholds.board
    return thresholds.slt < thresholds.board


def _find_field_faults(fields: tuple[Field, ...]) -> Iterator[ContractFault]:
    names = [field.name for field in fields]
    for index, field in enumerate(fields):
        if field.name in names[:index]:
            yield f"'{field.name}' is described twice", ("fields", index)
        if not field.name or field.name != field.name.strip():
            yield f"'{field.name}' cannot be the name of a column", ("fields", index)
        if compile_pattern(field.constraints.pattern) is None:
            words = f"the pattern of '{field.name}' is not a regular expression"
            yield words, ("fields", index, "constraints", "pattern")


def _find_unknown_columns(contract: Contract) -> Iterator[ContractFault]:
    """Yield the fields that describe no column of the kind, and so would narrow nothing."""
    columns = list_column_names(contract)
    for index, field in enumerate(contract.fields):
        if field.name not in columns:
            hint = suggest_word(field.name, columns)
            words = f"'{field.name}' is no column of a dataset of kind {contract.kind}{hint}"
            yield words, ("fields", index)


def _find_band_faults(contract: Contract) -> Iterator[ContractFault]:
    for index, band in enumerate(contract.bands):
        if band.minimum > band.maximum:
            yield f"'{band.title}' has a minimum above its maximum", ("bands", index)
    for index, (lower, upper) in enumerate(pairwise(contract.bands), 1):
        if upper.minimum <= lower.maximum:
            yield f"'{upper.title}' must begin above '{lower.title}'", ("bands", index)
