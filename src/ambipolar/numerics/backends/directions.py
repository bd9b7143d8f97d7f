"""Forward sensitivities in the functions of a solver group: directions of the inputs are inputs.

The derivative of a run with respect to a parameter needs that of everything the parameter enters:
the equations themselves, controls that are set in C-rates, the clock of a step. All of it is one
direction in the space of inputs, so that one solver group serves any parameters.
"""

from __future__ import annotations

import casadi as ca


def with_directions(
    functions: dict[str, ca.Function], size: int, count: int
) -> dict[str, ca.Function]:
    r"""The functions of a group with ``count`` directions behind their ``size`` inputs.

    ``sens(t, y, inputs)`` returns :math:`f_p\,\delta_i` for each direction :math:`\delta_i`.
    """
    whole = ca.MX.sym("inputs", size * (count + 1))
    found = {name: _widened(f, whole, size) for name, f in functions.items() if f.n_in() > 1}
    # the library reads full vectors
    (v,) = functions["mass_action"].mx_in()
    weighted = [ca.densify(w) for w in functions["mass_action"].call([v], True, False)]
    found["mass_action"] = ca.Function("mass_action", [v], weighted)
    t, y, inputs = functions["rhs_alg"].mx_in()
    (f,) = functions["rhs_alg"].call([t, y, inputs], True, False)
    directions = ca.reshape(whole[size:], size, count)
    pushed = ca.substitute([ca.jtimes(f, inputs, directions)], [inputs], [whole[:size]])[0]
    columns = [ca.densify(pushed[:, i]) for i in range(count)]
    found["sens"] = ca.Function("sens", [t, y, whole], columns)
    return found


def _widened(function: ca.Function, whole: ca.MX, size: int) -> ca.Function:
    t, y, _, *more = function.mx_in()
    outputs = function.call([t, y, whole[:size], *more], True, False)
    return ca.Function(function.name(), [t, y, whole, *more], outputs)
