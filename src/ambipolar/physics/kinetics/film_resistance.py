"""A resistive film in series with any rate law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core import ops
from ...core.constants import FARADAY, GAS_CONSTANT
from ...core.errors import ParameterError
from ...core.records import choice, quantity
from .reaction import Interface, RateLaw

Array = Any


@dataclass(frozen=True)
class WithFilmResistance(RateLaw):
    r"""The current lowers the driving force of its own reaction.

    .. math:: j = j_{law}(\eta + j R_{film})

    The equation is implicit. Models carry j as an algebraic unknown and use :meth:`rate_at`;
    :meth:`rate` solves it for NumPy arrays. At small overpotential charge transfer and film are
    in series, :math:`1/i_0^{eff} = 1/i_0 + F R_{film}/RT`. [smith2017]
    """

    law: RateLaw = choice("kinetics", "rate law below the film")
    film_resistance: float = quantity("ohm*m^2", "area resistance of the film", above=0.0)
    implicit = True

    def rate_at(self, interface: Interface, current: Array) -> Array:
        """Current density [A/m^2] of the law while ``current`` [A/m^2] flows through the film."""
        return self.law.rate(interface.shifted(current * self.film_resistance))

    def exchange_current(self, interface: Interface) -> Array:
        r"""Effective i0 [A/m^2] of charge transfer and film in series; ``-(RT/F) dj/deta``."""
        i0 = self.law.exchange_current(interface)
        thermal = GAS_CONSTANT * interface.temperature / FARADAY
        return i0 / (1 + i0 * self.film_resistance / thermal)

    def rate(self, interface: Interface) -> Array:
        """Current density [A/m^2] of NumPy arrays, by a root bracketed between eta and 0.

        Raises
        ------
        ParameterError
            for CasADi expressions, which have no closed form.
        """
        state = (
            interface.filling,
            interface.chemical_potential,
            interface.overpotential,
            interface.temperature,
            interface.ion_activity,
        )
        if any(ops.is_symbolic(value) for value in state):
            raise ParameterError(
                "WithFilmResistance.rate",
                "the current through a film is implicit and has no symbolic expression.",
                "Make the current an algebraic unknown and use rate_at(interface, current).",
            )
        below_film = self._overpotential_below_film(interface, *np.broadcast_arrays(*state))
        return self.law.rate(interface.at(below_film))

    def _overpotential_below_film(self, interface: Interface, *state: np.ndarray) -> np.ndarray:
        from scipy.optimize import elementwise

        eta = state[2]

        def excess(inner: np.ndarray, *values: np.ndarray) -> np.ndarray:
            x, mu, outer, temperature, activity, resistance = values
            at = Interface(x, mu, inner, temperature, activity)
            return inner - outer - resistance * self.law.rate(at)

        bracket = (np.minimum(eta, 0.0), np.maximum(eta, 0.0))
        arguments = (*state, np.broadcast_to(self.film_resistance, eta.shape))
        tolerances = {"xrtol": 1e-15, "xatol": 1e-17, "fatol": 0.0}
        found = elementwise.find_root(excess, bracket, args=arguments, tolerances=tolerances)
        return np.where(eta == 0.0, 0.0, found.x)
