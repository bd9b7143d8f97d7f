"""Graphite of two layers as MPET has it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ambipolar.models.population import Population
from ambipolar.simulation.importers.mpet import import_mpet
from ambipolar.simulation.run import run
from ambipolar.simulation.specification.spec import dump_spec, load_spec

from .mpet_files import write_case

GRAPHITE = {
    "muRfunc": "LiC6", "rxnType": "BV_gMod01", "Omega_a": "1.3992e-20", "Omega_b": "5.761532e-21",
    "Omega_c": "8.23076e-20", "kappa": "4.0e-7", "B": "0", "EvdW": "0", "rho_s": "1.7e28",
    "D": "1.25e-12", "Dfunc": "lattice", "dgammadc": "0", "k0": "3e-2", "discretization": "1e-7",
}  # fmt: skip
SPHERE = GRAPHITE | {"type": "CHR2", "shape": "sphere"}
SYSTEM = {"mean_c": "1e-6", "Crate": "0.1", "capFrac": "0.5", "tsteps": "25"}
CHARGE, THERMAL = 1.602e-19, 1.381e-23 * 298  # MPET's e and kT
#: voltages [V] of samples, from another integration of MPET's equations on its mesh (BDF, 1e-9)
SAMPLES = [0, 1, 2, 3, 5, 8, 11, 14, 17, 20, 23, 25]
VOLTAGES = [
    0.147130695,
    -0.053721979,
    -0.028290733,
    -0.026715595,
    0.010812477,
    -0.013762462,
    -0.060548859,
    -0.056625785,
    -0.065288768,
    -0.069022002,
    -0.105648688,
    -0.122923945,
]


def test_a_sphere_separates_as_in_another_integration(tmp_path: Path):
    imported = import_mpet(write_case(tmp_path, SYSTEM, SPHERE))
    assert not any("deviations" in note for note in imported.notes)
    solution = run(imported.device, imported.protocol, imported.settings).check()
    assert solution["voltage"].values[SAMPLES] == pytest.approx(VOLTAGES, abs=1e-6)
    assert solution.conservation["guest"] < 1e-9


def test_the_start_is_drawn_with_the_seed(tmp_path: Path):
    imported = import_mpet(write_case(tmp_path, SYSTEM, SPHERE))
    state = np.random.RandomState(10)
    for row in imported.device.particle.initial_profile.values:
        drawn = 1e-4 * (state.rand(11) - 0.5)
        assert row == pytest.approx(drawn - drawn.mean(), abs=1e-18)
    again = load_spec(dump_spec(imported.spec())).experiment()
    assert again.device == imported.device
    with_others = SYSTEM | {"Npart_c": "2", "randomSeed": "false"}
    several = import_mpet(write_case(tmp_path, with_others, SPHERE))
    assert isinstance(several.device.population, Population)
    assert any("deviations" in note for note in several.notes)


def test_uniform_layers_take_the_whole_reaction_each(tmp_path: Path):
    system = SYSTEM | {"cs0_c": "0.1", "tramp": "0"}
    graphite = GRAPHITE | {"type": "homog2", "shape": "cylinder"}
    imported = import_mpet(write_case(tmp_path, system, graphite))
    voltage = float(run(imported.device, imported.protocol, imported.settings)["voltage"][0])
    c, depth = 0.1, 1e-6 / 2
    mu = (
        np.log(c / (1 - c))
        + (1.3992e-20 * (1 - 2 * c) + 5.761532e-21 * c + 8.23076e-20 * c * (1 - c) * (1 - 2 * c))
        / THERMAL
    )
    # dc/dt = j / (e depth rho/2): half of the sites, the whole reaction
    current = 0.1 / 3600 * CHARGE * depth * 1.7e28 / 2
    exchange = 3e-2 * np.exp(mu / 2) * c * (1 - c)
    eta = -2 * np.arcsinh(current / (2 * exchange))
    assert voltage == pytest.approx(0.12 + THERMAL / CHARGE * (eta - mu), abs=1e-9)


def test_stacking_is_a_term_of_the_energy(tmp_path: Path):
    plain = import_mpet(write_case(tmp_path, SYSTEM, SPHERE)).device.material
    stacked = import_mpet(write_case(tmp_path, SYSTEM, SPHERE | {"EvdW": "1e-21"})).device.material
    x, temperature = (0.3, 0.6), 298.0
    rise = 30 * 1e-21 * 96485.33212 / CHARGE * x[0] ** 2 * (1 - x[0]) ** 2
    difference = stacked.free_energy.chemical_potential(
        x, temperature, 0
    ) - plain.free_energy.chemical_potential(x, temperature, 0)
    assert float(difference) == pytest.approx(rise, rel=1e-6)
