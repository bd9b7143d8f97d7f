"""The portable integrator: SUNDIALS IDAS as shipped inside CasADi."""

from __future__ import annotations

from dataclasses import replace

import casadi as ca
import numpy as np

from ...core.errors import ParameterError
from ..compile import Compiled
from ..settings import SolverSettings
from . import Piece, Watch

#: bisections that locate a cut-off between two samples
LOCATE = 40
#: a cut-off counts as reached when its function is this near to zero (SI)
NEAR_ZERO = 1e-6
#: first step as a fraction of the interval between two samples
FIRST_STEP = 1e-10
#: steps allowed within one interval between samples
MAX_STEPS = 2000


class Idas:
    """CasADi's integrator; cut-offs are located between samples by bisection."""

    def __init__(self, compiled: Compiled, settings: SolverSettings, corners: bool = False) -> None:
        self._compiled = compiled
        self._settings = settings
        n, nd = compiled.size, compiled.differential_size
        y = ca.MX.sym("y", n)
        inverse = _inverse_mass(compiled)
        f = ca.substitute([compiled.rhs], [compiled.state], [y])[0]
        x, z, span = ca.MX.sym("x", nd), ca.MX.sym("z", n - nd), ca.MX.sym("span")
        f = ca.substitute([f], [y], [ca.vertcat(x, z)])[0]
        begin, tau = ca.MX.sym("begin"), ca.MX.sym("tau")
        f = ca.substitute([f], [compiled.time], [begin + span * tau])[0]
        # unit horizon scaled by an input, so that one integrator serves all intervals
        self._dae = {
            "x": x, "z": z, "t": tau, "p": ca.vertcat(compiled.inputs, begin, span),
            "ode": span * ca.mtimes(inverse, f[:nd]), "alg": f[nd:],
        }  # fmt: skip
        scale = np.concatenate([np.full(v.size, v.scale) for v in compiled.variables])
        self._options = {
            "reltol": settings.relative_tolerance,
            "abstol": settings.absolute_tolerance * float(np.min(scale)),
            "max_num_steps": MAX_STEPS,
            "calc_ic": True,
            # fraction of an interval: a drive that starts at zero gives no scale for the first step
            "step0": FIRST_STEP,
            "show_eval_warnings": False,
            # entries that follow a drive with corners at once fail every error test
            "suppress_algebraic": corners,
        }
        self._cornered: Idas | None = None
        self._nd = nd
        self._one = ca.integrator("one", "idas", self._dae, 0.0, 1.0, self._options)

    def integrate(
        self, y0: np.ndarray, p: np.ndarray, samples: np.ndarray, watch: Watch | None = None,
        stops: np.ndarray | None = None,
    ) -> Piece:  # fmt: skip
        """Integrate from ``samples[0]`` to ``samples[-1]``, output at ``samples``.

        The integrator starts anew at every sample; ``stops`` are samples that are not returned.
        """
        if stops is not None:
            if self._cornered is None:
                self._cornered = Idas(self._compiled, self._settings, corners=True)
            found = self._cornered.integrate(y0, p, np.union1d(samples, stops), watch)
            kept = np.isin(found.times, samples)
            kept[-1] = True  # an event or a failure
            return replace(found, times=found.times[kept], states=found.states[kept])
        states = [y0]
        for begin, end in zip(samples, samples[1:], strict=False):
            state, reason = self._step(begin, end - begin, states[-1], p)
            if not reason and np.min(self._alive(end, state, p)) > 0:
                states.append(state)
                if watch is not None:
                    watch(float(end))
                continue
            # a cut-off lies inside, perhaps before a singularity that stopped the integrator
            time, state = self._locate(begin, end, states[-1], p)
            times = np.append(samples[: len(states)], time)
            rows = np.vstack([*states, state])
            if np.min(np.abs(self._alive(time, state, p))) < NEAR_ZERO:
                return Piece(times, rows, event=True)
            return Piece(times, rows, failure=reason or "a cut-off could not be located")
        return Piece(samples, np.array(states))

    def _step(
        self, begin: float, span: float, y: np.ndarray, p: np.ndarray
    ) -> tuple[np.ndarray, str]:
        try:
            found = self._one(
                x0=y[: self._nd], z0=y[self._nd :], p=np.concatenate([p, [begin, span]])
            )
        except RuntimeError as error:
            return y, str(error).strip().splitlines()[-1][-200:]
        return ca.vertcat(found["xf"], found["zf"]).full().ravel(), ""

    def _alive(self, t: float, y: np.ndarray, p: np.ndarray) -> np.ndarray:
        return self._compiled.events(t, y, p).full().ravel()

    def _locate(
        self, begin: float, end: float, y: np.ndarray, p: np.ndarray
    ) -> tuple[float, np.ndarray]:
        """The last time and state at which the integrator works and no cut-off is crossed."""
        low, high, last = 0.0, end - begin, y
        for _ in range(LOCATE):
            middle = (low + high) / 2
            state, reason = self._step(begin, middle, y, p)
            if not reason and np.min(self._alive(begin + middle, state, p)) > 0:
                low, last = middle, state
            else:
                high = middle
        return begin + low, last


def _inverse_mass(compiled: Compiled) -> ca.DM:
    nd = compiled.differential_size
    mass = compiled.mass[:nd, :nd]
    if mass.nnz() > nd and not mass.sparsity().is_diag():
        raise ParameterError(
            "solver.backend",
            "the idas back end needs a diagonal mass matrix.",
            "Use the finite-volume scheme, or install pybammsolvers.",
        )
    return ca.diag(1 / ca.diag(mass))
