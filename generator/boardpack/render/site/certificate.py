"""The page of the sign-off certificate, which only a publication has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from boardpack.analysis.edition import Edition
from boardpack.render.edition_view import EditionView
from boardpack.render.output import Output
from boardpack.render.signoff.certificate import (
    CERTIFICATE,
    CertificateView,
    build_certificate_view,
)
from boardpack.render.site.site_page import plan_quick_page


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """Who stands behind each section, since when, and on what evidence."""

    template: ClassVar[str] = "pages/certificate.md.jinja"
    edition: Edition
    certificate: CertificateView


def plan_certificate_page(edition_view: EditionView) -> Iterator[Output]:
    """Yield the page of a publication."""
    certificate_view = build_certificate_view(edition_view)
    if certificate_view is not None:
        page = CertificatePage(edition_view.edition, certificate_view)
        yield plan_quick_page(edition_view, CERTIFICATE, page)
