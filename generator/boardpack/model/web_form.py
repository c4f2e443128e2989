"""Where the form in the browser keeps what people write: `form` in `data/directorate.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FormForge(StrEnum):
    """Where the files of an instance are kept, as the form speaks to it."""

    GITHUB = "github"
    GITLAB = "gitlab"
    FORGEJO = "forgejo"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class WebForm:
    """The form that stands beside the draft site, in which each service writes its submission."""

    forge: FormForge
    """`github`, `gitlab`, `forgejo`, or `local` to try the form on one computer."""
    repository: str = ""
    """The repository, by its name on the forge: owner/name."""
    branch: str = "main"
    """The branch into which what is written is proposed."""
    server: str = ""
    """Address of the forge, such as https://git.example.org; github.com or gitlab.com if empty."""
    sign_in: str = ""
    """For GitHub: address of the service that signs people in, without its path."""
    app_id: str = ""
    """For GitLab and Forgejo: id of the application by which people sign in."""
