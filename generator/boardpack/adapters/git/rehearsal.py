"""A throwaway repository in which people who do not exist commit and sign."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from boardpack.adapters.ssh import NAMESPACE
from boardpack.errors import CannotRun

DEMONSTRATION_MARKER = ".boardpack-demonstration"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A folder with a bare remote, a clone of it, and a demonstration key for each signatory."""

    folder: Path

    @property
    def remote(self) -> Path:
        """The repository that everybody pushes to."""
        return self.folder / "remote.git"

    @property
    def clone(self) -> Path:
        """Where people work."""
        return self.folder / "repository"

    @property
    def mailbox(self) -> Path:
        """Where the mails lie that were sent."""
        return self.folder / "mailbox"

    def create_repository(self) -> None:
        """Make the folder anew; CannotRun where it holds something else."""
        if self.folder.exists() and any(self.folder.iterdir()):
            # Only what an earlier demonstration made is ever deleted.
            if not (self.folder / DEMONSTRATION_MARKER).is_file():
                raise CannotRun(f"{self.folder} is not empty; name a folder that is new or empty")
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / DEMONSTRATION_MARKER).touch()
        self._run_git(
            self.folder, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git"
        )
        self._run_git(self.folder, "clone", "--quiet", "remote.git", "repository")
        # The clone of an empty repository may begin on a branch of the user's settings.
        self._run_git(self.clone, "symbolic-ref", "HEAD", "refs/heads/main")
        self._run_git(self.clone, "config", "user.name", "Demonstration")
        self._run_git(self.clone, "config", "user.email", "demonstration@example.org")

    def ensure_key(self, person: str) -> Path:
        """Return a person's demonstration key, made when first asked for."""
        key = self.folder / "keys" / person
        if not key.is_file():
            key.parent.mkdir(exist_ok=True)
            comment = f"demonstration key of {person}"
            # Without a passphrase: the key speaks for a person who does not exist.
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", str(key)]
            subprocess.run(command, check=True, capture_output=True)
        return key

    def format_allowed_line(self, person: str) -> str:
        """Return the line of `allowed_signers` that lets a person sign."""
        public = self.ensure_key(person).with_suffix(".pub").read_text().strip()
        return f'{person} namespaces="{NAMESPACE}" {public}'

    def commit_and_push(
        self, person: str, email: str, when: datetime, message: str, *paths: str
    ) -> None:
        """Commit some paths as a person at a moment, and push."""
        identity = {"NAME": person, "EMAIL": email, "DATE": f"{int(when.timestamp())} +0000"}
        variables = {
            f"GIT_{part}_{k}": v for part in ("AUTHOR", "COMMITTER") for k, v in identity.items()
        }
        self._run_git(self.clone, "add", "--all", "--", *paths)
        self._run_git(self.clone, "commit", "--quiet", "--message", message, env=variables)
        self._run_git(self.clone, "push", "--quiet", "origin", "HEAD:main")

    def export_site(self, branch: str) -> Path:
        """Put what the remote publishes into a folder, to be opened in a browser."""
        site = self.folder / "site"
        shutil.rmtree(site, ignore_errors=True)
        self._run_git(self.folder, "clone", "--quiet", "--branch", branch, "remote.git", "site")
        shutil.rmtree(site / ".git")
        return site

    def _run_git(self, folder: Path, *arguments: str, env: dict[str, str] | None = None) -> None:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("GIT_")
        }
        # The user's hooks, signing keys and other settings are kept out of the play.
        settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        try:
            subprocess.run(
                ["git", *arguments],
                cwd=folder,
                env={**inherited, **settings, **(env or {})},
                check=True,
                capture_output=True,
            )
        except FileNotFoundError:
            raise CannotRun("Git is not installed, or not on the PATH") from None
        except subprocess.CalledProcessError as error:
            message = error.stderr.decode(errors="replace").strip()
            raise CannotRun(f"git {arguments[0]} failed: {message}") from None
