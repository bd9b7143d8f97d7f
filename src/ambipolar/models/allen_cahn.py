"""Depth-averaged particle whose whole face reacts: Allen-Cahn reaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ..core import ops
from ..core.constants import GAS_CONSTANT
from ..core.records import choice, positive
from ..materials.material import Material
from ..numerics.mesh import Mesh, check_cells, line
from ..numerics.system import Coordinate, Dims, Observable, Variable, apply
from ..physics.thermodynamics.surface import NoFlux, SurfaceCondition
from ..physics.transport.diffusivity import Diffusivity
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
from .nonlocal_terms import coherency, gradient_on_line, mean_variables
from .particle import FieldEquations, Particle

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

    Without a perturbation a uniform particle stays uniform, however unstable: declare a
    ``heterogeneity``, a wetted ``surface`` or an ``initial_profile`` to let phases separate.
    """

    size_name: ClassVar[str] = "length"
    surface_dims: ClassVar[Dims] = POSITION

    length: float = positive("m", "length along the reacting face", 100e-9)
    thickness: float = positive("m", "thickness h between the two reacting faces", 20e-9)
    cells: int = 100
    surface: SurfaceCondition = choice("surface condition", "condition at both ends", NoFlux())
    heterogeneity: Heterogeneity = choice("heterogeneity", "declared perturbation", Uniform())
    surface_diffusivity: Diffusivity | None = choice(
        "diffusivity", "diffusion along the face", None
    )
    initial_profile: InitialProfile = choice(
        "initial profile", "shape of the initial filling", FlatProfile()
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        check_cells(self.cells)

    @property
    def patches(self) -> int:
        return self.cells

    @property
    def dimensions(self) -> int:
        return 2  # the thickness is that of all

    def mesh(self) -> Mesh:
        """The mesh along the face."""
        return line(self.cells)

    def volume_per_area(self) -> Expression:
        return self.thickness / 2

    def mean(self, x: Expression) -> Expression:
        return ops.mean_rows(x)

    def start(self, filling: Expression, index: int = 0) -> Expression:
        return filling + self.initial_profile.deviation(self.mesh().positions, index)

    def coordinates(self) -> dict[str, Coordinate]:
        values = ops.outer(self.length, self.mesh().positions[None, :])
        return {"position": Coordinate(values, "m", "position along the face")}

    def variables(self, material: Material) -> tuple[Variable, ...]:
        names, shape = field_names(material), (1, self.cells)
        own = tuple(Variable(n, "1", "site filling", shape, POSITION) for n in names)
        means = mean_variables(material, names, 1)
        return own + means + current_variables(material, shape, POSITION)

    def field(
        self,
        material: Material,
        state: Mapping[str, Expression],
        around: Surroundings,
        index: int,
    ) -> FieldEquations:
        name, x, mesh = field_names(material)[index], fillings(material, state), self.mesh()
        mean = state.get(f"mean_{name}")
        beyond = (
            gradient_on_line(material, mesh, x[index], self.length, self.surface)
            + coherency(material, x[index], mean)
            + self.heterogeneity.chemical_potential(
                mesh.positions, x[index].shape[0], around.elapsed, index
            )
        )
        mu = beyond + material.free_energy.chemical_potential(x, around.temperature, index)
        excess = excess_of(material, x, around.temperature, index)
        excess = None if excess is None else excess + beyond
        current, residuals = reaction_current(material, x[index], mu, around, state, index, excess)
        if mean is not None:
            residuals |= {f"mean_{name}": self.mean(x[index]) - mean}
        filling = Observable(x[index], "1", "site filling", POSITION)
        local = Observable(current, "A/m^2", "reaction current density", POSITION)
        return FieldEquations(
            rate=1 / self.capacity(material) * current
            + self._spreading(mesh, x[index], mu, around),
            current=ops.mean_rows(current),
            residuals=residuals,
            local=current,
            observables={name: filling, name.replace("filling", "reaction_current"): local},
        )

    def _spreading(
        self, mesh: Mesh, x: Expression, mu: Expression, around: Surroundings
    ) -> Expression:
        """Divergence of the diffusion flux along the face [1/s]."""
        if self.surface_diffusivity is None:
            return 0.0
        between = apply(mesh.face_mean, x)
        coefficient = self.surface_diffusivity.coefficient(between, around.temperature)
        flux = coefficient * apply(mesh.gradient, mu) / (GAS_CONSTANT * around.temperature)
        return apply(mesh.divergence, flux) * mesh.size / self.length**2
