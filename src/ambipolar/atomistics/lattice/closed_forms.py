"""Exact results of lattice gases, for comparison. Energies in eV, temperatures in K."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.constants import BOLTZMANN, ELEMENTARY_CHARGE
from ...core.errors import ParameterError
from .model import LatticeModel

Array = Any

_K = BOLTZMANN / ELEMENTARY_CHARGE


def ideal_filling(potential: Array, temperature: float) -> Array:
    r"""Filling of sites without interaction, :math:`x = 1/(1 + e^{-\mu/kT})`."""
    return 1 / (1 + np.exp(-np.asarray(potential) / (_K * temperature)))


def chain_isotherm(potential: float, coupling: float, temperature: float) -> tuple[float, float]:
    r"""Filling and energy per site (eV) of the infinite chain with nearest neighbours.

    Eigenvalues of the transfer matrix :math:`(1, z^{1/2}; z^{1/2}, z y)` with
    :math:`z = e^{\mu/kT}, y = e^{-J/kT}`; the energy is J times the density of pairs.
    """
    z, y = np.exp(potential / (_K * temperature)), np.exp(-coupling / (_K * temperature))
    values, vectors = np.linalg.eigh(np.array([[1, np.sqrt(z)], [np.sqrt(z), z * y]]))
    filled = vectors[1, -1] ** 2
    return float(filled), float(coupling * filled * z * y / values[-1])


def ising_critical_temperature(coupling: float) -> float:
    r"""Critical temperature in K of the square lattice gas with pair energy J < 0.

    .. math:: kT_c = \frac{|J|}{2 \ln(1 + \sqrt 2)}

    The lattice gas is Ising's magnet of coupling J/4 [onsager1944].
    """
    return abs(coupling) / (2 * np.log(1 + np.sqrt(2)) * _K)


def ising_fillings(coupling: float, temperature: float) -> tuple[float, float]:
    r"""Fillings that coexist on the square lattice with pair energy J < 0.

    .. math:: x = \tfrac12 \left(1 \pm [1 - \sinh^{-4}(|J|/2kT)]^{1/8}\right)

    Equal above the critical temperature [yang1952].
    """
    if temperature >= ising_critical_temperature(coupling):
        return 0.5, 0.5
    order = (1 - np.sinh(abs(coupling) / (2 * _K * temperature)) ** -4) ** 0.125
    return 0.5 * (1 - order), 0.5 * (1 + order)


@dataclass(frozen=True)
class Averages:
    """Exact means of a small supercell."""

    filling: float
    energy: float  #: eV, of the supercell
    variance: float  #: of the number of guests
    grand_potential: float  #: -kT ln of the sum of states, eV, of the supercell


def enumerated(
    model: LatticeModel, potential: float, temperature: float, guests: int | None = None
) -> Averages:
    """Means over all states of a supercell of up to 20 sites, or over those with ``guests``.

    Raises
    ------
    ParameterError
        for more than 20 sites.
    """
    if model.size > 20:
        raise ParameterError("model", f"has {model.size} sites: too many states to enumerate.")
    states = np.arange(2**model.size)[:, None] >> np.arange(model.size) & 1
    if guests is not None:
        states = states[states.sum(axis=1) == guests]
    number = states.sum(axis=1)
    energy = np.array([model.energy(s) for s in states])
    exponent = -(energy - potential * number) / (_K * temperature)
    weight = np.exp(exponent - exponent.max())
    total = weight.sum()
    weight /= total
    mean = weight @ number
    return Averages(
        float(mean / model.size), float(weight @ energy), float(weight @ number**2 - mean**2),
        float(-_K * temperature * (np.log(total) + exponent.max())),
    )  # fmt: skip
