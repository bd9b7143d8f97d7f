"""Time integrators behind one small interface; another one is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from typing import Protocol

import numpy as np

from ...core.errors import ParameterError
from ...core.registry import Registry
from ..compile import Compiled
from ..settings import SolverSettings

BACKENDS = Registry(
    "backend",
    {
        "idaklu": "ambipolar.numerics.backends.idaklu:Idaklu",
        "idas": "ambipolar.numerics.backends.idas:Idas",
    },
)


@dataclass(frozen=True)
class Piece:
    """What one integration returned, possibly partial.

    ``times`` (k,) and ``states`` (k, n) up to the end or the event, whether an ``event`` stopped
    it (then the last row is the state there), a ``failure`` text (empty on success), counters.
    ``tangents`` (k, n, directions) where derivatives of the state were asked for.
    """

    times: np.ndarray
    states: np.ndarray
    event: bool = False
    failure: str = ""
    stats: dict[str, int] = field(default_factory=dict)
    tangents: np.ndarray | None = None


Watch = Callable[[float], None]


class Backend(Protocol):
    """Integrate M dy/dt = f(t, y, p) from a consistent state, stopping at the first event."""

    def __init__(self, compiled: Compiled, settings: SolverSettings) -> None: ...

    def integrate(
        self,
        y0: np.ndarray,
        p: np.ndarray,
        samples: np.ndarray,
        watch: Watch | None = None,
        stops: np.ndarray | None = None,
    ) -> Piece:
        """Integrate from ``samples[0]`` to ``samples[-1]``, output at ``samples``.

        ``watch`` is called with the current time now and then. At ``stops``, which include both
        ends, a derivative of the drive may jump: the integrator starts anew, and the error of
        algebraic entries, which follow the drive at once, is not controlled.
        """  # fmt: skip
        ...


@lru_cache(maxsize=32)
def backend_for(compiled: Compiled, settings: SolverSettings) -> Backend:
    """The integrator of a compiled system, built once for given tolerances.

    Raises
    ------
    UnknownNameError
        for a back end that is not registered.
    """
    name = settings.backend
    if name == "auto":
        name = "idaklu" if find_spec("pybammsolvers") else "idas"
    return BACKENDS[name](compiled, settings)


class TangentBackend(Backend, Protocol):
    """A back end that takes derivatives of the state with it."""

    def integrate_tangents(
        self, y0: np.ndarray, s0: np.ndarray, p: np.ndarray, directions: np.ndarray,
        samples: np.ndarray, watch: Watch | None = None, stops: np.ndarray | None = None,
    ) -> Piece:  # fmt: skip
        """Integrate the state and its derivatives (n, k) along directions (inputs, k)."""
        ...


@lru_cache(maxsize=32)
def tangent_backend_for(
    compiled: Compiled, settings: SolverSettings, directions: int
) -> TangentBackend:
    """The integrator of a compiled system with so many derivatives of the state.

    Raises
    ------
    ParameterError
        where the back end integrates no derivatives.
    """
    if settings.backend not in ("auto", "idaklu") or not find_spec("pybammsolvers"):
        raise ParameterError(
            "solver.backend", "integrates no sensitivities.",
            "Install pybammsolvers and choose idaklu.",
        )  # fmt: skip
    from .idaklu import Idaklu

    return Idaklu(compiled, settings, directions)
