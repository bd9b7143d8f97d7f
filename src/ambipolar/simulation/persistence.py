"""A second attempt, with tighter tolerances, where an integration stopped."""

from __future__ import annotations

import logging
from dataclasses import replace

import numpy as np

from ..core.errors import InitialisationError
from ..numerics.backends import Backend, Piece, Watch, backend_for
from ..numerics.compile import Compiled
from ..numerics.initialise import consistent_state
from ..numerics.settings import SolverSettings

log = logging.getLogger("ambipolar")

#: of the tolerances of the first attempt; an electrolyte that runs dry needs more digits of the
#: little salt that is left than of all the rest
TIGHTER = 0.01
#: below this round-off takes part
LEAST = 1e-10


def second_attempt(
    compiled: Compiled, settings: SolverSettings, first: Piece, p: np.ndarray,
    samples: np.ndarray, y: np.ndarray, watch: Watch | None,
) -> Piece:  # fmt: skip
    """Go on from the last row of ``first``, or from its start ``y`` where it has none."""
    begin, state = (first.times[-1], first.states[-1]) if len(first.times) else (samples[0], y)
    tight = replace(
        settings,
        relative_tolerance=max(TIGHTER * settings.relative_tolerance, LEAST),
        absolute_tolerance=max(TIGHTER * settings.absolute_tolerance, 1e-2 * LEAST),
    )
    try:
        state = consistent_state(compiled, state, p, float(begin))
    except InitialisationError:
        return first
    rest = np.concatenate([[begin], samples[samples > begin]])
    if len(rest) < 2:
        return first
    backend: Backend = backend_for(compiled, tight)
    second = backend.integrate(state, p, rest, watch)
    log.debug("the integrator stopped at %.6g s and went on with tighter tolerances", begin)
    kept = 1 if len(first.times) else 0
    stats = {k: first.stats.get(k, 0) + v for k, v in second.stats.items()}
    return replace(
        second,
        times=np.concatenate([first.times, second.times[kept:]]),
        states=np.concatenate([first.states, second.states[kept:]]),
        stats=stats | {"second_attempts": first.stats.get("second_attempts", 0) + 1},
    )
