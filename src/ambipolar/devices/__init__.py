"""Devices: parts joined into systems with named terminals."""

from ..core.errors import UnknownNameError
from .registry import DEVICES


def __getattr__(name: str) -> object:
    if name.startswith("_"):
        raise AttributeError(name)
    try:
        return DEVICES[name]
    except UnknownNameError as error:
        raise AttributeError(f"module {__name__!r} has no {name!r}. {error.advice}") from None
