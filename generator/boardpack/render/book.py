"""Everything that pages and documents of one edition have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from jinja2 import Environment
from markupsafe import Markup

from boardpack.analysis.edition import Edition
from boardpack.analysis.escalation import Escalation, escalations
from boardpack.analysis.measures import Measured
from boardpack.findings import Finding, Rule
from boardpack.model.dataset import Contract
from boardpack.model.directorate import WHOLE_DIRECTORATE, Term
from boardpack.model.period import Period
from boardpack.model.publication import Certificate
from boardpack.render.fragments import Fragment, fragments
from boardpack.render.missing import Missing, missing


@dataclass(frozen=True, slots=True)
class Source:
    """Where some figures come from, and of when they are."""

    contract: Contract
    period: Period


@dataclass(frozen=True)
class Book:
    """An edition ready to be shown. `engine` is the digest of all that turns it into HTML.

    It is a draft while it is not complete, for review until it has a certificate, and a
    publication with one.
    """

    edition: Edition
    findings: Sequence[Finding]
    rules: Sequence[Rule]
    env: Environment
    engine: str
    draft: bool
    certificate: Certificate | None = None

    @property
    def is_for_review(self) -> bool:
        """Whether it is complete, and nobody has published it yet."""
        return not self.draft and self.certificate is None

    @cached_property
    def fragments(self) -> tuple[Fragment, ...]:
        """The fragment of each entry, in the order of the edition."""
        terms = {term.acronym: term.meaning for term in self.edition.instance.glossary}
        return fragments(self.edition, self.env, terms, self.engine)

    @cached_property
    def by_service(self) -> Mapping[str, tuple[Fragment, ...]]:
        """The fragments of each service, the directorate's own last."""
        found: dict[str, list[Fragment]] = {}
        for fragment in self.fragments:
            found.setdefault(fragment.entry.service, []).append(fragment)
        return {service: tuple(parts) for service, parts in found.items()}

    @cached_property
    def escalations(self) -> tuple[Escalation, ...]:
        """What the edition's figures escalate, worst first."""
        return escalations(self.edition)

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """What a draft lacks; nothing when the edition is complete."""
        return missing(self.edition, self.findings) if self.draft else ()

    def missing_words(self, service: str = "", section: str = "") -> tuple[str, ...] | None:
        """Return what is missing of a service or section (or of all); None when not a draft."""
        if not self.draft:
            return None
        return tuple(
            one.words
            for one in self.missing
            if service in ("", one.service) and section in ("", one.section)
        )

    def banner(self, lacking: tuple[str, ...] | None) -> Markup:
        """Return the draft banner of a page; nothing when the edition is complete."""
        template = self.env.get_template("pages/banner.html.jinja")
        return Markup(template.render(missing=lacking))

    def service_title(self, service: str) -> str:
        """Return a service's title; the directorate's sections are called so."""
        if service == WHOLE_DIRECTORATE:
            return "Whole directorate"
        return self.edition.instance.directorate.service_title(service)

    def terms(self, parts: Iterable[Fragment]) -> tuple[Term, ...]:
        """Return the glossary's terms that some fragments use, in alphabetical order."""
        used = frozenset[str]().union(*(part.acronyms for part in parts))
        first = {t.acronym: t for t in reversed(self.edition.instance.glossary)}
        return tuple(first[a] for a in sorted(used, key=str.casefold))

    def sources(self, used: Iterable[Measured]) -> tuple[Source, ...]:
        """Return each dataset and period that some figures are of, once."""
        seen = dict.fromkeys((one.dataset_id, one.periods[-1]) for one in used)
        datasets = self.edition.instance.datasets
        return tuple(Source(datasets[name].contract, period) for name, period in seen)

    @property
    def organisation(self) -> str:
        """The name on the covers."""
        directorate = self.edition.instance.directorate
        return directorate.organisation or directorate.title
