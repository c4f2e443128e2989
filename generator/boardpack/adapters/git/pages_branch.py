"""The pages branch: what was published, and how one more publication comes to be on it.

A publication is one commit, made on a branch of our own and put on the pages
branch in one step: by a push without force, or, where there is no remote, by moving the branch
from exactly the commit on which ours was made. Until that step nobody sees anything of it; after
it everybody sees all.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path

from boardpack.adapters.git import history, mainline, plumbing
from boardpack.adapters.git.commit_writer import (
    Committer,
    PagesUpdate,
    format_commit,
    import_commit,
)
from boardpack.adapters.lock import hold_lock
from boardpack.errors import CannotRun

BRANCH = "gh-pages"
REMOTE = "origin"
_WORKING_BRANCH = "boardpack/publishing"
_NO_COMMIT = "0" * 40
_REPOSITORY_VARIABLES = (
    # Not every GIT_ variable, as in `plumbing`: a push may need GIT_SSH_COMMAND or GIT_ASKPASS.
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE",
)  # fmt: skip
"""What a hook sets for its own repository; it would point us at the wrong one."""
_MOST_BYTES = 2 * 1024**3
"""Of a publication, which nobody but `publish` writes."""


@dataclass(frozen=True, slots=True)
class PagesBranch:
    """The pages branch of a repository; `remote` is empty where publications stay in the clone."""

    folder: Path
    branch: str
    remote: str

    @property
    def location(self) -> str:
        """Where it is, for people."""
        return self.locate(self.branch)

    def locate(self, branch: str) -> str:
        """Return where a branch beside it is, for people."""
        return f"{self.remote}/{branch}" if self.remote else f"the branch {branch}"


def find_pages_branch(folder: Path, branch: str, remote: str | None) -> PagesBranch:
    """Return the pages branch that is meant: on `origin` when there is one, unless told else."""
    if _run_git(folder, "rev-parse", "--git-dir").returncode:
        raise CannotRun(f"{folder} is not in a Git repository, and publications are kept in Git")
    remotes = _read_git_text(folder, "remote").split()
    if remote is not None and remote not in remotes:
        raise CannotRun(
            f"Git knows no remote '{remote}' here; there is {', '.join(remotes) or 'none'}"
        )
    if _run_git(folder, "check-ref-format", f"refs/heads/{branch}").returncode:
        raise CannotRun(f"'{branch}' cannot be the name of a branch")
    if _read_git_text(folder, "branch", "--show-current") == branch:
        raise CannotRun(f"'{branch}' is checked out; go to the branch that holds content and data")
    return PagesBranch(folder, branch, remote or (REMOTE if REMOTE in remotes else ""))


@contextmanager
def lock_publishing(folder: Path) -> Iterator[None]:
    """Wait until nobody else publishes from this clone; a process that is killed lets go."""
    lock_path = (
        folder
        # Common to all worktrees, which share the branches.
        / _read_git_text(folder, "rev-parse", "--git-common-dir")
        / "boardpack-publishing.lock"
    )
    # However long it takes: what is being published is on its way for everybody.
    with hold_lock(lock_path, "a publication", inf):
        yield


def fetch_newest_commit(pages: PagesBranch) -> str:
    """Return the commit that everybody sees, fetched first; empty when nothing is published."""
    return fetch_tip(pages, pages.branch) if pages.remote else find_known_commit(pages)


def find_known_commit(pages: PagesBranch) -> str:
    """Return the newest commit that the clone has seen, without asking anybody; else empty."""
    refs = [_name_tracking_ref(pages)] if pages.remote else []
    for ref in (*refs, f"refs/heads/{pages.branch}"):
        if commit := _resolve_tip(pages, ref):
            return commit
    return ""


def read_folder_at(pages: PagesBranch, commit: str, under: str) -> dict[str, bytes]:
    """Return the files of a folder at a commit by their path inside it.

    CannotRun when something there is no ordinary file: nothing of ours is a link.
    """
    if not commit:
        return {}
    listing = _read_git_output(
        pages.folder, "ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{under}/"
    )
    digests: dict[str, str] = {}
    for record in filter(None, listing.split(b"\0")):
        details, name = record.split(b"\t", 1)
        mode, _, digest = details.decode().split()
        path = os.fsdecode(name)
        if mode != "100644":
            raise CannotRun(f"{path} on {pages.location} is no ordinary file")
        digests[path.removeprefix(f"{under}/")] = digest
    contents = plumbing.iterate_contents(pages.folder, list(digests.values()), _MOST_BYTES)
    return dict(zip(digests, contents, strict=True))


def read_file_at(pages: PagesBranch, commit: str, path: str) -> bytes | None:
    """Return a file at a commit, or None when there is none."""
    if not commit:
        return None
    process = _run_git(pages.folder, "cat-file", "blob", f"{commit}:{path}")
    return None if process.returncode else process.stdout


def list_names_at(pages: PagesBranch, commit: str) -> list[str]:
    """Return the names of all that lies at the top of a commit, whatever it is."""
    listing = _read_git_output(pages.folder, "ls-tree", "-z", "--full-tree", "--name-only", commit)
    return [os.fsdecode(name) for name in listing.split(b"\0") if name]


def list_folders_with(pages: PagesBranch, commit: str, name: str) -> dict[str, str]:
    """Return the tree of each folder at the top of a commit that holds a file of some name."""
    listing = _read_git_output(pages.folder, "ls-tree", "-d", "-z", "--full-tree", commit)
    records = [record.split(b"\t", 1) for record in listing.split(b"\0") if record]
    trees = {os.fsdecode(folder): details.split()[2].decode() for details, folder in records}
    batch = "".join(f"{tree}:{name}\n" for tree in trees.values()).encode()
    answers = _read_git_output(pages.folder, "cat-file", "--batch-check", input_data=batch)
    return {
        folder: tree
        for (folder, tree), answer in zip(trees.items(), answers.splitlines(), strict=True)
        if not answer.endswith(b" missing")
    }


def list_tips_seen(pages: PagesBranch, branch: str) -> list[str]:
    """Return the commits that this clone ever saw at the end of a branch, oldest first.

    Git remembers them for some months; a new clone has seen one. Some may be lost since.
    """
    ref = f"refs/remotes/{pages.remote}/{branch}" if pages.remote else f"refs/heads/{branch}"
    tip = _resolve_tip(pages, ref)
    if not tip:
        return []
    log = _read_git_text(pages.folder, "reflog", "show", "--format=%H", ref).split()
    return list(dict.fromkeys((*reversed(log), tip)))


def list_commits_changing(pages: PagesBranch, commit: str, under: str) -> list[str]:
    """Return the commits up to one in which a folder changed, newest first."""
    # Without --full-history Git hides changes that a merge dropped again.
    arguments = ("log", "--full-history", "--format=%H", commit, "--", f":(top){under}")
    return _read_git_text(pages.folder, *arguments).split()


def list_main_line(pages: PagesBranch, main: str) -> frozenset[str]:
    """Return the commits of a branch by its first parents: what came into it, in its own order.

    It is the remote's, as far as the clone knows. Empty where there is no such branch.
    """
    tip = find_main_tip(pages, main)
    return frozenset(mainline.list_mainline(pages.folder, tip) if tip else ())


def find_main_tip(pages: PagesBranch, main: str) -> str:
    """Return the newest commit of a branch as far as the clone knows, on the remote if any."""
    ref = f"refs/remotes/{pages.remote}/{main}" if pages.remote else f"refs/heads/{main}"
    return _resolve_tip(pages, ref)


def fetch_tip(pages: PagesBranch, branch: str) -> str:
    """Return the newest commit of a branch, fetched where there is a remote; else empty.

    CannotRun where the remote cannot be asked: what it holds is then unknown.
    """
    if not pages.remote:
        return _resolve_tip(pages, f"refs/heads/{branch}")
    if not read_remote_tip(pages, branch):
        return ""
    tracking_ref = f"refs/remotes/{pages.remote}/{branch}"
    refspec = f"+refs/heads/{branch}:{tracking_ref}"
    _read_git_text(pages.folder, "fetch", "--quiet", "--no-tags", pages.remote, refspec)
    return _resolve_tip(pages, tracking_ref)


def read_remote_tip(pages: PagesBranch, branch: str) -> str:
    """Return the newest commit of a branch as it is at this moment; empty where there is none."""
    ref = f"refs/heads/{branch}"
    if not pages.remote:
        return _resolve_tip(pages, ref)
    listing = _read_git_text(pages.folder, "ls-remote", pages.remote, ref)
    # Git matches by the end of a name, so that others such as refs/a/refs/heads/main come too.
    tips = (line.split("\t") for line in listing.splitlines())
    return next((commit for commit, name in tips if name == ref), "")


def has_strays(pages: PagesBranch, base_commit: str) -> bool:
    """Return whether the clone's own pages branch holds something that the remote has not."""
    own_tip = _resolve_tip(pages, f"refs/heads/{pages.branch}")
    if not pages.remote or not own_tip:
        return False
    return not base_commit or not history.has_ancestor(pages.folder, base_commit, own_tip)


def list_ever_published(pages: PagesBranch, commit: str, name: str) -> frozenset[str]:
    """Return the folders that ever held a file of some name, up to a commit."""
    # Without -m, Git lists no files of a merge.
    arguments = ("log", "--full-history", "-m", "--diff-filter=A", "--name-only", "--format=", "-z")
    listing = _read_git_output(pages.folder, *arguments, commit, "--", f":(top,glob)*/{name}")
    paths = (os.fsdecode(path).strip() for path in listing.split(b"\0"))
    return frozenset(path.partition("/")[0] for path in paths if path)


def require_head(folder: Path) -> str:
    """Return the commit that is checked out."""
    process = _run_git(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if process.returncode:
        raise CannotRun("nothing has been committed here yet; commit content and data first")
    return process.stdout.decode().strip()


def commit_pages(pages: PagesBranch, base_commit: str, update: PagesUpdate) -> str:
    """Make the commit of a publication after a commit that everybody sees; nobody sees it yet."""
    discard_working_branch(pages)
    ref = f"refs/heads/{_WORKING_BRANCH}"
    if base_commit:
        _read_git_text(pages.folder, "update-ref", ref, base_commit)
    commands = format_commit(ref, base_commit, _find_committer(pages.folder), update)
    import_commit(pages.folder, commands, _build_environment())
    return _read_git_text(pages.folder, "rev-parse", "--verify", ref)


def put_forward(pages: PagesBranch, base_commit: str, commit: str) -> str:
    """Show a commit to everybody, in one step; return why not, or nothing when it is done."""
    ref = f"refs/heads/{pages.branch}"
    if pages.remote:
        # Without force: Git rejects it when somebody else published meanwhile.
        arguments = ("push", "--quiet", pages.remote, f"{commit}:{ref}")
    else:
        # With the old commit named, Git refuses when the branch has moved; zeros: it is new.
        arguments = ("update-ref", ref, commit, base_commit or _NO_COMMIT)
    process = _run_git(pages.folder, *arguments)
    return plumbing.describe_failure(process) if process.returncode else ""


def record_published(pages: PagesBranch, commit: str) -> None:
    """Let the clone know what is published: its view of the remote, and its own branch."""
    if pages.remote:
        _read_git_text(pages.folder, "update-ref", _name_tracking_ref(pages), commit)
        ref = f"refs/heads/{pages.branch}"
        own_tip = _resolve_tip(pages, ref)
        # Somebody's own commits on the branch of the clone are left alone.
        if not own_tip or history.has_ancestor(pages.folder, commit, own_tip):
            _read_git_text(pages.folder, "update-ref", ref, commit, own_tip or _NO_COMMIT)
    discard_working_branch(pages)


def discard_working_branch(pages: PagesBranch) -> None:
    """Forget the branch on which a publication was made."""
    _read_git_text(pages.folder, "update-ref", "-d", f"refs/heads/{_WORKING_BRANCH}")


def _resolve_tip(pages: PagesBranch, ref: str) -> str:
    """Return the commit that a reference names, or nothing where there is none."""
    process = _run_git(pages.folder, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    return "" if process.returncode else process.stdout.decode().strip()


def _name_tracking_ref(pages: PagesBranch) -> str:
    return f"refs/remotes/{pages.remote}/{pages.branch}"


def _find_committer(folder: Path) -> Committer:
    """Return who publishes, as Git's environment or settings say."""
    return Committer(
        # As in Git itself, the environment goes before the settings.
        os.environ.get("GIT_COMMITTER_NAME") or _read_setting(folder, "user.name"),
        os.environ.get("GIT_COMMITTER_EMAIL") or _read_setting(folder, "user.email"),
    )


def _read_setting(folder: Path, setting: str) -> str:
    process = _run_git(folder, "config", "--", setting)
    if process.returncode:
        raise CannotRun(
            "Git does not know who publishes; tell it with: git config user.name NAME, "
            "and: git config user.email ADDRESS"
        )
    return process.stdout.decode(errors="replace").strip()


def _read_git_text(folder: Path, *arguments: str) -> str:
    return os.fsdecode(_read_git_output(folder, *arguments)).strip()


def _read_git_output(folder: Path, *arguments: str, input_data: bytes = b"") -> bytes:
    process = _run_git(folder, *arguments, input_data=input_data)
    if process.returncode:
        raise CannotRun(f"git {arguments[0]} failed: {plumbing.describe_failure(process)}")
    return process.stdout


def _run_git(
    folder: Path, *arguments: str, input_data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    return plumbing.call_git(_build_environment(), folder, *arguments, input_data=input_data)


def _build_environment() -> dict[str, str]:
    inherited = {
        name: value for name, value in os.environ.items() if name not in _REPOSITORY_VARIABLES
    }
    return {**inherited, **plumbing.FAITHFUL_ENVIRONMENT}
