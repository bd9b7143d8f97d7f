"""One family of errors. Every message says what to do next."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any


class AmbipolarError(Exception):
    """Base of all errors raised on purpose. ``advice`` says what the user can do."""

    def __init__(self, message: str, advice: str = "") -> None:
        self.message = message
        self.advice = advice
        super().__init__(f"{message} {advice}".strip())


class ParameterError(AmbipolarError, ValueError):
    """A value is outside its physical range or of the wrong kind. ``path`` names the field."""

    def __init__(self, path: str, message: str, advice: str = "") -> None:
        self.path = path
        self.detail = message
        super().__init__(f"{path}: {message}" if path else message, advice)


class UnitError(ParameterError):
    """A quantity could not be parsed or has the wrong physical dimension."""


class SpecError(AmbipolarError, ValueError):
    """A specification (YAML, MPET file, command line) is wrong at ``path``."""

    def __init__(self, path: str, message: str, advice: str = "") -> None:
        self.path = path
        super().__init__(f"{path}: {message}" if path else message, advice)


class UnknownNameError(AmbipolarError, KeyError):
    """A name is not in a registry; the nearest names are suggested."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = sorted(known)
        super().__init__(f"unknown {kind} {name!r}.", suggestion(name, self.known))

    def __str__(self) -> str:  # KeyError would print the repr of the arguments
        return f"{self.message} {self.advice}".strip()


class InitialisationError(AmbipolarError, RuntimeError):
    """No consistent initial state was found. ``worst`` maps residual names to their size."""

    def __init__(self, message: str, worst: dict[str, float], advice: str = "") -> None:
        self.worst = worst
        super().__init__(message, advice)


class SolverError(AmbipolarError, RuntimeError):
    """The integration failed. ``solution`` holds what was computed until then (may be None)."""

    def __init__(self, message: str, solution: Any = None, advice: str = "") -> None:
        self.solution = solution
        super().__init__(message, advice)


class MissingExtraError(AmbipolarError, ImportError):
    """An optional library is not installed. ``extra`` is what would install it."""

    def __init__(self, module: str, extra: str) -> None:
        self.extra = extra
        super().__init__(
            f"{module.partition('.')[0]} is not installed.",
            f'It belongs to an optional extra: pip install "ambipolar[{extra}]".',
        )


def suggestion(name: str, known: Iterable[str]) -> str:
    """A sentence that suggests the names in ``known`` nearest to ``name``."""
    known = sorted(known)
    lowered = {k.lower(): k for k in known}
    near = difflib.get_close_matches(str(name).lower(), list(lowered), n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(lowered[n] for n in near)}?"
    return f"Known: {', '.join(known)}." if known else ""
