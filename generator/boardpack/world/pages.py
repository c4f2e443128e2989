"""The pages branch: what was published, and how one more publication comes to be on it.

A publication is one commit, made by mike's plumbing on a branch of our own and put on the pages
branch in one step: by a push without force, or, where there is no remote, by moving the branch
from exactly the commit on which ours was made. Until that step nobody sees anything of it; after
it everybody sees all.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from boardpack.errors import CannotRun
from boardpack.world import git, history

BRANCH = "gh-pages"
REMOTE = "origin"
_OURS = "boardpack/publishing"
_NOTHING = "0" * 40
_LOCAL = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE",
)  # fmt: skip
"""What a hook sets for its own repository; it would point us at the wrong one."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages branch of a repository; `remote` is empty where publications stay in the clone."""

    folder: Path
    branch: str
    remote: str

    @property
    def where(self) -> str:
        """Where it is, for people."""
        return f"{self.remote}/{self.branch}" if self.remote else f"the branch {self.branch}"


@dataclass(frozen=True, slots=True)
class Change:
    """What one publication does to the pages branch; `gone` are folders that are made anew."""

    message: str
    at: datetime
    files: Mapping[str, bytes]
    gone: Sequence[str] = ()


def pages_of(folder: Path, branch: str, remote: str | None) -> Pages:
    """Return the pages branch that is meant: on `origin` when there is one, unless told else."""
    if _run(folder, "rev-parse", "--git-dir").returncode:
        raise CannotRun(f"{folder} is not in a Git repository, and publications are kept in Git")
    known = _said(folder, "remote").split()
    if remote is not None and remote not in known:
        raise CannotRun(
            f"Git knows no remote '{remote}' here; there is {', '.join(known) or 'none'}"
        )
    if _run(folder, "check-ref-format", f"refs/heads/{branch}").returncode:
        raise CannotRun(f"'{branch}' cannot be the name of a branch")
    if _said(folder, "branch", "--show-current") == branch:
        raise CannotRun(f"'{branch}' is checked out; go to the branch that holds content and data")
    return Pages(folder, branch, remote or (REMOTE if REMOTE in known else ""))


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else publishes from this clone; a process that is killed lets go."""
    place = folder / _said(folder, "rev-parse", "--git-common-dir") / "boardpack-publishing.lock"
    with open(place, "w") as lock:
        if os.name == "posix":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def newest(pages: Pages) -> str:
    """Return the commit that everybody sees, fetched first; empty when nothing is published."""
    if not pages.remote:
        return known(pages)
    ref = f"refs/heads/{pages.branch}"
    listing = _said(pages.folder, "ls-remote", pages.remote, ref)
    if not listing:
        return ""
    _said(pages.folder, "fetch", "--quiet", "--no-tags", pages.remote, f"+{ref}:{_tracked(pages)}")
    return known(pages)


def known(pages: Pages) -> str:
    """Return the newest commit that the clone has seen, without asking anybody; else empty."""
    refs = [_tracked(pages)] if pages.remote else []
    for ref in (*refs, f"refs/heads/{pages.branch}"):
        if found := _tip(pages, ref):
            return found
    return ""


def files_at(pages: Pages, commit: str, under: str) -> dict[str, bytes]:
    """Return the files of a folder at a commit by their path inside it.

    CannotRun when something there is no ordinary file: nothing of ours is a link.
    """
    if not commit:
        return {}
    listed = _output(pages.folder, "ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{under}/")
    digests: dict[str, str] = {}
    for record in filter(None, listed.split(b"\0")):
        about, name = record.split(b"\t", 1)
        mode, _, digest = about.decode().split()
        path = os.fsdecode(name)
        if mode != "100644":
            raise CannotRun(f"{path} on {pages.where} is no ordinary file")
        digests[path.removeprefix(f"{under}/")] = digest
    return dict(zip(digests, git.contents(pages.folder, list(digests.values())), strict=True))


def file_at(pages: Pages, commit: str, path: str) -> bytes | None:
    """Return a file at a commit, or None when there is none."""
    if not commit:
        return None
    found = _run(pages.folder, "cat-file", "blob", f"{commit}:{path}")
    return None if found.returncode else found.stdout


def folders_at(pages: Pages, commit: str) -> list[str]:
    """Return the folders at the top of a commit."""
    listed = _output(pages.folder, "ls-tree", "-d", "-z", "--full-tree", "--name-only", commit)
    return [os.fsdecode(name) for name in listed.split(b"\0") if name]


def changed_in(pages: Pages, commit: str, under: str) -> list[str]:
    """Return the commits up to one in which a folder changed, newest first."""
    words = ("log", "--full-history", "--format=%H", commit, "--", f":(top){under}")
    return _said(pages.folder, *words).split()


def main_line(pages: Pages, main: str) -> frozenset[str]:
    """Return the commits of a branch by its first parents: what came into it, in its own order.

    It is the remote's, as far as the clone knows. Empty where there is no such branch.
    """
    ref = f"refs/remotes/{pages.remote}/{main}" if pages.remote else f"refs/heads/{main}"
    return frozenset(history.mainline(pages.folder, ref) if _tip(pages, ref) else ())


def fetch_main(pages: Pages, main: str) -> None:
    """Fetch the branch that is published from, where there is a remote."""
    if pages.remote:
        ref = f"+refs/heads/{main}:refs/remotes/{pages.remote}/{main}"
        _run(pages.folder, "fetch", "--quiet", "--no-tags", pages.remote, ref)


def has_strays(pages: Pages, begin: str) -> bool:
    """Return whether the clone's own pages branch holds something that the remote has not."""
    own = _tip(pages, f"refs/heads/{pages.branch}")
    if not pages.remote or not own:
        return False
    return not begin or not history.contains(pages.folder, begin, own)


def ever_published(pages: Pages, commit: str, name: str) -> frozenset[str]:
    """Return the folders that ever held a file of some name, up to a commit."""
    words = ("log", "--full-history", "-m", "--diff-filter=A", "--name-only", "--format=", "-z")
    listed = _output(pages.folder, *words, commit, "--", f":(top,glob)*/{name}")
    paths = (os.fsdecode(path).strip() for path in listed.split(b"\0"))
    return frozenset(path.partition("/")[0] for path in paths if path)


def head(folder: Path) -> str:
    """Return the commit that is checked out."""
    found = _run(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if found.returncode:
        raise CannotRun("nothing has been committed here yet; commit content and data first")
    return found.stdout.decode().strip()


def commit_pages(pages: Pages, begin: str, change: Change) -> str:
    """Make the commit of a publication after a commit that everybody sees; nobody sees it yet."""
    from mike import git_utils

    discard(pages)
    if begin:
        _said(pages.folder, "update-ref", f"refs/heads/{_OURS}", begin)
    with _as_mike_wants(pages.folder, change.at), git_utils.Commit(_OURS, change.message) as made:
        made.delete_files(list(change.gone))
        for path, data in sorted(change.files.items()):
            made.add_file(git_utils.FileInfo(path, data))
    return _said(pages.folder, "rev-parse", "--verify", f"refs/heads/{_OURS}")


def put_forward(pages: Pages, begin: str, commit: str) -> str:
    """Show a commit to everybody, in one step; return why not, or nothing when it is done."""
    ref = f"refs/heads/{pages.branch}"
    if pages.remote:
        words = ("push", "--quiet", pages.remote, f"{commit}:{ref}")
    else:
        words = ("update-ref", ref, commit, begin or _NOTHING)
    done = _run(pages.folder, *words)
    return _complaint(done) if done.returncode else ""


def settle(pages: Pages, commit: str) -> None:
    """Let the clone know what is published: its view of the remote, and its own branch."""
    if pages.remote:
        _said(pages.folder, "update-ref", _tracked(pages), commit)
        ref = f"refs/heads/{pages.branch}"
        own = _tip(pages, ref)
        if not own or history.contains(pages.folder, commit, own):
            _said(pages.folder, "update-ref", ref, commit, own or _NOTHING)
    discard(pages)


def discard(pages: Pages) -> None:
    """Forget the branch on which a publication was made."""
    _said(pages.folder, "update-ref", "-d", f"refs/heads/{_OURS}")


def _tip(pages: Pages, ref: str) -> str:
    """Return the commit that a reference names, or nothing where there is none."""
    found = _run(pages.folder, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    return "" if found.returncode else found.stdout.decode().strip()


def _tracked(pages: Pages) -> str:
    return f"refs/remotes/{pages.remote}/{pages.branch}"


@contextmanager
def _as_mike_wants(folder: Path, at: datetime) -> Iterator[None]:
    """Stand in the folder, as mike does; give its commit our time; say its errors as ours."""
    from mike.git_utils import GitError

    before = dict(os.environ)
    for name in _LOCAL:
        os.environ.pop(name, None)
    os.environ["GIT_COMMITTER_DATE"] = f"{int(at.timestamp())} +0000"
    try:
        with chdir(folder):
            yield
    except GitError as error:
        raise CannotRun(_mike_words(str(error))) from None
    except BrokenPipeError:
        raise CannotRun(
            "Git stopped while the publication was written; nothing was published"
        ) from None
    finally:
        os.environ.clear()
        os.environ.update(before)


def _mike_words(said: str) -> str:
    if "user.name" in said or "user.email" in said:
        return (
            "Git does not know who publishes; tell it with: git config user.name NAME, "
            "and: git config user.email ADDRESS"
        )
    return f"the publication could not be written, so nothing was published: {said}"


def _said(folder: Path, *words: str) -> str:
    return os.fsdecode(_output(folder, *words)).strip()


def _output(folder: Path, *words: str, given: bytes = b"") -> bytes:
    done = _run(folder, *words, given=given)
    if done.returncode:
        raise CannotRun(f"git {words[0]} failed: {_complaint(done)}")
    return done.stdout


def _complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    said = done.stderr.decode(errors="replace").strip()
    return said or f"status {done.returncode}"


def _run(folder: Path, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    kept = {name: value for name, value in os.environ.items() if name not in _LOCAL}
    own = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1"}
    command = ["git", "-C", str(folder), *words]
    try:
        return subprocess.run(
            command, input=given, capture_output=True, check=False, env={**kept, **own}
        )
    except FileNotFoundError:
        raise CannotRun("Git is not installed, or not on the PATH; install it first") from None
