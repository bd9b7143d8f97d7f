"""From energies of a lattice gas back to the lattice gas, and its isotherm."""

import numpy as np
import pytest
from tests.atoms import LatticeGasEngine, orthorhombic_host

from ambipolar.atomistics.lattice.geometry import Sites
from ambipolar.atomistics.store import Store
from ambipolar.atomistics.thermodynamics.insertion import sample_host
from ambipolar.atomistics.upscale.expansion import (
    ExpandedHost,
    fit_sample,
    isotherm_of,
    lattice_of,
    monte_carlo_table,
)
from ambipolar.core.errors import ParameterError

CHARGES = {"Li": 1.0, "Cl": -1.0}
BINDING, PAIR = -1.5, 0.05  # eV, against the metal


@pytest.fixture(scope="module")
def sample():
    engine = LatticeGasEngine(reach=4.1, pair=PAIR)
    return sample_host(
        orthorhombic_host(), "Li", engine, Store(None), most_atoms=16, number=20, charges=CHARGES
    )


def test_pairs_along_chains_are_found_again(sample):
    fit = fit_sample(sample, "a lattice gas")
    assert fit.cross_validation_error < 1e-6
    point, pair = fit.interactions[:2]
    assert point == pytest.approx(BINDING, abs=1e-5)
    assert pair == pytest.approx(PAIR, abs=1e-5)
    assert len(fit.orbits) <= len(sample.priced) // 2


def test_ordered_states_fill_the_supercell(sample):
    fit = fit_sample(sample)
    isotherm = isotherm_of(sample, fit, 298.15)
    model = isotherm.model
    assert isinstance(model, ExpandedHost)
    small, large = (Sites.of(lattice_of(sample), c) for c in (sample.cell.counts, isotherm.repeat))
    states = model.ground_states(large)
    compiled = [model.compile(s.counts) for s in (small, large)]
    assert len(states) > 2
    for name, occupied in model.states:
        energies = [m.energy(o) / m.size for m, o in zip(compiled, (occupied, states[name]))]
        assert energies[0] == pytest.approx(energies[1], abs=1e-9)


def test_isotherm_is_that_of_a_chain(sample):
    r"""Exact: :math:`\mu = \epsilon + 2kT \ln(p_{01}/p_{00}) - kT \ln(x/(1-x))` of pairs p."""
    table = monte_carlo_table(sample, fit_sample(sample), 298.15, quick=True)
    thermal = 8.617333262e-5 * 298.15
    for x in (0.15, 0.5, 0.8):
        both = _both_filled(x, np.exp(-PAIR / thermal))
        pairs = np.log((x - both) / (1 - 2 * x + both))
        exact = -BINDING - thermal * (2 * pairs - np.log(x / (1 - x)))
        assert np.interp(x, table.filling, table.potential) == pytest.approx(exact, abs=0.012)


def _both_filled(x: float, bond: float) -> float:
    """Probability that two neighbours are filled: p (1 - 2x + p) = bond (x - p)^2."""
    a, b, c = 1 - bond, 1 - 2 * x + 2 * bond * x, -bond * x * x
    return float((-b + np.sqrt(b * b - 4 * a * c)) / (2 * a))


def test_too_few_arrangements():
    engine = LatticeGasEngine()
    few = sample_host(
        orthorhombic_host(), "Li", engine, Store(None), most_atoms=16, number=2, charges=CHARGES
    )
    with pytest.raises(ParameterError, match="more of them"):
        fit_sample(few)
