"""Devices: parts joined into systems with named terminals."""

from .registry import DEVICES


def __getattr__(name: str) -> object:
    if name in DEVICES:
        return DEVICES[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
