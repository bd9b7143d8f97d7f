"""Particles that fill from their surface: Fickian and Cahn-Hilliard, plate, cylinder or sphere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core import ops
from ..core.constants import GAS_CONSTANT
from ..core.records import Record, choice, positive
from ..materials.material import Material
from ..numerics.mesh import Mesh, check_cells, exponent, radial, radial_zeng_bazant
from ..numerics.system import Coordinate, Equations, Observable, Variable, apply
from ..physics.thermodynamics.surface import NoFlux, SurfaceCondition
from .heterogeneity import Uniform
from .interface import Surroundings, current_variables, field_names, reaction_current
from .nonlocal_terms import coherency, gradient_on_radius, mean_variables
from .particle import Particle

Expression = Any
POSITION = (None, "particle.position")

SCHEMES = {"finite-volume": radial, "zeng-bazant": radial_zeng_bazant}


@dataclass(frozen=True)
class RadialParticle(Particle):
    """Common to particles whose guests enter at the surface and move along the radius.

    ``geometry`` is plate (reacting on one face, sealed at the other), cylinder or sphere;
    ``scheme`` is the control-volume scheme, see ``numerics.mesh``.
    """

    radius: float = positive("m", "radius, or thickness of a plate", 100e-9)
    geometry: str = "sphere"
    nodes: int = 61
    scheme: str = "finite-volume"

    def __post_init__(self) -> None:
        super().__post_init__()
        exponent(self.geometry)
        check_cells(self.nodes, least=3)

    def mesh(self) -> Mesh:
        """The mesh along the radius."""
        return SCHEMES[self.scheme](self.nodes, self.geometry)

    def volume_per_area(self) -> Expression:
        return self.radius / (exponent(self.geometry) + 1)

    def variables(self, material: Material) -> tuple[Variable, ...]:
        names = field_names(material)
        fillings = tuple(Variable(n, "1", "site filling", (1, self.nodes), POSITION) for n in names)
        currents = [current_variables(material, f"current_{n}", (1, 1), (None, None)) for n in names]
        return fillings + self._means(material) + tuple(v for group in currents for v in group)

    def _means(self, material: Material) -> tuple[Variable, ...]:
        return ()

    def potential(
        self, material: Material, mesh: Mesh, x: tuple[Expression, ...], index: int,
        mean: Expression, around: Surroundings,
    ) -> Expression:  # fmt: skip
        """Chemical potential of one field at the nodes [J/mol]."""
        raise NotImplementedError

    def flux(
        self, material: Material, mesh: Mesh, x: Expression, mu: Expression, around: Surroundings
    ) -> Expression:
        """Inward flux of filling through the interior faces times radius [m^2/s]."""
        raise NotImplementedError

    def equations(
        self, material: Material, state: Mapping[str, Expression], around: Surroundings, initial_filling: Expression
    ) -> Equations:  # fmt: skip
        import casadi as ca

        names, mesh = field_names(material), self.mesh()
        x = tuple(state[n] for n in names)
        volume, surface = ca.DM(mesh.weights).T, ca.DM(mesh.surface).T
        rates, residuals, initial, watched, total = {}, {}, {}, {}, 0.0
        for i, name in enumerate(names):
            mean = state.get(f"mean_{name}")
            mu = self.potential(material, mesh, x, i, mean, around)
            at_surface = x[i][:, -1]
            j, extra = reaction_current(
                material, at_surface, mu[:, -1], around, state, f"current_{name}"
            )
            entering = j / self.capacity(material) / (exponent(self.geometry) + 1)
            inward = self.flux(material, mesh, x[i], mu, around) / self.radius**2
            rates[name] = apply(mesh.divergence, inward) + surface * entering
            residuals |= extra
            initial |= {name: initial_filling, **dict.fromkeys(extra, 0.0)}
            if mean is not None:
                residuals[f"mean_{name}"] = ops.sum_rows(x[i] * volume) - mean
                initial[f"mean_{name}"] = initial_filling
            watched[name] = Observable(x[i], "1", "site filling", POSITION)
            watched[f"surface_{name}"] = Observable(at_surface, "1", "site filling at the surface")
            total = total + j / len(names)
        axis = Coordinate(self.radius * mesh.positions[None, :], "m", "distance from the centre")
        filling = sum(_mean(mesh, v) for v in x) / len(x)
        return Equations(
            rates=rates, residuals=residuals, initial=initial, observables=watched,
            mass=dict.fromkeys(names, mesh.mass), coordinates={"position": axis},
            outputs={"current": total, "filling": filling},
        )  # fmt: skip


def _mean(mesh: Mesh, x: Expression) -> Expression:
    # the conserved mean belongs to the mass matrix, whose columns sum to the volumes
    import casadi as ca
    import numpy as np

    return ops.sum_rows(x * ca.DM(np.asarray(mesh.mass.sum(axis=0)).ravel()).T)


@dataclass(frozen=True)
class DiffusionParticle(RadialParticle):
    r"""Fickian solid solution with a reacting surface.

    .. math:: \frac{\partial x}{\partial t} = \nabla\cdot[D(x) \nabla x], \qquad
              D \nabla x\cdot n = \frac{j}{z F c_s}
    """

    def potential(
        self, material: Material, mesh: Mesh, x: tuple[Expression, ...], index: int,
        mean: Expression, around: Surroundings,
    ) -> Expression:  # fmt: skip
        return material.free_energy.chemical_potential(x, around.temperature, index)

    def flux(
        self, material: Material, mesh: Mesh, x: Expression, mu: Expression, around: Surroundings
    ) -> Expression:
        coefficient = material.diffusivity.coefficient(apply(mesh.face_mean, x), around.temperature)
        return coefficient * apply(mesh.gradient, x)


@dataclass(frozen=True)
class CahnHilliardReaction(RadialParticle):
    r"""Phase-separating bulk with a reacting surface.

    .. math:: \frac{\partial x}{\partial t} = \nabla\cdot\left[\frac{D_0 m(x)}{RT}\nabla\mu\right],
              \quad \mu = g'(x) - \frac{\kappa}{c_s}\nabla^2 x + \frac{B}{c_s}(x - \bar x),
              \quad \frac{D_0 m}{RT}\nabla\mu\cdot n = \frac{j}{z F c_s}

    [zeng2014phase]
    """

    surface: SurfaceCondition = choice("surface condition", "wetting of the surface", NoFlux())
    heterogeneity: Record = choice("heterogeneity", "declared perturbation", Uniform())

    def _means(self, material: Material) -> tuple[Variable, ...]:
        return mean_variables(material, field_names(material), 1)

    def potential(
        self, material: Material, mesh: Mesh, x: tuple[Expression, ...], index: int,
        mean: Expression, around: Surroundings,
    ) -> Expression:  # fmt: skip
        return (
            material.free_energy.chemical_potential(x, around.temperature, index)
            + gradient_on_radius(material, mesh, x[index], self.radius, self.surface)
            + coherency(material, x[index], mean)
            + self.heterogeneity.chemical_potential(mesh.positions, 1, around.elapsed)
        )

    def flux(
        self, material: Material, mesh: Mesh, x: Expression, mu: Expression, around: Surroundings
    ) -> Expression:
        coefficient = material.diffusivity.coefficient(apply(mesh.face_mean, x), around.temperature)
        return coefficient * apply(mesh.gradient, mu) / (GAS_CONSTANT * around.temperature)
