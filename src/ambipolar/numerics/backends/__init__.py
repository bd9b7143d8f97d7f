"""Time integrators behind one small interface; another one is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from typing import Protocol

import numpy as np

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
    """

    times: np.ndarray
    states: np.ndarray
    event: bool = False
    failure: str = ""
    stats: dict[str, int] = field(default_factory=dict)


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
