"""Particles that fill from their surface: Fickian and Cahn-Hilliard, plate, cylinder or sphere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..core import ops
from ..core.constants import GAS_CONSTANT
from ..core.errors import ParameterError, suggestion
from ..core.records import choice, positive
from ..materials.material import Material
from ..numerics.mesh import Mesh, check_cells, exponent, radial, radial_zeng_bazant
from ..numerics.system import Coordinate, Observable, Variable, apply
from ..physics.thermodynamics.surface import NoFlux, SurfaceCondition
from .heterogeneity import Heterogeneity, Uniform
from .initial_profile import FlatProfile, InitialProfile
from .interface import (
    Surroundings,
    current_variables,
    excess_of,
    field_names,
    fillings,
    reaction_current,
)
from .nonlocal_terms import coherency, gradient_on_radius, mean_variables
from .particle import FieldEquations, Particle

Expression = Any
POSITION = (None, "particle.position")

#: control-volume schemes by name, see ``numerics.mesh``
SCHEMES = {"finite-volume": radial, "zeng-bazant": radial_zeng_bazant}


@dataclass(frozen=True)
class RadialParticle(Particle):
    """Common to particles whose guests enter at the surface and move along the radius.

    ``geometry`` is plate (reacting on one face, sealed at the other), cylinder or sphere;
    ``scheme`` is the control-volume scheme, see ``numerics.mesh``.
    """

    size_name: ClassVar[str] = "radius"

    radius: float = positive("m", "radius, or thickness of a plate", 100e-9)
    geometry: str = "sphere"
    nodes: int = 61
    scheme: str = "finite-volume"

    def __post_init__(self) -> None:
        super().__post_init__()
        exponent(self.geometry)
        check_cells(self.nodes, least=3)
        if self.scheme not in SCHEMES:
            advice = suggestion(self.scheme, SCHEMES)
            raise ParameterError("scheme", f"unknown scheme {self.scheme!r}.", advice)

    @property
    def dimensions(self) -> int:
        return exponent(self.geometry) + 1

    def mesh(self) -> Mesh:
        """The mesh along the radius."""
        return SCHEMES[self.scheme](self.nodes, self.geometry)

    def volume_per_area(self) -> Expression:
        return self.radius / (exponent(self.geometry) + 1)

    def surface_filling(self, x: Expression) -> Expression:
        return x[:, -1]

    def mass(self) -> Any:
        return self.mesh().mass

    def mean(self, x: Expression) -> Expression:
        # the conserved mean belongs to the mass matrix, whose columns sum to the volumes
        return _weighted(x, np.asarray(self.mass().sum(axis=0)).ravel())

    def coordinates(self) -> dict[str, Coordinate]:
        values = ops.outer(self.radius, self.mesh().positions[None, :])
        return {"position": Coordinate(values, "m", "distance from the centre")}

    def variables(self, material: Material) -> tuple[Variable, ...]:
        names, shape = field_names(material), (1, self.nodes)
        own = tuple(Variable(n, "1", "site filling", shape, POSITION) for n in names)
        return own + self.means(material) + current_variables(material)

    def means(self, material: Material) -> tuple[Variable, ...]:
        """Unknown mean fillings, where an equation needs them."""
        return ()

    def beyond(
        self,
        material: Material,
        mesh: Mesh,
        state: Mapping[str, Expression],
        around: Surroundings,
        index: int,
    ) -> Expression:
        """Non-local part of the chemical potential of one field at the nodes [J/mol]."""
        return 0.0

    def driving_force(
        self, mesh: Mesh, x: Expression, mu: Expression, around: Surroundings
    ) -> Expression:
        """What the flux coefficient multiplies at the interior faces, per reduced length."""
        raise NotImplementedError

    def field(
        self,
        material: Material,
        state: Mapping[str, Expression],
        around: Surroundings,
        index: int,
    ) -> FieldEquations:
        name, mesh = field_names(material)[index], self.mesh()
        x, mean = state[name], state.get(f"mean_{name}")
        fields, beyond = (
            fillings(material, state),
            self.beyond(material, mesh, state, around, index),
        )
        mu = beyond + material.free_energy.chemical_potential(fields, around.temperature, index)
        excess = excess_of(material, fields, around.temperature, index)
        excess = None if excess is None else (excess + beyond)[:, -1]
        surface = x[:, -1]
        current, residuals = reaction_current(
            material, surface, mu[:, -1], around, state, index, excess
        )
        if mean is not None:
            residuals |= {f"mean_{name}": _weighted(x, mesh.weights) - mean}
        coefficient = material.diffusivity.coefficient(apply(mesh.face_mean, x), around.temperature)
        inward = coefficient * self.driving_force(mesh, x, mu, around) / self.radius**2
        # the reacting area per volume stands in the mesh, the rest of it in the capacity
        entering = current / self.capacity(material) / (exponent(self.geometry) + 1)
        return FieldEquations(
            rate=apply(mesh.divergence, inward) + _outer(entering, mesh.surface),
            current=current,
            residuals=residuals,
            observables={
                name: Observable(x, "1", "site filling", POSITION),
                f"surface_{name}": Observable(surface, "1", "site filling at the surface"),
            },
        )


def _weighted(x: Expression, weights: np.ndarray) -> Expression:
    """Weighted sums over the positions, (members, 1)."""
    import casadi as ca

    return ca.mtimes(x, ops.constant(weights[:, None]))


def _outer(column: Expression, row: np.ndarray) -> Expression:
    """Products of a column of members with a row of positions."""
    import casadi as ca

    # zeros are left out: else every cell would seem to depend on what happens at the surface
    return ca.mtimes(column, ca.sparsify(ops.constant(row[None, :])))


@dataclass(frozen=True)
class DiffusionParticle(RadialParticle):
    r"""Fickian solid solution with a reacting surface.

    .. math:: \frac{\partial x}{\partial t} = \nabla\cdot[D(x) \nabla x], \qquad
              D \nabla x\cdot n = \frac{j}{z F c_s}

    [crank1975]
    """

    def driving_force(
        self, mesh: Mesh, x: Expression, mu: Expression, around: Surroundings
    ) -> Expression:
        return apply(mesh.gradient, x)


@dataclass(frozen=True)
class CahnHilliardReaction(RadialParticle):
    r"""Phase-separating bulk with a reacting surface.

    .. math:: \frac{\partial x}{\partial t} = \nabla\cdot\left[\frac{D_0 m(x)}{RT}\nabla\mu\right],
              \quad \mu = g'(x) - \frac{\kappa}{c_s}\nabla^2 x + \frac{B}{c_s}(x - \bar x),
              \quad \frac{D_0 m}{RT}\nabla\mu\cdot n = \frac{j}{z F c_s}

    [zeng2014phase]
    """

    surface: SurfaceCondition = choice("surface condition", "wetting of the surface", NoFlux())
    heterogeneity: Heterogeneity = choice("heterogeneity", "declared perturbation", Uniform())
    initial_profile: InitialProfile = choice(
        "initial profile", "shape of the initial filling", FlatProfile()
    )

    def means(self, material: Material) -> tuple[Variable, ...]:
        return mean_variables(material, field_names(material), 1)

    def start(self, filling: Expression, index: int = 0) -> Expression:
        return filling + self.initial_profile.deviation(self.mesh().positions, index)

    def beyond(
        self,
        material: Material,
        mesh: Mesh,
        state: Mapping[str, Expression],
        around: Surroundings,
        index: int,
    ) -> Expression:
        name = field_names(material)[index]
        return (
            gradient_on_radius(material, mesh, state[name], self.radius, self.surface)
            + coherency(material, state[name], state.get(f"mean_{name}"))
            + self.heterogeneity.chemical_potential(
                mesh.positions, state[name].shape[0], around.elapsed, index
            )
        )

    def driving_force(
        self, mesh: Mesh, x: Expression, mu: Expression, around: Surroundings
    ) -> Expression:
        return apply(mesh.gradient, mu) / (GAS_CONSTANT * around.temperature)
