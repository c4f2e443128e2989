"""Who stands behind which section, by the commits that changed its words or its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardpack.adapters.git import history
from boardpack.adapters.git.history import FileChange
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.evidence.changed_figures import find_changers, is_source
from boardpack.evidence.compared_files import ComparedFile, compare_file
from boardpack.evidence.history import SignoffHistory
from boardpack.evidence.merges import SectionDigests, find_merged_digests, replay_merge
from boardpack.evidence.rules import list_commits_since_opening
from boardpack.evidence.written_words import find_writers
from boardpack.load.signoffs import LEDGER_FOLDER
from boardpack.signoff.authorship import Contribution
from boardpack.signoff.subject import find_signing_role, list_due_entries


def find_contributions_and_merges(
    signoff_history: SignoffHistory, edition: Edition, commits: Sequence[str]
) -> tuple[list[Contribution], SectionDigests]:
    """Return who stands behind which section, and the digests that only merges made.

    `commits` are looked at with all before them.
    """
    content_folder = f"content/{edition.pack_id}/{edition.period.id}"
    changes = history.list_file_changes(signoff_history.root, commits, content_folder, "data")
    own_changes = [
        change
        for change in changes
        if change.is_own and not change.path.startswith(f"{LEDGER_FOLDER}/")
    ]
    changes_by_merge: dict[str, list[FileChange]] = {}
    for change in own_changes:
        if len(change.commit.parents) > 1:
            changes_by_merge.setdefault(change.commit.id, []).append(change)
    replays = {
        commit_id: replay_merge(signoff_history, merge_changes)
        for commit_id, merge_changes in changes_by_merge.items()
    }
    files = [compare_file(change, replays.get(change.commit.id)) for change in own_changes]
    contributions = [
        *_find_contributions(signoff_history, edition, files, content_folder),
        *_find_definers(signoff_history, edition, own_changes),
        *_find_owners(edition),
    ]
    return contributions, find_merged_digests(signoff_history, edition, changes_by_merge, replays)


def _find_definers(
    signoff_history: SignoffHistory, edition: Edition, changes: Sequence[FileChange]
) -> Iterator[Contribution]:
    """Yield who changed, since the edition was opened, by what its figures are judged.

    A target or a threshold turns a colour as surely as a figure does.
    """
    datasets = {
        f"data/datasets/{dataset_id}/dataset.yml": dataset_id for dataset_id in edition.series
    }
    contract_changes = [change for change in changes if change.path in datasets]
    if not contract_changes:
        return
    commits = list_commits_since_opening(signoff_history, edition, signoff_history.head)
    for change in contract_changes:
        if change.commit.id not in commits:
            continue
        for entry in edition.entries:
            if datasets[change.path] in entry.section.shown_datasets:
                place = entry.service, entry.section.id
                yield Contribution(place, change.commit.emails, change.commit.id)


def _find_contributions(
    signoff_history: SignoffHistory,
    edition: Edition,
    files: Sequence[ComparedFile],
    content_folder: str,
) -> Iterator[Contribution]:
    """Yield what commits did to sections, whatever their number with one question to Git."""
    submissions = [file for file in files if file.change.path.startswith(f"{content_folder}/")]
    sources = [file for file in files if is_source(edition, file.change.path)]
    blobs = [blob for file in (*submissions, *sources) for blob in file.objects]
    contents = history.read_blobs(signoff_history.root, blobs)
    yield from find_writers(edition, submissions, contents)
    yield from find_changers(edition, sources, contents)


def _find_owners(edition: Edition) -> Iterator[Contribution]:
    """Yield those whom files name as answerable for a section as it is now."""
    for entry in list_due_entries(edition):
        people = tuple(_list_owners(edition, entry))
        if people:
            yield Contribution((entry.service, entry.section.id), (), people=people)


def _list_owners(edition: Edition, entry: Entry) -> Iterator[str]:
    """Yield the owner of a waiver, and who leads an exception, in their own name or by a role.

    The role that signs owns nothing by its name: else nobody could sign.
    """
    instance = edition.instance
    names = [entry.waiver.owner] if entry.waiver else []
    names += [report.lead for report in entry.exceptions]
    signing_role = find_signing_role(edition, entry)
    for name in names:
        if name in instance.people:
            yield name
        elif name != signing_role:
            yield from instance.list_holders(name, entry.service, edition.due_day)
