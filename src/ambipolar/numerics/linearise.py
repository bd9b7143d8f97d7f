"""Small-signal response of a compiled system: impedance without a second model."""

from __future__ import annotations

import casadi as ca
import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import splu

from ..core.errors import ParameterError
from .compile import Compiled


def frequency_response(
    compiled: Compiled, y: np.ndarray, p: np.ndarray, frequencies: np.ndarray, drive: str,
    observable: str,
) -> np.ndarray:  # fmt: skip
    r"""Complex response of an observable to a small harmonic change of one input.

    Linearising :math:`M \dot y = f(y, p)` about a steady state gives, for
    :math:`p = p_0 + \delta\, e^{i\omega t}`,

    .. math:: (i\omega M - f_y)\,\hat y = f_p, \qquad
              \hat o = o_y\, \hat y + o_p.

    Parameters
    ----------
    frequencies : (k,) in Hz.
    drive : name of the input, for example ``control.value``.
    observable : name of a scalar observable.

    Returns
    -------
    (k,) complex.

    Raises
    ------
    ParameterError
        for frequencies that are not positive.
    """
    frequencies = np.asarray(frequencies, dtype=float)
    if not np.all(frequencies > 0):
        raise ParameterError("frequencies", "must be positive.")
    start, _ = compiled.input_index[drive]
    t, state, inputs = compiled.time, compiled.state, compiled.inputs
    index = list(compiled.observables).index(observable)
    watched = compiled.observe.call([t, state, inputs])[index]
    seed = ca.DM(inputs.shape[0], 1)
    seed[start] = 1.0
    linear = ca.Function("linear", [t, state, inputs], [
        compiled.slope,
        ca.jtimes(compiled.rhs, inputs, seed),
        ca.jacobian(watched, state),
        ca.jtimes(watched, inputs, seed),
    ])  # fmt: skip
    slope, force, row, direct = (m.sparse() for m in linear(0.0, y, p))
    mass = sp.csc_matrix(compiled.mass.sparse())
    found = []
    for omega in 2 * np.pi * frequencies:
        matrix = sp.csc_matrix(1j * omega * mass - slope)
        response = splu(matrix).solve(force.toarray().astype(complex).ravel())
        found.append((row @ response)[0] + direct.toarray()[0, 0])
    return np.array(found)
