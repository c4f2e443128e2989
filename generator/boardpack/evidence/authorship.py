"""Who wrote which section, by the commits in which its text changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boardpack.adapters.git import history
from boardpack.adapters.git.history import FileChange
from boardpack.analysis.edition import Edition
from boardpack.evidence.history import SignoffHistory
from boardpack.evidence.merges import (
    ReplayedMerge,
    SectionDigests,
    find_merged_digests,
    replay_merge,
)
from boardpack.load.submissions import read_section_texts
from boardpack.signoff.authorship import TextChange, find_changed_sections


def find_contributions_and_merges(
    signoff_history: SignoffHistory, edition: Edition, commits: str
) -> tuple[list[TextChange], SectionDigests]:
    """Return who wrote which section in some commits, and the digests that only merges made.

    `commits` is a commit with all before it, or a range such as `base..head`.
    """
    content_folder = f"content/{edition.pack_id}/{edition.period.id}"
    own_changes = [
        change
        for change in history.list_file_changes(
            signoff_history.root, commits, content_folder, "data"
        )
        if change.is_own
    ]
    changes_by_merge: dict[str, list[FileChange]] = {}
    for change in own_changes:
        if len(change.commit.parents) > 1:
            changes_by_merge.setdefault(change.commit.id, []).append(change)
    replays = {
        commit_id: replay_merge(signoff_history, changes)
        for commit_id, changes in changes_by_merge.items()
    }
    submission_changes = [
        change for change in own_changes if change.path.startswith(content_folder + "/")
    ]
    return _find_contributions(
        signoff_history, edition, submission_changes, replays
    ), find_merged_digests(signoff_history, edition, changes_by_merge, replays)


def _find_contributions(
    signoff_history: SignoffHistory,
    edition: Edition,
    changes: Sequence[FileChange],
    replays: Mapping[str, ReplayedMerge],
) -> list[TextChange]:
    """Return the sections that commits wrote, whatever their number with one question to Git."""
    compared_changes = [
        (change, _find_earlier_objects(change, replays.get(change.commit.id))) for change in changes
    ]
    contents = history.read_blobs(
        signoff_history.root,
        [
            blob
            for change, earlier_objects in compared_changes
            for blob in (change.new_object, *earlier_objects)
        ],
    )
    return [
        TextChange((service, section), change.commit.emails, change.commit.id)
        for change, earlier_objects in compared_changes
        for service in (change.path.rpartition("/")[2].removesuffix(".md"),)
        if edition.instance.is_service(service)
        for section in find_changed_sections(
            read_section_texts(contents.get(change.new_object, b""), edition.pack, service),
            [read_section_texts(contents[blob], edition.pack, service) for blob in earlier_objects],
        )
    ]


def _find_earlier_objects(change: FileChange, replay: ReplayedMerge | None) -> tuple[str, ...]:
    """Return the objects with which a file is compared to see what a commit wrote."""
    if replay is None or not replay.is_clean:
        return change.parent_objects
    return (replay.objects[change.path],) if change.path in replay.objects else ()
