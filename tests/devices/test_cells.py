"""Half and full cells: limits, heat, balances, specifications, refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.cells import GRAPHITE, LCO, PARTICLE, SALT, full_cell, half_cell, negative, positive

import ambipolar as amb
from ambipolar.core.errors import ParameterError
from ambipolar.devices.single_particle import SingleParticle
from ambipolar.models.cells.heat import CellHeat
from ambipolar.models.electrolyte_layer import PorousLayer
from ambipolar.physics.electrolytes.uniform import PerfectBath, SolidElectrolyte
from ambipolar.physics.kinetics.metal import MetalElectrode
from ambipolar.simulation.specification.describe import describe_run
from ambipolar.simulation.specification.spec import dump_spec, load_spec

TIGHT = amb.SolverSettings(relative_tolerance=1e-8, absolute_tolerance=1e-9)
DISCHARGE = amb.protocols.discharge(current=30.0, until_voltage=2.8, samples=60)


def test_one_cell_per_electrode_in_a_perfect_bath_is_the_single_particle_model():
    cell = full_cell(electrolyte=PerfectBath(), separator=None,
                     negative=negative(1, conductivity=None),
                     positive=positive(1, conductivity=None))  # fmt: skip
    protocol = amb.protocols.discharge(current=20.0, duration=2000, samples=50)
    found = amb.run(cell, protocol, TIGHT).check().dataset["voltage"].values

    def alone(material, thickness, fraction, filling, sign):
        device = SingleParticle(material, PARTICLE, initial_filling=filling,
                                area_ratio=thickness * fraction * 3 / 2e-6)  # fmt: skip
        steps = amb.protocols.discharge(current=20.0, duration=2000, samples=50)
        if sign < 0:
            steps = amb.protocols.charge(current=20.0, duration=2000, samples=50)
        return amb.run(device, steps, TIGHT).check().dataset["voltage"].values

    expected = alone(LCO, 80e-6, 0.59, 0.52, 1) - alone(GRAPHITE, 88e-6, 0.48, 0.8, -1)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_cells_conserve_guests_salt_and_charge():
    solution = amb.run(full_cell(), DISCHARGE).check()
    assert set(solution.conservation) == {"negative_guest", "positive_guest", "salt"}
    assert max(solution.conservation.values()) < 1e-12


def test_the_voltage_falls_with_rate_and_recovers_at_rest():
    voltages = []
    for current in (3.0, 30.0, 90.0):
        steps = amb.protocols.discharge(current=current, duration=600 * 30 / current, samples=20)
        rest = amb.protocols.rest(3600.0, samples=20)
        data = amb.run(full_cell(), steps + rest).check().dataset
        voltages.append((float(data["voltage"].values[19]), float(data["voltage"].values[-1])))
    driven, rested = np.transpose(voltages)
    assert np.all(np.diff(driven) < -0.01)
    assert np.ptp(rested) < 5e-3


def test_refining_the_mesh_converges_with_second_order():
    def end(cells):
        device = half_cell(
            electrode=positive(cells),
            separator=PorousLayer(thickness=25e-6, porosity=0.724, cells=max(cells // 2, 1)),
        )
        steps = amb.protocols.discharge(current=60.0, duration=600, samples=3)
        return float(amb.run(device, steps, TIGHT).check().dataset["voltage"][-1])

    coarse, middle, fine, exact = (end(n) for n in (4, 8, 16, 64))
    order = np.log2((coarse - exact) / (middle - exact))
    assert abs(fine - exact) < 5e-4
    assert 1.6 < order < 2.6


def test_a_foil_and_its_film_polarise():
    steps = amb.protocols.discharge(current=20.0, duration=1.0, samples=3)
    rested = float(LCO.open_circuit_potential(0.52))

    def drop(**foil):
        data = amb.run(half_cell(foil=MetalElectrode(**foil)), steps).check().dataset
        return rested - float(data["voltage"][0])

    fast = drop(rate_constant=1e9)
    film = drop(rate_constant=1e9, film_resistance=1e-3)
    slow = drop(rate_constant=1.0)
    assert film - fast == pytest.approx(0.02, abs=1e-6)
    thermal = 8.314462618 * 298.15 / 96485.33212
    # the salt at the foil is a little above its reference
    assert slow - fast == pytest.approx(2 * thermal * np.arcsinh(10.0), rel=0.02)


# --- heat ------------------------------------------------------------------------------------


def test_losses_are_those_of_the_resistances():
    electrolyte = SolidElectrolyte(conductivity_value=0.02)
    device = half_cell(
        electrolyte=electrolyte, foil=MetalElectrode(rate_constant=1e9), series_resistance=2e-3,
        heat=CellHeat(heat_capacity=500.0, transfer=1.0),
    )  # fmt: skip
    data = amb.run(device, amb.protocols.discharge(current=20.0, duration=1.0, samples=3)).dataset
    lost = (LCO.open_circuit_potential(0.52) - float(data["voltage"][0])) * 20.0
    reaction, ohmic = float(data["heat.reaction"][0]), float(data["heat.ohmic"][0])
    assert reaction + ohmic == pytest.approx(lost, rel=1e-6)
    separator = 20.0**2 * (25e-6 / 0.724**4 / 0.02 + 2e-3)
    assert separator < ohmic < separator + 20.0**2 * 80e-6 / 0.385**4 / 0.02
    assert reaction > 0


def test_reversible_heat_is_the_entropy_of_the_host():
    host = replace(LCO, free_energy=amb.IdealMixing(), standard_potential=3.9)
    device = half_cell(electrode=positive(1, material=host, initial_filling=0.2),
                       heat=CellHeat(heat_capacity=500.0, transfer=1.0))  # fmt: skip
    data = amb.run(device, amb.protocols.discharge(current=5.0, duration=1.0, samples=3)).dataset
    slope = -8.314462618 / 96485.33212 * np.log(0.2 / 0.8)  # dU/dT
    assert float(data["heat.reversible"][0]) == pytest.approx(-5.0 * 298.15 * slope, rel=1e-6)


def test_an_insulated_cell_keeps_its_heat():
    device = full_cell(heat=CellHeat(heat_capacity=400.0, transfer=1e-9))
    data = amb.run(device, amb.protocols.discharge(current=60.0, duration=900, samples=4000),
                   TIGHT).check().dataset  # fmt: skip
    gained = np.trapezoid(data["heat.total"].values, data["time"].values)
    warming = float(data["temperature"][-1] - data["temperature"][0])
    assert warming == pytest.approx(gained / 400.0, rel=1e-4)
    assert warming > 5.0


def test_strong_cooling_is_isothermal():
    warm = full_cell(heat=CellHeat(heat_capacity=400.0, transfer=1e6))
    np.testing.assert_allclose(
        amb.run(warm, DISCHARGE, TIGHT).dataset["voltage"][:50],
        amb.run(full_cell(), DISCHARGE, TIGHT).dataset["voltage"][:50],
        atol=2e-5,
    )


# --- states of charge, capacities, specifications ----------------------------------------------

WINDOWED = {
    "negative": negative(discharged_filling=0.05, charged_filling=0.8, initial_filling=0.8),
    "positive": positive(discharged_filling=0.95, charged_filling=0.553, initial_filling=0.553),
}


def test_a_state_of_charge_fills_both_electrodes():
    half = full_cell(**WINDOWED).at_state_of_charge(0.5)
    assert half.negative.initial_filling == pytest.approx(0.425)
    assert half.positive.initial_filling == pytest.approx(0.7515)
    with pytest.raises(ParameterError, match="window"):
        full_cell().at_state_of_charge(0.5)
    with pytest.raises(ParameterError, match="from 0 to 1"):
        full_cell(**WINDOWED).at_state_of_charge(1.2)


def test_electrodes_that_do_not_balance_are_refused():
    poor = {"positive": replace(WINDOWED["positive"], discharged_filling=0.7)}
    with pytest.raises(ParameterError, match="not balanced"):
        full_cell(**WINDOWED | poor)


def test_one_c_is_the_nominal_capacity():
    assert full_cell().capacity == pytest.approx(min(negative().capacity(), positive().capacity()))
    data = amb.run(full_cell(nominal_capacity=36000.0),
                   amb.protocols.discharge(c_rate=2, duration=1.0, samples=3)).dataset  # fmt: skip
    assert float(data["current_density"][0]) == pytest.approx(20.0)


@pytest.mark.parametrize("cell", [full_cell(**WINDOWED), half_cell()])
def test_cells_survive_a_specification(cell):
    cell = replace(cell, electrolyte=SALT, heat=CellHeat(heat_capacity=500.0, transfer=1.0))
    text = dump_spec(describe_run(cell, DISCHARGE, TIGHT))
    again = load_spec(text).experiment()
    assert again.device == cell
    assert dump_spec(describe_run(again.device, again.protocol, again.settings)) == text
