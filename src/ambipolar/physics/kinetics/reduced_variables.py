"""Dimensionless variables shared by the rate laws, guarded against iterates outside 0 < x < 1.

A Newton iterate may overshoot a full or an empty host, where logarithms and exponentials are
not finite. The guards below change nothing where a solution can lie; outside they stay finite,
smooth and of the sign that drives the iterate back.
"""

from __future__ import annotations

from typing import Any

from ...core import ops
from ...core.constants import FARADAY, GAS_CONSTANT
from .reaction import Interface

Array = Any

#: Exponent beyond which :func:`limited_exp` continues linearly (200 kT are 5 V at 298 K).
LARGEST_EXPONENT = 200.0


def limited_exp(z: Array) -> Array:
    """``exp(z)``, continued linearly above :data:`LARGEST_EXPONENT` to stay finite."""
    beyond = ops.positive_part(z - LARGEST_EXPONENT)
    return ops.exp(z - beyond) * (1.0 + beyond)


def site_fraction(x: Array) -> Array:
    """A fraction of sites, exact above the filling floor and decaying to zero below it."""
    inside, missing = ops.floored(x)
    return inside / (1.0 + missing)


def power(value: Array, exponent: Array) -> Array:
    """``value**exponent`` of a filling or an activity, finite at and below zero."""
    return ops.exp(exponent * ops.log_filling(value))


def reduced_overpotential(interface: Interface) -> Array:
    r""":math:`\tilde\eta = F\eta/RT`, negative for insertion."""
    return FARADAY / (GAS_CONSTANT * interface.temperature) * interface.overpotential


def reduced_chemical_potential(interface: Interface) -> Array:
    r""":math:`\mu/RT`, the logarithm of the host's activity."""
    return 1 / (GAS_CONSTANT * interface.temperature) * interface.chemical_potential


def activity_ratio(interface: Interface) -> Array:
    r""":math:`\ln(a_+/x)`, the formal minus the true overpotential."""
    return ops.log_filling(interface.ion_activity) - ops.log_filling(interface.filling)


def bounded(u: Array, limit: float = 300.0) -> Array:
    """``u`` within ``-limit .. limit`` kT, for laws that saturate long before."""
    return ops.maximum(ops.minimum(u, limit), -limit)
