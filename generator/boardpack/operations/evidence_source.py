"""Whom to ask for evidence of sign-off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.adapters.forges.driver import ForgeDriver
from boardpack.adapters.forges.table import FORGES
from boardpack.adapters.git import plumbing
from boardpack.adapters.workspace import Workspace
from boardpack.errors import CannotRun
from boardpack.load.directorate import DIRECTORATE_FILE, load_directorate
from boardpack.model.directorate import Witness
from boardpack.signoff.forge import Forge, Unreadable

PLAIN_GIT = "git"
PROVIDERS = (PLAIN_GIT, *FORGES)


@dataclass(frozen=True, slots=True)
class EvidenceSource:
    """Whom to ask for evidence: plain Git, or a repository on a forge too.

    `base` is the branch whose registers judge a proposal, `main` the one that is published from.
    With `is_clone_alone` no forge is asked, whatever the instance names: for a look without a
    network, which opens nothing.
    """

    provider: str = PLAIN_GIT
    repository: str = ""
    base: str = ""
    main: str = "main"
    is_clone_alone: bool = False


THIS_CLONE = EvidenceSource(is_clone_alone=True)


def settle_evidence_source(workspace: Workspace, requested: EvidenceSource) -> EvidenceSource:
    """Return whom to ask: the instance names a forge, and whoever judges can only ask for more.

    A proposal is judged as its base says too, so that nobody proposes to ask less. CannotRun where
    two forges or repositories are named, or where the base cannot be read.
    """
    settled = requested
    for place, witness in _iterate_witnesses(workspace, requested.base):
        named = replace(settled, provider=str(witness.provider), repository=witness.repository)
        is_known = settled.provider != PLAIN_GIT and settled.repository
        if is_known and _name_source(settled) != _name_source(named):
            raise CannotRun(
                f"{place} asks {_name_source(named)} for reviews, not {_name_source(settled)}; "
                "leave --provider and --repo out, or correct the file"
            )
        settled = named
    return settled


def _name_source(source: EvidenceSource) -> str:
    return f"{source.provider} {source.repository}".casefold()


def _iterate_witnesses(workspace: Workspace, base: str) -> Iterator[tuple[str, Witness]]:
    """Yield each witness that is named, with the place that names it."""
    if workspace.instance is not None and workspace.instance.directorate.signoff:
        yield DIRECTORATE_FILE, workspace.instance.directorate.signoff
    if not base:
        return
    commit = plumbing.resolve_commit(workspace.root, base)
    files = plumbing.read_files_at(workspace.root, commit, DIRECTORATE_FILE)
    directorate, findings = load_directorate(files)
    if directorate is None and files:
        fault = f"{findings[0].place}: {findings[0].what}"
        raise CannotRun(f"nobody knows whom to ask, for at {base} {fault}")
    if directorate is not None and directorate.signoff:
        yield f"{DIRECTORATE_FILE} at {base}", directorate.signoff


def hold_to_witnesses(
    source: EvidenceSource,
    witnesses: Sequence[Witness],
    root: Path,
    forges: Mapping[str, ForgeDriver] = FORGES,
) -> EvidenceSource:
    """Return whom to ask of an edition while which some forges were named, newest first.

    CannotRun where they are not one repository, whatever its names: nobody could be asked for both.
    """
    sources = [
        replace(source, provider=str(witness.provider), repository=witness.repository)
        for witness in witnesses
    ]
    if source.provider != PLAIN_GIT:
        sources.insert(0, source)
    if not sources:
        return source
    asked_source, *other_sources = {_name_source(named): named for named in sources}.values()
    for other_source in other_sources:
        identities = {_read_identity(named, root, forges) for named in (asked_source, other_source)}
        if len(identities) > 1:
            raise CannotRun(
                f"reviews were to be given at {_name_source(other_source)} when this edition was "
                f"opened, and now at {_name_source(asked_source)}; name the former one in "
                f"{DIRECTORATE_FILE} until the edition is published"
            )
    return asked_source


def _read_identity(
    source: EvidenceSource, root: Path, forges: Mapping[str, ForgeDriver]
) -> tuple[str, str]:
    with connect_to_forge(source, root, forges) as forge:
        try:
            return source.provider, forge.read_identity()
        except Unreadable as error:
            raise CannotRun(str(error)) from None


def connect_to_forge(
    evidence_source: EvidenceSource, root: Path, forges: Mapping[str, ForgeDriver] = FORGES
) -> AbstractContextManager[Forge]:
    """Return what opens the forge of a source; answers that are unchanged are kept below `root`."""
    cache = locate_build_folder(root) / f".{evidence_source.provider}"
    return forges[evidence_source.provider].connect(evidence_source.repository, cache)
