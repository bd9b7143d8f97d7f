"""The memory device: terminal relations, read-out, leakage, arrays, depth."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.memories import RESISTANCE, SPAN, capacitor, time_constant

from ambipolar import protocols
from ambipolar.core.constants import AVOGADRO
from ambipolar.core.errors import ParameterError
from ambipolar.devices.spread import DeviceSpread
from ambipolar.models.allen_cahn import AllenCahnReaction
from ambipolar.models.radial import DiffusionParticle
from ambipolar.numerics.settings import SolverSettings
from ambipolar.simulation.run import run

TIGHT = SolverSettings(1e-9, 1e-11)
DEVICE = capacitor()


def test_a_held_gate_voltage_charges_a_capacitor():
    solution = run(DEVICE, protocols.constant_voltage(0.1, duration=500.0), TIGHT)
    end = 0.5 + 0.1 / SPAN
    exact = end + (0.3 - end) * np.exp(-solution["time"].values / time_constant(DEVICE))
    assert solution["filling"].values == pytest.approx(exact, abs=1e-8)


def test_a_positive_gate_current_inserts_and_raises_the_voltage_by_ohms_law():
    solution = run(DEVICE, protocols.write_pulses(current=0.1, width=1.0, period=2.0, samples=2))
    during, after = solution["voltage"].values[1:]
    assert during - after == pytest.approx(0.1 * RESISTANCE, rel=1e-4)
    assert solution["filling"][-1] > 0.3


def test_conductance_is_that_of_a_uniform_film():
    solution = run(DEVICE, protocols.retention(1.0, samples=3))
    sigma = 1.0 + 99.0 * 0.3
    expected = sigma * 50e-9 * DEVICE.width / DEVICE.length
    assert solution["conductance"].values == pytest.approx(expected, rel=1e-12)
    assert solution["read_current"].values == pytest.approx(0.1 * expected, rel=1e-12)
    assert DEVICE.conductance(0.3) == pytest.approx(expected)


def test_depths_conduct_in_parallel():
    plate = DiffusionParticle(50e-9, "plate", 31)
    material = replace(
        DEVICE.material, kinetics=replace(DEVICE.material.kinetics, rate_constant=1.0)
    )
    thick = replace(DEVICE, particle=plate, material=material)
    solution = run(thick, protocols.write_pulses(current=5.0, width=0.5, period=1.0))
    # a linear conductivity sees the mean filling, however uneven
    mean = 1.0 + 99.0 * solution["filling"].values
    assert np.ptp(solution["particle.filling"].values[1]) > 1e-4
    assert solution["conductance"].values == pytest.approx(mean * 50e-9, rel=1e-9)


def test_energy_is_the_integral_of_voltage_times_current():
    solution = run(DEVICE, protocols.constant_voltage(0.1, duration=100.0), TIGHT)
    assert solution["energy"].values[-1] == pytest.approx(0.1 * solution["charge"].values[-1])


def test_leakage_forgets_exponentially():
    leaky = replace(DEVICE, leakage_resistance=100.0)
    solution = run(leaky, protocols.retention(20_000.0), TIGHT)
    tau = 101.0 * leaky.capacity / SPAN
    exact = 0.5 - 0.2 * np.exp(-solution["time"].values / tau)
    assert solution["filling"].values == pytest.approx(exact, abs=1e-7)
    assert solution.conservation["guest"] < 1e-9


def test_wear_raises_the_resistance():
    worn = replace(DEVICE, resistance_growth=5.0)
    train = protocols.potentiation_depression(
        current=0.1, width=50.0, period=60.0, count=4, samples=2
    )
    voltage = run(worn, train)["voltage"].values
    drops = voltage[1:8:2] - voltage[2:9:2]  # during minus after, going up
    assert np.all(np.diff(drops) > 0)


def test_sites_and_reservoir():
    volume = DEVICE.area * 50e-9
    assert DEVICE.sites == pytest.approx(AVOGADRO * DEVICE.material.site_density * volume)
    assert float(DEVICE.equilibrium_voltage(0.5)) == pytest.approx(0.0, abs=1e-12)
    assert float(DEVICE.equilibrium_voltage(0.75)) == pytest.approx(SPAN / 4)


def test_an_array_is_its_members():
    spread = DeviceSpread(4, thickness=0.2, resistance=0.3, potential=0.02, conductivity=0.1)
    array = replace(DEVICE, spread=spread)
    train = protocols.write_pulses(0.5, width=1.0, period=2.0, count=5, rest_voltage=0.0)
    found = run(array, train)
    for k in range(4):
        depth, ohms = (spread_factor(spread, name, k) for name in ("thickness", "resistance"))
        one = replace(
            DEVICE,
            particle=replace(DEVICE.particle, size=50e-9 * depth),
            series_resistance=RESISTANCE * ohms,
            reference_potential=float(DEVICE.reservoir)
            + 0.02 * float(spread.deviates("potential")[k, 0]),
        )
        alone = run(one, train)
        assert found["member_filling"].values[:, k] == pytest.approx(
            alone["filling"].values, rel=1e-7
        )
    assert found["conductance"].dims == ("time", "member")
    assert found["filling"].values == pytest.approx(found["member_filling"].values.mean(axis=1))


def spread_factor(spread: DeviceSpread, name: str, k: int) -> float:
    return float(np.exp(getattr(spread, name) * spread.deviates(name)[k, 0]))


def test_members_keep_their_numbers_when_more_follow():
    few, many = DeviceSpread(3, seed=7), DeviceSpread(30, seed=7)
    for name in ("thickness", "potential"):
        assert many.deviates(name)[:3] == pytest.approx(few.deviates(name))
    assert np.any(few.deviates("width") != few.deviates("length"))


@settings(max_examples=20, deadline=None)
@given(members=st.one_of(st.integers(max_value=0), st.floats(), st.booleans()))
def test_bad_numbers_of_members_are_refused(members):
    with pytest.raises(ParameterError, match="members"):
        DeviceSpread(members)


def test_what_an_array_cannot_be_is_refused():
    with pytest.raises(ParameterError, match="AllenCahnReaction"):
        replace(DEVICE, particle=AllenCahnReaction(), spread=DeviceSpread(3))
    with pytest.raises(ParameterError, match="conductivity"):
        replace(DEVICE, material=replace(DEVICE.material, conductivity=None))
