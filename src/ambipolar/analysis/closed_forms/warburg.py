"""Impedance of diffusion in a host of finite thickness."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.errors import ParameterError, suggestion


def finite_warburg(geometry: str, frequency: np.ndarray | float) -> np.ndarray:
    r"""Dimensionless impedance of finite diffusion.

    .. math::
        z = \frac{\coth q}{q},\quad \frac{I_0(q)}{q I_1(q)},\quad \frac{1}{q\coth q - 1},\quad
        \frac{\tanh q}{q}, \qquad q = \sqrt{i\hat\omega},\ \hat\omega = \omega R^2/D

    for ``plate``, ``cylinder`` and ``sphere`` with a sealed core and for a ``transmissive`` plate,
    whose far face is held at constant concentration. The unit is
    :math:`(-dU/dc)\, R/(FD)` [ohm m^2]. [crank1975; jacobsen1995]

    Parameters
    ----------
    frequency : dimensionless angular frequency, greater than zero.

    Raises
    ------
    ParameterError
        for an unknown geometry or a frequency that is not positive.
    """
    if geometry not in _FORMS:
        raise ParameterError(
            "geometry", f"unknown geometry {geometry!r}.", suggestion(geometry, _FORMS)
        )
    frequency = np.asarray(frequency, dtype=float)
    if not np.all(frequency > 0):
        raise ParameterError("frequency", "must be greater than zero.")
    return _FORMS[geometry](np.sqrt(1j * frequency))


def _coth(q: Any) -> Any:
    # exp(-2q) vanishes where tanh of a complex number would overflow
    fade = np.exp(-2 * q)
    return (1 + fade) / (1 - fade)


def _cylinder(q: Any) -> Any:
    from scipy.special import ive  # scaled by exp(-Re q), which cancels

    return ive(0, q) / (q * ive(1, q))


def _sphere(q: Any) -> Any:
    # q coth q - 1 cancels for small q: use its series there
    small = np.abs(q) < 0.05
    safe = np.where(small, 1.0, q)
    square = q * q
    series = square / 3 * (1 - square / 15 * (1 - 2 * square / 21))
    return 1 / np.where(small, series, safe * _coth(safe) - 1)


_FORMS = {
    "plate": lambda q: _coth(q) / q,
    "cylinder": _cylinder,
    "sphere": _sphere,
    "transmissive": lambda q: 1 / (q * _coth(q)),
}
