r"""The Marcus-Hush-Chidsey integral over the electronic states of a metal.

.. math::
    I(\lambda, \eta) = \int_{-\infty}^{\infty}
        \frac{e^{-(x-\lambda-\eta)^2/4\lambda}}{1+e^x}\, dx

is the rate of reduction in units of kT; oxidation is :math:`I(\lambda,-\eta) = e^{\eta}
I(\lambda,\eta)` exactly. Both follow from the even sum
:math:`G(\eta) = I(\eta)+I(-\eta)` as :math:`I(\eta) = G(\eta)/(1+e^\eta)`, so a law that uses
G obeys detailed balance whatever the accuracy of G. [chidsey1991; zeng2014mhc]
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...core import ops
from .reduced_variables import bounded, limited_exp

Array = Any

#: Nodes that keep a relative error of 1e-10 for every lambda up to 50 kT.
DEFAULT_NODES = 160


def reduction_integral_exact(lam: Array, eta: Array, nodes: int | None = None) -> Array:
    """I(lambda, eta) by quadrature, see :func:`symmetric_sum_exact`; dimensionless (kT)."""
    return symmetric_sum_exact(lam, eta, nodes) / (1.0 + limited_exp(eta))


def reduction_integral_2014(lam: Array, eta: Array) -> Array:
    """I(lambda, eta) in the closed form of 2014, see :func:`symmetric_sum_2014`."""
    return symmetric_sum_2014(lam, eta) / (1.0 + limited_exp(eta))


def symmetric_sum_exact(lam: Array, eta: Array, nodes: int | None = None) -> Array:
    r"""G(lambda, eta) by the trapezoidal rule on the real line, which converges exponentially.

    With :math:`x = \eta + t` the integral is even in eta and, paired over :math:`\pm t`,

    .. math::
        G = \int_0^\infty \frac{e^{-(t-\lambda)^2/4\lambda} + e^{-(t+\lambda)^2/4\lambda}}
            {1 + 2\sinh^2(t/2)\, q(\eta)}\, dt, \qquad q = \frac{1}{1+\cosh\eta}

    a rational function of q, so that the nodes cost one division each. The integrand is
    analytic in a strip of half-width pi; steps below 0.8 kT and the range
    :math:`\lambda + 7\sqrt{2\lambda}` hold 1e-10. [trefethen2014]

    Parameters
    ----------
    lam, eta : reorganization energy and formal overpotential in kT; they broadcast.
    nodes : number of steps. By default enough for the largest ``lam``, or
        :data:`DEFAULT_NODES` when ``lam`` is a CasADi expression.
    """
    if nodes is None:
        nodes = DEFAULT_NODES if ops.is_symbolic(lam) else _sufficient_nodes(lam)
    half = bounded(eta) / 2
    q = 2.0 / (ops.exp(half) + ops.exp(-half)) ** 2
    step = (lam + 7.0 * ops.sqrt(2.0 * lam)) / nodes
    total = ops.exp(-lam / 4)  # t = 0 carries half the weight of two equal exponentials
    for node in range(1, nodes + 1):
        t = node * step
        weight = ops.exp(-((t - lam) ** 2) / (4 * lam)) + ops.exp(-((t + lam) ** 2) / (4 * lam))
        total = total + weight / (1.0 + 2.0 * ops.sinh(t / 2) ** 2 * q)
    return step * total


def symmetric_sum_2014(lam: Array, eta: Array) -> Array:
    r"""G(lambda, eta) in the closed form of Zeng, Smith, Bai and Bazant.

    .. math::
        G \approx \sqrt{\pi\lambda}\,
            \mathrm{erfc}\frac{\lambda - \sqrt{1+\sqrt\lambda+\eta^2}}{2\sqrt\lambda}

    Not uniformly accurate. Against the integral its largest error over eta is below 5 % for
    lambda between about 8 and 16 kT, 12 % at 1 kT, 8 % at 5 and 20 kT, 18 % at 30 and 35 % at
    50 kT, where it is largest at eta = 0. [zeng2014mhc]
    """
    argument = (lam - ops.sqrt(1.0 + ops.sqrt(lam) + eta**2)) / (2.0 * ops.sqrt(lam))
    return ops.sqrt(math.pi * lam) * ops.erfc(argument)


def _sufficient_nodes(lam: Array) -> int:
    largest = float(np.max(lam))
    reach = largest + 7.0 * math.sqrt(2.0 * largest)
    return max(math.ceil(reach / 0.55), 16)  # 16 resolve the Gaussian of a small lambda
