"""Hosts of two phases, seen by light as one medium."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.errors import ParameterError
from ...core.records import choice, quantity
from .permittivity import Array, ConstantIndex, Permittivity


@dataclass(frozen=True)
class BruggemanMixture(Permittivity):
    r"""Two phases mixed as spheres on a scale below the wavelength. [bruggeman1935]

    .. math::
        f \frac{\varepsilon_b - \varepsilon}{\varepsilon_b + 2\varepsilon}
        + (1-f) \frac{\varepsilon_a - \varepsilon}{\varepsilon_a + 2\varepsilon} = 0, \qquad
        f = \frac{x - x_a}{x_b - x_a} \in [0, 1]

    The lever rule gives the fraction f; each phase keeps its own filling inside the gap and
    follows the host's outside. Three phases are a mixture of which one phase is a mixture.

    Raises
    ------
    ParameterError
        when the second phase is not the fuller one.
    """

    poor: Permittivity = choice("permittivity", "phase of low filling", ConstantIndex())
    rich: Permittivity = choice("permittivity", "phase of high filling", ConstantIndex())
    poor_filling: float = quantity("1", "filling of the poor phase", 0.0, above=0.0, below=1.0)
    rich_filling: float = quantity("1", "filling of the rich phase", 1.0, above=0.0, below=1.0)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.rich_filling <= self.poor_filling:
            raise ParameterError(
                f"{type(self).__name__}.rich_filling", "must be above the poor phase's filling."
            )

    def fraction(self, x: Array) -> Array:
        """Fraction of the rich phase."""
        gap = self.rich_filling - self.poor_filling
        return np.clip((np.asarray(x) - self.poor_filling) / gap, 0.0, 1.0)

    def relative(self, wavelength: Array, x: Array = 0.0) -> Array:
        poor = self.poor.relative(wavelength, np.minimum(x, self.poor_filling))
        rich = self.rich.relative(wavelength, np.maximum(x, self.rich_filling))
        return bruggeman(poor, rich, self.fraction(x))


def bruggeman(first: Array, second: Array, fraction: Array) -> Array:
    """Effective permittivity of two phases; ``fraction`` is that of the second.

    Of the two roots the one is taken that absorbs and, between transparent phases, is positive.
    """
    middle = (3 * fraction - 1) * second + (2 - 3 * fraction) * first
    root = np.sqrt(middle * middle + 8 * first * second + 0j)
    candidates = (middle + root) / 4, (middle - root) / 4
    # the passive root lies between the phases: it has the larger imaginary part, and of two
    # real ones the larger real part
    scale = 1e-12 * (np.abs(first) + np.abs(second))
    difference = candidates[0].imag - candidates[1].imag
    tie = np.abs(difference) <= scale
    better = np.where(tie, candidates[0].real >= candidates[1].real, difference > 0)
    found = np.where(better, *candidates)
    return found.real + 1j * np.maximum(found.imag, 0.0)  # rounding must not make gain
