"""Mesh refinement against references that are exact, coarse, or of a problem without a limit."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from ambipolar.analysis.refinement import finer, refine
from ambipolar.core.errors import ParameterError
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.radial import DiffusionParticle
from ambipolar.physics.transport.diffusivity import ConstantDiffusivity
from ambipolar.simulation.importers.mpet import import_mpet
from ambipolar.simulation.run import run
from ambipolar.simulation.studies import STUDIES


@pytest.fixture(scope="module")
def diffusion(tmp_path_factory):
    """A Fickian sphere, and its voltage on a very fine mesh as a CSV file."""
    experiment = STUDIES["mpet-003"].experiment()
    material = replace(experiment.device.material, coherency=None, gradient_energy=0.0)
    material = replace(
        material,
        free_energy=replace(material.free_energy, omega=0.0),
        diffusivity=ConstantDiffusivity(prefactor=5.3e-19),
    )
    particle = DiffusionParticle(radius=3e-7, geometry="sphere", nodes=11)
    device = replace(experiment.device, material=material, particle=particle)
    step = replace(experiment.protocol.steps[0], duration=3e5)
    protocol = replace(experiment.protocol, steps=(step,))
    path = tmp_path_factory.mktemp("refinement") / "fine.csv"
    fine, _ = finer(particle, 64)
    run(replace(device, particle=fine), protocol, experiment.settings).check().to_csv(path)
    return device, protocol, path


def test_second_order_towards_the_fine_mesh(diffusion):
    found = refine(*diffusion, meshes=4)
    assert found.sizes == (11, 21, 41, 81)
    assert found.orders[-1] == pytest.approx(2.0, abs=0.1)
    medians = [c.median for c in found.comparisons]
    assert medians == sorted(medians, reverse=True)
    assert found.reference_error[0] == pytest.approx(found.remaining, rel=0.2)
    rows = found.rows()
    assert "change_V" not in rows[0] and "order" not in rows[1] and "order" in rows[2]


def test_what_remains_for_the_sphere_is_the_mesh_error_of_the_reference(reference):
    """MPET test003: the reference is 0.15 mV from the limit, our fine mesh less than 1 uV."""
    folder = reference / "mpet" / "test003"
    imported = import_mpet(folder / "params_system.cfg")
    found = refine(imported.device, imported.protocol, folder / "reference.csv")
    assert found.orders[-1] > 1.5
    assert found.remaining < 1e-6
    median, maximum = found.reference_error
    assert 5e-6 < median < 2e-5
    assert 1e-4 < maximum < 2e-4


def test_both_schemes_have_the_same_limit(reference):
    folder = reference / "mpet" / "test003"
    imported = import_mpet(folder / "params_system.cfg")
    path = folder / "reference.csv"
    ours = refine(imported.device, imported.protocol, path, meshes=3)
    theirs = refine(imported.device, imported.protocol, path, meshes=3, scheme=None)
    finest = ours.comparisons[-1].voltage - theirs.comparisons[-1].voltage
    assert max(abs(finest[1:])) < 2e-5


def test_the_wetted_plate_is_far_from_its_limit(reference):
    """MPET test001: the wetting acts one cell outside the plate, so the order is at most one."""
    folder = reference / "mpet" / "test001"
    imported = import_mpet(folder / "params_system.cfg")
    found = refine(imported.device, imported.protocol, folder / "reference.csv", meshes=3)
    assert found.comparisons[0].passes(median=2e-7, maximum=1e-6)  # the mesh of the reference
    assert 0.3 < found.orders[-1] < 1.1
    assert found.reference_error[1] > 0.02  # at nucleation


def test_a_slope_that_no_composition_carries_does_not_converge(reference):
    r"""MPET test002: :math:`\kappa \beta^2/2` exceeds what the rich phase can gain up to x = 1."""
    folder = reference / "mpet" / "test002"
    imported = import_mpet(folder / "params_system.cfg")
    found = refine(imported.device, imported.protocol, folder / "reference.csv", meshes=3)
    assert found.orders[-1] < 0
    assert found.remaining == math.inf


def test_refused(diffusion):
    device, protocol, path = diffusion
    with pytest.raises(ParameterError, match="no mesh"):
        refine(replace(device, particle=HomogeneousParticle()), protocol, path)
    with pytest.raises(ParameterError, match="at least three"):
        refine(device, protocol, path, meshes=2)
