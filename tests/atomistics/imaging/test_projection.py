"""Upright cells, columns, profiles and diamonds of crystals with known projections."""

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from ase.build import bulk  # noqa: E402
from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from ambipolar.atomistics.imaging.projection import (  # noqa: E402
    columns,
    diamonds,
    line_profile,
    oriented_cell,
)
from ambipolar.atomistics.structures.prototypes import PROTOTYPES, prototype  # noqa: E402
from ambipolar.core.errors import ParameterError  # noqa: E402


def test_an_upright_cell_along_110_keeps_density_and_distances():
    atoms = bulk("Cu", "fcc", a=3.6, cubic=True)
    upright = oriented_cell(atoms, (1, 1, 0), (0, 0, 1))
    np.testing.assert_allclose(upright.cell.lengths(), [3.6 * 2**0.5, 3.6, 3.6 * 2**0.5], atol=1e-9)
    np.testing.assert_allclose(upright.cell.angles(), 90)
    assert upright.get_volume() / len(upright) == pytest.approx(3.6**3 / 4)
    nearest = upright.get_all_distances(mic=True)
    assert nearest[nearest > 0].min() == pytest.approx(3.6 / 2**0.5)


def test_sizes_are_reached_by_whole_repeats():
    upright = oriented_cell(prototype("spinel-lmo"), thickness=30, width=15, height=9)
    lengths = upright.cell.lengths()
    assert np.all(lengths >= [15, 9, 30])
    assert len(upright) * PROTOTYPES["spinel-lmo"].average().get_volume() == pytest.approx(
        56 * upright.get_volume()
    )


def test_a_slightly_skew_cell_is_made_upright():
    atoms = bulk("Cu", "fcc", a=3.6, cubic=True)
    atoms.set_cell(np.asarray(atoms.cell) @ (np.eye(3) + [[0, 0.01, 0], [0, 0, 0], [0.01, 0, 0]]))
    upright = oriented_cell(atoms)
    np.testing.assert_allclose(upright.cell.angles(), 90)


@pytest.mark.parametrize(
    ("zone", "up", "message"),
    [((1, 1, 0), (1, 0, 0), "not perpendicular"), ((1, 0.09, 0), (0, 0, 1), "no short lattice")],
)
def test_impossible_directions_are_refused(zone, up, message):
    with pytest.raises(ParameterError, match=message):
        oriented_cell(bulk("Cu", "fcc", a=3.6, cubic=True), zone, up)


def test_titanium_columns_of_the_spinel_have_two_densities_in_diamonds():
    a = 8.36
    upright = oriented_cell(PROTOTYPES["spinel-lto"].average())
    titanium = [c for c in columns(upright) if c.tag == 1]
    counts = sorted(len(c.indices) for c in titanium)
    assert counts == [2] * 8 + [4] * 4
    dense = np.array([(c.x, c.y) for c in titanium if len(c.indices) == 4])
    found = diamonds(dense, upright.cell.lengths()[:2], a / 2**0.5, a)
    assert found.short == pytest.approx(a / 2**0.5)
    assert found.long == pytest.approx(a)
    assert max(found.spread_short, found.spread_long) < 1e-9


@settings(max_examples=30, deadline=None)
@given(short=st.floats(-0.05, 0.05), long=st.floats(-0.05, 0.05))
def test_changes_of_diamonds_are_those_of_the_cell(short, long):
    points = np.array([(0, 0.5), (0.5, 0), (1, 0.5), (1.5, 0)]) * [5.91, 8.36]
    before = diamonds(points, (11.82, 8.36), 5.91, 8.36)
    stretch = np.array([1 + short, 1 + long])
    after = diamonds(points * stretch, np.array([11.82, 8.36]) * stretch, 5.91, 8.36)
    assert after.change_from(before) == (pytest.approx(short), pytest.approx(long))


def test_diamonds_that_are_not_there_are_refused():
    with pytest.raises(ParameterError, match="no two columns are 3.00 angstrom apart"):
        diamonds(np.array([[0.0, 0.0], [5.0, 0.0]]), (10, 10), 3.0, 3.0)


def test_a_profile_through_a_plane_wave_is_the_wave():
    extent, shape = (12.0, 8.0), (80, 120)
    x = np.arange(shape[1]) * extent[0] / shape[1]
    image = np.broadcast_to(np.cos(2 * np.pi * x / 4.0), shape)
    distance, values = line_profile(image, extent, (1.0, 2.0), (11.0, 2.0))
    np.testing.assert_allclose(values, np.cos(2 * np.pi * (distance + 1.0) / 4.0), atol=2e-4)
    # across its edge the image goes on periodically
    _, beyond = line_profile(image, extent, (13.0, 2.0), (23.0, 2.0))
    np.testing.assert_allclose(beyond, values, atol=1e-9)
