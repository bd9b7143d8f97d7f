"""Depth-averaged particle whose whole face reacts: Allen-Cahn reaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core import ops
from ..core.constants import GAS_CONSTANT
from ..core.records import Record, choice, positive
from ..materials.material import Material
from ..numerics.mesh import Mesh, check_cells, line
from ..numerics.system import Coordinate, Equations, Observable, Variable, apply
from ..physics.thermodynamics.surface import NoFlux, SurfaceCondition
from ..physics.transport.diffusivity import Diffusivity
from .heterogeneity import Uniform
from .interface import Surroundings, current_variables, field_names, reaction_current
from .nonlocal_terms import coherency, gradient_on_line, mean_variables
from .particle import Particle

Expression = Any
POSITION = (None, "particle.position")


@dataclass(frozen=True)
class AllenCahnReaction(Particle):
    r"""Thin particle, filling averaged over its depth, varying along its reacting face.

    .. math:: \frac{\partial x}{\partial t} = \frac{2}{h} \frac{j(x, \mu, \eta)}{z F c_s}
              + \nabla\cdot\left(\frac{D_0 m(x)}{RT} \nabla\mu\right), \qquad
              \mu = g'(x) - \frac{\kappa}{c_s} \nabla^2 x + \frac{B}{c_s}(x - \bar x)

    The diffusion term is present when ``surface_diffusivity`` is given. With conduction
    channels normal to the face (olivines) diffusion into the depth is fast and the reaction is
    the slow step. [bai2011] [cogswell2012]
    """

    length: float = positive("m", "length along the reacting face", 100e-9)
    thickness: float = positive("m", "thickness h between the two reacting faces", 20e-9)
    cells: int = 100
    surface: SurfaceCondition = choice("surface condition", "condition at both ends", NoFlux())
    heterogeneity: Record = choice("heterogeneity", "declared perturbation", Uniform())
    surface_diffusivity: Diffusivity | None = choice("diffusivity", "diffusion along the face", None)

    def __post_init__(self) -> None:
        super().__post_init__()
        check_cells(self.cells)

    def mesh(self) -> Mesh:
        """The mesh along the face."""
        return line(self.cells)

    def volume_per_area(self) -> Expression:
        return self.thickness / 2

    def variables(self, material: Material) -> tuple[Variable, ...]:
        names, shape = field_names(material), (1, self.cells)
        fillings = tuple(Variable(n, "1", "site filling", shape, POSITION) for n in names)
        currents = [current_variables(material, f"current_{n}", shape, POSITION) for n in names]
        means = mean_variables(material, names, 1)
        return fillings + means + tuple(v for group in currents for v in group)

    def equations(
        self, material: Material, state: Mapping[str, Expression], around: Surroundings, initial_filling: Expression
    ) -> Equations:  # fmt: skip
        names, mesh = field_names(material), self.mesh()
        x = tuple(state[n] for n in names)
        rates, residuals, initial, watched, total = {}, {}, {}, {}, 0.0
        disorder = self.heterogeneity.chemical_potential(mesh.positions, 1, around.elapsed)
        for i, name in enumerate(names):
            mean = state.get(f"mean_{name}")
            mu = (
                material.free_energy.chemical_potential(x, around.temperature, i)
                + gradient_on_line(material, mesh, x[i], self.length, self.surface)
                + coherency(material, x[i], mean)
                + disorder
            )
            j, extra = reaction_current(material, x[i], mu, around, state, f"current_{name}")
            rates[name] = j / self.capacity(material) + self._spreading(mesh, x[i], mu, around)
            residuals |= extra
            initial |= {name: initial_filling, **dict.fromkeys(extra, 0.0)}
            if mean is not None:
                residuals[f"mean_{name}"] = ops.mean_rows(x[i]) - mean
                initial[f"mean_{name}"] = initial_filling
            watched[name] = Observable(x[i], "1", "site filling", POSITION)
            watched[name.replace("filling", "reaction_current")] = Observable(
                j, "A/m^2", "reaction current density", POSITION
            )
            total = total + ops.mean_rows(j) / len(names)
        axis = Coordinate(self.length * mesh.positions[None, :], "m", "position along the face")
        return Equations(
            rates=rates, residuals=residuals, initial=initial, observables=watched,
            coordinates={"position": axis},
            outputs={"current": total, "filling": sum(ops.mean_rows(v) for v in x) / len(x)},
        )  # fmt: skip

    def _spreading(self, mesh: Mesh, x: Expression, mu: Expression, around: Surroundings) -> Expression:
        """Divergence of the diffusion flux along the face [1/s]."""
        if self.surface_diffusivity is None:
            return 0.0
        coefficient = self.surface_diffusivity.coefficient(apply(mesh.face_mean, x), around.temperature)
        flux = coefficient * apply(mesh.gradient, mu) / (GAS_CONSTANT * around.temperature)
        return apply(mesh.divergence, flux) * mesh.size / self.length**2
