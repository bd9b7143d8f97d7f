r"""A surface filling that stays between 0 and 1 and is conserved.

A film that is driven empty has surface fillings of :math:`10^{-13}` and less, where a filling
with an absolute error of :math:`10^{-8}` is meaningless and may become negative. The logit is
safe there, but sums of fillings then drift with the error of every step. The variable y,

.. math:: x = s(y) - s(y-1), \qquad s(u) = \delta \ln(1 + e^{u/\delta}),

is both: where x is more than a few :math:`\delta` from 0 and 1, x = y to round-off, and the sum is
conserved; nearer, y is :math:`\delta` times the logarithm of x or of 1 - x.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core import ops
from ...core.constants import GAS_CONSTANT
from ...materials.material import Material

Expression = Any

#: width of the logarithmic ends
WIDTH = 1e-3
#: fillings nearer to 0 or 1 continue the chemical potential logarithmically
EDGE = 1e-9
#: and steeper by this share for every factor e, see :func:`chemical_potential`
STEEPER = 0.3
#: smallest filling over that at the edge: an iterate below it must not become a NaN
LEAST = 1e-280


@dataclass(frozen=True)
class Guarded:
    """What follows from the variable y: the filling, 1 - x without cancellation, and dx/dy."""

    filling: Expression
    vacancy: Expression
    slope: Expression


def guarded(y: Expression) -> Guarded:
    """Filling, vacancy and slope; two exponentials and two logarithms serve all of them."""
    # s(u) = max(u, 0) + delta log(1 + exp(-|u|/delta)), and s(-u) = s(u) - u
    low, high = ops.exp(ops.fabs(y) * (-1.0 / WIDTH)), ops.exp(ops.fabs(1.0 - y) * (-1.0 / WIDTH))
    rest_low, rest_high = WIDTH * ops.log1p(low), WIDTH * ops.log1p(high)
    below, above = ops.maximum(-y, 0.0), ops.maximum(y - 1.0, 0.0)
    # 1/(1 + exp(-u/delta)) is 1/(1 + e) above and e/(1 + e) below, with e = exp(-|u|/delta)
    rising = ops.where(y >= 0, 1.0, low) * ops.where(y <= 1.0, 1.0, high)
    return Guarded(
        filling=(y + below + rest_low) - (above + rest_high),
        vacancy=(1.0 - y + above + rest_high) - (below + rest_low),
        slope=rising / ((1.0 + low) * (1.0 + high)),
    )


def filling_of(y: Expression) -> Expression:
    """The filling x of the variable y."""
    return guarded(y).filling


def start_of(filling: Expression) -> Expression:
    """The variable y of a filling x."""
    low = WIDTH * ops.log(ops.expm1(ops.minimum(filling, 0.5) / WIDTH))
    high = 1.0 - WIDTH * ops.log(ops.expm1(ops.minimum(1.0 - filling, 0.5) / WIDTH))
    return ops.where(filling < 0.5, low, high)


def chemical_potential(material: Material, surface: Guarded, temperature: Expression) -> Expression:
    r"""mu [J/mol] at the surface, continued nearer to 0 (1) than the edge :math:`x_e` by

    .. math:: n RT\, l\, (1 - 0.3\, l), \qquad l = \ln(x/x_e)

    n follows from the slope of the law at the edge and is at least one, as for any lattice gas.
    How empty an empty surface is matters to nothing, yet all rates of its variable grow with 1/x:
    at 10 V beyond the edge, the logarithm alone would lead to :math:`10^{-44}` and to rates that
    no step is short enough for. The second term stops at :math:`10^{-15}`.
    """
    x, vacancy, law = surface.filling, surface.vacancy, material.free_energy
    inner = ops.minimum(ops.maximum(x, EDGE), 1.0 - EDGE)
    thermal = GAS_CONSTANT * temperature
    value = law.chemical_potential((inner,), temperature)
    for place, amount, sign in ((EDGE, x, 1.0), (1.0 - EDGE, vacancy, -1.0)):
        rise = ops.maximum(EDGE * law.curvature((place,), temperature), thermal)
        beyond = ops.log(ops.maximum(ops.minimum(amount * (1 / EDGE), 1.0), LEAST))
        value = value + sign * rise * beyond * (1.0 - STEEPER * beyond)
    return value
