"""The Wright omega function of real arguments, for currents through ohmic films."""

from __future__ import annotations

from typing import Any

from ...core import ops

Array = Any


def wright_omega(u: Array) -> Array:
    r"""The solution :math:`\omega` of :math:`\omega + \ln\omega = u`, for every real u.

    It equals the principal Lambert function :math:`W(e^u)`, without the overflow of :math:`e^u`.
    Three steps of the fourth-order iteration of Fritsch, Shafer and Crowley from
    :math:`\ln(1 + e^u)` reach double precision. [corless1996]

    Parameters
    ----------
    u : any real number; NumPy arrays and CasADi expressions.
    """
    # below -690 exp underflows; the function is exp(u) there, which is as good as zero
    u = ops.maximum(u, -690.0)
    w = ops.maximum(u, 0.0) + ops.log1p(ops.exp(-ops.fabs(u)))
    for _ in range(3):
        r = u - w - ops.log(w)
        a = 2.0 * (1.0 + w) * (1.0 + w + 2.0 / 3.0 * r)
        w = w * (1.0 + r / (1.0 + w) * (a - r) / (a - 2.0 * r))
    return w
