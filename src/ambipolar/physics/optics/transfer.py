"""Light through layers as two-ports, joined from front to back.

Reflection and transmission from both sides compose by one rule, which holds for amplitudes
(coherent films) and for intensities (thick layers) alike. [byrnes2016]

It is written here rather than taken from a library because none of those measured has fast
arrays, oblique incidence on absorbing films and a light installation at once: see
``docs/theory/optics.md`` for the table. ``tmm`` is the reference of the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

Array = Any


class TwoPort(NamedTuple):
    """Reflection and transmission of a part, from its front and from its back."""

    reflection: Array
    transmission: Array
    back_reflection: Array
    back_transmission: Array


class Medium(NamedTuple):
    """What a layer is to light at one angle: arrays that broadcast with the wavelengths."""

    normal_index: Array  #: q, the wave number normal to the layers over that of vacuum
    admittance: Array  #: q for s, eps/q for p polarisation
    thickness: Array  #: [m]


def medium(permittivity: Array, lateral: Array, thickness: Array, *, p_polarised: bool) -> Medium:
    r"""A layer, :math:`q = \sqrt{\varepsilon - (n_0 \sin\theta_0)^2}` with :math:`n_0\sin\theta_0`
    ``lateral``; the root is that of a wave that decays forwards.
    """
    normal = np.sqrt(permittivity - lateral**2 + 0j)
    return Medium(normal, permittivity / normal if p_polarised else normal, thickness)


def joined(first: TwoPort, second: TwoPort) -> TwoPort:
    r"""Two parts behind one another, with all reflections between them.

    .. math:: r = r_1 + \frac{t_1 r_2 t_1'}{1 - r_1' r_2}, \qquad t = \frac{t_1 t_2}{1 - r_1' r_2}

    and the same from the back.
    """
    between = 1 / (1 - first.back_reflection * second.reflection)
    forward, backward = first.transmission * between, second.back_transmission * between
    return TwoPort(
        first.reflection + forward * second.reflection * first.back_transmission,
        forward * second.transmission,
        second.back_reflection + backward * first.back_reflection * second.transmission,
        backward * first.back_transmission,
    )


def interface(front: Array, back: Array) -> TwoPort:
    """Fresnel's interface between two admittances, for the field along the layers."""
    reflection = (front - back) / (front + back)
    return TwoPort(reflection, 1 + reflection, -reflection, 1 - reflection)


def crossed(part: TwoPort, factor: Array) -> TwoPort:
    """A part followed by a way that multiplies what passes it by ``factor``."""
    return TwoPort(
        part.reflection,
        part.transmission * factor,
        part.back_reflection * factor * factor,
        part.back_transmission * factor,
    )


def coherent(media: Sequence[Medium], wave_number: Array) -> TwoPort:
    """Intensities of films between the first and the last medium, with interference.

    Parameters
    ----------
    media : front medium, films, back medium.
    wave_number : of vacuum, 2 pi over the wavelength [1/m].
    """
    total = interface(media[0].admittance, media[1].admittance)
    for film, behind in zip(media[1:-1], media[2:]):
        total = crossed(total, np.exp(1j * wave_number * film.normal_index * film.thickness))
        total = joined(total, interface(film.admittance, behind.admittance))
    power = media[-1].admittance.real / media[0].admittance.real
    return TwoPort(
        np.abs(total.reflection) ** 2,
        np.abs(total.transmission) ** 2 * power,
        np.abs(total.back_reflection) ** 2,
        np.abs(total.back_transmission) ** 2 / power,
    )


def through(media: Sequence[Medium], thick: Sequence[bool], wave_number: Array) -> TwoPort:
    r"""Intensities of a whole stack; ``thick`` tells which media lose the phase of the light.

    The first and the last medium are thick. Between two thick ones films interfere; thick
    layers pass on intensities, attenuated by :math:`e^{-2 k_0 d\, \mathrm{Im}\, q}`.
    """
    borders = [i for i, is_thick in enumerate(thick) if is_thick]
    total: TwoPort | None = None
    for start, stop in zip(borders, borders[1:]):
        films = coherent(media[start : stop + 1], wave_number)
        if total is None:
            total = films
            continue
        layer = media[start]
        fade = np.exp(-2 * wave_number * layer.normal_index.imag * layer.thickness)
        total = joined(crossed(total, fade), films)
    assert total is not None  # a stack has a front and a back
    return total
