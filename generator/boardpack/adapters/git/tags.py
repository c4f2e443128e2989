"""Annotated tags: names that Git copies with every clone, each with a message."""

from __future__ import annotations

from pathlib import Path

from boardpack.adapters.git.plumbing import iterate_contents, run_git


def list_tag_messages(folder: Path, prefix: str) -> dict[str, bytes]:
    """Return the message of each annotated tag whose name begins with a folder's, by name."""
    listing = run_git(
        folder, "for-each-ref", "--format=%(objecttype) %(objectname) %(refname:strip=2)",
        f"refs/tags/{prefix}/",
    )  # fmt: skip
    entries = [line.split(" ", 2) for line in listing.decode().splitlines()]
    objects = {name: object_id for kind, object_id, name in entries if kind == "tag"}
    contents = iterate_contents(folder, list(objects.values()))
    # A tag is headers, an empty line, the message.
    return {
        name: content.partition(b"\n\n")[2] for name, content in zip(objects, contents, strict=True)
    }


def write_tag(folder: Path, name: str, commit: str, message: bytes) -> None:
    """Make an annotated tag; CannotRun where there is one of that name."""
    # Not signed by Git as well, whatever the user's settings: the message carries its signature.
    arguments = ("-c", "tag.gpgSign=false", "tag", "--annotate", "--cleanup=verbatim")
    run_git(folder, *arguments, "--file=-", "--", name, commit, input_data=message)
