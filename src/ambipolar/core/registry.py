"""Named things that load when asked for. A new material, law, device or study is one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from .errors import UnknownNameError


@dataclass(frozen=True)
class Registry:
    """``name -> "package.module:attribute"``, resolved on first use.

    Raises
    ------
    UnknownNameError
        for a name that is not registered, with the nearest names.
    """

    kind: str
    entries: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        by_lower = {k.lower(): v for k, v in self.entries.items()}
        try:
            target = self.entries.get(name) or by_lower[str(name).lower()]
        except KeyError:
            raise UnknownNameError(self.kind, name, self.entries) from None
        module, _, attribute = target.partition(":")
        return getattr(import_module(module), attribute)

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, name: object) -> bool:
        return name in self.entries
