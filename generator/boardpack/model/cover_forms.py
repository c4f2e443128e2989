"""The forms in which a cover sheet is printed, as data: a new form is an entry here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from boardpack.model.cover import CoverForm, CoverSheet


def list_cover_roles(cover: CoverSheet) -> tuple[str, ...]:
    """Return the roles, or seats, that a cover sheet names, in the order of its fields."""
    names = (
        cover.executive_lead, *cover.authors, cover.clinical_reviewer, cover.sponsor, cover.contact,
    )  # fmt: skip
    return tuple(dict.fromkeys(filter(None, names)))


ASSURANCE_MATTERS: Mapping[str, str] = MappingProxyType(
    {
        "quality": "Three domains of quality",
        "board-assurance": "Board assurance framework and risk register",
        "budget": "Budgetary impact",
        "legal": "Legal and regulatory",
        "people": "People and staff",
        "value": "Financial value for money and sustainability",
        "information": "Information management and technology",
        "equality": "Equality impact assessment",
        "freedom-of-information": "Freedom of information",
    }
)
"""The rows of the table of assurance, by the keys with which papers name them."""


@dataclass(frozen=True, slots=True)
class CoverRow:
    """A row of a form: a field of the cover sheet under its heading."""

    field: str
    title: str
    is_required: bool = False


COVER_FORMS: Mapping[CoverForm, tuple[CoverRow, ...]] = MappingProxyType(
    {
        CoverForm.COMMITTEE: (
            CoverRow("executive_lead", "Executive lead", is_required=True),
            CoverRow("authors", "Authors", is_required=True),
            CoverRow("clinical_reviewer", "Clinical reviewer"),
            CoverRow("programme", "Link to the county programme"),
            CoverRow("action_required", "Action required", is_required=True),
            CoverRow("purpose", "Purpose", is_required=True),
            CoverRow("key_points", "Key points"),
            CoverRow("summary", "Summary", is_required=True),
            CoverRow("risks", "Summary of risks"),
            CoverRow("risk_refs", "Risks in the register"),
            CoverRow("implications", "Implications"),
            CoverRow("quality_impact", "Quality impact assessment", is_required=True),
            CoverRow("equality_impact", "Equality impact assessment", is_required=True),
            CoverRow("groups_consulted", "Protected groups consulted"),
            CoverRow("changed_by_assessment", "What changed because of it"),
            CoverRow("stakeholders", "Engagement of stakeholders"),
            CoverRow("practices", "Engagement of practices"),
            CoverRow("patients", "Engagement of patients and the public"),
            CoverRow("recommendations", "Recommendations", is_required=True),
        ),
        CoverForm.GOVERNING_BODY: (
            CoverRow("authors", "Author", is_required=True),
            CoverRow("sponsor", "Sponsoring member", is_required=True),
            CoverRow("contact", "Contact"),
            CoverRow("purpose", "Purpose", is_required=True),
            CoverRow("key_points", "Key points"),
            CoverRow("recommendations", "Recommendation", is_required=True),
            CoverRow("stakeholders", "Stakeholder engagement"),
            CoverRow("previous_committees", "Previous committees"),
            CoverRow("principles", "Strategic principles supported", is_required=True),
            CoverRow("assurance", "Assurance", is_required=True),
            CoverRow("confirmed", "The author has considered these matters", is_required=True),
            CoverRow("appendices", "Appendices"),
        ),
    }
)
"""The rows of each form, in their order."""
