"""Who wrote which section: the commits that changed its text, and those that its words are from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from boardpack.adapters.git.history import FileChange
from boardpack.analysis.edition import Edition
from boardpack.evidence.compared_files import (
    ComparedFile,
    find_altered_units,
    find_origins,
)
from boardpack.load.section_texts import read_declared_author, read_section_texts
from boardpack.load.tree import decode_leniently
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.signoff.authorship import Contribution, find_changed_sections
from boardpack.signoff.phrases import list_phrases


@dataclass(frozen=True, slots=True)
class _Placement:
    """A section that a commit changed, and the phrases that came into it by that."""

    contribution: Contribution
    change: FileChange
    phrases: Set[str]


def find_writers(
    edition: Edition, files: Sequence[ComparedFile], contents: Mapping[str, bytes]
) -> Iterator[Contribution]:
    """Yield who wrote the sections of an edition, by all changes in its folder.

    Words that stood elsewhere in the file at any time, under a heading that is none or in a
    comment, or in another file until the same commit, are those of whoever brought them as well.
    """
    altered = find_altered_units(files, contents, _read_phrases)
    placements = [
        placement for file in files for placement in _find_placements(edition, file, contents)
    ]
    wanted = {phrase for placement in placements for phrase in placement.phrases}
    origins = find_origins(altered, wanted)
    moved_by_change = {
        (file.change.commit.id, file.change.path): file.moved for file in altered if file.moved
    }
    for placement in placements:
        change = placement.change
        moved = moved_by_change.get((change.commit.id, change.path), frozenset())
        yield placement.contribution
        yield from _find_first_writers(placement, moved, origins)


def _find_placements(
    edition: Edition, file: ComparedFile, contents: Mapping[str, bytes]
) -> Iterator[_Placement]:
    """Yield the sections of a submission that a commit changed, with its declared author."""
    change = file.change
    name = change.path.rpartition("/")[2].removesuffix(".md")
    service = WHOLE_DIRECTORATE if edition.pack.committee else name
    if not edition.instance.is_service(service):
        return
    data = contents.get(change.new_object, b"")
    texts = read_section_texts(data, edition.pack, name)
    earlier_texts = [
        read_section_texts(contents[blob], edition.pack, name) for blob in file.earlier_objects
    ]
    author = read_declared_author(data)
    for section in find_changed_sections(texts, earlier_texts):
        people = (author,) if section in texts and author in edition.instance.people else ()
        contribution = Contribution(
            (service, section), change.commit.emails, change.commit.id, people
        )
        earlier_phrases = (list_phrases(earlier.get(section, "")) for earlier in earlier_texts)
        phrases = list_phrases(texts.get(section, "")).difference(*earlier_phrases)
        yield _Placement(contribution, change, phrases)


def _find_first_writers(
    placement: _Placement, moved: Set[str], origins: Mapping[str, Sequence[FileChange]]
) -> Iterator[Contribution]:
    """Yield those who brought what a commit put into a section into its file, or where it was."""
    change = placement.change
    commits = {
        origin.commit.id: origin.commit
        for phrase in placement.phrases
        for origin in origins.get(phrase, ())
        if (origin.path == change.path or phrase in moved) and origin.commit.id != change.commit.id
    }
    for commit in commits.values():
        yield Contribution(placement.contribution.place, commit.emails, commit.id)


def _read_phrases(data: bytes) -> frozenset[str]:
    return list_phrases(decode_leniently(data))
