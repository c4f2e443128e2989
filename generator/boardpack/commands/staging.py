"""The folder of one edition's build: what is in it, what changed, what can stay."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from boardpack.render.output import Output
from boardpack.world.disk import write_atomically

KEYS = "keys.json"


@dataclass(slots=True)
class Staging:
    """A build folder with the keys of the files that it holds.

    The key of a file is forgotten on disk before the file is altered, so that a build which ends
    half-way leaves nothing that a later one takes for good.
    """

    folder: Path
    before: Mapping[str, str]
    after: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    forgotten: set[str] = field(default_factory=set)

    @classmethod
    def opened(cls, folder: Path) -> Staging:
        """Return the folder as the last complete build left it."""
        try:
            before = json.loads((folder / KEYS).read_text("utf-8"))
        except (OSError, ValueError):
            before = {}
        return cls(folder, before if isinstance(before, dict) else {})

    def stale(self, kind: str, outputs: Iterable[Output], suffix: str = "") -> list[Output]:
        """Note the keys of some outputs and return those whose file is absent or old."""
        found = []
        for output in outputs:
            name = f"{kind}/{output.path}"
            self.after[name] = output.key
            file = (self.folder / name).with_suffix(suffix) if suffix else self.folder / name
            if self.before.get(name) != output.key or not file.exists():
                found.append(output)
                self.changed.add(name)
        self._forget({f"{kind}/{output.path}" for output in found})
        return found

    def gone(self, kind: str) -> list[str]:
        """Return the names of files of a kind that the last build had and this one has not."""
        prefix = f"{kind}/"
        names = [n for n in self.before if n.startswith(prefix) and n not in self.after]
        self.changed.update(names)
        self._forget(names)
        return [name.removeprefix(prefix) for name in names]

    def is_same(self, name: str, key: str) -> bool:
        """Note a key and return whether the last build had the same."""
        self.after[name] = key
        same = self.before.get(name) == key
        if not same:
            self._forget({name})
        return same

    def changed_in(self, kind: str) -> set[str]:
        """Return the names of a kind that are new, altered or gone."""
        prefix = f"{kind}/"
        return {n.removeprefix(prefix) for n in self.changed if n.startswith(prefix)}

    def close(self) -> None:
        """Remember the keys: the build is complete."""
        if self.forgotten or self.after != self.before:
            self._write(self.after)

    def _forget(self, names: Collection[str]) -> None:
        if not self.forgotten.issuperset(names):
            self.forgotten.update(names)
            self._write({n: key for n, key in self.before.items() if n not in self.forgotten})

    def _write(self, keys: Mapping[str, str]) -> None:
        text = json.dumps(keys, indent=0, sort_keys=True)
        write_atomically(self.folder / KEYS, text.encode())


def yaml_text(value: Any) -> str:
    """Return plain values as YAML: JSON is YAML, and has no surprises."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
