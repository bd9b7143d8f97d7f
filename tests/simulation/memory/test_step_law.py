"""Ramps and laws of steps: closed forms, noise, errors; writing and verifying; learning."""

from dataclasses import replace

import numpy as np
import pytest
from tests.devices.test_single_particle import SOLID_SOLUTION
from tests.memories import SPAN, capacitor, time_constant

from ambipolar import protocols
from ambipolar.core.constants import ELEMENTARY_CHARGE
from ambipolar.core.errors import ParameterError
from ambipolar.simulation.memory import ions
from ambipolar.simulation.memory.learning import train_digits
from ambipolar.simulation.memory.ramps import ramps_of
from ambipolar.simulation.memory.step_law import law_from_ramps, law_of, linear_law
from ambipolar.simulation.memory.write_verify import write_verify
from ambipolar.simulation.run import run

DEVICE = capacitor(initial_filling=0.05)
WIDTH = 0.01 * time_constant(DEVICE)


@pytest.fixture(scope="module")
def ramps():
    train = protocols.potentiation_depression(1.0, width=WIDTH, period=2 * WIDTH, count=36)
    return run(DEVICE, train)


def test_ramps_hold_whole_pulses(ramps):
    up, down = ramps_of(ramps)
    assert up.pulses == down.pulses == 36
    assert up.value == 1.0 and down.value == -1.0
    assert up.conductance[-1] == down.conductance[0]
    assert np.all(up.steps > 0) and np.all(down.steps < 0)


def test_the_law_of_a_capacitor_is_linear(ramps):
    bounds = (float(DEVICE.conductance(0.0)), float(DEVICE.conductance(1.0)))
    found = law_of(ramps, DEVICE, bounds=bounds).linear()
    gamma = SPAN / 2
    assert found.gamma_up == pytest.approx(gamma, rel=1e-6)
    assert found.gamma_down == pytest.approx(gamma, rel=1e-6)
    assert found.step == pytest.approx((1 - np.exp(-0.01)) / gamma, rel=1e-6)
    assert abs(found.up_down) < 1e-6 and found.residual < 1e-6


def test_ions_and_energy_of_a_pulse(ramps):
    law = law_of(ramps, DEVICE)
    up, down = ramps_of(ramps)
    charge = np.mean(np.abs(np.concatenate([np.diff(up.charge), np.diff(down.charge)])))
    assert law.ions == pytest.approx(charge * DEVICE.area / ELEMENTARY_CHARGE)
    assert law.energy == pytest.approx(charge * DEVICE.area, rel=1e-6)  # at 1 V
    assert law.noise == pytest.approx(1 / np.sqrt(law.ions))


def test_pulses_of_the_law_reproduce_the_ramp(ramps):
    bounds = (float(DEVICE.conductance(0.0)), float(DEVICE.conductance(1.0)))
    law, up = law_of(ramps, DEVICE, bounds=bounds), ramps_of(ramps)[0]
    weight = 2 * (up.conductance - law.low) / (law.high - law.low) - 1
    walk = [weight[0]]
    for _ in range(up.pulses - 1):
        walk.append(float(law.pulse(np.array(walk[-1]), np.array(True))))
    assert walk == pytest.approx(weight[:-1], abs=1e-5)


def test_a_host_that_conducts_less_when_full_turns_the_weight_around():
    falling = replace(DEVICE.material.conductivity, empty=100.0, full=1.0)
    other = replace(DEVICE, material=replace(DEVICE.material, conductivity=falling))
    train = protocols.potentiation_depression(1.0, width=WIDTH, period=2 * WIDTH, count=10)
    law = law_of(run(other, train), other)
    assert np.all(law.up > 0) and np.all(law.down > 0)


def test_counted_ions_scatter_as_poisson():
    law = linear_law(1e-3, ions=25.0)
    steps = law.pulse(np.zeros(100_000), np.full(100_000, True), np.random.default_rng(1))
    assert np.mean(steps) == pytest.approx(1e-3, rel=5e-3)
    assert np.std(steps) / np.mean(steps) == pytest.approx(0.2, rel=1e-2)
    several = law.pulse(np.zeros(100_000), np.full(100_000, True), np.random.default_rng(1), 4)
    assert np.std(several) / np.mean(several) == pytest.approx(0.1, rel=2e-2)


def test_the_same_seed_gives_the_same_writes():
    assert np.array_equal(ions.counted(12.0, 50, 3), ions.counted(12.0, 50, 3))
    assert not np.array_equal(ions.counted(12.0, 50, 3), ions.counted(12.0, 50, 4))
    assert ions.count_noise(100.0) == pytest.approx(0.1)
    assert ions.write_energy(ions.ions_of_charge(1e-18), 1.0) == pytest.approx(1e-18)


def test_bounds_are_kept():
    law = linear_law(0.3)
    assert law.pulse(np.array([0.9, -0.9]), np.array([True, False])) == pytest.approx([1.0, -1.0])


def test_what_has_no_law_says_so(ramps):
    up, down = ramps_of(ramps)
    short = run(DEVICE, protocols.potentiation_depression(1.0, width=1, period=2, count=2))
    with pytest.raises(ParameterError, match="three pulses"):
        law_of(short, DEVICE)
    with pytest.raises(ParameterError, match="both directions"):
        law_of(run(DEVICE, protocols.write_pulses(1.0, width=1, period=2, count=5)), DEVICE)
    with pytest.raises(ParameterError, match="common range"):
        law_from_ramps(up, replace(down, conductance=down.conductance + 1.0))
    with pytest.raises(ParameterError, match="several devices"):
        law_from_ramps(replace(up, conductance=np.ones((4, 2))), down)
    with pytest.raises(ParameterError, match="no train"):
        ramps_of(run(DEVICE, protocols.retention(1.0)))
    with pytest.raises(ParameterError, match="no conductance"):
        ramps_of(run(SOLID_SOLUTION, protocols.rest(1.0)))


def test_write_and_verify_ends_in_the_window():
    pulse = {"width": 0.2 * WIDTH, "period": 0.4 * WIDTH}
    up, down = (protocols.write_pulses(v, **pulse) for v in (1.0, -1.0))
    start = replace(DEVICE, initial_filling=0.4)
    target = float(DEVICE.conductance(0.43))
    written = write_verify(start, target, up=up, down=down, tolerance=0.01)
    assert written.reached and 0 < written.pulses < 20
    assert written.conductance[-1] == pytest.approx(target, rel=0.01)
    assert written.energy > 0 and written.time == pytest.approx(written.pulses * 0.4 * WIDTH)
    back = write_verify(
        start, float(DEVICE.conductance(0.4)), up=up, down=down, start=written.final_state
    )
    assert back.reached and back.pulses > 0
    far = write_verify(start, 10 * target, up=up, down=down, most=3)
    assert not far.reached and far.pulses == 3
    with pytest.raises(ParameterError, match="positive"):
        write_verify(start, -1.0, up=up, down=down)


def test_a_network_learns_the_better_the_more_linear_its_devices():
    pytest.importorskip("sklearn", reason="scikit-learn brings the digits")
    options = {"epochs": 3, "rate": 0.4, "seed": 1}
    ideal = train_digits(None, **options).final
    linear = train_digits(linear_law(0.01, ions=100.0), **options)
    bent = train_digits(linear_law(0.01, 0.9, ions=100.0), **options).final
    assert ideal > 0.85
    assert linear.final > ideal - 0.1
    assert bent < linear.final - 0.05
    assert linear.pulses > 0
    again = train_digits(linear_law(0.01, ions=100.0), **options)
    assert np.array_equal(again.accuracy, linear.accuracy)
