"""Salt and charge in a stack of layers, pores or free electrolyte, along one direction.

What an electrode contributes is the current that its reaction sends into the electrolyte of each
cell, and the currents that enter at the two ends. Nothing else is needed to close the equations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.constants import FARADAY
from ..core.errors import ParameterError
from ..core.ops import is_symbolic
from ..core.records import Record, positive, quantity
from ..numerics.mesh import check_cells
from ..numerics.rows import differences, sums
from ..numerics.system import Balance, Coordinate, Equations, Observable, Variable
from ..physics.electrolytes.electrolyte import Electrolyte, log_concentration

Expression = Any
POSITION = (None, "electrolyte.position")


@dataclass(frozen=True, kw_only=True)
class PorousLayer(Record):
    r"""A layer of uniform cells whose pores, of share :math:`\varepsilon`, hold the electrolyte.

    Transport properties of the electrolyte are multiplied by :math:`\varepsilon^b` with the
    Bruggeman exponent b, or by :math:`\varepsilon/\tau` where a ``tortuosity`` is given
    [bruggeman1935]. Porosity 1 is free electrolyte. ``porosity_profile`` has one number per cell
    and replaces ``porosity``.
    """

    thickness: float = positive("m", "thickness")
    porosity: float = quantity("1", "share of the volume that is electrolyte", 1.0, above=0.0,
                               below=1.0)  # fmt: skip
    bruggeman_exponent: float = quantity("1", "exponent b of the porosity", 1.5, above=0.0)
    tortuosity: float | None = quantity(
        "1", "tortuosity; the Bruggeman relation where it is not given", None, above=1.0
    )
    porosity_profile: tuple[float, ...] = quantity(
        "1", "porosity of every cell in place of one porosity", (), above=0.0, below=1.0
    )
    cells: int = 20

    def __post_init__(self) -> None:
        super().__post_init__()
        check_cells(self.cells, least=1)
        given = self.porosity_profile
        if not is_symbolic(given) and len(given) not in (0, self.cells):
            raise ParameterError(
                "PorousLayer.porosity_profile",
                f"has {len(given)} numbers for {self.cells} cells.",
                "Give one for each cell.",
            )
        for name in ("porosity", "porosity_profile"):
            value = getattr(self, name)
            if not is_symbolic(value) and np.any(np.asarray(value) == 0.0):
                raise ParameterError(
                    f"PorousLayer.{name}", "is zero: nothing could pass.", "Give more than 0."
                )

    def row(self, value: Expression) -> Expression:
        """One number, or one per cell, as a row (1, cells)."""
        import casadi as ca

        return ca.MX(value) * ca.MX.ones(1, self.cells)

    def porosities(self) -> Expression:
        """Porosity of every cell, (1, cells)."""
        import casadi as ca

        given = self.porosity_profile
        if is_symbolic(given):
            return given
        return self.row(ca.DM(given).T if given else self.porosity)

    def transport_factor(self) -> Expression:
        """Effective over plain transport coefficient in every cell, (1, cells)."""
        porosity = self.porosities()
        if self.tortuosity is not None:
            return porosity / self.tortuosity
        return porosity**self.bruggeman_exponent


@dataclass(frozen=True)
class Ends:
    """What enters the stack at its left end and leaves it at its right one, per area.

    Salt enters by anions only; at an electrode of the metal, and at a wall, none do.
    """

    left_current: Expression = 0.0  #: [A/m^2], along x
    right_current: Expression = 0.0  #: [A/m^2], along x
    left_salt: Expression = 0.0  #: [mol/(m^2 s)], along x
    right_salt: Expression = 0.0  #: [mol/(m^2 s)], along x


@dataclass(frozen=True)
class Surface:
    """The electrolyte at one end of the stack."""

    concentration: Expression  #: of salt [mol/m^3]
    potential: Expression  #: [V]


@dataclass(frozen=True)
class ElectrolyteLayers:
    r"""Layers one after the other, with one electrolyte that passes through all of them.

    .. math::
        \varepsilon \frac{\partial c}{\partial t} + \frac{\partial N}{\partial x} = 0, \qquad
        \frac{\partial i}{\partial x} = s, \qquad
        N = -D_e \frac{\partial c}{\partial x} - \frac{1 - t_+}{qF} i, \qquad
        i = -\kappa_e \left[\frac{\partial\phi}{\partial x}
            - P\, \frac{\partial \ln c}{\partial x}\right]

    in the volumes of :class:`~ambipolar.physics.electrolytes.electrolyte.Electrolyte`, with the
    current ``s`` [A/m^3] that reactions send into the electrolyte. N is the flux of the anions,
    which do not react: salt is conserved whatever the currents are. Cell-centred finite volumes of
    second order; between cells the two halves are resistances in series. [newman2004; smith2017]

    Raises
    ------
    ParameterError
        for a stack of fewer than two cells.
    """

    electrolyte: Electrolyte
    layers: tuple[PorousLayer, ...]

    def __post_init__(self) -> None:
        check_cells(self.cells, least=2)

    @property
    def cells(self) -> int:
        """Number of cells of the whole stack."""
        return sum(layer.cells for layer in self.layers)

    def slices(self) -> tuple[slice, ...]:
        """Where each layer lies among the cells."""
        ends = np.cumsum([0, *(layer.cells for layer in self.layers)]).tolist()
        return tuple(slice(a, b) for a, b in zip(ends, ends[1:], strict=False))

    def widths(self) -> Expression:
        """Width of every cell [m], (1, cells)."""
        return _joined(layer.row(layer.thickness / layer.cells) for layer in self.layers)

    def porosities(self) -> Expression:
        """Porosity of every cell, (1, cells)."""
        return _joined(layer.porosities() for layer in self.layers)

    def pore_volume(self) -> Expression:
        """Volume of electrolyte per area of the stack [m]."""
        import casadi as ca

        return ca.sum2(self.widths() * self.porosities())

    def variables(self) -> tuple[Variable, ...]:
        """Concentration and potential in every cell, less what the electrolyte keeps uniform."""
        law, shape = self.electrolyte, (1, self.cells)
        found = []
        if law.depletes:
            label = "salt concentration"
            found.append(Variable("concentration", "mol/m^3", label, shape, POSITION, scale=1000.0))
        size, dims = (shape, POSITION) if law.resists else ((1, 1), (None, None))
        found.append(
            Variable("potential", "V", "potential of the electrolyte", size, dims, algebraic=True,
                     step_limit=0.5)
        )  # fmt: skip
        return tuple(found)

    def equations(
        self,
        state: Mapping[str, Expression],
        temperature: Expression,
        ends: Ends,
        source: Expression = 0.0,
        initial: Expression | None = None,
    ) -> Equations:
        """Balances of salt and charge.

        Parameters
        ----------
        state : symbols of :meth:`variables`.
        temperature : [K], one number or a row (1, cells).
        ends : currents and salt fluxes at the two ends.
        source : current from the solid into the electrolyte [A/m^3 of layer], (1, cells).
        initial : salt concentration at the start, the electrolyte's own if not given.

        Returns
        -------
        Equations
            with outputs ``concentration`` and ``potential`` (1, cells), ``current`` and
            ``salt_flux`` at all faces (1, cells + 1) where they are defined, ``salt`` [mol/m^2].
        """
        law, widths = self.electrolyte, self.widths()
        c, phi = self.fields(state)
        start = law.reference_concentration if initial is None else initial
        outputs = {"concentration": c, "potential": phi}
        outputs["salt"] = _total(c * widths * self.porosities())
        rates, first, sources = {}, {"potential": 0.0}, source * widths
        if law.resists:
            inner = self._inner_current(c, phi, temperature)
            current = _joined([ends.left_current, inner, ends.right_current])
            outputs["current"] = current
            balance = current[:, 1:] - current[:, :-1] - sources
            if law.depletes:
                salt = self._salt_flux(c, inner, temperature, ends)
                outputs["salt_flux"] = salt
                leaving = salt[:, 1:] - salt[:, :-1]
                rates["concentration"] = -leaving / (widths * self.porosities())
                first["concentration"] = start
        else:
            balance = ends.right_current - ends.left_current - _total(sources)
        return Equations(
            rates=rates,
            residuals={"potential": balance},
            initial=first,
            observables={
                "concentration": Observable(c, "mol/m^3", "salt concentration", POSITION),
                "potential": Observable(phi, "V", "potential of the electrolyte", POSITION),
            },
            coordinates={"position": self._positions()},
            outputs=outputs,
        )

    def fields(self, state: Mapping[str, Expression]) -> tuple[Expression, Expression]:
        """Concentration [mol/m^3] and potential [V] of all cells, (1, cells)."""
        import casadi as ca

        ones = ca.MX.ones(1, self.cells)
        c = state.get("concentration")
        c = self.electrolyte.reference_concentration * ones if c is None else c
        return c, state["potential"] * ones

    def surface(
        self, state: Mapping[str, Expression], temperature: Expression, side: str,
        current: Expression, salt: Expression = 0.0,
    ) -> Surface:  # fmt: skip
        """Concentration and potential at an end, half a cell from the outermost centre.

        Parameters
        ----------
        side : ``left`` or ``right``.
        current, salt : what passes this end along x [A/m^2, mol/(m^2 s)].
        """
        law, cell = self.electrolyte, 0 if side == "left" else -1
        c, phi = (field[:, cell] for field in self.fields(state))
        if not law.resists:
            return Surface(c, phi)
        outward = -1.0 if side == "left" else 1.0
        layer = self.layers[cell]
        distance = layer.thickness / layer.cells / 2 / layer.transport_factor()[:, cell]
        ohmic = -outward * distance * current / law.conductivity(c, temperature)
        if not law.depletes:
            return Surface(c, phi + ohmic)
        share = 1.0 - law.transference(c, temperature)
        slope = -(salt + share / (law.equivalents * FARADAY) * current)
        outside = c + outward * distance * slope / law.diffusivity(c, temperature)
        diffusion = log_concentration(outside) - log_concentration(c)
        return Surface(outside, phi + ohmic + law.diffusion_potential(c, temperature) * diffusion)

    def balance(self, equations: Equations, initial: Expression | None = None) -> Balance:
        """The salt of the whole stack, which reactions of the cation leave as it is."""
        start = self.electrolyte.reference_concentration if initial is None else initial
        return Balance(equations.outputs["salt"], 0.0, start * self.pore_volume())

    def _inner_current(self, c: Expression, phi: Expression, temperature: Expression) -> Expression:
        """Current along x at the inner faces [A/m^2], (1, cells - 1)."""
        law, widths = self.electrolyte, self.widths()
        factor = _joined(layer.transport_factor() for layer in self.layers)
        resistance = _series(widths / (factor * law.conductivity(c, temperature)))
        force = differences(phi)
        if law.depletes:
            slope = law.diffusion_potential(self._at_faces(c), _at(temperature, self._at_faces))
            force = force - slope * differences(log_concentration(c))
        return -force / resistance

    def _salt_flux(
        self, c: Expression, current: Expression, temperature: Expression, ends: Ends
    ) -> Expression:
        """Salt flux along x at all faces [mol/(m^2 s)], (1, cells + 1)."""
        law, widths = self.electrolyte, self.widths()
        factor = _joined(layer.transport_factor() for layer in self.layers)
        resistance = _series(widths / (factor * law.diffusivity(c, temperature)))
        carried = law.transference(self._at_faces(c), _at(temperature, self._at_faces))
        drift = (1.0 - carried) / (law.equivalents * FARADAY) * current
        inner = -differences(c) / resistance - drift
        return _joined([ends.left_salt, inner, ends.right_salt])

    def _at_faces(self, x: Expression) -> Expression:
        """Mean of the two cells of each inner face, weighted by their widths."""
        widths = self.widths()
        return sums(x * widths) / sums(widths)

    def _positions(self) -> Coordinate:
        parts, begin = [], 0.0
        for layer in self.layers:
            steps = (np.arange(layer.cells) + 0.5)[None, :] / layer.cells
            parts.append(begin + layer.thickness * steps)
            begin = begin + layer.thickness
        return Coordinate(_joined(parts), "m", "position in the electrolyte")


def _joined(parts: Any) -> Expression:
    import casadi as ca

    return ca.horzcat(*(ca.MX(part) for part in parts))


def _total(row: Expression) -> Expression:
    import casadi as ca

    return ca.sum2(row)


def _series(resistances: Expression) -> Expression:
    """Half of each of two neighbours, in series."""
    return 0.5 * sums(resistances)


def _at(temperature: Expression, average: Any) -> Expression:
    """Temperature at the faces, where it is given by cell."""
    several = is_symbolic(temperature) and temperature.shape[1] > 1
    return average(temperature) if several else temperature
