"""Absorption bands whose strength follows the filling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.constants import ELEMENTARY_CHARGE
from ...core.records import Record, choice, positive, quantity
from .line_shape import GaussianLine, LineShape, LorentzLine
from .permittivity import Array, Permittivity, photon_energy

_EV = ELEMENTARY_CHARGE


@dataclass(frozen=True)
class AbsorptionBand(Permittivity):
    r"""Band whose strength is linear in filling; a term on top of a host.

    .. math:: \Delta\varepsilon = [S_0 + x (S_1 - S_0)]\, f(E; E_0)

    with a line shape f of imaginary part one at its position, so that S is :math:`\varepsilon_2`
    there. An anodic oxide, which colours as its guest leaves, has :math:`S_0 > S_1`.
    """

    empty_strength: float = quantity("1", "strength of the empty host", 0.0, above=0.0)
    full_strength: float = quantity("1", "strength of the full host", 1.0, above=0.0)
    position: float = positive("J", "photon energy of the band", 2.0 * _EV)
    line: LineShape = choice("line shape", "shape of the band", GaussianLine())

    def relative(self, wavelength: Array, x: Array = 0.0) -> Array:
        strength = self.empty_strength + np.asarray(x) * (self.full_strength - self.empty_strength)
        return strength * self.line.profile(photon_energy(wavelength), self.position)


@dataclass(frozen=True)
class LorentzOscillator(AbsorptionBand):
    """A band of Lorentzian shape, by default the same at every filling."""

    empty_strength: float = quantity("1", "strength of the empty host", 1.0, above=0.0)
    line: LineShape = choice("line shape", "shape of the band", LorentzLine())


@dataclass(frozen=True)
class IntervalenceBand(Record):
    r"""Transfer of an electron between two kinds of site.

    The position rises linearly with filling and stops, as that of tungsten oxide does at 0.25 to
    0.3 guests per site [berggren2001]: :math:`E_0(x) = E_{00} + \Delta E \min(x/x_s, 1)`.
    """

    strength: float = quantity("1", "eps2 at the peak, for one pair of sites", 10.0, above=0.0)
    position: float = positive("J", "photon energy at low filling", 1.2 * _EV)
    shift: float = quantity("J", "rise of the position until it stops", 0.0)
    saturation: float = positive("1", "filling at which the position stops", 0.3)
    line: LineShape = choice("line shape", "shape of the band", GaussianLine())

    def at(self, x: Array) -> Array:
        """Position [J] at a filling."""
        if self.shift == 0:
            return self.position  # one position for a whole map: a hundredth of the work
        return self.position + self.shift * np.minimum(np.asarray(x) / self.saturation, 1.0)

    def profile(self, energy: Array, x: Array) -> Array:
        """Complex band of one pair of sites, its strength included."""
        return self.strength * self.line.profile(energy, self.at(x))


@dataclass(frozen=True)
class SmallPolaronBands(Permittivity):
    r"""Intervalence bands of sites that hold none, one or two electrons at random; a term.

    With x electrons per site and :math:`p = x/2` each of the two places of a site is filled with
    probability p,

    .. math:: n_6 = (1-p)^2, \quad n_5 = 2p(1-p), \quad n_4 = p^2,

    named after the valence of tungsten, and the bands have the strengths
    :math:`n_5 n_6`, :math:`n_4 n_5` and :math:`n_4 n_6`, which are largest at x = 0.5, 1.5 and 1.
    Coloration therefore saturates and reverses. [denesuk1996; rojasgonzalez2020]
    """

    five_six: IntervalenceBand = choice(
        "intervalence band", "from singly filled to empty sites", IntervalenceBand()
    )
    four_five: IntervalenceBand = choice(
        "intervalence band", "from doubly to singly filled sites", IntervalenceBand(strength=0.0)
    )
    four_six: IntervalenceBand = choice(
        "intervalence band", "from doubly filled to empty sites", IntervalenceBand(strength=0.0)
    )

    @staticmethod
    def sites(x: Array) -> tuple[Array, Array, Array]:
        """Fractions of sites with none, one and two electrons (n6, n5, n4)."""
        p = np.asarray(x) / 2
        return (1 - p) ** 2, 2 * p * (1 - p), p * p

    def relative(self, wavelength: Array, x: Array = 0.0) -> Array:
        energy = photon_energy(wavelength)
        six, five, four = self.sites(x)
        pairs = (
            (five * six, self.five_six),
            (four * five, self.four_five),
            (four * six, self.four_six),
        )
        total = np.zeros(np.broadcast_shapes(np.shape(energy), np.shape(x)), dtype=complex)
        for pair, band in pairs:
            if band.strength > 0:
                total += pair * band.profile(energy, x)
        return total
