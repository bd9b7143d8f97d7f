"""Metal | electrolyte | metal: steady states, Sand's time, text steps, all electrolytes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ambipolar.analysis.closed_forms.electrolyte import (
    limiting_current,
    polarised_voltage,
    sand_time,
    slowest_relaxation,
)
from ambipolar.core.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from ambipolar.core.errors import SpecError
from ambipolar.devices.electrolyte_cell import ElectrolyteCell
from ambipolar.materials.electrolytes.registry import ELECTROLYTES
from ambipolar.models.electrolyte_layer import PorousLayer
from ambipolar.numerics.settings import SolverSettings
from ambipolar.physics.electrolytes.dilute import DiluteElectrolyte
from ambipolar.physics.electrolytes.uniform import PerfectBath, SolidElectrolyte
from ambipolar.physics.kinetics.metal import MetalElectrode
from ambipolar.simulation.protocols import from_text
from ambipolar.simulation.run import run
from ambipolar.simulation.specification.build import build
from ambipolar.simulation.specification.describe import describe

THERMAL = GAS_CONSTANT * ROOM_TEMPERATURE / FARADAY
DILUTE = DiluteElectrolyte(cation_diffusivity=2.5e-10, anion_diffusivity=3.75e-10)
REVERSIBLE = MetalElectrode(rate_constant=1e9)
CELL = ElectrolyteCell(
    electrolyte=DILUTE, layer=PorousLayer(thickness=1e-4, cells=100), electrode=REVERSIBLE
)
LIMIT = limiting_current(3e-10, 1000.0, 1e-4, 0.4)
TIGHT = SolverSettings(1e-8, 1e-10)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_steady_voltage_of_a_dilute_salt(share: float) -> None:
    found = run(CELL, from_text(f"Discharge at {share * LIMIT!r} A/m^2 for 400 s"))
    last = found.dataset.isel(time=-1)
    assert float(last["voltage"]) == pytest.approx(-float(polarised_voltage(share)), rel=2e-4)
    assert float(last["electrolyte.counter_concentration"]) == pytest.approx(1000 * (1 + share))
    c = last["electrolyte.concentration"]
    x = c["electrolyte.position"].values
    assert c.values == pytest.approx(1000 * (1 + share * (1 - 2 * x / 1e-4)), rel=1e-6)
    assert found.conservation["salt"] < 1e-12


def test_charge_is_discharge_seen_from_the_other_side() -> None:
    there = run(CELL, from_text("Discharge at 300 A/m^2 for 20 s"), TIGHT)
    back = run(CELL, from_text("Charge at 300 A/m^2 for 20 s"), TIGHT)
    assert back["voltage"].values == pytest.approx(-there["voltage"].values, abs=1e-8)
    c = there["electrolyte.concentration"].values
    assert back["electrolyte.concentration"].values == pytest.approx(c[:, ::-1], rel=1e-7)


def test_a_held_voltage_approaches_the_limiting_current_with_second_order() -> None:
    expected, errors = LIMIT * np.tanh(0.2 / (4 * THERMAL)), []
    for cells in (50, 100):
        device = replace(CELL, layer=replace(CELL.layer, cells=cells))
        found = run(device, from_text("Hold at -200 mV for 400 s"))
        errors.append(abs(float(found["current_density"][-1]) - expected))
    assert errors[1] < 2e-4 * expected
    assert 3.5 < errors[0] / errors[1] < 4.5


def test_beyond_the_limit_the_run_ends_at_its_cutoff() -> None:
    found = run(CELL, from_text(f"Discharge at {1.05 * LIMIT!r} A/m^2 until -1 V"))
    assert found.status.steps[0].endswith("lower voltage cut-off")
    assert float(found["electrolyte.working_concentration"][-1]) < 0.01


@pytest.mark.parametrize("porosity", [1.0, 0.4])
def test_sand_time(porosity: float) -> None:
    layer = PorousLayer(thickness=1e-3, cells=200, porosity=porosity)
    effective = 3e-10 * porosity**1.5
    current = 300.0 * porosity**1.25  # the same time and depth of the depleted zone
    exact = sand_time(effective, 1000.0, current, 0.4, porosity=porosity)
    found = run(replace(CELL, layer=layer), from_text(f"Discharge at {current!r} A/m^2 until -2 V"))
    assert found.status.ok, found.status.message
    assert float(found["time"][-1]) == pytest.approx(float(exact), rel=5e-3)


@pytest.mark.parametrize("rate", [10.0, 1e3, 1e9])
@pytest.mark.parametrize("current", [200.0, 500.0, 1500.0])
@pytest.mark.parametrize("cells", [30, 150])
def test_depletion_ends_at_a_cutoff_never_in_failure(rate, current, cells) -> None:
    layer = PorousLayer(thickness=5e-4, cells=cells)
    device = replace(CELL, layer=layer, electrode=MetalElectrode(rate_constant=rate))
    found = run(device, from_text(f"Discharge at {current} A/m^2 until -3 V"))
    assert found.status.ok, found.status.message
    assert "voltage cut-off" in found.status.steps[0]


def test_relaxation_of_the_slowest_mode() -> None:
    found = run(
        CELL, from_text(["Discharge at 100 A/m^2 for 10 s", "Rest for 20 s (201 samples)"]), TIGHT
    )
    rest = found.dataset.isel(time=found["step"].values == 1)
    time, voltage = rest["time"].values, np.abs(rest["voltage"].values)
    late = time > time[0] + 8
    slope = np.polyfit(time[late], np.log(voltage[late]), 1)[0]
    assert -1 / slope == pytest.approx(slowest_relaxation(3e-10, 1e-4), rel=2e-3)


def test_kinetics_and_film_stand_in_series() -> None:
    solid = SolidElectrolyte(conductivity_value=1e-3)
    layer = PorousLayer(thickness=1e-6, cells=5)
    electrode = MetalElectrode(rate_constant=2.0, film_resistance=1e-3)
    cell = ElectrolyteCell(electrolyte=solid, layer=layer, electrode=electrode)
    found = run(cell, from_text("Discharge at 10 A/m^2 for 1 s"))
    loss = 10 * 1e-6 / 1e-3 + 2 * 10 * 1e-3 + 2 * 2 * THERMAL * np.arcsinh(10 / (2 * 2))
    assert found["voltage"].values == pytest.approx(-loss, rel=1e-9)
    assert not found.conservation  # nothing can drift
    bath = run(replace(cell, electrolyte=PerfectBath()), from_text("Discharge at 10 A/m^2 for 1 s"))
    assert bath["voltage"].values == pytest.approx(-(loss - 10 * 1e-6 / 1e-3), rel=1e-9)


NAMED = [n for n in ELECTROLYTES if not isinstance(ELECTROLYTES[n], type)]


@pytest.mark.parametrize("name", NAMED)
def test_every_named_set_carries_a_small_current(name: str) -> None:
    law = ELECTROLYTES[name]
    cell = ElectrolyteCell(electrolyte=law, layer=PorousLayer(thickness=2e-5, cells=20))
    found = run(cell, from_text(["Discharge at 1 A/m^2 for 600 s", "Rest for 600 s"]))
    assert found.status.ok and float(found["voltage"][-1]) == pytest.approx(0.0, abs=1e-6)
    assert max(found.conservation.values(), default=0.0) < 1e-9
    # a small steady current sees the ohmic resistance and that of the gradient
    drop = float(found["electrolyte.drop"].values[found["step"].values == 0][-1])
    c, T = law.reference_concentration, ROOM_TEMPERATURE
    resistance = 2e-5 / law.conductivity(c, T)
    if law.depletes:
        share = 1 - law.transference(c, T)
        gradient = share / (FARADAY * law.diffusivity(c, T)) / c
        resistance += 2e-5 * gradient * law.diffusion_potential(c, T)
    assert drop == pytest.approx(resistance, rel=1e-3)
    assert set(law.sources).intersection(found.citations) or found.citations


def test_c_rates_and_filling_refer_to_the_metal() -> None:
    found = run(replace(CELL, metal=1e5), from_text("Discharge at 1C for 36 s"))
    assert float(found["current_density"][-1]) == pytest.approx(1e5 / 3600)
    assert found["filling"].values[[0, -1]] == pytest.approx([0.5, 0.51])


def test_specifications_round_trip_and_name_the_path() -> None:
    named = build({"type": "electrolyte-cell", "electrolyte": "nyman"}, "device")
    assert named.electrolyte is ELECTROLYTES["nyman"]
    for cell in (CELL, named, replace(named, electrolyte=replace(named.electrolyte, valid_to=1e3))):
        assert build(describe(cell, "device"), "device") == cell
    with pytest.raises(SpecError, match=r"device\.layer\.porosity: must be from 0 to 1"):
        build(
            {"type": "electrolyte-cell", "electrolyte": "nyman",
             "layer": {"thickness": "10 um", "porosity": 1.4}}, "device", "device",
        )  # fmt: skip
    with pytest.raises(SpecError, match="unknown electrolyte"):
        build({"type": "electrolyte-cell", "electrolyte": "nymann"}, "device", "device")
