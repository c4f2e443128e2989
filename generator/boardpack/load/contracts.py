"""What can be wrong with a dataset's contract although every key is well formed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from boardpack.findings import Finding, Rule
from boardpack.load.directorate import ID, check_ids
from boardpack.load.linear_pattern import PatternError, compile_linear
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
from boardpack.model.period import Cadence, is_period

BAD_CONTRACT = Rule(
    "D105", "Dataset contracts do not contradict themselves", "Correct the dataset's dataset.yml."
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
ContractFault = tuple[str, Loc]


def check_contract(
    dataset_id: str, contract: Contract, document: YamlDocument
) -> Iterator[Finding]:
    """Yield a finding for each contradiction in a contract."""
    if not ID.fullmatch(dataset_id):
        words = f"the folder '{dataset_id}' is not a short name such as 'list-size'"
        yield BAD_CONTRACT.make_finding(document.find_place(), words, who=contract.owner)
    yield from check_ids([measure.id for measure in contract.measures], document, "measures")
    for words, loc in _find_faults(contract):
        yield BAD_CONTRACT.make_finding(document.find_place(loc), words, who=contract.owner)


def limit_history(contract: Contract) -> Contract:
    """Return the contract without a history that reaches beyond time; it is a finding already."""
    # Mended here so that no later stage counts back to before the first year there is.
    return contract if 1 <= contract.history <= MAX_HISTORY else replace(contract, history=1)


def _find_faults(contract: Contract) -> Iterator[ContractFault]:
    if contract.kind is Kind.MEASURES and not contract.measures:
        yield "a dataset of measures lists none", ("kind",)
    if contract.kind is Kind.TABLE and not contract.fields:
        yield "a table lists no fields", ("kind",)
    if contract.kind is Kind.RISKS and not contract.bands:
        yield "a risk register gives no bands of scores", ("kind",)
    if not 1 <= contract.history <= MAX_HISTORY:
        yield f"history must be between 1 and {MAX_HISTORY} periods", ("history",)
    if contract.material and (contract.material.absolute < 0 or contract.material.percent < 0):
        yield "what is material must be 0 or more", ("material",)
    yield from _find_progress_faults(contract)
    if contract.rounding <= 0:
        yield "rounding must be more than 0", ("rounding",)
    for index, measure in enumerate(contract.measures):
        for words in _find_measure_faults(measure, contract.cadence):
            yield f"'{measure.id}' {words}", ("measures", index)
    yield from _find_field_faults(contract.fields)
    yield from _find_band_faults(contract)


def _find_progress_faults(contract: Contract) -> Iterator[ContractFault]:
    if contract.progress is None:
        return
    if contract.kind is not Kind.TABLE:
        yield "only a table has progress", ("progress",)
    types_by_column = {field.name: field.type for field in contract.fields}
    for key, allowed_types in _PROGRESS_TYPES.items():
        name = getattr(contract.progress, key)
        if name and types_by_column.get(name) not in allowed_types:
            problem = (
                "no such column"
                if name not in types_by_column
                else f"a column of type {types_by_column[name]}"
            )
            yield f"progress names '{name}' as {key}, which is {problem}", ("progress", key)


def _find_measure_faults(measure: Measure, cadence: Cadence) -> Iterator[str]:
    thresholds = measure.thresholds
    if thresholds and measure.better is Better.NEUTRAL:
        yield "has thresholds but no better side"
    elif thresholds and _is_wrong_way_round(thresholds, measure.better):
        yield "would be red before amber: its thresholds are the wrong way round"
    if not 0 <= measure.decimals <= MOST_DECIMALS:
        yield f"must have 0 to {MOST_DECIMALS} decimals"
    lowest, highest = measure.minimum, measure.maximum
    if lowest is not None and highest is not None and lowest > highest:
        yield "has a minimum above its maximum"
    if measure.fix_after is not None and measure.fix_after < SHORTEST_FIX:
        yield f"must work its limits out from {SHORTEST_FIX} points or more"
    for rebase in measure.rebase:
        if not is_period(rebase.date, cadence):
            yield f"is rebased at '{rebase.date}', which is not a {cadence} period"
    yield from _find_level_faults(measure)
    for period in measure.trajectory:
        if not is_period(period, cadence):
            yield f"has a trajectory for '{period}', which is not a {cadence} period"


def _find_level_faults(measure: Measure) -> Iterator[str]:
    """Yield what is wrong with thresholds of services and with the levels of targets."""
    for level, thresholds in measure.thresholds_by_service.items():
        if measure.better is Better.NEUTRAL:
            yield f"has thresholds for '{level}' but no better side"
        elif _is_wrong_way_round(thresholds, measure.better):
            yield f"would be red before amber for '{level}': thresholds are the wrong way round"
    services = set(measure.thresholds_by_service) - {WHOLE_DIRECTORATE}
    if services and measure.rated_against is RatedAgainst.AGGREGATE:
        yield "has thresholds for services, but is rated against the aggregate plan"
    for level in measure.targets:
        if level.count("/") > 1:
            yield f"has a target for '{level}'; levels are directorate, service or service/team"


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
        try:
            compile_linear(field.constraints.pattern)
        except PatternError as error:
            words = f"the pattern of '{field.name}' {error}"
            yield words, ("fields", index, "constraints", "pattern")


def _find_band_faults(contract: Contract) -> Iterator[ContractFault]:
    for index, band in enumerate(contract.bands):
        if band.minimum > band.maximum:
            yield f"'{band.title}' has a minimum above its maximum", ("bands", index)
    for index, (lower, upper) in enumerate(pairwise(contract.bands), 1):
        if upper.minimum <= lower.maximum:
            yield f"'{upper.title}' must begin above '{lower.title}'", ("bands", index)
