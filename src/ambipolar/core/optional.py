"""Libraries of optional extras: imported where they are used, with one message when absent."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from types import ModuleType

from .errors import MissingExtraError

#: a library that tells whether an extra is installed
PROBES = {"atoms": ("ase", "numba", "sevenn"), "imaging": ("abtem",), "dft": ("gpaw",)}


def require(module: str, extra: str) -> ModuleType:
    """The module called ``module`` (dotted), which the extra ``extra`` installs.

    Raises
    ------
    MissingExtraError
        when it, or a library it needs, is not installed; the message says how to install it.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise MissingExtraError(error.name or module, extra) from None


def installed_version(package: str, extra: str) -> str:
    """The version of an installed package, without importing it.

    Raises
    ------
    MissingExtraError
        when it is not installed.
    """
    try:
        return version(package)
    except PackageNotFoundError:
        raise MissingExtraError(package, extra) from None


def missing(extra: str) -> tuple[str, ...]:
    """The libraries of an extra that are not installed; empty where the extra can be used."""
    return tuple(name for name in PROBES.get(extra, ()) if find_spec(name) is None)
