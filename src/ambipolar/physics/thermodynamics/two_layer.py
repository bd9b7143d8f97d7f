"""Graphite as two coupled layers, and the optional stacking energy of its sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.records import quantity
from .free_energy import FreeEnergy
from .regular_solution import IdealMixing

Array = Any


@dataclass(frozen=True)
class TwoLayerGraphite(FreeEnergy):
    r"""Two neighbouring layers that attract within and repel across the gallery.

    .. math::
        G(x_1, x_2) = \sum_{i=1,2} \{RT [x_i \ln x_i + (1-x_i)\ln(1-x_i)]
        + \Omega_a x_i (1-x_i)\} + \Omega_b x_1 x_2 + \Omega_c x_1 (1-x_1) x_2 (1-x_2)

    J per mole of layer *pairs*, so that :math:`\mu_i = \partial G/\partial x_i` is the
    potential of a guest in layer i. The filling of the host is the mean of the two layers, and
    a layer holds half of the host's sites. [ferguson2014]
    """

    fields: int = 2
    omega_a: float = quantity("J/mol", "interaction within a layer", 0.0)
    omega_b: float = quantity("J/mol", "repulsion between guests of the two layers", 0.0)
    omega_c: float = quantity("J/mol", "repulsion between the interfaces of the two layers", 0.0)

    def molar(self, x: tuple[Array, ...], temperature: Array) -> Array:
        first, second = x
        pair_first, pair_second = first * (1 - first), second * (1 - second)
        return (
            IdealMixing(fields=2).molar(x, temperature)
            + self.omega_a * (pair_first + pair_second)
            + self.omega_b * first * second
            + self.omega_c * pair_first * pair_second
        )

    def excess_potential(self, x: tuple[Array, ...], temperature: Array, field: int = 0) -> Array:
        own, other = x[field], x[1 - field]
        across = self.omega_c * (1 - 2 * own) * other * (1 - other)
        return self.omega_a * (1 - 2 * own) + self.omega_b * other + across


@dataclass(frozen=True)
class StackingInteraction(FreeEnergy):
    r"""Van der Waals energy of the sheets that changes as each layer fills; a term to be added.

    .. math:: g = E \sum_i (10 x_i^3 - 15 x_i^4 + 6 x_i^5), \qquad
        \mu_i = 30 E x_i^2 (1-x_i)^2

    It is a pure excess term without configurational entropy. [smith2017]
    """

    fields: int = 2
    energy: float = quantity("J/mol", "stacking energy E of a full layer over an empty one", 0.0)

    def molar(self, x: tuple[Array, ...], temperature: Array) -> Array:
        return sum(self.energy * z * z * z * (10 + z * (6 * z - 15)) for z in x)
