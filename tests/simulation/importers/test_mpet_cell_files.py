"""What is read from MPET files of populations and cells, and how wrong ones are refused."""

from __future__ import annotations

import contextlib
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambipolar.core.constants import GAS_CONSTANT
from ambipolar.core.errors import SpecError
from ambipolar.devices.full_cell import FullCell
from ambipolar.devices.half_cell import HalfCell
from ambipolar.devices.particle_population import ParticlePopulation
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.homogeneous_grain import HomogeneousGrain
from ambipolar.models.population import Population
from ambipolar.physics.electrolytes.dilute import DiluteElectrolyte
from ambipolar.simulation.importers.mpet import import_mpet
from ambipolar.simulation.run import run
from ambipolar.simulation.specification.spec import dump_spec, load_spec

from .mpet_files import CELL, COKE, FULL, write_case

UNIFORM = {"type": "homog"}
GAUSSIAN = 25e-9  # standard deviation [m]


def drawn(state: np.random.RandomState, shape: tuple[int, int], mean: float) -> np.ndarray:
    """Log-normal sizes in the order of the generator."""
    ratio = (GAUSSIAN / mean) ** 2
    centre = math.log(mean / math.sqrt(1 + ratio))
    return state.lognormal(centre, math.sqrt(math.log(1 + ratio)), size=shape)


def device_of(path: Path):
    return import_mpet(path).device


def test_a_half_cell(tmp_path):
    cell = device_of(write_case(tmp_path, CELL | {"Rser": "1e-3", "c0": "1200"}, UNIFORM))
    assert isinstance(cell, HalfCell)
    assert isinstance(cell.electrolyte, DiluteElectrolyte)
    assert (cell.electrolyte.cation_diffusivity, cell.electrolyte.anion_diffusivity) == (
        2.2e-10,
        2.94e-10,
    )
    assert (cell.foil.rate_constant, cell.foil.film_resistance) == (1e3, 0.0)
    assert (cell.series_resistance, cell.initial_concentration) == (1e-3, 1200.0)
    layer = cell.separator
    assert layer is not None
    assert (layer.thickness, layer.porosity, layer.cells) == (25e-6, 0.7, 2)
    # eps eps^-Brugg
    assert layer.bruggeman_exponent == 1.5
    electrode = cell.electrode
    assert (electrode.layer.cells, electrode.conductivity, electrode.chain) == (3, None, None)
    assert electrode.active_fraction == pytest.approx(0.7 * 0.69)
    assert isinstance(electrode.particle, HomogeneousParticle)
    one = device_of(write_case(tmp_path, {}, UNIFORM))
    assert cell.capacity == pytest.approx(one.capacity, rel=1e-14)


def test_a_full_cell(tmp_path):
    path = write_case(
        tmp_path, FULL | {"Nvol_s": "0", "elyteModelType": "SM"},
        UNIFORM | {"muRfunc": "LiMn2O4_ss2", "rxnType": "BV_mod01"}, COKE,
    )  # fmt: skip
    imported = import_mpet(path)
    cell = imported.device
    assert isinstance(cell, FullCell)
    assert cell.separator is None
    assert (cell.negative.initial_filling, cell.positive.initial_filling) == (0.4, 0.2)
    assert cell.negative.material.name == "coke"
    assert cell.negative.particle.nodes == 11
    # the smaller of the two, that of the electrode with less host
    assert cell.capacity == pytest.approx(float(cell.positive.capacity()))
    assert "coke" in imported.title and "LiMn2O4" in imported.title
    # the fit of the conductivity sees the stated 298 K, RT/F that of MPET's constants
    inner = cell.electrolyte.electrolyte
    assert cell.electrolyte.conductivity(1000.0, cell.temperature) == inner.conductivity(
        1000.0, 298.0
    )


def test_conduction_of_the_matrix_and_between_particles(tmp_path):
    changes = {
        "simBulkCond_c": "true", "sigma_s_c": "0.5", "BruggExp_c": "-1", "Npart_c": "4",
        "simPartCond_c": "true", "G_mean_c": "3e-14",
    }  # fmt: skip
    electrode = device_of(write_case(tmp_path, CELL | changes, UNIFORM)).electrode
    assert (electrode.conductivity, electrode.conductivity_exponent) == (0.5, 2.0)
    assert electrode.particles_per_cell == 4
    assert electrode.chain.conductance == 3e-14
    assert electrode.chain.volume == pytest.approx(1.2263 * 40e-9**2 * 20e-9)


def test_sizes_are_drawn_cathode_first(tmp_path):
    changes = FULL | {"Npart_c": "2", "Npart_a": "3", "stddev_c": "25e-9", "stddev_a": "25e-9"}
    path = write_case(tmp_path, changes, UNIFORM, COKE | {"discretization": "1e-9"})
    cell, state = device_of(path), np.random.RandomState(10)
    first, second = drawn(state, (3, 2), 40e-9), drawn(state, (2, 3), 100e-9)
    assert cell.positive.population().member_sizes().ravel() == pytest.approx(first.ravel())
    # rounded up to whole steps, all with the mesh of the largest
    lengths = 1e-9 * np.ceil(second.ravel() / 1e-9)
    assert cell.negative.population().member_sizes().ravel() == pytest.approx(lengths)
    assert cell.negative.particle.particle.nodes == round(lengths.max() / 1e-9) + 1
    assert "as many cells as the largest" in " ".join(import_mpet(path).notes)


def test_given_sizes_take_no_draw(tmp_path):
    changes = FULL | {"specified_psd_c": "[[4e-8], [5e-8], [6e-8]]", "stddev_a": "25e-9"}
    cell = device_of(write_case(tmp_path, changes, UNIFORM, COKE | {"discretization": "1e-9"}))
    second = drawn(np.random.RandomState(10), (2, 1), 100e-9)
    lengths = 1e-9 * np.ceil(second.ravel() / 1e-9)
    assert cell.negative.population().member_sizes().ravel() == pytest.approx(lengths)


def test_interaction_follows_the_size_of_every_particle(tmp_path):
    changes = CELL | {"Npart_c": "2", "stddev_c": "25e-9"}
    cell = device_of(write_case(tmp_path, changes, {"type": "homog_sdn"}))
    population = cell.electrode.particle
    assert isinstance(population, Population)
    assert isinstance(population.particle, HomogeneousGrain)
    sizes = population.member_sizes().ravel()
    x = 3.6338e-9 / sizes
    polynomial = -1.168e4 * x**5 + 2985 * x**4 - 208.3 * x**3 - 8.491 * x**2 - 10.25 * x + 4.516
    omega = population.each(cell.electrode.material)[1].free_energy.omega.ravel()
    expected = np.maximum(polynomial, 2.0)
    assert omega / (GAS_CONSTANT * cell.temperature) == pytest.approx(expected)
    # plates of one thickness weigh by their area
    shares = population.volumes().ravel()
    assert shares / shares.sum() == pytest.approx(sizes**2 / np.sum(sizes**2))


def test_many_particles_in_one_bath(tmp_path):
    changes = {"Npart_c": "3", "specified_psd_c": "[[3e-8, 4e-8, 5e-8]]"}
    device = device_of(write_case(tmp_path, changes, {"type": "homog_sdn"}))
    assert isinstance(device, ParticlePopulation)
    one = device_of(write_case(tmp_path, {}, UNIFORM))
    assert device.capacity == pytest.approx(one.capacity, rel=1e-14)


def test_all_options_together_run_and_survive_a_file(tmp_path):
    changes = FULL | {
        "Npart_c": "2", "stddev_c": "5e-9", "simBulkCond_c": "true", "simBulkCond_a": "true",
        "simPartCond_c": "true", "G_mean_c": "1e-13", "elyteModelType": "SM", "Rser": "1e-3",
        "capFrac": "0.2", "Crate": "0.5", "tsteps": "8",
    }  # fmt: skip
    imported = import_mpet(write_case(tmp_path, changes, {"type": "homog_sdn"}, COKE))
    again = load_spec(dump_spec(imported.spec())).experiment()
    assert again.device == imported.device
    assert again.protocol == imported.protocol
    solution = run(imported.device, imported.protocol, imported.settings).check()
    assert max(solution.conservation.values()) < 1e-8
    assert float(solution["filling"][-1]) > 0.35


# --- refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes, named",
    [
        ({"Npart_c": "2", "specified_psd_c": "[[1e-8, 2e-8], [1e-8], [1e-8]]"}, "specified_psd_c"),
        ({"specified_psd_c": "[[1e-8], [2e-8]]"}, "2 sizes in 2 rows"),
        ({"specified_psd_c": "[]"}, "list of sizes"),
        ({"specified_psd_c": "[[], []]"}, "sizes in m"),
        ({"stddev_c": "5e-9", "randomSeed": "false"}, "seed"),
        ({"poros_s": "1.2"}, "poros_s"),
        ({"L_s": "-1e-6"}, "L_s"),
        ({"k0_foil": "0"}, "k0_foil"),
        ({"Rfilm_foil": "-1"}, "Rfilm_foil"),
        ({"BruggExp_c": "2"}, "BruggExp_c"),
        ({"simBulkCond_c": "true", "sigma_s_c": "0"}, "sigma_s_c"),
        ({"simPartCond_c": "true", "G_mean_c": "-1"}, "G_mean_c"),
        ({"simPartCond_c": "true", "G_stddev_c": "1e-15"}, "G_stddev_c"),
        ({"elyteModelType": "SM", "SMset": "water"}, "SMset = water"),
        ({"zp": "2"}, "zp = 2"),
        ({"Dm": "0"}, "Dm"),
    ],
)
def test_wrong_cells_give_one_clear_error(tmp_path, changes, named):
    with pytest.raises(SpecError) as caught:
        import_mpet(write_case(tmp_path, CELL | changes, UNIFORM))
    assert named in str(caught.value)
    assert "params_system.cfg" in str(caught.value)


def test_both_electrodes_are_checked_in_one_error(tmp_path):
    with pytest.raises(SpecError) as caught:
        import_mpet(
            write_case(tmp_path, FULL, {"noise": "true", "type": "homog"}, COKE | {"type": "CHR2"})
        )
    assert "params_c.cfg [Material] noise" in str(caught.value)
    assert "params_a.cfg [Particles] type = CHR2" in str(caught.value)


@pytest.mark.parametrize("key, value", [("cs0_a", "1.2"), ("L_a", "0"), ("poros_a", "1")])
def test_entries_of_an_anode_matter_only_where_there_is_one(tmp_path, key, value):
    with pytest.raises(SpecError, match=key):
        import_mpet(write_case(tmp_path, FULL | {key: value}, UNIFORM, COKE))
    assert import_mpet(write_case(tmp_path, CELL | {key: value}, UNIFORM)).device.capacity > 0


def test_a_missing_anode_file_is_named(tmp_path):
    with pytest.raises(SpecError, match="params_a.cfg"):
        import_mpet(write_case(tmp_path, FULL, UNIFORM))


@given(
    key=st.sampled_from(["L_s", "poros_s", "BruggExp_s", "k0_foil", "Dp", "sigma_s_c", "Npart_c"]),
    value=st.one_of(st.floats(), st.text(max_size=6)),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_entry_is_read_or_refused_by_name(tmp_path, key, value):
    text = str(value)
    if not text.isprintable() or not text.isascii():
        text = "x"
    path = write_case(tmp_path, CELL | {key: text}, UNIFORM)
    with contextlib.suppress(SpecError):
        assert import_mpet(path).device.capacity > 0
