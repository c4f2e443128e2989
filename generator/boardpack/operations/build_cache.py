"""The folder of one edition's build: what is in it, what changed, what can stay."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from boardpack.adapters.files import write_atomically
from boardpack.errors import CannotRun
from boardpack.render.output import DataOutput, Output

KEYS = "keys.json"
_AnyOutput = TypeVar("_AnyOutput", Output, DataOutput)


@dataclass(slots=True)
class BuildCache:
    """A build folder with the keys of the files that it holds.

    The key of a file is forgotten on disk before the file is altered, so that a build which ends
    half-way leaves nothing that a later one takes for good.
    """

    folder: Path
    earlier_keys: Mapping[str, str]
    keys: dict[str, str] = field(default_factory=dict)
    changed_names: set[str] = field(default_factory=set)
    forgotten_names: set[str] = field(default_factory=set)

    @classmethod
    def from_folder(cls, folder: Path) -> BuildCache:
        """Return the folder as the last complete build left it."""
        try:
            earlier_keys = json.loads((folder / KEYS).read_text("utf-8"))
        except (OSError, ValueError):
            earlier_keys = {}
        return cls(folder, earlier_keys if isinstance(earlier_keys, dict) else {})

    def find_stale_outputs(
        self, kind: str, outputs: Iterable[_AnyOutput], suffix: str = ""
    ) -> list[_AnyOutput]:
        """Note the keys of some outputs and return those whose file is absent or old.

        CannotRun where two of them would be one file, if only on Windows or macOS.
        """
        stale_outputs: list[_AnyOutput] = []
        names: dict[str, str] = {}
        for output in outputs:
            name = f"{kind}/{output.path}"
            earlier = names.setdefault(name.casefold(), name)
            if earlier != name or name in self.keys:
                raise CannotRun(
                    f"two things would be written to {name}; one of them needs another id"
                )
            self.keys[name] = output.key
            file = (self.folder / name).with_suffix(suffix) if suffix else self.folder / name
            if self.earlier_keys.get(name) != output.key or not file.exists():
                stale_outputs.append(output)
                self.changed_names.add(name)
        self._forget_keys({f"{kind}/{output.path}" for output in stale_outputs})
        return stale_outputs

    def find_removed_files(self, kind: str) -> list[str]:
        """Return the names of files of a kind that the last build had and this one has not."""
        prefix = f"{kind}/"
        names = [
            name for name in self.earlier_keys if name.startswith(prefix) and name not in self.keys
        ]
        self.changed_names.update(names)
        self._forget_keys(names)
        return [name.removeprefix(prefix) for name in names]

    def has_same_key(self, name: str, key: str) -> bool:
        """Note a key and return whether the last build had the same."""
        self.keys[name] = key
        return self.earlier_keys.get(name) == key

    def is_unchanged(self, name: str, key: str) -> bool:
        """Return `has_same_key` of something that is altered where it has another."""
        is_same = self.has_same_key(name, key)
        if not is_same:
            self._forget_keys({name})
        return is_same

    def forget_key(self, name: str) -> None:
        """Let the next build look at something again."""
        del self.keys[name]

    def list_changed_names(self, kind: str) -> set[str]:
        """Return the names of a kind that are new, altered or gone."""
        prefix = f"{kind}/"
        return {name.removeprefix(prefix) for name in self.changed_names if name.startswith(prefix)}

    def save_keys(self) -> None:
        """Remember the keys: the build is complete."""
        if self.forgotten_names or self.keys != self.earlier_keys:
            self._write_keys(self.keys)

    def _forget_keys(self, names: Collection[str]) -> None:
        if not self.forgotten_names.issuperset(names):
            self.forgotten_names.update(names)
            self._write_keys(
                {
                    name: key
                    for name, key in self.earlier_keys.items()
                    if name not in self.forgotten_names
                }
            )

    def _write_keys(self, keys: Mapping[str, str]) -> None:
        text = json.dumps(keys, indent=0, sort_keys=True)
        write_atomically(self.folder / KEYS, text.encode())
