"""Electrons in the solid matrix of an electrode, from the current collector to the separator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...numerics.rows import differences, sums
from .electrode import PorousElectrode

Expression = Any


@dataclass(frozen=True)
class Conduction:
    r"""Ohm's law along the matrix, sealed at the separator, at the collector's potential beyond.

    .. math:: i_s = -\sigma_e \frac{\partial \phi_s}{\partial x}, \qquad
              \frac{\partial i_s}{\partial x} = -s

    ``collector`` is the side on which the current collector is, ``left`` or ``right``.
    """

    electrode: PorousElectrode
    collector: str

    def residual(
        self, potential: Expression, at_collector: Expression, source: Expression
    ) -> Expression:
        """Charge balance of every cell [A/m^2], (1, cells)."""
        current = self.currents(potential, at_collector)
        return _faces_to_cells(current) + source * self._width()

    def currents(self, potential: Expression, at_collector: Expression) -> Expression:
        """Current in the matrix along x at all faces [A/m^2], (1, cells + 1)."""
        import casadi as ca

        resistance = self._width() / self._conductivity()
        inner = -differences(potential) / (0.5 * sums(resistance))
        wall = ca.MX.zeros(1, 1)
        if self.collector == "left":
            outer = (at_collector - potential[:, 0]) / (0.5 * resistance[:, 0])
            return ca.horzcat(outer, inner, wall)
        outer = (potential[:, -1] - at_collector) / (0.5 * resistance[:, -1])
        return ca.horzcat(wall, inner, outer)

    def _width(self) -> Expression:
        layer = self.electrode.layer
        return layer.thickness / layer.cells

    def _conductivity(self) -> Expression:
        electrode = self.electrode
        share = 1.0 - electrode.layer.porosities()
        return electrode.conductivity * share**electrode.conductivity_exponent


def _faces_to_cells(row: Expression) -> Expression:
    return row[:, 1:] - row[:, :-1]
