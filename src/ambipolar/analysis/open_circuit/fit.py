"""Fit a free energy to an open-circuit curve, common tangents included.

The measured potential is that of equilibrium: inside a miscibility gap it is the common tangent,
not the homogeneous curve. For given gaps both are linear in the coefficients,

    outside   U = V0 - (RT/F) [ln(x/(1-x)) + sum_k w_k phi_k'(x)]
    inside    U = V0 - (RT/F) [g(x2) - g(x1)]/(x2 - x1)

so that the fit alternates between linear least squares and the lower hull of the new g.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...core.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from ...core.errors import ParameterError
from .basis import Mixture, PolynomialBasis, SplineBasis
from .read_curve import Curve
from .result import OpenCircuitFit, Trial
from .target import Target, plateaus, target_of

Basis = PolynomialBasis | SplineBasis

#: largest number of Redlich-Kister coefficients that is tried
LARGEST_ORDER = 16
#: a misfit that is as small as the accuracy of digitised data [V]: more terms would fit its noise
ENOUGH = 3e-3
#: a polynomial that misses by more than this is replaced by splines [V]
GOAL = 5e-3
#: numbers of knots that are tried then
KNOTS = range(8, 65, 4)
ITERATIONS = 60
#: gaps are settled when no end moves by more than this filling
SETTLED = 1e-4
#: a single phase or a gap narrower than this filling is a ripple of the fit
SLIVER = 0.04
#: weight of smoothness: bending of the excess potential [RT per filling^2] that costs one sigma
BENDING = 150.0
#: the same outside of the measured range, where nothing else holds the curve
BENDING_OUTSIDE = 5.0
#: the same between the phases, where an equilibrium curve says nothing about the barrier
BENDING_INSIDE = 15.0
#: standard deviation of the barrier that the hysteresis implies [V]
BARRIER_SIGMA = 0.5e-3


def fit_open_circuit(
    curve: Curve | None = None,
    *,
    charge: Curve | None = None,
    discharge: Curve | None = None,
    temperature: float = ROOM_TEMPERATURE,
    order: int | None = None,
) -> OpenCircuitFit:
    """Fit a free energy to one curve, or to a charge and discharge pair.

    A Redlich-Kister polynomial where it reaches 5 mV, a spline of the excess potential
    otherwise. The accuracy of the data is taken as known (2 mV and 0.005 filling), so the
    fewest terms that reach it are taken; where none do, the least chi^2 + k ln N decides.

    Parameters
    ----------
    curve : equilibrium curve; or give both ``charge`` and ``discharge``, whose mean is taken as
        equilibrium and whose distance fixes the barrier: the spinodal-to-spinodal voltage of
        many particles [dreyer2010].
    temperature : T [K].
    order : number of coefficients; chosen when None, see ``OpenCircuitFit.reason``.

    Raises
    ------
    ParameterError
        when neither a curve nor a pair is given, or the order is not possible.
    """
    if (curve is None) == (charge is None or discharge is None):
        raise ParameterError("curve", "give one curve, or both charge and discharge.")
    target = target_of(curve, charge, discharge)
    if order is not None and not 1 <= order <= min(LARGEST_ORDER, len(target.filling) // 3):
        raise ParameterError("order", f"{order} is not possible with {len(target.filling)} points.")
    orders = (
        range(1, min(LARGEST_ORDER, len(target.filling) // 3) + 1) if order is None else [order]
    )
    results = [_fit_basis(target, PolynomialBasis(n), temperature) for n in orders]
    if order is None and min(r.rms for r in results) > GOAL:
        fitting = (n for n in KNOTS if n <= len(target.filling) // 3)
        results += [_fit_basis(target, SplineBasis(n), temperature) for n in fitting]
    trials = tuple(Trial(r.family, r.order, r.rms, r.criterion) for r in results)
    return replace(_chosen(results), trials=trials)


def _chosen(results: list[OpenCircuitFit]) -> OpenCircuitFit:
    """The simplest that is as good as the data; else the best criterion, if possible in reach."""
    for result in results:
        if result.rms <= ENOUGH:
            return replace(result, reason=f"the fewest terms that reach {1e3 * ENOUGH:g} mV")
    near = [r for r in results if r.rms <= GOAL] or results
    best = min(near, key=lambda r: r.criterion)
    within = f" within {1e3 * GOAL:g} mV" if best.rms <= GOAL else ""
    return replace(best, reason=f"the least criterion{within}")


def _fit_basis(target: Target, basis: Basis, temperature: float) -> OpenCircuitFit:
    size, thermal = basis.size, GAS_CONSTANT * temperature / FARADAY
    gaps, turns = plateaus(target), ()
    mixture, level = Mixture(basis, np.zeros(size)), 0.0
    covariance = np.zeros((size + 1, size + 1))
    for _ in range(ITERATIONS):
        rows, right = _equations(target, basis, gaps, turns, thermal)
        solution, *_ = np.linalg.lstsq(rows, right, rcond=None)
        covariance = np.linalg.pinv(rows.T @ rows)
        # half of the way: the tangency points answer strongly to the coefficients
        weights = (
            solution[1:] if not mixture.weights.any() else (mixture.weights + solution[1:]) / 2
        )
        mixture, level = Mixture(basis, weights), solution[0]
        found = _meant(mixture.gaps)
        settled = _same(found, gaps)
        gaps, turns = found, _turns(mixture, found)
        if settled and np.allclose(weights, solution[1:], rtol=1e-3, atol=1e-3):
            break
    return _result(target, mixture, level, covariance, temperature)


def _equations(
    target: Target, basis: Basis, gaps: tuple, turns: tuple, thermal: float
) -> tuple[np.ndarray, np.ndarray]:
    """Rows and right-hand sides, each divided by its standard deviation; first column is V0."""
    terms, ideal = equilibrium_terms(basis, target.filling, gaps)
    rows = [np.column_stack([np.ones(len(terms)), -thermal * terms]) / target.sigma[:, None]]
    right = [(target.potential + thermal * ideal) / target.sigma]
    # tangency: mu at both ends of a gap equals the slope of the chord
    for low, high in gaps:
        ends = np.array([low, high])
        chord, chord_ideal = equilibrium_terms(basis, np.array([(low + high) / 2]), gaps)
        difference = basis.potential(ends) - chord
        rows.append(np.column_stack([np.zeros(2), -thermal * difference]) / 1e-3)
        right.append(thermal * (np.log(ends / (1 - ends)) - chord_ideal) / 1e-3)
    if target.hysteresis is not None:
        for first, last in turns:
            pair = np.array([first, last])
            slopes = basis.potential(pair)
            ideal_step = np.log(pair / (1 - pair))
            row = thermal * (slopes[0] - slopes[1]) / BARRIER_SIGMA
            rows.append(np.concatenate([[0.0], row])[None, :])
            wanted = target.hysteresis - thermal * (ideal_step[0] - ideal_step[1])
            right.append(np.array([wanted / BARRIER_SIGMA]))
    x = np.linspace(0.01, 0.99, 99)
    inside = np.any([(x > a) & (x < b) for a, b in gaps], axis=0) if gaps else np.zeros(99, bool)
    # with a measured barrier nothing has to be assumed between the phases
    stiff = BENDING if target.hysteresis is not None else BENDING_INSIDE
    measured = (x >= target.filling[0]) & (x <= target.filling[-1])
    allowed = np.where(inside, stiff, np.where(measured, BENDING, BENDING_OUTSIDE))
    sigma = allowed * np.sqrt(len(x))
    rows.append(np.column_stack([np.zeros(99), basis.bending(x)]) / sigma[:, None])
    right.append(np.zeros(99))
    return np.vstack(rows), np.concatenate(right)


def equilibrium_terms(basis: Basis, x: np.ndarray, gaps: tuple) -> tuple[np.ndarray, np.ndarray]:
    """Basis and ideal parts of mu/RT of equilibrium: chords inside the gaps."""
    terms, ideal = basis.potential(x), np.log(x / (1 - x))
    for low, high in gaps:
        ends = np.array([low, high])
        inside = (x > low) & (x < high)
        (first, last), width = basis.energy(ends), high - low
        terms[inside] = (last - first) / width
        mixing = ends * np.log(ends) + (1 - ends) * np.log(1 - ends)
        ideal[inside] = (mixing[1] - mixing[0]) / width
    return terms, ideal


def _meant(gaps: tuple) -> tuple:
    """Gaps without the ripples of the fit: joined over slivers, and wide enough to be meant."""
    joined: list[tuple[float, float]] = []
    for low, high in gaps:
        if joined and low - joined[-1][1] < SLIVER:
            low = joined.pop()[0]
        joined.append((low, high))
    return tuple(g for g in joined if g[1] - g[0] > SLIVER)


def _turns(mixture: Mixture, gaps: tuple) -> tuple:
    """Outermost spinodals of every gap."""
    found = []
    for low, high in gaps:
        inside = [s for s in mixture.spinodals if low < s < high]
        if len(inside) > 1:
            found.append((inside[0], inside[-1]))
    return tuple(found)


def _same(a: tuple, b: tuple) -> bool:
    return len(a) == len(b) and np.allclose(a, b, atol=SETTLED)


def _result(
    target: Target, mixture: Mixture, level: float, covariance: np.ndarray, temperature: float
) -> OpenCircuitFit:
    thermal = GAS_CONSTANT * temperature / FARADAY
    gaps = _meant(mixture.gaps)
    terms, ideal = equilibrium_terms(mixture.basis, target.filling, gaps)
    model = level - thermal * (ideal + terms @ mixture.weights)
    residual = model - target.potential
    size, gentle = mixture.basis.size, ~target.steep
    count = float(np.sum(target.independent[gentle]))
    misfit = float(np.sum((residual / target.sigma)[gentle] ** 2))
    law, standard = mixture.basis.free_energy(mixture.weights, level, temperature)
    return OpenCircuitFit(
        target=target,
        free_energy=law,
        standard_potential=float(standard),
        family="Redlich-Kister" if isinstance(mixture.basis, PolynomialBasis) else "spline",
        temperature=temperature,
        order=size,
        residual=residual,
        criterion=misfit + (size + 1) * np.log(count),
        errors=_errors(mixture.basis, covariance, misfit / max(count - size - 1, 1), temperature),
        gaps=gaps,
    )


def _errors(
    basis: Basis, covariance: np.ndarray, reduced: float, temperature: float
) -> tuple[float, ...]:
    """Standard errors of V0 [V] and of the coefficients [J/mol]."""
    size = basis.size
    change = np.eye(size + 1)
    for k, unit in enumerate(np.eye(size)):
        change[1:, k + 1] = GAS_CONSTANT * temperature * basis.coefficients(unit)
    spread = change @ (covariance * max(reduced, 1.0)) @ change.T
    return tuple(np.sqrt(np.maximum(np.diag(spread), 0.0)).tolist())
