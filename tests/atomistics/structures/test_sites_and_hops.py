"""Sites and hops of crystals whose Wyckoff positions and diffusion networks are textbook facts."""

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from ase.build import bulk  # noqa: E402

from ambipolar.atomistics.structures.hops import (  # noqa: E402
    dimensionality,
    distinct_hops,
    percolation,
)
from ambipolar.atomistics.structures.prototypes import PROTOTYPES, prototype  # noqa: E402
from ambipolar.atomistics.structures.sites import (  # noqa: E402
    empty_sites,
    occupied_sites,
    window_sites,
)
from ambipolar.atomistics.structures.spinel import lto_cell  # noqa: E402
from ambipolar.core.errors import ParameterError  # noqa: E402


def host_of(atoms, guest=3):
    return atoms[np.flatnonzero(atoms.numbers != guest)]


def by_label(sites):
    return {s.label: s for s in sites}


def test_interstices_of_fcc_are_octahedra_and_tetrahedra_of_known_size():
    sites = by_label(empty_sites(bulk("Cu", "fcc", a=3.6, cubic=True), least_radius=1.0))
    assert {k: len(s.positions) for k, s in sites.items()} == {"4b": 4, "8c": 8}
    assert sites["4b"].radius == pytest.approx(3.6 / 2)
    assert sites["8c"].radius == pytest.approx(3.6 * np.sqrt(3) / 4)
    assert (sites["4b"].coordination, sites["8c"].coordination) == (6, 4)


def test_the_spinel_has_16c_48f_and_8b_empty_and_8a_filled():
    atoms = PROTOTYPES["spinel-lto"].average()
    (filled,) = occupied_sites(atoms, "Li")
    assert (filled.label, len(filled.positions), filled.neighbours) == ("8a", 8, {"O": 4})
    sites = by_label(empty_sites(atoms, guest="Li"))
    assert {k: len(s.positions) for k, s in sites.items()} == {"16c": 16, "48f": 48, "8b": 8}
    assert sites["16c"].neighbours == {"O": 6}
    # 16c in the setting with its origin at the inversion centre: 0 0 0 and its equivalents
    quarters = 4 * sites["16c"].positions
    np.testing.assert_allclose(quarters, np.round(quarters), atol=1e-6)
    a, u = 8.36, 0.2628
    assert sites["8b"].radius == pytest.approx(np.sqrt(3) * a * (0.375 - u), abs=0.15)


def test_sites_of_an_ordered_cell_keep_the_labels_of_its_parent():
    atoms = lto_cell(42)
    assert {s.parent for s in occupied_sites(atoms, "Li")} == {"8a", "16d"}
    empty = empty_sites(atoms, guest="Li")
    count = {}
    for site in empty:
        count[site.parent] = count.get(site.parent, 0) + len(site.positions)
    assert count["16c"] == 12  # three primitive cells of four
    assert count["8b"] == 6


def test_layered_oxide_octahedra_empty_and_filled():
    atoms = prototype("layered-lco")
    (filled,) = occupied_sites(atoms, "Li")
    assert (filled.label, filled.neighbours) == ("3a", {"O": 6})
    empty = empty_sites(host_of(atoms))
    octahedra = [s for s in empty if s.neighbours == {"O": 6}]
    assert [len(s.positions) for s in octahedra] == [3]
    tetrahedra = [s for s in empty if s.neighbours.get("O") == 4]
    assert len(tetrahedra[0].positions) == 6


def test_channel_of_rutile_and_cage_of_wo3_with_their_windows():
    rutile = prototype("rutile-tio2")
    channel = by_label(empty_sites(rutile))["4d"]
    window = window_sites(rutile, channel.positions, 1.6)
    assert [s.label for s in window] == ["4c"]  # octahedra between the tetrahedra of a channel
    cubic = prototype("cubic-wo3")
    cage = empty_sites(cubic)[0]
    assert (cage.label, cage.neighbours["O"]) == ("1b", 12)
    assert cage.radius == pytest.approx(3.755 / np.sqrt(2))
    (window,) = window_sites(cubic, cage.positions, 3.9)
    assert (window.label, window.neighbours) == ("3c", {"O": 4})


def test_anatase_octahedra_and_graphite_galleries():
    anatase = prototype("anatase-tio2")
    shift = empty_sites(anatase)[0].positions[:, None, :] - np.array([0, 0.25, 0.875])
    shift -= np.round(shift)
    # the widest place lies on the axis of the empty octahedron, off its centre
    distance = np.linalg.norm(shift @ np.asarray(anatase.cell), axis=-1).min()
    assert distance == pytest.approx(0.83, abs=0.05)
    host = host_of(prototype("graphite-lic6"))
    (gallery,) = empty_sites(host, least_radius=2.0)
    assert gallery.neighbours == {"C": 12}
    assert len(gallery.positions) == 3  # hexagon centres, one of which lithium fills
    np.testing.assert_allclose(gallery.positions[:, 2], 0, atol=1e-6)


def test_an_absent_guest_is_refused_with_what_there_is():
    with pytest.raises(ParameterError, match="no Na in .*Its elements: Li, O, Ti.*empty_sites"):
        occupied_sites(lto_cell(42), "Na")
    with pytest.raises(ParameterError, match="nothing is left without Li"):
        empty_sites(prototype("bcc-lithium"), guest="Li")


def test_lithium_hops_8a_16c_8a_in_three_dimensions():
    atoms = PROTOTYPES["spinel-lto"].average()
    empty = empty_sites(atoms, guest="Li")
    (hop,) = distinct_hops(host_of(atoms), occupied_sites(atoms, "Li"), 4.0, empty)
    assert (hop.initial_label, hop.via, hop.final_label) == ("8a", "16c", "8a")
    assert hop.distance == pytest.approx(8.36 * np.sqrt(3) / 4)
    assert hop.multiplicity == 4
    assert len(hop.edges) == 8 * 4
    assert percolation([hop]) == [(pytest.approx(hop.distance), 3)]
    assert str(hop) == "8a-16c-8a, 3.62 angstrom"
    np.testing.assert_allclose((hop.final - hop.initial) @ np.asarray(atoms.cell), hop.displacement)


@pytest.mark.parametrize(
    ("name", "cutoff", "distance", "multiplicity", "dimensions"),
    [("layered-lco", 3.0, 2.816, 6, 2), ("olivine-lfp", 3.5, 3.005, 2, 1)],
)
def test_layers_conduct_in_two_dimensions_and_olivine_along_one(
    name, cutoff, distance, multiplicity, dimensions
):
    atoms = prototype(name)
    (hop,) = distinct_hops(host_of(atoms), occupied_sites(atoms, "Li"), cutoff)
    assert hop.distance == pytest.approx(distance, abs=1e-3)
    assert hop.multiplicity == multiplicity
    assert percolation([hop])[-1][1] == dimensions


def test_sites_too_far_apart_have_no_hop():
    atoms = prototype("layered-lco")
    with pytest.raises(ParameterError, match="Raise the cutoff"):
        distinct_hops(host_of(atoms), occupied_sites(atoms, "Li"), 1.0)


def test_dimensionality_of_small_networks():
    assert dimensionality([(0, 1, (0, 0, 0))]) == 0
    assert dimensionality([(0, 0, (1, 0, 0))]) == 1
    assert dimensionality([(0, 1, (0, 0, 0)), (1, 0, (1, 0, 0)), (1, 0, (0, 1, 0))]) == 2
    # two separate chains along different axes are one-dimensional, not two
    assert dimensionality([(0, 0, (1, 0, 0)), (1, 1, (0, 1, 0))]) == 1
    assert dimensionality([]) == 0
