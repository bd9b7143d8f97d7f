"""Named things that load when asked for. A new material, law, device or study is one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from .errors import UnknownNameError


@dataclass(frozen=True)
class Registry:
    """``name -> "package.module:attribute"``, resolved on first use.

    Capitals, spaces and hyphens do not matter: ``ButlerVolmer`` finds ``butler-volmer``.

    Raises
    ------
    UnknownNameError
        for a name that is not registered, with the nearest names.
    """

    kind: str
    entries: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        module, _, attribute = self.entries[self.resolve(name)].partition(":")
        return getattr(import_module(module), attribute)

    def resolve(self, name: str) -> str:
        """The registered spelling of ``name``."""
        if name in self.entries:
            return name
        spelled = {_plain(key): key for key in self.entries}
        if _plain(str(name)) not in spelled:
            raise UnknownNameError(self.kind, name, self.entries)
        return spelled[_plain(str(name))]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, name: object) -> bool:
        return name in self.entries


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
