"""Nothing that prints escapes: each field of the model voids a sign-off, or is listed.

The walk changes each field of an instance's values once and asks what became of the subjects. What
can no longer be worked out at all counts as void: nobody could publish it.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from boardpack.analysis.edition import analyse_edition
from boardpack.analysis.unsigned import UNSIGNED
from boardpack.findings import Place
from boardpack.load.instance import load_instance
from boardpack.model import (
    agenda,
    cover,
    dataset,
    directorate,
    guide,
    instance,
    intake,
    observed,
    original,
    pack,
    risk_scale,
    rows,
    submission,
    web_form,
)
from boardpack.model.instance import Instance
from boardpack.signoff.subject import build_subjects
from support.committees import TERMS, with_committee
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    CANNOCK,
    CLEARANCES,
    DIRECTORATE,
    FEEDBACK,
    FINANCE,
    PACK,
    RISKS,
    SHIFT_ROWS,
    SHIFTS,
    WAIVERS,
    edited,
    with_assurance,
    with_file,
    with_plans,
)
from support.originals import with_original
from support.papers import AGENDA, EDITION, with_papers
from support.reports import with_report

MODULES = (
    agenda,
    cover,
    dataset,
    directorate,
    guide,
    instance,
    intake,
    observed,
    original,
    pack,
    risk_scale,
    rows,
    submission,
    web_form,
)
MOST_VALUES, LISTED_VALUES = 8, 3
"""So many values of each field are changed at most, lest the walk take minutes."""
SEASONAL = """
  - id: flu
    title: Flu
    group: Season
    datasets: [extra-shifts]
    narrative: none
    due: seasonal
    season: {start: 09-01, end: 03-31}
timetable:
"""
MISSED = """
    benchmark: 6
    benchmark_title: England
    rebase: [{date: 2018-10, reason: New system}]
    targets: {directorate: 5, cannock-chase: 4, cannock-chase/nurses: 3}
    thresholds_by_service: {cannock-chase: {board: 5, slt: 7}, directorate: {board: 6, slt: 8}}
    rated_against: own
    trajectory: {2018-11: 4}
    later_targets: [{from: 2019-04, target: 3}]
    aggregate: mean
    services: [cannock-chase, seisdon]
    thresholds: {board: 6, slt: 8}
"""
FRONT = """author: manager-cannock
not_applicable: {feedback: No survey this month}
unchanged: {access: The clinics were closed}
events:
  - {section: access, date: 2018-11-05, words: Reminders by text}
"""
REPORT = """
Issue: Mondays
Action: Train two
Lead: practice-manager
Due: 2019-01-31
"""
APPROVAL = """
thresholds_approval:
  approved_by: Access board
  approved_on: 2018-03-01
  review_on: 2019-03-01
sections:
"""
STEPS = ", ".join(f"{{title: Step {number}, guide: Now and then}}" for number in range(1, 6))
SCALES = f"""shown_from: 12
versions: {{2018-11: {{number: "13", dated: 2018-11-20, author: Board, transferred: [R9]}}}}
likelihoods: [{STEPS}]
consequences: [{STEPS}]"""
WITNESS = "signoff: {provider: github, repository: example/reports}\n"
FORM = "form: {forge: github, repository: a/b, sign_in: https://sign-in.example.org}\n"
WAIVED = "monthly,2018-11,seisdon,finance,The extract is late.,finance-manager,2019-01-31"

INTAKE = (
    "intake:\n  columns: {service: Practice}\n  across: measure\n  names: {CC: cannock-chase}\n"
)
CLEARED = """rule,place,passage,reason,decided_by,decided,until
I104,content/monthly/2018-11/seisdon.md,4f2,For the public,finance-manager,2018-12-03,2019-03-31
"""


LATE = "supplement: {due: 2018-12-06, received: 2018-12-07, reason: The dates came late}"


def rich() -> Instance:
    """Return an instance that has at least one value of every class of the model."""
    tree = edited(with_assurance(with_plans()), PACK, "timetable:\n", SEASONAL.lstrip("\n"))
    tree = edited(tree, PACK, "\nsections:\n", APPROVAL)
    tree = edited(tree, PACK, "datasets: [access]", "datasets: [access]\n    beside: [feedback]")
    tree = edited(tree, ACCESS, "    thresholds: {board: 6, slt: 8}\n", MISSED.lstrip("\n"))
    tree = edited(tree, RISKS, "shown_from: 12", SCALES)
    tree = edited(tree, FINANCE, "rounding: 1", "rounding: 1\nmaterial: {absolute: 5, percent: 5}")
    progress = "unit: shifts\nprogress: {title: day, planned: shifts, actual: shifts}"
    tree = edited(tree, SHIFTS, "unit: shifts", progress)
    tree = edited(tree, SHIFTS, "  seisdon: 1\n", "")
    tree = edited(tree, SHIFT_ROWS, "seisdon,Monday,11", "seisdon,none,")
    tree = edited(tree, FEEDBACK, "kind: measures", "kind: measures\narrives: latest")
    # A file with a quoted cell is read cell by cell, and others line by line.
    tree = edited(tree, ACCESS_ROWS, "2018-11,seisdon,booked", '2018-11,seisdon,"booked"')
    tree = edited(tree, ACCESS, "history: 3\n", "history: 3\nunchanged: {2018-11: It was closed}\n")
    tree = edited(tree, CANNOCK, "author: manager-cannock\n", FRONT)
    tree = with_report(tree, REPORT)
    tree = with_original(with_file(tree, ACCESS, f"{tree[ACCESS].decode()}{INTAKE}"))
    tree = with_file(tree, WAIVERS, f"{tree[WAIVERS].decode()}{WAIVED}\n")
    tree = with_file(tree, CLEARANCES, CLEARED)
    tree = edited(tree, DIRECTORATE, "services:\n", f"{WITNESS}{FORM}services:\n")
    tree = with_file(tree, "content/guide/house.md", "# House rules\n\nWords.\n")
    tree = with_committee(tree)
    tree = edited(tree, TERMS, "{id: finance-manager}", "{id: finance-manager, title: Auditor}")
    # Two, because a mapping is changed by leaving the first out.
    tree = with_file(tree, "data/meetings/second.yml", tree[TERMS])
    tree = with_papers(tree)
    tree = edited(tree, AGENDA, "minutes: 20", f"minutes: 20\n    {LATE}")
    tree = with_file(tree, "data/packs/board/2019-01-31.yml", tree[AGENDA])
    found, findings = load_instance(tree)
    assert found is not None, findings
    return found


def subjects(found: Instance) -> Mapping[tuple[str, str], str]:
    try:
        editions = (analyse_edition(found, *each) for each in (("monthly", "2018-11"), EDITION))
        return {
            place: subject.digest
            for edition in editions
            for place, subject in build_subjects(edition).items()
        }
    except (KeyError, ValueError):
        return {}


def variants(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield a value with each field of the model in it changed once: `Class.field`, new value."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            for inner, new in variants(item):
                yield inner, {**value, key: new}
    elif is_dataclass(value) or hasattr(value, "_fields"):
        kind: Any = type(value)
        if inspect.getmodule(kind) not in MODULES:
            return
        hints = get_type_hints(kind)
        for name in names_of(kind):
            old = getattr(value, name)
            yield f"{kind.__name__}.{name}", changed(value, name, other(old, hints[name]))
            for inner, new in variants(old):
                yield inner, changed(value, name, new)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            for inner, new in variants(item):
                yield inner, (*value[:index], new, *value[index + 1 :])


def names_of(kind: Any) -> tuple[str, ...]:
    return kind._fields if hasattr(kind, "_fields") else tuple(f.name for f in fields(kind))


def changed(value: Any, name: str, new: Any) -> Any:
    return value._replace(**{name: new}) if hasattr(value, "_fields") else _new(value, name, new)


def _new(value: Any, name: str, new: Any) -> Any:
    return replace(value, **{name: new})


def other(value: Any, hint: Any) -> Any:
    """Return another value than one, of the same type."""
    match value:
        case bool():
            return not value
        case Enum():
            return next((one for one in type(value) if one is not value), f"{value}x")
        case str():
            return f"{value}x"
        case int() | Decimal():
            return value + 1
        case date():
            return value + timedelta(days=1)
        case frozenset():
            return value - {min(value)} if value else {"content/monthly/2018-11/seisdon.md"}
        case tuple() if not hasattr(value, "_fields"):
            return value[:-1] if value else (sample(get_args(hint)[0]),)
        case Mapping():
            return dict([*value.items()][1:]) or {"cannock-chase": sample(get_args(hint)[1])}
        case None:
            return sample(next(kind for kind in get_args(hint) if kind is not type(None)))
        case Place():
            return replace(value, path=f"{value.path}x")
        case _:
            return next(new for _, new in variants(value))


@cache
def sample(kind: Any) -> Any:
    """Return some value of a type, for a field that holds none yet."""
    plain = {str: "x", int: 1, Decimal: Decimal(3), date: date(2018, 12, 1)}
    if kind in plain:
        return plain[kind]
    if get_origin(kind) is tuple:
        return tuple(sample(each) for each in get_args(kind) if each is not ...)
    if get_origin(kind) is Mapping:
        return dict([tuple(map(sample, get_args(kind)))])
    if inspect.isclass(kind) and issubclass(kind, Enum):
        return next(iter(kind))
    return next(value for value in values_in(rich()) if isinstance(value, kind))


def values_in(value: Any) -> Iterator[Any]:
    """Yield every value of the model within a value."""
    if inspect.getmodule(type(value)) in MODULES and not isinstance(value, Enum):
        yield value
        for name in names_of(type(value)):
            yield from values_in(getattr(value, name))
    elif isinstance(value, tuple | Mapping):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from values_in(item)


@cache
def signed() -> Mapping[tuple[str, str], str]:
    """Return what is signed of the instance as it is."""
    return subjects(rich())


@cache
def instances_by_field() -> Mapping[str, tuple[Any, ...]]:
    """Return by field the first instances in which a value of it is another."""
    by_field: dict[str, list[Any]] = {}
    for name, new in variants(rich()):
        kept = by_field.setdefault(name, [])
        if len(kept) < (LISTED_VALUES if is_listed(name) else MOST_VALUES):
            kept.append(new)
    return {name: tuple(kept) for name, kept in by_field.items()}


def find_outcomes(field: str) -> Iterator[bool]:
    """Yield whether changing a field voids a sign-off: of each value that has the field."""
    return (subjects(new) != signed() for new in instances_by_field()[field])


def model_fields() -> list[str]:
    kinds = [
        kind
        for module in MODULES
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if kind.__module__ == module.__name__ and (is_dataclass(kind) or hasattr(kind, "_fields"))
        # What only lends its fields to a class beside it is nobody's.
        if not kind.__name__.startswith("_")
    ]
    return [f"{kind.__name__}.{name}" for kind in kinds for name in names_of(kind)]


def is_listed(field: str) -> bool:
    kind, _, name = field.partition(".")
    return name in UNSIGNED.get(kind, {})


@pytest.mark.rotating
@pytest.mark.parametrize("field", [field for field in model_fields() if not is_listed(field)])
def test_a_field_that_changes_voids_the_sign_off_unless_it_is_listed(field: str) -> None:
    assert any(find_outcomes(field)), f"{field} changes unseen: sign it, or list it with a reason"


@pytest.mark.rotating
@pytest.mark.parametrize("field", [field for field in model_fields() if is_listed(field)])
def test_what_is_listed_as_not_signed_voids_nothing(field: str) -> None:
    assert not any(find_outcomes(field)), f"{field} is listed as not signed, and voids a sign-off"


def test_the_list_names_only_fields_that_there_are_each_with_a_reason() -> None:
    listed = {
        f"{kind}.{name}": why for kind, names in UNSIGNED.items() for name, why in names.items()
    }
    assert set(listed) <= set(model_fields())
    assert all(len(why.split()) > 3 for why in listed.values())
