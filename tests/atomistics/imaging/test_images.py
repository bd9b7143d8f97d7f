"""Specimens, the estimate by atomic number, the calculation; multislice with abTEM."""

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from ase import Atoms  # noqa: E402
from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from ambipolar.atomistics.calculation import Work  # noqa: E402
from ambipolar.atomistics.imaging.multislice import Multislice, wavelength  # noqa: E402
from ambipolar.atomistics.imaging.specimens import STATES, spinel_specimens  # noqa: E402
from ambipolar.atomistics.imaging.stem_images import StemImages, disc_mean  # noqa: E402
from ambipolar.atomistics.imaging.z_contrast import ZContrast  # noqa: E402
from ambipolar.core.errors import ParameterError  # noqa: E402


@pytest.fixture(scope="module")
def specimens():
    return spinel_specimens(35.0, 11.8, 8.3)


@pytest.fixture(scope="module")
def estimate():
    return StemImages().compute()


def test_the_slab_is_lithium_titanate(specimens):
    pristine = specimens[0].atoms
    counts = {s: pristine.get_chemical_symbols().count(s) for s in ("Li", "Ti", "O")}
    assert counts["O"] == 192
    assert counts["Li"] + counts["Ti"] == 144
    assert counts["Ti"] == round(counts["O"] * 5 / 12)


def test_what_leaves_is_neutral_and_leaves_from_the_named_columns(specimens):
    assert [s.state for s in specimens] == list(STATES)
    assert [s.removed for s in specimens] == [
        {"Li": 0, "O": 0}, {"Li": 24, "O": 0}, {"Li": 24, "O": 12},
    ]  # fmt: skip
    for specimen in specimens:
        missing = len(specimens[0].atoms) - len(specimen.atoms)
        assert missing == sum(specimen.removed.values())


def test_columns_along_110_have_their_names(specimens):
    labels = [c.label for c in specimens[0].columns]
    count = {name: labels.count(name) for name in set(labels)}
    expected = {"Ti-a": 4, "Ti-b": 8, "Li-upper": 4, "Li-lower": 4, "O-a": 8, "O1": 4, "O2": 4}
    assert count == expected
    # along a chain of Ti-b the two kinds of oxygen alternate
    chain = sorted(
        (c for c in specimens[0].columns if abs(c.y - 2.09) < 0.3 and c.label in ("O1", "O2")),
        key=lambda c: c.x,
    )
    assert [c.label for c in chain] == ["O1", "O2", "O1", "O2"]


@settings(max_examples=10, deadline=None)
@given(fraction=st.floats(0, 1), seed=st.integers(0, 99))
def test_any_share_removes_two_lithium_for_each_oxygen(fraction, seed):
    last = spinel_specimens(11.0, 5.9, 8.3, fraction, seed)[-1]
    assert last.removed["O"] == last.removed["Li"] // 2


def test_one_atom_is_a_gaussian_of_its_weight():
    atoms = Atoms("Ti", positions=[[3.0, 2.0, 1.0]], cell=[8.0, 6.0, 2.0], pbc=True)
    model = ZContrast(pixel=0.05)
    images = model.images(atoms)
    pixel = (8.0 / images.haadf.shape[1]) * (6.0 / images.haadf.shape[0])
    assert images.haadf.sum() * pixel == pytest.approx(22**1.7)
    sigma = 0.8 / np.sqrt(8 * np.log(2))
    assert images.haadf.max() == pytest.approx(22**1.7 / (2 * np.pi * sigma**2), rel=1e-6)
    row, column = np.unravel_index(images.haadf.argmax(), images.haadf.shape)
    assert (column * 8.0 / images.haadf.shape[1], row * 6.0 / images.haadf.shape[0]) == (
        pytest.approx(3.0, abs=0.03),
        pytest.approx(2.0, abs=0.03),
    )
    # half the height at half the width
    half = images.haadf[row] > 0.5 * images.haadf.max()
    assert half.sum() * 8.0 / images.haadf.shape[1] == pytest.approx(0.8, abs=0.06)


def test_bright_field_is_dark_at_atoms_and_one_far_from_them():
    atoms = Atoms("Li", positions=[[3.0, 2.0, 1.0]], cell=[8.0, 6.0, 2.0], pbc=True)
    abf = ZContrast().images(atoms).abf
    assert abf.min() == pytest.approx(0, abs=1e-12)
    assert abf.max() == pytest.approx(1, abs=1e-6)


def test_a_disc_of_a_constant_is_that_constant_and_of_a_slope_its_centre():
    rows, columns = np.mgrid[0:60, 0:80]
    assert disc_mean(np.full((60, 80), 3.0), (8, 6), (4, 3), 0.5) == pytest.approx(3.0)
    assert disc_mean(columns / 10.0, (8, 6), (4, 3), 0.5) == pytest.approx(4.0, abs=1e-6)


def test_the_dataset_has_units_names_and_notes(estimate):
    for name, variable in estimate.data_vars.items():
        assert {"units", "long_name"} <= set(variable.attrs), name
    assert any("qualitative" in note for note in estimate.attrs["notes"])
    assert estimate.sizes["state"] == 3


def test_the_estimate_shows_what_was_removed_and_nothing_else(estimate):
    labels = estimate["column_label"].values
    abf = estimate["abf_column"].values
    upper, lower = labels == "Li-upper", labels == "Li-lower"
    assert np.all(abf[1, upper] > abf[0, upper] + 0.05)
    np.testing.assert_allclose(abf[1, lower], abf[0, lower], atol=0.02)
    oxygen = estimate["haadf_column"].values[:, labels == "O1"]
    assert np.all(oxygen[2] < 0.9 * oxygen[1])


def test_the_watcher_hears_of_every_state():
    heard = []
    StemImages(thickness=6.0, width=5.0).compute(heard.append)
    assert all(isinstance(work, Work) for work in heard)
    assert [w.share for w in heard] == sorted(w.share for w in heard)
    assert heard[-1].share == 1.0
    assert {w.text.split()[-1] for w in heard} == set(STATES)


def test_electron_wavelengths():
    assert wavelength(200e3) == pytest.approx(0.0250793, rel=1e-5)
    assert wavelength(100e3) == pytest.approx(0.0370144, rel=1e-5)


def test_a_coarse_grid_is_refused_before_any_work():
    atoms = Atoms("Ti", positions=[[3.0, 2.0, 1.0]], cell=[6.0, 6.0, 2.0], pbc=True)
    with pytest.raises(ParameterError, match=r"carry angles up to 8\d mrad.*150 mrad.*at most"):
        Multislice(sampling=0.1).images(atoms)


@pytest.mark.slow
def test_multislice_of_a_thin_slab_orders_elements_and_keeps_the_beam():
    pytest.importorskip("abtem")
    cell = [8.0, 8.0, 4.0]
    atoms = Atoms("TiO", positions=[[2, 2, 2], [6, 6, 2]], cell=cell, pbc=True)
    model = Multislice(step=1.0, source_width=0.0, slice_thickness=2.0)
    images = model.images(atoms)
    titanium = disc_mean(images.haadf, images.extent, (2, 2), 0.1)
    oxygen = disc_mean(images.haadf, images.extent, (6, 6), 0.1)
    vacuum = disc_mean(images.haadf, images.extent, (2, 6), 0.1)
    assert titanium > 3 * oxygen > 3 * vacuum
    # an annulus from half the aperture to its edge receives three quarters of an unscattered beam
    assert images.abf.mean() == pytest.approx(0.75, abs=0.03)
    assert images.haadf.shape == (8, 8)
