"""Guards against overflow may not act where a solution lies.

A wetted face on a fine mesh has an end cell whose gradient energy lowers mu by hundreds of kT.
Insertion there goes at the finite rate of an empty cell; if a guard stops it, the cell never
fills and the voltage is silently wrong.
"""

from __future__ import annotations

import numpy as np
import pytest

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.physics.kinetics.reaction import Interface

T = 298.15
RT = GAS_CONSTANT * T


@pytest.mark.parametrize("alpha", [0.3, 0.5])
@pytest.mark.parametrize("mu", [-50.0, -150.0, -250.0, -390.0])
def test_insertion_into_a_cell_of_very_low_potential_does_not_depend_on_it(mu, alpha):
    r"""For large affinity :math:`j = k_0 (1-x) e^{-\alpha F \Delta\phi/RT}`, without mu."""
    law = ButlerVolmer(rate_constant=0.16, transfer_coefficient=alpha)
    x, potential = 0.01, 4.0  # potential beyond V0, in RT/F
    state = Interface(
        filling=np.array(x), chemical_potential=np.array(mu * RT),
        overpotential=np.array((mu + potential) * RT / FARADAY), temperature=T,
    )  # fmt: skip
    expected = 0.16 * (1 - x) * np.exp(-alpha * potential)
    assert law.rate(state) == pytest.approx(expected, rel=1e-9)
