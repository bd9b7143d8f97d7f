"""GPAW itself, on systems of seconds. Left out where no interpreter has it."""

from __future__ import annotations

import numpy as np
import pytest

from ambipolar.atomistics.engines.gpaw import Gpaw
from ambipolar.atomistics.engines.gpaw_process import locate
from ambipolar.atomistics.engines.gpaw_waves import AtomicOrbitals, PlaneWaves
from ambipolar.core.errors import MissingExtraError, SolverError

ase = pytest.importorskip("ase", reason="needs ambipolar[atoms]")
build = pytest.importorskip("ase.build", reason="needs ambipolar[atoms]")


@pytest.fixture(scope="module", autouse=True)
def gpaw():
    try:
        return locate()
    except MissingExtraError as error:
        pytest.skip(str(error))


def hydrogen(distance, box=5.0):
    return ase.Atoms("H2", [[0, 0, 0], [0, 0, distance]], cell=[box, box, box + 0.7], pbc=True)


GAMMA = (1, 1, 1)
COARSE = Gpaw(PlaneWaves(250.0), k_points=GAMMA)


def test_the_force_is_the_slope_of_the_energy():
    step = 0.01
    below, at, above = (COARSE.single_point(hydrogen(0.8 + d)) for d in (-step, 0.0, step))
    slope = (above.energy - below.energy) / (2 * step)
    assert at.forces[1, 2] == pytest.approx(-slope, abs=0.02)
    np.testing.assert_allclose(at.forces[0], -at.forces[1], atol=0.01)


def test_a_run_tells_what_it_was():
    point = COARSE.single_point(hydrogen(0.75))
    assert point.scf_steps > 3
    assert point.cpu_s > 0
    assert set(point.versions) == {"gpaw", "ase"}
    assert set(point.data_sets) == {"H"}
    assert point.k_points == (1, 1, 1)


def test_equal_jobs_give_equal_energies():
    first, second = (COARSE.single_point(hydrogen(0.75)).energy for _ in range(2))
    assert first == pytest.approx(second, abs=1e-9)


@pytest.mark.slow
def test_the_bond_of_hydrogen_has_the_strength_that_the_functional_gives():
    """104.6 kcal/mol = 4.54 eV by PBE [perdew1996]; the box and the cut-off cost 0.05 eV."""
    engine = Gpaw(PlaneWaves(400.0), k_points=GAMMA, smearing=0.01)
    atom = ase.Atoms("H", cell=[6.0, 6.5, 7.0], pbc=True)
    atom.set_initial_magnetic_moments([1.0])
    molecule = engine.single_point(hydrogen(0.75, 6.0))
    free = engine.single_point(atom)
    assert free.magnetic_moment == pytest.approx(1.0, abs=0.01)
    assert 2 * free.energy - molecule.energy == pytest.approx(4.54, abs=0.05)


def test_atomic_orbitals_lie_above_plane_waves():
    """A variational bound: both are subspaces of one problem, and the orbitals are few."""
    orbitals = Gpaw(AtomicOrbitals(grid_spacing=0.25), k_points=GAMMA)
    waves = Gpaw(PlaneWaves(400.0), k_points=GAMMA)
    found = [engine.single_point(hydrogen(0.75)).energy for engine in (orbitals, waves)]
    assert 0.0 < found[0] - found[1] < 0.5


def test_a_cubic_crystal_has_no_forces_and_equal_stresses():
    crystal = build.bulk("Li", "bcc", a=3.44)
    point = Gpaw(PlaneWaves(250.0), k_spacing=0.5).single_point(crystal, stress=True)
    np.testing.assert_allclose(point.forces, 0.0, atol=1e-6)
    np.testing.assert_allclose(point.stress[:3], point.stress[0], atol=1e-7)
    np.testing.assert_allclose(point.stress[3:], 0.0, atol=1e-7)


def test_too_few_steps_are_an_error_not_an_energy():
    engine = Gpaw(PlaneWaves(250.0), k_points=GAMMA, steps=3)
    with pytest.raises(SolverError, match="did not converge in 3 iterations"):
        engine.evaluate([hydrogen(0.75)])


def test_what_gpaw_refuses_is_one_message():
    engine = Gpaw(PlaneWaves(250.0), functional="NO-SUCH", k_points=GAMMA)
    with pytest.raises(SolverError, match="GPAW ended"):
        engine.evaluate([hydrogen(0.75)])


def test_a_shifted_mesh_of_a_large_cell_is_near_a_fine_one():
    crystal = build.bulk("Si", "diamond", a=5.43)
    wide, fine = (
        Gpaw(PlaneWaves(250.0), wide_volume=volume, wide_spacing=1.05, k_spacing=0.51)
        for volume in (30.0, 50.0)
    )
    assert wide.mesh(crystal) == (2, 2, 2)
    assert fine.mesh(crystal) == (4, 4, 4)
    found = [engine.single_point(crystal).energy / 2 for engine in (wide, fine)]
    assert found[0] == pytest.approx(found[1], abs=0.05)
