"""A system: differential and algebraic equations over a named state, with what one looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Expression = Any  #: CasADi MX

#: dims of an entry: names of its two axes, None where the axis has length one
Dims = tuple[str | None, str | None]
SCALAR: Dims = (None, None)


@dataclass(frozen=True)
class Variable:
    """One named entry of the state, a matrix (members, positions).

    ``scale`` is its typical size (for tolerances); ``step_limit`` caps one Newton step of the
    initialisation (potentials enter exponentials).
    """

    name: str
    unit: str
    label: str
    shape: tuple[int, int] = (1, 1)
    dims: Dims = SCALAR
    algebraic: bool = False
    scale: float = 1.0
    step_limit: float = np.inf

    @property
    def size(self) -> int:
        """Number of scalar unknowns."""
        return self.shape[0] * self.shape[1]


@dataclass(frozen=True)
class Observable:
    """Something one looks at: a function of state, time and inputs."""

    expression: Expression
    unit: str
    label: str
    dims: Dims = SCALAR


@dataclass(frozen=True)
class Coordinate:
    """Values along a named axis; may depend on parameters."""

    values: Expression
    unit: str
    label: str


@dataclass(frozen=True)
class Balance:
    """A conserved quantity: ``content - supplied`` does not change in an exact solution.

    ``scale`` is what the drift is divided by (for example the capacity). A run warns when the
    relative drift exceeds ``tolerance``: round-off for a sum of unknowns, more where the content
    is a nonlinear function of them, which an integrator conserves to its own error only.
    ``algebraic`` marks a sum that vanishes at every instant (currents), rather than one of what
    is stored.
    """

    content: Expression
    supplied: Expression
    scale: Expression
    tolerance: float = 1e-9
    algebraic: bool = False


@dataclass(frozen=True)
class Equations:
    """What a part contributes, with its own local names.

    ``rates`` holds the right-hand sides of differential entries (for ``mass[name] dy/dt``
    where a mass matrix is given), ``residuals`` the left-hand sides that vanish for algebraic
    ones, ``initial`` the starting values (guesses for algebraic entries), ``outputs``
    expressions for the parent only.
    """

    rates: Mapping[str, Expression] = field(default_factory=dict)
    residuals: Mapping[str, Expression] = field(default_factory=dict)
    initial: Mapping[str, Expression] = field(default_factory=dict)
    mass: Mapping[str, Any] = field(default_factory=dict)
    observables: Mapping[str, Observable] = field(default_factory=dict)
    coordinates: Mapping[str, Coordinate] = field(default_factory=dict)
    outputs: Mapping[str, Expression] = field(default_factory=dict)


@dataclass(frozen=True)
class System:
    """A complete system, ready to be compiled.

    ``inputs`` are the symbols set anew for every segment of a run (controls), with their default
    values; ``limits`` the quantities that can be given lower and upper cut-offs.
    """

    variables: tuple[Variable, ...]
    state: Mapping[str, Expression]
    equations: Equations
    time: Expression
    inputs: Mapping[str, tuple[Expression, float]]
    limits: Mapping[str, Expression]
    balances: Mapping[str, Balance]


def symbols(variables: tuple[Variable, ...]) -> dict[str, Expression]:
    """One CasADi symbol for each variable."""
    import casadi as ca

    return {v.name: ca.MX.sym(v.name, *v.shape) for v in variables}


def nest(prefix: str, names: Mapping[str, Any]) -> dict[str, Any]:
    """Local names of a child as seen by its parent: ``prefix.name``, as in parameter paths."""
    return {f"{prefix}.{name}": value for name, value in names.items()}


def constant_matrix(matrix: Any) -> Expression:
    """A SciPy sparse matrix as a CasADi constant."""
    import casadi as ca
    import scipy.sparse as sp

    return ca.DM(sp.csc_matrix(matrix).sorted_indices())


def apply(matrix: Any, x: Expression) -> Expression:
    """Apply a sparse operator along the positions of ``x`` (members, positions)."""
    import casadi as ca

    return ca.mtimes(x, constant_matrix(matrix).T)
