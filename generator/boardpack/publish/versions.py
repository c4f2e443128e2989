"""Which publications there are, what the next is called, and which aliases lead to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from boardpack.model.period import parse_period
from boardpack.model.publication import Certificate

NEWEST = "latest"
"""The alias of the pack that readers want when they name none."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One version as `versions.json` lists it; `manifest` is the SHA-256 of its manifest.json.

    `superseded_by` is the version that corrects it, `superseded_because` that one's reason.
    """

    version: str
    title: str
    pack: str
    period: str
    revision: int
    reason: str
    published: str
    commit: str
    manifest: str
    supersedes: str = ""
    superseded_by: str = ""
    superseded_because: str = ""

    @property
    def start(self) -> date:
        """The first day of its period."""
        return parse_period(self.period).start


def version_id(edition: str, revision: int) -> str:
    """Return `monthly-2018-11`, or `monthly-2018-11-r2` for a revision."""
    return edition if revision == 1 else f"{edition}-r{revision}"


def version_title(title: str, revision: int) -> str:
    """Return `Monthly pack, November 2018`, or that with `(revision 2)`."""
    return title if revision == 1 else f"{title} (revision {revision})"


def listed(entries: Iterable[Mapping[str, Any]]) -> tuple[Publication, ...]:
    """Return the publications among the entries of `versions.json`; others are not ours.

    ValueError, with a sentence, when one of ours cannot be understood.
    """
    return tuple(_publication(one) for one in entries if "manifest" in (one["properties"] or ()))


def _publication(entry: Mapping[str, Any]) -> Publication:
    known = {"version": entry["version"], "title": entry["title"], **entry["properties"]}
    try:
        found = _PUBLICATION.validate_python(known)
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{entry['version']}: {first['loc'][0]}: {first['msg']}") from None
    parse_period(found.period)
    return found


_PUBLICATION = TypeAdapter(Publication)


def properties(publication: Publication) -> dict[str, Any]:
    """Return what `versions.json` keeps of a publication beside its version and title."""
    own = asdict(publication)
    return {name: value for name, value in own.items() if name not in ("version", "title")}


def newest_of(publications: Iterable[Publication], pack: str, period: str) -> Publication | None:
    """Return the newest revision of an edition, if it has been published."""
    found = [one for one in publications if (one.pack, one.period) == (pack, period)]
    return max(found, key=lambda one: one.revision, default=None)


def of_certificate(
    certificate: Certificate, pack: str, period: str, title: str, manifest: str
) -> Publication:
    """Return the entry of a publication that is being made."""
    return Publication(
        version=certificate.version,
        title=version_title(title, certificate.revision),
        pack=pack,
        period=period,
        revision=certificate.revision,
        reason=certificate.reason,
        published=certificate.published,
        commit=certificate.commit,
        manifest=manifest,
        supersedes=certificate.supersedes,
    )


def with_new(publications: Sequence[Publication], new: Publication) -> tuple[Publication, ...]:
    """Return the publications with a new one; the one that it corrects now says so."""
    marked = (
        replace(one, superseded_by=new.version, superseded_because=new.reason)
        if one.version == new.supersedes
        else one
        for one in publications
    )
    return (*marked, new)


def aliases(
    publications: Iterable[Publication], new: Publication, is_latest: bool
) -> tuple[str, ...]:
    """Return the aliases that lead to a new publication: they never go back to an older period.

    `latest-<pack>` always, and `latest` for the pack whose definition says so.
    """
    if any(one.pack == new.pack and one.start > new.start for one in publications):
        return ()
    own = f"{NEWEST}-{new.pack}"
    return (NEWEST, own) if is_latest else (own,)


def redirects(paths: Iterable[str], alias: str, version: str, template: str) -> dict[str, bytes]:
    """Return an alias's pages: each leads to the same page of a version.

    `template` is the page with `@target@` in it; the target is relative, and safe in HTML.
    """
    return {
        f"{alias}/{path}": template.replace(
            "@target@", "../" * (path.count("/") + 1) + f"{version}/{path}"
        ).encode()
        for path in paths
        if path.endswith(".html")
    }
