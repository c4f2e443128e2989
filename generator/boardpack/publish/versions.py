"""Which publications there are, what the next is called, and which aliases lead to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from boardpack.model.period import parse_edition_period
from boardpack.model.publication import NEWEST, Certificate, Publication

_PERIOD = re.compile(r"(?<![0-9a-z])(19|20|21)[0-9]{2}[-_.]W?[0-9]{2}(?![0-9])", re.IGNORECASE)


def format_version_id(edition: str, revision: int) -> str:
    """Return `monthly-2018-11`, or `monthly-2018-11-r2` for a revision."""
    return edition if revision == 1 else f"{edition}-r{revision}"


def format_version_title(title: str, revision: int) -> str:
    """Return `Monthly pack, November 2018`, or that with `(revision 2)`."""
    return title if revision == 1 else f"{title} (revision {revision})"


def parse_publications(entries: Iterable[Mapping[str, Any]]) -> tuple[Publication, ...]:
    """Return the publications among the entries of `versions.json`; others are not ours.

    ValueError, with a sentence, when one of ours cannot be understood.
    """
    return tuple(_parse_publication(entry) for entry in entries if _is_ours(entry))


def _is_ours(entry: Mapping[str, Any]) -> bool:
    # mike itself leaves properties out where there are none.
    properties = entry.get("properties")
    return isinstance(properties, Mapping) and "manifest" in properties


def _parse_publication(entry: Mapping[str, Any]) -> Publication:
    values = {"version": entry["version"], "title": entry["title"], **entry["properties"]}
    try:
        publication = _PUBLICATION_ADAPTER.validate_python(values)
    except ValidationError as error:
        first_error = error.errors()[0]
        raise ValueError(
            f"{entry['version']}: {first_error['loc'][0]}: {first_error['msg']}"
        ) from None
    parse_edition_period(publication.period)
    return publication


_PUBLICATION_ADAPTER = TypeAdapter(Publication)


def to_properties(publication: Publication) -> dict[str, Any]:
    """Return what `versions.json` keeps of a publication beside its version and title."""
    values = asdict(publication)
    return {name: value for name, value in values.items() if name not in ("version", "title")}


def looks_like_version(name: str) -> bool:
    """Return whether readers would take a name for that of a publication: it holds a period."""
    return bool(_PERIOD.search(name))


def find_newest_revision(
    publications: Iterable[Publication], pack: str, period: str
) -> Publication | None:
    """Return the newest revision of an edition, if it has been published."""
    revisions = [
        publication
        for publication in publications
        if (publication.pack, publication.period) == (pack, period)
    ]
    return max(revisions, key=lambda publication: publication.revision, default=None)


def to_publication(
    certificate: Certificate, pack: str, period: str, title: str, manifest: str
) -> Publication:
    """Return the entry of a publication that is being made."""
    return Publication(
        version=certificate.version,
        title=format_version_title(title, certificate.revision),
        pack=pack,
        period=period,
        revision=certificate.revision,
        reason=certificate.reason,
        published=certificate.published,
        commit=certificate.commit,
        manifest=manifest,
        supersedes=certificate.supersedes,
    )


def add_publication(
    publications: Sequence[Publication], new: Publication
) -> tuple[Publication, ...]:
    """Return the publications with a new one; the one that it corrects now says so."""
    marked = (
        replace(publication, superseded_by=new.version, superseded_because=new.reason)
        if publication.version == new.supersedes
        else publication
        for publication in publications
    )
    return (*marked, new)


def list_aliases(
    publications: Iterable[Publication], new: Publication, is_latest: bool
) -> tuple[str, ...]:
    """Return the aliases that lead to a new publication: they never go back to an older period.

    `latest-<pack>` always, and `latest` for the pack whose definition says so.
    """
    if any(
        publication.pack == new.pack and publication.start > new.start
        for publication in publications
    ):
        return ()
    pack_alias = f"{NEWEST}-{new.pack}"
    return (NEWEST, pack_alias) if is_latest else (pack_alias,)
