"""Bands: barriers known in closed form, memory, and what is refused."""

import dataclasses

import numpy as np
import pytest
from ase import Atoms
from ase.build import bulk
from ase.units import _amu, _e

from ambipolar.atomistics.engines.engine import Engine, Evaluation
from ambipolar.atomistics.migration.attempt_frequency import (
    attempt_frequency,
    partial_modes,
    surroundings,
)  # fmt: skip
from ambipolar.atomistics.migration.band import (
    BandSettings,
    check_end_points,
    find_path,
    interpolate,
)  # fmt: skip
from ambipolar.atomistics.migration.hops import (
    Hop,
    end_points,
    moving_atoms,
    stages,
    vacancy_hops,
)  # fmt: skip
from ambipolar.atomistics.migration.segments import _lowest_dip, find_segments
from ambipolar.atomistics.relaxation import Relaxation, relax
from ambipolar.atomistics.store import Store
from ambipolar.core.errors import ParameterError

#: distance of neighbouring minima [angstrom], barrier [eV], stiffness across [eV/angstrom^2]
PERIOD, HEIGHT, STIFFNESS = 3.0, 0.4, 2.0


@dataclasses.dataclass(frozen=True)
class Landscape(Engine):
    """The first atom in a corrugation along x, harmonic across; the others tied to their places.

    .. math:: E = (H/2) [1 - cos(2 pi x/a)] + (k/2) [(y - y_v)^2 + z^2],  y_v = 0.4 sin(pi x/a)^2

    so that the path is bent, its barrier H, and that of two periods has a minimum on the way.
    """

    def identity(self):
        return {"engine": "landscape"}

    def evaluate(self, structures, *, stress=False):
        found = []
        for atoms in structures:
            COUNTED.append(1)
            if len(COUNTED) > LIMIT[0]:
                raise KeyboardInterrupt
            r = atoms.positions - PLACES
            forces = -STIFFNESS * r
            energy = 0.5 * STIFFNESS * (r[1:] ** 2).sum()
            x, y, z = atoms.positions[0] - PLACES[0]
            phase = np.pi * x / PERIOD
            valley, slope = 0.4 * np.sin(phase) ** 2, 0.4 * np.sin(2 * phase) * np.pi / PERIOD
            energy += 0.5 * HEIGHT * (1 - np.cos(2 * phase))
            energy += 0.5 * STIFFNESS * ((y - valley) ** 2 + z**2)
            forces[0] = [
                -HEIGHT * np.pi / PERIOD * np.sin(2 * phase) + STIFFNESS * (y - valley) * slope,
                -STIFFNESS * (y - valley),
                -STIFFNESS * z,
            ]
            found.append(Evaluation(float(energy), forces))
        return found


PLACES = np.array([[2.0, 5.0, 5.0], [2.0, 9.0, 9.0], [9.0, 9.0, 5.0]])
COUNTED: list[int] = []
LIMIT = [10**9]
ENGINE = Landscape()


@pytest.fixture(autouse=True)
def _counters():
    COUNTED.clear()
    LIMIT[0] = 10**9


def minima(periods=1):
    start = Atoms("LiOO", PLACES, cell=[14, 14, 14], pbc=True)
    end = start.copy()
    end.positions[0, 0] += periods * PERIOD
    return [start, end]


def test_the_shortest_hops_are_to_the_nearest_sites():
    host = bulk("Cu", cubic=True).repeat(2)
    found = vacancy_hops(host, "Cu 1", empty=0)
    assert len(found) == 12
    lengths = [host.get_distance(h.moving, h.empty, mic=True) for h in found]
    assert lengths == pytest.approx([3.61 / np.sqrt(2)] * 12)


@pytest.mark.parametrize("images", [3, 4, 7])
def test_the_barrier_is_that_of_the_landscape_for_any_number_of_images(images):
    settings = BandSettings(images=images, force_tolerance=0.01)
    band = find_path(interpolate(*minima(), images), ENGINE, settings, Store())
    assert band.converged
    assert band.forward == pytest.approx(HEIGHT, abs=1e-3)
    assert band.reverse == pytest.approx(HEIGHT, abs=1e-3)
    x, y, _ = band.images[band.saddle].positions[0] - PLACES[0]
    assert x == pytest.approx(PERIOD / 2, abs=0.05)
    assert y == pytest.approx(0.4, abs=0.02)


def test_a_repeated_band_comes_from_the_store(tmp_path):
    path, settings = interpolate(*minima(), 3), BandSettings(images=3)
    first = find_path(path, ENGINE, settings, Store(tmp_path))
    LIMIT[0] = 0  # nothing more is computed
    again = find_path(path, ENGINE, settings, Store(tmp_path))
    np.testing.assert_array_equal(again.energies, first.energies)
    assert again.evaluations == first.evaluations


def test_a_killed_band_goes_on(tmp_path):
    path = interpolate(*minima(), 3)
    settings = BandSettings(images=3, force_tolerance=0.005)
    whole = find_path(path, ENGINE, settings, Store())
    COUNTED.clear()
    LIMIT[0] = whole.evaluations // 2
    with pytest.raises(KeyboardInterrupt):
        find_path(path, ENGINE, settings, Store(tmp_path))
    LIMIT[0] = 10**9
    COUNTED.clear()
    found = find_path(path, ENGINE, settings, Store(tmp_path))
    assert found.converged
    assert found.forward == pytest.approx(whole.forward, abs=1e-3)
    assert len(COUNTED) < whole.evaluations
    assert len(list(tmp_path.rglob("*.json"))) == 1


def test_all_images_of_a_step_are_one_batch_and_none_is_evaluated_twice():
    sizes = []

    class Watched(Landscape):
        def evaluate(self, structures, *, stress=False):
            sizes.append(len(structures))
            return super().evaluate(structures, stress=stress)

    band = find_path(interpolate(*minima(), 4), Watched(), BandSettings(images=4), Store())
    assert sizes[0] == 2  # the ends, once
    assert set(sizes[1:]) <= {0, 4}
    assert band.evaluations == 2 + 4 * sizes.count(4)
    assert sizes.count(4) <= band.steps + 2


def test_the_attempt_frequency_is_that_of_the_landscape():
    settings = BandSettings(images=3, force_tolerance=0.002)
    band = find_path(interpolate(*minima(), 3), ENGINE, settings, Store())
    start, saddle = band.images[0], band.images[band.saddle]
    assert surroundings(start, [0], reach=3.0) == [0]
    modes = [partial_modes(a, [0, 1], ENGINE, Store()) for a in (start, saddle)]
    assert (modes[0] > 0).all()
    assert (modes[1] < 0).sum() == 1
    curvature = 2 * HEIGHT * (np.pi / PERIOD) ** 2 * _e / 1e-20
    exact = np.sqrt(curvature / (start.get_masses()[0] * _amu)) / (2 * np.pi)
    assert attempt_frequency(*modes) == pytest.approx(exact, rel=0.02)


def test_modes_of_one_atom_in_a_harmonic_well():
    omega = np.array([1e13, 2e13, 3e13])
    saddle = np.array([-(5e12**2), 4e26, 9e26])
    assert attempt_frequency(omega**2, saddle) == pytest.approx(1e13 / (2 * np.pi))


def test_end_points_of_different_composition_are_refused():
    first, last = bulk("Cu", cubic=True), bulk("Cu", cubic=True)
    last[0].symbol = "Ag"
    with pytest.raises(ParameterError, match="compositions Cu4 and AgCu3"):
        check_end_points(first, last)


def test_end_points_in_another_order_or_cell_are_refused():
    first = bulk("Cu", cubic=True)
    first[0].symbol = "Ag"
    last = first[[1, 0, 2, 3]]
    with pytest.raises(ParameterError, match="different orders"):
        check_end_points(first, last)
    with pytest.raises(ParameterError, match="different cells"):
        check_end_points(first, _stretched(first))
    with pytest.raises(ParameterError, match="same structure"):
        check_end_points(first, first)


def _stretched(atoms):
    other = atoms.copy()
    other.set_cell(np.asarray(atoms.cell) * 1.1, scale_atoms=True)
    return other


def test_hops_that_share_an_atom_are_refused():
    with pytest.raises(ParameterError, match="share an atom"):
        end_points(bulk("Cu", cubic=True), [Hop(0, 1), Hop(1, 2)])


def test_two_hops_at_once_keep_the_order_of_the_atoms():
    host = bulk("Cu", cubic=True).repeat(2)
    before, after = end_points(host, [Hop(5, 2), Hop(9, 20)])
    moved = np.flatnonzero(np.linalg.norm(after.positions - before.positions, axis=1) > 0.1)
    assert moved.tolist() == sorted(moving_atoms([Hop(5, 2), Hop(9, 20)]))
    assert len(before) == len(host) - 2


def test_a_dip_on_the_way_is_found_and_noise_is_not():
    assert _lowest_dip(np.array([0.0, 0.5, 0.2, 0.6, 0.0])) == 2
    assert _lowest_dip(np.array([0.0, 0.5, 0.48, 0.6, 0.0])) is None
    assert _lowest_dip(np.array([0.0, 0.3, 0.6, 0.3, 0.0])) is None


def test_a_path_over_a_minimum_is_cut_there():
    relaxation = Relaxation(0.01)
    path = find_segments(
        minima(2), ENGINE, BandSettings(images=5, force_tolerance=0.01), Store(),
        relaxation=relaxation,
    )  # fmt: skip
    middle = relax(minima()[1], ENGINE, relaxation, Store())
    assert len(path.bands) == 2
    assert path.converged
    np.testing.assert_allclose(
        path.bands[0].images[-1].positions[0], middle.atoms.positions[0], atol=0.02
    )
    assert path.forward == pytest.approx(HEIGHT, abs=1e-3)
    assert path.energies[0] == 0.0
    assert len(path.images) == len(path.energies) == 13


def test_a_path_without_a_minimum_is_one_band():
    settings = BandSettings(images=5, force_tolerance=0.01)
    path = find_segments(minima(), ENGINE, settings, Store(), relaxation=Relaxation(0.01))
    assert len(path.bands) == 1
    assert path.forward == pytest.approx(HEIGHT, abs=1e-3)


def test_hops_one_after_the_other_pass_the_states_between():
    host = bulk("Cu", cubic=True).repeat(2)
    hops = [Hop(5, 2), Hop(9, 20)]
    together, between = stages(host, hops), stages(host, hops, (1, 0))
    assert len(together) == 2
    assert len(between) == 3
    np.testing.assert_array_equal(between[0].positions, together[0].positions)
    np.testing.assert_array_equal(between[2].positions, together[1].positions)
    moved = np.linalg.norm(between[1].positions - between[0].positions, axis=1) > 0.1
    assert np.flatnonzero(moved).tolist() == [moving_atoms(hops)[1]]
    with pytest.raises(ParameterError, match="no order of 2 hops"):
        stages(host, hops, (0, 0))
