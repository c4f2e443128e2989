"""The forms in which a narrative may be asked, as data: a new form is an entry here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from boardpack.model.pack import EscalationLevel, Form, Section


@dataclass(frozen=True, slots=True)
class FormHeading:
    """A heading that a narrative must have, with words under it, and what the writer is asked.

    What is escalated to `level` belongs under it.
    """

    title: str
    prompt: str = ""
    level: EscalationLevel | None = None


@dataclass(frozen=True, slots=True)
class FormRules:
    """What a form asks for.

    `duty` says in words what is written. `headings` are empty where the section names its own, or
    where there are none. A summary is written last, of all sections, and stands first in documents;
    one that leads stands first on the home page, too.
    """

    duty: str
    headings: tuple[FormHeading, ...] = ()
    is_summary: bool = False
    leads: bool = False


FORMS: Mapping[Form, FormRules] = MappingProxyType(
    {
        Form.PLAIN: FormRules("the narrative"),
        Form.SUMMARY: FormRules("the whole section", is_summary=True),
        Form.TRIPLE_A: FormRules(
            "what to alert to, to advise of and to assure of",
            (
                FormHeading(
                    "Alert",
                    "What needs a decision or help now: what is red, unsafe or going wrong, and "
                    "what you ask for. Write Nothing where there is nothing.",
                    EscalationLevel.LEADERSHIP,
                ),
                FormHeading(
                    "Advise",
                    "What to watch: what is amber, new or under way, and when you report again. "
                    "Write Nothing where there is nothing.",
                    EscalationLevel.BOARD,
                ),
                FormHeading(
                    "Assure",
                    "What is as it should be, and how you know: which figure, audit or visit. "
                    "Write Nothing where there is nothing.",
                ),
            ),
            is_summary=True,
            leads=True,
        ),
        Form.HIGHLIGHT: FormRules(
            "what the operational group must know, under each of eight headings",
            (
                FormHeading(
                    "Objectives",
                    "Which objectives and plans are on course, which are late, and what is next?",
                ),
                FormHeading(
                    "Cost improvement",
                    "What was saved against the plan, and what happens where it is behind?",
                ),
                FormHeading("Finance", "Where is the budget off, and what will it be at year end?"),
                FormHeading(
                    "Workforce", "How do staffing, absence, training and appraisals stand?"
                ),
                FormHeading("Quality", "What did patients, incidents and complaints tell you?"),
                FormHeading("Performance", "Which targets are missed, and which were reached?"),
                FormHeading("Risk", "Which risk is new or higher, and what is done about it?"),
                FormHeading(
                    "Contractual", "Is everything delivered as the contracts with others ask?"
                ),
            ),
            is_summary=True,
        ),
        Form.YOU_SAID_WE_DID: FormRules(
            "what people said, what was done about it, and the action plan",
            (FormHeading("You said"), FormHeading("We did"), FormHeading("Action plan")),
        ),
    }
)


def list_form_headings(section: Section) -> tuple[FormHeading, ...]:
    """Return the headings that a section's narrative must have, in their order."""
    return FORMS[section.form].headings or tuple(map(FormHeading, section.headings))


def fold_title(title: str) -> str:
    """Return a heading as it is compared: capitals and marks at its ends do not matter."""
    return title.casefold().strip(" :.?…")
