"""What other systems read of meetings and papers: one publication's, beside all before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boardpack.analysis.edition import Edition
from boardpack.errors import CannotRun
from boardpack.model.publication import Publication
from boardpack.render.oparl.dates import date_objects
from boardpack.render.oparl.interface import Interface
from boardpack.render.oparl.objects import compile_objects
from boardpack.render.oparl.pages import read_objects, render_objects
from boardpack.render.oparl.published import PublishedEdition


def find_oparl_address(edition: Edition) -> str | None:
    """Return where programs begin; empty without a `site_url`, None for one without committees."""
    if not edition.committees:
        return None
    site_url = edition.instance.directorate.site_url
    return Interface(site_url).system if site_url else ""


def compose_oparl(
    edition: Edition,
    publication: Publication,
    files: Mapping[str, bytes],
    before: Sequence[Publication],
    earlier_files: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Return the files of the interface after a publication, by path from the top of the site.

    `files` are those of its version, `before` the publications before it and `earlier_files` the
    interface as it stands. None without a `site_url`, as addresses are what names an object, nor
    where no committee was ever spoken of. CannotRun where what stands there cannot be read.
    """
    site_url = edition.instance.directorate.site_url
    if not site_url or not (edition.committees or earlier_files):
        return {}
    interface = Interface(site_url)
    try:
        earlier = read_objects(interface, earlier_files) if earlier_files else {}
    except ValueError as error:
        raise CannotRun(
            f"{error}, so what other systems know of the meetings would be lost; restore it on the "
            "pages branch from its last commit, or take the whole folder away to begin anew"
        ) from None
    edition_ids = frozenset((each.pack, each.period) for each in before)
    published = PublishedEdition(interface, edition, publication, files, edition_ids, earlier)
    objects = date_objects(compile_objects(published), earlier, publication.published)
    return render_objects(interface, objects)
