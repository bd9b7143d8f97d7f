"""SUNDIALS IDA with the KLU sparse solver, through pybammsolvers."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import casadi as ca
import numpy as np

from ..compile import Compiled
from ..evaluate import direct
from ..expansion import expanded
from ..settings import SolverSettings
from . import Piece, Watch
from .directions import with_directions

#: The complete set of keys that the solver group expects. Sixty failed error tests, because a
#: drive that starts at zero gives no scale for the first step: it is reduced from far too large.
#: Three Newton iterations: a fourth seldom converges either, and costs more than a fresh Jacobian
#: (a sixth fewer residuals than with six at the same error, see docs/benchmarks.md).
OPTIONS: dict[str, Any] = {
    "print_stats": False, "compile": False, "jacobian": "sparse", "preconditioner": "BBDP",
    "precon_half_bandwidth": 5, "precon_half_bandwidth_keep": 5, "num_threads": 1,
    "num_solvers": 1, "linear_solver": "SUNLinSol_KLU", "linsol_max_iterations": 5,
    "epsilon_linear_tolerance": 0.05, "increment_factor": 1.0, "linear_solution_scaling": True,
    "silence_sundials_errors": True, "max_order_bdf": 5, "max_num_steps": 100_000, "dt_init": 0.0,
    "dt_min": 0.0, "dt_max": 0.0, "max_error_test_failures": 60, "max_nonlinear_iterations": 3,
    "max_convergence_failures": 100, "nonlinear_convergence_coefficient": 0.33,
    "suppress_algebraic_error": False, "hermite_interpolation": True,
    "hermite_reduction_factor": 1.0, "nonlinear_convergence_coefficient_ic": 0.0033,
    "max_num_steps_ic": 50, "max_num_jacobians_ic": 40, "max_num_iterations_ic": 100,
    "max_linesearch_backtracks_ic": 5, "linesearch_off_ic": False, "init_all_y_ic": False,
    "calc_ic": True, "newton_step_tol": 1e-4, "newton_mode": "auto", "num_steps_no_progress": 0,
    "t_no_progress": 0.0,
}  # fmt: skip

#: Corrections made with an old Jacobian are scaled, which serves what is stored. It leaves a share
#: of linear algebraic equations unsolved, which the extrapolation to the next step multiplies:
#: off where currents of several terminals must balance.
UNSCALED: dict[str, Any] = {"linear_solution_scaling": False}
#: What differs where the drive has corners. Algebraic entries follow it at once: no step is short
#: enough for the error test of one that starts to move. Where a drive is switched on within a
#: step the Newton iteration has further to go, and many short steps would cost more.
STOPPING: dict[str, Any] = {"suppress_algebraic_error": True, "max_nonlinear_iterations": 12}
#: first step over the stretch between corners: the error test shortens it where it is too long
FIRST_SHARE = 1.0
#: tolerance between corners over that of the settings, which refers to the state: what a stretch
#: adds to it is a small part of it, and the smallest tolerance that is asked for
CORNER_TOLERANCE, LEAST_TOLERANCE = 1e-3, 1e-12

#: Weight of derivatives where the iteration of a step is judged. They lag one iteration behind the
#: state: at the weight of the state that would pass for divergence whenever they are the stiffer,
#: and cost thousands of short steps.
WEIGHT = 1e-5
#: Their error is not controlled by the choice of steps: with derivatives the tolerance is this
#: share of that of the settings, down to the smallest. It brings them near the settings.
TANGENT_TOLERANCE, LEAST_TANGENT_TOLERANCE = 1e-2, 1e-10

#: share of a segment below which ``stall_steps`` steps count as being stuck
STALL = 1e-6

COUNTERS = {
    "steps": "number_of_steps",
    "residual_evaluations": "number_of_residual_evaluations",
    "jacobian_evaluations": "number_of_jacobian_evaluations",
    "factorisations": "number_of_linear_solver_setups",
    "newton_iterations": "number_of_nonlinear_solver_iterations",
    "error_test_failures": "number_of_error_test_failures",
}


class Idaklu:
    """One solver group: built once, called with any inputs, start and times.

    With ``directions`` it takes the derivatives of the state along so many directions of the
    inputs with it, see :meth:`integrate_tangents`.
    """

    def __init__(self, compiled: Compiled, settings: SolverSettings, directions: int = 0) -> None:
        import pybammsolvers.idaklu as ik

        self._ik = ik
        self._size = compiled.size
        self._number_of_inputs = int(compiled.inputs.shape[0])
        self._compiled, self._settings = compiled, settings
        extended, self._extend, f = _extended(compiled)
        # the library keeps no reference to what the functions were made of
        functions = _functions(compiled, extended, f)
        self._functions = {k: expanded(g, compiled.size) for k, g in functions.items()}
        self._directions, size = directions, int(extended.shape[0])
        if directions:
            self._functions = with_directions(self._functions, size, directions)
        self._width = size * (1 + directions)
        least = min(LEAST_TANGENT_TOLERANCE / settings.relative_tolerance, 1.0)
        self._tighter = max(TANGENT_TOLERANCE, least) if directions else 1.0
        self._groups: dict[tuple[int, int | None], Any] = {}

    def _group(self, decade: int, first: int | None) -> Any:
        """The solver group for segments of 10^(decade - 1) to 10^decade seconds.

        They differ in what counts as being stuck, which the library fixes at construction. With
        stops, every start tries a step of 10^first seconds.
        """
        key = (decade, first)
        if key not in self._groups:
            stuck = {
                "num_steps_no_progress": self._settings.stall_steps,
                "t_no_progress": STALL * 10.0**decade,
            }
            own = stuck if first is None else STOPPING | UNSCALED | {"dt_init": 10.0**first}
            own |= UNSCALED if self._compiled.algebraic_balances else {}
            tighter = self._tighter if first is None else CORNER_TOLERANCE
            self._groups[key] = self._build(OPTIONS | own, tighter)
        return self._groups[key]

    def _build(self, options: dict[str, Any], tighter: float) -> Any:
        compiled, functions = self._compiled, self._functions
        generated = {k: self._ik.generate_function(f.serialize()) for k, f in functions.items()}
        sparsity = functions["jac_times_cjmass"].sparsity_out(0)
        scales = np.concatenate([np.full(v.size, v.scale) for v in compiled.variables])
        is_differential = np.zeros(compiled.size)
        is_differential[: compiled.differential_size] = 1.0
        return self._ik.create_casadi_solver_group(
            number_of_states=compiled.size,
            number_of_parameters=self._directions,
            jac_times_cjmass_colptrs=np.array(sparsity.colind(), dtype=np.int64),
            jac_times_cjmass_rowvals=np.array(sparsity.row(), dtype=np.int64),
            jac_times_cjmass_nnz=sparsity.nnz(),
            jac_bandwidth_lower=sparsity.bw_lower(),
            jac_bandwidth_upper=sparsity.bw_upper(),
            number_of_events=len(compiled.event_names),
            rhs_alg_id=is_differential,
            atol=scales * max(tighter * self._settings.absolute_tolerance, 1e-2 * LEAST_TOLERANCE),
            rtol=max(tighter * self._settings.relative_tolerance, LEAST_TOLERANCE),
            inputs=self._width,
            var_fcns=[],
            dvar_dy_fcns=[],
            dvar_dp_fcns=[],
            options=options,
            **generated,
        )

    def integrate(
        self, y0: np.ndarray, p: np.ndarray, samples: np.ndarray, watch: Watch | None = None,
        stops: np.ndarray | None = None,
    ) -> Piece:  # fmt: skip
        """Integrate from ``samples[0]`` to ``samples[-1]``, output at ``samples``."""
        return self._solve(y0, self._inputs(p), samples, watch, stops)

    def integrate_tangents(
        self, y0: np.ndarray, s0: np.ndarray, p: np.ndarray, directions: np.ndarray,
        samples: np.ndarray, watch: Watch | None = None, stops: np.ndarray | None = None,
    ) -> Piece:  # fmt: skip
        r"""Integrate the state and its derivatives along directions of the inputs.

        .. math:: M \dot s_i = f_y\, s_i + f_p\, \delta_i

        Parameters
        ----------
        s0 : (n, directions), consistent derivatives at the start.
        directions : (inputs, directions), the :math:`\delta_i`, scaled so that the derivatives
            compare with the scales of the state: the solver knows no others.

        Returns
        -------
        Piece with ``tangents`` (rows, n, directions).
        """
        extended = self._extend(p)
        pushed = self._extend.forward(self._directions)(p, extended, directions)
        inputs = ca.vertcat(extended, ca.vec(pushed)).full().T
        start = np.concatenate([y0, s0.ravel(order="F")])
        return self._solve(start, inputs, samples, watch, stops)

    def _inputs(self, p: np.ndarray) -> np.ndarray:
        if len(p) != self._number_of_inputs:  # the library does not check this
            raise ValueError(f"{len(p)} inputs given, {self._number_of_inputs} expected")
        return direct(self._extend)(p)[0][None]

    def _solve(
        self, start: np.ndarray, inputs: np.ndarray, samples: np.ndarray, watch: Watch | None,
        stops: np.ndarray | None,
    ) -> Piece:  # fmt: skip
        ends = np.array([samples[0], samples[-1]])
        decade = math.ceil(math.log10(ends[1] - ends[0]))
        group = self._group(decade, None if stops is None else _first_step(stops))
        more = {"pbar": np.full((1, self._directions), WEIGHT)} if self._directions else {}
        try:
            solution = group.solve(
                ends if stops is None else stops, samples, start[None, :],
                np.zeros((1, len(start))), inputs, logger=_follow(watch), **more,
            )[0]  # fmt: skip
        except ValueError as error:
            return Piece(samples[:0], np.empty((0, self._size)), failure=_reason(str(error)))
        times = np.array(solution.t)
        states = np.array(solution.y).reshape(len(times), self._size)
        tangents = self._tangents(solution, len(times))
        if stops is not None:  # they are returned as well
            kept = np.isin(times, samples)
            kept[-1:] = True  # an event or a failure
            times, states = times[kept], states[kept]
            tangents = None if tangents is None else tangents[kept]
        stats = {k: int(getattr(solution.stats, v, 0)) for k, v in COUNTERS.items()}
        if solution.flag < 0:
            reason = _reason(self._ik.sundials_error_message(solution.flag))
            return Piece(times, states, failure=reason, stats=stats, tangents=tangents)
        return Piece(times, states, event=solution.flag == 2, stats=stats, tangents=tangents)

    def _tangents(self, solution: Any, rows: int) -> np.ndarray | None:
        """Derivatives of the state (rows, n, directions)."""
        if not self._directions:
            return None
        found = [np.array(s).reshape(rows, self._size) for s in solution.yS]
        return np.stack(found, axis=2)


def _first_step(stops: np.ndarray) -> int:
    """Logarithm of the first step between stops; at most half of the stretches are edges."""
    return math.floor(math.log10(FIRST_SHARE * np.quantile(np.diff(stops), 0.5, method="higher")))


def _follow(watch: Watch | None) -> Callable[[str], None] | None:
    """Turn the step log of the library ("Step 12: t = 3.4e+00") into calls of ``watch``."""
    if watch is None:
        return None

    def follow(line: str) -> None:
        if line.startswith("Step"):
            watch(float(line.rpartition("=")[2]))

    return follow


def _reason(message: str) -> str:
    """What a code of the library means for its user."""
    known = {
        # a failed start is reported as a failed interpolation, which misleads
        "IDAGetDky": "the integrator could not take a first step",
        "IDA_ERR_FAIL": "its steps became too small to go on",
        "IDA_CONV_FAIL": "the equations of a step could not be solved",
        "IDA_TOO_MUCH_WORK": "it took too many steps",
    }
    for code, meaning in known.items():
        if code in message:
            return meaning
    return message.strip() or "the integrator failed"


def _extended(compiled: Compiled) -> tuple[ca.MX, ca.Function, ca.MX]:
    """Inputs extended by all that depends on them alone, how to find them, and f in their terms.

    Parameters are inputs, so that nothing is rebuilt when they change; what they make up
    (a rate constant at a temperature, a frozen site energy) is computed once per integration
    instead of in every residual, a tenth of its cost at 100 cells.
    """
    (f,), symbols, found = ca.extract_parametric([compiled.rhs], compiled.inputs)
    extra = ca.vertcat(*(ca.vec(ca.MX(e)) for e in found)) if found else ca.MX(0, 1)
    given = int(compiled.inputs.shape[0])
    extended = ca.MX.sym("inputs", given + extra.shape[0])
    ends = np.cumsum([given, *(s.numel() for s in symbols)])
    parts = [
        ca.reshape(extended[a:b], s.shape) for a, b, s in zip(ends, ends[1:], symbols, strict=False)
    ]
    f = ca.substitute([f], [compiled.inputs, *symbols], [extended[:given], *parts])[0]
    return (
        extended,
        ca.Function("extend", [compiled.inputs], [ca.densify(ca.vertcat(compiled.inputs, extra))]),
        f,
    )


def _functions(compiled: Compiled, extended: ca.MX, f: ca.MX) -> dict[str, ca.Function]:
    t, y, n, nd = compiled.time, compiled.state, compiled.size, compiled.differential_size
    v, cj = ca.MX.sym("v", n), ca.MX.sym("cj")
    p = extended[: compiled.inputs.shape[0]]
    mass, weights = compiled.mass, ca.densify(ca.diag(compiled.mass))
    # a product of vectors where the mass matrix is diagonal, which saves a look at its pattern
    weighted = weights * v if mass.sparsity().is_diag() else ca.mtimes(ca.MX(mass), v)
    slope = ca.substitute([compiled.slope], [compiled.inputs], [p])[0]
    jacobian = compiled.jacobian.call([t, y, p, cj], True, False)
    arguments = [t, y, extended]
    return {
        "rhs_alg": ca.Function("rhs_alg", arguments, [f]),
        "jac_times_cjmass": ca.Function("jac_times_cjmass", [*arguments, cj], jacobian),
        "jac_action": ca.Function("jac_action", [*arguments, v], [ca.jtimes(f, y, v)]),
        "mass_action": ca.Function("mass_action", [v], [weighted]),
        "sens": ca.Function("sens", arguments, []),
        "events": ca.Function("events", arguments, compiled.events.call([t, y, p], True, False)),
        "alg_res": ca.Function("alg_res", arguments, [f[nd:]]),
        "alg_jac": ca.Function("alg_jac", arguments, [slope[nd:, nd:]]),
    }
