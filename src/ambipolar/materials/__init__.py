"""Hosts by name, each a frozen :class:`.Material` that loads when it is asked for.

``ambipolar.materials.LFP_CIET`` is the entry ``LFP-CIET`` of the registry.
"""

from __future__ import annotations

from ..core.errors import UnknownNameError
from .registry import MATERIALS


def __getattr__(name: str) -> object:
    if name.startswith("_"):
        raise AttributeError(name)
    try:
        return MATERIALS[name]
    except UnknownNameError as error:
        raise AttributeError(f"module {__name__!r} has no {name!r}. {error.advice}") from None


def __dir__() -> list[str]:
    return sorted(name.replace("-", "_") for name in MATERIALS)
