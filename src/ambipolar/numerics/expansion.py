"""Functions of few unknowns run faster as one list of scalar operations than as matrix ones.

A matrix operation of the CasADi interpreter costs about 20 ns before it does anything, a scalar
one 3 ns in all (measured). What has few entries per matrix, as a single particle or the Jacobian
of a cell, gains a factor of two to four; a residual over long vectors loses.
"""

from __future__ import annotations

import casadi as ca

#: larger systems take longer to expand than they would gain
MOST_UNKNOWNS = 1500
#: scalar operations for each matrix operation up to which expansion gains
MOST_OPERATIONS = 25


def expanded(function: ca.Function, unknowns: int) -> ca.Function:
    """The function as scalar operations where that is faster, else itself."""
    if unknowns > MOST_UNKNOWNS or function.n_instructions() == 0:
        return function
    try:
        scalar = function.expand()
    except RuntimeError:
        return function  # holds something that has no scalar form, as an interpolant
    if scalar.n_instructions() > MOST_OPERATIONS * function.n_instructions():
        return function
    return scalar
