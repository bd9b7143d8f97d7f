"""How fast a film grows on a surface: laws limited by the reaction or by what crosses the film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core import ops
from ...core.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from ...core.errors import ParameterError
from ...core.records import Record, choice, positive, quantity
from ..electrolytes.electrolyte import arrhenius
from ..kinetics.reduced_variables import limited_exp
from .reacting_surface import ReactingSurface

Array = Any

#: a film that alone limits its growth counts as at least this thick [m]: its law diverges at zero
THINNEST_FILM = 1e-12


@dataclass(frozen=True, kw_only=True)
class FilmGrowth(Record):
    r"""Current that reduces the electrolyte at a film of thickness L [A/m^2], never negative.

    Every law is scaled by an Arrhenius factor
    :math:`\exp[-(E_a/R)(1/T - 1/T_{ref})]`. The film forms at the molar rate
    :math:`j/nF` with n electrons for each unit that is formed.
    """

    activation_energy: float = quantity("J/mol", "activation energy", 0.0, above=0.0)
    reference_temperature: float = positive(
        "K", "temperature at which the numbers hold", ROOM_TEMPERATURE
    )

    def current(self, surface: ReactingSurface, thickness: Array, electrons: Array) -> Array:
        """Reduction current density [A/m^2] at a film of ``thickness`` [m]."""
        raise NotImplementedError

    def activation(self, temperature: Array) -> Array:
        """The Arrhenius factor [-]."""
        return arrhenius(self.activation_energy, self.reference_temperature, temperature)


@dataclass(frozen=True, kw_only=True)
class LinearGrowth(FilmGrowth):
    """A step that is of first order in what it consumes, so that steps in series add as resistors.

    Subclasses state :meth:`hindrance`, one over the current that the step alone would allow.
    """

    def hindrance(self, surface: ReactingSurface, thickness: Array, electrons: Array) -> Array:
        """1/j of this step alone [m^2/A]."""
        raise NotImplementedError

    def current(self, surface: ReactingSurface, thickness: Array, electrons: Array) -> Array:
        return 1 / self.hindrance(surface, ops.maximum(thickness, THINNEST_FILM), electrons)


@dataclass(frozen=True, kw_only=True)
class ReactionLimitedGrowth(LinearGrowth):
    r"""Irreversible reduction of the solvent (Tafel), whatever the thickness.

    .. math:: j = i_0\, e^{-\alpha F(\phi - U)/RT}

    For a solvent of concentration c and a rate constant k at the potential U the exchange current
    is :math:`i_0 = nFkc`. A film of constant growth follows at constant potential. [safari2009]
    """

    exchange_current: float = positive("A/m^2", "exchange current density i0", 1.5e-7)
    potential: float = quantity("V", "potential U of the reduction against the guest metal", 0.4)
    transfer_coefficient: float = quantity(
        "1", "transfer coefficient alpha", 0.5, above=0.0, below=1.0
    )

    def hindrance(self, surface: ReactingSurface, thickness: Array, electrons: Array) -> Array:
        u = FARADAY / (GAS_CONSTANT * surface.temperature) * (surface.potential - self.potential)
        slow = limited_exp(self.transfer_coefficient * u)
        return slow / (self.exchange_current * self.activation(surface.temperature))


@dataclass(frozen=True, kw_only=True)
class SolventDiffusionGrowth(LinearGrowth):
    r"""Solvent that crosses the film by diffusion and reacts at once at its inner side.

    .. math:: j = \frac{n F c D}{L}

    whatever the potential, so that :math:`L = \sqrt{L_0^2 + 2 V c D t}`. [ploehn2004]
    """

    diffusivity: float = positive("m^2/s", "diffusivity D of the solvent in the film", 2.5e-22)
    concentration: float = positive("mol/m^3", "solvent concentration c outside", 2636.0)

    def hindrance(self, surface: ReactingSurface, thickness: Array, electrons: Array) -> Array:
        permeability = self.concentration * self.diffusivity * self.activation(surface.temperature)
        return thickness / (electrons * FARADAY * permeability)


@dataclass(frozen=True, kw_only=True)
class InterstitialDiffusionGrowth(LinearGrowth):
    r"""Neutral guest atoms that diffuse through the film and carry the electrons outward.

    .. math:: j = \frac{F D c_0}{L}\, e^{-F\phi/RT}

    with their concentration :math:`c_0` beside the guest metal. It is the law whose dependence on
    the state of charge agrees with storage experiments. [single2018]
    """

    diffusivity: float = positive("m^2/s", "diffusivity D of the atoms in the film", 1e-20)
    concentration: float = positive("mol/m^3", "their concentration c0 beside the metal", 15.0)

    def hindrance(self, surface: ReactingSurface, thickness: Array, electrons: Array) -> Array:
        rare = limited_exp(FARADAY / (GAS_CONSTANT * surface.temperature) * surface.potential)
        permeability = self.concentration * self.diffusivity * self.activation(surface.temperature)
        return thickness * rare / (FARADAY * permeability)


@dataclass(frozen=True, kw_only=True)
class SeriesGrowth(LinearGrowth):
    r"""Steps of first order one after the other: the slowest limits.

    .. math:: \frac1j = \sum_i \frac1{j_i}

    A reaction and the diffusion of the solvent give the law of Deal and Grove,
    :math:`dL/dt = V c D/(L + D/k)`: linear in time first, with its square root later.
    [deal1965]

    Raises
    ------
    ParameterError
        for a law that is not of first order, such as electron conduction.
    """

    laws: tuple[LinearGrowth, ...] = choice(
        "film growth", "the steps", (ReactionLimitedGrowth(), SolventDiffusionGrowth())
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.laws:
            raise ParameterError("laws", "a series needs at least one law.")
        for law in self.laws:
            if not isinstance(law, LinearGrowth):
                raise ParameterError(
                    "laws",
                    f"{type(law).__name__} is not of first order in what it consumes.",
                    "Use OhmicFilmGrowth for a reaction behind a film that conducts electrons.",
                )

    def hindrance(self, surface: ReactingSurface, thickness: Array, electrons: Array) -> Array:
        parts = [law.hindrance(surface, thickness, electrons) for law in self.laws]
        return sum(parts[1:], parts[0]) / self.activation(surface.temperature)
