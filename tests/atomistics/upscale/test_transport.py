"""Diffusivity of a guest in a potential of known barrier and curvature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from tests.atoms import METAL, orthorhombic_host

from ambipolar.atomistics.engines.engine import Engine, Evaluation
from ambipolar.atomistics.store import Store
from ambipolar.atomistics.structures.prototypes import prototype
from ambipolar.atomistics.thermodynamics.guest_cells import guest_cell, site_choices
from ambipolar.atomistics.thermodynamics.insertion import sample_host
from ambipolar.atomistics.upscale.transport import hop_transport, opening_hop
from ambipolar.core.errors import ParameterError

BARRIER = 0.3
AXES = np.array([4.0, 4.4, 5.0])
HEIGHTS = np.array([BARRIER, 2.0, 2.0])


@dataclass(frozen=True)
class EggBox(Engine):
    """Guests in a periodic potential of barrier 0.3 eV along the shortest axis, 2 eV along others.

    .. math:: E = \\sum_k \\tfrac12 B_k (1 - \\cos 2\\pi r_k / a_k)
    """

    def identity(self) -> Mapping[str, Any]:
        return {"engine": "egg box"}

    def evaluate(self, structures: Sequence[Any], *, stress: bool = False) -> list[Evaluation]:
        found = []
        for atoms in structures:
            guests = np.array(atoms.get_chemical_symbols()) == "Li"
            forces = np.zeros((len(atoms), 3))
            if guests.all():
                found.append(Evaluation(METAL * len(atoms), forces, np.zeros(6)))
                continue
            phase = 2 * np.pi * atoms.positions[guests] / AXES
            energy = float(np.sum(0.5 * HEIGHTS * (1 - np.cos(phase)))) - 3.0 * guests.sum()
            forces[guests] = -0.5 * HEIGHTS * np.sin(phase) * 2 * np.pi / AXES
            found.append(Evaluation(energy, forces, np.zeros(6)))
        return found


def sample(**options):
    charges = {"Li": 1.0, "Cl": -1.0}
    options = {"most_atoms": 16, "number": 2, "charges": charges} | options
    return sample_host(orthorhombic_host(), "Li", EggBox(), Store(None), **options)


def test_barrier_frequency_and_diffusivity_of_a_known_potential():
    found = hop_transport(sample(), EggBox(), Store(None), images=3)
    assert found.converged
    assert found.barrier == pytest.approx(BARRIER, abs=2e-3)
    assert (found.neighbours, found.dimension, found.carrier) == (2, 1, "vacancy")
    stiffness = 0.5 * BARRIER * (2 * np.pi / 4.0) ** 2 * 1.602176634e-19 / 1e-20  # N/m
    mass = 6.94 * 1.66053906892e-27
    frequency = np.sqrt(stiffness / mass) / (2 * np.pi)
    assert found.frequency == pytest.approx(frequency, rel=5e-3)
    assert found.frequency_computed
    expected = (4.0e-10) ** 2 * found.frequency * np.exp(-found.barrier / 8.617333262e-5 / 300)
    assert found.diffusivity(300.0) == pytest.approx(expected, rel=1e-4)
    assert found.activation_energy == pytest.approx(96485.33 * found.barrier, rel=1e-6)


def test_hop_in_a_cell_without_a_second_site():
    with pytest.raises(ParameterError, match="Allow more atoms"):
        hop_transport(sample(most_atoms=2), EggBox(), Store(None))


@pytest.mark.parametrize(
    ("name", "neighbours", "dimension", "distance"),
    [("layered-lco", 6, 2, 2.816), ("spinel-lmo", 4, 3, 3.571)],
)
def test_networks_of_known_hosts(name, neighbours, dimension, distance):
    atoms = prototype(name)
    hop, found = opening_hop(guest_cell(atoms, "Li", site_choices(atoms, "Li")[0], 56))
    assert (hop.multiplicity, found) == (neighbours, dimension)
    assert hop.distance == pytest.approx(distance, abs=1e-3)
