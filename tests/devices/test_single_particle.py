"""The single-particle device: terminal relations, restarts, impedance."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import iv
from tests.toys import THERMAL, Drive, Rate, allen_cahn_device, host, reversible

from ambipolar.core.constants import FARADAY
from ambipolar.core.errors import ParameterError
from ambipolar.devices.single_particle import SingleParticle
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.radial import DiffusionParticle
from ambipolar.numerics.settings import SolverSettings
from ambipolar.physics.thermodynamics.regular_solution import IdealMixing
from ambipolar.physics.transport.diffusivity import ConstantDiffusivity
from ambipolar.simulation.impedance import impedance
from ambipolar.simulation.protocol.segment import Mode
from ambipolar.simulation.run import run

TIGHT = SolverSettings(1e-9, 1e-11)
SOLID_SOLUTION = SingleParticle(host(1.0), HomogeneousParticle(), initial_filling=0.3)


def test_capacity_is_faraday_times_sites():
    assert SOLID_SOLUTION.capacity == pytest.approx(FARADAY * 22904.0 * 10e-9, rel=1e-14)
    assert replace(SOLID_SOLUTION, area_ratio=50.0).capacity == pytest.approx(
        50 * SOLID_SOLUTION.capacity
    )


def test_area_ratio_scales_currents_only():
    large = replace(SOLID_SOLUTION, area_ratio=50.0)
    a, b = (run(device, Rate(1.0, 0.5), TIGHT) for device in (SOLID_SOLUTION, large))
    assert a["voltage"].values == pytest.approx(b["voltage"].values, abs=1e-6)
    assert 50 * a["current_density"].values == pytest.approx(b["current_density"].values, rel=1e-9)


def test_series_resistance_shifts_the_voltage_by_ohms_law():
    resistive = replace(SOLID_SOLUTION, series_resistance=2.0)
    a, b = (run(device, Rate(1.0, 0.5), TIGHT) for device in (SOLID_SOLUTION, resistive))
    shift = (a["voltage"] - b["voltage"]).values
    assert shift == pytest.approx(2.0 * a["current_density"].values, rel=1e-5)


def test_open_circuit_of_a_solid_solution_at_rest():
    solution = run(SOLID_SOLUTION, Drive(Mode.CURRENT, 0.0, 100.0))
    expected = SOLID_SOLUTION.material.open_circuit_potential(0.3)
    assert solution["voltage"].values == pytest.approx(float(expected), abs=1e-10)
    activity = run(replace(SOLID_SOLUTION, ion_activity=0.1), Drive(Mode.CURRENT, 0.0, 100.0))
    nernst = float(expected) + THERMAL / FARADAY * np.log(0.1)
    assert activity["voltage"].values == pytest.approx(nernst, abs=1e-10)


def test_a_restart_continues_the_run():
    device = allen_cahn_device()
    whole = run(device, Rate(0.5, 0.8, samples=81), TIGHT)
    first = run(device, Rate(0.5, 0.4, samples=41), TIGHT)
    second = run(device, Rate(0.5, 0.4, samples=41), TIGHT, start=first.final_state)
    assert second["filling"].values == pytest.approx(whole["filling"].values[40:], abs=1e-9)
    assert second["voltage"].values[1:] == pytest.approx(whole["voltage"].values[41:], abs=1e-6)


def test_power_and_load_controls():
    power = run(SOLID_SOLUTION, Drive(Mode.POWER, 1e-2, 100.0))
    delivered = (power["voltage"] * power["current_density"]).values
    assert delivered == pytest.approx(1e-2, rel=1e-9)
    load = run(SOLID_SOLUTION, Drive(Mode.RESISTANCE, 500.0, 100.0))
    ratio = (load["voltage"] / load["current_density"]).values
    assert ratio == pytest.approx(500.0, rel=1e-9)


def test_set_point_slope_and_approach():
    ramp = run(SOLID_SOLUTION, Drive(Mode.VOLTAGE, 3.45, 100.0, slope=-1e-4))
    expected = 3.45 - 1e-4 * ramp["time"].values
    assert ramp["voltage"].values == pytest.approx(expected, abs=1e-9)
    smooth = run(
        SOLID_SOLUTION,
        Drive(Mode.CURRENT, 1e-3, 100.0, approach=1e-3, time_constant=10.0),
        TIGHT,
    )
    expected = 1e-3 * (1 - np.exp(-smooth["time"].values / 10))
    assert smooth["current_density"].values == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("geometry", ["plate", "cylinder", "sphere"])
def test_impedance_is_the_finite_warburg_element(geometry):
    radius, diffusivity = 1e-6, 1e-14
    material = reversible(
        host(free_energy=IdealMixing(), diffusivity=ConstantDiffusivity(diffusivity))
    )
    device = SingleParticle(material, DiffusionParticle(radius, geometry, 201), initial_filling=0.5)
    omega = np.array([0.1, 1.0, 10.0, 100.0])
    z = impedance(device, omega * diffusivity / radius**2 / (2 * np.pi))
    q = np.sqrt(1j * omega)
    exact = {
        "plate": 1 / (q * np.tanh(q)),
        "cylinder": iv(0, q) / (q * iv(1, q)),
        "sphere": 1 / (q / np.tanh(q) - 1),
    }[geometry]
    slope = 4 * THERMAL / FARADAY
    unit = slope * radius / (FARADAY * material.site_density * diffusivity)
    computed = (z["resistance"].values + 1j * z["reactance"].values) / unit
    assert np.abs(computed / exact - 1).max() < 1e-3


def test_impedance_refuses_zero_frequency():
    with pytest.raises(ParameterError, match="positive"):
        impedance(SOLID_SOLUTION, np.array([0.0]))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("initial_filling", 1.5),
        ("initial_filling", 0.0),
        ("temperature", -1.0),
        ("series_resistance", np.nan),
    ],
)
def test_bad_numbers_name_the_field(field, value):
    with pytest.raises(ParameterError, match=field):
        replace(SOLID_SOLUTION, **{field: value})
