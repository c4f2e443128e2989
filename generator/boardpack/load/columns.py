"""The columns that the files of a dataset have, by its kind."""

from __future__ import annotations

from boardpack.load import assurance, plans, risks
from boardpack.load.finance import LINE_FIELDS, TOTAL_FIELDS
from boardpack.load.measures import OBSERVATION_FIELDS
from boardpack.model.dataset import Contract, Field, Kind


def list_fields(contract: Contract) -> tuple[Field, ...]:
    """Return the fields of a dataset's rows, in the order in which they are written."""
    match contract.kind:
        case Kind.MEASURES:
            return OBSERVATION_FIELDS
        case Kind.FINANCE:
            return LINE_FIELDS
        case Kind.RISKS:
            return risks.RISK_FIELDS
        case Kind.ASSURANCE:
            return assurance.FIELDS
        case Kind.PLANS:
            return plans.FIELDS
        case Kind.TABLE:
            return contract.fields


def list_column_names(contract: Contract) -> frozenset[str]:
    """Return the names of all columns, also of those that only the totals of a budget have."""
    totals = TOTAL_FIELDS if contract.kind is Kind.FINANCE else ()
    return frozenset(field.name for field in (*list_fields(contract), *totals))


def list_optional_columns(contract: Contract) -> tuple[str, ...]:
    """Return the columns that a file of a dataset may be without."""
    match contract.kind:
        case Kind.MEASURES:
            return tuple(field.name for field in OBSERVATION_FIELDS[4:])
        case Kind.FINANCE:
            return ()
        case Kind.RISKS:
            return risks.OPTIONAL
        case Kind.ASSURANCE:
            return assurance.OPTIONAL
        case Kind.PLANS:
            return plans.OPTIONAL
        case Kind.TABLE:
            return tuple(field.name for field in contract.fields if not field.constraints.required)
