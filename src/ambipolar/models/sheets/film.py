"""Insertion films with depth on a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.constants import FARADAY
from ...core.errors import ParameterError
from ...core.records import choice, positive, quantity
from ...materials.material import Material
from ...numerics.mesh import line
from ...numerics.system import Variable, apply
from ..interface import Surroundings, current_variables, reaction_current
from .electrode import ElectrodeEquations, SheetElectrode
from .guarded_filling import chemical_potential, filling_of, guarded, start_of

Expression = Any


@dataclass(frozen=True, kw_only=True)
class InsertionFilm(SheetElectrode):
    r"""A film of a host with cells through its depth.

    .. math::
        \frac{\partial x}{\partial t} = \frac{\partial}{\partial z}
        \left[D \frac{\partial x}{\partial z}\right], \qquad
        z F c_s D \frac{\partial x}{\partial z}\Big|_{surface} = j(x_s, E)

    The film swells in proportion to what it holds, :math:`d(1 + \epsilon \bar x)`; the equations
    are those of the unswollen film. The reaction sees the uppermost cell. Nothing moves along the
    film inside the host: its diffusivity is far too small (1e-14 m^2/s against cells of half a
    millimetre).
    """

    material: Material = choice("material", "host of the guest")
    thickness: float = positive("m", "thickness of the film", 500e-9)
    depth_cells: int = 4
    initial_filling: float = quantity(
        "1", "site filling at the start", 0.25, above=0.0, below=1.0, closed=False
    )
    expansion: float = quantity("1", "relative swelling when full (assumed)", 0.1, above=-1.0)

    def __post_init__(self) -> None:
        super().__post_init__()
        cells = self.depth_cells
        if isinstance(cells, bool) or not isinstance(cells, int) or not 1 <= cells <= 1000:
            message = f"must be a whole number from 1 to 1000, got {cells!r}."
            raise ParameterError("depth_cells", message)
        if self.material.free_energy.fields > 1:
            raise ParameterError("material", "a film needs a host with one composition field.")

    @property
    def capacity(self) -> Expression:
        """Charge that fills all sites [C/m^2]."""
        material = self.material
        return material.charge_number * FARADAY * material.site_density * self.thickness

    def swollen(self, mean: Expression) -> Expression:
        """Thickness [m] at a filling averaged over the depth."""
        return self.thickness * (1.0 + self.expansion * mean)

    def variables(self, cells: int) -> tuple[Variable, ...]:
        surface = Variable("surface", "1", "surface filling", (1, cells))
        # a current of 1 mA/cm^2 counts as one, as potentials do
        implicit = tuple(
            Variable(v.name, v.unit, v.label, (1, cells), algebraic=True)
            for v in current_variables(self.material)
        )
        if self.depth_cells == 1:
            return (surface, *implicit)
        inner = Variable("filling", "1", "site filling", (self.depth_cells - 1, cells))
        return (inner, surface, *implicit)

    def fillings(self, state: Mapping[str, Expression]) -> Expression:
        """Fillings from the bottom to the surface, (depth cells, cells)."""
        import casadi as ca

        surface = filling_of(state["surface"])
        return surface if self.depth_cells == 1 else ca.vertcat(state["filling"], surface)

    def mean_filling(self, state: Mapping[str, Expression]) -> Expression:
        """Filling averaged over the depth, (1, cells)."""
        import casadi as ca

        return ca.sum1(self.fillings(state)) / self.depth_cells

    @property
    def conducts_along(self) -> bool:
        return self.material.conductivity is not None

    def sheet_conductance(self, state: Mapping[str, Expression], temperature: Expression) -> Any:
        """Layers of the film in parallel, (1, cells) [S]; zero where the host has no law."""
        import casadi as ca

        law = self.material.conductivity
        if law is None:
            return 0.0
        layers = law.conductivity(self.fillings(state), temperature)
        return ca.sum1(layers) * (self.thickness / self.depth_cells)

    def dry_conductance(self, temperature: Expression) -> Expression:
        law = self.material.conductivity
        if law is None:
            return 0.0
        return law.conductivity(self.initial_filling, temperature) * self.thickness

    def equilibrium(self, temperature: Expression) -> Expression:
        return self.material.open_circuit_potential(self.initial_filling, temperature)

    def equations(
        self, state: Mapping[str, Expression], around: Surroundings, wetted: Expression
    ) -> ElectrodeEquations:
        surface = guarded(state["surface"])
        mu = chemical_potential(self.material, surface, around.temperature)
        x = surface.filling
        current, residuals = reaction_current(self.material, x, mu, around, state, 0)
        return self.driven(state, around, current, wetted, residuals)

    def driven(
        self,
        state: Mapping[str, Expression],
        around: Surroundings,
        current: Expression,
        wetted: Expression,
        residuals: Mapping[str, Expression] | None = None,
    ) -> ElectrodeEquations:
        """The equations at a given insertion current density (1, cells)."""
        surface, mean = guarded(state["surface"]), self.mean_filling(state)
        entering = wetted * current * (self.depth_cells / self.capacity)
        diffused = self._diffusion(self.fillings(state), around.temperature)
        rates = {"surface": (diffused[-1, :] + entering) / surface.slope}
        initial: dict[str, Any] = {"surface": start_of(self.initial_filling)}
        if self.depth_cells > 1:
            rates["filling"] = diffused[:-1, :]
            initial["filling"] = self.initial_filling
        for name in residuals or {}:
            initial[name] = 0.0
        return ElectrodeEquations(
            current=current,
            stored=self.capacity * mean,
            rates=rates,
            residuals=residuals or {},
            initial=initial,
            fields={
                "filling": (mean, "1", "site filling"),
                "surface_filling": (surface.filling, "1", "site filling at the surface"),
                "thickness": (self.swollen(mean), "m", "thickness of the film"),
            },
        )

    def _diffusion(self, x: Expression, temperature: Expression) -> Expression:
        """Rate of change of every cell by diffusion through the depth [1/s]."""
        import casadi as ca

        if self.depth_cells == 1:
            return 0.0 * x
        mesh, layers = line(self.depth_cells), x.T  # whole layers in a row are read in one go
        coefficient = self.material.diffusivity.coefficient(
            apply(mesh.face_mean, layers), temperature
        )
        flux = coefficient * apply(mesh.gradient, layers) / self.thickness**2
        spread = np.diag(1 / mesh.weights) @ mesh.divergence.toarray()
        return ca.transpose(apply(spread, flux))
